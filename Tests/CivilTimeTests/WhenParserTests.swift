import CivilTime
import FollowUp
import Testing

/// Natural dates from Wednesday 2026-11-18, 10:00 in New York, unless another present is given.
@Suite struct WhenParserTests {
  func resolve(
    _ text: String, _ direction: When.Direction, _ now: String = "2026-11-18T10:00:00-05:00",
    _ zone: String = "America/New_York"
  ) throws -> String {
    try WhenParser.parse(text, now: makeNow(now, zone), direction: direction).moment.text
  }

  @Test(arguments: [
    // said, for what happened, for what is due
    ("2026-11-20", "2026-11-20", "2026-11-20"),
    ("today", "2026-11-18", "2026-11-18"),
    ("Yesterday", "2026-11-17", "2026-11-17"),
    ("tomorrow", "2026-11-19", "2026-11-19"),
    ("the day after tomorrow", "2026-11-20", "2026-11-20"),
    ("day before yesterday", "2026-11-16", "2026-11-16"),
    ("mon", "2026-11-16", "2026-11-23"),
    ("tue", "2026-11-17", "2026-11-24"),
    ("wed", "2026-11-18", "2026-11-25"),
    ("Wednesday", "2026-11-18", "2026-11-25"),
    ("thu", "2026-11-12", "2026-11-19"),
    ("FRI", "2026-11-13", "2026-11-20"),
    ("sunday", "2026-11-15", "2026-11-22"),
    ("next fri", "2026-11-20", "2026-11-20"),
    ("next wed", "2026-11-25", "2026-11-25"),
    ("last fri", "2026-11-13", "2026-11-13"),
    ("last wed", "2026-11-11", "2026-11-11"),
    ("this fri", "2026-11-20", "2026-11-20"),
    ("fri next week", "2026-11-27", "2026-11-27"),
    ("next week fri", "2026-11-27", "2026-11-27"),
    ("tue last week", "2026-11-10", "2026-11-10"),
    ("by fri", "2026-11-13", "2026-11-20"),
    ("on friday", "2026-11-13", "2026-11-20"),
    ("2 weeks ago", "2026-11-04", "2026-11-04"),
    ("two weeks ago", "2026-11-04", "2026-11-04"),
    ("a week ago", "2026-11-11", "2026-11-11"),
    ("3 days ago", "2026-11-15", "2026-11-15"),
    ("3d ago", "2026-11-15", "2026-11-15"),
    ("in 3 days", "2026-11-21", "2026-11-21"),
    ("in 2 weeks", "2026-12-02", "2026-12-02"),
    ("in a month", "2026-12-18", "2026-12-18"),
    ("one week from now", "2026-11-25", "2026-11-25"),
    ("+3bd", "2026-11-23", "2026-11-23"),
    ("-2bd", "2026-11-16", "2026-11-16"),
    ("−2bd", "2026-11-16", "2026-11-16"),
    ("3bd ago", "2026-11-13", "2026-11-13"),
    ("3 business days ago", "2026-11-13", "2026-11-13"),
    ("in 5 working days", "2026-11-25", "2026-11-25"),
    ("+3d", "2026-11-21", "2026-11-21"),
    ("+2w", "2026-12-02", "2026-12-02"),
    ("-1w", "2026-11-11", "2026-11-11"),
    ("nov 20", "2025-11-20", "2026-11-20"),
    ("20 nov", "2025-11-20", "2026-11-20"),
    ("nov 18", "2026-11-18", "2026-11-18"),
    ("nov 10", "2026-11-10", "2027-11-10"),
    ("jan 3", "2026-01-03", "2027-01-03"),
    ("20 nov 2026", "2026-11-20", "2026-11-20"),
    ("nov 20 2026", "2026-11-20", "2026-11-20"),
    ("November 20th, 2026", "2026-11-20", "2026-11-20"),
    ("20th of november", "2025-11-20", "2026-11-20"),
    ("1 sept. 2026", "2026-09-01", "2026-09-01"),
    ("feb 29", "2024-02-29", "2028-02-29"),
    ("the 20th", "2026-10-20", "2026-11-20"),
    ("31st", "2026-10-31", "2026-12-31"),
    ("about fri", "2026-11-13", "2026-11-20"),
    ("~fri", "2026-11-13", "2026-11-20"),
    ("end of the week", "2026-11-13", "2026-11-20"),
    ("by the end of the week", "2026-11-13", "2026-11-20"),
    ("before the end of the week", "2026-11-13", "2026-11-20"),
    ("eow", "2026-11-13", "2026-11-20"),
    ("end of next week", "2026-11-27", "2026-11-27"),
    ("end of the month", "2026-11-30", "2026-11-30"),
    ("mid-week", "2026-11-18", "2026-11-19"),
    ("midweek", "2026-11-18", "2026-11-19"),
    ("mid next week", "2026-11-25", "2026-11-26"),
    ("next week", "2026-11-23", "2026-11-27"),
    ("last week", "2026-11-09", "2026-11-13"),
    ("this week", "2026-11-16", "2026-11-20"),
    ("tue to thu", "2026-11-17", "2026-11-26"),
  ])
  func days(_ text: String, _ past: String, _ future: String) throws {
    #expect(try resolve(text, .past) == past)
    #expect(try resolve(text, .future) == future)
  }

