import Foundation
import TestSupport
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// `kill -9` of the real program at random moments: what was acknowledged is there, and the store is whole.
///
/// 200 kills in all, 2,000 with FOLLOWUP_SOAK.
@Suite struct KillTests {
  private var rounds: Int { ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] == nil ? 1 : 10 }

  /// How long one undisturbed run takes, in microseconds: the kills are spread over it.
  private func duration(_ body: () throws -> Void) rethrows -> UInt32 {
    let clock = ContinuousClock()
    let (seconds, attoseconds) = try clock.measure(body).components
    return UInt32(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
  }

  @Test func killedWhileAppending() throws {
    var random = SeededGenerator(seed: 20_261_120)
    let laptop = try Laptop()
    try laptop.done("open", "Acme", "Engineer")
    let usual = try duration { try laptop.done("log", "note", "acme", "undisturbed") }
    var acknowledged: Set<String> = ["undisturbed"]
    var started = acknowledged
    for number in 1...140 * rounds {
      let text = "note \(number)"
      let process = try RunningProcess(
        Tools.followup, ["log", "note", "acme", text], environment: laptop.environment)
      usleep(UInt32.random(in: 0...usual, using: &random))
      kill(process.id, SIGKILL)
      let result = try process.finish()
      started.insert(text)
      #expect(result.status == 0 || result.status == 137, "kill \(number): \(result.err)")
      if !result.out.isEmpty { acknowledged.insert(text) }
      if number % 70 == 0 { try laptop.done("verify") }
    }
    let object = try JSONSerialization.jsonObject(with: Data(try laptop.run(["show", "acme", "--json"]).out))
    let timeline = (object as? [String: Any])?["timeline"] as? [[String: Any]] ?? []
    let kept = timeline.compactMap { ($0["fields"] as? [String: Any])?["text"] as? String }
    #expect(acknowledged.isSubset(of: kept))
    #expect(Set(kept).isSubset(of: started))
    #expect(Set(kept).count == kept.count)
    // The kills did not make another device, and no branch.
    let devices = try laptop.status()["devices"] as? [[String: Any]] ?? []
    #expect(devices.count == 1)
    #expect((devices.first?["heads"] as? [Any])?.count == 1)
    try laptop.done("verify")
  }

  @Test func killedWhileMerging() throws {
    var random = SeededGenerator(seed: 7)
    let stories = try Fixtures.names("stories").filter { $0.hasSuffix(".jsonl") }.map {
      "\(Fixtures.path)/stories/\($0)"
    }
    let whole = try Laptop()
    let usual = try duration {
      let status = try whole.run(["merge"] + stories).status
      #expect(status == 0)
    }
    let digest = try whole.digest()
    let events = try whole.status()["events"] as? Int ?? 0
    var laptop = try Laptop()
    for number in 1...60 * rounds {
      // Now into a new store, now into one that a kill left behind.
      if number % 2 == 1 { laptop = try Laptop() }
      let sources = number % 3 == 0 ? [whole.store] : stories
      let process = try RunningProcess(Tools.followup, ["merge"] + sources, environment: laptop.environment)
      usleep(UInt32.random(in: 0...usual, using: &random))
      kill(process.id, SIGKILL)
      let result = try process.finish()
      #expect(result.status == 0 || result.status == 137, "kill \(number): \(result.err)")
      guard FileManager.default.fileExists(atPath: laptop.store) else { continue }
      // All of it or nothing: a merge is one transaction.
      let status = try laptop.run(["status", "--plain"])
      #expect(status.status == 0, "kill \(number): \(status.err)")
      let counts = ["events\t0", "events\t\(events)"]
      #expect(counts.contains { status.text.split(separator: "\n").map(String.init).contains($0) }, "kill \(number)")
      if number % 10 == 0 {
        #expect(try laptop.run(["merge"] + stories).status == 0)
        #expect(try laptop.digest() == digest)
        try laptop.done("verify")
      }
    }
  }

  @Test func theMakingOfAStoreCutShortIsTakenUpAgain() throws {
    // What a kill leaves when it comes while SQLite turns a new file to write-ahead logging: a page that says nothing,
    // and a journal that only a writer may roll back.
    let laptop = try Laptop()
    var page = [UInt8](repeating: 0, count: 4_096)
    let header: [UInt8] =
      Array("SQLite format 3\u{0}".utf8) + [
        0x10, 0, 2, 2, 0, 64, 32, 32, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0,
        0,
        0, 0, 0, 0, 0, 0, 0, 1,
      ]
    page.replaceSubrange(0..<header.count, with: header)
    page.replaceSubrange(92..<108, with: [0, 0, 0, 1, 0, 46, 118, 137, 13, 0, 0, 0, 0, 16, 0, 0])
    var journal = [UInt8](repeating: 0, count: 512)
    let start: [UInt8] = [
      0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 16, 0,
    ]
    journal.replaceSubrange(0..<start.count, with: start)
    for arguments in [["status"], ["verify"], ["open", "Acme", "Engineer"]] {
      let store = try laptop.file("store.db", page)
      _ = try laptop.file("store.db-journal", journal)
      let result = try laptop.run(arguments + ["--store", store])
      #expect(result.status == 0, "\(result.err)")
    }
    #expect(try laptop.done("list", "--store", laptop.folder + "/store.db").contains("Acme"))
  }

  @Test func aStoreOfWhichNothingWasMadeIsInOrderAndABackupIsNot() throws {
    let laptop = try Laptop()
    let empty = try laptop.file("empty.db", [])
    #expect(try laptop.done("verify", "--store", empty).contains("0 events, all in order"))
    #expect(try FileManager.default.attributesOfItem(atPath: empty)[.size] as? Int == 0)
    let backup = try laptop.run(["verify", empty])
    #expect(backup.status == 3, "\(backup.err)")
  }
}
