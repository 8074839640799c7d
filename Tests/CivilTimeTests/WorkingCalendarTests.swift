import CivilTime
import FollowUp
import Testing

@Suite struct WorkingCalendarTests {
  let calendar = WorkingCalendar()

  @Test(arguments: [
    ("2026-11-20", 1, "2026-11-23"), ("2026-11-21", 1, "2026-11-23"), ("2026-11-22", 1, "2026-11-23"),
    ("2026-11-17", 5, "2026-11-24"), ("2026-11-17", 8, "2026-11-27"), ("2026-11-23", -1, "2026-11-20"),
    ("2026-11-22", -1, "2026-11-20"), ("2026-11-21", 0, "2026-11-21"), ("2026-11-20", 2, "2026-11-24"),
  ])
  func bdCountsWorkingDaysStrictlyAfter(_ from: String, _ count: Int, _ expected: String) throws {
    #expect(try calendar.bd(date(from), count) == date(expected))
  }

  @Test func holidaysDoNotCount() throws {
    let calendar = WorkingCalendar(holidays: [try date("2026-11-26"), try date("2026-11-28")])
    #expect(try calendar.bd(date("2026-11-25"), 1) == date("2026-11-27"))
    #expect(try !calendar.isWorking(date("2026-11-26")))
    #expect(try calendar.endOfWeek(from: date("2026-11-23")) == date("2026-11-27"))
  }

  @Test func aCalendarWithoutAWorkingDayIsAnErrorAndEnds() throws {
    let empty = WorkingCalendar(workingWeek: [])
    let day = try date("2026-11-20")
    #expect(throws: CalendarProblem.noWorkingDay) { try empty.bd(day, 1) }
    #expect(throws: CalendarProblem.noWorkingDay) { try empty.endOfWeek(from: day) }
    #expect(empty.lastWorkingDay(ofWeekOf: day) == nil)
    #expect(throws: CalendarProblem.outOfRange) { try calendar.bd(day, .max) }
    #expect(throws: CalendarProblem.outOfRange) { try calendar.bd(day, .min) }
    #expect(throws: CalendarProblem.outOfRange) { try calendar.bd(.last, 1) }
    #expect(throws: CalendarProblem.outOfRange) { try calendar.bd(.first, -1) }
  }

  @Test(arguments: [
    // Monday to Friday: the last working day; after it, the next week's.
    ("2026-11-16", "2026-11-20"), ("2026-11-20", "2026-11-20"), ("2026-11-21", "2026-11-27"),
    ("2026-11-22", "2026-11-27"),
  ])
  func theEndOfTheWeek(_ from: String, _ expected: String) throws {
    #expect(try calendar.endOfWeek(from: date(from)) == date(expected))
  }

  @Test func weeksBeginAfterTheLongestBreak() throws {
    let sundayToThursday = WorkingCalendar(workingWeek: [.sunday, .monday, .tuesday, .wednesday, .thursday])
    #expect(try sundayToThursday.startOfWeek(date("2026-11-20")).text == "2026-11-15")
    #expect(try sundayToThursday.endOfWeek(from: date("2026-11-22")).text == "2026-11-26")
    #expect(try sundayToThursday.endOfWeek(from: date("2026-11-20")).text == "2026-11-26")
    let always = WorkingCalendar(workingWeek: Set(Weekday.allCases))
    #expect(try always.startOfWeek(date("2026-11-20")).text == "2026-11-16")
    let split = WorkingCalendar(workingWeek: [.monday, .tuesday, .thursday])
    #expect(try split.startOfWeek(date("2026-11-22")).text == "2026-11-16")
    #expect(try split.endOfWeek(from: date("2026-11-18")).text == "2026-11-19")
  }

  @Test func aWeekOfHolidaysEndsInTheNext() throws {
    let week = try (0..<5).map { try #require(try date("2026-11-16").adding(days: $0)) }
    let calendar = WorkingCalendar(holidays: Set(week))
    #expect(try calendar.endOfWeek(from: date("2026-11-16")).text == "2026-11-27")
  }
}
