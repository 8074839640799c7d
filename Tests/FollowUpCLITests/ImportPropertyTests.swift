import EventLog
import Foundation
import TestSupport
import Testing

@testable import FollowUpCLI

/// Tables made by chance, changed by chance, with a person who edits between the imports.
@Suite struct ImportPropertyTests {
  private static let seeds: [UInt64] = {
    if let seed = ProcessInfo.processInfo.environment["FOLLOWUP_SEED"].flatMap({ UInt64($0) }) { return [seed] }
    let count = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] == nil ? 6 : 300
    return (0..<count).map { 4_100 + UInt64($0) }
  }()

  private struct Row {
    var company: String
    var role: String
    var day: String
    var status: String
    var note: String

    var line: String { [company, role, day, status, "\"\(note)\""].joined(separator: ",") }
  }

  private static func row(_ random: inout SeededGenerator) -> Row {
    func pick(_ all: [String]) -> String { all.randomElement(using: &random) ?? "" }
    return Row(
      company: pick(["Acme", "Birch & Co", "Cedar", "Dogwood", "elm house", ""]),
      role: pick(["Engineer", "Tester", "Clerk"]),
      day: pick(["2025-01-0\(Int.random(in: 1...9, using: &random))", "2025-02-30", "", "2025-03-11"]),
      status: pick(["Applied", "Rejected", "Offer", "Vibing", "Saved", "Withdrawn", "", "Interview"]),
      note: pick(["", "a", "b \u{e9}", "say \"\"please\"\"", "two\nlines"]))
  }

  private static func text(_ rows: [Row]) -> String {
    (["Company,Role,Date Applied,Status,Notes"] + rows.map(\.line)).joined(separator: "\n") + "\n"
  }

  @Test(arguments: seeds) func whatIsShownIsWrittenAndEditsStay(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--at", "2025-01-05")
    var rows = (0..<12).map { _ in Self.row(&random) }
    for round in 0..<4 {
      let file = try desktop.file("t.csv", Self.text(rows.shuffled(using: &random)))
      let dry = desktop.run("import", file, "--dry-run", "--json")
      let before = desktop.run("status", "--json").json["events"]?.number ?? 0
      let result = desktop.run("import", file, "--json")
      let after = desktop.run("status", "--json").json["events"]?.number ?? 0
      #expect(dry.json["files"] == result.json["files"], "seed \(seed), round \(round)")
      #expect(after - before == result.json["events"]?.number, "seed \(seed), round \(round)")
      let tally = Dictionary(
        uniqueKeysWithValues: (result.json["files"]?.array?.first?.object ?? []).map { ($0.name, $0.value.number ?? 0) }
      )
      #expect((tally["new"] ?? 0) + (tally["changed"] ?? 0) == after - before, "seed \(seed), round \(round)")
      #expect(result.status == (tally["refused_count"] == 0 ? 0 : 3))
      let again = desktop.run("import", file, "--json")
      #expect(again.json["events"]?.number == 0, "seed \(seed), round \(round)")

      // The person edits one of them, and no later import changes that.
      let ids = desktop.done("list", "--all", "--plain").split(separator: "\n").compactMap {
        $0.split(separator: "\t").first
      }
      let id = String(try #require(ids.randomElement(using: &random)))
      desktop.done("edit", id, "note=mine \(round)")
      // The source changes a row, and gets one more.
      let changed = Int.random(in: 0..<rows.count, using: &random)
      rows[changed].note = "changed \(round)"
      rows[changed].status = "Rejected"
      rows.append(Self.row(&random))
      #expect([0, 3].contains(desktop.run("import", try desktop.file("t.csv", Self.text(rows))).status))
      #expect(desktop.done("show", id).contains("mine \(round)"), "seed \(seed), round \(round)")
    }
  }
}
