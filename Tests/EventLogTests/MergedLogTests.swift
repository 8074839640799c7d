import EventLog
import TestSupport
import Testing

/// The merge rule on a small case, in full: every subset of two short logs in every order of arrival (FORMAT 1 and 3).
@Suite struct MergedLogTests {
  private static func device(_ number: UInt64) -> DeviceID {
    DeviceID(high: 0x7000, low: 0x8000_0000_0000_0000 | number)
  }
  private static let record = RecordID(high: 1, low: 1)
  private static let second = RecordID(high: 1, low: 2)

  private static func line(
    _ device: UInt64, _ time: Int, after previous: EventLine?, seen: [EventLine] = [],
    of record: RecordID = record, _ set: [String: JSONValue]
  ) throws -> EventLine {
    try EventLine(
      writing: Event(
        device: self.device(device),
        hlc: try #require(HybridTimestamp(milliseconds: 1_780_000_000_000 + Int64(time), counter: 0)),
        prev: previous?.hash ?? .zero, record: record, seen: seen.map(\.hash), seq: (previous?.seq ?? 0) + 1,
        set: set.map { Assignment($0.key, $0.value) }))
  }

  private struct Case {
    let a: [EventLine]
    let b: [EventLine]
    var all: [EventLine] { a + b }
  }

  /// A's clock is ahead: a2 stands above b2 by its stamp although b2 has seen it.
  private static func makeCase() throws -> Case {
    let a1 = try line(1, 10, after: nil, ["outcome": "voicemail", "type": "call"])
    let b1 = try line(2, 20, after: nil, ["outcome": "spoke"])
    let a2 = try line(1, 9_000, after: a1, ["note": "x", "outcome": "no_answer"])
    let b2 = try line(2, 30, after: b1, seen: [a2], ["note": .null])
    let a3 = try line(1, 9_010, after: a2, of: second, ["type": "note"])
    let b3 = try line(2, 40, after: b2, ["outcome": "spoke"])
    return Case(a: [a1, a2, a3], b: [b1, b2, b3])
  }

  private static func orders(of count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return orders(of: count - 1).flatMap { order in
      (0...order.count).map { place in
        var next = order
        next.insert(count - 1, at: place)
        return next
      }
    }
  }

  @Test func allOrdersComeToTheSameHandMadeState() throws {
    let lines = try Self.makeCase()
    let state = [
      #"{"fields":{"outcome":"spoke","type":"call"},"record":"\#(Self.record)"}"#,
      #"{"fields":{"type":"note"},"record":"\#(Self.second)"}"#,
    ]
    var digest = DigestBuilder()
    for line in state { digest.add(line: Array(line.utf8)) }
    let expected = digest.finalize()
    let orders = Self.orders(of: 6)
    #expect(orders.count == 720)
    for order in orders {
      let merged = MergedLog(order.map { lines.all[$0] })
      #expect(merged.digest == expected, "\(order)")
      #expect(merged.stateLines.map { String(decoding: $0, as: UTF8.self) } == state, "\(order)")
      #expect(merged.heads == [lines.a[2].hash, lines.b[2].hash], "\(order)")
      #expect(merged.conflicts.isEmpty && merged.waiting.isEmpty && merged.refused.isEmpty, "\(order)")
      // Predecessors come first, whatever came first.
      let places = Dictionary(uniqueKeysWithValues: merged.accepted.enumerated().map { ($1.hash, $0) })
      for line in merged.accepted where line.seq > 1 {
        #expect((places[line.prev] ?? .max) < (places[line.hash] ?? -1), "\(order)")
      }
    }
  }

