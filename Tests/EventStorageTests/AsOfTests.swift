import EventLog
import Foundation
import TestSupport
import Testing

@testable import EventStorage

/// Any moment of the past, against the pure reference (FORMAT 3).
@Suite struct AsOfTests {
  private static let histories: UInt64 = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] == nil ? 32 : 4_000
  private static let shards: UInt64 = 4

  @Test(arguments: 0..<shards) func anyMomentIsThatOfTheReference(shard: UInt64) throws {
    for seed in stride(from: shard, to: Self.histories, by: Int(Self.shards)) {
      do { try Self.check(seed: seed) } catch { Issue.record("seed \(seed): \(error)") }
    }
  }

  private static func check(seed: UInt64) throws {
    let history = try RandomHistory(seed: seed)
    var random = SeededGenerator(seed: seed ^ 0x5a5a)
    let folder = try TemporaryFolder(inMemory: true)
    let store = try EventStore(creatingAt: folder.file("a.db"), environment: .fixed())
    // Some lines never arrive, all others in any order: so events come after those that have seen them.
    let delivered = history.lines.filter { _ in Int.random(in: 0..<15, using: &random) > 0 }.shuffled(using: &random)
    for part in [delivered.prefix(delivered.count / 2), delivered.dropFirst(delivered.count / 2)] {
      _ = try store.ingest(lines: part.map(\.bytes))
    }
    let before = try store.read { try $0.projection() }
    var moments = delivered.compactMap(\.hlc).shuffled(using: &random).prefix(3) + [.greatest]
    moments.append(HybridTimestamp(milliseconds: 1_780_000_060_000, counter: 3) ?? .least)
    for moment in moments {
      let reference = MergedLog(delivered, asOf: moment)
      let comment: Comment = "seed \(seed) as of \(moment)"
      // Now and then in as many pieces as there are events.
      try store.read(asOf: moment, memoryMax: seed % 3 == 0 ? 0 : Registers.memoryMax) { reader in
        var lines: [String] = []
        try reader.forEachStateLine { lines.append(String(decoding: $0, as: UTF8.self)) }
        #expect(lines == reference.stateLines.map { String(decoding: $0, as: UTF8.self) }, comment)
        #expect(try reader.digest() == reference.digest, comment)
        #expect(
          try reader.conflicts().map { "\($0.record) \($0.field) \($0.sides.map(\.hash))" }
            == reference.conflicts.map { "\($0.record) \($0.field) \($0.survivors.map(\.hash))" }, comment)
        #expect(try reader.conflictCount() == reference.conflicts.count, comment)
        for record in reference.survivors.keys {
          let values = reference.survivors[record]?.compactMapValues { $0.first?.value }.filter { !$0.value.isNull }
          #expect(try reader.record(record)?.values == values, comment)
        }
        #expect(try reader.records().count == reference.survivors.count, comment)
      }
      var log: [UInt8] = []
      try store.read { try $0.exportLog(upTo: moment) { log += $0 } }
      let exported = Set(log.split(separator: 0x0a).map { EventHash(of: $0) })
      let accepted = MergedLog(delivered).accepted.filter { line in line.hlc.map { $0 <= moment } ?? false }
      #expect(exported == Set(accepted.map(\.hash)), comment)
    }
    // As of the end of time it is the present, and nothing was written.
    let now = try store.read { try $0.digest() }
    #expect(try store.read(asOf: .greatest) { try $0.digest() } == now)
    #expect(try store.read { try $0.projection() } == before)
    #expect(try store.verify().problems == [], "seed \(seed)")
    try store.close()
  }

  @Test func whatCameLaterDoesNotHideWhatStoodThen() throws {
    let bench = try Workbench()
    let store = try bench.open()
    for value in ["one", "two", "three"] {
      try store.set(["x": JSONValue(value)])
      bench.clock.milliseconds += 1_000
    }
    try store.set(["x": .null])
    func value(_ milliseconds: Int64) throws -> String? {
      let moment = try #require(HybridTimestamp(milliseconds: Workbench.wall + milliseconds, counter: .max))
      return try store.read(asOf: moment) { try $0.record(Workbench.record)?["x"]?.string }
    }
    #expect(try [-1, 0, 999, 1_000, 2_500, 3_000].map(value) == [nil, "one", "one", "two", "three", nil])
    // A store that is read as of then can be written to meanwhile.
    let moment = try #require(HybridTimestamp(milliseconds: Workbench.wall, counter: .max))
    try store.read(asOf: moment) { reader in
      try store.set(["x": "four"])
      #expect(try reader.record(Workbench.record)?["x"] == "one")
    }
    #expect(try store.fields() == ["x": "\"four\""])
  }
}
