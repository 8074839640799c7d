import CivilTime
import FollowUp

/// Writes an iCalendar file to which a person's calendar may subscribe (RFC 5545, RFC 7986; METHOD:PUBLISH of RFC 5546).
///
///     let bytes = CalendarWriter(name: "Followup").bytes(entries)
///
/// The bytes depend on the entries alone, whatever their order: neither on the present nor on the machine's zone.
package struct CalendarWriter: Sendable {
  package let name: String

  /// A writer of a calendar of a name.
  package init(name: String) { self.name = name }

  /// A zone is written for times of these years only; a time of any other year is written in UTC, so that no table of
  /// eight thousand years is needed.
  static let zonedYears = 1_970...2_099

  package func bytes(_ entries: some Sequence<CalendarEntry>) -> [UInt8] {
    let placed = entries.map { (entry: $0, place: Self.place($0.span)) }.sorted { left, right in
      (left.place.order, left.entry.uid) < (right.place.order, right.entry.uid)
    }
    var text = CalendarText()
    text.line("BEGIN:VCALENDAR")
    text.line("VERSION:2.0")
    text.line("PRODID:-//Followup//Followup//EN")
    text.line("CALSCALE:GREGORIAN")
    text.line("METHOD:PUBLISH")
    text.text("NAME", name)
    text.text("X-WR-CALNAME", name)
    // What is due moves from day to day, so a subscriber should not wait for longer than an hour.
    text.line("REFRESH-INTERVAL;VALUE=DURATION:PT1H")
    text.line("X-PUBLISHED-TTL:PT1H")
    var years: [String: (zone: Zone, years: ClosedRange<Int>)] = [:]
    for (_, place) in placed {
      guard let zone = place.zone else { continue }
      let year = place.from.date.year
      let known = years[zone.name]?.years ?? year...year
      years[zone.name] = (zone, min(known.lowerBound, year)...max(known.upperBound, year))
    }
    for (_, used) in years.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      // A year on either side, so that the rules of the first and the last are whole.
      VTimeZone(used.zone, years: used.years.lowerBound - 1...used.years.upperBound + 1).write(to: &text)
    }
    for (entry, place) in placed { Self.write(entry, place, to: &text) }
    text.line("END:VCALENDAR")
    return text.bytes
  }

  /// An entry's beginning and end as they are written.
  private struct Place {
    var from: CivilDateTime
    /// Exclusive; nil after the last day of the calendar.
    var to: CivilDateTime?
    var zone: Zone?
    var isDay: Bool

    var order: Int64 { from.seconds }
  }

  private static func place(_ span: CalendarEntry.Span) -> Place {
    switch span {
    case .day(let day): return days(day)
    case .time(let from, let to, let zone):
      if let zone, isPlain(zone.name), let start = zone.time(at: from)?.local,
        let end = zone.time(at: max(from + 1, to))?.local,
        zonedYears.contains(start.date.year),
        // A time that the clock shows twice would be read as the first.
        zone.resolve(start)?.time.secondsSince1970 == from,
        zone.resolve(end)?.time.secondsSince1970 == max(from + 1, to)
      {
        return Place(from: start, to: end, zone: zone, isDay: false)
      }
      if let start = CivilDateTime(seconds: from), let end = CivilDateTime(seconds: max(from + 1, to)) {
        return Place(from: start, to: end, zone: nil, isDay: false)
      }
      return days(from < 0 ? .first : .last)
    }
  }

  /// Whether a zone's name can stand as a parameter without quotes, as all IANA names can.
  private static func isPlain(_ name: String) -> Bool {
    name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || "/_+-".utf8.contains(byte)
    }
  }

  private static func days(_ day: CivilDate) -> Place {
    Place(
      from: CivilDateTime(date: day, time: .midnight),
      to: day.adding(days: 1).map { CivilDateTime(date: $0, time: .midnight) }, zone: nil, isDay: true)
  }

  private static let dayAlarmMinutes = 15 * 60

  private static func write(_ entry: CalendarEntry, _ place: Place, to text: inout CalendarText) {
    let changed = stamp(entry.changedMilliseconds)
    text.line("BEGIN:VEVENT")
    text.text("UID", entry.uid)
    text.line("DTSTAMP:\(changed)")
    text.line("LAST-MODIFIED:\(changed)")
    text.line("SEQUENCE:\(entry.sequence)")
    write("DTSTART", place.from, place, to: &text)
    if let end = place.to { write("DTEND", end, place, to: &text) }
    text.text("SUMMARY", entry.summary)
    if !entry.details.isEmpty { text.text("DESCRIPTION", entry.details) }
    if !entry.categories.isEmpty {
      text.line("CATEGORIES:\(entry.categories.map(CalendarText.escaped).joined(separator: ","))")
    }
    text.line("STATUS:\(entry.isCancelled ? "CANCELLED" : "CONFIRMED")")
    // A moment outside the years of a calendar is a day after all, and no day is taken.
    text.line("TRANSP:\(entry.isTransparent || place.isDay ? "TRANSPARENT" : "OPAQUE")")
    if let minutes = entry.alarmMinutesBefore, !entry.isCancelled {
      text.line("BEGIN:VALARM")
      text.line("ACTION:DISPLAY")
      text.text("DESCRIPTION", entry.summary)
      // Relative and before the beginning: servers differ on all else for whole days. So much before a day, the alarm
      // is at nine in the morning of the one before.
      let minutes = place.isDay ? max(minutes, Self.dayAlarmMinutes) : minutes
      text.line("TRIGGER:-PT\(minutes % 60 == 0 ? "\(minutes / 60)H" : "\(minutes)M")")
      text.line("END:VALARM")
    }
    text.line("END:VEVENT")
  }

  private static func write(_ name: String, _ time: CivilDateTime, _ place: Place, to text: inout CalendarText) {
    if place.isDay {
      text.line("\(name);VALUE=DATE:\(CalendarTime.date(time.date))")
    } else if let zone = place.zone {
      text.line("\(name);TZID=\(zone.name):\(CalendarTime.floating(time))")
    } else {
      text.line("\(name):\(CalendarTime.utc(time))")
    }
  }

  /// A moment in UTC; one that is not in the calendar counts as its beginning.
  private static func stamp(_ milliseconds: Int64) -> String {
    let seconds = milliseconds / 1_000 - (milliseconds % 1_000 < 0 ? 1 : 0)
    let time = CivilDateTime(seconds: seconds) ?? CivilDateTime(date: .first, time: .midnight)
    return CalendarTime.utc(time).description
  }
}
