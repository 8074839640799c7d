extension HouseRules {
  /// What the standard library's protocols ask for and describe: their own documentation is shown for these.
  private static let witnesses: [String] = [
    "var description:", "func == ", "func < ", "func hash(into ", "func encode(to ", "init(from decoder",
    "init(stringLiteral ",
    "init(arrayLiteral ", "init(integerLiteral ", "func next()", "func makeIterator()", "func makeAsyncIterator()",
    "typealias Element ", "typealias RawValue ", "typealias Failure ", "subscript(position", "var startIndex",
    "var endIndex",
    "func index(after",
  ]

  private enum Scope {
    case publicEnum, publicProtocol, other
  }

  /// Symbols that other modules see, and that have no documentation comment: those with `public` or `package` before
  /// them, the cases of such an enumeration, and the requirements of such a protocol.
  static func documentation(_ source: HouseSource) -> [Finding] {
    guard HouseSource.libraries.contains(source.module) else { return [] }
    var findings: [Finding] = []
    var scopes: [Scope] = []
    var opening = Scope.other
    for (index, line) in source.code.lines.enumerated() {
      let words = declaration(line)
      let isVisible = words.first == "public" || words.first == "package"
      if isVisible, words.contains("enum") { opening = .publicEnum }
      if isVisible, words.contains("protocol") { opening = .publicProtocol }
      let isSymbol =
        switch scopes.last ?? .other {
        case .publicEnum: isVisible || words.first == "case" || words.starts(with: ["indirect", "case"])
        case .publicProtocol: isRequirement(words)
        case .other: isVisible
        }
      if isSymbol, words.dropFirst().first != "import", !words.contains("extension"), !isWitness(line),
        !isDocumented(source, index)
      {
        let shown = line.drop { $0 == " " }
        findings.append(Finding(source, line: index + 1, "no documentation comment: \(shown)"))
      }
      for byte in line.utf8 {
        if byte == UInt8(ascii: "{") {
          scopes.append(opening)
          opening = .other
        } else if byte == UInt8(ascii: "}") {
          _ = scopes.popLast()
        }
      }
    }
    return findings
  }

  /// The words with which a line begins, without attributes.
  private static func declaration(_ line: String) -> [Substring] {
    Array(line.split(separator: " ").drop { $0.hasPrefix("@") }.prefix(6))
  }

  private static func isRequirement(_ words: [Substring]) -> Bool {
    let kinds = ["func", "var", "init", "subscript", "associatedtype", "static"]
    let word = words.first { $0 != "mutating" && $0 != "nonmutating" } ?? ""
    return kinds.contains { word == $0 || (word.hasPrefix($0) && word.dropFirst($0.count).hasPrefix("(")) }
  }

  private static func isWitness(_ line: String) -> Bool { witnesses.contains { line.contains($0) } }

  private static func isDocumented(_ source: HouseSource, _ index: Int) -> Bool {
    var above = index - 1
    // An attribute, or the condition of a branch, may stand between.
    while above >= 0, let first = source.code.lines[above].split(separator: " ").first, first.hasPrefix("@") {
      above -= 1
    }
    return above >= 0 && source.code.isDocumentation[above]
  }
}
