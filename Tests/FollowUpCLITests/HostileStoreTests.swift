import EventLog
import Foundation
import FuzzTargets
import TestSupport
import Testing

@testable import FollowUpCLI

/// Each command that reads, on stores that are damaged or that somebody made to do harm: it ends with a sentence and a
/// status, and soon. A trap would end the tests.
@Suite struct HostileStoreTests {
  private static let isLong = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] != nil
  private static let seed = ProcessInfo.processInfo.environment["FOLLOWUP_SEED"].flatMap { UInt64($0) } ?? 20_261_128
  /// No command may take longer.
  private static let secondsMax = 10.0

  private static let commands: [[String]] = [
    ["next"], ["list"], ["list", "--as-of", "2026-11-19"], ["status"], ["verify"], ["search", "voicemail"],
    ["show", "acme"],
    ["why", "acme"], ["history", "acme"], ["conflicts"], ["agenda"], ["who", "ana"], ["employer", "acme"], ["doctor"],
    ["export", "--format", "log"], ["export", "--format", "state"], ["report"], ["setting"], ["device"],
    ["undo", "--list"],
    ["doctor", "--mend"], ["rebuild"],
  ]
  /// These are given the file beside a sound store.
  private static let foreign: [[String]] = [
    ["merge"], ["verify"], ["restore", "--dry-run"], ["restore", "--dry-run", "--partial"],
  ]

  /// A store as a person has it: applications, people, a conflict, lines that wait.
  private static let sound = Result {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    desktop.done("contact", "add", "Ana Birch", "--app", "acme", "--phone", "212-555-0153")
    for number in 0..<12 { desktop.done("log", "note", "acme", "voicemail number \(number)") }
    desktop.done("log", "call", "acme", "--contact", "ana")
    var (first, second) = (DeviceLog(7), DeviceLog(8))
    let record = RecordID(high: 0x7000, low: 0x8000_0000_0000_0009)
    for number in 0..<4 {
      let text = JSONValue("voicemail \(number)")
      try first.write(record, ["type": "note", "text": text], at: desktop.wallMilliseconds - 60_000 + Int64(number))
      try second.write(record, ["text": "another"], at: desktop.wallMilliseconds - 60_000 + Int64(number))
    }
    let lines = first.lines + second.lines.prefix(2) + second.lines.suffix(1)
    let text = lines.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: "\n") + "\n"
    desktop.done("merge", try desktop.file("others.jsonl", text))
    return try Data(contentsOf: URL(fileURLWithPath: desktop.storePath))
  }

  /// - Parameter damage: changes the file at the path, and says how.
  private func run(_ name: String, _ damage: (String) throws -> String) throws {
    let desktop = try Desktop()
    desktop.done("open", "Oak", "Clerk")
    let hostile = desktop.folder + "/hostile.db"
    try Self.sound.get().write(to: URL(fileURLWithPath: hostile))
    let what = try damage(hostile)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: hostile))
    func check(_ arguments: [String]) {
      let began = ContinuousClock.now
      let result = desktop.run(arguments: arguments)
      let seconds = Double((ContinuousClock.now - began).components.seconds)
      #expect([0, 1, 3].contains(result.status), "\(name) \(what): \(arguments): \(result.status) \(result.err)")
      #expect(result.status == 0 || !(result.err + result.out).isEmpty, "\(name) \(what): \(arguments) says nothing")
      #expect(seconds < Self.secondsMax, "\(name) \(what): \(arguments) took \(seconds) s")
    }
    for command in Self.foreign { check(command + [hostile]) }
    check(["doctor", "--salvage", desktop.folder + "/rescued.db", "--store", hostile])
    for command in Self.commands {
      // Each finds it as it was made.
      for suffix in ["-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: hostile + suffix) }
      try bytes.write(to: URL(fileURLWithPath: hostile))
      check(command + ["--store", hostile])
    }
    // What was merged may wait for lines that are lost; the store is sound all the same.
    #expect(desktop.run("verify", "--json").json["sound"]?.bool == true, "\(name) \(what): the sound store is damaged")
  }

  @Test func randomDamageEndsNoCommand() throws {
    var random = SeededGenerator(seed: Self.seed)
    for number in 1...(Self.isLong ? 1_000 : 12) {
      try run("seed \(Self.seed), store \(number)") { path in
        var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
        HostileDatabase.spoilBytes(&bytes, using: &random)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return "damaged"
      }
    }
  }

  @Test func hostileCellsAndSchemasEndNoCommand() throws {
    var random = SeededGenerator(seed: Self.seed)
    for number in 1...(Self.isLong ? 100 : 8) {
      try run("seed \(Self.seed), store \(number)") { path in
        let cell = number % 3 > 0 ? try HostileDatabase.spoilCell(at: path, using: &random) : nil
        return try cell ?? HostileDatabase.spoilSchema(at: path, using: &random) ?? "as it was"
      }
    }
  }

  @Test func whatIsNoRegularFileIsToldOfAtOnce() throws {
    let desktop = try Desktop()
    desktop.done("open", "Oak", "Clerk")
    let fifo = desktop.folder + "/fifo"
    mkfifo(fifo, 0o600)
    let began = ContinuousClock.now
    for path in [fifo, "/dev/zero", "/dev/null", desktop.folder] {
      for command in [["merge"], ["verify"], ["restore"]] {
        let result = desktop.run(arguments: command + [path])
        #expect(result.status == 1 && !result.err.isEmpty, "\(command) \(path): \(result.status) \(result.err)")
      }
      for command in [
        ["doctor"], ["doctor", "--salvage", desktop.folder + "/new.db"], ["doctor", "--mend"], ["list"],
      ] {
        let result = desktop.run(arguments: command + ["--store", path])
        let said = result.err + result.out
        #expect([1, 3].contains(result.status) && !said.isEmpty, "\(command) \(path): \(result.status) \(said)")
      }
    }
    #expect(ContinuousClock.now - began < .seconds(10))
  }

  @Test func aStoreWithoutItsNumbersIsBroughtBackByTheCommandThatIsPrinted() throws {
    let desktop = try Desktop()
    desktop.done("open", "Oak", "Clerk")
    let digest = desktop.run("status", "--json").json["digest"]
    for offset in [60, 68] {
      let handle = try #require(FileHandle(forUpdatingAtPath: desktop.storePath))
      try handle.seek(toOffset: UInt64(offset))
      try handle.write(contentsOf: [0, 0, 0, 0])
      try handle.close()
      for command in [["list"], ["next"], ["log", "note", "oak", "hello"], ["status"], ["verify"], ["sync", "/none"]] {
        let result = desktop.run(arguments: command)
        #expect(result.status == 1 && result.err.contains("followup doctor"), "\(command): \(result.err)")
      }
      let found = desktop.run("doctor", "--plain").out.split(separator: "\n").first { $0.hasPrefix("store-unnumbered") }
      #expect(found?.split(separator: "\t").last == "followup doctor --mend", "\(found ?? "")")
      let mended = desktop.run("doctor", "--mend")
      #expect(mended.status == 0 && mended.out.contains("1 event") || mended.out.contains("2 events"), "\(mended.out)")
      #expect(desktop.run("status", "--json").json["digest"] == digest)
      #expect(desktop.run("doctor", "--mend").out.contains("nothing is missing"))
    }
  }
}
