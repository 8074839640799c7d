import CivilTime
import FollowUp

extension ScriptTemplate {
  /// Reads a template.
  ///
  /// - Parameters:
  ///   - bytes: the text of the template, in UTF-8.
  ///   - file: what problems call it.
  /// - Throws: ``TemplateProblem``, the first there is.
  package init(parsing bytes: some Collection<UInt8>, file: String) throws(TemplateProblem) {
    guard bytes.count <= Self.bytesMax else {
      throw TemplateProblem(file: file, line: 1, reason: "a template can have at most \(Self.bytesMax >> 10) KiB")
    }
    var bytes = Array(bytes)[...]
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes = bytes.dropFirst(3) }
    var lines: [Line] = []
    /// Lines that end in a backslash, to be joined with the next one.
    var begun: (line: Int, text: String)?
    let raws = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    for (index, raw) in raws.enumerated() {
      let raw = raw.last == 0x0d ? raw.dropLast() : raw
      func problem(_ reason: String, line: Int) -> TemplateProblem {
        TemplateProblem(file: file, line: line, reason: reason)
      }
      guard var text = String(validating: raw, as: UTF8.self) else {
        throw problem("not UTF-8 text; save the file as UTF-8", line: index + 1)
      }
      if begun == nil, text.unicodeScalars.first == "#" { continue }
      let number = begun?.line ?? index + 1
      if let begun { text = begun.text + text.drop { $0 == " " || $0 == "\t" } }
      let isContinued = !text.reversed().prefix { $0 == "\\" }.count.isMultiple(of: 2)
      if isContinued, index + 1 < raws.count {
        begun = (number, String(text.dropLast()))
        continue
      }
      begun = nil
      let indent = text.prefix { $0 == " " }.count
      var parser = Parser(rest: Array(text.dropFirst(indent))[...])
      do throws(Parser.Problem) {
        lines.append(Line(indent: indent, nodes: try parser.line()))
      } catch { throw problem(error.reason, line: number) }
    }
    self.file = file
    self.lines = lines
    guard lines.contains(where: { !$0.nodes.isEmpty }) else {
      throw TemplateProblem(file: file, line: 1, reason: "the template is empty")
    }
  }

  /// Reads one line, joined with those that continue it; a bracket that was forgotten is named where it stands.
  private struct Parser {
    struct Problem: Error {
      let reason: String
      init(_ reason: String) { self.reason = reason }
    }

    var rest: ArraySlice<Character>

    mutating func line() throws(Problem) -> [Node] {
      let nodes = try sequence(depth: 0)
      guard rest.isEmpty else {
        throw Problem("there is a ] without its [; to print a bracket, write \\]")
      }
      return nodes
    }

    private mutating func sequence(depth: Int) throws(Problem) -> [Node] {
      var nodes: [Node] = []
      var text = ""
      func flushed() -> [Node] { text.isEmpty ? nodes : nodes + [.text(text)] }
      while let character = rest.first {
        switch character {
        case "\\":
          rest.removeFirst()
          guard let literal = rest.popFirst() else {
            throw Problem("there is a backslash at the end of the file; to print a backslash, write \\\\")
          }
          text.append(literal)
        case "{":
          rest.removeFirst()
          nodes = flushed() + [try named(depth: depth)]
          text = ""
        case "}": throw Problem("there is a } without its {; to print a brace, write \\}")
        case "[":
          rest.removeFirst()
          guard depth < ScriptTemplate.depthMax else {
            throw Problem("brackets are nested more than \(ScriptTemplate.depthMax) deep")
          }
          nodes = flushed() + [try choice(depth: depth + 1)]
          text = ""
        case "]": return flushed()
        case "|" where depth > 0: return flushed()
        default:
          text.append(character)
          rest.removeFirst()
        }
      }
      return flushed()
    }

    private mutating func choice(depth: Int) throws(Problem) -> Node {
      var parts = [try sequence(depth: depth)]
      while rest.first == "|" {
        rest.removeFirst()
        parts.append(try sequence(depth: depth))
      }
      guard rest.popFirst() == "]" else {
        throw Problem("a [ is not closed on this line; to print a bracket, write \\[")
      }
      return .choice(parts)
    }

    private mutating func named(depth: Int) throws(Problem) -> Node {
      guard let end = rest.firstIndex(of: "}") else {
        throw Problem("a { is not closed on this line; to print a brace, write \\{")
      }
      let inner = trim(String(rest[..<end]))
      rest = rest[(end + 1)...]
      if inner.hasPrefix("?") {
        guard depth > 0 else { throw Problem("{\(shown(inner))} is a condition, which belongs between [ and ]") }
        let isWanted = !inner.hasPrefix("?!")
        let name = trim(inner.dropFirst(isWanted ? 1 : 2))
        if let question = ScriptQuestion(rawValue: name) { return .test(.question(question), isWanted: isWanted) }
        if let fact = ScriptFact(rawValue: name) { return .test(.fact(fact), isWanted: isWanted) }
        throw unknown(name, among: ScriptQuestion.allCases.map(\.rawValue) + ScriptFact.allCases.map(\.rawValue))
      }
      let isAsked = inner.hasSuffix("!")
      let name = isAsked ? trim(inner.dropLast()) : inner
      if let fact = ScriptFact(rawValue: name) { return .fact(fact, isAsked: isAsked || depth == 0) }
      if ScriptQuestion(rawValue: name) != nil {
        throw Problem("\(quoted(name)) is a condition, not a fact; write [{?\(name)} …]")
      }
      throw unknown(name, among: ScriptFact.allCases.map(\.rawValue))
    }

    private func unknown(_ name: String, among names: [String]) -> Problem {
      Problem("no fact is called \(quoted(name))\(Nearest.way(from: name, among: names, list: "choose from"))")
    }

    private func shown(_ text: String) -> String { String(quoted(text).dropFirst().dropLast()) }
  }
}
