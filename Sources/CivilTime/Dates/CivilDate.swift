import EventLog

/// A day of the calendar, from 0001-01-01 to 9999-12-31 (proleptic Gregorian), with neither a time nor a zone.
///
///     let friday = CivilDate(year: 2026, month: 11, day: 20)
///     friday?.text                  // "2026-11-20"
///     friday?.adding(days: 3)?.text // "2026-11-23"
///
/// The arithmetic is in integers: no calendar, zone or locale of the machine takes part.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01; negative before it.
  public let dayNumber: Int

  /// The first day that can be written: 0001-01-01.
  public static let first = CivilDate(unchecked: -719_162)
  /// The last day that can be written: 9999-12-31.
  public static let last = CivilDate(unchecked: 2_932_896)

  private init(unchecked dayNumber: Int) { self.dayNumber = dayNumber }

  /// The day that lies `dayNumber` days after 1970-01-01, or nil outside the years 1 to 9999.
  public init?(dayNumber: Int) {
    guard dayNumber >= Self.first.dayNumber, dayNumber <= Self.last.dayNumber else { return nil }
    self.dayNumber = dayNumber
  }

  /// The day of a year, a month and a day of the month, or nil when there is none such (30 February, year 0 …).
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    guard day <= Self.daysInMonth(year: year, month: month) else { return nil }
    dayNumber = Int(GregorianCalendar.days(year: Int64(year), month: Int64(month), day: Int64(day)))
  }

  /// The day spelt `YYYY-MM-DD`, or nil; ``parse(_:)`` says why.
  public init?(_ text: some StringProtocol) {
    guard let date = Self.read(String(text)) else { return nil }
    self = date
  }

  /// Reads `YYYY-MM-DD` strictly: four, two and two ASCII digits, and a day that exists.
  ///
  /// - Throws: ``MomentProblem``, which says what is wrong with the text.
  public static func parse(_ text: some StringProtocol) throws(MomentProblem) -> CivilDate {
    if let date = read(String(text)) { return date }
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10])
    else { throw MomentProblem(text, "write a date as YYYY-MM-DD, such as 2026-11-20") }
    guard let date = CivilDate(year: year, month: month, day: day) else {
      throw MomentProblem(text, reasonUnreal(year: year, month: month, day: day))
    }
    return date
  }

  /// The day that a text spells, without a word on why not.
  static func read(_ text: String) -> CivilDate? {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
        let year = digits(bytes, 0..<4), let month = digits(bytes, 5..<7), let day = digits(bytes, 8..<10)
      else { return nil }
      return CivilDate(year: year, month: month, day: day)
    }
  }

  /// The value of ASCII digits, or nil.
  @inline(__always)
  static func digits(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    var value = 0
    for index in range {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// The year, 1 to 9999.
  public var year: Int { Int(GregorianCalendar.date(days: Int64(dayNumber)).year) }
  /// The month, 1 to 12.
  public var month: Int { Int(GregorianCalendar.date(days: Int64(dayNumber)).month) }
  /// The day of the month, 1 to 31.
  public var day: Int { Int(GregorianCalendar.date(days: Int64(dayNumber)).day) }

  /// The day of the week.
  public var weekday: Weekday {
    // 1970-01-01 was a Thursday, the fourth day.
    Weekday(index: dayNumber + 3)
  }

  /// The day so many days later, or earlier when `days` is negative; nil outside the years 1 to 9999.
  public func adding(days: Int) -> CivilDate? {
    let (sum, overflow) = dayNumber.addingReportingOverflow(days)
    return overflow ? nil : CivilDate(dayNumber: sum)
  }

  /// The day so many weeks later; nil outside the years 1 to 9999.
  public func adding(weeks: Int) -> CivilDate? {
    let (days, overflow) = weeks.multipliedReportingOverflow(by: 7)
    return overflow ? nil : adding(days: days)
  }

  /// The same day of the month so many months later, or that month's last day where it is shorter;
  /// nil outside the years 1 to 9999.
  public func adding(months: Int) -> CivilDate? {
    let parts = GregorianCalendar.date(days: Int64(dayNumber))
    let (sum, overflow) = (Int(parts.year) * 12 + Int(parts.month) - 1).addingReportingOverflow(months)
    guard !overflow, sum >= 12, sum < 10_000 * 12 else { return nil }
    let length = Self.daysInMonth(year: sum / 12, month: sum % 12 + 1)
    return CivilDate(year: sum / 12, month: sum % 12 + 1, day: min(Int(parts.day), length))
  }

  /// How many days lie from this day to `other`; negative when that is earlier.
  public func days(until other: CivilDate) -> Int { other.dayNumber - dayNumber }

  /// `YYYY-MM-DD`.
  public var text: String {
    let parts = GregorianCalendar.date(days: Int64(dayNumber))
    return "\(padded(Int(parts.year), 4))-\(padded(Int(parts.month), 2))-\(padded(Int(parts.day), 2))"
  }

  /// `Fri 2026-11-20`: what a resolved date is echoed as.
  public var echo: String { "\(weekday.short) \(text)" }

  /// `YYYY-MM-DD`
  public var description: String { text }

  /// Orders dates by day.
  public static func < (left: CivilDate, right: CivilDate) -> Bool { left.dayNumber < right.dayNumber }

  /// The number of days of a month, 28 to 31; the month is 1 to 12.
  package static func daysInMonth(year: Int, month: Int) -> Int {
    Int(GregorianCalendar.daysInMonth(year: Int64(year), month: Int64(month)))
  }

  /// Half a sentence on why there is no such day.
  package static func reasonUnreal(year: Int, month: Int, day: Int) -> String {
    if !(1...9999).contains(year) { return "the year must be 0001 to 9999" }
    guard (1...12).contains(month) else { return "there is no month \(padded(month, 2))" }
    return "\(MonthName.full(month)) \(year) has \(daysInMonth(year: year, month: month)) days"
  }

  /// The value of one to nine ASCII digits, or nil.
  package static func number(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 9 else { return nil }
    var value = 0
    for digit in digits {
      guard digit >= 0x30, digit <= 0x39 else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return value
  }
}

/// Why a text is no date or time.
public struct MomentProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was to be read.
  public let text: String
  /// Half a sentence on what is wrong with it.
  public let reason: String

  /// What is wrong with a text.
  package init(_ text: some StringProtocol, _ reason: String) {
    self.text = String(text)
    self.reason = reason
  }

  /// The text and the reason.
  public var description: String { "\(quoted(text)): \(reason)" }
}
