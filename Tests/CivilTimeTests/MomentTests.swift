import CivilTime
import EventLog
import FollowUp
import TestSupport
import Testing

@Suite struct MomentTests {
  @Test(arguments: [
    "2026-11-17T16:30:00-05:00", "2026-11-17T16:30:00Z", "2026-11-17T16:30:00-00:00", "2026-11-17T16:30:00.125+05:30",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-20",
  ])
  func theTextIsKept(_ text: String) throws {
    #expect(try Moment.parse(text).text == text)
    #expect(Moment(JSONValue(text))?.value == JSONValue(text))
  }

  @Test(arguments: [
    "2026-11-17T16:30-05:00", "2026-11-17 16:30:00-05:00", "2026-11-17T16:30:00", "2026-11-17T24:00:00Z",
    "2026-11-17T23:60:00Z", "2026-11-17T23:59:60Z", "2026-11-17T16:30:00.Z", "2026-11-17T16:30:00-5:00",
    "2026-11-17T16:30:00+24:00", "2026-11-17T16:30:00z", "2026-02-30T16:30:00Z", "99999-11-17T16:30:00Z",
    "2026-11-17T16:30:00+05:00 ", "2026-11-17T", "",
  ])
  func whatIsNoTimeIsRefused(_ text: String) {
    #expect(throws: MomentProblem.self) { try Moment.parse(text) }
    #expect(Moment(text) == nil)
  }

  @Test func secondsCountFrom1970() throws {
    #expect(try OffsetTime.parse("1970-01-01T00:00:00Z").secondsSince1970 == 0)
    #expect(try OffsetTime.parse("2026-11-17T16:30:00-05:00").secondsSince1970 == 1_794_951_000)
    #expect(try OffsetTime.parse("1969-12-31T23:59:59Z").secondsSince1970 == -1)
    #expect(Moment("2026-11-17T01:30:00+05:00")?.date.text == "2026-11-17")
    #expect(Moment(JSONValue(integer: 5)) == nil)
    #expect(Moment(nil as JSONValue?) == nil)
  }

  @Test func echoesAreForPeople() throws {
    #expect(try Moment.parse("2026-11-20").echo == "Fri 2026-11-20")
    #expect(try Moment.parse("2026-11-17T16:30:00-05:00").echo == "Tue 2026-11-17 16:30 -05:00")
    #expect(try Moment.parse("2026-11-17T16:30:05Z").echo == "Tue 2026-11-17 16:30:05 +00:00")
  }
}

@Suite struct ZoneTests {
  @Test(arguments: [
    // New York leaves 02:00 to 03:00 out on 8 March 2026 and shows 01:00 to 02:00 twice on 1 November.
    ("America/New_York", "2026-03-08", 1, 59, "2026-03-08T01:59:00-05:00", Zone.Fit.exact),
    ("America/New_York", "2026-03-08", 2, 30, "2026-03-08T03:30:00-04:00", .skipped),
    ("America/New_York", "2026-03-08", 3, 0, "2026-03-08T03:00:00-04:00", .exact),
    ("America/New_York", "2026-11-01", 0, 59, "2026-11-01T00:59:00-04:00", .exact),
    ("America/New_York", "2026-11-01", 1, 30, "2026-11-01T01:30:00-04:00", .twice),
    ("America/New_York", "2026-11-01", 2, 0, "2026-11-01T02:00:00-05:00", .exact),
    // Berlin on 29 March and 25 October.
    ("Europe/Berlin", "2026-03-29", 2, 0, "2026-03-29T03:00:00+02:00", .skipped),
    ("Europe/Berlin", "2026-03-29", 3, 0, "2026-03-29T03:00:00+02:00", .exact),
    ("Europe/Berlin", "2026-10-25", 2, 59, "2026-10-25T02:59:00+02:00", .twice),
    ("Europe/Berlin", "2026-10-25", 3, 0, "2026-10-25T03:00:00+01:00", .exact),
    // Samoa had no 30 December 2011.
    ("Pacific/Apia", "2011-12-30", 12, 0, "2011-12-31T12:00:00+14:00", .skipped),
    ("Asia/Kolkata", "2026-11-20", 9, 0, "2026-11-20T09:00:00+05:30", .exact),
  ])
  func localTimesAreResolvedAlwaysInTheSameWay(
    _ zone: String, _ day: String, _ hour: Int, _ minute: Int, _ expected: String, _ fit: Zone.Fit
  ) throws {
    let local = CivilDateTime(date: try date(day), time: try #require(WallTime(hour: hour, minute: minute)))
    let resolved = try #require(try TestZones.zone(zone).resolve(local))
    #expect(resolved.time.text == expected)
    #expect(resolved.fit == fit)
  }

  @Test func everyHourOfAYearComesBack() throws {
    for name in ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC"] {
      let zone = try TestZones.zone(name)
      for hour in 0..<8_784 {
        let seconds = Int64(1_767_225_600 + hour * 3_600)
        let time = try #require(zone.time(at: seconds))
        #expect(time.secondsSince1970 == seconds)
        let resolved = try #require(zone.resolve(time.local))
        #expect(resolved.time == time || (resolved.fit == .twice && resolved.time.local == time.local))
      }
    }
  }

  @Test(arguments: [
    "", "Nowhere/Town", "EST", "GMT+5", "america/new_york", "../../etc/passwd", "America/New_York ", "Europe",
    "America", "\u{0}", "\u{301}", String(repeating: "A/", count: 500),
  ])
  func whatIsNoNameIsRefused(_ name: String) {
    #expect(throws: ZoneProblem.self) { try TestZones.zone(name) }
  }

  @Test(arguments: [
    ("new york", "America/New_York"), ("america/new_york", "America/New_York"), ("Europe/Berln", "Europe/Berlin"),
    ("berlin", "Europe/Berlin"),
  ])
  func theNearestNameIsSuggested(_ name: String, _ expected: String) {
    let problem = #expect(throws: ZoneProblem.self) { try TestZones.zone(name) }
    #expect(problem?.suggestions.contains(expected) == true)
    #expect(problem?.description.contains(expected) == true)
  }

  @Test func aMachineWithoutDataGetsASentence() throws {
    let now = try makeNow("2026-11-18T23:30:00-05:00", nil)
    #expect(now.today.text == "2026-11-18")
    // Without a zone the offset of the present holds for everything.
    #expect(
      try WhenParser.parse("2026-07-01 12:00", now: now, direction: .past).moment.text == "2026-07-01T12:00:00-05:00")
  }

  @Test func todayIsThatOfTheZone() throws {
    #expect(try makeNow("2026-11-18T03:30:00Z").today.text == "2026-11-17")
    #expect(try makeNow("2026-11-18T03:30:00Z", "Asia/Tokyo").today.text == "2026-11-18")
    let zone = try TestZones.zone("Asia/Tokyo")
    #expect(throws: MomentProblem.self) { try Now(secondsSince1970: .max, zone: zone) }
    #expect(throws: MomentProblem.self) { try Now(secondsSince1970: .min, zone: zone) }
    #expect(throws: MomentProblem.self) { try Now(OffsetTime.parse("9999-12-31T23:59:59Z"), zone: zone) }
  }
}