  @Test(arguments: [
    ("now", "2026-11-18T10:00:00-05:00", "2026-11-18T10:00:00-05:00"),
    ("16:30", "2026-11-17T16:30:00-05:00", "2026-11-18T16:30:00-05:00"),
    ("at 9am", "2026-11-18T09:00:00-05:00", "2026-11-19T09:00:00-05:00"),
    ("4:30pm", "2026-11-17T16:30:00-05:00", "2026-11-18T16:30:00-05:00"),
    ("4:30 pm", "2026-11-17T16:30:00-05:00", "2026-11-18T16:30:00-05:00"),
    ("4:30 p.m.", "2026-11-17T16:30:00-05:00", "2026-11-18T16:30:00-05:00"),
    ("noon", "2026-11-17T12:00:00-05:00", "2026-11-18T12:00:00-05:00"),
    ("12am", "2026-11-18T00:00:00-05:00", "2026-11-19T00:00:00-05:00"),
    ("12pm", "2026-11-17T12:00:00-05:00", "2026-11-18T12:00:00-05:00"),
    ("10:00", "2026-11-18T10:00:00-05:00", "2026-11-19T10:00:00-05:00"),
    ("tue 16:30", "2026-11-17T16:30:00-05:00", "2026-11-24T16:30:00-05:00"),
    ("tuesday 4:30pm", "2026-11-17T16:30:00-05:00", "2026-11-24T16:30:00-05:00"),
    ("tuesday at 4 pm", "2026-11-17T16:00:00-05:00", "2026-11-24T16:00:00-05:00"),
    ("9:15 tue", "2026-11-17T09:15:00-05:00", "2026-11-24T09:15:00-05:00"),
    ("wed 16:30", "2026-11-11T16:30:00-05:00", "2026-11-18T16:30:00-05:00"),
    ("wed 9:00", "2026-11-18T09:00:00-05:00", "2026-11-25T09:00:00-05:00"),
    ("tomorrow noon", "2026-11-19T12:00:00-05:00", "2026-11-19T12:00:00-05:00"),
    ("nov 20 2026 at 15:00", "2026-11-20T15:00:00-05:00", "2026-11-20T15:00:00-05:00"),
    ("2026-11-20 16:30", "2026-11-20T16:30:00-05:00", "2026-11-20T16:30:00-05:00"),
    ("2026-11-20 4:30 pm", "2026-11-20T16:30:00-05:00", "2026-11-20T16:30:00-05:00"),
    ("2026-11-20T16:30", "2026-11-20T16:30:00-05:00", "2026-11-20T16:30:00-05:00"),
    ("2026-11-20T16:30:00Z", "2026-11-20T16:30:00Z", "2026-11-20T16:30:00Z"),
    ("2026-11-20T16:30:00.5+01:00", "2026-11-20T16:30:00.5+01:00", "2026-11-20T16:30:00.5+01:00"),
    ("2026-11-20 16:30 +01:00", "2026-11-20T16:30:00+01:00", "2026-11-20T16:30:00+01:00"),
    ("2026-07-20 16:30", "2026-07-20T16:30:00-04:00", "2026-07-20T16:30:00-04:00"),
    ("2 hours ago", "2026-11-18T08:00:00-05:00", "2026-11-18T08:00:00-05:00"),
    ("in 30 minutes", "2026-11-18T10:30:00-05:00", "2026-11-18T10:30:00-05:00"),
    ("an hour ago", "2026-11-18T09:00:00-05:00", "2026-11-18T09:00:00-05:00"),
  ])
  func times(_ text: String, _ past: String, _ future: String) throws {
    #expect(try resolve(text, .past) == past)
    #expect(try resolve(text, .future) == future)
  }

