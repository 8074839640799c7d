import Foundation
import Testing

/// A file of the project, as the house rules see it: text, without any grammar.
struct HouseSource {
  /// Its path from the folder Sources or Tests, such as `EventLog/Event.swift`.
  let name: String
  let text: String
  let lines: [Substring]

  init(name: String, text: String) {
    self.name = name
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  var module: String { String(name.prefix { $0 != "/" }) }

  var lineCount: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }

  /// Whether the text has a word somewhere: a quick look that spares a slow one.
  func has(_ word: String) -> Bool { word.withCString { word in text.withCString { strstr($0, word) } } != nil }

  /// The lines without what stands in string literals of one line and behind `//`: nothing more of Swift is known here.
  var codeLines: [Substring] { lines.map(Self.code) }

  private static func code(_ line: Substring) -> Substring {
    guard line.utf8.contains(UInt8(ascii: "\"")) || line.contains("//") else { return line }
    let code = line.replacing(/#*"(?:\\.|[^"\\])*"#*/, with: "\"\"")
    return code[..<(code.firstRange(of: "//")?.lowerBound ?? code.endIndex)]
  }

  /// The lines that have a word in their code, with their numbers from 1.
  func codeLines(with word: String) -> [(number: Int, code: Substring)] {
    guard has(word) else { return [] }
    return lines.enumerated().compactMap { index, line in
      guard line.contains(word) else { return nil }
      let code = Self.code(line)
      return code.contains(word) ? (index + 1, code) : nil
    }
  }

  /// The modules that it imports.
  var imports: [String] {
    let before = /(?: |@\w+|public|package|internal|private|fileprivate)*/
    let kind = /(?:(?:struct|class|enum|func|protocol) )?/
    return codeLines(with: "import ").compactMap { line in
      guard let start = line.code.firstRange(of: "import "),
        line.code[..<start.lowerBound].wholeMatch(of: before) != nil
      else { return nil }
      let named = line.code[start.upperBound...].trimmingPrefix(kind)
      return named.wholeMatch(of: /(\w+)(?:\.\w+)* */).map { String($0.1) }
    }
  }

  /// The modules that run on a phone too: what a client links, and what a façade over it needs.
  static let libraries: Set<String> = [
    "CivilTime", "EventLog", "EventStorage", "EventSync", "FollowUp", "FollowUpAdvice", "FollowUpFormats",
    "FollowUpKit", "FollowUpReport",
  ]

  static let checkout: String =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")

  /// Every Swift file under Sources.
  static let sources = Result { try all(in: "Sources") }
  /// Every Swift file under Tests.
  static let tests = Result { try all(in: "Tests") }
  static let manifest = Result {
    Manifest(try String(contentsOfFile: checkout + "/Package.swift", encoding: .utf8))
  }

  private static func all(in folder: String) throws -> [HouseSource] {
    let root = checkout + "/" + folder
    let names = try #require(FileManager.default.enumerator(atPath: root)).compactMap { $0 as? String }
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      HouseSource(name: name, text: try String(contentsOfFile: root + "/" + name, encoding: .utf8))
    }
  }
}

/// A place that breaks a rule.
struct Finding: Equatable, CustomStringConvertible {
  let file: String
  /// Counted from 1; nil when it is about the file.
  let line: Int?
  let reason: String

  init(_ source: HouseSource, line: Int? = nil, _ reason: String) {
    file = source.name
    self.line = line
    self.reason = reason
  }

  var description: String { line.map { "\(file):\($0): \(reason)" } ?? "\(file): \(reason)" }
}
