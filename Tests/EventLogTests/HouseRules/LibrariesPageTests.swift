import Foundation
import Testing

/// `docs/LIBRARIES.md` names every type that a client of a library sees, in the first sentence of its documentation.
///
/// `FOLLOWUP_WRITE=1 swift test --filter LibrariesPageTests` writes the lists anew; the words above them are a person's.
@Suite struct LibrariesPageTests {
  private static let path = HouseSource.checkout + "/docs/LIBRARIES.md"
  private static let begin = "<!-- types of "
  private static let end = "<!-- end -->"

  @Test func thePageNamesEveryPublicType() throws {
    let sources = try HouseSource.sources.get()
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let updated = Self.updated(page, sources)
    if ProcessInfo.processInfo.environment["FOLLOWUP_WRITE"] != nil {
      return try Data(updated.utf8).write(to: URL(fileURLWithPath: Self.path))
    }
    for change in updated.components(separatedBy: "\n").difference(from: page.components(separatedBy: "\n")) {
      let text =
        switch change {
        case .insert(_, let line, _): "lacks: \(line)"
        case .remove(_, let line, _): "has what the sources do not say: \(line)"
        }
      Issue.record("docs/LIBRARIES.md \(text); FOLLOWUP_WRITE=1 swift test --filter LibrariesPageTests writes it anew")
    }
    let libraries = Set(page.matches(of: /<!-- types of ([A-Za-z]+) -->/).map { String($0.1) })
    #expect(libraries == HouseSource.products)
  }

  @Test func aMissingTypeIsFound() {
    let source = HouseSource(
      name: "EventLog/Clocks/A.swift",
      text:
        "/// One thing of ``B``, that\n/// is there. More.\n///\n/// Else.\n@frozen\npublic struct A {\n}\nstruct C {}\n"
    )
    let page = "# A\n<!-- types of EventLog -->\nold\n<!-- end -->\nb\n"
    let list = "\n**Clocks**\n\n- `A`: One thing of `B`, that is there.\n"
    #expect(Self.updated(page, [source]) == page.replacing("old\n", with: list))
  }

  private static func updated(_ page: String, _ sources: [HouseSource]) -> String {
    var lines: [String] = []
    var isInside = false
    for line in page.components(separatedBy: "\n") {
      if line == end { isInside = false }
      if !isInside { lines.append(line) }
      if line.hasPrefix(begin) {
        isInside = true
        lines += list(of: String(line.dropFirst(begin.count).prefix { $0 != " " }), sources)
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func list(of library: String, _ sources: [HouseSource]) -> [String] {
    var lines: [String] = []
    var folder: String?
    for source in sources where source.module == library {
      let parts = source.name.split(separator: "/")
      let own = parts.count > 2 ? String(parts[1]) : nil
      for (name, sentence) in types(in: source) {
        if own != folder, let own { lines += ["", "**\(own)**", ""] }
        if lines.isEmpty { lines.append("") }
        folder = own
        lines.append("- `\(name)`: \(sentence)")
      }
    }
    return lines
  }

  /// The public types of a file, with the first sentence of what is said of each.
  private static func types(in source: HouseSource) -> [(name: String, sentence: String)] {
    let texts = source.text.components(separatedBy: "\n")
    let declaration = /public (?:final |indirect )?(?:struct|class|enum|protocol|typealias) (\w+).*/
    var types: [(name: String, sentence: String)] = []
    for (index, line) in source.code.lines.enumerated() where line.hasPrefix("public ") {
      guard let found = line.wholeMatch(of: declaration) else { continue }
      var first = index
      while first > 0, !source.code.isDocumentation[first], first > index - 3 { first -= 1 }
      let last = first
      while first > 0, source.code.isDocumentation[first - 1] { first -= 1 }
      let lines = texts[first...last].map { String($0.dropFirst(4)) }
      let words = lines.prefix { !$0.isEmpty }.joined(separator: " ")
      let sentence = words.components(separatedBy: ". ")[0]
      let ending = sentence.hasSuffix(".") || sentence.hasSuffix(":") ? "" : "."
      types.append((String(found.1), (sentence + ending).replacing("``", with: "`")))
    }
    return types
  }
}
