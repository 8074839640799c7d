import Foundation
import TestSupport
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// `kill -9` of the real program at random moments of a sync, roll-ups included; 50 kills, 1,000 with FOLLOWUP_SOAK.
@Suite struct SyncKillTests {
  private var kills: Int { ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] == nil ? 50 : 1_000 }

  @Test func killedWhileSyncing() throws {
    var random = SeededGenerator(seed: 20_261_121)
    let (one, two) = (try Laptop(), try Laptop())
    let shared = try TemporaryPlace.make()
    defer { try? FileManager.default.removeItem(atPath: shared) }
    try one.done("open", "Acme", "Engineer")
    try one.done("sync", shared)
    try two.done("sync", shared)
    let clock = ContinuousClock()
    try one.done("log", "note", "acme", "undisturbed")
    var usual: UInt32 = 1
    let (seconds, attoseconds) = try clock.measure { try one.done("sync") }.components
    usual = UInt32(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    var notes = 1
    for number in 1...kills {
      let (killed, other) = number % 2 == 0 ? (one, two) : (two, one)
      // One event at a time makes many roll-ups.
      try killed.done("log", "note", "acme", "note \(number)")
      notes += 1
      let process = try RunningProcess(Tools.followup, ["sync"], environment: killed.environment)
      usleep(UInt32.random(in: 0...usual, using: &random))
      kill(process.id, SIGKILL)
      let result = try process.finish()
      #expect([0, 137].contains(result.status), "kill \(number): \(result.status) \(result.err)")
      let after = try other.run(["sync"])
      #expect(after.status == 0, "kill \(number): \(after.err)")
      if number % 25 == 0 {
        for laptop in [one, two] { try laptop.done("verify") }
        try one.done("verify", shared)
      }
    }
    for _ in 0..<3 { for laptop in [one, two] { try laptop.done("sync") } }
    #expect(try one.digest() == two.digest())
    for laptop in [one, two] {
      try laptop.done("verify")
      let status = try laptop.status()
      // The record of the application, the time zone, the rules of both devices, and the notes; no device but the two, and
      // no branch.
      #expect(status["events"] as? Int == notes + 4)
      let devices = status["devices"] as? [[String: Any]] ?? []
      #expect(devices.count == 2 && devices.allSatisfy { ($0["heads"] as? [Any])?.count == 1 })
    }
    try one.done("verify", shared)
    let segments = try FileManager.default.subpathsOfDirectory(atPath: shared).filter { $0.hasSuffix(".jsonl") }
    #expect(segments.count <= 60, "\(segments.count)")
  }

  @Test func twoProcessesSyncAndRecordAtOnce() throws {
    let (one, two) = (try Laptop(), try Laptop())
    let shared = try TemporaryPlace.make()
    defer { try? FileManager.default.removeItem(atPath: shared) }
    try one.done("open", "Acme", "Engineer")
    for laptop in [one, two] { try laptop.done("sync", shared) }
    for round in 1...8 {
      let processes =
        try [one, one, two].enumerated().map { index, laptop in
          try RunningProcess(
            Tools.followup, index == 1 ? ["sync"] : ["log", "note", "acme", "\(round).\(index)"],
            environment: laptop.environment)
        } + [RunningProcess(Tools.followup, ["sync"], environment: two.environment)]
      for process in processes {
        let result = try process.finish()
        #expect(result.status == 0, "\(result.err)")
        #expect(!result.err.contains("device"), "\(result.err)")
      }
    }
    for _ in 0..<2 { for laptop in [one, two] { try laptop.done("sync") } }
    #expect(try one.digest() == two.digest())
    #expect(try one.status()["events"] as? Int == 20)
    #expect((try one.status()["devices"] as? [Any])?.count == 2)
  }
}
