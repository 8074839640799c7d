import EventLog
import Foundation
import Testing

/// The schema is numbered SQL files that are never edited once they have landed: stores out there were made by them.
@Suite struct SchemaRulesTests {
  /// The SHA-256 of each file that has landed, in order. A change of the schema is a further file, and a further line
  /// here, written when it lands; a line that is there never changes.
  private static let landed: [(name: String, hash: String)] = [
    ("v0001_log.sql", "1f6505ec306e561d4627de72c3ac24a136ae52eb49896fe6417841f23ff8b886"),
    ("v0002_folders.sql", "8c31ad2d3eba9ee7b4cfe1dc9988fc607ea973421741930e0db45ac5a08e563c"),
    ("v0003_search.sql", "07affe0ace8e15e8e874744e50042340b2e1ec960045d34b1776f041596d0bed"),
  ]

  private static let folder = HouseSource.checkout + "/Schema"

  private static func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.sorted()
  }

  /// What is wrong with the files of the schema, and what to do.
  private static func findings(_ files: [(name: String, hash: String)]) -> [String] {
    var findings: [String] = []
    let known = Dictionary(uniqueKeysWithValues: landed.map { ($0.name, $0.hash) })
    for file in files {
      guard let hash = known[file.name] else {
        findings.append(
          "Schema/\(file.name) is new: when it is as it shall land, add (\"\(file.name)\", \"\(file.hash)\") to the table"
        )
        continue
      }
      if hash != file.hash {
        findings.append("Schema/\(file.name) was edited after it landed: take that back, and make a further file")
      }
    }
    let names = Set(files.map(\.name))
    for file in landed where !names.contains(file.name) {
      findings.append("Schema/\(file.name) is gone: stores were made by it, bring it back")
    }
    return findings
  }

  @Test func filesThatHaveLandedAreNeverEdited() throws {
    let files = try Self.files().map { name in
      (name: name, hash: EventHash(of: try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/" + name))).text)
    }
    for finding in Self.findings(files) { Issue.record("\(finding)") }
  }

  @Test func anEditedSchemaIsFound() throws {
    #expect(Self.findings(Self.landed).isEmpty)
    #expect(Self.findings(Self.landed + [("v9999_x.sql", "ab")]).count == 1)
    #expect(Self.findings(Array(Self.landed.dropFirst())).count == 1)
    var edited = Self.landed
    edited[0].hash = "ab"
    #expect(Self.findings(edited).count == 1)
  }

  @Test func theSchemaIsEmbeddedWholeAndInOrder() throws {
    let files = try Self.files()
    #expect(!files.isEmpty)
    for (index, file) in files.enumerated() {
      let digits = String(index + 1)
      #expect(file.hasPrefix("v" + String(repeating: "0", count: 4 - digits.count) + digits + "_"), "\(file)")
    }
    let swift = try String(contentsOfFile: Self.folder + "/Schema.swift", encoding: .utf8)
    let listed = swift.matches(of: /PackageResources\.([A-Za-z0-9_]+)/).map { String($0.1) }
    #expect(listed == files.map { $0.replacing(".", with: "_") })
    let manifest = try String(contentsOfFile: HouseSource.checkout + "/Package.swift", encoding: .utf8)
    let embedded = manifest.matches(of: /\.embedInCode\("([^"]+)"\)/).map { String($0.1) }
    #expect(embedded.filter { $0.hasSuffix(".sql") }.sorted() == files)
    let playbooks = try FileManager.default.contentsOfDirectory(
      atPath: HouseSource.checkout + "/Sources/FollowUpAdvice/Playbooks"
    ).filter { $0.hasSuffix(".yaml") }.map { "Playbooks/" + $0 }
    #expect(embedded.filter { $0.hasPrefix("Playbooks/") }.sorted() == playbooks.sorted())
    #expect(!playbooks.isEmpty)
  }
}
