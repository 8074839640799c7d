import Testing

/// A rule that cannot fail holds nothing: each is given a text that breaks it, and one that does not.
@Suite struct HouseRuleFailureTests {
  private func source(_ text: String, _ name: String = "EventLog/Sample.swift") -> HouseSource {
    HouseSource(name: name, text: text)
  }

  @Test func commentsAndLiteralsAreNoCode() {
    func found(_ line: String) -> Bool { !source(line + "\n").codeLines(with: "print(").isEmpty }
    #expect(found("print(1)") && found(#"let a = "b"; print("c") // d"#) && found(##"a(#"print("#, print(1))"##))
    #expect(!found("// print(1)") && !found("a() // print(1)") && !found(#"let a = "print(\"1\") // print(""#))
  }

  @Test func aFolderFurtherUpIsFound() {
    let sources = [
      source("struct Low {}\nprivate struct Own {}\n", "A/Below/Low.swift"),
      source("// High\nfinal class High { let low = Low() }\nstruct Own {}\n", "A/Above/High.swift"),
      source("func use() -> High? { nil }\n", "A/Below/Use.swift"),
    ]
    let order = ["Below", "Above"]
    #expect(
      HouseRules.folderOrder(sources, order).map(\.description) == [
        "A/Below/Use.swift:1: High is declared further up, in Above"
      ])
    #expect(HouseRules.folderOrder([sources[0], source("", "A/Lost.swift")], order).map(\.file) == ["A/Lost.swift"])
  }

  @Test func importsUpwardsAreFound() {
    let manifest = Manifest(
      """
      .target(name: "EventLog", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
      .target(name: "EventStorage", dependencies: ["EventLog"]),
      .target(name: "FollowUpCLI", dependencies: ["EventLog"]),
      """)
    func reasons(_ text: String, _ name: String = "EventLog/A.swift") -> [String] {
      HouseRules.imports(source(text, name), manifest).map(\.reason)
    }
    #expect(
      reasons("import Crypto\n@preconcurrency internal import struct EventStorage.Event\n") == [
        "imports EventStorage, on which its target does not depend"
      ])
    #expect(reasons("import EventSync\n", "EventStorage/A.swift").count == 1)
    #expect(reasons("import EventLog\n#if canImport(Glibc)\n  import Glibc\n#endif\n", "EventStorage/A.swift").isEmpty)
    #expect(reasons("import Glibc\n").count == 1)
    #expect(reasons("import Foundation\n", "EventStorage/A.swift").count == 1)
    #expect(reasons("import Foundation\n", "FollowUpCLI/A.swift").isEmpty)
    #expect(reasons("let a = 1\n", "Nobody/A.swift") == ["Package.swift has no target Nobody"])
  }

  @Test(arguments: [
    "print(1)", "debugPrint(a)", "dump(a)", "NSLog(a)", "readLine()", "fatalError(a)", "preconditionFailure(a)",
    "unowned(unsafe) let a: B", "let a = Date()", "let a = Date.now",
    "clock_gettime(CLOCK_REALTIME, &a)", "gettimeofday(&a, nil)", "let a = time(nil)", "let a = ContinuousClock.now",
    "var a = SystemRandomNumberGenerator()", "let a = UUID()", "arc4random()", "let a = b.shuffled()",
    "let a = b.randomElement()", "let a = Int.random(in: 0..<3)", "let a = ProcessInfo.processInfo",
  ])
  func forbiddenWordsAreFound(code: String) {
    let all = HouseRules.words + HouseRules.clocksAndChance
    func found(_ text: String) -> Int {
      let source = source(text)
      return HouseRules.words(source, all).count + HouseRules.chance(source).count
    }
    #expect(found(code + "\n") > 0)
    #expect(found("// \(code)\n") == 0)
    #expect(found("let text = #\"\(code)\"#\n") == 0)
  }

  @Test func otherWordsAreNotForbidden() {
    for code in [
      "reprint(a)", "page.print(session)", "func print(_ a: Int) {}", "let a = CivilDate()", "entry.dump(a)",
      "let a = Int.random(in: 0..<3, using: &random)", "let a = b.shuffled(using: &random)",
    ] {
      let source = source(code + "\n")
      #expect(HouseRules.words(source, HouseRules.words + HouseRules.clocksAndChance).isEmpty, "\(code)")
      #expect(HouseRules.chance(source).isEmpty, "\(code)")
    }
    let seam = source("clock_gettime(CLOCK_REALTIME, &time)\n", "EventStorage/System/Platform.swift")
    #expect(HouseRules.words(seam, HouseRules.clocksAndChance).isEmpty)
  }

  @Test func longFilesAreFound() throws {
    let line = "let a = 1\n"
    #expect(HouseRules.size(source(String(repeating: line, count: 400))).isEmpty)
    #expect(HouseRules.size(source(String(repeating: line, count: 401))).count == 1)
    let excepted = try #require(HouseRules.longFiles.keys.first)
    #expect(HouseRules.size(source(String(repeating: line, count: 401), excepted)).isEmpty)
    // An exception that is not needed any more goes.
    #expect(HouseRules.size(source(line, excepted)).count == 1)
  }

  @Test func beliefsWithoutAReasonAreFound() {
    for code in [
      "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1", "let a = unsafeBitCast(b, to: C.self)",
      "@preconcurrency import B",
    ] {
      #expect(HouseRules.beliefs(source(code + "\n")).count == 1, "\(code)")
      #expect(HouseRules.beliefs(source("// Only one thread has it.\n\(code)\n")).isEmpty, "\(code)")
      #expect(HouseRules.beliefs(source("\(code) // Only one thread has it.\n")).isEmpty, "\(code)")
    }
    #expect(HouseRules.beliefs(source("final class A: Sendable {}\n")).isEmpty)
  }
}
