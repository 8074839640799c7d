import CivilTime
import FollowUp
import Testing

@Suite struct CivilDateTests {
  @Test(arguments: [
    "0001-01-01", "1582-10-10", "1969-12-31", "1970-01-01", "2000-02-29", "2026-11-20", "2028-02-29", "9999-12-31",
  ])
  func everyRealDateReadsBackAsItself(_ text: String) throws {
    #expect(try CivilDate.parse(text).text == text)
  }

  @Test(arguments: [
    ("", "YYYY-MM-DD"), ("2026-11-2", "YYYY-MM-DD"), ("2026/11/20", "YYYY-MM-DD"), ("99999-01-01", "YYYY-MM-DD"),
    ("２０２６-11-20", "YYYY-MM-DD"), ("2026-11-20 ", "YYYY-MM-DD"), ("-026-11-20", "YYYY-MM-DD"),
    ("0000-01-01", "0001 to 9999"), ("2026-13-01", "no month 13"), ("2026-00-01", "no month 00"),
    ("2026-02-30", "February 2026 has 28 days"), ("2028-02-30", "February 2028 has 29 days"),
    ("1900-02-29", "February 1900 has 28 days"), ("2026-11-31", "November 2026 has 30 days"),
    ("2026-11-00", "November 2026 has 30 days"),
  ])
  func whatIsNoDateIsRefusedWithTheReason(_ text: String, _ reason: String) {
    let problem = #expect(throws: MomentProblem.self) { try CivilDate.parse(text) }
    #expect(problem?.description.contains(reason) == true)
  }

  @Test func everyDayFollowsTheOneBefore() throws {
    var day = try date("1899-12-31")
    var weekday = day.weekday
    #expect(weekday == .sunday)
    for number in day.dayNumber..<day.dayNumber + 80_000 {
      #expect(day.dayNumber == number)
      #expect(CivilDate(year: day.year, month: day.month, day: day.day) == day)
      #expect(CivilDate(day.text) == day)
      #expect(day.weekday == weekday)
      day = try #require(day.adding(days: 1))
      weekday = Weekday.allCases[(weekday.rawValue + 1) % 7]
    }
  }

  @Test func arithmeticStopsAtTheEndsOfTime() throws {
    let day = try date("2026-11-20")
    #expect(CivilDate.first.text == "0001-01-01")
    #expect(CivilDate.last.text == "9999-12-31")
    #expect(CivilDate.first.adding(days: -1) == nil)
    #expect(CivilDate.last.adding(days: 1) == nil)
    for huge in [Int.max, Int.min] {
      #expect(day.adding(days: huge) == nil)
      #expect(day.adding(weeks: huge) == nil)
      #expect(day.adding(months: huge) == nil)
    }
    #expect(CivilDate.last.adding(months: 1) == nil)
    #expect(CivilDate.first.adding(months: -1) == nil)
    #expect(CivilDate(dayNumber: .max) == nil)
  }

  @Test func monthsAreClampedToTheirLength() throws {
    #expect(try date("2026-01-31").adding(months: 1)?.text == "2026-02-28")
    #expect(try date("2028-01-31").adding(months: 1)?.text == "2028-02-29")
    #expect(try date("2026-12-15").adding(months: 1)?.text == "2027-01-15")
    #expect(try date("2026-01-15").adding(months: -1)?.text == "2025-12-15")
    #expect(try date("2026-03-31").adding(months: -13)?.text == "2025-02-28")
    #expect(try date("2026-11-20").adding(weeks: 2)?.text == "2026-12-04")
    #expect(try date("2026-11-20").days(until: date("2026-12-25")) == 35)
    #expect(try date("2026-11-20") < date("2026-12-01"))
  }

  @Test func weekdaysHaveTheirNames() {
    for weekday in Weekday.allCases {
      #expect(Weekday(name: weekday.full) == weekday)
      #expect(Weekday(name: weekday.short.uppercased()) == weekday)
    }
    #expect(Weekday(name: "thurs") == .thursday)
    #expect(Weekday(name: "th") == nil)
    #expect(Weekday(name: "") == nil)
    #expect(Weekday(name: "mond") == nil)
  }
}
