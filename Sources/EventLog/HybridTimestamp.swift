/// A reading of a hybrid logical clock: UTC milliseconds and a counter, as the text
/// `2026-11-20T22:54:01.123Z-0000` (FORMAT 2).
///
/// Readers check the pattern only, so a timestamp need not be a real date: the 17 digits are kept as they came,
/// and the order of timestamps is the order of their texts.
public struct HybridTimestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The 17 digits of date and time read as one decimal number; its order is that of the text.
  package let digits: UInt64
  /// The counter within the millisecond.
  public let counter: UInt16

  /// The number of characters of a timestamp.
  package static let length = 29

  /// Below every timestamp of the pattern, or equal to it.
  package static let least = HybridTimestamp(digits: 0, counter: 0)
  /// Above every timestamp of the pattern, or equal to it.
  package static let greatest = HybridTimestamp(digits: 99_999_999_999_999_999, counter: .max)

  /// A timestamp from its parts; `digits` are the 17 digits of the text as one number.
  package init(digits: UInt64, counter: UInt16) {
    self.digits = digits
    self.counter = counter
  }

  /// A timestamp for a moment, or nil outside the years 0000 to 9999.
  ///
  /// - Parameters:
  ///   - milliseconds: since 1970 in UTC.
  ///   - counter: distinguishes stamps of the same millisecond.
  public init?(milliseconds: Int64, counter: UInt16) {
    guard let digits = GregorianCalendar.digits(milliseconds: milliseconds) else { return nil }
    self.init(digits: digits, counter: counter)
  }

  /// The timestamp spelt by `text`, or nil when it is not of the pattern.
  public init?(_ text: some StringProtocol) {
    guard let stamp = Array(text.utf8).withUnsafeBufferPointer({ HybridTimestamp(utf8: $0) }) else { return nil }
    self = stamp
  }

  /// The timestamp spelt by these bytes, or nil when they are not of the pattern.
  package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == Self.length else { return nil }
    var digits: UInt64 = 0
    for index in 0..<24 {
      let byte = bytes[index]
      switch index {
      case 4, 7: guard byte == UInt8(ascii: "-") else { return nil }
      case 10: guard byte == UInt8(ascii: "T") else { return nil }
      case 13, 16: guard byte == UInt8(ascii: ":") else { return nil }
      case 19: guard byte == UInt8(ascii: ".") else { return nil }
      case 23: guard byte == UInt8(ascii: "Z") else { return nil }
      default:
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        digits = digits &* 10 &+ UInt64(byte &- 0x30)
      }
    }
    guard bytes[24] == UInt8(ascii: "-") else { return nil }
    var counter: UInt64 = 0
    for index in 25..<29 {
      guard let digit = hexDigit(bytes[index]) else { return nil }
      counter = counter << 4 | digit
    }
    self.init(digits: digits, counter: UInt16(truncatingIfNeeded: counter))
  }

  /// The 29 characters of the timestamp.
  public var text: String {
    var decimal: [UInt8] = []
    var rest = digits
    for _ in 0..<17 {
      decimal.append(UInt8(truncatingIfNeeded: rest % 10) + 0x30)
      rest /= 10
    }
    decimal.reverse()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.length)
    for (index, digit) in decimal.enumerated() {
      switch index {
      case 4, 6: bytes.append(UInt8(ascii: "-"))
      case 8: bytes.append(UInt8(ascii: "T"))
      case 10, 12: bytes.append(UInt8(ascii: ":"))
      case 14: bytes.append(UInt8(ascii: "."))
      default: break
      }
      bytes.append(digit)
    }
    bytes += [UInt8(ascii: "Z"), UInt8(ascii: "-")]
    appendHex(UInt8(counter >> 8), to: &bytes)
    appendHex(UInt8(counter & 0xff), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Milliseconds since 1970 in UTC, or nil when the digits are not a real date.
  public var milliseconds: Int64? { GregorianCalendar.milliseconds(digits: digits) }

  /// Year, month and day as one number such as 20261120, real or not.
  package var day: Int64 { Int64(digits / 1_000_000_000) }

  /// The timestamp as events have it.
  public var description: String { text }

  /// Orders timestamps by time, then by counter.
  public static func < (left: HybridTimestamp, right: HybridTimestamp) -> Bool {
    left.digits != right.digits ? left.digits < right.digits : left.counter < right.counter
  }
}

/// The proleptic Gregorian calendar in UTC, in integers.
package enum GregorianCalendar {
  /// Milliseconds of a day without leap seconds.
  package static let millisecondsPerDay: Int64 = 86_400_000

  /// Days since 1970-01-01 of a date that is known to be real.
  package static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    // Years begin in March, so that the leap day is the last of its year.
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date that lies `days` days after 1970-01-01.
  package static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The number of days of a month.
  package static func daysInMonth(year: Int64, month: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  static func milliseconds(digits: UInt64) -> Int64? {
    let value = Int64(digits)
    let millisecond = value % 1_000
    let second = value / 1_000 % 100
    let minute = value / 100_000 % 100
    let hour = value / 10_000_000 % 100
    let day = value / 1_000_000_000 % 100
    let month = value / 100_000_000_000 % 100
    let year = value / 10_000_000_000_000
    guard second < 60, minute < 60, hour < 24, month >= 1, month <= 12, day >= 1 else { return nil }
    guard day <= daysInMonth(year: year, month: month) else { return nil }
    return days(year: year, month: month, day: day) * millisecondsPerDay
      + ((hour * 60 + minute) * 60 + second) * 1_000 + millisecond
  }

  static func digits(milliseconds: Int64) -> UInt64? {
    // 0000-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
    guard milliseconds >= -62_167_219_200_000, milliseconds <= 253_402_300_799_999 else { return nil }
    var days = milliseconds / millisecondsPerDay
    var rest = milliseconds % millisecondsPerDay
    if rest < 0 {
      days -= 1
      rest += millisecondsPerDay
    }
    let (year, month, day) = date(days: days)
    let date = (year * 100 + month) * 100 + day
    let time = (rest / 3_600_000 * 100 + rest / 60_000 % 60) * 100 + rest / 1_000 % 60
    return UInt64((date * 1_000_000 + time) * 1_000 + rest % 1_000)
  }
}
