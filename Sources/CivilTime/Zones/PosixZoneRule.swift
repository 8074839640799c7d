import EventLog

/// The rule of a zone as POSIX writes it in the variable TZ, and TZif in its footer: `EST5EDT,M3.2.0,M11.1.0`.
///
/// The extensions of RFC 9636 are understood: names in angle brackets, and times from -167 to 167 hours, which lie on
/// another day. An offset is written with the opposite sign of ISO 8601: `EST5` is five hours behind UTC.
package struct PosixZoneRule: ZoneClock, Hashable {
  /// The standard time's offset from UTC, in seconds.
  package let standardOffset: Int
  /// The summer time; nil where there is none.
  package let daylight: Daylight?

  /// The summer time of a rule.
  package struct Daylight: Hashable, Sendable {
    /// Its offset from UTC, in seconds. It can be behind the standard time, as Ireland's is in winter.
    package let offset: Int
    /// When it begins, on the clock of standard time.
    let start: YearlyChange
    /// When it ends, on the clock of summer time.
    let end: YearlyChange
  }

  /// The day of a year on which the clock is changed, and the time.
  struct YearlyChange: Hashable, Sendable {
    enum Day: Hashable, Sendable {
      /// 1 to 365; 29 February is never counted.
      case julian(Int)
      /// 0 to 365, 29 February counted.
      case ordinal(Int)
      /// A weekday (0 is Sunday) of a week (5 is the last) of a month.
      case weekday(month: Int, week: Int, weekday: Int)
    }

    let day: Day
    /// Seconds after midnight of that day, which may be negative or more than a day.
    let seconds: Int

    /// Seconds from 1970-01-01T00:00:00 to the change in a year, on the same clock.
    func seconds(inYear year: Int64) -> Int64 { days(inYear: year) * 86_400 + Int64(seconds) }

    private func days(inYear year: Int64) -> Int64 {
      switch day {
      case .julian(let number):
        let isLeap = GregorianCalendar.daysInMonth(year: year, month: 2) == 29
        let first = GregorianCalendar.days(year: year, month: 1, day: 1)
        return first + Int64(number) - 1 + (isLeap && number > 59 ? 1 : 0)
      case .ordinal(let number):
        return GregorianCalendar.days(year: year, month: 1, day: 1) + Int64(number)
      case .weekday(let month, let week, let weekday):
        let first = GregorianCalendar.days(year: year, month: Int64(month), day: 1)
        // 1970-01-01 was a Thursday: 4, when Sunday is 0.
        let firstWeekday = (Int(first % 7) + 4 + 7) % 7
        var day = (weekday - firstWeekday + 7) % 7 + 7 * (week - 1)
        let length = Int(GregorianCalendar.daysInMonth(year: year, month: Int64(month)))
        while day >= length { day -= 7 }
        return first + Int64(day)
      }
    }
  }

  /// The rule spelt by a text; nil when it is none.
  package init?(_ text: some StringProtocol) {
    var reader = PosixZoneRuleReader(text: Array(text.utf8)[...])
    guard let rule = reader.read() else { return nil }
    self = rule
  }

  init(standardOffset: Int, daylight: Daylight?) {
    self.standardOffset = standardOffset
    self.daylight = daylight
  }

  /// The offset from UTC at a moment, in seconds.
  package func offsetSeconds(at seconds: Int64) -> Int {
    guard let daylight else { return standardOffset }
    return isDaylightSaving(at: seconds) ? daylight.offset : standardOffset
  }

  /// Whether it is summer time at a moment.
  package func isDaylightSaving(at seconds: Int64) -> Bool {
    guard let daylight else { return false }
    // Outside the calendar's years nobody asks for more than some answer.
    let days = max(-100_000_000, min(100_000_000, seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)))
    let year = GregorianCalendar.date(days: days).year
    // A change may lie on another day than it names, even in another year; the last one so far counts. Where one year's
    // end and the next one's beginning meet, it is summer all year.
    var last: (at: Int64, isDaylight: Bool)?
    for year in year - 1...year + 1 {
      let changes = [
        (at: daylight.end.seconds(inYear: year) - Int64(daylight.offset), isDaylight: false),
        (at: daylight.start.seconds(inYear: year) - Int64(standardOffset), isDaylight: true),
      ]
      for change in changes where change.at <= seconds {
        if let known = last, known.at > change.at || (known.at == change.at && known.isDaylight) { continue }
        last = change
      }
    }
    return last?.isDaylight ?? false
  }
}

