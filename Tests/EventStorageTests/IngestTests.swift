import EventLog
import TestSupport
import Testing

@testable import EventStorage

/// Taking lines in: any order, any number of sources, in one transaction, each line checked (FORMAT 1 and 2).
@Suite struct IngestTests {
  private struct Failure: Error, CustomStringConvertible {
    var description: String { "the stick was pulled out" }
  }

  /// Some batches, then a failure.
  private final class BreakingSource: LineSource {
    let name = "stick/log.jsonl"
    let estimatedLines = 0
    private var batches: [MemoryLineSource]
    private var current: MemoryLineSource?

    init(_ batches: [[EventLine]]) { self.batches = batches.map { MemoryLineSource(name: "", lines: $0.bytes) } }

    func nextBatch() throws -> LineBatch? {
      guard !batches.isEmpty else { throw Failure() }
      current = batches.removeFirst()
      return current?.nextBatch()
    }
  }

  private static func logs(_ count: Int) throws -> [DeviceLog] {
    var logs = (0..<3).map { DeviceLog(UInt64($0) + 1) }
    for number in 0..<count {
      try logs[number % 3].write(
        Workbench.record, ["x": JSONValue(integer: number)], at: Workbench.wall + Int64(number),
        seen: number % 7 == 0 ? [logs[(number + 1) % 3].head] : [])
    }
    return logs
  }