  @Test(arguments: [
    ("sun 2:30", "2026-03-04T10:00:00-05:00", "America/New_York", "2026-03-08T03:30:00-04:00", "skips 02:30"),
    ("sun 1:30", "2026-10-28T10:00:00-04:00", "America/New_York", "2026-11-01T01:30:00-04:00", "01:30 twice"),
    ("sun 3:30", "2026-10-28T10:00:00-04:00", "America/New_York", "2026-11-01T03:30:00-05:00", ""),
    ("2026-03-29 02:15", "2026-03-28T10:00:00+01:00", "Europe/Berlin", "2026-03-29T03:15:00+02:00", "skips 02:15"),
    ("tomorrow 2am", "2026-10-24T10:00:00+02:00", "Europe/Berlin", "2026-10-25T02:00:00+02:00", "02:00 twice"),
    ("in 24 hours", "2026-10-24T10:00:00+02:00", "Europe/Berlin", "2026-10-25T09:00:00+01:00", ""),
    ("+1d", "2026-10-24T23:30:00+02:00", "Europe/Berlin", "2026-10-25", ""),
  ])
  func clockChanges(_ text: String, _ now: String, _ zone: String, _ expected: String, _ remark: String) throws {
    let when = try WhenParser.parse(text, now: makeNow(now, zone), direction: .future)
    #expect(when.moment.text == expected)
    #expect(remark.isEmpty ? when.remark == nil : when.remark?.contains(remark) == true)
    #expect(when.tz == (when.moment.time == nil ? nil : zone))
  }

  @Test(
    arguments: [
      ("fri", When.Precision.day, nil, nil), ("about fri", .about, nil, nil), ("end of the week", .week, nil, nil),
      ("next week", .week, "2026-11-23", "2026-11-27"), ("this week", .week, "2026-11-18", "2026-11-20"),
      ("mid-week", .day, "2026-11-18", "2026-11-19"), ("after tuesday", .day, "2026-11-25", nil),
      ("after fri", .day, "2026-11-23", nil), ("after the end of the week", .day, "2026-11-23", nil),
      ("from thu", .day, "2026-11-19", nil), ("tue to thu", .day, "2026-11-24", "2026-11-26"),
      ("between fri and mon", .day, "2026-11-20", "2026-11-23"), ("16:30", nil, nil, nil),
    ] as [(String, When.Precision?, String?, String?)])
  func spansAndPrecision(_ text: String, _ precision: When.Precision?, _ from: String?, _ to: String?) throws {
    let when = try WhenParser.parse(text, now: wednesday(), direction: .future)
    #expect(when.precision == precision)
    #expect(when.notBefore?.text == from)
    #expect(when.notAfter?.text == to)
  }

  @Test(arguments: [
    // From Thursday on, mid-week is next week's; on a weekend, so is the end of the week.
    ("mid-week", "2026-11-19", "2026-11-26"), ("mid-week", "2026-11-16", "2026-11-19"),
    ("end of the week", "2026-11-21", "2026-11-27"), ("end of the week", "2026-11-20", "2026-11-20"),
    ("end of the week", "2026-11-22", "2026-11-27"), ("after tuesday", "2026-11-16", "2026-11-18"),
    ("fri", "2026-11-20", "2026-11-27"), ("fri", "2026-11-21", "2026-11-27"),
  ])
  func theDayOnWhichItIsSaidCounts(_ text: String, _ today: String, _ expected: String) throws {
    #expect(try resolve(text, .future, "\(today)T10:00:00-05:00") == expected)
  }

  @Test func holidaysCount() throws {
    let calendar = WorkingCalendar(holidays: [try date("2026-11-20"), try date("2026-11-25")])
    let now = try wednesday()
    func resolve(_ text: String) throws -> String {
      try WhenParser.parse(text, now: now, direction: .future, calendar: calendar).moment.text
    }
    #expect(try resolve("end of the week") == "2026-11-19")
    #expect(try resolve("+2bd") == "2026-11-23")
    #expect(try resolve("after tuesday") == "2026-11-26")
    let none = WorkingCalendar(workingWeek: [])
    for text in ["+1bd", "eow", "after fri", "next week", "this week", "end of the month"] {
      #expect(throws: WhenProblem.self) { try WhenParser.parse(text, now: now, direction: .future, calendar: none) }
      #expect(throws: WhenProblem.self) { try WhenParser.parse(text, now: now, direction: .past, calendar: none) }
    }
  }

