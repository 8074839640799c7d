import EventLog
import Foundation
import Testing

@testable import FollowUpCLI

@Suite struct ImportCalendarTests {
  private static func calendar(_ events: [[String]]) -> String {
    let lines = events.flatMap { ["BEGIN:VEVENT"] + $0 + ["END:VEVENT"] }
    return (["BEGIN:VCALENDAR"] + lines + ["END:VCALENDAR", ""]).joined(separator: "\r\n")
  }

  private func interviews(_ desktop: Desktop) -> [[String: JSONValue]] {
    desktop.done("export", "--format", "state").split(separator: "\n").compactMap { line in
      let object = (try? JSONValue(canonical: Array(line.utf8)))?.object
      let fields = object?.first { $0.name == "fields" }?.value.object ?? []
      return Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) })
    }.filter { $0["type"] == "interview" }
  }

  @Test func movedCalledOffAndHeldAfterAll() throws {
    let desktop = try Desktop()
    desktop.done("open", "Larkspur Mutual", "Claims associate")
    desktop.done("contact", "add", "Tobias Lindqvist", "--app", "larkspur", "--email", "tobias@example.org")
    let event = [
      "UID:1@example.org", "SUMMARY:2nd interview\\, Larkspur Mutual", "LOCATION:https://meet.example.org/1",
      "ATTENDEE;CN=T. L.:mailto:Tobias@example.org",
    ]
    func run(_ more: [String]) throws -> Desktop.Result {
      desktop.run("import", try desktop.file("c.ics", Self.calendar([event + more])), "--json")
    }
    #expect(try run(["DTSTART:20261201T160000Z"]).json["events"]?.number == 1)
    let first = try #require(interviews(desktop).first)
    #expect(first["at"] == "2026-12-01T10:00:00-06:00" && first["tz"] == "America/Chicago")
    #expect(first["format"] == "video" && first["round"]?.number == 2 && first["with"]?.array?.count == 1)
    // It is moved, called off, and held after all; each is one event on one record.
    #expect(try run(["DTSTART:20261202T160000Z"]).json["events"]?.number == 1)
    #expect(interviews(desktop).first?["at"] == "2026-12-02T10:00:00-06:00")
    #expect(try run(["DTSTART:20261202T160000Z", "STATUS:CANCELLED"]).json["events"]?.number == 1)
    #expect(interviews(desktop).map { $0["retracted"]?.bool } == [true])
    #expect(try run(["DTSTART:20261202T160000Z", "STATUS:CANCELLED"]).json["events"]?.number == 0)
    #expect(try run(["DTSTART:20261202T160000Z"]).json["events"]?.number == 1)
    #expect(interviews(desktop).map { $0["retracted"] } == [nil])
    // What the person retracts stays so.
    let id = desktop.done("export", "--format", "state").split(separator: "\n").first { $0.contains("\"interview\"") }
    let record = try #require(id.flatMap { try? JSONValue(canonical: Array($0.utf8)).object?.last?.value.string })
    desktop.done("retract", record)
    #expect(try run(["DTSTART:20261203T160000Z"]).json["events"]?.number == 0)
  }

  @Test func whatIsNotTakenIsNamedWithTheReason() throws {
    let desktop = try Desktop()
    desktop.done("open", "Tamarind Café GmbH", "Shift lead", "--at", "2024-03-01")
    desktop.done("open", "Harbour & Sons, Inc.", "Dispatcher", "--at", "2024-03-01")
    let file = ImportTests.folder + "/calendars/interviews.ics"
    let result = desktop.run("import", file)
    #expect(result.status == 0 && result.out.contains("imported: 1 interview"))
    #expect(result.out.contains("line 17: interview at Tamarind Café GmbH — Shift lead, Mon 2024-04-01 22:00 -05:00"))
    for (line, words) in [
      (8, "it names no employer"), (23, "it names no employer"), (28, "does not look like an interview"),
      (33, "it recurs"), (39, "“Nowhere/Atlantis”"),
    ] {
      let said = result.out.split(separator: "\n").first { $0.contains("line \(line): left out: ") }
      #expect(said?.contains(words) == true, "\(result.out)")
    }
    // The person knows better.
    let forced = desktop.run("import", file, "--application", "harbour", "--json")
    #expect(forced.json["events"]?.number == 4, "\(forced.out)")
  }

  @Test func anInterviewThatSomebodyLoggedIsTheSame() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    desktop.done("log", "interview", "acme", "--at", "2026-12-01")
    let event = ["UID:1", "SUMMARY:Interview Acme", "DTSTART;TZID=America/Chicago:20261201T100000"]
    let file = try desktop.file("c.ics", Self.calendar([event]))
    let result = desktop.run("import", file)
    #expect(result.out.contains("matched with Acme — Engineer"))
    #expect(interviews(desktop).count == 1)
    #expect(desktop.run("import", file, "--json").json["events"]?.number == 0)
  }

  @Test func holidaysJoinTheSetting() throws {
    let desktop = try Desktop()
    let file = ImportTests.folder + "/ics/germany.ics"
    #expect(desktop.done("import", file).contains("imported: "))
    let imported = desktop.done("setting", "holidays")
    let other = try Desktop()
    other.done("setting", "holidays", "--from", file)
    #expect(other.done("setting", "holidays") == imported)
    desktop.done("undo")
    #expect(desktop.run("setting", "holidays").out != imported)
  }
}
