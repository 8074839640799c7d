/// When something happened or will: a day, or a day and a time with its offset (PLAYBOOKS, "Record types and fields").
///
/// The name of the zone, where one is known, stands beside it in the record's field `tz`.
public enum Moment: Hashable, Sendable, CustomStringConvertible {
  /// A day, written `YYYY-MM-DD`.
  case date(CivilDate)
  /// A time with its offset, written as RFC 3339 does.
  case time(OffsetTime)

  /// The moment spelt by `text`, or nil; ``parse(_:)`` says why.
  public init?(_ text: some StringProtocol) { self.init(String(text)) }

  // Not generic, for other modules could not have it specialized, and most records have one.
  /// The moment spelt by `text`, or nil; ``parse(_:)`` says why.
  public init?(_ text: String) {
    if let date = CivilDate.read(text) {
      self = .date(date)
    } else if let time = OffsetTime(text) {
      self = .time(time)
    } else {
      return nil
    }
  }

  /// Reads `YYYY-MM-DD` or RFC 3339, strictly. What people say is read by ``WhenParser``.
  ///
  /// - Throws: ``MomentProblem``.
  public static func parse(_ text: some StringProtocol) throws(MomentProblem) -> Moment {
    guard text.utf8.count > 10 else { return .date(try CivilDate.parse(text)) }
    return .time(try OffsetTime.parse(text))
  }

  /// The day, on the clock of the place where it happened.
  public var date: CivilDate {
    switch self {
    case .date(let date): date
    case .time(let time): time.local.date
    }
  }

  /// The time, or nil when only the day is known.
  public var time: OffsetTime? {
    switch self {
    case .date: nil
    case .time(let time): time
    }
  }

  /// The spelling that is recorded; ``parse(_:)`` reads it back.
  public var text: String {
    switch self {
    case .date(let date): date.text
    case .time(let time): time.text
    }
  }

  /// What a person is shown: `Fri 2026-11-20`, or `Tue 2026-11-17 16:30 -05:00`.
  public var echo: String {
    switch self {
    case .date(let date): date.echo
    case .time(let time): time.echo
    }
  }

  /// The day or time as the log has it.
  public var description: String { text }
}
