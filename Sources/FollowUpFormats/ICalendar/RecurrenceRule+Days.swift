import CivilTime
import FollowUp

/// How much work may still go into recurring events of one file, in days looked at. A few lines can ask for more than
/// any machine can do.
struct RecurrenceBudget {
  private(set) var daysLeft = 2_000_000

  mutating func spend(_ days: Int) -> Bool {
    daysLeft -= min(days, daysLeft)
    return daysLeft > 0
  }
}

extension RecurrenceRule {
  /// The days in a range on which a series begins that first does so on `start`, in order; nil when that is more work
  /// than the budget allows.
  ///
  /// The first day always belongs to the series, even where the rule would leave it out (RFC 5545, 3.8.5.3).
  ///
  /// - Parameter isPastEnd: whether the series' clock on that day is past ``until``.
  func days(
    from start: CivilDate, within range: ClosedRange<CivilDate>, budget: inout RecurrenceBudget,
    isPastEnd: (CivilDate) -> Bool
  ) -> [CivilDate]? {
    var found: [CivilDate] = []
    var counted = 0
    func take(_ day: CivilDate) -> Bool {
      if let count, counted >= count { return false }
      if day > range.upperBound || (day != start && isPastEnd(day)) { return false }
      counted += 1
      if day >= range.lowerBound { found.append(day) }
      return true
    }
    guard take(start) else { return found }
    // Only a count needs the series from its beginning.
    var step = count == nil ? max(0, periods(from: start, to: range.lowerBound) / interval - 1) : 0
    while let period = period(start, step * interval) {
      guard period.lowerBound <= range.upperBound else { return found }
      guard budget.spend(period.lowerBound.days(until: period.upperBound) + 1) else { return nil }
      for day in chosen(from: period, start: start) where day > start {
        guard take(day) else { return found }
      }
      step += 1
    }
    return found
  }

  /// How many whole years, months, weeks or days lie between two days, at most.
  private func periods(from start: CivilDate, to day: CivilDate) -> Int {
    switch frequency {
    case .yearly: day.year - start.year
    case .monthly: (day.year - start.year) * 12 + day.month - start.month
    case .weekly: start.days(until: day) / 7
    case .daily: start.days(until: day)
    }
  }

  /// The year, month, week or day that lies so many after that of `start`; nil beyond the year 9999.
  private func period(_ start: CivilDate, _ offset: Int) -> ClosedRange<CivilDate>? {
    func days(_ year: Int, _ firstMonth: Int, _ lastMonth: Int) -> ClosedRange<CivilDate>? {
      guard let first = CivilDate(year: year, month: firstMonth, day: 1),
        let last = CivilDate(
          year: year, month: lastMonth, day: CivilDate.daysInMonth(year: year, month: lastMonth))
      else { return nil }
      return first...last
    }
    switch frequency {
    case .yearly: return days(start.year + offset, 1, 12)
    case .monthly:
      let months = start.year * 12 + start.month - 1 + offset
      guard months / 12 <= 9999 else { return nil }
      return days(months / 12, months % 12 + 1, months % 12 + 1)
    case .weekly:
      let back = weekStart.days(until: start.weekday)
      let first = start.adding(days: offset * 7 - back)
      // The first week of the year 1 and the last of 9999 may be cut off.
      guard let first else { return offset == 0 ? start...(start.adding(days: 6 - back) ?? .last) : nil }
      return first...(first.adding(days: 6) ?? .last)
    case .daily: return start.adding(days: offset).map { $0...$0 }
    }
  }

  /// The days of a year, month, week or day that the rule chooses.
  private func chosen(from period: ClosedRange<CivilDate>, start: CivilDate) -> [CivilDate] {
    let days = (period.lowerBound.dayNumber...period.upperBound.dayNumber)
      .compactMap { CivilDate(dayNumber: $0) }.filter { isChosen($0, start) }
    guard !positions.isEmpty else { return days }
    return days.enumerated().filter { index, _ in
      positions.contains(index + 1) || positions.contains(index - days.count)
    }.map(\.element)
  }

  private func isChosen(_ day: CivilDate, _ start: CivilDate) -> Bool {
    let isBare = monthDays.isEmpty && yearDays.isEmpty && weekdays.isEmpty
    // What the rule leaves open is as on the first day.
    if months.isEmpty {
      if frequency == .yearly, isBare, day.month != start.month { return false }
    } else if !months.contains(day.month) {
      return false
    }
    if monthDays.isEmpty {
      if frequency == .yearly || frequency == .monthly, isBare, day.day != start.day { return false }
    } else if !Self.contains(monthDays, day.day, of: CivilDate.daysInMonth(year: day.year, month: day.month)) {
      return false
    }
    if !yearDays.isEmpty {
      let (number, length) = Self.dayOfYear(day)
      guard Self.contains(yearDays, number, of: length) else { return false }
    }
    if weekdays.isEmpty { return frequency != .weekly || day.weekday == start.weekday }
    return weekdays.contains { isNamed(day, $0) }
  }

  private func isNamed(_ day: CivilDate, _ named: DayOfWeek) -> Bool {
    guard day.weekday == named.weekday else { return false }
    guard let ordinal = named.ordinal else { return true }
    // Of the year only where no month is named.
    let (number, length) =
      frequency == .yearly && months.isEmpty
      ? Self.dayOfYear(day) : (day.day, CivilDate.daysInMonth(year: day.year, month: day.month))
    return ordinal > 0 ? (number - 1) / 7 + 1 == ordinal : (length - number) / 7 + 1 == -ordinal
  }

  private static func contains(_ numbers: Set<Int>, _ number: Int, of length: Int) -> Bool {
    numbers.contains(number) || numbers.contains(number - length - 1)
  }

  private static func dayOfYear(_ day: CivilDate) -> (number: Int, length: Int) {
    guard let first = CivilDate(year: day.year, month: 1, day: 1),
      let last = CivilDate(year: day.year, month: 12, day: 31)
    else { return (0, 0) }
    return (first.days(until: day) + 1, first.days(until: last) + 1)
  }
}
