import CivilTime
import FollowUp

/// A day or a time of an iCalendar file (RFC 5545, 3.3.4 and 3.3.5).
package enum CalendarTime: Hashable, Sendable, CustomStringConvertible {
  case date(CivilDate)
  /// A time on whatever clock the reader has.
  case floating(CivilDateTime)
  case utc(CivilDateTime)
  /// A time on the clock of a zone; the name is the file's, and may be no IANA name.
  case zoned(CivilDateTime, zone: String)

  /// The day, on the time's own clock.
  package var date: CivilDate {
    switch self {
    case .date(let date): date
    case .floating(let local), .utc(let local), .zoned(let local, _): local.date
    }
  }

  /// The time on its own clock; nil for a day.
  package var local: CivilDateTime? {
    switch self {
    case .date: nil
    case .floating(let local), .utc(let local), .zoned(let local, _): local
    }
  }

  /// As it is recorded: a day stays one, and a time gets its offset.
  ///
  /// - Parameters:
  ///   - zone: the person's, for times that name none.
  ///   - zones: the rules of time zones, for those that name one.
  /// - Throws: ``ZoneProblem`` when the file's zone is not known here. Nil outside the years 1 to 9999.
  package func moment(in zone: Zone, _ zones: any ZoneRules) throws(ZoneProblem) -> Moment? {
    switch self {
    case .date(let date): .date(date)
    case .floating(let local): zone.resolve(local).map { .time($0.time) }
    case .utc(let local): OffsetTime(local: local, offsetMinutes: 0).map { .time($0) }
    case .zoned(let local, let name): try zones.zone(name).resolve(local).map { .time($0.time) }
    }
  }

  /// As iCalendar writes it, with the zone behind it: `20261225`, `20261120T160000Z`, `20261120T160000 Europe/Berlin`.
  package var description: String {
    let day = date.text.filter { $0 != "-" }
    guard let time = local?.time else { return day }
    let text = "\(day)T\(padded(time.hour, 2))\(padded(time.minute, 2))\(padded(time.second, 2))"
    return switch self {
    case .utc: text + "Z"
    case .zoned(_, let zone): "\(text) \(zone)"
    default: text
    }
  }

  /// The same clock on another day.
  func on(_ day: CivilDate) -> CalendarTime {
    switch self {
    case .date: .date(day)
    case .floating(let local): .floating(CivilDateTime(date: day, time: local.time))
    case .utc(let local): .utc(CivilDateTime(date: day, time: local.time))
    case .zoned(let local, let zone): .zoned(CivilDateTime(date: day, time: local.time), zone: zone)
    }
  }

  /// Reads one value.
  ///
  /// - Throws: ``ContentLine/LineProblem``.
  static func parse(_ text: some StringProtocol, zone: String?) throws(ContentLine.LineProblem) -> CalendarTime {
    let bytes = Array(trim(text).utf8)
    let form = "\(quoted(text)) is not a date; write it like 20261225 or 20261225T090000"
    guard bytes.count == 8 || bytes.count == 15 || bytes.count == 16,
      let year = CivilDate.number(bytes[0..<4]), let month = CivilDate.number(bytes[4..<6]),
      let day = CivilDate.number(bytes[6..<8])
    else { throw ContentLine.LineProblem(form) }
    guard let date = CivilDate(year: year, month: month, day: day) else {
      throw ContentLine.LineProblem("\(quoted(text)): \(CivilDate.reasonUnreal(year: year, month: month, day: day))")
    }
    guard bytes.count > 8 else { return .date(date) }
    guard bytes[8] == UInt8(ascii: "T"), let hour = CivilDate.number(bytes[9..<11]),
      let minute = CivilDate.number(bytes[11..<13]), let second = CivilDate.number(bytes[13..<15]),
      bytes.count == 15 || bytes[15] == UInt8(ascii: "Z")
    else { throw ContentLine.LineProblem(form) }
    // A leap second is on no person's clock: the second before it stands for it.
    guard let time = WallTime(hour: hour, minute: minute, second: second == 60 ? 59 : second) else {
      throw ContentLine.LineProblem("\(quoted(text)): no such time of day")
    }
    let local = CivilDateTime(date: date, time: time)
    if bytes.count == 16 { return .utc(local) }
    guard let zone, !zone.isEmpty else { return .floating(local) }
    // A leading slash marks a name as global (RFC 5545, 3.2.19); the name itself is what counts.
    return .zoned(local, zone: zone.hasPrefix("/") ? String(zone.dropFirst()) : zone)
  }

  /// Reads the values of a property: one, or several with commas between.
  ///
  /// - Throws: ``ContentLine/LineProblem``.
  static func list(_ line: ContentLine) throws(ContentLine.LineProblem) -> [CalendarTime] {
    let kind = line.parameter("VALUE")?.uppercased()
    guard kind != "PERIOD" else {
      throw ContentLine.LineProblem("\(line.name) contains periods of time, which are not supported; it was left out")
    }
    let zone = line.parameter("TZID")
    var times: [CalendarTime] = []
    for part in line.value.split(separator: ",", omittingEmptySubsequences: false) {
      let time = try parse(part, zone: zone)
      switch (kind, time) {
      case ("DATE", .date), (nil, _): break
      case ("DATE-TIME", let time) where time.local != nil: break
      default:
        throw ContentLine.LineProblem(
          "\(line.name): \(quoted(part)) is not of its declared kind, \(quoted(kind ?? ""))")
      }
      times.append(time)
    }
    return times
  }
}

/// How long an event lasts (RFC 5545, 3.3.6). Days and weeks are days of the calendar, not 24 hours each.
struct CalendarDuration: Hashable, Sendable {
  package let days: Int
  /// Seconds beyond them.
  package let seconds: Int

  /// Reads `P1D`, `PT1H30M`, `P2W` …; nil when it is none, or longer than any calendar.
  init?(_ text: String) {
    var rest = trim(text).uppercased()[...]
    let isNegative = rest.hasPrefix("-")
    if isNegative || rest.hasPrefix("+") { rest.removeFirst() }
    guard rest.hasPrefix("P"), rest.utf8.count <= 64 else { return nil }
    rest.removeFirst()
    var days = 0
    var seconds = 0
    var isTime = false
    var parts = 0
    while let first = rest.first {
      if first == "T", !isTime {
        isTime = true
        rest.removeFirst()
        continue
      }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let number = CivilDate.number(Array(digits.utf8)), let unit = rest.popFirst() else { return nil }
      switch (unit, isTime) {
      case ("W", false): days += number * 7
      case ("D", false): days += number
      case ("H", true): seconds += number * 3_600
      case ("M", true): seconds += number * 60
      case ("S", true): seconds += number
      default: return nil
      }
      parts += 1
    }
    guard parts > 0, days <= 4_000_000, seconds <= 400_000_000_000 else { return nil }
    self.days = isNegative ? -days : days
    self.seconds = isNegative ? -seconds : seconds
  }
}
