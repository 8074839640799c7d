import EventLog
import Foundation
import TestSupport
import Testing

@testable import FollowUpCLI

/// The demo shows the same to everybody, and leaves nothing.
@Suite struct DemoTests {
  /// Everything below a folder.
  private func everything(in folder: String) -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
  }

  private func run(_ desktop: Desktop, _ arguments: String...) throws -> Desktop.Result {
    let temporary = desktop.folder + "/tmp"
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    return desktop.run(arguments: ["demo"] + arguments, environment: ["TMPDIR": temporary])
  }

  @Test func itIsAsItWasWrittenDown() throws {
    let desktop = try Desktop()
    let result = try run(desktop)
    try Snapshots.compare(result.out, "demo/demo.txt")
    #expect(result.status == 0)
    #expect(result.err.isEmpty)
    #expect(everything(in: desktop.folder) == ["tmp"])
  }

  @Test(arguments: ["Pacific/Kiritimati", "Asia/Kolkata", "America/Los_Angeles", nil])
  func itIsTheSameInAnyZoneAndAtAnyTime(_ zone: String?) throws {
    let first = try run(try Desktop())
    let desktop = try Desktop()
    desktop.zone = zone
    desktop.wallMilliseconds = 1_000_000_000_000
    #expect(try run(desktop).out == first.out)
  }

  @Test func thePersonsOwnStoreIsNeitherReadNorWritten() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    desktop.done("setting", "playbook", "phone")
    let before = (desktop.state(), everything(in: desktop.folder))
    let result = desktop.run(
      arguments: ["demo"], environment: ["FOLLOWUP_STORE": desktop.storePath, "TMPDIR": desktop.folder])
    #expect(result.out == (try run(try Desktop())).out)
    #expect(desktop.state() == before.0)
    #expect(everything(in: desktop.folder) == before.1)
  }

  @Test func everyCommandSucceeds() throws {
    let commands = try #require(try run(try Desktop(), "--json").json["commands"]?.array)
    #expect(commands.count == DemoStory.steps.reduce(0) { $0 + $1.commands.count })
    #expect(commands.allSatisfy { $0["status"] == JSONValue(integer: 0) })
    #expect(try run(try Desktop(), "--plain").out.split(separator: "\n").count == commands.count)
  }

  @Test func atATerminalItWaitsForEnterAndQEndsIt() throws {
    let desktop = try Desktop()
    desktop.isTerminal = true
    desktop.answer = ""
    let whole = try run(desktop)
    #expect(desktop.questions == Array(repeating: "Enter to continue, q to quit:", count: DemoStory.steps.count - 1))
    desktop.answer = "q"
    let ended = try run(desktop)
    #expect(desktop.questions.count == DemoStory.steps.count)
    #expect(ended.out.utf8.count < whole.out.utf8.count / 2)
    #expect(ended.out.contains("followup open"))
    // Before each question there is a line more.
    #expect(try run(desktop, "--no-pause").out.split(separator: "\n") == whole.out.split(separator: "\n"))
    #expect(desktop.questions.count == DemoStory.steps.count)
    #expect(everything(in: desktop.folder) == ["tmp"])
  }

  @Test func itsLinesFitTheTerminal() throws {
    let desktop = try Desktop()
    desktop.isTerminal = true
    desktop.columns = 60
    // Lines that are to be typed, and what was typed, are not broken.
    let said = DemoStory.steps.map(\.said) + [DemoStory.opening]
    for line in try run(desktop).out.split(separator: "\n") where said.contains(where: { $0.contains(line) }) {
      #expect(line.count <= 60)
    }
  }

  @Test func aKeptDemoGoesOnWhereItEnds() throws {
    let desktop = try Desktop()
    let folder = desktop.folder + "/try it"
    let result = try run(desktop, "--keep", folder)
    #expect(result.status == 0)
    #expect(everything(in: folder) == ["followup.db"])
    // What it names can be typed as it stands.
    let line = try #require(result.out.split(separator: "\n").first { $0.contains(" next --store ") })
    #expect(line == "  followup next --store '\(folder)/followup.db' --now 2025-10-15T14:26:00-05:00")
    let next = desktop.run("next", "--store", folder + "/followup.db", "--now", "2025-10-15T14:26:00-05:00")
    #expect(next.out.contains("On Tue 2025-10-21: call (Marlow & Finch"))
    #expect(desktop.run("log", "note", "halvorsen", "x", "--store", folder + "/followup.db").status == 0)
    let again = try run(desktop, "--keep", folder)
    #expect(again.status == 1)
    #expect(again.err.contains("\(folder): already exists and is not empty"))
    #expect(desktop.run("demo", "--store", "x.db").status == 2)
    #expect(desktop.run("demo", "--now", "today").status == 2)
  }

  @Test func aPlaceWithoutRoomIsNamed() throws {
    let desktop = try Desktop()
    let file = try desktop.file("file", "x")
    let result = desktop.run(arguments: ["demo"], environment: ["TMPDIR": file])
    #expect(result.status == 1)
    #expect(result.err.contains("TMPDIR"))
  }
}
