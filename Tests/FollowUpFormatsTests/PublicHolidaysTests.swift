import CivilTime
import FollowUp
import TestSupport
import Testing

@testable import FollowUpFormats

@Suite struct PublicHolidaysTests {
  private func holidays(
    _ events: [[String]], _ from: String = "2026-01-01", _ through: String = "2026-12-31"
  ) throws -> PublicHolidays {
    let lines = events.flatMap { ["BEGIN:VEVENT"] + $0 + ["END:VEVENT"] }
    let text = (["BEGIN:VCALENDAR"] + lines + ["END:VCALENDAR"]).joined(separator: "\r\n")
    return PublicHolidays(
      reading: text.utf8, file: "f", within: try CivilDate.parse(from)...CivilDate.parse(through),
      TestZones.rules)
  }

  private func days(_ event: [String], _ from: String = "2026-01-01", _ through: String = "2026-12-31") throws
    -> [String]
  {
    try holidays([event], from, through).days.map(\.date.text)
  }

  @Test func anEndIsNoLongerADayOff() throws {
    #expect(try days(["DTSTART;VALUE=DATE:20261225"]) == ["2026-12-25"])
    #expect(try days(["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226"]) == ["2026-12-25"])
    #expect(try days(["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261225"]) == ["2026-12-25"])
    #expect(try days(["DTSTART:20261224", "DTEND:20261227"]) == ["2026-12-24", "2026-12-25", "2026-12-26"])
    #expect(try days(["DTSTART:20261225", "DURATION:P2D"]) == ["2026-12-25", "2026-12-26"])
    #expect(try days(["DTSTART:20261225T000000", "DTEND:20261226T000000"]) == ["2026-12-25"])
    #expect(try days(["DTSTART:20261225T000000", "DURATION:PT24H"]) == ["2026-12-25"])
    #expect(try days(["DTSTART;TZID=Europe/Berlin:20261225T000000", "DURATION:P1D"]) == ["2026-12-25"])
  }

