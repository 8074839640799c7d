import Testing

/// A rule that cannot fail holds nothing: each is given a text that breaks it, and one that does not.
@Suite struct HouseRuleFailureTests {
  private func source(_ text: String, _ name: String = "EventLog/Sample.swift") -> HouseSource {
    HouseSource(name: name, text: text)
  }

  @Test func codeIsToldFromCommentsAndLiterals() {
    let text = ##"""
      let a = "x // print(" + b("\"print(") // try!
      /* print( /* as! */ */ let c = 1 // é
      let d = #"a "quoted" \#(e("as!") + 1) try! \n"#
      let f = """
        print( "as!" \(g + ")") { \
        """ + h
      """##
    #expect(
      SwiftCode(text + "\n").lines == [
        #"let a = "" + b("") "#, " let c = 1 ", #"let d = "e("") + 1""#, #"let f = ""#, #"g + """#, #"" + h"#,
      ])
    #expect(SwiftCode("/// a\n  /// b\n// c\nlet d = 1\n").isDocumentation == [true, true, false, false])
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
    #expect(
      HouseRules.imports(source("import Crypto\ninternal import struct EventLog.Event\n")).map(\.reason) == [
        "imports EventLog, which is not below it"
      ])
    #expect(HouseRules.imports(source("import EventSync\n", "EventStorage/A.swift")).count == 1)
    #expect(HouseRules.imports(source("import EventLog\nimport Glibc\n", "EventStorage/A.swift")).isEmpty)
    #expect(HouseRules.imports(source("import Glibc\n")).count == 1)
    #expect(HouseRules.imports(source("let a = 1\n", "Nobody/A.swift")).count == 1)
  }

  @Test(arguments: [
    "print(1)", "debugPrint(a)", "dump(a)", "NSLog(a)", "readLine()", "let a = try! b()", "let a = b as! C",
    "fatalError(a)", "preconditionFailure(a)", "unowned(unsafe) let a: B", "let a = Date()", "let a = Date.now",
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
      "let a = Int.random(in: 0..<3, using: &random)", "let a = b.shuffled(using: &random)", "let a = b as? C",
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
      "let a = b!", "let a = b[1]!.c", "let a = b()!", "var a: B!", "@preconcurrency import B",
    ] {
      #expect(HouseRules.beliefs(source(code + "\n")).count == 1, "\(code)")
      #expect(HouseRules.beliefs(source("// Only one thread has it.\n\(code)\n")).isEmpty, "\(code)")
      #expect(HouseRules.beliefs(source("\(code) // Only one thread has it.\n")).isEmpty, "\(code)")
    }
    for code in ["if a != b {", "if !a, (!b) {", "let a = \"!\"", "guard a!=b else {", "a { !$0 }"] {
      #expect(HouseRules.beliefs(source(code + "\n")).isEmpty, "\(code)")
    }
  }

  @Test func missingDocumentationIsFound() {
    let text = """
      /// A.
      public struct A: CustomStringConvertible {
        public let b: Int
        /// C.
        @inlinable
        public func c() {}
        @inlinable public static func d() {}
        private let e = 1
        public var description: String { "" }
      }
      package extension A {}
      package enum F {
        case g
        /// H.
        indirect case h(F)
        func i() { switch self { case .g: break } }
      }
      /// J.
      public protocol J {
        func k()
        /// L.
        var l: Int { get }
        init(m: Int)
      }
      enum N { case o }

      """
    #expect(HouseRules.documentation(source(text)).compactMap(\.line) == [3, 7, 12, 13, 20, 23])
    #expect(HouseRules.documentation(source(text, "FollowUpCLI/A.swift")).isEmpty)
  }
}
