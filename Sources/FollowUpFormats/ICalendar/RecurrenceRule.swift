import CivilTime
import FollowUp

/// How an event recurs (RFC 5545, 3.3.10), as far as it is understood here.
///
/// Understood are FREQ=YEARLY, MONTHLY, WEEKLY and DAILY with INTERVAL, COUNT, UNTIL, WKST, BYMONTH, BYMONTHDAY,
/// BYYEARDAY (with YEARLY), BYDAY (with a number before the weekday with YEARLY and MONTHLY) and BYSETPOS. Anything else
/// is refused, rather than worked out wrongly: BYWEEKNO, rules by the hour, the minute or the second, and the calendars
/// of RFC 7529 (RSCALE).
package struct RecurrenceRule: Hashable, Sendable {
  enum Frequency: String, Hashable, Sendable {
    case yearly = "YEARLY"
    case monthly = "MONTHLY"
    case weekly = "WEEKLY"
    case daily = "DAILY"
  }

  /// A weekday of each week, or of the n-th week of a month or a year.
  struct DayOfWeek: Hashable, Sendable {
    /// 1 is the first such weekday, -1 the last; nil is every one.
    let ordinal: Int?
    let weekday: Weekday
  }

  private(set) var frequency: Frequency
  /// Every how many years, months, weeks or days; 1 or more.
  private(set) var interval = 1
  /// After how many times it ends, the first included.
  private(set) var count: Int?
  /// The last time at which it may begin.
  private(set) var until: CalendarTime?
  /// 1 to 12.
  private(set) var months: Set<Int> = []
  /// The days of the month, from its end where negative.
  private(set) var monthDays: Set<Int> = []
  /// The days of the year, from its end where negative.
  private(set) var yearDays: Set<Int> = []
  private(set) var weekdays: [DayOfWeek] = []
  /// Which of a year's, month's or week's days, from the end where negative; all of them when empty.
  private(set) var positions: Set<Int> = []
  /// The day on which a week begins.
  private(set) var weekStart = Weekday.monday

  /// Reads the value of an RRULE.
  ///
  /// - Throws: ``ContentLine/LineProblem``.
  init(_ text: String, start: CalendarTime) throws(ContentLine.LineProblem) {
    var parts: [String: String] = [:]
    for part in trim(text).uppercased().split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, !pair[1].isEmpty else {
        throw ContentLine.LineProblem("RRULE: expected NAME=VALUE, got \(quoted(part))")
      }
      guard parts.updateValue(String(pair[1]), forKey: trim(pair[0])) == nil else {
        throw ContentLine.LineProblem("RRULE: \(quoted(pair[0])) is given twice")
      }
    }
    guard let often = parts.removeValue(forKey: "FREQ") else { throw ContentLine.LineProblem("RRULE has no FREQ") }
    guard let frequency = Frequency(rawValue: trim(often)) else {
      throw ContentLine.LineProblem("RRULE: FREQ=\(often) is not supported; YEARLY, MONTHLY, WEEKLY and DAILY are")
    }
    self.frequency = frequency
    for (name, value) in parts.sorted(by: { $0.key < $1.key }) {
      try set(name, value, start)
    }
    guard count == nil || until == nil else {
      throw ContentLine.LineProblem("RRULE has both COUNT and UNTIL, but only one is allowed")
    }
    if !positions.isEmpty, months.isEmpty, monthDays.isEmpty, yearDays.isEmpty, weekdays.isEmpty {
      throw ContentLine.LineProblem("RRULE: BYSETPOS needs another BY rule to choose from")
    }
  }

  private mutating func set(
    _ name: String, _ value: String, _ start: CalendarTime
  ) throws(ContentLine.LineProblem) {
    switch name {
    case "INTERVAL": interval = try Self.number(name, value, 1...100_000)
    case "COUNT": count = try Self.number(name, value, 1...100_000)
    case "UNTIL": until = try CalendarTime.parse(value, zone: nil)
    case "WKST": weekStart = try Self.weekday(value)
    case "BYMONTH": months = Set(try Self.numbers(name, value, 1...12, orNegative: false))
    case "BYMONTHDAY" where frequency != .weekly:
      monthDays = Set(try Self.numbers(name, value, 1...31, orNegative: true))
    case "BYYEARDAY" where frequency == .yearly:
      yearDays = Set(try Self.numbers(name, value, 1...366, orNegative: true))
    case "BYSETPOS": positions = Set(try Self.numbers(name, value, 1...366, orNegative: true))
    case "BYDAY":
      for part in value.split(separator: ",") {
        let weekday = try Self.weekday(String(part.suffix(2)))
        let before = part.dropLast(2)
        if before.isEmpty {
          weekdays.append(DayOfWeek(ordinal: nil, weekday: weekday))
          continue
        }
        guard frequency == .yearly || frequency == .monthly else {
          throw ContentLine.LineProblem("RRULE: BYDAY=\(part) has no meaning with FREQ=\(frequency.rawValue)")
        }
        let ordinal = try Self.numbers(name, String(before), 1...53, orNegative: true).first
        weekdays.append(DayOfWeek(ordinal: ordinal, weekday: weekday))
      }
    default:
      throw ContentLine.LineProblem("RRULE: \(name) with FREQ=\(frequency.rawValue) is not supported")
    }
  }

  private static func number(
    _ name: String, _ text: some StringProtocol, _ range: ClosedRange<Int>
  ) throws(ContentLine.LineProblem) -> Int {
    guard let number = CivilDate.number(Array(trim(text).utf8)), range.contains(number) else {
      throw ContentLine.LineProblem(
        "RRULE: \(name)=\(text) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func numbers(
    _ name: String, _ text: String, _ range: ClosedRange<Int>, orNegative: Bool
  ) throws(ContentLine.LineProblem) -> [Int] {
    var numbers: [Int] = []
    for part in text.split(separator: ",") {
      let digits = part.first == "-" || part.first == "+" ? part.dropFirst() : part
      let number = try number(name, digits, range)
      guard part.first != "-" || orNegative else {
        throw ContentLine.LineProblem("RRULE: \(name)=\(part) must not be negative")
      }
      numbers.append(part.first == "-" ? -number : number)
    }
    guard !numbers.isEmpty else { throw ContentLine.LineProblem("RRULE: \(name) is empty") }
    return numbers
  }

  private static func weekday(_ text: String) throws(ContentLine.LineProblem) -> Weekday {
    guard let index = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].firstIndex(of: text) else {
      throw ContentLine.LineProblem("RRULE: \(quoted(text)) is not a weekday; use MO, TU, WE, TH, FR, SA or SU")
    }
    return Weekday(index: index)
  }
}
