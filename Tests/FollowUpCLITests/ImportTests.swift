import EventLog
import Foundation
import Testing

@testable import FollowUpCLI

@Suite struct ImportTests {
  static let folder: String =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    + "/Fixtures/import"

  /// Every table of the fixtures, with what has to be said of it.
  static let tables: [[String]] = [
    ["csv/Job Applications.csv"], ["csv/Saved Jobs.csv"], ["csv/Connections.csv"], ["csv/jobsync.csv"],
    ["csv/simplify.csv"], ["csv/tracker.csv"], ["csv/bewerbungen-latin1.csv"],
    [
      "csv/own-columns.csv", "--map", "company=Wer", "--map", "role=Was", "--map", "applied_on=Wann", "--save-map",
      "mine",
    ],
    ["csv/Connections.csv", "\(folder)/csv/Saved Jobs.csv", "\(folder)/csv/Job Applications.csv"],
    ["calendars/interviews.ics"], ["ics/germany.ics"],
  ]

  private func command(_ table: [String]) -> [String] { ["import", Self.folder + "/" + table[0]] + table.dropFirst() }

  private func desktop() throws -> Desktop {
    let desktop = try Desktop()
    // Somebody's own, so that the calendar finds something and a row is taken for it.
    desktop.done("open", "Tamarind Café", "Shift lead", "--at", "2024-04-01")
    return desktop
  }

  private struct Status: Equatable {
    let digest: String?
    let events: Double?
    let conflicts: Double?
  }

  private func status(_ desktop: Desktop) -> Status {
    let json = desktop.run("status", "--json").json
    return Status(
      digest: json["digest"]?.string, events: json["events"]?.number, conflicts: json["conflicts"]?.number)
  }

  @Test(arguments: tables) func importedTwiceItChangesNothing(_ table: [String]) throws {
    let desktop = try desktop()
    let dry = desktop.run(arguments: command(table) + ["--dry-run", "--json"])
    let before = status(desktop)
    let first = desktop.run(arguments: command(table) + ["--json"])
    #expect(first.status == 0, "\(first.err)")
    let after = status(desktop)
    // What was shown is what was written.
    #expect(before.events.flatMap { one in after.events.map { $0 - one } } == first.json["events"]?.number)
    #expect(dry.json["files"] == first.json["files"] && dry.json["events"]?.number == 0)
    #expect(after.digest != before.digest)
    let second = desktop.run(arguments: command(table) + ["--json"])
    #expect(second.status == 0 && second.json["events"]?.number == 0 && second.json["step"]?.isNull == true)
    #expect(status(desktop) == after)
  }

  @Test(arguments: tables) func onTwoLaptopsItIsTheSame(_ table: [String]) throws {
    let (one, two) = (try Desktop(), try Desktop())
    one.done("open", "Tamarind Café", "Shift lead", "--at", "2024-04-01")
    two.done("merge", one.storePath)
    two.wallMilliseconds += 3_600_000
    for desktop in [one, two] { #expect(desktop.run(arguments: command(table)).status == 0) }
    one.done("merge", two.storePath)
    two.done("merge", one.storePath)
    #expect(status(one).digest == status(two).digest && status(one).conflicts == 0)
    #expect(records(one) == records(two))
    let before = status(one)
    let again = one.run(arguments: command(table) + ["--json"])
    #expect(again.json["events"]?.number == 0)
    #expect(status(one) == before)
  }

  private func records(_ desktop: Desktop) -> Int {
    desktop.done("export", "--format", "state").split(separator: "\n").count
  }

  @Test(arguments: tables) func undoneAndImportedAgain(_ table: [String]) throws {
    let desktop = try desktop()
    let list = desktop.done("list", "--all", "--plain")
    let people = desktop.done("contact", "list", "--plain")
    #expect(desktop.run(arguments: command(table)).status == 0)
    let after = status(desktop).digest
    desktop.done("undo")
    #expect(desktop.done("list", "--all", "--plain") == list && desktop.done("contact", "list", "--plain") == people)
    #expect(desktop.run(arguments: command(table)).status == 0)
    #expect(status(desktop).digest == after)
  }

  @Test func ownEditsStayAndTheSourcesChangesCome() throws {
    let desktop = try Desktop()
    let header = "Company,Role,Location,Notes,Date Applied\n"
    let file = try desktop.file(
      "a.csv", header + "Acme,Engineer,Leeds,first,2025-01-02\nBirch,Tester,York,,2025-01-03\n")
    desktop.done("import", file)
    desktop.done("edit", "acme", "location=Hull", "note=")
    desktop.done("retract", "birch")
    // Location and note were changed on both sides, the role there alone, and the day was taken out there.
    _ = try desktop.file("a.csv", header + "Acme,Engineer,Derby,second,\nBirch,Tester,Bath,new,2025-01-03\n")
    let result = desktop.run("import", file, "--json")
    #expect(result.status == 0)
    let tally = Dictionary(
      uniqueKeysWithValues: (result.json["files"]?.array?.first?.object ?? []).map { ($0.name, $0.value) })
    #expect(tally["changed"]?.number == 1 && tally["retracted"]?.number == 1 && tally["new"]?.number == 0)
    #expect(tally["kept"]?.number == 2)
    let show = desktop.done("show", "acme")
    #expect(
      show.contains("Hull") && !show.contains("Derby") && !show.contains("second") && !show.contains("applied_on"))
    #expect(desktop.run("import", file, "--json").json["events"]?.number == 0)
    // Undo takes the change back, and the import brings it again.
    desktop.done("undo")
    #expect(desktop.done("show", "acme").contains("2025-01-02"))
    #expect(desktop.run("import", file, "--json").json["events"]?.number == 1)
  }

