import CivilTime
import FollowUp

/// A date of a file from elsewhere, with what it says of the time.
///
///     try ForeignDate.parse("3/7/24, 2:22 PM", order: .monthDayYear).date  // 2024-03-07
///     try ForeignDate.parse("05 Mar 2024", order: .dayMonthYear).date     // 2024-03-05
///
/// Read are days in figures with `/`, `-`, `.` or spaces between, days with the English name of a month, ISO 8601, and a
/// time behind any of them. Of a year of two digits, 00 to 68 are in this century and 69 to 99 in the last, as POSIX has
/// it.
package struct ForeignDate: Hashable, Sendable {
  package let date: CivilDate
  /// The time on the clock; nil where there is only a day.
  package let time: WallTime?
  /// Minutes by which that clock is ahead of UTC; nil where the text does not say.
  package let offsetMinutes: Int?

  /// Reads a date.
  ///
  /// - Parameters:
  ///   - text: the date as the file has it.
  ///   - order: the order of day, month and year where the text leaves it open; see ``ForeignDateOrder``.
  /// - Throws: ``ForeignDateProblem``, which says what is wrong with the text.
  package static func parse(_ text: String, order: ForeignDateOrder) throws(ForeignDateProblem) -> ForeignDate {
    var scanner = ForeignDateScanner(text)
    let parts = try scanner.date()
    let day = try parts.date(order, text)
    let clock = try scanner.clock()
    return ForeignDate(date: day, time: clock?.time, offsetMinutes: clock?.offsetMinutes)
  }
}

/// The order in which a file writes day, month and year in figures.
package enum ForeignDateOrder: String, CaseIterable, Hashable, Sendable {
  case yearMonthDay = "ymd"
  case monthDayYear = "mdy"
  case dayMonthYear = "dmy"

  /// How such a date looks.
  package var example: String {
    switch self {
    case .yearMonthDay: "year/month/day"
    case .monthDayYear: "month/day/year"
    case .dayMonthYear: "day/month/year"
    }
  }
}

/// Why a text is no date.
package struct ForeignDateProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package let text: String
  /// Half a sentence on what is wrong with it.
  package let reason: String

  init(_ text: String, _ reason: String) {
    self.text = text
    self.reason = reason
  }

  package var description: String { "\(quoted(text)): \(reason)" }
}

/// The figures of a date, before it is known which is which.
struct ForeignDateParts: Hashable {
  /// What says which is which.
  enum Form: Hashable {
    /// The year comes first, in four digits, or the month has a name.
    case certain
    /// Three numbers, the year last or in two digits.
    case figures(separator: UInt8)
  }

  let form: Form
  /// Year, month and day where the form is certain; else as they stand.
  let numbers: [Int]
  /// How many digits each has.
  let digits: [Int]

  /// The orders in which the figures are a day that exists, without regard to how likely each is.
  func date(_ order: ForeignDateOrder, _ text: String) throws(ForeignDateProblem) -> CivilDate {
    let year: Int
    let month: Int
    let day: Int
    switch form {
    case .certain: (year, month, day) = (fullYear(0), numbers[1], numbers[2])
    case .figures:
      // A year of four digits is the year wherever it stands.
      switch digits[2] == 4 && order == .yearMonthDay ? .dayMonthYear : order {
      case .yearMonthDay: (year, month, day) = (fullYear(0), numbers[1], numbers[2])
      case .monthDayYear: (year, month, day) = (fullYear(2), numbers[0], numbers[1])
      case .dayMonthYear: (year, month, day) = (fullYear(2), numbers[1], numbers[0])
      }
    }
    if let date = CivilDate(year: year, month: month, day: day) { return date }
    let said = form == .certain ? "" : " (read as \(order.example))"
    guard (1...12).contains(month), day >= 1 else {
      let what = (1...12).contains(month) ? "day \(day)" : "month \(month)"
      throw ForeignDateProblem(text, "there is no \(what)\(said)")
    }
    throw ForeignDateProblem(text, CivilDate.reasonUnreal(year: year, month: month, day: day) + said)
  }

  private func fullYear(_ index: Int) -> Int {
    guard digits[index] <= 2 else { return numbers[index] }
    return numbers[index] + (numbers[index] < 69 ? 2_000 : 1_900)
  }
}
