import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice

extension TimelineChart {
  /// The timeline of an application. Its next step is not known from here: it depends on the others too.
  package init(_ records: ApplicationRecords, _ context: ReadingContext) {
    let status = context.status(of: records)
    self.init(records, status, ApplicationEvidence(status))
  }

  /// The timeline of an application whose evidence has been gathered already.
  init(_ records: ApplicationRecords, _ status: ApplicationStatus, _ evidence: ApplicationEvidence) {
    let (today, clock) = (status.today, status.clock)
    let application = records.application
    let names = Names(records.contacts ?? ContactBook(), clock)
    var marks: [Mark] = []
    var undated = 0
    if let opened = application.appliedOn ?? clock.date(of: application) {
      let text = application.isLead ? "Found" : "Applied"
      marks.append(Mark(opened, .opened, .you, text, application.id, today: today))
    }
    for state in status.timeline where Promise(state) == nil {
      guard let at = clock.reading(of: state) else {
        undated += 1
        continue
      }
      marks.append(names.mark(state, at, today))
    }
    var bars: [Bar] = []
    let promised = Set(evidence.promises.map(\.record))
    undated += status.timeline.count { Promise($0) != nil && !promised.contains($0.id) }
    for promise in evidence.promises {
      marks.append(Self.mark(promise, today))
      guard let made = promise.madeOn, made < promise.by.date else { continue }
      bars.append(Bar(kind: .promise, from: made, to: promise.by.date, text: "From the day of the promise to its day"))
    }
    if let closed = application.closedOn {
      let why = application.closedReason.map { ": \($0)" } ?? ""
      marks.append(Mark(closed, .closed, .you, "Closed" + why, application.id, today: today))
    }
    bars += Self.waits(records, evidence, clock)
    if application.isSnoozed(on: today), let until = application.snoozeUntil {
      let why = application.snoozeReason.map { ": \($0)" } ?? ""
      bars.append(Bar(kind: .rest, from: today, to: until, text: "Rests until \(until.echo)\(why)"))
    }
    self.init(
      application: application.id, title: application.title, stage: evidence.stage, today: today,
      marks: marks.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element),
      bars: bars.enumerated().sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }.map(\.element),
      undated: undated)
  }

  private static func mark(_ promise: PromiseEvidence, _ today: CivilDate) -> Mark {
    let made = promise.madeOn.map { ", made on \($0.echo)" } ?? ""
    let words = promise.words.map { ", “\($0)”" } ?? ""
    let late = promise.late.map { ", \(Self.length($0)) late" } ?? ""
    let outcome =
      switch promise.outcome {
      case .kept: "kept"
      case .broken: "broken" + late
      case .postponed: "put off"
      case .open: "open"
      }
    return Mark(
      day: promise.by.date, reading: promise.reading, kind: .promise, side: .both, promise: promise.outcome,
      isAhead: promise.by.date > today,
      text: "The day that they named\(promise.reading.elsewhere.map { " (\($0))" } ?? "")\(made)\(words): \(outcome)",
      record: promise.record)
  }

  /// What was waited for: from what to what.
  private static func waits(_ records: ApplicationRecords, _ evidence: ApplicationEvidence, _ clock: ReaderClock)
    -> [Bar]
  {
    func began(_ day: CivilDate) -> String {
      let own = records.states.filter { clock.date(of: $0) == day }
      if own.contains(where: { Interview($0) != nil }) { return "the interview" }
      if records.application.appliedOn == day { return "the application" }
      if own.contains(where: \.isIncoming) { return "their last word" }
      return "your first try"
    }
    func ended(_ record: RecordID) -> String {
      guard let state = records.states.first(where: { $0.id == record }) else { return "their answer" }
      switch Touch(state)?.type {
      case nil: return "their reply"
      case .call?: return "the call that reached them"
      default: return "their word"
      }
    }
    var bars = evidence.answers.filter { $0.wait.calendarDays > 0 }.map { answer in
      let wait = answer.wait
      return Bar(
        kind: .waited, from: wait.from, to: wait.to,
        text: "Waited \(length(wait)), from \(began(wait.from)) on \(wait.from.echo) to \(ended(answer.record)) on "
          + wait.to.echo)
    }
    if let wait = evidence.waiting, wait.days > 0 {
      let text = evidence.stage.isOpen ? "Waiting" : "Waited"
      let since =
        switch wait.beginning {
        case .word: "their last word"
        case .interview: "the interview"
        case .applied: "the application"
        case .lead: "you found it"
        }
      bars.append(
        Bar(
          kind: .waiting, from: wait.since, to: wait.span.to,
          text: "\(text) \(length(wait.span)) since \(since) on \(wait.since.echo), without a word"))
    }
    return bars
  }

  /// `3 business days`; where there is none, the days of the calendar.
  static func length(_ span: DaySpan) -> String {
    let isShort = span.businessDays == 0 && span.calendarDays > 0
    let count = isShort ? span.calendarDays : span.businessDays
    return "\(count) \(isShort ? "day" : "business day")\(count == 1 ? "" : "s")"
  }
}

