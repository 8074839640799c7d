/// What the project asks of its sources beyond what the compiler and swift-format hold: each rule is a function from a
/// file to what breaks it. `.swift-format` asks for documentation, and forbids `try!`, `as!` and forced values.
enum HouseRules {
  // MARK: Imports

  private static let system: Set<String> = ["Darwin", "Glibc", "Musl", "Android", "Synchronization"]
  private static let usingFoundation: Set<String> = ["FollowUpCLI", "TestSupport"]

  /// A module imports what its target in Package.swift depends on, and of the system what it may. SwiftPM itself lets
  /// a file import whatever happens to be built before it.
  static func imports(_ source: HouseSource, _ manifest: Manifest) -> [Finding] {
    guard let dependencies = manifest.dependencies[source.module] else {
      return [Finding(source, "Package.swift has no target \(source.module)")]
    }
    var importable = Set(dependencies)
    // The ground floor holds values only: nothing of the system either.
    if source.module != "EventLog" { importable.formUnion(system) }
    if usingFoundation.contains(source.module) { importable.insert("Foundation") }
    // Where blocking work leaves the cooperative pool; Dispatch comes with Swift on every platform.
    if source.module == "FollowUpKit" { importable.insert("Dispatch") }
    return source.imports.filter { !importable.contains($0) }.map {
      Finding(source, "imports \($0), on which its target does not depend")
    }
  }

  // MARK: Words

  /// A word of code that has no place in most files.
  struct Word {
    let text: String
    /// What to do instead.
    let instead: String
    /// Where it may stand: a module, or a file with the reason beside it.
    var places: Set<String> = []
  }

  static let words: [Word] = [
    // In the program pages print themselves: methods of that name.
    Word(text: "print(", instead: "only the program prints, through its Output", places: ["FollowUpCLI"]),
    Word(text: "debugPrint(", instead: "only the program prints"),
    Word(text: "dump(", instead: "only the program prints"),
    Word(text: "NSLog(", instead: "only the program prints"),
    Word(text: "readLine(", instead: "only the program asks", places: ["FollowUpCLI/Program/CommandContext.swift"]),
    Word(text: "fatalError(", instead: "data from outside never ends the process"),
    Word(text: "preconditionFailure(", instead: "data from outside never ends the process"),
    Word(text: "unowned(unsafe)", instead: "hold it"),
  ]

  /// Clocks and chance come in through StoreEnvironment and CommandContext, which tests replace. These are the files
  /// where the live ones are made.
  static let clocksAndChance: [Word] = [
    Word(text: "Date()", instead: "take the moment from StoreEnvironment or CommandContext"),
    Word(text: "Date.now", instead: "take the moment from StoreEnvironment or CommandContext"),
    Word(text: "timeIntervalSinceNow", instead: "take the moment from StoreEnvironment or CommandContext"),
    // Platform reads the wall clock for StoreEnvironment.live and CommandContext.live.
    Word(
      text: "clock_gettime(", instead: "take the moment from outside", places: ["EventStorage/System/Platform.swift"]),
    Word(text: "gettimeofday(", instead: "take the moment from outside"),
    Word(text: "time(nil", instead: "take the moment from outside"),
    // How long a lock is waited for is real time, whatever the clock of the log says.
    Word(
      text: "ContinuousClock", instead: "take the moment from outside", places: ["EventStorage/SQLite/LockWait.swift"]),
    Word(text: "SuspendingClock", instead: "take the moment from outside"),
    Word(text: "DispatchTime", instead: "take the moment from outside"),
    Word(text: "ProcessInfo", instead: "take it from CommandContext"),
    // The seam itself: StoreEnvironment.live.
    Word(
      text: "SystemRandomNumberGenerator(", instead: "take chance from StoreEnvironment",
      places: ["EventStorage/Identity/StoreEnvironment.swift"]),
    // A folder for one test, whose name decides nothing.
    Word(
      text: "UUID()", instead: "take identifiers from StoreEnvironment.newIdentifier()",
      places: ["TestSupport/TemporaryFolder.swift"]),
    Word(text: "arc4random", instead: "take chance from StoreEnvironment"),
    Word(text: "getrandom(", instead: "take chance from StoreEnvironment"),
    Word(text: "shuffled()", instead: "give it a generator"),
    Word(text: "shuffle()", instead: "give it a generator"),
    Word(text: "randomElement()", instead: "give it a generator"),
  ]

  static func words(_ source: HouseSource, _ words: [Word]) -> [Finding] {
    words.filter { $0.places.isDisjoint(with: [source.name, source.module]) }.flatMap { word in
      source.codeLines(with: word.text).filter { line in
        line.code.ranges(of: word.text).contains { isWord(word.text, line.code[..<$0.lowerBound]) }
      }.map { Finding(source, line: $0.number, "\(word.text): \(word.instead)") }
    }
  }

  /// Whether a word is itself behind what stands before it: not the end of a longer one, a method of that name, or its
  /// declaration.
  private static func isWord(_ word: String, _ before: Substring) -> Bool {
    if word.first?.isLetter == true, let last = before.last, last.isLetter || last.isNumber || last == "_" {
      return false
    }
    return !word.hasSuffix("(") || !(before.last == "." || before.hasSuffix("func "))
  }

  /// Chance that nobody hands in: `Int.random(in: …)` without `using:`.
  static func chance(_ source: HouseSource) -> [Finding] {
    source.codeLines(with: ".random").compactMap { line in
      guard let found = line.code.range(of: ".random(") ?? line.code.range(of: ".randomElement(") else { return nil }
      guard !line.code[found.upperBound...].contains("using:") else { return nil }
      return Finding(source, line: line.number, "a random value without using: give it the injected generator")
    }
  }

  // MARK: Size

  static let linesMax = 400
  /// Files above it, each with its reason.
  static let longFiles: [String: String] = [
    "EventStorageTests/IdentityTests.swift":
      "each way in which a store comes to be cloned is a test, and they share one cast of devices"
  ]

  static func size(_ source: HouseSource) -> [Finding] {
    let count = source.lineCount
    let isExcepted = longFiles[source.name] != nil
    if count > linesMax, !isExcepted {
      return [
        Finding(
          source, "\(count) lines, above \(linesMax): split it by topic, or give its reason in HouseRules.longFiles")
      ]
    }
    if count <= linesMax, isExcepted { return [Finding(source, "is short now: take it out of HouseRules.longFiles")] }
    return []
  }

  // MARK: Unsafe

  /// What the compiler is told to believe, and so wants its reason beside it: in a comment on the same line or on one of
  /// the two above.
  static let beliefs = ["@unchecked Sendable", "nonisolated(unsafe)", "unsafeBitCast(", "@preconcurrency"]

  static func beliefs(_ source: HouseSource) -> [Finding] {
    beliefs.flatMap { belief in
      source.codeLines(with: belief).filter { line in
        let index = line.number - 1
        let above = source.lines[max(0, index - 2)..<index].map { $0.drop { $0 == " " } }
        return !above.contains { $0.hasPrefix("//") } && !source.lines[index].contains("// ")
      }.map { Finding(source, line: $0.number, "\(belief): say beside it why it holds") }
    }
  }
}
