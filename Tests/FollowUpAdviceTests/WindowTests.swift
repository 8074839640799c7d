import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import Testing

/// Windows on the other person's clock, against one's own and over the changes of summer time.
@Suite struct WindowTests {
  private func call(_ tz: String, _ now: String, own: String = "America/New_York", by: String) throws -> Advice {
    var bench = Workbench(applied: "2026-01-05")
    bench.settings["tz"] = JSONValue(own)
    bench.person(10, "Dana", "interviewer", ["tz": JSONValue(tz)])
    bench.interview("2026-03-01", with: 10)
    bench.log("promise", "2026-03-01", ["by": JSONValue(by)])
    return try #require(try bench.step("collegegrad", now))
  }

  @Test(arguments: [
    ("Asia/Tokyo", "2026-03-09 19:00"), ("Europe/London", "2026-03-10 04:00"),
    ("America/Los_Angeles", "2026-03-10 11:00"),
    ("Asia/Kolkata", "2026-03-09 22:30"), ("America/New_York", "2026-03-10 08:00"),
  ]) func theOwnClockIsShownBeside(_ tz: String, _ own: String) throws {
    let advice = try call(tz, "2026-03-09T12:00:00-04:00", by: "2026-03-09")
    let window = try #require(advice.window)
    #expect(advice.on == day("2026-03-10") && window.span.description == "08:00–08:30" && window.tz == tz)
    #expect(window.ownFrom.description == own)
    #expect(window.isOwnClock == (tz == "America/New_York"))
    // What begins tonight by one's own clock is due today.
    #expect(advice.isDue == own.hasPrefix("2026-03-09"))
  }

  /// New York changes on 8 March 2026, London on 29 March; in between the difference is an hour less.
  @Test(arguments: [
    ("2026-03-05", "2026-03-06 03:00"), ("2026-03-10", "2026-03-11 04:00"), ("2026-03-30", "2026-03-31 03:00"),
  ])
  func summerTimeIsReckonedWith(_ by: String, _ own: String) throws {
    let advice = try call("Europe/London", "\(by)T18:00:00Z", by: by)
    #expect(advice.window?.span.description == "08:00–08:30" && advice.window?.ownFrom.description == own)
  }

  @Test func windowsThatArePastThereAreNotOffered() throws {
    // At 20:00 in Tokyo it is 11:00 in London: the morning is over, the afternoon is not.
    let london = try call("Europe/London", "2026-03-10T20:00:00+09:00", own: "Asia/Tokyo", by: "2026-03-09")
    #expect(london.on == day("2026-03-10") && london.window?.span.description == "16:30–17:30")
    // Past midnight of one's own, it is still yesterday's afternoon there; the next day is their next morning.
    let west = try call("America/Los_Angeles", "2026-03-11T01:00:00-04:00", by: "2026-03-09")
    #expect(west.on == day("2026-03-11") && west.window?.span.description == "08:00–08:30")
  }

  @Test func anApplicationsZoneHoldsWhereThePersonsIsNotKnown() throws {
    var bench = Workbench(applied: "2026-09-28", ["tz": "America/Chicago"])
    bench.interview("2026-10-06")
    #expect(try bench.step("martin", "2026-10-07T07:00:00-04:00")?.window?.tz == "America/Chicago")
  }

  @Test(arguments: [
    ("08:00-08:30", "08:00–08:30"), ("8:00 – 9:15", "08:00–09:15"), ("16:30—17:30", "16:30–17:30"), ("9-10", nil),
    ("10:00-09:00", nil), ("25:00-26:00", nil), ("mornings", nil), ("", nil), ("08:00-08:00", nil),
    ("٠٨:٠٠-٠٩:٠٠", nil),
  ]) func spansOfTheClock(_ text: String, _ shown: String?) {
    #expect(ClockSpan(text)?.description == shown)
  }
}