extension TimelineChart.Mark {
  init(
    _ day: CivilDate, _ kind: TimelineChart.Kind, _ side: TimelineChart.Side, _ text: String, _ record: RecordID,
    reading: TimeReading? = nil, today: CivilDate
  ) {
    self.init(
      day: day, reading: reading, kind: kind, side: side, promise: nil, isAhead: day > today, text: text, record: record
    )
  }
}

/// What records are called, with the people's names in them.
private struct Names {
  let contacts: ContactBook
  let clock: ReaderClock

  init(_ contacts: ContactBook, _ clock: ReaderClock) {
    self.contacts = contacts
    self.clock = clock
  }

  func mark(_ state: RecordState, _ at: TimeReading, _ today: CivilDate) -> TimelineChart.Mark {
    func mark(_ kind: TimelineChart.Kind, _ side: TimelineChart.Side, _ parts: String?...) -> TimelineChart.Mark {
      let text = parts.compactMap(\.self).joined() + (at.elsewhere.map { " (\($0))" } ?? "")
      return TimelineChart.Mark(at.date, kind, side, text, state.id, reading: at, today: today)
    }
    let person = state.namedPeople.first.flatMap(contacts.contact)?.displayName
    let note = state["note"]?.string.flatMap { $0.isEmpty ? nil : " (\($0))" }
    if let interview = Interview(state) {
      let with = interview.with.compactMap { contacts.contact($0)?.displayName }
      return mark(
        .interview, .both, "Interview", with.isEmpty ? nil : " with \(with.joined(separator: ", "))",
        interview.format.map { ", \($0)" }, interview.round.map { ", round \($0)" }, note)
    }
    if let touch = Touch(state) {
      let way = touch.isIncoming ? " from" : " to"
      return mark(
        Self.kind(touch.type), touch.isIncoming ? .them : .you, Self.noun(touch.type),
        person.map { "\(way) \($0)" } ?? (touch.isIncoming ? " from them" : nil),
        touch.outcome.map { ": \($0.label)" }, note)
    }
    if let reply = Reply(state) {
      func named(_ field: String) -> String? { clock.reading(field, of: reply)?.echo }
      return mark(
        .reply, .them, "Reply", person.map { " from \($0)" }, reply.answer.map { ": \($0.label)" },
        named("new_date").map { ", until \($0)" }, named("respond_by").map { ", to be answered by \($0)" }, note)
    }
    let type = RecordType(of: state)
    let words = ["words", "steps", "about", "text", "cause"].lazy.compactMap { state[$0]?.string }.first
    let isTheirs = [.permission, .nextSteps, .feedback, .intel].contains(type ?? .note)
    return mark(
      .note, isTheirs ? .them : .you, type.map(Self.noun) ?? "Entry", words.map { ": \($0)" }, note)
  }

  private static func kind(_ type: RecordType) -> TimelineChart.Kind {
    switch type {
    case .call: .call
    case .email: .email
    case .thankYou: .thankYou
    default: .letter
    }
  }

  private static func noun(_ type: RecordType) -> String {
    switch type {
    case .email: return "E-mail"
    case .thankYou: return "Thank-you note"
    case .insiderAsk: return "Question to an insider"
    case .intel: return "News from inside"
    case .permission: return "Permission to call"
    default:
      let text = spaced(type.rawValue)
      return text.prefix(1).uppercased() + text.dropFirst()
    }
  }

  private static func spaced(_ text: String) -> String { text.split(separator: "_").joined(separator: " ") }
}
