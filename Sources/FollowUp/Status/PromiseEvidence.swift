import CivilTime
import EventLog

/// A day that an employer named, and what became of it.
public struct PromiseEvidence: Hashable, Sendable {
  /// What became of it.
  public enum Outcome: String, Hashable, Sendable {
    /// They were in touch by then.
    case kept
    /// They were not.
    case broken
    /// They named another day before it had passed.
    case postponed
    /// It lies ahead, or the day is today.
    case open
  }

  /// The record: a promise, or a reply that named a day.
  public let record: RecordID
  /// The day on which it was made; nil when that is not recorded.
  public let madeOn: CivilDate?
  /// The day or the time promised, on the reader's clock.
  public var by: Moment { reading.own }
  /// The day or the time promised, on the reader's clock and on theirs.
  public let reading: TimeReading
  /// As it was said.
  public let words: String?
  /// What became of it.
  public let outcome: Outcome
  /// Whether the person recorded the outcome; otherwise it is worked out from what came in.
  public let isRecorded: Bool
  /// The day on which they were next in touch; nil when they have not been.
  public let answeredOn: CivilDate?
  /// How long after the promised day that was, or has been until today; nil when it was kept or is open.
  public let late: DaySpan?

  /// The evidence of a record of an application; nil when it names no day.
  ///
  /// - Parameter end: the last day that counts: today, or of a closed application the day on which it was closed.
  init?(_ state: RecordState, _ status: ApplicationStatus, end: CivilDate) {
    let promise = Promise(state)
    let clock = status.clock
    let field = promise == nil ? "new_date" : "by"
    guard promise != nil || Reply(state) != nil, let reading = clock.reading(field, of: state) else { return nil }
    let by = reading.own
    let made = clock.moment(of: state)
    let next = status.past.first { Self.isAfter($0, state, made, by, clock) }
    let came = next.flatMap { clock.moment(of: $0) }
    let answer = came?.date
    record = state.id
    madeOn = made?.date
    self.reading = reading
    words = promise?.words
    answeredOn = answer
    let last = ApplicationStatus.Promised.day(by, promise?.precision, status.context.calendar)
    let hasPassed =
      if case .time(let time) = by, promise?.precision != .about, end == status.today {
        time.secondsSince1970 <= status.context.now.time.secondsSince1970
      } else { last < end }
    let derived = Self.outcome(
      by: by, lastDay: last, hasPassed: hasPassed, answer: next.flatMap { state in came.map { (state, $0) } })
    let recorded = promise?.kept.flatMap { Self.recorded[$0] }
    outcome = recorded ?? derived
    isRecorded = recorded != nil
    let until = answer ?? end
    late = outcome == .broken && until > last ? DaySpan(from: last, to: until, calendar: status.context.calendar) : nil
  }

  private static let recorded: [PromiseOutcome: Outcome] = [
    .kept: .kept, .broken: .broken, .postponed: .postponed,
  ]

  private static func outcome(
    by: Moment, lastDay: CivilDate, hasPassed: Bool, answer: (state: RecordState, at: Moment)?
  ) -> Outcome {
    guard let (answer, at) = answer else { return hasPassed ? .broken : .open }
    // "Thursday 15:00" has passed at that time, where the answer's time is known too.
    let isInTime: Bool
    if let due = by.time, let came = at.time {
      isInTime = came.secondsSince1970 <= due.secondsSince1970
    } else {
      isInTime = at.date <= lastDay
    }
    guard isInTime else { return .broken }
    return Reply(answer).flatMap { $0.date("new_date") } == nil ? .kept : .postponed
  }

  /// Whether something came in after a promise was made. What came in on the same day without a time may be the very
  /// talk in which it was made, so it does not count.
  private static func isAfter(
    _ state: RecordState, _ promise: RecordState, _ made: Moment?, _ by: Moment, _ clock: ReaderClock
  ) -> Bool {
    guard state.id != promise.id, state.isIncoming, let at = clock.moment(of: state) else { return false }
    // When it was made is not known: what came before its day may have come before it.
    guard let made else { return at.date >= by.date }
    if let one = made.time, let other = at.time { return other.secondsSince1970 > one.secondsSince1970 }
    return at.date > made.date
  }
}

extension ApplicationStatus {
  /// The days that they named, oldest first, and what became of each.
  public var promises: [PromiseEvidence] {
    let end = application.closedOn.map { min($0, today) } ?? today
    return timeline.compactMap { PromiseEvidence($0, self, end: end) }
  }
}
