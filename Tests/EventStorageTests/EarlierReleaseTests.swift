import EventLog
import EventSync
import Foundation
import TestSupport
import Testing

@testable import EventStorage

/// Stores as earlier releases left them (Fixtures/stores).
@Suite struct EarlierReleaseTests {
  @Test func versionOneIsBroughtUpAndACopyIsSetAside() throws {
    let bench = try Workbench()
    try bench.put("a.db", try Fixtures.bytes("stores/v1.db"))
    let store = try bench.open()
    let status = try store.read { try $0.status() }
    #expect(status.digest.text == "cc383b53f5113663f1dfab587079347e31b23084221154d631e75a5c26a63f0b")
    #expect(status.events == 8 && status.conflicts == 1 && status.waiting.map(\.lines) == [1])
    #expect(try store.query("PRAGMA user_version") == ["\(StoreDatabase.version)"])
    #expect(try store.problems() == [])
    #expect(try bench.bytes("a.db.before-schema-\(StoreDatabase.version)").count > 0)
    // It goes on: an event, and what the store remembers of a folder.
    try store.set(["type": "note"])
    var memory = FolderMemory(locationID: "place", path: "/shared")
    memory.syncedMilliseconds = 5
    try store.remember(memory, former: nil)
    #expect(try store.read { try $0.folder(locationID: "place") } == memory)
    try store.close()
    // The copy is a store too, as it was.
    let copy = try EventStore(
      openingAt: bench.file("a.db.before-schema-\(StoreDatabase.version)"), environment: .fixed(), connections: .single)
    #expect(try copy.digest() == status.digest)
    try copy.close()
  }

  @Test func versionTwoIsBroughtUpAndWhatItHoldsIsFound() throws {
    let bench = try Workbench()
    try bench.put("a.db", try Fixtures.bytes("stores/v2.db"))
    let store = try bench.open()
    let status = try store.read { try $0.status() }
    #expect(status.digest.text == "4e925e0cad541d9e55e4a8c6411a6b7bc2268c854fc8a7f9a85acf0529ebd17d")
    #expect(status.events == 11 && status.conflicts == 2 && status.waiting.map(\.lines) == [1])
    #expect(try store.query("PRAGMA user_version") == ["\(StoreDatabase.version)"])
    #expect(try store.read { try $0.folders().map(\.path) } == ["/media/shared"])
    // Words that were written before there was an index, both sides of a conflict among them.
    for (words, fields) in [
      (["ZAZOŁC"], ["company"]), (["Søren", "role"], ["role"]), (["c++"], ["role"]), (["cafe", "call bac"], ["text"]),
      (["🎉"], ["text"]), (["kalmar"], ["location"]), (["visby"], ["location"]), (["2026-11-20"], []),
    ] {
      let hits = try store.read { try $0.search(SearchQuery(words)) }
      #expect(hits.flatMap { $0.matches.map(\.field) } == fields, "\(words)")
    }
    #expect(try store.problems() == [])
    #expect(try bench.bytes("a.db.before-schema-\(StoreDatabase.version)").count > 0)
    try store.close()
  }

  @Test func versionOneIsReadAsASourceWithoutBeingChanged() throws {
    let bench = try Workbench()
    try bench.put("old.db", try Fixtures.bytes("stores/v1.db"))
    let store = try bench.open()
    let report = try store.ingest([try StoreLineSource(path: bench.file("old.db"), into: store)])
    #expect(report.accepted == 8 && report.waiting == 1)
    #expect(try EventStore.verify(bench.file("old.db")).problems == [])
    #expect(try bench.bytes("old.db") == Fixtures.bytes("stores/v1.db"))
  }
}

