/// What the project asks of its sources, each rule a function from a file to what breaks it. Such a rule is one that the
/// compiler does not hold.
enum HouseRules {
  // MARK: Imports

  /// Every module that a module of the project may import beside those of the system.
  static let importable: [String: Set<String>] = [
    "EventLog": ["Crypto"],
    "EventStorage": ["EventLog", "Schema", "Crypto", "GRDB", "GRDBSQLite"],
    "EventSync": ["EventLog", "EventStorage", "Crypto"],
    "CivilTime": ["EventLog"],
    "FollowUp": ["CivilTime", "EventLog"],
    "FollowUpAdvice": ["CivilTime", "EventLog", "FollowUp", "Yams"],
    "FollowUpExchange": ["CivilTime", "EventLog", "FollowUp", "FollowUpAdvice"],
    "FollowUpCLI": [
      "CivilTime", "EventLog", "EventStorage", "EventSync", "FollowUp", "FollowUpAdvice", "FollowUpExchange",
      "ArgumentParser", "Foundation",
    ],
    "FollowUpProgram": ["FollowUpCLI"],
    "TestSupport": ["CivilTime", "EventLog", "EventStorage", "EventSync", "FollowUp", "Foundation"],
    "FuzzTargets": [
      "CivilTime", "EventLog", "EventStorage", "EventSync", "FollowUp", "FollowUpAdvice", "FollowUpExchange",
      "TestSupport", "GRDB",
    ],
  ]
  private static let system: Set<String> = ["Darwin", "Glibc", "Musl", "Android", "Synchronization"]

  static func imports(_ source: HouseSource) -> [Finding] {
    guard let importable = importable[source.module] else {
      return [Finding(source, "the module \(source.module) is not in the table of imports")]
    }
    // The ground floor holds values only: nothing of the system either.
    let all = source.module == "EventLog" ? importable : importable.union(system)
    return source.imports.filter { !all.contains($0) }.map { Finding(source, "imports \($0), which is not below it") }
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
    Word(text: "try!", instead: "throw, or say what holds in the types"),
    Word(text: "as!", instead: "cast with as?, and say what happens otherwise"),
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
    var findings: [Finding] = []
    for word in words where word.places.isDisjoint(with: [source.name, source.module]) && source.has(word.text) {
      for (index, line) in source.code.lines.enumerated() {
        for range in line.ranges(of: word.text) {
          let before = line[..<range.lowerBound]
          let isLetter = word.text.first?.isLetter == true
          // A longer word, a method of that name, or its declaration is another thing.
          if isLetter, let last = before.last, last.isLetter || last.isNumber || last == "_" { continue }
          if word.text.hasSuffix("("), before.last == "." || before.hasSuffix("func ") { continue }
          findings.append(Finding(source, line: index + 1, "\(word.text): \(word.instead)"))
        }
      }
    }
    return findings
  }

  /// Chance that nobody hands in: `Int.random(in: …)` without `using:`.
  static func chance(_ source: HouseSource) -> [Finding] {
    guard source.has(".random") else { return [] }
    return source.code.lines.enumerated().compactMap { index, line in
      guard let found = line.range(of: ".random(") ?? line.range(of: ".randomElement(") else { return nil }
      guard !line[found.upperBound...].contains("using:") else { return nil }
      return Finding(source, line: index + 1, "a random value without using: give it the generator that was injected")
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
    let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
    let beliefs = beliefs.filter { source.has($0) }
    return source.code.lines.enumerated().compactMap { index, line in
      let belief = beliefs.first { line.contains($0) } ?? (hasForcedValue(line) ? "!" : nil)
      guard let belief else { return nil }
      let above = lines[max(0, index - 2)..<index].map { $0.drop { $0 == " " } }
      if above.contains(where: { $0.hasPrefix("//") }) || lines[index].contains("// ") { return nil }
      return Finding(source, line: index + 1, "\(belief): say beside it why it holds")
    }
  }

  /// Whether a line takes the value of an optional by force: a `!` right behind a value or a type.
  static func hasForcedValue(_ line: String) -> Bool {
    guard line.utf8.contains(UInt8(ascii: "!")) else { return false }
    var previous: Character = " "
    var characters = Substring(line)
    while let character = characters.popFirst() {
      defer { previous = character }
      guard character == "!", characters.first != "=" else { continue }
      if previous.isLetter || previous.isNumber || "_)]}?\"".contains(previous) { return true }
    }
    return false
  }
}
