import Foundation
import Testing

/// The pages lead where they say, and the glossary names what there is.
@Suite struct PageTests {
  /// The pages by their path in the checkout.
  private static let pages = Result {
    var pages: [String: String] = [:]
    let docs = HouseSource.checkout + "/docs"
    let names = try #require(FileManager.default.enumerator(atPath: docs)).compactMap { $0 as? String }
    for name in ["README.md"] + names.filter({ $0.hasSuffix(".md") }).map({ "docs/" + $0 }) {
      pages[name] = try String(contentsOfFile: "\(HouseSource.checkout)/\(name)", encoding: .utf8)
    }
    return pages
  }

  @Test func everyLinkLeadsSomewhere() throws {
    let pages = try Self.pages.get()
    var count = 0
    for (name, text) in pages {
      let targets = Self.targets(in: text)
      count += targets.count
      for target in targets {
        let problem = Self.problem(target, from: name, pages) { path in
          FileManager.default.fileExists(atPath: HouseSource.checkout + "/" + path)
        }
        if let problem { Issue.record("\(name): \(problem)") }
      }
    }
    #expect(count > 100)
  }

  @Test func everyDecisionIsInTheIndex() throws {
    let pages = try Self.pages.get()
    let index = try #require(pages["docs/decisions/README.md"])
    let records = pages.keys.filter { $0.hasPrefix("docs/decisions/0") }
    #expect(records.count > 20)
    for record in records { #expect(index.contains("(\(record.split(separator: "/")[2]))"), "\(record)") }
  }

  @Test func everyTypeOfTheGlossaryExists() throws {
    let text = try #require(try Self.pages.get()["docs/GLOSSARY.md"])
    let names = Set(text.matches(of: /`([A-Z][a-z]+[A-Za-z]*)`/).map { String($0.1) })
    #expect(names.count > 40)
    var declared: Set<String> = []
    for source in try HouseSource.sources.get() + HouseSource.tests.get() {
      for found in source.text.matches(of: /\b(?:struct|class|enum|protocol|actor|typealias) ([A-Z]\w*)/) {
        declared.insert(String(found.1))
      }
    }
    #expect(names.subtracting(declared).sorted() == [], "docs/GLOSSARY.md names types that are not in the sources")
  }

  @Test func theGlossaryIsSorted() throws {
    let text = try #require(try Self.pages.get()["docs/GLOSSARY.md"])
    let rows = text.components(separatedBy: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
    let terms = rows.map { $0.components(separatedBy: " | ")[0].lowercased() }
    #expect(terms == terms.sorted())
  }

  // MARK: What holds the pages can fail

  @Test func aLinkThatLeadsNowhereIsFound() {
    let pages = ["pages/A.md": "# A\n## One, two: `x` & y\n"]
    func problem(_ link: String, from name: String = "README.md") -> String? {
      Self.problem(link, from: name, pages) { ["pages/A.md", "Schema"].contains($0) }
    }
    #expect(
      Self.targets(in: "a [b](c.md) ![d](e.png)\n```\n[f](g)\n```\n<img src=\"h\"> `[i](j)`") == ["c.md", "e.png", "h"])
    #expect(problem("pages/A.md") == nil && problem("A.md#one-two-x--y", from: "pages/A.md") == nil)
    #expect(problem("../Schema", from: "pages/A.md") == nil && problem("https://x.example/y") == nil)
    #expect(problem("pages/B.md") == "pages/B.md is not there")
    #expect(
      problem("pages/A.md#two") == "pages/A.md has no heading #two" && problem("#a") == "README.md has no heading #a")
  }

  private static func targets(in text: String) -> [String] {
    var isCode = false
    return text.components(separatedBy: "\n").flatMap { line -> [String] in
      if line.hasPrefix("```") { isCode.toggle() }
      if isCode { return [] }
      let line = line.replacing(/`[^`]*`/, with: "x")
      return line.matches(of: /\]\(([^)]+)\)/).map { String($0.1) }
        + line.matches(of: /src="([^"]+)"/).map { String($0.1) }
    }
  }

  private static func problem(
    _ target: String, from name: String, _ pages: [String: String], isThere: (String) -> Bool
  ) -> String? {
    guard !target.contains("://") else { return nil }
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var folders = name.components(separatedBy: "/").dropLast()
    for part in parts[0].components(separatedBy: "/") {
      if part == ".." { folders = folders.dropLast() } else if part != "." { folders.append(part) }
    }
    let path = parts[0].isEmpty ? name : folders.joined(separator: "/")
    guard parts[0].isEmpty || isThere(path) else { return "\(path) is not there" }
    guard parts.count == 2 else { return nil }
    let headings = (pages[path] ?? "").components(separatedBy: "\n").filter { $0.hasPrefix("#") }
    return headings.map(anchor).contains(parts[1]) ? nil : "\(path) has no heading #\(parts[1])"
  }

  /// The name that a site for sources gives a heading.
  private static func anchor(_ heading: String) -> String {
    heading.drop { $0 == "#" }.dropFirst().lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
      .replacing(" ", with: "-")
  }
}
