import EventLog
import EventStorage
import Foundation
import TestSupport
import Testing

@testable import EventSync

/// What is missing, and who had it.
@Suite struct LogGapTests {
  private static let wall: Int64 = 1_780_000_000_000
  private static let record = RecordID(high: 0x7000, low: 0x8000_0000_0000_0001)

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder(inMemory: true) }

  private func store(_ lines: [EventLine]) throws -> EventStore {
    let store = try EventStore(
      creatingAt: folder.file("\(lines.count)-\(UInt64.random(in: 0 ... .max)).db"), environment: .fixed(),
      connections: .single)
    _ = try store.ingest(lines: lines.bytes)
    return store
  }

  private static func log(_ number: UInt64, _ count: Int) throws -> DeviceLog {
    var log = DeviceLog(number)
    for index in 0..<count {
      try log.write(record, ["n": JSONValue(integer: index)], at: wall + Int64(index) * 1_000)
    }
    return log
  }

  /// `first-last, lines` of each gap.
  private func gaps(_ lines: [EventLine], ends: [EventPosition] = []) throws -> [String] {
    try store(lines).read { reader in
      try MissingEvents.all(reader, ends: ends, acks: []).map { one in
        "\(one.gap.seqs.lowerBound)-\(one.gap.seqs.upperBound), \(one.gap.waiting)"
          + (one.gap.hasOther ? ", other" : "")
      }
    }
  }

  private static func end(_ line: EventLine) -> EventPosition { line.position }

  @Test func gapsOfOneLog() throws {
    let lines = try Self.log(1, 9).lines
    func without(_ seqs: Int64...) -> [EventLine] { lines.filter { !seqs.contains($0.seq) } }
    #expect(try gaps(lines) == [])
    #expect(try gaps(without(1)) == ["1-1, 8"])
    #expect(try gaps(without(3, 4)) == ["3-4, 5"])
    #expect(try gaps(without(2, 5, 6, 8)) == ["2-2, 2", "5-6, 1", "8-8, 1"])
    #expect(try gaps([lines[8]]) == ["1-8, 1"])
    // What is lost at the end is known only where something speaks of it.
    #expect(try gaps(without(8, 9)) == [])
    #expect(try gaps(without(8, 9), ends: [Self.end(lines[8])]) == ["8-9, 0"])
    #expect(try gaps(without(4, 9), ends: [Self.end(lines[8]), Self.end(lines[8])]) == ["4-4, 4", "9-9, 0"])
    #expect(try gaps(without(4), ends: [Self.end(lines[8]), Self.end(lines[2])]) == ["4-4, 5"])
    #expect(try gaps([], ends: [Self.end(lines[2])]) == ["1-3, 0"])
  }

  @Test func ofTwoBranchesTheOtherOneIsNamed() throws {
    let trunk = try Self.log(1, 3).lines
    var (one, other) = (DeviceLog(continuing: trunk), DeviceLog(continuing: trunk))
    for number in 0..<3 {
      try one.write(Self.record, ["a": JSONValue(integer: number)], at: Self.wall + 9_000)
      try other.write(Self.record, ["b": JSONValue(integer: number)], at: Self.wall + 9_000)
    }
    #expect(try gaps(one.lines + [other.lines[4]]) == ["4-4, 1, other"])
    #expect(try gaps(one.lines + [other.lines[4], other.lines[5]]) == ["4-4, 2, other"])
    #expect(try gaps(trunk + [one.lines[4], other.lines[4]]) == ["4-4, 1", "4-4, 1"])
  }

  /// Every event that is left out is named: by random histories, against the log itself.
  @Test func whatIsNamedIsWhatWasLeftOut() throws {
    let first = ProcessInfo.processInfo.environment["FOLLOWUP_SEED"].flatMap { UInt64($0) } ?? 1
    for seed in first..<first + 40 {
      var random = SeededGenerator(seed: seed)
      let all = try (1...3 as ClosedRange<UInt64>).flatMap {
        try Self.log($0, Int.random(in: 1...12, using: &random)).lines
      }
      let kept = all.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
      let ends = all.filter { line in !all.contains { $0.prev == line.hash } }.map(Self.end)
      let missing = try store(kept).read { try MissingEvents.all($0, ends: ends, acks: []) }
      let named = missing.flatMap { one in one.gap.seqs.map { "\(one.gap.device) \($0)" } }
      let lost = Set(all).subtracting(kept).map { "\($0.device) \($0.seq)" }
      #expect(named.sorted() == lost.sorted(), "seed \(seed)")
    }
  }

  @Test func whoHadIt() throws {
    let lost = try Self.log(1, 5)
    var witness = DeviceLog(2)
    try witness.write(Self.record, ["m": "x"], at: Self.wall + 2_000, seen: [lost.lines[3].hash])
    func ack(_ number: UInt64, _ hash: EventHash, _ milliseconds: Int64) throws -> FolderAck {
      FolderAck(
        device: DeviceLog(number).device, heads: [lost.device: [hash]],
        hlc: try #require(HybridTimestamp(milliseconds: Self.wall + milliseconds, counter: 0)), label: nil, n: 1)
    }
    let acks = [
      try ack(3, lost.lines[2].hash, 5_000), try ack(4, lost.lines[4].hash, 6_000),
      try ack(5, EventHash(of: "later".utf8), 7_000), try ack(6, lost.lines[1].hash, 8_000),
    ]
    let path = "log/\(lost.device.text)/0000000001-0000000004-0123456789abcdef.jsonl"
    let store = try store([lost.lines[0], lost.lines[1], lost.lines[3], lost.lines[4]] + witness.lines)
    let missing = try store.read { try MissingEvents.all($0, acks: acks, files: [path, "log/x/y.jsonl"]) }
    #expect(missing.count == 1 && missing[0].gap.seqs == 3...3 && missing[0].gap.waiting == 2)
    // 3 has exactly it, 4 a later one, 5 something unknown, 6 only what is here; 2 has seen a later one.
    let holders = missing[0].holders.map { "\($0.device?.text.suffix(1) ?? "-") \($0.sign) \($0.isSure)" }
    #expect(holders == ["5 ack false", "4 ack true", "3 ack true", "2 seen true", "- file true", "1 writer true"])
  }
}