  @Test func aSourceThatBreaksOffStopsNoOther() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let logs = try Self.logs(30)
    let broken = BreakingSource([Array(logs[0].lines[..<4]), Array(logs[0].lines[4..<6])])
    let report = try store.ingest([
      broken, BreakingSource([]), MemoryLineSource(name: "good", lines: logs[1].lines.bytes),
    ])
    var expected = IngestReport()
    expected.accepted = 16
    expected.lines = 16
    expected.refused = 2
    expected.refusals = Array(
      repeating: IngestReport.Refusal(source: "stick/log.jsonl", line: nil, reason: "the stick was pulled out"),
      count: 2)
    #expect(report == expected)
    #expect(report.refusals.first?.description == "stick/log.jsonl: the stick was pulled out")
    #expect(try store.digest() == MergedLog(logs[0].lines[..<6] + logs[1].lines).digest)
    // The second run completes.
    let again = try store.ingest(lines: logs.flatMap(\.lines).bytes)
    #expect(again.accepted == 14 && again.known == 16 && again.refused == 0)
    #expect(try store.problems() == [])
  }

  @Test func oneBadLineSpoilsNoOther() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let logs = try Self.logs(9)
    let other = DeviceLog(9)
    // Well formed, but after an event that cannot precede it.
    let stray = try EventLine(
      writing: Event(
        device: other.device, hlc: .least, prev: logs[0].lines[0].hash, record: Workbench.record, seq: 2,
        set: [Assignment("x", "stray")]))
    let skipping = try EventLine(
      writing: Event(
        device: logs[0].device, hlc: .least, prev: logs[0].lines[0].hash, record: Workbench.record, seq: 3,
        set: [Assignment("x", "stray")]))
    let lines =
      [Array("not an event".utf8), logs[0].lines[0].bytes, [], logs[0].lines[0].bytes + [0x0d], stray.bytes]
      + logs[0].lines.dropFirst().bytes + [skipping.bytes, [0xff], Array(repeating: 0, count: 300)]
    let report = try store.ingest(lines: lines, name: "mixed.jsonl")
    #expect(report.accepted == 3 && report.lines == 10 && report.refused == 7)
    #expect(report.refusals.map(\.line) == [1, 3, 4, 5, 8, 9, 10])
    #expect(Set(report.refusals.map(\.source)) == ["mixed.jsonl"])
    #expect(report.refusals[2].reason.contains("carriage return"))
    #expect(report.refusals[3].reason.contains("cannot precede"))
    #expect(try store.lines() == logs[0].lines)
    #expect(try store.digest() == MergedLog(logs[0].lines + [stray, skipping]).digest)
    // The same again changes nothing, and says the same of what is bad.
    let again = try store.ingest(lines: lines, name: "mixed.jsonl")
    #expect(again.accepted == 0 && again.known == 3 && again.refusals == report.refusals)
    #expect(try store.problems() == [])
  }

  @Test func whatWaitsIsToldOfAndWoken() throws {
    let bench = try Workbench()
    let store = try bench.open()
    var log = DeviceLog(1)
    for number in 0..<5 {
      try log.write(Workbench.record, ["x": JSONValue(integer: number)], at: Workbench.wall + Int64(number))
    }
    let stray = try EventLine(
      writing: Event(
        device: DeviceLog(2).device, hlc: .least, prev: log.lines[1].hash, record: Workbench.record, seq: 3,
        set: [Assignment("x", "stray")]))
    let waiting = [log.lines[4], log.lines[2], log.lines[3], stray]
    let first = try store.ingest(lines: waiting.bytes + waiting.bytes)
    #expect(first.accepted == 0 && first.waiting == 4 && first.known == 4 && first.lines == 8)
    #expect(
      try store.status().waiting == [
        StoreStatus.Waiting(device: log.device, lines: 3, missingSeq: 2),
        StoreStatus.Waiting(device: DeviceLog(2).device, lines: 1, missingSeq: 2),
      ])
    #expect(try store.state() == [] && store.lines() == [])
    let second = try store.ingest(lines: [log.lines[1].bytes])
    #expect(second.accepted == 0 && second.waiting == 5)
    // All come to their places at once; what named the wrong predecessor is refused then, and gone.
    let third = try store.ingest(lines: [log.lines[0].bytes])
    #expect(third.accepted == 5 && third.waiting == 0 && third.refused == 1)
    #expect(third.refusals.first?.source == "a waiting line")
    #expect(try store.lines() == log.lines)
    #expect(try store.fields() == ["x": "4"])
    #expect(try store.problems() == [])
  }

  /// A line that lays out an unknown key like an event's beginning, and names there what has not arrived yet.
  @Test func whatAKnownLineImitatesIsNotTakenForKnown() throws {
    let bench = try Workbench()
    let store = try bench.open()
    var log = DeviceLog(1)
    try log.write(Workbench.record, ["x": "wanted"], at: Workbench.wall)
    let other = DeviceLog(2).device
    let decoy =
      #"{"d":{"a":"\#(log.device)","hlc":"2026-11-20T15:04:10.250Z-0000","prev":"\#(log.head)","record":"\#(Workbench.record)""#
      + #","seq":1},"device":"\#(other)","hlc":"2026-11-20T15:04:10.250Z-0000","prev":"\#(EventHash.zero)""#
      + #","record":"\#(Workbench.record)","seq":1,"set":{"y":1},"v":1}"#
    #expect(try store.ingest(lines: [Array(decoy.utf8)]).accepted == 1)
    let report = try store.ingest(lines: [log.lines[0].bytes, Array(decoy.utf8)])
    #expect(report.accepted == 1 && report.known == 1)
    #expect(try store.fields() == ["x": "\"wanted\"", "y": "1"])
  }

  /// 64 zeros are a hash that leads nowhere, also while the first event of a log is on its way.
  @Test func zerosInSeenLeadNowhere() throws {
    let bench = try Workbench()
    let store = try bench.open()
    var (a, b) = (DeviceLog(1), DeviceLog(2))
    try a.write(Workbench.record, ["x": "a"], at: Workbench.wall + 9, seen: [.zero])
    try b.write(Workbench.record, ["x": "b"], at: Workbench.wall, seen: [.zero, .zero])
    try b.write(Workbench.record, ["x": "b2"], at: Workbench.wall + 1, seen: [.zero])
    let lines = b.lines + a.lines
    #expect(try store.ingest(lines: lines.bytes).accepted == 3)
    #expect(try store.conflicts() == [#"x: "a", "b2""#])
    #expect(try store.digest() == MergedLog(lines).digest)
    #expect(try store.problems() == [])
    try store.set(["x": "own"])
    #expect(try store.conflicts() == [])
    #expect(try store.problems() == [])
  }

  // MARK: - Bulk load

  /// Four devices that hear of each other now and then, with types and references, as a real log has them.
  private static func longLog(seed: UInt64, _ count: Int) throws -> [EventLine] {
    var random = SeededGenerator(seed: seed)
    var logs = (0..<4).map { DeviceLog(UInt64($0) + 1) }
    let records = (0..<60).map { RecordID(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64($0)) }
    var lines: [EventLine] = []
    for number in 0..<count {
      let index = Int.random(in: 0..<4, using: &random)
      var seen: [EventHash] = []
      if Int.random(in: 0..<10, using: &random) == 0 {
        seen = [logs[(index + 1) % 4].head, logs[(index + 2) % 4].head]
      }
      let fields: [(String, JSONValue)] = [
        ("type", ["call", "note", "person"].randomElement(using: &random) ?? "x"),
        ("about", JSONValue((records.randomElement(using: &random) ?? records[0]).text)),
        ("text", JSONValue(integer: number)), ("n", .null),
      ]
      let chosen = fields.filter { _ in Bool.random(using: &random) } + [("z", JSONValue(integer: number % 3))]
      lines.append(
        try logs[index].write(
          records.randomElement(using: &random) ?? records[0], Dictionary(uniqueKeysWithValues: chosen),
          at: Workbench.wall + Int64(number) * 7 - Int64(index) * 40_000, seen: seen))
    }
    return lines
  }

  private static let schema = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"

  @Test func aBulkLoadComesToWhatSingleLinesComeTo() throws {
    let bench = try Workbench()
    let lines = try Self.longLog(seed: 1, 2_050)
    let reference = MergedLog(lines)
    let slow = try bench.open("slow.db")
    var rest = lines[...]
    while !rest.isEmpty {
      #expect(try slow.ingest(lines: rest.prefix(50).bytes).accepted == rest.prefix(50).count)
      rest = rest.dropFirst(50)
    }
    let schema = try slow.query(Self.schema)
    let projection = try slow.read { try $0.projection() }
    #expect(schema.count(where: { $0.hasPrefix("index|") && !$0.contains("sqlite_auto") }) == 8)
    #expect(try slow.digest() == reference.digest)
    var random = SeededGenerator(seed: 2)
    let shuffled = lines.shuffled(using: &random)
    let bulks: [(name: String, sources: [[EventLine]])] = [
      ("in order", [lines]), ("reversed", [lines.reversed()]),
      (
        "by device",
        Dictionary(grouping: lines, by: \.device).values.map { Array($0) }.sorted { $0[0].hash < $1[0].hash }
      ),
      ("twice in two sources", [lines, shuffled]), ("in one source twice", [lines + lines]),
    ]
    for (number, bulk) in bulks.enumerated() {
      let store = try bench.open("bulk\(number).db")
      #expect(BulkLoad.isWorthwhile(lines: bulk.sources.reduce(0) { $0 + $1.count }, events: 0))
      let report = try store.ingest(
        bulk.sources.enumerated().map { MemoryLineSource(name: "\($0)", lines: $1.bytes) })
      let comment: Comment = "\(bulk.name)"
      #expect(report.accepted == lines.count && report.refused == 0 && report.waiting == 0, comment)
      #expect(report.known == bulk.sources.reduce(0) { $0 + $1.count } - lines.count, comment)
      #expect(try store.query(Self.schema) == schema, comment)
      #expect(try store.state() == slow.state(), comment)
      #expect(try store.conflicts().sorted() == slow.conflicts().sorted(), comment)
      #expect(try Set(store.lines().map(\.hash)) == Set(lines.map(\.hash)), comment)
      if bulk.name == "in order" { #expect(try store.read { try $0.projection() } == projection) }
      // The store goes on as any other.
      try store.set(["x": "own"])
      #expect(try store.problems() == [], comment)
      try store.close()
    }
  }

  @Test func aBulkLoadWithGapsIsCompletedLater() throws {
    let bench = try Workbench()
    let all = try Self.longLog(seed: 3, 2_500)
    let missing = Set([5, 6, 40, 900, 2_400])
    let lines = all.indices.filter { !missing.contains($0) }.map { all[$0] }
    let store = try bench.open()
    let report = try store.ingest(lines: lines.bytes)
    let reference = MergedLog(lines)
    #expect(report.accepted == reference.accepted.count && report.waiting == reference.waiting.count)
    #expect(reference.waiting.count > 1_000)
    #expect(try store.digest() == reference.digest)
    #expect(try store.problems() == [])
    let late = try store.ingest(lines: missing.sorted().map { all[$0].bytes })
    #expect(late.accepted == reference.waiting.count + missing.count && late.waiting == 0)
    #expect(try store.digest() == MergedLog(all).digest)
    #expect(try store.problems() == [])
  }

  @Test func aBulkLoadThatFailsLeavesEverythingAsItWas() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["x": "1"])
    let before = try (store.query(Self.schema), store.state(), store.query("SELECT * FROM events"))
    // The disk is full in the middle of it.
    let pages = try #require(Int(try store.query("PRAGMA page_count")[0]))
    try store.execute("PRAGMA max_page_count = \(pages + 20)")
    let lines = try Self.longLog(seed: 4, 2_600)
    let error = #expect(throws: StoreError.self) { try store.ingest(lines: lines.bytes) }
    #expect(error?.code == .full)
    #expect(try store.query(Self.schema) == before.0)
    #expect(try store.state() == before.1)
    #expect(try store.query("SELECT * FROM events") == before.2)
    #expect(try store.problems() == [])
    try store.execute("PRAGMA max_page_count = 1000000")
    #expect(try store.ingest(lines: lines.bytes).accepted == lines.count)
    #expect(try store.query(Self.schema) == before.0)
    #expect(try store.problems() == [])
  }
}
