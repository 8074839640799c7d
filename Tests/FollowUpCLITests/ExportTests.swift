import EventLog
import FollowUpFormats
import FollowUpKit
import Foundation
import Testing

@testable import FollowUpCLI

@Suite struct ExportTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/export")
  private static let now = ["--now", "2026-10-20T09:00:00-05:00"]
  private static let stories = ["s0-martin", "s1-collegegrad", "s2-quast", "s3-three-tips", "s4-phone"]

  // MARK: Whole files

  @Test(arguments: [
    ("applications.csv", ["--format", "csv"]), ("timeline.csv", ["--format", "csv", "--what", "timeline"]),
    ("contacts.csv", ["--format", "csv", "--what", "contacts"]), ("proof.csv", ["--format", "proof"]),
    ("proof.html", ["--format", "proof", "--html", "--from", "2026-10-06", "--to", "fri 9 oct 2026"]),
    ("tables.json", ["--format", "json"]),
  ])
  func theStoryOfTheThreeTips(_ name: String, _ options: [String]) throws {
    let desktop = try Desktop.story("s3-three-tips")
    let options = options.map { $0 == "fri 9 oct 2026" ? "2026-10-09" : $0 }
    let result = desktop.run(arguments: ["export"] + options + Self.now)
    #expect(result.status == 0)
    let file = Self.folder.appending(path: name)
    if ProcessInfo.processInfo.environment["FOLLOWUP_WRITE"] != nil { try Data(result.out.utf8).write(to: file) }
    #expect(Array(result.out.utf8) == Array(try Data(contentsOf: file)))
    // Neither the laptop nor where it stands nor when it is asked again shows.
    desktop.zone = "Asia/Tokyo"
    desktop.wallMilliseconds += 1_234_567
    #expect(desktop.run(arguments: ["export"] + options + Self.now).out == result.out)
    let written = desktop.folder + "/" + name
    #expect(desktop.run(arguments: ["export", "-o", written] + options + Self.now).status == 0)
    #expect(Array(try Data(contentsOf: URL(filePath: written))) == Array(result.out.utf8))
  }

  @Test(arguments: stories)
  func theOrderOfArrivalDoesNotShow(_ story: String) throws {
    let one = try Desktop.story(story)
    let lines = one.done("export").split(separator: "\n").map(String.init)
    let two = try Desktop()
    // The devices one after the other, the last one first: what waits is taken in when its predecessor comes.
    let devices = Dictionary(grouping: lines) { String($0.prefix(50)) }
    for device in devices.keys.sorted().reversed() {
      let file = try two.file("log.jsonl", (devices[device] ?? []).joined(separator: "\n") + "\n")
      #expect(two.run("merge", file).status == 0)
    }
    for format in [["csv"], ["csv", "--what", "timeline"], ["csv", "--what", "contacts"], ["json"], ["proof"]] {
      let export = ["export", "--format"] + format
      #expect(one.run(arguments: export).out == two.run(arguments: export).out, "\(story): \(format)")
    }
  }

  @Test(arguments: stories)
  func spreadsheetsSayWhatTheObjectSays(_ story: String) throws {
    let desktop = try Desktop.story(story)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(desktop.done("export", "--format", "json").utf8)) as? [String: Any])
    #expect(object["schema"] as? Int == 1 && object.count == 4)
    for table in ExportTable.allCases {
      let listed = try #require(object[table.rawValue] as? [[String: Any]])
      let csv = desktop.done("export", "--format", "csv", "--what", table.rawValue, "--bom")
      let rows = Self.rows(csv)
      #expect(csv.utf8.starts(with: [0xef, 0xbb, 0xbf]) && rows.count == listed.count + 1)
      let columns = try #require(rows.first)
      for (row, members) in zip(rows.dropFirst(), listed) {
        #expect(Set(columns) == Set(members.keys))
        for (column, cell) in zip(columns, row) {
          let value = members[column].flatMap { $0 is NSNull ? nil : $0 }
          let said = (value as? String) ?? (value as? NSNumber).map { Self.number($0) } ?? ""
          #expect(CSVWriter.unguarded(cell) == said, "\(table) \(column)")
        }
      }
    }
  }

  private static func number(_ number: NSNumber) -> String {
    String(cString: number.objCType) == "c" ? (number.boolValue ? "true" : "false") : number.stringValue
  }

  private static func rows(_ csv: String) -> [[String]] {
    var rows: [[String]] = []
    var reader = CSVReader(CSVDialect(hasByteOrderMark: csv.utf8.starts(with: [0xef, 0xbb, 0xbf])), file: "f")
    Array(csv.utf8).withUnsafeBufferPointer { reader.read($0, row: { rows.append($0.fields) }, refused: { _ in }) }
    reader.finish(row: { rows.append($0.fields) }, refused: { _ in })
    return rows
  }

  // MARK: What is in them

  @Test func whatIsRetractedIsInNone() throws {
    let desktop = try Desktop()
    desktop.done("open", "Keepers", "Reader")
    desktop.done("open", "Gone Ltd", "Writer")
    desktop.done("contact", "add", "Visible Person", "--app", "keepers")
    desktop.done("contact", "add", "Hidden Person", "--app", "keepers")
    desktop.done("log", "call", "keepers", "spoke", "--contact", "Hidden Person")
    desktop.done("log", "call", "keepers", "voicemail", "--note", "a hidden call")
    desktop.done("undo")
    desktop.done("log", "call", "gone", "spoke")
    for name in ["gone", "Hidden Person"] { desktop.done("retract", name) }
    for options in [["csv"], ["csv", "--what", "timeline"], ["csv", "--what", "contacts"], ["json"], ["proof"]] {
      let out = desktop.run(arguments: ["export", "--format"] + options).out
      #expect(!out.contains("Gone") && !out.lowercased().contains("hidden"), "\(options): \(out)")
      #expect(out.contains("Keepers"))
    }
    #expect(Self.rows(desktop.done("export", "--format", "proof")).count == 3)
  }

  @Test func whatEmployersAreCalledDoesNothing() throws {
    let desktop = try Desktop()
    desktop.done("open", "=cmd|' /C calc'!A0", "<script>alert(1)</script>\"'&", "--at", "2026-11-16")
    desktop.done("setting", "my_name", "</style><b>")
    let rows = Self.rows(desktop.done("export", "--format", "csv"))
    #expect(rows.last?[1] == "'=cmd|' /C calc'!A0")
    let proof = Self.rows(desktop.done("export", "--format", "proof"))
    #expect(proof.last?[1] == "'=cmd|' /C calc'!A0")
    let page = desktop.done("export", "--format", "proof", "--html")
    #expect(!page.contains("<script") && !page.contains("</style><b>"))
    #expect(page.contains("<td>=cmd|&#39; /C calc&#39;!A0</td>"))
    #expect(page.contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;</td>"))
    #expect(page.contains("<dd>&lt;/style&gt;&lt;b&gt;</dd>"))
  }

  @Test func onATerminalNothingActs() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme \u{1b}[31m", "Clerk\u{202e}")
    desktop.isTerminal = true
    let out = desktop.done("export", "--format", "csv")
    #expect(!out.contains("\u{1b}") && !out.contains("\r") && !out.contains("\u{202e}"))
    #expect(out.contains("Acme \\u{1b}[31m"))
    #expect(out.split(separator: "\n").count == 2)
  }

  @Test func aProofIsOfAPeriod() throws {
    let desktop = try Desktop.story("s3-three-tips")
    let file = desktop.folder + "/Proof.HTML"
    let done = desktop.run(
      arguments: ["export", "--format", "proof", "--from", "2026-10-07", "--to", "yesterday", "-o", file, "--json"]
        + Self.now)
    #expect(done.err == "period: Wed 2026-10-07 to Mon 2026-10-19\n")
    #expect(done.json["rows"] == JSONValue(integer: 4) && done.json["format"] == JSONValue("proof"))
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    // What is ahead is no proof of anything yet.
    let ahead = desktop.run(
      arguments: ["export", "--format", "proof", "--from", "2026-10-21", "--to", "2026-12-31"] + Self.now)
    #expect(Self.rows(ahead.out).count == 1 && ahead.status == 0)
    let week = desktop.run(
      arguments: ["export", "--format", "proof", "--from", "last week", "--to", "last week"] + Self.now)
    #expect(week.err == "period: Mon 2026-10-12 to Fri 2026-10-16\n")
    #expect(Self.rows(week.out).dropFirst().map(\.first) == ["2026-10-15"])
  }

  @Test func whatIsLeftOutIsSaid() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Clerk")
    for field in ["application=", "at="] {
      let record = desktop.done("log", "call", "acme", "spoke", "--plain").prefix { $0 != "\t" }
      desktop.done("edit", String(record), field)
    }
    let result = desktop.run("export", "--format", "proof")
    #expect(
      result.err == """
        followup: 1 record left out: no employer recorded
        followup: 1 record left out: no readable date recorded

        """)
    #expect(result.status == 0 && Self.rows(result.out).count == 2)
    let timeline = Self.rows(desktop.done("export", "--format", "csv", "--what", "timeline"))
    #expect(timeline.map { [$0[0], $0[3], $0[5]] }.dropFirst(2).last == ["", "Acme", "call"])
    #expect(timeline.count == 4)
  }

  @Test(arguments: [
    (["--what", "timeline"], "--what needs --format csv or json."),
    (["--format", "csv", "--html"], "--html needs --format proof."),
    (["--format", "json", "--from", "fri"], "--from needs --format proof."),
    (["--bom"], "--bom needs --format csv or proof."),
    (["--format", "proof", "--html", "--bom"], "--bom is for CSV; a page declares UTF-8 itself."),
    (
      ["--format", "csv", "--json"],
      "--json and --plain need -o FILE, because the export itself goes to standard output."
    ),
    (["--format", "proof", "--from", "someday"], "--from “someday”: not a date"),
    (
      ["--format", "proof", "--from", "today", "--to", "yesterday"],
      "--from Fri 2026-11-20 is after --to Thu 2026-11-19"
    ),
  ])
  func wrongUsage(_ options: [String], _ reason: String) throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Clerk")
    let result = desktop.run(arguments: ["export"] + options)
    #expect(result.status == 2 && result.out.isEmpty)
    #expect(result.err.contains(reason), "\(result.err)")
  }
}
