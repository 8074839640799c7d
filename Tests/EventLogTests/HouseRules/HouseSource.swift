import Foundation
import Testing

/// A file of the project, as the rules of the house look at it.
struct HouseSource {
  /// Its path from the folder Sources or Tests, such as `EventLog/Event.swift`.
  let name: String
  let text: String
  let code: SwiftCode

  init(name: String, text: String) {
    self.name = name
    self.text = text
    code = SwiftCode(text)
  }

  var module: String { String(name.prefix { $0 != "/" }) }

  /// Whether the text has a word somewhere: a quick look that spares a slow one.
  func has(_ word: String) -> Bool { word.withCString { word in text.withCString { strstr($0, word) } } != nil }

  /// How many lines the file has.
  var lineCount: Int { code.lines.count }

  /// The modules that it imports.
  var imports: [String] {
    let kinds: Set<String> = ["struct", "class", "enum", "func", "protocol"]
    let before: Set<String> = ["public", "package", "internal", "private", "fileprivate"]
    // Imports stand before all else but comments and conditions.
    return code.lines.prefix(40).compactMap { line -> String? in
      let words = line.split(separator: " ").map { String($0) }
      guard let index = words.firstIndex(of: "import"),
        words.prefix(index).allSatisfy({ $0.hasPrefix("@") || before.contains($0) }),
        let named = words.dropFirst(index + 1).first(where: { !kinds.contains($0) })
      else { return nil }
      return String(named.prefix { $0 != "." })
    }
  }

  /// The modules that a client links.
  static let products: Set<String> = [
    "CivilTime", "EventLog", "EventStorage", "EventSync", "FollowUp", "FollowUpAdvice",
  ]
  /// The modules that run on a phone too: the products, and what a façade over them needs.
  static let libraries = products.union(["FollowUpFormats", "FollowUpReport"])

  static let checkout: String =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")

  /// Every Swift file under Sources.
  static let sources = Result { try all(in: "Sources") }
  /// Every Swift file under Tests.
  static let tests = Result { try all(in: "Tests") }

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
