import EventLog
import EventStorage
import Foundation
import TestSupport
import Testing

/// Random histories on real stores against the pure reference (FORMAT 3).
@Suite struct ConvergenceTests {
  /// How many histories, in shards that run side by side: a quick share in `make test`, more than 10,000 in `make soak`.
  private static let histories: UInt64 = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] == nil ? 160 : 10_400
  private static let shards: UInt64 = 8

  @Test(arguments: 0..<shards) func anyDeliveryGivesTheStateOfTheReference(shard: UInt64) throws {
    for seed in stride(from: shard, to: Self.histories, by: Int(Self.shards)) {
      do { try Self.check(seed: seed) } catch { Issue.record("seed \(seed): \(error)") }
    }
  }

  private static func check(seed: UInt64) throws {
    let history = try RandomHistory(seed: seed)
    var random = SeededGenerator(seed: seed ^ 0xabcdef)
    let folder = try TemporaryFolder(inMemory: true)
    let store = try EventStore(creatingAt: folder.file("a.db"), environment: .fixed())
    // Some lines never arrive, all others in any order, some twice, in several transactions.
    var delivered = history.lines.filter { _ in Int.random(in: 0..<12, using: &random) > 0 }
    delivered += delivered.filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
    if seed % 4 != 0 { delivered.shuffle(using: &random) }
    var rest = delivered[...]
    var soFar: [EventLine] = []
    while !rest.isEmpty {
      let count = Int.random(in: 1...max(1, rest.count), using: &random)
      let share = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
      soFar += share
      let report = try store.ingest(lines: share.map(\.bytes))
      let reference = MergedLog(soFar)
      try expectEqual(store, reference, seed)
      #expect(report.waiting == reference.waiting.count, "seed \(seed)")
    }
    // A rebuild and a check of the whole store find nothing else.
    let before = try store.read { try $0.projection() }
    let verified = try store.verify()
    #expect(verified.problems == [], "seed \(seed)")
    try store.rebuild()
    #expect(try store.read { try $0.projection() } == before, "seed \(seed)")
    if seed % 5 == 0 {
      // A merge of the whole store takes along what waits there.
      let copy = try EventStore(creatingAt: folder.file("copy.db"), environment: .fixed())
      _ = try copy.ingest([StoreLineSource(path: folder.file("a.db"), into: copy)])
      try expectEqual(copy, MergedLog(soFar), seed)
      try copy.close()
    }
    // What was missing comes: nothing is lost, and the order of arrival did not matter.
    _ = try store.ingest(lines: history.lines.shuffled(using: &random).map(\.bytes))
    try expectEqual(store, MergedLog(history.lines), seed)
    let other = try EventStore(creatingAt: folder.file("b.db"), environment: .fixed())
    let report = try other.ingest([StoreLineSource(path: folder.file("a.db"), into: other)])
    #expect(report.accepted == history.lines.count, "seed \(seed)")
    try expectEqual(other, MergedLog(history.lines), seed)
    let again = try other.ingest([StoreLineSource(path: folder.file("a.db"), into: other)])
    #expect(again.accepted == 0 && again.lines == 0, "seed \(seed)")
    try other.close()
    try store.close()
  }

  private static func expectEqual(_ store: EventStore, _ reference: MergedLog, _ seed: UInt64) throws {
    let comment: Comment = "seed \(seed)"
    try store.read { reader in
      var lines: [[UInt8]] = []
      try reader.forEachStateLine { lines.append($0) }
      #expect(
        lines.map { String(decoding: $0, as: UTF8.self) }
          == reference.stateLines.map { String(decoding: $0, as: UTF8.self) }, comment)
      #expect(try reader.digest() == reference.digest, comment)
      let conflicts = try reader.conflicts()
      #expect(
        conflicts.map { "\($0.record) \($0.field) \($0.sides.map(\.hash))" }
          == reference.conflicts.map { "\($0.record) \($0.field) \($0.survivors.map(\.hash))" }, comment)
      let status = try reader.status()
      #expect(status.events == Int64(reference.accepted.count), comment)
      #expect(status.opaque == Int64(reference.opaqueCount), comment)
      #expect(status.conflicts == reference.conflicts.count, comment)
      #expect(Set(status.devices.flatMap { $0.heads.map(\.hash) }) == reference.heads, comment)
      #expect(status.waiting.reduce(0) { $0 + $1.lines } == Int64(reference.waiting.count), comment)
      var log: [UInt8] = []
      try reader.exportLog { log += $0 }
      let exported = log.split(separator: 0x0a).map { EventHash(of: $0) }
      #expect(exported.count == reference.accepted.count, comment)
      #expect(Set(exported) == Set(reference.accepted.map(\.hash)), comment)
    }
  }
}