  @Test func whatReachesIntoTheRangeCounts() throws {
    #expect(
      try days(["DTSTART:20251230", "DTEND:20260103"]) == ["2026-01-01", "2026-01-02"])
    #expect(
      try days(["DTSTART:20261230", "DTEND:20270103", "RRULE:FREQ=YEARLY"], "2028-01-01", "2028-12-31")
        == ["2028-01-01", "2028-01-02", "2028-12-30", "2028-12-31"])
  }

  @Test func whatDoesNotTakeWholeDaysIsRefused() throws {
    for event in [
      ["DTSTART:20261224T120000", "DTEND:20261225T000000"], ["DTSTART:20261224T000000"],
      ["DTSTART:20261225", "DTEND:20261224"], ["DTSTART:20261225", "DURATION:PT5H"],
      ["DTSTART:20261225", "DURATION:-P1D"],
    ] {
      let found = try holidays([event + ["SUMMARY:Eve"]])
      #expect(found.days == [])
      #expect(
        found.refusals.map(\.description) == [
          "f:2: “Eve” is not an all-day event, or ends before it begins; it was left out"
        ])
    }
    let long = try holidays([["DTSTART:20260101", "DTEND:20270110"]])
    #expect(
      long.refusals.map(\.reason) == ["an event without a name lasts 374 days, too long for a holiday; it was left out"]
    )
    #expect(try holidays([]).refusals.map(\.reason) == ["the file has no events, so no holidays"])
  }

  @Test func duplicatesAreRemoved() throws {
    let christmas = ["DTSTART:20261225", "SUMMARY:Christmas Day"]
    let found = try holidays([christmas, christmas, ["DTSTART:20261225", "SUMMARY:Weihnachten"]])
    #expect(found.days.map(\.name) == ["Christmas Day", "Weihnachten"])
    #expect(found.days.map(\.line) == [2, 10])
  }

  @Test func whatWasCalledOffOrMovedIsNoHoliday() throws {
    #expect(try days(["DTSTART:20261225", "STATUS:CANCELLED"]) == [])
    let series = ["UID:a", "DTSTART:20260703", "RRULE:FREQ=YEARLY;COUNT=2", "SUMMARY:Day"]
    let moved = ["UID:a", "RECURRENCE-ID:20270703", "DTSTART:20270705", "SUMMARY:Day"]
    #expect(
      try holidays([series, moved], "2026-01-01", "2030-01-01").days.map(\.date.text) == ["2026-07-03", "2027-07-05"])
    let gone = ["UID:a", "RECURRENCE-ID:20270703", "DTSTART:20270703", "STATUS:CANCELLED"]
    #expect(try holidays([series, gone], "2026-01-01", "2030-01-01").days.map(\.date.text) == ["2026-07-03"])
  }

  @Test func whatAPublisherCallsAnObservanceIsMarked() throws {
    let found = try holidays([
      ["DTSTART:20260214", "SUMMARY:Valentine's Day", "DESCRIPTION:Observance\\nTo hide observances …"],
      ["DTSTART:20260704", "SUMMARY:Independence Day", "DESCRIPTION:Public holiday"],
    ])
    #expect(found.days.map(\.isObservance) == [true, false])
  }

  @Test(arguments: [
    ("20260101", "FREQ=YEARLY", ["2027-01-01", "2028-01-01", "2029-01-01"]),
    ("20240229", "FREQ=YEARLY", ["2028-02-29"]),
    ("20261126", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", ["2027-11-25", "2028-11-23", "2029-11-22"]),
    ("20260525", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", ["2027-05-31", "2028-05-29", "2029-05-28"]),
    ("20260119", "FREQ=YEARLY;BYDAY=MO;BYSETPOS=3", ["2027-01-18", "2028-01-17", "2029-01-15"]),
    ("20201103", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", ["2028-11-07"]),
    ("20261231", "FREQ=YEARLY;BYYEARDAY=-1;UNTIL=20280101", ["2027-12-31"]),
    ("20270131", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", ["2027-01-31", "2027-02-28", "2027-03-31"]),
    ("20270131", "FREQ=MONTHLY;COUNT=3", ["2027-01-31", "2027-03-31", "2027-05-31"]),
    ("20291227", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", ["2029-12-27"]),
    ("20291230", "FREQ=DAILY;UNTIL=20291231", ["2029-12-30", "2029-12-31"]),
    ("20270101", "FREQ=YEARLY;COUNT=1", ["2027-01-01"]),
    ("16010101", "FREQ=YEARLY;COUNT=428", ["2027-01-01", "2028-01-01"]),
    ("20260703", "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4", ["2027-07-04", "2028-07-04", "2029-07-04"]),
  ])
  func recurrences(_ start: String, _ rule: String, _ expected: [String]) throws {
    #expect(try days(["DTSTART:\(start)", "RRULE:\(rule)"], "2027-01-01", "2029-12-31") == expected)
  }

  @Test func aRuleThatIsNotUnderstoodLeavesTheEventItself() throws {
    let found = try holidays([["DTSTART:20260501", "RRULE:FREQ=YEARLY;BYWEEKNO=18"]], "2026-01-01", "2027-12-31")
    #expect(found.days.map(\.date.text) == ["2026-05-01"])
    #expect(
      found.refusals.map(\.description) == [
        "f:4: RRULE: BYWEEKNO with FREQ=YEARLY is not supported; only the event itself was imported, not its recurrence"
      ])
  }

  @Test func aFileThatAsksForTooMuchIsRefused() throws {
    let heavy = Array(repeating: ["DTSTART:00010101", "RRULE:FREQ=YEARLY;COUNT=100000"], count: 40)
    let found = try holidays(heavy, "3000-01-01", "3000-12-31")
    #expect(found.days.map(\.date.text) == ["3000-01-01"])
    #expect(found.refusals.contains { $0.reason.contains("recurs too often") })
    let daily = try holidays([["DTSTART:00010101", "RRULE:FREQ=DAILY;INTERVAL=100000"]], "0001-01-01", "9999-12-31")
    #expect(daily.days.count == 37)
  }
}
