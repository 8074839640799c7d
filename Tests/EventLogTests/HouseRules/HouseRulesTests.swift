import Foundation
import Testing

/// Rules of the house that a compiler does not hold: read from the sources themselves.
@Suite struct HouseRulesTests {
  private struct Source {
    /// Such as `EventLog/Event.swift`.
    let name: String
    let text: String
    /// Without comments and without what stands in string literals.
    let code: [String]

    var module: String { String(name.prefix { $0 != "/" }) }

    var imports: [String] {
      let kinds: Set<String> = ["struct", "class", "enum", "func", "protocol"]
      let before: Set<String> = ["public", "package", "internal", "private", "fileprivate"]
      return code.compactMap { line -> String? in
        let words = line.split(separator: " ").map { String($0) }
        guard let index = words.firstIndex(of: "import"),
          words.prefix(index).allSatisfy({ $0.hasPrefix("@") || before.contains($0) }),
          let named = words.dropFirst(index + 1).first(where: { !kinds.contains($0) })
        else { return nil }
        return String(named.prefix { $0 != "." })
      }
    }
  }

  private static let checkout: String =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

  private static func sources() throws -> [Source] {
    let root = checkout + "/Sources"
    let names = try #require(FileManager.default.enumerator(atPath: root)).compactMap { $0 as? String }
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      let text = try String(contentsOfFile: root + "/" + name, encoding: .utf8)
      return Source(
        name: name, text: text, code: text.split(separator: "\n", omittingEmptySubsequences: false).map(bare))
    }
  }

  /// A line without its comment and without its literals. Good enough for these rules.
  private static func bare(_ line: Substring) -> String {
    var result = ""
    var isInString = false
    var isEscaped = false
    var previous: Character = " "
    for character in line {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isInString = false
        }
        continue
      }
      if character == "/", previous == "/" { return String(result.dropLast()) }
      if character == "\"" { isInString = true }
      result.append(character)
      previous = character
    }
    return result
  }

  @Test func theSourcesAreFound() throws {
    let sources = try Self.sources()
    #expect(
      Set(sources.map(\.module)).isSuperset(of: ["EventLog", "EventStorage", "EventSync", "FollowUp", "TestSupport"]))
    #expect(sources.count > 60)
    #expect(Self.bare(#"let a = "x // print(" + b("\"print(") // try!"#) == #"let a = " + b(") "#)
  }

  /// Every module that a module of the project may import beside those of the system.
  private static let allowed: [String: Set<String>] = [
    "EventLog": ["Crypto"],
    "EventStorage": ["EventLog", "Schema", "Crypto", "GRDB", "GRDBSQLite"],
    "EventSync": ["EventLog", "EventStorage", "Crypto"],
    "FollowUp": ["EventLog", "Foundation"],
    "FollowUpAdvice": ["EventLog", "FollowUp", "Yams", "Foundation"],
    "FollowUpExchange": ["EventLog", "FollowUp", "FollowUpAdvice", "Foundation"],
    "FollowUpCLI": [
      "EventLog", "EventStorage", "EventSync", "FollowUp", "FollowUpAdvice", "FollowUpExchange", "ArgumentParser",
      "Foundation",
    ],
    "FollowUpProgram": ["FollowUpCLI"],
    "TestSupport": ["EventLog", "EventStorage", "EventSync", "FollowUp", "Foundation"],
    "FuzzTargets": [
      "EventLog", "EventStorage", "EventSync", "FollowUp", "FollowUpAdvice", "FollowUpExchange", "TestSupport",
    ],
  ]
  private static let system: Set<String> = ["Darwin", "Glibc", "Musl", "Android", "Synchronization"]

  @Test func importsRunDownwardsOnly() throws {
    var seen = 0
    for source in try Self.sources() {
      guard let allowed = Self.allowed[source.module] else {
        Issue.record("\(source.name): the module \(source.module) is not in the table of imports")
        continue
      }
      // The ground floor holds values only: nothing of the system either.
      let all = source.module == "EventLog" ? allowed : allowed.union(Self.system)
      for name in source.imports {
        seen += 1
        #expect(all.contains(name), "\(source.name) imports \(name)")
      }
    }
    #expect(seen > 60)
  }

  @Test func librariesDoNotPrintNorTrapNorAskTheClock() throws {
    let words: [(word: String, isForbidden: (String) -> Bool)] = [
      ("print(", { !$0.hasPrefix("FollowUpCLI") }), ("debugPrint(", { _ in true }), ("dump(", { _ in true }),
      ("NSLog(", { _ in true }), ("Date()", { !$0.hasPrefix("FollowUpCLI") }),
      ("Date.now", { !$0.hasPrefix("FollowUpCLI") }), ("try!", { _ in true }), ("as!", { _ in true }),
      ("fatalError(", { _ in true }), ("preconditionFailure(", { _ in true }),
    ]
    for source in try Self.sources() {
      for (number, line) in source.code.enumerated() {
        for rule in words where rule.isForbidden(source.name) {
          for range in line.ranges(of: rule.word) {
            let before = line[..<range.lowerBound].last ?? " "
            let isWord = rule.word.first?.isLetter == true && (before.isLetter || before.isNumber || before == "_")
            // A method of that name, or its declaration, is another thing.
            let isMember = before == "." || line[..<range.lowerBound].hasSuffix("func ")
            #expect(isWord || isMember, "\(source.name):\(number + 1): \(rule.word)")
          }
        }
      }
    }
  }

  @Test func filesStayShort() throws {
    for source in try Self.sources() {
      let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      #expect(lines <= 400, "\(source.name) has \(lines) lines")
    }
  }

  @Test func everyPlatformHasItsBranch() throws {
    var found = 0
    for source in try Self.sources() where source.imports.contains("Glibc") {
      found += 1
      #expect(Set(source.imports).isSuperset(of: ["Darwin", "Glibc", "Musl"]), "\(source.name)")
      for module in ["Darwin", "Glibc", "Musl"] {
        #expect(source.text.contains("canImport(\(module))"), "\(source.name)")
      }
    }
    #expect(found > 0)
    for source in try Self.sources() where !source.imports.contains("Glibc") {
      #expect(Set(source.imports).isDisjoint(with: ["Darwin", "Musl", "Android"]), "\(source.name) forgets Linux")
    }
  }

  @Test func theSchemaIsEmbeddedWholeAndInOrder() throws {
    let folder = Self.checkout + "/Schema"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.sorted()
    #expect(!files.isEmpty)
    for (index, file) in files.enumerated() {
      let digits = String(index + 1)
      #expect(file.hasPrefix("v" + String(repeating: "0", count: 4 - digits.count) + digits + "_"), "\(file)")
    }
    let swift = try String(contentsOfFile: folder + "/Schema.swift", encoding: .utf8)
    let listed = swift.matches(of: /PackageResources\.([A-Za-z0-9_]+)/).map { String($0.1) }
    #expect(listed == files.map { $0.replacing(".", with: "_") })
    let manifest = try String(contentsOfFile: Self.checkout + "/Package.swift", encoding: .utf8)
    let embedded = manifest.matches(of: /\.embedInCode\("([^"]+)"\)/).map { String($0.1) }
    #expect(embedded.filter { $0.hasSuffix(".sql") }.sorted() == files)
    let playbooks = try FileManager.default.contentsOfDirectory(
      atPath: Self.checkout + "/Sources/FollowUpAdvice/Playbooks"
    ).filter { $0.hasSuffix(".yaml") }.map { "Playbooks/" + $0 }
    #expect(embedded.filter { $0.hasPrefix("Playbooks/") }.sorted() == playbooks.sorted())
    #expect(playbooks.count == 6)
  }
}