/// Reads a rule; see IEEE Std 1003.1-2017, chapter 8.3, and RFC 9636, section 3.3.
private struct PosixZoneRuleReader {
  var text: ArraySlice<UInt8>

  mutating func read() -> PosixZoneRule? {
    guard text.count <= 256, name(), let standard = offset() else { return nil }
    guard !text.isEmpty else { return PosixZoneRule(standardOffset: -standard, daylight: nil) }
    guard name() else { return nil }
    var daylightOffset = -standard + 3_600
    if let first = text.first, first != UInt8(ascii: ",") {
      guard let offset = offset() else { return nil }
      daylightOffset = -offset
    }
    var start = PosixZoneRule.YearlyChange(day: .weekday(month: 3, week: 2, weekday: 0), seconds: 7_200)
    var end = PosixZoneRule.YearlyChange(day: .weekday(month: 11, week: 1, weekday: 0), seconds: 7_200)
    // Without days the system's usual ones are meant, which are those of the United States.
    if !text.isEmpty {
      guard skip(","), let first = change(), skip(","), let second = change(), text.isEmpty else { return nil }
      (start, end) = (first, second)
    }
    return PosixZoneRule(
      standardOffset: -standard,
      daylight: PosixZoneRule.Daylight(offset: daylightOffset, start: start, end: end))
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard let first = text.first, first == UInt8(ascii: character) else { return false }
    text.removeFirst()
    return true
  }

  /// Three letters or more, or anything of letters, digits and signs in angle brackets.
  private mutating func name() -> Bool {
    func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    guard skip("<") else {
      let letters = text.prefix(while: isLetter)
      text = text.dropFirst(letters.count)
      return letters.count >= 3
    }
    let inside = text.prefix { isLetter($0) || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
    text = text.dropFirst(inside.count)
    return inside.count >= 3 && skip(">")
  }

  private mutating func number(upTo limit: Int) -> Int? {
    let digits = text.prefix { $0 &- 0x30 < 10 }
    guard (1...3).contains(digits.count) else { return nil }
    text = text.dropFirst(digits.count)
    let value = digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    return value <= limit ? value : nil
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private mutating func time(hoursMax: Int) -> Int? {
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative || text.first == UInt8(ascii: "+") { text.removeFirst() }
    guard let hours = number(upTo: hoursMax) else { return nil }
    var seconds = hours * 3_600
    if skip(":") {
      guard let minutes = number(upTo: 59) else { return nil }
      seconds += minutes * 60
      if skip(":") {
        guard let rest = number(upTo: 59) else { return nil }
        seconds += rest
      }
    }
    return isNegative ? -seconds : seconds
  }

  /// Less than a day: no clock is further from UTC, and RFC 3339 cannot write it.
  private mutating func offset() -> Int? { time(hoursMax: 24).flatMap { abs($0) < 86_400 ? $0 : nil } }

  private mutating func change() -> PosixZoneRule.YearlyChange? {
    let day: PosixZoneRule.YearlyChange.Day
    if skip("M") {
      guard let month = number(upTo: 12), month >= 1, skip("."), let week = number(upTo: 5), week >= 1, skip("."),
        let weekday = number(upTo: 6)
      else { return nil }
      day = .weekday(month: month, week: week, weekday: weekday)
    } else if skip("J") {
      guard let number = number(upTo: 365), number >= 1 else { return nil }
      day = .julian(number)
    } else {
      guard let number = number(upTo: 365) else { return nil }
      day = .ordinal(number)
    }
    guard skip("/") else { return PosixZoneRule.YearlyChange(day: day, seconds: 7_200) }
    return time(hoursMax: 167).map { PosixZoneRule.YearlyChange(day: day, seconds: $0) }
  }
}
