import Foundation
import Testing

/// Whoever reads the project finds each page of docs, and each place in it, that comments and pages cite.
@Suite struct CitationTests {
  @Test func everyPageAndPlaceThatIsCitedIsThere() throws {
    let pages = try Self.pages()
    #expect(Set(pages.keys).isSuperset(of: ["ARCHITECTURE", "COMMANDS", "FORMAT", "PLAYBOOKS"]))
    var count = 0
    for (name, text) in try Self.texts() {
      let citations = Citation.all(in: text)
      count += citations.count
      for citation in citations {
        if let problem = citation.problem(pages) { Issue.record("\(name): \(problem)") }
      }
    }
    #expect(count > 200)
  }

  @Test func aPageOrPlaceThatIsMissingIsFound() {
    let pages = ["FORMAT": "# F\n## 2. The line\n", "PLAYBOOKS": "## Exactly\n| 7 | S2 | x | y |\n"]
    func problems(_ text: String) -> [String] { Citation.all(in: text).compactMap { $0.problem(pages) } }
    #expect(
      problems(
        "a (FORMAT 2)\n b (PLAYBOOKS 7), see docs/FORMAT.md\n /// (PLAYBOOKS,\n  /// \"Exactly\") PLAYBOOKS' P\n") == []
    )
    #expect(problems("(FORMAT 2 and 3)") == ["FORMAT 3 is not there"])
    #expect(problems("PLAYBOOKS 8: it") == ["PLAYBOOKS 8 is not there"])
    #expect(problems("// (PLAYBOOKS, \"Nearly\n// so\").") == ["PLAYBOOKS, \"Nearly so\" is not there"])
    #expect(problems("see docs/STYLES.md") == ["docs/STYLES.md is not there"])
    #expect(problems("/// It is so (MANNERS, \"Tone\").") == ["MANNERS, \"Tone\" is not there"])
  }

  private static func pages() throws -> [String: String] {
    let folder = HouseSource.checkout + "/docs"
    var pages: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".md") {
      pages[String(name.dropLast(3))] = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }
    return pages
  }

  /// What people read of the project: sources, tests, scripts and pages.
  private static func texts() throws -> [(name: String, text: String)] {
    var texts = try (HouseSource.sources.get() + HouseSource.tests.get())
      .filter { !$0.name.hasSuffix("HouseRules/CitationTests.swift") }.map { (name: $0.name, text: $0.text) }
    let kinds = ["md", "py", "sh", "sql", "yaml"]
    for folder in ["docs", "Schema", "Sources", "Tests", "Fixtures", ".ci"] {
      let root = HouseSource.checkout + "/" + folder
      let names = try #require(FileManager.default.enumerator(atPath: root)).compactMap { $0 as? String }
      for name in names.sorted() where kinds.contains(where: { name.hasSuffix("." + $0) }) {
        texts.append(("\(folder)/\(name)", try String(contentsOfFile: "\(root)/\(name)", encoding: .utf8)))
      }
    }
    for name in ["README.md", "Makefile", "Package.swift", "Schema/Schema.swift"] {
      texts.append((name, try String(contentsOfFile: "\(HouseSource.checkout)/\(name)", encoding: .utf8)))
    }
    return texts
  }
}

/// A place of a page: `FORMAT 2` for a numbered section or rule, `PLAYBOOKS, "Exactly"` for a heading; or a page alone, as
/// `docs/FORMAT.md`.
private struct Citation {
  let page: String
  /// A number or a heading; empty for the page as a whole.
  let place: String
  let shown: String

  static func all(in text: String) -> [Citation] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.indices.filter { hasCapitals(lines[$0]) }.flatMap { index -> [Citation] in
      // A citation may go on in the next line of a comment.
      let next = index + 1 < lines.count ? lines[index + 1].drop { " /#-".contains($0) } : ""
      return all(beginningIn: String(lines[index]), before: String(next), text)
    }
  }

  /// A quick look that spares a slow one: whether six capitals follow each other.
  private static func hasCapitals(_ line: Substring) -> Bool {
    var count = 0
    for byte in line.utf8 where count < 6 { count = (0x41...0x5a).contains(byte) ? count + 1 : 0 }
    return count == 6
  }

  private static func all(beginningIn line: String, before next: String, _ text: String) -> [Citation] {
    let joined = line + " " + next
    let end = joined.utf8.index(joined.startIndex, offsetBy: line.utf8.count)
    var all: [Citation] = []
    for found in joined.matches(of: /docs\/([A-Z\-]+)\.md/) where found.range.lowerBound < end {
      all.append(Citation(page: String(found.1), place: "", shown: String(found.0)))
    }
    for found in joined.matches(of: /\b([A-Z]{6,}) ([0-9]+(?:(?:, | and | to )[0-9]+)*)\b/)
    where found.range.lowerBound < end && isPage(found.1, text) {
      for number in found.2.matches(of: /[0-9]+/) {
        all.append(Citation(page: String(found.1), place: String(number.0), shown: "\(found.1) \(number.0)"))
      }
    }
    for found in joined.matches(of: /\b([A-Z]{6,}), "([A-Z][A-Za-z' ,]*|[a-z]+)"/)
    where found.range.lowerBound < end && isPage(found.1, text) {
      all.append(Citation(page: String(found.1), place: String(found.2), shown: String(found.0)))
    }
    return all
  }

  /// Whether a word in capitals can be a page: SQL has such words too, and constants of Python.
  private static func isPage(_ word: Substring, _ text: String) -> Bool {
    !["SELECT", "SQLITE", "UNIQUE", "VALUES"].contains(word) && !text.contains("\(word) =")
  }

  func problem(_ pages: [String: String]) -> String? {
    guard let text = pages[page] else { return "\(shown) is not there" }
    let lines = text.split(separator: "\n")
    let isThere =
      place.isEmpty
      || lines.contains { line in
        let heading = line.drop { $0 == "#" }
        return (heading.count < line.count && (heading == " " + place || heading.hasPrefix(" \(place). ")))
          || line.hasPrefix("| \(place) | S") || line.hasPrefix("| \(place) | ours")
      }
    return isThere ? nil : "\(shown) is not there"
  }
}
