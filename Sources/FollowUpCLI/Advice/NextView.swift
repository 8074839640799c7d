import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// What is due now, as `next` prints it.
struct NextView {
  let advice: [Advice]
  let now: Now

  /// What is due in the store of a session, or the one wait.
  static func read(_ session: Session) throws -> NextView {
    guard let store = try session.openStoreIfAny() else {
      let settings = Settings([])
      let advisor = Advisor(now: try session.now(settings), zones: session.zones, settings: settings)
      return NextView(advice: advisor.next([]), now: advisor.now)
    }
    defer { try? store.close() }
    return try store.read { reader in
      let query = try session.adviceReader(reader)
      return NextView(advice: try query.next(withFacts: session.format == .json), now: query.advisor.now)
    }
  }

  /// Whether somebody has something to do today. To keep searching, and to tidy up old applications, is no appointment:
  /// either stands beside a `wait`.
  var isDue: Bool { !advice.contains { $0.action == .wait } }

  func print(_ session: Session) {
    switch session.format {
    case .json: printJSON(session)
    case .plain: for advice in advice { session.out.record(Self.fields(advice)) }
    case .text: printText(session.out)
    }
  }

  func printJSON(_ session: Session) {
    session.printJSON([(name: "advice", value: JSONValue(array: advice.map(AdviceJSON.value)))])
  }

  private static func fields(_ advice: Advice) -> [String] {
    [
      advice.subjects.first?.application.text ?? "", advice.subjects.first?.company ?? "",
      advice.subjects.first?.role ?? "", advice.action.rawValue, advice.to.map(\.name).joined(separator: ", "),
      advice.to.first?.phone ?? "", advice.on?.text ?? "", advice.notAfter?.text ?? "",
      advice.window?.span.from.description ?? "", advice.window?.span.to.description ?? "", advice.window?.tz ?? "",
      advice.tryNumber.map(String.init) ?? "", advice.tryLimit.map(String.init) ?? "",
      advice.isOverdue ? "overdue" : "", advice.reason,
    ]
  }

  private func printText(_ out: Output) {
    out.line(now.today.echo + " " + now.time.local.time.description, .dim)
    for advice in advice {
      out.line()
      AdviceText(advice: advice, words: AdviceFormatter(now: now)).print(out)
    }
    var said: Set<String> = []
    for doubt in advice.flatMap(\.doubts) where said.insert(doubt.text).inserted {
      if said.count == 1 { out.line() }
      out.paragraph("doubtful: \(doubt.text)", .warning)
    }
  }
}

/// One piece of advice in a few lines, the first of which is enough.
struct AdviceText {
  let advice: Advice
  let words: AdviceFormatter

  func print(_ out: Output, indent: Int = 0) {
    if advice.action == .wait {
      out.paragraph(advice.reason, indent: indent, .bold)
      if let person = advice.to.first, advice.then == .call, let phone = person.phone {
        out.paragraph("\(person.name), \(phone)", indent: indent + 2)
      }
      return
    }
    out.paragraph(words.headline(advice), indent: indent, .bold)
    let when = words.when(advice)
    if !when.isEmpty { out.paragraph(when, indent: indent + 2, advice.isOverdue ? .warning : .plain) }
    if !advice.subjects.isEmpty { out.paragraph(AdviceFormatter.subjects(advice), indent: indent + 2) }
    let by = AdviceFormatter.provenance(advice)
    out.paragraph(advice.reason + (by.isEmpty ? "" : " (\(by))"), indent: indent + 2)
    if let question = advice.question { out.paragraph(question, indent: indent + 2) }
    if let command = AdviceFormatter.scriptCommand(advice) { out.line(spaces(indent + 2) + command, .dim) }
    if let command = AdviceFormatter.recordingCommand(advice) { out.line(spaces(indent + 2) + command, .dim) }
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
