import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// What an employer's behaviour says of it, as `employer` prints it (PLAYBOOKS 11 and 25).
struct EmployerView {
  let evidence: EmployerEvidence
  let shortID: (RecordID) -> String

  func print(_ session: Session) {
    switch session.format {
    case .json: session.printJSON([(name: "employer", value: json)])
    case .plain: printPlain(session.out)
    case .text: printText(session.out)
    }
  }

  private static let outcomes: [PromiseEvidence.Outcome] = [.kept, .broken, .postponed, .open]

  private var answers: [DaySpan] {
    evidence.applications.flatMap(\.answers).map(\.wait).sorted { $0.businessDays < $1.businessDays }
  }

  // MARK: Text

  private func printText(_ out: Output) {
    out.paragraph(evidence.employer.name, .bold)
    var table = Table()
    table.add(["promises", promises])
    table.add(["answers", typical])
    if !evidence.silent.isEmpty {
      let roles = evidence.silent.map { $0.application.role ?? $0.application.title }
      table.add(["silent", "\(Plural.of(roles.count, "application")): \(roles.joined(separator: "; "))"])
    }
    table.print(to: out, indent: 2, wrapsLast: true)
    if evidence.isToBeWeighed {
      out.paragraph(
        "\(evidence.silent.count) applications here have gone silent: consider this employer as a whole (rule 11, S2).",
        indent: 2, .warning)
    }
    for application in evidence.applications { print(application, to: out) }
    if !evidence.notes.isEmpty {
      out.line()
      out.line("Notes", .bold)
      var table = Table()
      for note in evidence.notes {
        let text = [note.about, note.note].compactMap(\.self).joined(separator: "; ")
        table.add([note.at?.date.echo ?? "", text])
      }
      table.print(to: out, indent: 2, wrapsLast: true)
    }
    if !evidence.contacts.isEmpty {
      out.line()
      out.line("People", .bold)
      var table = Table()
      for contact in evidence.contacts {
        table.add([
          contact.displayName,
          [contact.title ?? contact.role?.label, contact.phone].compactMap(\.self).joined(separator: ", "),
        ])
      }
      table.print(to: out, indent: 2, wrapsLast: true)
    }
    out.line()
    out.paragraph(SilenceCause.caution, indent: 2, .dim)
  }

  private var promises: String {
    let counts = Self.outcomes.map { ($0, evidence.promises($0)) }.filter { $0.1 > 0 }
    guard !counts.isEmpty else { return "none recorded" }
    return counts.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
  }

  private var typical: String {
    guard let typical = evidence.typicalAnswer, let least = answers.first, let most = answers.last else {
      return "none yet"
    }
    let range =
      least.businessDays == most.businessDays ? "" : ", from \(least.businessDays) to \(most.businessDays)"
    let count = answers.count
    return "\(count == 1 ? "after" : "typically after") \(Plural.of(typical.businessDays, "business day"))"
      + "\(range) (n = \(count))"
  }

  private func print(_ application: ApplicationEvidence, to out: Output) {
    out.line()
    let title = application.application.role ?? application.application.title
    let silent = application.isSilent ? ", silent" : ""
    out.paragraph("\(title): \(application.stage.label)\(silent)  [\(shortID(application.application.id))]", .bold)
    var table = Table()
    for promise in application.promises {
      table.add([
        "promise", "\(promise.madeOn.map { "\($0.echo), " } ?? "")by \(promise.reading.echo): \(promise.verdict)",
      ])
    }
    for answer in application.answers {
      table.add(["answer", "\(answer.wait.to.echo), after \(answer.wait.words)"])
    }
    for silence in application.silences {
      let cause = silence.cause.map { SilenceCause(rawValue: $0)?.title ?? $0 } ?? "no cause"
      table.add([
        "silence", [silence.at?.date.echo, cause, silence.note].compactMap(\.self).joined(separator: ", "),
      ])
    }
    if let waiting = application.waiting, waiting.days > 0 {
      table.add([
        application.stage.isOpen ? "waiting" : "waited", "since \(waiting.since.echo), \(waiting.span.words)",
      ])
    }
    table.print(to: out, indent: 2, wrapsLast: true)
  }

  // MARK: For scripts