/// What a store remembers of shared folders.
@Suite struct FolderMemoryTests {
  @Test func memoryIsKeptAsItIsGiven() throws {
    let bench = try Workbench()
    let store = try bench.open()
    #expect(try store.read { try $0.folder(locationID: "p") } == nil)
    var memory = FolderMemory(locationID: "p", path: "/media/é/x")
    memory.syncedMilliseconds = 1_780_000_000_000
    memory.files["log/a/b.jsonl"] = FolderMemory.File(
      size: 5, modifiedNanoseconds: .max, inode: .max, sinceMilliseconds: -1, readMilliseconds: 3, reads: 2,
      head: EventHash(of: "x".utf8))
    memory.files["log/a/c.jsonl"] = FolderMemory.File(
      size: -1, modifiedNanoseconds: .min, inode: 0, sinceMilliseconds: 0, readMilliseconds: 0, reads: 0, head: nil,
      problem: "line 1: nothing")
    let device = try #require(DeviceID("01a1fc65-add5-7854-910a-703389354f76"))
    memory.acks[device] = FolderMemory.Ack(n: 7, path: "acks/x/7-0.json", content: [0, 255, 10])
    try store.remember(memory, former: nil)
    #expect(try store.read { try $0.folder(locationID: "p") } == memory)
    let former = memory
    memory.files["log/a/b.jsonl"] = nil
    memory.files["log/a/c.jsonl"]?.reads = 9
    memory.acks = [:]
    memory.path = "/other"
    try store.remember(memory, former: former)
    #expect(try store.read { try $0.folder(locationID: "p") } == memory)
    // Another folder is another memory, and the latest comes first.
    var other = FolderMemory(locationID: "q", path: "/q")
    other.syncedMilliseconds = 1_780_000_000_001
    try store.remember(other, former: nil)
    #expect(try store.read { try $0.folders().map(\.locationID) } == ["q", "p"])
    #expect(try store.read { try $0.folder(locationID: "p") } == memory)
  }

  @Test func linesAndMemoryAreKeptTogetherOrNotAtAll() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let lines = try Fixtures.lines("stories/s0-martin.jsonl")
    let memory = FolderMemory(locationID: "p", path: "/p")
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      _ = try store.ingest([MemoryLineSource(name: "x", lines: lines)], isKept: true) { outcome, _ in
        try outcome.remember(memory, former: nil)
        throw Stop()
      }
    }
    #expect(try store.read { try $0.folder(locationID: "p") } == nil)
    #expect(try store.read { try $0.status().events } == 0)
    // What is only looked at is taken back, whatever it told.
    let seen = try store.ingest([MemoryLineSource(name: "x", lines: lines)], isKept: false) { outcome, report in
      #expect(try outcome.reader.status().events == Int64(lines.count) && report.accepted == lines.count)
      try outcome.remember(memory, former: nil)
    }
    #expect(seen.accepted == lines.count)
    #expect(try store.read { try $0.status().events } == 0)
    #expect(try store.read { try $0.folder(locationID: "p") } == nil)
    #expect(try store.problems() == [])
  }

  @Test func aStoreThatOnlySyncsHasADeviceAllTheSame() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let first = try store.writerState()
    #expect(first.minting == .first)
    #expect(try store.writerState() == StoreWriterState(device: first.device, minting: nil))
    #expect(try store.ownDevices() == [first.device])
    // The first event is that device's, and nothing is minted for it again.
    let receipt = try store.set(["type": "note"])
    #expect(receipt.device == first.device && receipt.minting == nil)
  }

  @Test func aNameThatSpeaksOfAnEventMintsOnlyWhereItMust() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let receipts = try (0..<3).map { try store.set(["n": JSONValue(integer: $0)]) }
    let device = try #require(receipts[0].device)
    let hashes = try receipts.map { try #require($0.events.first) }
    func claim(_ device: DeviceID, _ seq: Int64, _ hash: EventHash) -> EventClaim {
      EventClaim(device: device, seq: seq, hashPrefix: hash.prefix)
    }
    let other = EventHash(of: "another".utf8)
    let stranger = try #require(DeviceID("01a1fc65-add5-7854-910a-703389354f76"))
    // The own segments; an older event of another branch, whose writer it is that mints; another device's.
    let harmless = [
      claim(device, 3, hashes[2]), claim(device, 1, hashes[0]), claim(device, 2, other), claim(stranger, 9, other),
    ]
    #expect(try store.writerState(claims: harmless) == StoreWriterState(device: device, minting: nil))
    for claims in [[claim(device, 3, other)], [claim(device, 4, other)]] {
      let bench = try Workbench()
      let store = try bench.open()
      let device = try #require(try store.set(["type": "note"]).device)
      let before = claims.map { claim(device, $0.seq, other) }
      let minted = try store.writerState(claims: before)
      #expect(minted.minting == .branched && minted.device != device)
      // Once: the new device goes on, and says nothing more.
      #expect(try store.writerState(claims: before) == StoreWriterState(device: minted.device, minting: nil))
      #expect(try store.set(["a": "b"]).device == minted.device)
    }
  }
}