  @Test func everySubsetIsWhatTheRulesSayInEveryOrder() throws {
    let lines = try Self.makeCase()
    for mask in 0..<64 {
      let subset = lines.all.indices.filter { mask >> $0 & 1 == 1 }
      // What is accepted: of each log the beginning without a gap.
      var accepted: Set<EventHash> = []
      for log in [lines.a, lines.b] {
        for line in log {
          guard subset.contains(where: { lines.all[$0] == line }) else { break }
          accepted.insert(line.hash)
        }
      }
      func isPast(_ one: EventLine, _ other: EventLine) -> Bool {
        lines.all.contains { step in
          accepted.contains(step.hash) && (other.prev == step.hash || other.seen.contains(step.hash))
            && (step == one || isPast(one, step))
        }
      }
      var values: [RecordID: [String: JSONValue]] = [:]
      for line in lines.all where accepted.contains(line.hash) {
        for assignment in line.event?.set ?? [] {
          let record = try #require(line.event?.record)
          let rivals = lines.all.filter { other in
            accepted.contains(other.hash) && other.event?.record == record
              && other.event?.set.contains { $0.field == assignment.field } == true
          }
          let standing = rivals.filter { one in !rivals.contains { isPast(one, $0) } }
          let winner = standing.max { ($0.hlc ?? .least, $0.device) < ($1.hlc ?? .least, $1.device) }
          values[record, default: [:]][assignment.field] =
            winner?.event?.set.first { $0.field == assignment.field }?.value
        }
      }
      let state = values.sorted { $0.key < $1.key }.map { record, fields in
        JSONValue(object: [
          (
            name: "fields",
            value: JSONValue(object: fields.filter { !$0.value.isNull }.map { (name: $0.key, value: $0.value) })
          ),
          (name: "record", value: JSONValue(record.text)),
        ]).description
      }
      for order in Self.orders(of: subset.count) {
        let merged = MergedLog(order.map { lines.all[subset[$0]] })
        let comment: Comment = "subset \(subset), order \(order)"
        #expect(Set(merged.accepted.map(\.hash)) == accepted, comment)
        #expect(merged.waiting == Set(subset.map { lines.all[$0].hash }).subtracting(accepted), comment)
        #expect(merged.stateLines.map { String(decoding: $0, as: UTF8.self) } == state, comment)
      }
    }
  }

  @Test func aHashThatIsNotAcceptedLeadsNowhere() throws {
    let a1 = try Self.line(1, 10, after: nil, ["outcome": "voicemail"])
    let a2 = try Self.line(1, 20, after: a1, ["outcome": "spoke"])
    let b1 = try EventLine(
      writing: Event(
        device: Self.device(2), hlc: try #require(HybridTimestamp("2026-01-01T00:00:00.000Z-0000")), prev: .zero,
        record: Self.record, seen: [.zero, a2.hash], seq: 1, set: [Assignment("outcome", "late")]))
    // Without a1, a2 waits: b1 has seen nothing that counts. With both, it has replaced them, though its stamp is less.
    #expect(MergedLog([b1, a2]).survivors[Self.record]?["outcome"]?.map(\.hash) == [b1.hash])
    #expect(MergedLog([b1, a1]).survivors[Self.record]?["outcome"]?.map(\.hash) == [a1.hash, b1.hash])
    #expect(MergedLog([b1, a1, a2]).survivors[Self.record]?["outcome"]?.map(\.hash) == [b1.hash])
    #expect(MergedLog([b1, a1, a2]).isPast(a1.hash, of: b1.hash))
    #expect(!MergedLog([b1, a1, a2]).isPast(b1.hash, of: b1.hash))
  }

  @Test func stampsThenDevicesThenHashesDecide() throws {
    func survivors(_ lines: [EventLine]) -> [EventHash]? {
      MergedLog(lines).survivors[Self.record]?["outcome"]?.map(\.hash)
    }
    let early = try Self.line(9, 10, after: nil, ["outcome": "z"])
    let late = try Self.line(1, 11, after: nil, ["outcome": "a"])
    #expect(survivors([early, late]) == [late.hash, early.hash])
    let low = try Self.line(1, 10, after: nil, ["outcome": "a"])
    #expect(survivors([early, low]) == [early.hash, low.hash])
    // Two branches of one device with one stamp: the greater hash.
    let twins = try ["b", "c", "d"].map { try Self.line(1, 10, after: nil, ["outcome": JSONValue($0)]) }
    #expect(survivors(twins) == twins.map(\.hash).sorted(by: >))
    #expect(MergedLog(twins).conflicts.count == 1)
    // The same value twice is no conflict; two forms of é are.
    let same = [early, try Self.line(1, 10, after: nil, ["outcome": "z"])]
    #expect(MergedLog(same).conflicts.isEmpty)
    let forms = try [
      try Self.line(1, 10, after: nil, ["outcome": "\u{e9}"]), Self.line(2, 10, after: nil, ["outcome": "e\u{301}"]),
    ]
    #expect(MergedLog(forms).conflicts.count == 1)
  }
}
