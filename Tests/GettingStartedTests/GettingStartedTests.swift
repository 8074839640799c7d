import EventLog
import EventStorage
import EventSync
import FollowUp
import FollowUpAdvice
import Foundation
import TestSupport
import Testing

/// The page for programmers is code that is compiled, and does here what the page says of it.
@Suite struct GettingStartedTests {
  private static let checkout =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

  @Test func thePageAndTheCodeAreTheSame() throws {
    let page = try String(contentsOfFile: Self.checkout + "/docs/GETTING-STARTED.md", encoding: .utf8)
    let code = try String(contentsOfFile: Self.checkout + "/Tests/GettingStartedTests/JobSearch.swift", encoding: .utf8)
    let pieces = Self.pieces(code)
    #expect(pieces.map(\.name) == ["client", "open", "record", "read", "advise", "search", "sync", "observe"])
    // In the order of the page, with what each is for.
    #expect(
      Self.blocks(page) == pieces.map(\.code), "copy what differs from JobSearch.swift to docs/GETTING-STARTED.md")
  }

  /// What stands between `// page: name` and `// end`, moved to the left.
  private static func pieces(_ code: String) -> [(name: String, code: String)] {
    var pieces: [(name: String, code: String)] = []
    var lines: [Substring]?
    var name = ""
    for line in code.split(separator: "\n", omittingEmptySubsequences: false) {
      let bare = line.drop { $0 == " " }
      if bare.hasPrefix("// page: ") {
        (name, lines) = (String(bare.dropFirst(9)), [])
      } else if bare == "// end", let found = lines {
        let indent = found.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        pieces.append((name, found.map { String($0.dropFirst(indent)) }.joined(separator: "\n")))
        lines = nil
      } else {
        lines?.append(line)
      }
    }
    return pieces
  }

  private static func blocks(_ page: String) -> [String] {
    page.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
  }

  @Test func piecesAndBlocksAreFound() {
    #expect(Self.pieces("a\n  // page: x\n  b {\n\n    c\n  }\n  // end\nd").map(\.code) == ["b {\n\n  c\n}"])
    #expect(Self.blocks("a\n```swift\nb\nc\n```\nd\n```sh\ne\n```\n```swift\nf\n```\n") == ["b\nc", "f"])
  }

  @Test func aSearchIsRecordedAdvisedOnAndSynced() throws {
    let folder = try TemporaryFolder()
    let laptop = try JobSearch(folder: folder.file("laptop"), zone: "America/Chicago")
    let phone = try JobSearch(folder: folder.file("phone"), zone: "America/Chicago")
    defer {
      try? laptop.store.close()
      try? phone.store.close()
    }

    let acme = try laptop.open("Acme GmbH", "Swift engineer", at: "6 weeks ago")
    try laptop.log("call", acme, ["voicemail"], at: "2 weeks ago")
    let recorded = try laptop.applications()
    #expect(recorded.map(\.application.title) == ["Acme GmbH — Swift engineer"])
    #expect(recorded.first?.timeline.compactMap { $0["outcome"]?.string } == ["voicemail"])
    #expect(throws: CommandProblem.self) { try laptop.log("shout", acme, []) }

    let advice = try laptop.advice()
    #expect(!advice.isEmpty && advice.allSatisfy { !$0.reason.isEmpty })
    #expect(advice.first?.subjects.first?.application == acme)

    let shared = folder.file("shared")
    try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: false)
    #expect(try laptop.sync(with: shared).published == 2)
    #expect(try phone.sync(with: shared).ingest.accepted == 2)
    #expect(try phone.advice() == advice)
    try phone.log("note", acme, ["they use Swift on the server"])
    _ = try phone.sync(with: shared)
    _ = try laptop.sync(with: shared)
    #expect(try laptop.store.read { try $0.digest() } == phone.store.read { try $0.digest() })
    #expect(try laptop.applications().first?.timeline.count == 2)
    let found = try laptop.search("\"swift on\" serv")
    #expect(found.compactMap { $0["text"]?.string } == ["they use Swift on the server"])
    #expect(try laptop.search("swift").count == 2 && laptop.search("cobol").isEmpty)
  }

  @Test func changesAreFollowed() async throws {
    let folder = try TemporaryFolder()
    let search = try JobSearch(folder: folder.file("laptop"), zone: "Europe/Berlin")
    var shown: [[String]] = []
    try await follow(search) { titles in
      shown.append(titles)
      do {
        if titles.isEmpty {
          _ = try search.open("Initech", "Analyst", at: "yesterday")
        } else {
          try search.store.close()
        }
      } catch { Issue.record("\(error)") }
    }
    #expect(shown == [[], ["Initech — Analyst"]])
  }
}
