/// The working week and the holidays, both recorded settings (PLAYBOOKS, "Exactly"); no holidays by default.
///
///     let calendar = WorkingCalendar()
///     try calendar.bd(friday, 1)  // Monday
public struct WorkingCalendar: Hashable, Sendable {
  /// The weekdays on which people work.
  public let workingWeek: Set<Weekday>
  /// Days on which nobody works although the weekday is one of the working week.
  public let holidays: Set<CivilDate>

  /// A calendar; Monday to Friday without holidays unless something else is said.
  public init(workingWeek: Set<Weekday> = Self.mondayToFriday, holidays: Set<CivilDate> = []) {
    self.workingWeek = workingWeek
    self.holidays = holidays
  }

  /// The usual working week.
  public static let mondayToFriday: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]

  /// Whether people work on a day.
  public func isWorking(_ date: CivilDate) -> Bool {
    workingWeek.contains(date.weekday) && !holidays.contains(date)
  }

  /// `bd(date, count)`: the `count`-th working day strictly after `date`, which is day 0 whether it is a working day
  /// or not. A negative count goes back, strictly before it; 0 gives the date itself.
  ///
  /// - Throws: ``CalendarProblem`` when the calendar has no working day, or the search leaves the years 1 to 9999.
  public func bd(_ date: CivilDate, _ count: Int) throws(CalendarProblem) -> CivilDate {
    guard count != 0 else { return date }
    guard !workingWeek.isEmpty else { throw .noWorkingDay }
    // More working days than there are days at all: said at once, instead of walking to the end of time.
    guard count.magnitude <= CivilDate.first.days(until: .last).magnitude else { throw .outOfRange }
    var left = count.magnitude
    var day = date
    while let next = day.adding(days: count > 0 ? 1 : -1) {
      day = next
      guard isWorking(day) else { continue }
      left -= 1
      if left == 0 { return day }
    }
    throw .outOfRange
  }

  /// The first day of the week in which `date` lies: the one after the longest break of the working week, so Monday
  /// where people work from Monday to Friday, and Sunday where they work from Sunday to Thursday.
  package func startOfWeek(_ date: CivilDate) -> CivilDate {
    date.adding(days: -firstWeekday.days(until: date.weekday)) ?? .first
  }

  /// The last working day of the week in which `date` lies; nil when it has none.
  public func lastWorkingDay(ofWeekOf date: CivilDate) -> CivilDate? {
    let start = startOfWeek(date)
    return (0..<7).reversed().lazy.compactMap { start.adding(days: $0) }.first(where: isWorking)
  }

  /// The last working day of the week; said after it, on a weekend, that of the next (PLAYBOOKS, "Exactly").
  ///
  /// - Throws: ``CalendarProblem`` when the calendar has no working day.
  package func endOfWeek(from date: CivilDate) throws(CalendarProblem) -> CivilDate {
    if let end = lastWorkingDay(ofWeekOf: date), end >= date { return end }
    let next = try bd(date, 1)
    return lastWorkingDay(ofWeekOf: next) ?? next
  }

  private var firstWeekday: Weekday {
    let working = Weekday.allCases.filter(workingWeek.contains)
    // The weekday whose break before it is the longest; Monday where there is none.
    var best = (weekday: Weekday.monday, gap: 0)
    for (index, weekday) in working.enumerated() {
      let previous = working[index == 0 ? working.count - 1 : index - 1]
      let gap = (previous.days(until: weekday) + 6) % 7
      if gap > best.gap { best = (weekday, gap) }
    }
    return best.weekday
  }
}

/// Why a working day cannot be found.
public enum CalendarProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The working week is empty.
  case noWorkingDay
  /// The day lies outside the years 1 to 9999.
  case outOfRange

  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .noWorkingDay: "the working week is empty; set it with: setting working_week mon-fri"
    case .outOfRange: "that day is outside the years 0001 to 9999"
    }
  }
}
