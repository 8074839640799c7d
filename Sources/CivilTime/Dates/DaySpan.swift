/// How long something took.
public struct DaySpan: Hashable, Sendable {
  /// The day on which it began: day 0.
  public let from: CivilDate
  /// The day on which it ended.
  public let to: CivilDate
  /// Days of the calendar between them.
  public let calendarDays: Int
  /// Working days after ``from`` up to ``to``, as `bd` counts them.
  public let businessDays: Int

  /// The span between two days; empty when it would run backwards.
  public init(from: CivilDate, to: CivilDate, calendar: WorkingCalendar) {
    self.from = from
    self.to = max(from, to)
    calendarDays = from.days(until: self.to)
    businessDays = calendar.workingDays(after: from, through: self.to)
  }
}

extension WorkingCalendar {
  /// How many working days lie after a day, up to and with another one; 0 when that is not later. It does not walk
  /// from day to day, so that a date that is centuries off costs nothing.
  public func workingDays(after first: CivilDate, through last: CivilDate) -> Int {
    let days = first.days(until: last)
    guard days > 0 else { return 0 }
    var count = days / 7 * workingWeek.count
    for offset in 0..<days % 7 where workingWeek.contains(Weekday(index: last.weekday.rawValue - offset)) { count += 1 }
    return count - holidays.count { $0 > first && $0 <= last && workingWeek.contains($0.weekday) }
  }
}
