import CivilTime
import FollowUp
import TestSupport
import Testing

@testable import FollowUpFormats

@Suite struct CalendarWriterTests {
  private func entry(_ span: CalendarEntry.Span, _ summary: String = "Call", _ details: String = "") -> CalendarEntry {
    CalendarEntry(
      uid: "1@followup", sequence: 2, changedMilliseconds: 1_791_888_000_999, span: span, summary: summary,
      details: details, isTransparent: true)
  }

  private func text(_ entries: CalendarEntry...) -> String {
    String(decoding: CalendarWriter(name: "Followup").bytes(entries), as: UTF8.self)
  }

  /// What the project's own reader makes of it.
  private func read(_ text: String) -> ICalendar { ICalendar(reading: text.utf8, file: "written.ics") }

  @Test func aWholeDayEndsBeforeTheNextOne() throws {
    var written = entry(.day(try #require(CivilDate("2026-12-31"))), "Thank Ann, Acme; now")
    written.alarmMinutesBefore = 15 * 60
    written.categories = ["Followup", "Write, or call"]
    let head = """
      BEGIN:VCALENDAR
      VERSION:2.0
      PRODID:-//Followup//Followup//EN
      CALSCALE:GREGORIAN
      METHOD:PUBLISH
      NAME:Followup
      X-WR-CALNAME:Followup
      REFRESH-INTERVAL;VALUE=DURATION:PT1H
      X-PUBLISHED-TTL:PT1H

      """
    let expected =
      head + """
        BEGIN:VEVENT
        UID:1@followup
        DTSTAMP:20261013T104000Z
        LAST-MODIFIED:20261013T104000Z
        SEQUENCE:2
        DTSTART;VALUE=DATE:20261231
        DTEND;VALUE=DATE:20270101
        SUMMARY:Thank Ann\\, Acme\\; now
        CATEGORIES:Followup,Write\\, or call
        STATUS:CONFIRMED
        TRANSP:TRANSPARENT
        BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:Thank Ann\\, Acme\\; now
        TRIGGER:-PT15H
        END:VALARM
        END:VEVENT
        END:VCALENDAR

        """
    #expect(text(written) == expected.replacing("\n", with: "\r\n"))
    // What was called off rings no more.
    written.isCancelled = true
    #expect(text(written).contains("STATUS:CANCELLED\r\n"))
    #expect(!text(written).contains("VALARM"))
  }

  @Test func theLastDayOfTheCalendarHasNoNextOne() throws {
    let lines = text(entry(.day(.last)), entry(.day(.first)))
    #expect(lines.contains("DTSTART;VALUE=DATE:99991231\r\nSUMMARY"))
    #expect(lines.contains("DTSTART;VALUE=DATE:00010101\r\nDTEND;VALUE=DATE:00010102\r\n"))
    #expect(read(lines).refusals.isEmpty)
  }

  @Test func timesThatNoZoneCanTellAreInUTC() throws {
    let zone = try TestZones.zone("America/New_York")
    func start(_ time: String) throws -> String {
      let seconds = try OffsetTime.parse(time).secondsSince1970
      let lines = text(entry(.time(from: seconds, to: seconds + 1_800, zone: zone))).split(separator: "\r\n")
      return try #require(lines.last { $0.hasPrefix("DTSTART") }).description
    }
    #expect(try start("2026-10-13T08:00:00-04:00") == "DTSTART;TZID=America/New_York:20261013T080000")
    // The clock shows the hour from one to two twice; what begins or ends in the second is told apart by UTC.
    #expect(try start("2026-11-01T01:15:00-04:00") == "DTSTART;TZID=America/New_York:20261101T011500")
    #expect(try start("2026-11-01T01:30:00-04:00") == "DTSTART:20261101T053000Z")
    #expect(try start("2026-11-01T01:30:00-05:00") == "DTSTART:20261101T063000Z")
    // Far from any year whose rules are known.
    #expect(try start("9998-06-01T08:00:00-04:00") == "DTSTART:99980601T120000Z")
    #expect(try start("0001-06-01T08:00:00-04:00") == "DTSTART:00010601T120000Z")
    let none = text(entry(.time(from: .min, to: .max, zone: zone)), entry(.time(from: .max, to: .min, zone: nil)))
    #expect(read(none).refusals.isEmpty)
    #expect(read(none).events.count == 2)
  }

  @Test func theRulesOfAZoneAreThoseOfItsClock() throws {
    func lines(_ name: String) throws -> [String] {
      let seconds = try OffsetTime.parse("2026-07-01T12:00:00Z").secondsSince1970
      let all = text(entry(.time(from: seconds, to: seconds + 60, zone: try TestZones.zone(name)))).split(
        separator: "\r\n")
      let begin = try #require(all.firstIndex(of: "BEGIN:VTIMEZONE"))
      let end = try #require(all.firstIndex(of: "END:VTIMEZONE"))
      return all[(begin + 1)..<end].map(String.init)
    }
    #expect(
      try lines("Europe/Berlin") == [
        "TZID:Europe/Berlin",
        "BEGIN:STANDARD", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "DTSTART:20250101T000000", "END:STANDARD",
        "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "DTSTART:20250330T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
        "BEGIN:STANDARD", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "DTSTART:20251026T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
      ])
    #expect(
      try lines("Asia/Tokyo") == [
        "TZID:Asia/Tokyo", "BEGIN:STANDARD", "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900", "DTSTART:20250101T000000",
        "END:STANDARD",
      ])
    // Half an hour of summer, which begins the year; and clocks that follow the moon.
    #expect(try lines("Australia/Lord_Howe").contains("TZOFFSETTO:+1030"))
    #expect(try lines("Africa/Casablanca").contains { $0.hasPrefix("RDATE:2026") })
  }

  @Test func anyTextStaysInItsLineAndComesBack() throws {
    let hostile = [
      "END:VEVENT\r\nBEGIN:VEVENT", "a;b,c\\n\\;d", "\u{0}\u{7}\u{1b}[31m\u{7f}\u{85}\u{9f}x",
      "<script>alert(1)</script>",
      String(repeating: "🌲", count: 100), String(repeating: "é", count: 200), "e\u{301}\u{202e}abc\u{2066}",
      "\u{2028}x\u{ffff}",
      "\\", "", " leading and trailing ", String(repeating: "x", count: 5_000),
    ]
    for text in hostile {
      let bytes = CalendarWriter(name: text).bytes([entry(.day(.first), text, text + "\n" + text)])
      let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false).dropLast()
      for line in lines {
        #expect(line.last == 0x0d)
        #expect(line.count <= 76, "\(line.count)")
        #expect(!line.dropLast().contains { $0 < 0x20 || $0 == 0x7f })
        #expect(String(validating: line, as: UTF8.self) != nil)
      }
      let calendar = ICalendar(reading: bytes, file: "hostile.ics")
      #expect(calendar.refusals.isEmpty)
      #expect(calendar.events.count == 1)
    }
    let plain = "Ann; Bob, \\ and\nall"
    #expect(read(text(entry(.day(.first), plain, plain))).events.first?.details == plain)
  }

  @Test func theOrderOfTheEntriesDoesNotMatter() throws {
    let zone = try TestZones.zone("Europe/London")
    var entries = (0..<20).map { number in
      var made = entry(
        number.isMultiple(of: 2) ? .day(.first) : .time(from: 1_000_000_000, to: 1_000_003_600, zone: zone))
      made.uid = "\(number * 7 % 20)@followup"
      return made
    }
    let first = CalendarWriter(name: "x").bytes(entries)
    entries.reverse()
    #expect(CalendarWriter(name: "x").bytes(entries) == first)
  }
}
