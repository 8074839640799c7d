import CivilTime
import FollowUp
import TestSupport
import Testing

@testable import FollowUpFormats

@Suite struct ICalendarTests {
  private func calendar(_ lines: [String]) -> ICalendar {
    let text = (["BEGIN:VCALENDAR"] + lines + ["END:VCALENDAR", ""]).joined(separator: "\n")
    return ICalendar(reading: text.utf8, file: "f")
  }

  private func event(_ lines: [String]) -> (CalendarEvent?, [String]) {
    let calendar = calendar(["BEGIN:VEVENT"] + lines + ["END:VEVENT"])
    return (calendar.events.first, calendar.refusals.map(\.description))
  }

  @Test func aWholeEventIsRead() throws {
    let (found, refusals) = event([
      "UID:a@example.org", "SUMMARY:Interview", "LOCATION:Joliet", "DESCRIPTION:Bring papers\\nand a pen",
      "STATUS:confirmed", "DTSTART;TZID=America/Chicago:20261023T133000", "DTEND;TZID=America/Chicago:20261023T143000",
      "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=America/Chicago:20261030T133000",
      "RDATE;TZID=America/Chicago:20261101T090000", "BEGIN:VALARM", "ACTION:DISPLAY", "DTSTART:nonsense", "END:VALARM",
    ])
    let event = try #require(found)
    #expect(refusals == [])
    #expect(event.uid == "a@example.org" && event.summary == "Interview" && event.location == "Joliet")
    #expect(event.details == "Bring papers\nand a pen" && event.status == "CONFIRMED" && !event.isCancelled)
    #expect(event.start.description == "20261023T133000 America/Chicago")
    #expect(event.end?.description == "20261023T143000 America/Chicago")
    #expect(event.component.components.map(\.name) == ["VALARM"])
    #expect(event.line == 2)
    let range = try CivilDate.parse("2026-01-01")...CivilDate.parse("2026-12-31")
    #expect(
      event.occurrences(within: range, TestZones.rules)?.map(\.description) == [
        "20261023T133000 America/Chicago", "20261101T090000 America/Chicago", "20261106T133000 America/Chicago",
      ])
    #expect(
      try event.start.moment(in: TestZones.zone("Europe/Berlin"), TestZones.rules)?.text == "2026-10-23T13:30:00-05:00")
  }

  @Test func timesBecomeMoments() throws {
    func moment(_ line: String) throws -> String? {
      try #require(event([line]).0).start.moment(in: TestZones.zone("America/New_York"), TestZones.rules)?.text
    }
    #expect(try moment("DTSTART;VALUE=DATE:20261225") == "2026-12-25")
    #expect(try moment("DTSTART:20261225T090000") == "2026-12-25T09:00:00-05:00")
    #expect(try moment("DTSTART:20261225T090000Z") == "2026-12-25T09:00:00+00:00")
    #expect(try moment("DTSTART;TZID=/Europe/Berlin:20260725T090000") == "2026-07-25T09:00:00+02:00")
    #expect(try moment("DTSTART;TZID=Europe/Berlin:20260725T090000Z") == "2026-07-25T09:00:00+00:00")
    #expect(try moment("DTSTART:20161231T235960Z") == "2016-12-31T23:59:59+00:00")
    #expect(throws: ZoneProblem.self) { try moment("DTSTART;TZID=W. Europe Standard Time:20260725T090000") }
  }

  @Test(arguments: [
    (["DTSTART:20261301"], "f:3: “20261301”: there is no month 13"),
    (["DTSTART:20260230"], "f:3: “20260230”: February 2026 has 28 days"),
    (["DTSTART:00000101"], "f:3: “00000101”: the year must be 0001 to 9999"),
    (["DTSTART:2026-12-25"], "f:3: “2026-12-25” is not a date; write it like 20261225 or 20261225T090000"),
    (["DTSTART:20261225T250000"], "f:3: “20261225T250000”: no such time of day"),
    (
      ["DTSTART;VALUE=DATE:20261225T090000"],
      "f:3: DTSTART: “20261225T090000” is not of its declared kind, “DATE”"
    ),
    (["SUMMARY:x"], "f:2: the event has no DTSTART; it was left out"),
    (["DTSTART:20261225", "DTEND:20261226T000000"], "f:4: DTEND is a time and DTSTART is not; DTEND was left out"),
    (["DTSTART:20261225", "DURATION:P1X"], "f:4: “P1X” is not a duration; write it like P1D or PT1H30M"),
    (["DTSTART:20261225", "RRULE:FREQ=HOURLY"], "f:4: RRULE: FREQ=HOURLY is not supported; YEARLY, MONTHLY,"),
    (["DTSTART:20261225", "RRULE:FREQ=YEARLY;BYWEEKNO=20"], "f:4: RRULE: BYWEEKNO with FREQ=YEARLY is not supported"),
    (["DTSTART:20261225", "RRULE:FREQ=YEARLY;RSCALE=HEBREW"], "f:4: RRULE: RSCALE with FREQ=YEARLY is not supported"),
    (["DTSTART:20261225", "RRULE:INTERVAL=2"], "f:4: RRULE has no FREQ"),
    (
      ["DTSTART:20261225", "RRULE:FREQ=DAILY;INTERVAL=0"],
      "f:4: RRULE: INTERVAL=0 is not a whole number from 1 to 100000"
    ),
    (["DTSTART:20261225", "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270101"], "f:4: RRULE has both COUNT and UNTIL"),
    (["DTSTART:20261225", "RRULE:FREQ=DAILY;COUNT=2;COUNT=3"], "f:4: RRULE: “COUNT” is given twice"),
    (["DTSTART:20261225", "RRULE:FREQ=DAILY;BYDAY=1MO"], "f:4: RRULE: BYDAY=1MO has no meaning with FREQ=DAILY"),
    (["DTSTART:20261225", "RRULE:FREQ=YEARLY;BYDAY=XX"], "f:4: RRULE: “XX” is not a weekday; use MO, TU,"),
    (["DTSTART:20261225", "RRULE:FREQ=YEARLY;BYMONTH=-1"], "f:4: RRULE: BYMONTH=-1 must not be negative"),
    (["DTSTART:20261225", "RRULE:FREQ"], "f:4: RRULE: expected NAME=VALUE, got “FREQ”"),
    (["DTSTART:20261225", "EXRULE:FREQ=YEARLY"], "f:4: EXRULE is not supported; it was left out"),
    (
      ["DTSTART:20261225", "RDATE;VALUE=PERIOD:20261225T000000Z/P1D"],
      "f:4: RDATE contains periods of time, which are not"
    ),
    (["DTSTART:20261225", "SUMMARY;X=\"a:b"], "f:4: the quotes of the parameter “X” are not closed; it was left out"),
    (
      ["DTSTART:20261225", "SUMMARY;X=a\"b\":c"], "f:4: the parameter “X” has quotes inside its value; it was left out"
    ),
    (["DTSTART:20261225", "SUMMARY;X:c"], "f:4: the parameter “X” has no value"),
    (["DTSTART:20261225", "SUMMARY"], "f:4: it ends where the name of a property should; it was left out"),
    (["DTSTART:20261225", "Süß:c"], "f:4: there is no colon after “S”"),
    (["DTSTART:20261225", ":c"], "f:4: it does not begin with the name of a property; it was left out"),
  ])
  func badLinesAreNamed(_ lines: [String], _ expected: String) {
    let (_, refusals) = event(lines)
    #expect(refusals.first?.hasPrefix(expected) == true, "\(refusals)")
  }

  @Test func whatIsBadTakesNothingElseAlong() {
    let calendar = calendar([
      "BEGIN:VEVENT", "DTSTART:20261301", "END:VEVENT", "nonsense", "BEGIN:VEVENT", "DTSTART:20261225", "SUMMARY:Good",
      "END:VEVENT",
    ])
    #expect(calendar.events.map(\.summary) == ["Good"])
    #expect(calendar.refusals.map(\.line) == [3, 3, 5])
  }

  @Test func componentsThatDoNotCloseAreLeftOut() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nEND:VALARM\nEND:VCALENDAR\n"
    let found = ICalendar(reading: text.utf8, file: "f")
    #expect(found.events == [])
    #expect(
      found.refusals.map(\.description) == [
        "f:2: BEGIN:VEVENT has no END; its contents were left out", "f:4: END:VALARM has no BEGIN; it was ignored",
      ])
    let cut = ICalendar(
      reading: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT\nBEGIN:VEV".utf8, file: "f")
    #expect(cut.events.map(\.line) == [2])
    #expect(
      cut.refusals.map(\.description) == [
        "f:1: BEGIN:VCALENDAR has no END: the file may be cut off; its complete events were read",
        "f:5: BEGIN:VEV has no END; its contents were left out",
      ])
  }

  @Test(arguments: ["", "\n\n", "hello", "BEGIN", "{\"a\":1}", "SUMMARY:x\n", "END:VCALENDAR", "\u{0}\u{0}\u{0}"])
  func whatIsNoCalendarIsSaid(_ text: String) {
    let found = ICalendar(reading: text.utf8, file: "f")
    #expect(found.components == [] && found.events == [])
    #expect(found.refusals.contains { $0.reason.hasPrefix("not an iCalendar file") })
  }

  @Test func bytesThatAreNoTextAreRefusedByLine() {
    let bytes =
      Array("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nSUMMARY:F".utf8) + [0xfc]
      + Array("r\nEND:VEVENT\nEND:VCALENDAR\n".utf8)
    let found = ICalendar(reading: bytes, file: "f")
    #expect(found.events.count == 1 && found.events.first?.summary == nil)
    #expect(
      found.refusals.map(\.description) == ["f:4: not UTF-8 text; save the file as UTF-8 and import it again"])
  }

  @Test func depthAndSizeHaveLimits() {
    let depth = 100_000
    let deep = String(repeating: "BEGIN:X\n", count: depth) + String(repeating: "END:X\n", count: depth)
    let found = ICalendar(reading: deep.utf8, file: "f")
    #expect(found.components.count == 1)
    #expect(found.refusals.map(\.line) == [ICalendar.depthMax + 1, 2 * depth])
    let long = "BEGIN:VCALENDAR\nX:" + String(repeating: "a", count: 1 << 20) + "\nEND:VCALENDAR\n"
    #expect(ICalendar(reading: long.utf8, file: "f").refusals.map(\.line) == [2])
    #expect(ICalendar(reading: long.utf8, file: "f").components.count == 1)
    // An endless file is not read to its end.
    let endless = sequence(state: 0) { (count: inout Int) -> UInt8? in
      count += 1
      return count % 64 == 0 ? 0x0a : 0x61
    }
    let stopped = ICalendar(reading: endless, file: "f", bytesMax: 1 << 20)
    #expect(stopped.refusals.count == 1_003)
    #expect(stopped.refusals.contains { $0.reason == "the file is larger than 1 MiB; the rest was not read" })
    #expect(stopped.refusals.contains { $0.reason == "there are more bad lines than are listed here" })
  }

  /// Whatever is done to a file, it is read without a trap, and every refusal names a line of it.
  @Test func mutatedFilesAreReadOrRefused() {
    let seed: UInt64 = 0x1ca1
    var random = SeededGenerator(seed: seed)
    let whole = Array(
      """
      BEGIN:VCALENDAR\r
      BEGIN:VEVENT\r
      UID:a\r
      DTSTART;VALUE=DATE:20261225\r
      DTEND;VALUE=DATE:20261227\r
      RRULE:FREQ=YEARLY;BYMONTH=12;BYDAY=-1FR,2MO;BYSETPOS=-1;INTERVAL=2;UNTIL=20401231\r
      EXDATE;VALUE=DATE:20281229,20301227\r
      SUMMARY;LANGUAGE=de;X="a,b":Weih\r
       nachten\\, sagt man\r
      DURATION:P1DT2H\r
      END:VEVENT\r
      END:VCALENDAR\r

      """.utf8)
    let first = CivilDate(dayNumber: 0) ?? .first
    for round in 0..<1_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(UInt8(ascii: "9"), at: index)
        default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 0..<40, using: &random)))
        }
      }
      let lines = bytes.count { $0 == 0x0a || $0 == 0x0d } + 1
      let range = first...(first.adding(days: 80_000) ?? .last)
      let holidays = PublicHolidays(reading: bytes, file: "f", within: range, TestZones.rules)
      #expect(holidays.refusals.allSatisfy { (1...lines).contains($0.line) }, "seed \(seed), round \(round)")
      #expect(holidays.days.allSatisfy { range.contains($0.date) }, "seed \(seed), round \(round)")
    }
  }
}
