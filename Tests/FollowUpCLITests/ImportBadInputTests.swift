import Foundation
import Testing

@testable import FollowUpCLI

@Suite struct ImportBadInputTests {
  /// File, exit status, rows that come in, and what is said.
  static let files: [(file: String, status: Int32, new: Int, said: [String])] = [
    ("unterminated.csv", 3, 2, [":3: "]),
    ("ragged.csv", 3, 2, [":3: it has 5 fields where the header has 3", ":4: it has 1 field where the header has 3"]),
    ("no-such-dates.csv", 3, 1, [":2: Date Applied: “2025-02-30”", ":3: Date Applied: ", ":4: Date Applied: “soon”"]),
    ("nul.csv", 3, 1, [":2: the row contains a NUL byte"]),
    ("wrong-delimiter.csv", 2, 0, ["“Company~Role~Date Applied”", "--map company=Column"]),
    ("ambiguous-dates.csv", 2, 0, ["“3/7/24”", "--dates mdy", "--dates dmy"]),
    ("contradictory-dates.csv", 2, 0, ["“7/13/24”", "“13/7/24”", "--dates"]),
    ("no-company.csv", 3, 1, [":2: it has no company"]),
    ("utf-16.csv", 0, 2, []),
    ("header-only.csv", 1, 0, ["nothing to import in"]),
    ("empty.csv", 1, 0, ["the file is empty"]),
    ("other-table.csv", 2, 0, ["“Colour”, “Size”"]),
    ("none.csv", 1, 0, ["no such file"]),
    ("", 1, 0, ["this is a folder"]),
  ]

  @Test(arguments: files.indices) func whatIsBadIsNamed(_ index: Int) throws {
    let (file, status, new, said) = Self.files[index]
    let desktop = try Desktop()
    let path = ImportTests.folder + "/bad/" + file
    let dry = desktop.run("import", path, "--dry-run")
    #expect(!FileManager.default.fileExists(atPath: desktop.storePath))
    let result = desktop.run("import", path)
    #expect(result.status == status && (new == 0 || dry.status == status), "\(result.status) \(result.err)")
    for words in said { #expect(result.err.contains(words), "\(result.err)") }
    #expect(FileManager.default.fileExists(atPath: desktop.storePath) == (new > 0))
    if new > 0 {
      #expect(desktop.done("list", "--plain").split(separator: "\n").count == new)
      let again = desktop.run("import", path, "--json")
      #expect(again.status == status && again.json["events"]?.number == 0)
    }
  }

  /// Each bad file is named, the others are taken in, and the status says that a person is needed.
  @Test func oneBadFileStopsNoOther() throws {
    let desktop = try Desktop()
    let good = ImportTests.folder + "/csv/tracker.csv"
    let bad = ["other-table.csv", "none.csv", "ambiguous-dates.csv", "empty.csv"].map {
      ImportTests.folder + "/bad/" + $0
    }
    let result = desktop.run(arguments: ["import"] + bad[..<2] + [good] + bad[2...] + ["--json"])
    #expect(result.status == 3)
    let unread = result.json["unread"]?.array?.compactMap { $0["file"]?.string }
    #expect(unread == bad)
    for path in bad { #expect(result.err.contains("followup: \(path): "), "\(result.err)") }
    #expect(result.json["files"]?.array?.count == 1)
    let alone = try Desktop()
    alone.done("import", good)
    #expect(
      desktop.done("list", "--plain").split(separator: "\n").count
        == alone.done("list", "--plain").split(separator: "\n").count)

    // Where no file is left, nothing is written, and each is named.
    let nothing = try Desktop()
    let none = nothing.run(arguments: ["import"] + bad)
    #expect(none.status == 2)
    for path in bad { #expect(none.err.contains("followup: \(path): "), "\(none.err)") }
    #expect(!FileManager.default.fileExists(atPath: nothing.storePath))
  }

  @Test func datesAreReadAsThePersonSays() throws {
    for (order, day) in [("dmy", "2024-07-03"), ("mdy", "2024-03-07")] {
      let desktop = try Desktop()
      desktop.done("import", ImportTests.folder + "/bad/ambiguous-dates.csv", "--dates", order)
      #expect(desktop.done("show", "acme").contains(day))
    }
  }

  /// A line without an end is not held; the rows around it are taken.
  @Test func anEndlessLineIsLeftOut() throws {
    let megabytes = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] == nil ? 3 : 100
    let desktop = try Desktop()
    let text =
      "Company,Role,Date Applied\nAcme,Engineer,2025-03-04\nBirch," + String(repeating: "x", count: megabytes << 20)
      + ",\nCedar,Clerk,2025-03-05\n"
    let result = desktop.run("import", try desktop.file("long.csv", text))
    #expect(result.status == 3 && result.err.contains(":3: the row is longer than"))
    #expect(desktop.done("list", "--plain").split(separator: "\n").count == 2)
  }

  @Test func wrongUsageIsNamed() throws {
    let desktop = try Desktop()
    let file = ImportTests.folder + "/csv/tracker.csv"
    for wrong in [
      [], ["--maps", file], ["-", "-"], [file, "--map", "colour=Company"], [file, "--map", "a", "--map", "b"],
      [file, "--map", "generic", "--map", "company=Company"], [file, "--save-map", "Simplify!"],
      [file, "--save-map", "simplify"], [file, "--dates", "ydm"], [file, "--format", "xls"],
      [file, "--map", "company=Nowhere"], [file, "--map", "name=Contact", "--map", "applied_on=Date Applied"],
    ] {
      let result = desktop.run(arguments: ["import"] + wrong)
      #expect(result.status == 2, "\(wrong): \(result.status) \(result.err)")
    }
    #expect(!FileManager.default.fileExists(atPath: desktop.storePath))
  }
}
