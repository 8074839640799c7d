import CivilTime
import EventLog

/// How far an application is, computed from its records and never stored.
public enum Stage: String, CaseIterable, Hashable, Sendable {
  /// Found, and not applied to yet.
  case lead
  /// Sent.
  case applied
  /// An interview lies ahead.
  case interviewAhead = "interview_ahead"
  /// An interview was held, and no date of a decision is known.
  case interviewed
  /// They named a day, which is today or ahead.
  case promised
  /// The day that they named has passed without a word.
  case overdue
  /// They offered the position.
  case offer
  /// They declined.
  case rejected
  /// The position is filled or gone.
  case filled
  /// Closed by the person.
  case closed

  /// What a list shows: `interview ahead`.
  public var label: String { rawValue.swapping("_", for: " ") }

  /// Whether something may still come of it.
  public var isOpen: Bool {
    switch self {
    case .rejected, .filled, .closed: false
    default: true
    }
  }

  /// The stage of an application on a day.
  ///
  /// What is dated after `today` has not happened yet, an interview excepted, which then lies ahead; one that is dated
  /// today counts as held. The newest decisive reply counts until a later interview, or a later reply of another
  /// kind, takes it back. A promise counts in its round only (PLAYBOOKS, "Where an application stands"): made on or
  /// after the day on which last anything came in.
  ///
  /// - Parameters:
  ///   - application: the application.
  ///   - records: any records; those of other applications are left out.
  ///   - today: the date on the person's clock.
  ///   - clock: that clock, by which the records' times have their days.
  public static func of(
    application: Application, records: some Sequence<RecordState>, today: CivilDate, clock: ReaderClock
  ) -> Stage {
    if application.isClosed { return .closed }
    let all = Timeline.of(application.id, in: records, clock: clock)
    let past = all.filter { clock.date(of: $0).map { $0 <= today } ?? true }
    let held = past.last { RecordType(of: $0) == .interview }
    let isAhead = all.contains { state in
      RecordType(of: state) == .interview && clock.date(of: state).map { $0 > today } ?? false
    }

    if let decisive = decisiveReply(past, held: held, isAhead: isAhead, clock) { return decisive }
    if isAhead { return .interviewAhead }
    if let day = promisedDay(application, past, today, clock) { return day < today ? .overdue : .promised }
    if held != nil { return .interviewed }
    return application.isLead ? .lead : .applied
  }

  /// What the newest reply decides, unless an interview has come after it.
  private static func decisiveReply(
    _ past: [RecordState], held: RecordState?, isAhead: Bool, _ clock: ReaderClock
  ) -> Stage? {
    guard let index = past.lastIndex(where: { Reply($0)?.answer != nil }), let reply = Reply(past[index]) else {
      return nil
    }
    let stage: Stage
    switch reply.answer {
    case "offer": stage = .offer
    case "rejected": stage = .rejected
    case "filled", "position_gone": stage = .filled
    default: return nil
    }
    // An offer stands while further interviews go on; a refusal does not.
    if stage == .offer { return stage }
    if isAhead { return nil }
    if let held, let heldOn = clock.date(of: held), let said = clock.date(of: reply), heldOn > said { return nil }
    return stage
  }

  /// The newest promised day of the current round.
  private static func promisedDay(
    _ application: Application, _ past: [RecordState], _ today: CivilDate, _ clock: ReaderClock
  ) -> CivilDate? {
    var start = application.appliedOn.flatMap { $0 <= today ? $0 : nil }
    for state in past {
      let isStart =
        Interview(state) != nil || Reply(state) != nil || (Touch(state)?.broughtAnswer ?? false)
      if isStart, let day = clock.date(of: state) { start = max(start ?? day, day) }
    }
    let newest = past.last { state in
      guard promised(state, clock) != nil else { return false }
      guard let start, let day = clock.date(of: state) else { return true }
      return day >= start
    }
    return newest.flatMap { promised($0, clock) }
  }

  private static func promised(_ state: RecordState, _ clock: ReaderClock) -> CivilDate? {
    if let promise = Promise(state) { return promise.kept == nil ? clock.date("by", of: promise) : nil }
    return Reply(state) == nil ? nil : clock.date("new_date", of: state)
  }
}
