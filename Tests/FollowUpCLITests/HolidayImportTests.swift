import EventLog
import Foundation
import Testing

@testable import FollowUpCLI

@Suite struct HolidayImportTests {
  private static func calendar(_ events: [[String]]) -> String {
    let lines = events.flatMap { ["BEGIN:VEVENT"] + $0 + ["END:VEVENT"] }
    return (["BEGIN:VCALENDAR"] + lines + ["END:VCALENDAR", ""]).joined(separator: "\r\n")
  }

  private static let christmas = ["DTSTART;VALUE=DATE:20201225", "RRULE:FREQ=YEARLY", "SUMMARY:Christmas Day"]
  private static let bridge = ["DTSTART;VALUE=DATE:20261126", "DTEND;VALUE=DATE:20261128", "SUMMARY:Thanksgiving"]
  private static let valentine = ["DTSTART;VALUE=DATE:20270214", "SUMMARY:Valentine", "DESCRIPTION:Observance"]
  private static let afternoon = ["DTSTART:20261224T120000", "DTEND:20261224T180000", "SUMMARY:Half a day"]

  @Test func theDaysOfAFileJoinThoseThatAreSet() throws {
    let desktop = try Desktop()
    desktop.done("setting", "holidays", "2026-11-26,2026-12-31")
    let before = desktop.state()
    let file = try desktop.file("days.ics", Self.calendar([Self.christmas, Self.bridge, Self.valentine]))
    let result = desktop.run("setting", "holidays", "--from", file, "--years", "2026..2027")
    #expect(result.status == 0)
    #expect(
      result.out == """
        new: Fri 2026-11-27  Thanksgiving
        new: Fri 2026-12-25  Christmas Day
        new: Sat 2027-12-25  Christmas Day
        holidays 2026..2027: 3 new, 1 already recorded

        """)
    #expect(result.err == "followup: left out, because people work on these days: Valentine\n")
    #expect(desktop.done("setting", "holidays") == "2026-11-26,2026-11-27,2026-12-25,2026-12-31,2027-12-25\n")
    // Once more, nothing is new and nothing is written.
    let events = desktop.run("status", "--json").json["events"]?.number
    let again = desktop.run("setting", "holidays", "--from", file, "--years", "2026..2027")
    #expect(again.status == 0 && again.out == "holidays 2026..2027: 0 new, 4 already recorded\n")
    #expect(desktop.run("status", "--json").json["events"]?.number == events)
    // One command, one step back.
    desktop.done("undo")
    #expect(desktop.done("setting", "holidays") == "2026-11-26,2026-12-31\n")
    #expect(desktop.state() == before)
  }

  /// Advice reckons with them (PLAYBOOKS, "Exactly": bd counts working days only).
  @Test func datesAreReckonedWithThem() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    let file = try desktop.file("days.ics", Self.calendar([Self.bridge]))
    desktop.done("setting", "holidays", "--from", file)
    #expect(desktop.done("log", "reply", "acme", "pending", "--by", "+4bd").contains("new date Mon 2026-11-30"))
  }

  @Test func whatIsRefusedIsNamedAndTheRestIsTaken() throws {
    let desktop = try Desktop()
    let file = try desktop.file("days.ics", Self.calendar([Self.afternoon, Self.christmas, ["SUMMARY:no day"]]))
    let result = desktop.run("setting", "holidays", "--from", file, "--years", "2026")
    #expect(result.status == 3)
    #expect(
      result.out == "new: Fri 2026-12-25  Christmas Day\nholidays 2026..2026: 1 new, 0 already recorded, 2 refused\n")
    let lines = result.err.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines.first?.hasPrefix("followup: \(file):2: “Half a day” is not an all-day event") == true, "\(result.err)")
    #expect(lines.last?.hasPrefix("followup: \(file):12: ") == true, "\(result.err)")
    #expect(desktop.done("setting", "holidays") == "2026-12-25\n")
    let json = desktop.run("setting", "holidays", "--from", file, "--years", "2026", "--json")
    #expect(json.status == 3)
    #expect(json.json["holidays"]?.array?.isEmpty == true && json.json["known"]?.number == 1)
    #expect(json.json["refusals"]?.array?.map { $0["line"]?.number } == [2, 12])
    #expect(json.json["step"]?.isNull == true)
  }

  @Test func theYearsAreThisOneAndTheNextTwo() throws {
    let desktop = try Desktop()
    let file = try desktop.file("days.ics", Self.calendar([Self.christmas]))
    desktop.done("setting", "holidays", "--from", file)
    #expect(desktop.done("setting", "holidays") == "2026-12-25,2027-12-25,2028-12-25\n")
    for years in ["2026-2028", "26..27", "2028..2026", "0000", "2026..2028..2030", "1990..2030", "", "..", "2026.."] {
      let result = desktop.run("setting", "holidays", "--from", file, "--years", years)
      #expect(result.status == 2 && result.out.isEmpty, "\(years)")
      #expect(result.err.contains("--years"), "\(result.err)")
    }
  }

  @Test func whatGivesNothingChangesNothing() throws {
    let desktop = try Desktop()
    let empty = try desktop.file("empty.ics", "")
    let text = try desktop.file("notes.txt", "these are my notes\n")
    for path in [empty, text, desktop.folder, desktop.folder + "/none.ics"] {
      let result = desktop.run("setting", "holidays", "--from", path)
      #expect(result.status == 1 && result.out.isEmpty, "\(path)")
      #expect(result.err.contains(path), "\(result.err)")
    }
    #expect(!FileManager.default.fileExists(atPath: desktop.storePath))
    for wrong in [
      ["setting", "--from", empty], ["setting", "tz", "--from", empty],
      ["setting", "holidays", "2026-12-25", "--from", empty],
      ["setting", "holidays", "--years", "2026"],
    ] { #expect(desktop.run(arguments: wrong).status == 2, "\(wrong)") }
  }

  @Test func whatThePersonHasThatCannotBeReadIsNotWrittenOver() throws {
    let desktop = try Desktop()
    desktop.done("setting", "holidays", "2026-12-31")
    let id = try #require(
      desktop.run("setting", "holidays", "2027-01-01", "--json").json["recorded"]?.array?.first?["record"]?.string)
    desktop.done("edit", id, "value=when the bells ring")
    let file = try desktop.file("days.ics", Self.calendar([Self.christmas]))
    let before = desktop.state()
    let result = desktop.run("setting", "holidays", "--from", file)
    #expect(result.status == 1 && result.err.contains("when the bells ring"))
    #expect(desktop.state() == before)
  }
}
