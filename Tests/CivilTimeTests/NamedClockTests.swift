import CivilTime
import TestSupport
import Testing

/// Hours that are said on the clock of another place.
@Suite struct NamedClockTests {
  /// Wednesday 2026-11-18, 10:00 in New York.
  private func parse(_ text: String, theirs: String? = "Europe/Berlin") throws -> When {
    let clocks = NamedClocks(TestZones.rules, theirs: try theirs.map { try TestZones.zone($0) })
    return try WhenParser.parse(text, now: wednesday(), direction: .future, clocks: clocks)
  }

  @Test(arguments: [
    ("10:00 PT", "2026-11-18T10:00:00-08:00", "America/Los_Angeles"),
    ("2pm ET", "2026-11-18T14:00:00-05:00", "America/New_York"),
    ("tue 10:00 (PST)", "2026-11-24T10:00:00-08:00", "America/Los_Angeles"),
    ("2 pm pacific time", "2026-11-18T14:00:00-08:00", "America/Los_Angeles"),
    ("tue at 9 cet", "", ""), ("tue 9am cet", "2026-11-24T09:00:00+01:00", "Europe/Brussels"),
    ("9:30 Europe/Berlin", "2026-11-19T09:30:00+01:00", "Europe/Berlin"),
    ("9:30 europe/berlin fri", "2026-11-20T09:30:00+01:00", "Europe/Berlin"),
    ("2026-12-01 9:30 Europe/Berlin", "2026-12-01T09:30:00+01:00", "Europe/Berlin"),
    ("15:00 their time", "2026-11-19T15:00:00+01:00", "Europe/Berlin"),
    ("tomorrow 15:00 their time", "2026-11-19T15:00:00+01:00", "Europe/Berlin"),
    ("16:00 berlin time", "2026-11-19T16:00:00+01:00", "Europe/Berlin"),
    // An abbreviation is a place's clock, whatever the season.
    ("jul 1 10:00 EST", "2027-07-01T10:00:00-04:00", "America/New_York"),
    ("15:30 UTC", "2026-11-18T15:30:00+00:00", "UTC"),
    // The day is the one there: in Tokyo it is Thursday already.
    ("today 9:00 JST", "2026-11-19T09:00:00+09:00", "Asia/Tokyo"),
  ])
  func anHourIsMeantOnTheClockThatIsNamed(_ text: String, _ expected: String, _ tz: String) throws {
    guard !expected.isEmpty else {
      // Which half of the day is asked as ever, and the clock stays.
      let problem = #expect(throws: WhenProblem.self) { try parse(text) }
      #expect(problem?.readings.prefix(2) == ["tue 9am Europe/Brussels", "tue 9pm Europe/Brussels"])
      #expect(try parse("tue 9am Europe/Berlin").moment.text == "2026-11-24T09:00:00+01:00")
      return
    }
    let when = try parse(text)
    #expect(when.moment.text == expected)
    #expect(when.tz == tz)
  }

  @Test func whatIsTheClockOfSeveralPlacesIsAsked() throws {
    let problem = #expect(throws: WhenProblem.self) { try parse("tue 10:00 CST") }
    #expect(problem?.readings == ["tue 10:00 America/Chicago", "tue 10:00 Asia/Shanghai"])
    #expect(try parse(problem?.readings[0] ?? "").moment.text == "2026-11-24T10:00:00-06:00")
  }

  @Test(arguments: [
    ("10:00 Europe/Berln", "Europe/Berlin"), ("10:00 Mars/Base", "IANA"),
    ("10:00 their time", "their time zone is not known"),
  ])
  func whatIsNoPlaceIsRefused(_ text: String, _ word: String) {
    let problem = #expect(throws: WhenProblem.self) { try parse(text, theirs: nil) }
    #expect(problem?.reason.contains(word) == true, "\(problem?.description ?? "")")
  }

  @Test func withoutAnHourAndWithoutClocksNothingIsNew() throws {
    for text in ["fri", "tue 16:30", "nov 20", "3/4", "next week", "tue at 9"] {
      let clocks = NamedClocks(TestZones.rules)
      let now = try wednesday()
      let one = Result { try WhenParser.parse(text, now: now, direction: .future, clocks: clocks) }
      let other = Result { try WhenParser.parse(text, now: now, direction: .future) }
      #expect("\(one)" == "\(other)")
    }
    #expect(throws: WhenProblem.self) { try WhenParser.parse("10:00 PT", now: wednesday(), direction: .future) }
  }
}