  @Test(arguments: [
    ("3/4", ["4 mar", "3 apr"]), ("3/4/2026", ["4 mar 2026", "3 apr 2026"]), ("3.4.", ["4 mar", "3 apr"]),
    ("13/4", ["13 apr"]), ("20.11.2026", ["20 nov 2026"]), ("99/99", ["cannot be written like this"]),
    ("fridya", ["did you mean friday"]), ("tomorow", ["did you mean tomorrow"]), ("whenever", ["try fri"]),
    ("soon", ["did you mean noon"]), ("1.1pm", ["not a date"]),
    ("", ["no date given"]), ("   ", ["no date given"]), ("2026-02-30", ["February 2026 has 28 days"]),
    ("feb 30", ["February", "days"]), ("31 nov 2026", ["November 2026 has 30 days"]), ("25:00", ["not a time of day"]),
    ("tue 9:5", ["not a time of day"]), ("13pm", ["not a date"]), ("9am 10am", ["two times"]),
    ("3 days", ["in 3 days", "3 days ago"]),
    ("3bd", ["in 3bd"]), ("+9999999d", ["0001 to 9999"]), ("+9999999y", ["0001 to 9999"]),
    ("+99999999999999999999d", ["not a date"]), ("in", ["not a date"]), ("by", ["not a date"]),
    ("after", ["expected a day"]),
    ("about 16:30", ["needs a day"]), ("before fri", ["by thu"]), ("after 16:30", ["expected a day"]),
    ("99999-01-01", ["YYYY-MM-DD"]), ("2026-11-20T16:30+99:00", ["offset"]),
    ("2026-11-20 banana", ["write a time as"]),
    ("the 32nd", ["no month has a day 32"]), ("next", ["not a date"]), ("mon tue", ["not a date"]),
    ("+", ["not a date"]),
    ("0000-01-01", ["0001 to 9999"]), ("\u{301}", ["not a date"]), ("\u{0}", ["not a date"]),
    ("٣ days ago", ["not a date"]),
  ])
  func whatIsNotUnderstoodIsSaid(_ text: String, _ parts: [String]) throws {
    let now = try wednesday()
    for direction in [When.Direction.past, .future] {
      let problem = #expect(throws: WhenProblem.self) {
        try WhenParser.parse(text, now: now, direction: direction)
      }
      for part in parts { #expect(problem?.description.contains(part) == true, "\(problem?.description ?? "")") }
    }
  }

  @Test func theEndsOfTimeAreErrorsNotTraps() throws {
    let words = [
      "tomorrow", "yesterday", "fri", "last fri", "next week", "last week", "end of the week", "eow", "mid-week",
      "end of the month", "+1bd", "-1bd", "in 3 hours", "3 hours ago", "nov 20", "the 31st", "feb 29", "16:30", "0:00",
      "after fri", "this week", "fri next week", "tue to thu", "end of next week", "end of next month", "2 years ago",
      "mon last week",
    ]
    for now in [
      try makeNow("9999-12-31T23:30:00Z", "UTC"), try makeNow("0001-01-01T00:30:00Z", "UTC"),
      try makeNow("9999-12-31T23:30:00-05:00", nil), try makeNow("0001-01-01T00:30:00+05:00", nil),
    ] {
      for word in words {
        for direction in [When.Direction.past, .future] {
          _ = try? WhenParser.parse(word, now: now, direction: direction)
        }
      }
    }
  }

  @Test func randomWordsNeverTrap() throws {
    let sentence =
      "by on about after the of end mid week next last this fri tue 16:30 4pm pm at nov 20 20th 2026 in 3 +3bd ago - +"
      + " to between and 2026-11-20 99 a days month z : :: eow mid-week 3/4"
    let words = sentence.split(separator: " ")
    let now = try wednesday()
    var state: UInt64 = 42
    for _ in 0..<5_000 {
      var said: [Substring] = []
      for _ in 0..<(1 + Int(state >> 60) % 5) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        said.append(words[Int(state >> 33) % words.count])
      }
      state = state &* 6_364_136_223_846_793_005 &+ 1
      _ = try? WhenParser.parse(said.joined(separator: " "), now: now, direction: state >> 63 == 0 ? .past : .future)
    }
  }

  @Test func echoesSayWhatWasUnderstood() throws {
    let now = try wednesday()
    func echo(_ text: String) throws -> String {
      try WhenParser.parse(text, now: now, direction: .future).echo
    }
    #expect(try echo("fri") == "Fri 2026-11-20")
    #expect(try echo("about fri") == "about Fri 2026-11-20")
    #expect(try echo("mid-week") == "Wed 2026-11-18 to Thu 2026-11-19")
    #expect(try echo("after tue") == "from Wed 2026-11-25")
    #expect(try echo("tue 16:30") == "Tue 2026-11-24 16:30 -05:00 (America/New_York)")
  }
}
