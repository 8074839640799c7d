import CivilTime
import FollowUp

/// The rules of a zone over some years, found by asking its clock, as a VTIMEZONE (RFC 5545, 3.6.5).
struct VTimeZone {
  /// The clock is put from one offset to another.
  struct Change: Hashable {
    let offsetFrom: Int
    let offsetTo: Int
    let isDaylight: Bool
  }

  let zone: Zone
  private let years: ClosedRange<Int>
  /// The first one is no change: it says what holds at the beginning.
  private(set) var changes: [(change: Change, onsets: [CivilDateTime])] = []

  /// The rules of a zone from the beginning of a year to the end of another.
  init(_ zone: Zone, years: ClosedRange<Int>) {
    self.zone = zone
    self.years = years
    guard let first = CivilDate(year: max(1, years.lowerBound), month: 1, day: 1),
      let last = CivilDate(year: min(9_999, years.upperBound), month: 12, day: 31)
    else { return }
    let start = CivilDateTime(date: first, time: .midnight)
    var moment = start.seconds
    let end = CivilDateTime(date: last, time: .midnight).seconds + 86_400
    var offset = zone.offsetMinutes(at: moment)
    add(Change(offsetFrom: offset, offsetTo: offset, isDaylight: zone.isDaylightSaving(at: moment)), at: start)
    // No zone puts its clock twice within a week.
    while moment < end {
      let next = moment + Self.stepSeconds
      let after = zone.offsetMinutes(at: next)
      if after != offset {
        let onset = Self.onset(zone, moment, next, offset)
        if let local = CivilDateTime(seconds: onset + Int64(offset) * 60) {
          add(Change(offsetFrom: offset, offsetTo: after, isDaylight: zone.isDaylightSaving(at: onset)), at: local)
        }
        offset = after
      }
      moment = next
    }
  }

  private static let stepSeconds: Int64 = 7 * 86_400

  /// The first second at which an offset holds no longer.
  private static func onset(_ zone: Zone, _ before: Int64, _ after: Int64, _ offset: Int) -> Int64 {
    var low = before
    var high = after
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if zone.offsetMinutes(at: middle) == offset { low = middle } else { high = middle }
    }
    return high
  }

  private mutating func add(_ change: Change, at onset: CivilDateTime) {
    if let index = changes.firstIndex(where: { $0.change == change }) {
      changes[index].onsets.append(onset)
    } else {
      changes.append((change, [onset]))
    }
  }

  func write(to text: inout CalendarText) {
    text.line("BEGIN:VTIMEZONE")
    text.line("TZID:\(zone.name)")
    for (change, onsets) in changes {
      guard let first = onsets.first else { continue }
      let kind = change.isDaylight ? "DAYLIGHT" : "STANDARD"
      text.line("BEGIN:\(kind)")
      text.line("TZOFFSETFROM:\(Self.offset(change.offsetFrom))")
      text.line("TZOFFSETTO:\(Self.offset(change.offsetTo))")
      text.line("DTSTART:\(CalendarTime.floating(first))")
      if let rule = rule(onsets) {
        text.line("RRULE:\(rule)")
      } else {
        for onset in onsets.dropFirst() { text.line("RDATE:\(CalendarTime.floating(onset))") }
      }
      text.line("END:\(kind)")
    }
    text.line("END:VTIMEZONE")
  }

  /// `FREQ=YEARLY;BYMONTH=3;BYDAY=2SU` where the onsets follow such a rule every year up to the last; calendars that know
  /// neither the zone's name nor single dates understand that.
  private func rule(_ onsets: [CivilDateTime]) -> String? {
    guard let first = onsets.first, onsets.count >= 3 else { return nil }
    let month = first.date.month
    let weekday = first.date.weekday
    for (index, onset) in onsets.enumerated() {
      guard onset.date.year == first.date.year + index, onset.date.month == month, onset.date.weekday == weekday,
        onset.time == first.time
      else { return nil }
    }
    guard first.date.year + onsets.count - 1 == years.upperBound else { return nil }
    let day = weekday.short.prefix(2).uppercased()
    func isLast(_ date: CivilDate) -> Bool { date.adding(days: 7).map { $0.month != date.month } ?? true }
    if onsets.allSatisfy({ isLast($0.date) }) { return "FREQ=YEARLY;BYMONTH=\(month);BYDAY=-1\(day)" }
    let week = (first.date.day - 1) / 7 + 1
    guard onsets.allSatisfy({ ($0.date.day - 1) / 7 + 1 == week }) else { return nil }
    return "FREQ=YEARLY;BYMONTH=\(month);BYDAY=\(week)\(day)"
  }

  /// `-0500`
  private static func offset(_ minutes: Int) -> String {
    "\(minutes < 0 ? "-" : "+")\(padded(abs(minutes) / 60, 2))\(padded(abs(minutes) % 60, 2))"
  }
}