  private func printPlain(_ out: Output) {
    out.record(["employer", evidence.employer.name])
    for outcome in Self.outcomes { out.record(["promises", outcome.rawValue, "\(evidence.promises(outcome))"]) }
    out.record(["answers", "\(answers.count)", evidence.typicalAnswer.map { "\($0.businessDays)" } ?? ""])
    out.record(["silent", "\(evidence.silent.count)", evidence.isToBeWeighed ? "weigh" : ""])
    for application in evidence.applications {
      let id = application.application.id.text
      out.record([
        "application", id, application.application.role ?? "", application.stage.rawValue,
        application.isSilent ? "silent" : "",
      ])
      for promise in application.promises {
        out.record([
          "promise", id, promise.madeOn?.text ?? "", promise.reading.recorded.text, promise.outcome.rawValue,
          promise.late.map { "\($0.businessDays)" } ?? "",
        ])
      }
      for answer in application.answers {
        out.record(["answer", id, answer.wait.from.text, answer.wait.to.text, "\(answer.wait.businessDays)"])
      }
      for silence in application.silences {
        out.record(["silence", id, silence.at?.text ?? "", silence.cause ?? "", silence.note ?? ""])
      }
    }
    for note in evidence.notes {
      out.record(["note", note.id.text, note.at?.text ?? "", note.about ?? "", note.note ?? ""])
    }
    for contact in evidence.contacts {
      out.record(["contact", contact.id.text, contact.displayName, contact.phone ?? ""])
    }
  }

  private var json: JSONValue {
    JSONValue(object: [
      (name: "name", value: JSONValue(evidence.employer.name)),
      (
        name: "promises",
        value: JSONValue(
          object: Self.outcomes.map { (name: $0.rawValue, value: JSONValue(integer: evidence.promises($0))) })
      ),
      (
        name: "answers",
        value: JSONValue(object: [
          (name: "count", value: JSONValue(integer: answers.count)),
          (name: "typical", value: RecordJSON.span(evidence.typicalAnswer)),
        ])
      ),
      (name: "silent", value: JSONValue(integer: evidence.silent.count)),
      (name: "weigh", value: JSONValue(evidence.isToBeWeighed)),
      (name: "rules", value: JSONValue(array: [11, 25].map { JSONValue(integer: $0) })),
      (name: "sources", value: JSONValue(array: ["S0", "S1", "S2"].map { JSONValue($0) })),
      (name: "applications", value: JSONValue(array: evidence.applications.map(json))),
      (name: "notes", value: JSONValue(array: evidence.notes.map { RecordJSON.record($0.state) })),
      (name: "contacts", value: JSONValue(array: evidence.contacts.map { RecordJSON.person($0) })),
      (name: "caution", value: JSONValue(SilenceCause.caution)),
    ])
  }

  private func json(_ application: ApplicationEvidence) -> JSONValue {
    let promises = application.promises.map { promise in
      JSONValue(object: [
        (name: "record", value: JSONValue(promise.record.text)),
        (name: "made_on", value: RecordJSON.day(promise.madeOn)),
        (name: "by", value: promise.reading.recorded.value), (name: "words", value: RecordJSON.text(promise.words)),
        (name: "outcome", value: JSONValue(promise.outcome.rawValue)),
        (name: "recorded", value: JSONValue(promise.isRecorded)),
        (name: "answered_on", value: RecordJSON.day(promise.answeredOn)),
        (name: "late", value: RecordJSON.span(promise.late)),
      ])
    }
    let answers = application.answers.map { answer in
      JSONValue(object: [
        (name: "record", value: JSONValue(answer.record.text)), (name: "wait", value: RecordJSON.span(answer.wait)),
      ])
    }
    return JSONValue(object: [
      (name: "application", value: JSONValue(application.application.id.text)),
      (name: "id", value: JSONValue(shortID(application.application.id))),
      (name: "role", value: RecordJSON.text(application.application.role)),
      (name: "stage", value: JSONValue(application.stage.rawValue)),
      (name: "silent", value: JSONValue(application.isSilent)),
      (name: "waiting", value: RecordJSON.span(application.waiting?.span)),
      (name: "promises", value: JSONValue(array: promises)), (name: "answers", value: JSONValue(array: answers)),
      (name: "silences", value: JSONValue(array: application.silences.map { RecordJSON.record($0.state) })),
    ])
  }
}

extension PromiseEvidence {
  /// `broken, 3 business days late`, `kept on Fri 2026-10-23`
  fileprivate var verdict: String {
    let noted = isRecorded ? ", as you noted" : ""
    switch outcome {
    case .kept: return "kept\(answeredOn.map { " on \($0.echo)" } ?? "")\(noted)"
    case .broken:
      let isOver = answeredOn != nil
      let late = late.map { isOver ? ", \($0.words) late" : ", and no word \($0.words) later" } ?? ""
      return "broken\(late)\(noted)"
    case .postponed: return "postponed\(noted)"
    case .open: return "open"
    }
  }
}