  @Test func theOrderOfTheRowsDoesNotMatter() throws {
    let rows = [
      "Acme,Engineer,2025-01-02,a", "Acme,Engineer,2025-05-02,b", "Acme,Engineer,,c", "Birch,Tester,2025-01-03,",
      "Birch,Tester,2025-01-03,",
    ]
    var digests: Set<String> = []
    for order in [[0, 1, 2, 3, 4], [4, 2, 1, 0, 3], [2, 4, 0, 3, 1]] {
      let desktop = try Desktop()
      let text = "Company,Role,Date Applied,Notes\n" + order.map { rows[$0] }.joined(separator: "\n")
      let result = desktop.run("import", try desktop.file("\(order[0]).csv", text), "--json")
      #expect(result.json["events"]?.number == 4)
      digests.insert(status(desktop).digest ?? "")
      // A later application does not take the place of an earlier one.
      _ = try desktop.file(
        "\(order[0]).csv",
        "Company,Role,Date Applied,Notes\nAcme,Engineer,2025-09-02,d\n"
          + text.split(separator: "\n").dropFirst().joined(separator: "\n"))
      #expect(desktop.run("import", desktop.folder + "/\(order[0]).csv", "--json").json["events"]?.number == 1)
    }
    #expect(digests.count == 1)
  }

  @Test func aRowIsTakenForWhatThePersonRecorded() throws {
    let desktop = try Desktop()
    desktop.done("open", "acme", "engineer", "--at", "2025-01-03")
    desktop.done("open", "Birch", "Tester", "--at", "2023-01-03")
    let file = try desktop.file(
      "a.csv", "Company,Role,Date Applied,Location\nAcme,Engineer,2025-01-02,Leeds\nBirch,Tester,2025-01-02,York\n")
    let result = desktop.run("import", file)
    #expect(result.out.contains("line 2: matched with Acme — Engineer"))
    #expect(result.out.contains("1 row kept apart from Birch — Tester"))
    #expect(desktop.done("list", "--plain").split(separator: "\n").count == 3)
    let show = desktop.done("show", "acme")
    #expect(show.contains("Leeds") && show.contains("2025-01-03") && show.contains("company     acme\n"))
    #expect(desktop.run("import", file, "--json").json["events"]?.number == 0)
    desktop.done("undo")
    #expect(!desktop.done("show", "acme").contains("Leeds"))
    #expect(desktop.run("import", file, "--json").json["events"]?.number == 2)
  }

  @Test func aPersonIsAskedAtATerminal() throws {
    let desktop = try Desktop()
    let file = Self.folder + "/csv/own-columns.csv"
    let command = ["import", file, "--map", "company=Wer", "--map", "role=Was"]
    desktop.answer = "n"
    #expect(desktop.run(arguments: command).err.contains("nothing was written"))
    #expect(desktop.questions == ["Import 2? [y/N]"])
    #expect(!FileManager.default.fileExists(atPath: desktop.storePath))
    #expect(desktop.run(arguments: command + ["--no-input"]).status == 2)
    #expect(desktop.run(arguments: command + ["--dry-run"]).status == 0)
    #expect(desktop.questions.count == 1 && !FileManager.default.fileExists(atPath: desktop.storePath))
    desktop.answer = "yes"
    #expect(desktop.run(arguments: command).out.contains("imported: 2"))
    #expect(desktop.run(arguments: command).out.contains("nothing is new") && desktop.questions.count == 2)
    desktop.done("undo")
    #expect(desktop.run(arguments: command + ["--yes"]).out.contains("imported: 2"))
    #expect(desktop.questions.count == 2)
  }

  @Test func aMapIsKeptForTheNextTime() throws {
    let desktop = try Desktop()
    let file = Self.folder + "/csv/own-columns.csv"
    #expect(desktop.run("import", file).status == 2)
    let own = try #require(Self.tables.first { $0.contains("--save-map") })
    #expect(desktop.run(arguments: command(own)).status == 0)
    #expect(desktop.done("import", "--maps").contains("mine"))
    let other = try Desktop()
    other.done("merge", desktop.storePath)
    other.done("undo", "--list")
    #expect(other.run("import", file, "--json").json["events"]?.number == 0)
    #expect(other.run("import", file, "--map", "nobody").status == 2)
  }
}
