import CivilTime
import FollowUp
import FollowUpFormats
import TestSupport

/// An iCalendar file of any bytes.
enum CalendarChecks {
  static func check(_ input: [UInt8]) throws {
    let calendar = ICalendar(reading: input, file: "input.ics")
    let lines = 1 + input.count { $0 == 0x0a || $0 == 0x0d }
    for refusal in calendar.refusals {
      try expect((1...lines).contains(refusal.line) && !refusal.reason.isEmpty, "a refusal of no line: \(refusal)")
    }
    try expect(ICalendar(reading: AnySequence(input), file: "input.ics") == calendar, "read again, it is another one")
    guard let first = CivilDate(year: 2025, month: 1, day: 1), let last = CivilDate(year: 2027, month: 12, day: 31)
    else { return }
    for event in calendar.events.prefix(32) { try check(event, within: first...last) }
    let holidays = PublicHolidays(calendar, within: first...last, TestZones.rules)
    try expect(holidays.days.allSatisfy { (first...last).contains($0.date) }, "a holiday outside what was asked for")
    let named = Set(holidays.days.map { "\($0.date) \($0.name ?? "")".utf8.map(\.self) })
    try expect(named.count == holidays.days.count, "a holiday twice")
  }

  private static func check(_ event: CalendarEvent, within range: ClosedRange<CivilDate>) throws {
    if let days = event.wholeDays { try expect(days >= 1, "an event of \(days) days") }
    if let zone = try? TestZones.zone("UTC"), let moment = try? event.start.moment(in: zone, TestZones.rules) {
      try expect((try? Moment.parse(moment.text)) == moment, "\(moment) is not read as it is written")
    }
    guard let times = event.occurrences(within: range, TestZones.rules) else { return }
    try expect(times.allSatisfy { range.contains($0.date) }, "a time outside what was asked for")
    try expect(Set(times).count == times.count, "a time twice")
    let keys = times.map { $0.local?.seconds ?? Int64($0.date.dayNumber) * 86_400 }
    try expect(zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 }, "times out of order")
    guard event.rule == nil, event.further.isEmpty else { return }
    try expect(times.count <= 1, "an event that does not recur takes place \(times.count) times")
  }
}
