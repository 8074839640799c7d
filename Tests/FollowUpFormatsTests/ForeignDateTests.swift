import FollowUp
import Testing

@testable import FollowUpFormats

@Suite struct ForeignDateTests {
  private func read(_ text: String, _ order: ForeignDateOrder = .monthDayYear) -> String {
    do throws(ForeignDateProblem) {
      let date = try ForeignDate.parse(text, order: order)
      return "\(date.date)" + (date.time.map { " \($0)" } ?? "") + (date.offsetMinutes.map { " \($0)" } ?? "")
    } catch { return error.reason }
  }

  @Test(arguments: [
    ("3/7/24, 2:22 PM", "2024-03-07 14:22"), ("3/7/24, 2:22\u{202f}PM", "2024-03-07 14:22"),
    ("03/07/2024", "2024-03-07"),
    ("12/31/24, 12:05 AM", "2024-12-31 00:05"), ("1/1/2025 12:00 pm", "2025-01-01 12:00"),
    ("05 Mar 2024", "2024-03-05"),
    ("5-Mar-24", "2024-03-05"), ("5. March 2024", "2024-03-05"), ("5th of March 2024", "2024-03-05"),
    ("Mar 5, 2024", "2024-03-05"), ("March 5th 2024 at 9:30am", "2024-03-05 09:30"), ("Sept. 5, 2024", "2024-09-05"),
    ("Tue, Mar 5, 2024", "2024-03-05"), ("Tuesday 5 March 2024", "2024-03-05"), ("2024-03-05", "2024-03-05"),
    ("2024/3/5", "2024-03-05"), ("2024.03.05", "2024-03-05"), ("2024-Mar-05", "2024-03-05"), ("20240305", "2024-03-05"),
    ("2024-03-05T14:22:00Z", "2024-03-05 14:22 0"), ("2024-03-05T14:22:09.123+01:00", "2024-03-05 14:22:09 60"),
    ("2024-03-05 14:22:00 UTC", "2024-03-05 14:22 0"), ("20240305T142200Z", "2024-03-05 14:22 0"),
    ("Tue Mar 05 2024 14:22:00 GMT-0600 (Central Standard Time)", "2024-03-05 14:22 -360"),
    (" 3 / 7 / 2024 ", "2024-03-07"),
    ("3/7/2024 4 PM", "2024-03-07 16:00"), ("3 7 2024", "2024-03-07"), ("1/1/69", "1969-01-01"),
    ("1/1/68", "2068-01-01"),
    ("2/29/2024", "2024-02-29"),
  ])
  func isRead(_ text: String, _ expected: String) { #expect(read(text) == expected) }

  @Test func theOrderDecides() {
    #expect(read("3/7/24", .dayMonthYear) == "2024-07-03")
    #expect(read("24-03-07", .yearMonthDay) == "2024-03-07")
    #expect(read("7.3.2024", .dayMonthYear) == "2024-03-07")
    #expect(read("7/3/2024", .yearMonthDay) == "2024-03-07")
    #expect(read("2024-03-05", .dayMonthYear) == "2024-03-05")
  }

  @Test(arguments: [
    ("", "it is empty"), ("2/30/2024", "February 2024 has 29 days (read as month/day/year)"),
    ("13/1/2024", "there is no month 13 (read as month/day/year)"), ("31 Apr 2024", "April 2024 has 30 days"),
    ("0/1/2024", "there is no month 0 (read as month/day/year)"),
    ("1/0/2024", "there is no day 0 (read as month/day/year)"),
    ("2024-02-30", "February 2024 has 29 days"),
    ("45356", "it is a spreadsheet's serial number; format the column as a date and save it again"),
    ("1709650000", "it counts seconds since 1970; write a date like 2024-03-05, 3/5/2024 or 5 Mar 2024"),
    ("Mar 2024", "it has no day; write a date like 2024-03-05, 3/5/2024 or 5 Mar 2024"),
    ("3/7", "it has no year; write a date like 2024-03-05, 3/5/2024 or 5 Mar 2024"),
    ("2024", "it has no month and no day; write a date like 2024-03-05, 3/5/2024 or 5 Mar 2024"),
    ("5 März 2024", "there is no month “März” in English; write the date in figures"),
    ("yesterday", "there is no month “yesterday” in English; write the date in figures"),
    ("3/7/24 25:00", "no such time of day; hours are 0 to 23, minutes and seconds 00 to 59"),
    ("3/7/24 13:00 PM", "there is no hour 13 PM"), ("3/7/24 soon", "“soon” after the day is not a time"),
    ("3/7/24 2:22 PM EST", "the zone “EST” is ambiguous; write an offset such as -05:00, or none"),
    ("n/a", "there is no month “n” in English; write the date in figures"),
  ])
  func isRefusedWithItsReason(_ text: String, _ reason: String) { #expect(read(text) == reason) }

  @Test func theOrderOfAColumn() {
    func order(_ samples: String...) -> ForeignDateDetection.Result { ForeignDateOrder.detected(in: samples) }
    #expect(order() == .notNeeded)
    #expect(order("2024-03-05", "05 Mar 2024", "", "no date", "3/3/2024") == .notNeeded)
    #expect(order("3/7/24, 2:22 PM", "3/15/24, 9:00 AM") == .order(.monthDayYear))
    #expect(order("3/7/2024", "15/3/2024") == .order(.dayMonthYear))
    #expect(order("7.3.2024", "8.3.2024") == .order(.dayMonthYear))
    #expect(order("3.15.2024") == .order(.monthDayYear))
    #expect(order("3/7/2024", "4/8/2024") == .ambiguous([.monthDayYear, .dayMonthYear], example: "3/7/2024"))
    #expect(order("24-03-15") == .ambiguous([.dayMonthYear, .yearMonthDay], example: "24-03-15"))
    #expect(order("24-03-15", "99-03-05") == .order(.yearMonthDay))
    #expect(order("3/15/2024", "15/3/2024") == .contradictory("3/15/2024", "15/3/2024"))
    #expect(order("13/13/2024", "2/30/2024") == .notNeeded)
  }
}
