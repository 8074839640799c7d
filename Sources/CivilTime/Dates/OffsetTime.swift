import EventLog

/// A time on the clock, without a date.
public struct WallTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Seconds since the start of the day, 0 to 86 399.
  public let secondOfDay: Int

  /// 00:00, at which a day begins.
  public static let midnight = WallTime(wrapping: 0)

  /// A time, or nil when it is not on the clock (24:00, a leap second …).
  public init?(hour: Int, minute: Int, second: Int = 0) {
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
    secondOfDay = (hour * 60 + minute) * 60 + second
  }

  /// The time so many seconds after midnight; full days are left out.
  init(wrapping seconds: Int) {
    let rest = seconds % 86_400
    secondOfDay = rest < 0 ? rest + 86_400 : rest
  }

  /// 0 to 23.
  public var hour: Int { secondOfDay / 3_600 }
  /// 0 to 59.
  public var minute: Int { secondOfDay / 60 % 60 }
  /// 0 to 59.
  public var second: Int { secondOfDay % 60 }

  /// `16:30`, with the seconds only where there are some.
  public var description: String {
    "\(padded(hour, 2)):\(padded(minute, 2))" + (second == 0 ? "" : ":\(padded(second, 2))")
  }

  /// Orders times within a day.
  public static func < (left: WallTime, right: WallTime) -> Bool { left.secondOfDay < right.secondOfDay }
}

/// A date and a time on the clock of some place that is known from elsewhere.
public struct CivilDateTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The day.
  public var date: CivilDate
  /// The time.
  public var time: WallTime

  /// A time on a day.
  public init(date: CivilDate, time: WallTime) {
    self.date = date
    self.time = time
  }

  /// What the clock shows so many seconds after 1970-01-01T00:00:00; nil outside the years 1 to 9999.
  package init?(seconds: Int64) {
    let rest = seconds % 86_400
    let days = seconds / 86_400 - (rest < 0 ? 1 : 0)
    guard let day = Int(exactly: days), let date = CivilDate(dayNumber: day) else { return nil }
    self.init(date: date, time: WallTime(wrapping: Int(rest)))
  }

  /// Seconds since 1970-01-01T00:00:00 on the same clock.
  package var seconds: Int64 { Int64(date.dayNumber) * 86_400 + Int64(time.secondOfDay) }

  /// `2026-11-17 16:30`.
  public var description: String { "\(date) \(time)" }

  /// Orders readings of one clock.
  public static func < (left: CivilDateTime, right: CivilDateTime) -> Bool { left.seconds < right.seconds }
}

/// A date and time with its offset from UTC, as RFC 3339 writes it: `2026-11-17T16:30:00-05:00`.
///
/// The text is kept as it came, fractions of a second and `-00:00` included, and two values are equal when their
/// texts are; ``secondsSince1970`` compares the moments.
public struct OffsetTime: Hashable, Sendable, CustomStringConvertible {
  /// The spelling, exactly as it was read.
  public let text: String
  /// Date and time on the clock of the place.
  public let local: CivilDateTime
  /// Minutes by which that clock is ahead of UTC; negative west of Greenwich.
  public let offsetMinutes: Int

  /// A time on a clock that is `offsetMinutes` ahead of UTC, or nil when that is a day or more.
  public init?(local: CivilDateTime, offsetMinutes: Int) {
    guard abs(offsetMinutes) < 24 * 60 else { return nil }
    self.local = local
    self.offsetMinutes = offsetMinutes
    let time = local.time
    let clock = "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))"
    text = "\(local.date)T\(clock)\(Self.offsetText(offsetMinutes))"
  }

  /// The time spelt by `text`, or nil; ``parse(_:)`` says why.
  public init?(_ text: some StringProtocol) {
    guard let time = try? Self.parse(text) else { return nil }
    self = time
  }

  private init(text: String, local: CivilDateTime, offsetMinutes: Int) {
    self.text = text
    self.local = local
    self.offsetMinutes = offsetMinutes
  }

  /// Reads RFC 3339: a date, `T`, a time with seconds and perhaps a fraction of one, and `Z` or `±HH:MM`.
  ///
  /// - Throws: ``MomentProblem``. A leap second (`:60`) is refused: no clock of a person shows it.
  public static func parse(_ text: some StringProtocol) throws(MomentProblem) -> OffsetTime {
    let bytes = Array(text.utf8)
    let form = "write a time like 2026-11-17T16:30:00-05:00"
    guard bytes.count >= 20, bytes.count <= 64, bytes[10] == UInt8(ascii: "T") else { throw MomentProblem(text, form) }
    let date = try CivilDate.parse(String(decoding: bytes[0..<10], as: UTF8.self))
    guard bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let hour = CivilDate.number(bytes[11..<13]), let minute = CivilDate.number(bytes[14..<16]),
      let second = CivilDate.number(bytes[17..<19])
    else { throw MomentProblem(text, form) }
    guard let time = WallTime(hour: hour, minute: minute, second: second) else {
      throw MomentProblem(text, "no such time of day; hours are 00 to 23, minutes and seconds 00 to 59")
    }
    var rest = bytes[19...]
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
      guard !fraction.isEmpty else { throw MomentProblem(text, form) }
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard let offset = offsetMinutes(rest) else {
      throw MomentProblem(text, "the time must end with its offset from UTC: Z, or one like -05:00")
    }
    return OffsetTime(text: String(text), local: CivilDateTime(date: date, time: time), offsetMinutes: offset)
  }

  /// The moment, in seconds since 1970 in UTC; fractions of a second are left out.
  public var secondsSince1970: Int64 { local.seconds - Int64(offsetMinutes) * 60 }

  /// `Tue 2026-11-17 16:30 -05:00`: what a resolved time is echoed as.
  public var echo: String { "\(local.date.echo) \(local.time) \(Self.offsetText(offsetMinutes))" }

  /// The time with its offset, as the log has it.
  public var description: String { text }

  /// `Z` or `±HH:MM` in minutes, or nil.
  static func offsetMinutes(_ bytes: some Collection<UInt8>) -> Int? {
    let bytes = Array(bytes)
    if bytes == [UInt8(ascii: "Z")] { return 0 }
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = CivilDate.number(bytes[1..<3]),
      let minutes = CivilDate.number(bytes[4..<6]), hours < 24, minutes < 60
    else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
  }

  /// How far the clock is ahead of UTC: `+05:30`, `-05:00`.
  public var offsetText: String { Self.offsetText(offsetMinutes) }

  /// `+05:30`; UTC is `+00:00`.
  static func offsetText(_ minutes: Int) -> String {
    "\(minutes < 0 ? "-" : "+")\(padded(abs(minutes) / 60, 2)):\(padded(abs(minutes) % 60, 2))"
  }
}
