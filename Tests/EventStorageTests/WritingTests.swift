import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// Events of the own device (FORMAT 3: Writing an event, step by step).
@Suite struct WritingTests {
  private struct Stop: Error, Equatable {}

  @Test func oneTransactionWritesOneChainedLogOfOneStep() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let step = try #require(StepID("0199c3f1-22aa-7b6f-9f04-6d8e1c3b5a11"))
    let first = try store.append(
      [
        Draft(record: Workbench.record, set: ["type": "call", "outcome": "voicemail"]),
        Draft(record: Workbench.second, set: ["type": "note"]),
      ], step: step)
    bench.clock.milliseconds += 10
    let second = try store.append([Draft(record: Workbench.record, set: ["outcome": .null])])
    let device = try #require(first.device)
    #expect(first.minting == .first)
    #expect(second == WriteReceipt(events: second.events, device: device, minting: nil))
    let lines = try store.lines()
    #expect(lines.map(\.hash) == first.events + second.events)
    #expect(lines.map(\.device) == [device, device, device])
    #expect(lines.map(\.seq) == [1, 2, 3])
    #expect(lines.map(\.prev) == [.zero, lines[0].hash, lines[1].hash])
    #expect(lines.map(\.seen) == [[], [], []])
    #expect(lines.compactMap(\.hlc?.milliseconds) == [Workbench.wall, Workbench.wall, Workbench.wall + 10])
    #expect(lines.compactMap(\.hlc?.counter) == [0, 1, 0])
    #expect(lines.map(\.event?.step).prefix(2) == [step, step])
    #expect(lines[2].event?.step != nil && lines[2].event?.step != step)
    #expect(
      try store.state() == [
        #"{"fields":{"type":"call"},"record":"\#(Workbench.record)"}"#,
        #"{"fields":{"type":"note"},"record":"\#(Workbench.second)"}"#,
      ])
    #expect(try store.digest() == MergedLog(lines).digest)
    #expect(try store.problems() == [])
  }

  @Test func aTransactionWithoutEventsMintsNothing() throws {
    let bench = try Workbench()
    let store = try bench.open()
    #expect(try store.append([]) == WriteReceipt())
    let (result, receipt) = try store.write { try $0.reader().status().events }
    #expect(result == 0 && receipt == WriteReceipt())
    #expect(try store.query("SELECT * FROM writers") == [])
    #expect(!FileManager.default.fileExists(atPath: bench.anchors))
  }

  @Test func theBodySeesWhatItHasWritten() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let (states, receipt) = try store.write { writer in
      var states: [String?] = []
      for number in 0..<4 {
        states.append(try writer.reader().record(Workbench.record)?["n"]?.description)
        try writer.append(Draft(record: Workbench.record, set: ["n": JSONValue(integer: number)]), step: nil)
      }
      states.append(try writer.reader().record(Workbench.record)?["n"]?.description)
      return states
    }
    #expect(states == [nil, "0", "1", "2", "3"])
    #expect(receipt.events == (try store.lines().map(\.hash)))
    #expect(try store.lines().map(\.event?.step) == [nil, nil, nil, nil])
    #expect(try store.problems() == [])
  }

  @Test func aBodyThatFailsWritesNothingAndLeavesTheClock() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["n": JSONValue(integer: 0)])
    let before = try store.query("SELECT * FROM events")
    let projection = try store.read { try $0.projection() }
    let anchors = try bench.contents().filter { $0.key.hasPrefix("anchors") }
    bench.clock.milliseconds += 5_000
    #expect(throws: Stop()) {
      _ = try store.write { writer -> Int in
        for number in 0..<50 {
          try writer.append(Draft(record: Workbench.second, set: ["n": JSONValue(integer: number)]), step: nil)
        }
        _ = try writer.reader().digest()
        throw Stop()
      }
    }
    #expect(try store.query("SELECT * FROM events") == before)
    #expect(try store.read { try $0.projection() } == projection)
    #expect(try bench.contents().filter { $0.key.hasPrefix("anchors") } == anchors)
    // The clock is where the log is: 50 events were stamped at this moment, and none of them counts.
    bench.clock.milliseconds -= 5_000
    let receipt = try store.set(["n": JSONValue(integer: 1)])
    #expect(receipt.minting == nil)
    #expect(try store.line(receipt.events.first)?.hlc == HybridTimestamp(milliseconds: Workbench.wall, counter: 1))
    #expect(try store.line(receipt.events.first)?.seq == 2)
    #expect(try store.problems() == [])
  }

  @Test func aDraftThatBreaksARuleIsRefusedWithAReason() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["n": JSONValue(integer: 0)])
    let before = try store.query("SELECT * FROM events")
    let nested = JSONValue(
      unchecked: Array(repeating: UInt8(ascii: "["), count: 63) + Array(repeating: UInt8(ascii: "]"), count: 63))
    let rows: [(set: [String: JSONValue], reason: String)] = [
      ([:], "set is empty"), (["Type": "x"], "field name"), (["": "x"], "field name"), (["é": "x"], "field name"),
      (["a": JSONValue(String(repeating: "x", count: 1 << 20))], "longer than 1 MiB"),
      (Dictionary(uniqueKeysWithValues: (0..<257).map { ("f\($0)", JSONValue.null) }), "256"),
      (["a": nested], "64 deep"),
    ]
    for row in rows {
      let error = #expect(throws: StoreError.self, "\(row.reason)") {
        try store.append([
          Draft(record: Workbench.record, set: ["n": "good"]), Draft(record: Workbench.record, set: row.set),
        ])
      }
      #expect(error?.code == .malformed, "\(row.reason)")
      #expect(error?.message.contains(row.reason) == true, "\(error?.message ?? "")")
      #expect(error?.path == bench.file("a.db"))
      #expect(try store.query("SELECT * FROM events") == before, "\(row.reason)")
    }
    // Exactly as much as fits does.
    try store.set(Dictionary(uniqueKeysWithValues: (0..<256).map { ("f\($0)", JSONValue.null) }))
    #expect(try store.problems() == [])
  }

  @Test func aClockThatNoTimestampCanHoldIsToldOf() throws {
    let bench = try Workbench()
    let store = try bench.open()
    for wall: Int64 in [253_402_300_800_000, .max, .min] {
      bench.clock.milliseconds = wall
      let error = #expect(throws: StoreError.self) { try store.set(["n": "x"]) }
      #expect(error?.code == .io && error?.message.contains("set the clock") == true)
    }
    #expect(try store.lines() == [])
    bench.clock.milliseconds = 253_402_300_799_999
    try store.set(["n": "x"])
    #expect(try store.line(store.lines().first?.hash)?.hlc?.text == "9999-12-31T23:59:59.999Z-0000")
  }

  @Test func seenNamesTheHeadsThatNothingElseLeadsTo() throws {
    let bench = try Workbench()
    let store = try bench.open()
    var (a, b, c) = (DeviceLog(1), DeviceLog(2), DeviceLog(3))
    try a.write(Workbench.record, ["x": "a"], at: Workbench.wall)
    try b.write(Workbench.record, ["x": "b"], at: Workbench.wall + 1, seen: [a.head])
    try c.write(Workbench.record, ["x": "c"], at: Workbench.wall + 2)
    _ = try store.ingest(lines: (a.lines + b.lines + c.lines).bytes)
    func seen() throws -> Set<EventHash> {
      let line = try #require(try store.line(try store.set(["x": "own"]).events.first))
      #expect(Set(line.seen).count == line.seen.count)
      return Set(line.seen)
    }
    // b leads to a.
    #expect(try seen() == [b.head, c.head])
    #expect(try seen() == [])
    // a goes on without having heard of anyone: named again. Then a hears of c's next, and leads to it.
    try a.write(Workbench.record, ["x": "a2"], at: Workbench.wall + 3)
    _ = try store.ingest(lines: a.lines.bytes)
    #expect(try seen() == [a.head])
    try c.write(Workbench.record, ["x": "c2"], at: Workbench.wall + 4)
    try a.write(Workbench.record, ["x": "a3"], at: Workbench.wall + 5, seen: [c.head])
    _ = try store.ingest(lines: (a.lines + c.lines).bytes)
    #expect(try seen() == [a.head])
    // Two branches of b, and an own event that somebody has seen.
    var fork = DeviceLog(continuing: b.lines)
    try b.write(Workbench.record, ["x": "b2"], at: Workbench.wall + 6)
    try fork.write(
      Workbench.record, ["x": "b2'"], at: Workbench.wall + 7, seen: [try #require(try store.lines().last?.hash)])
    _ = try store.ingest(lines: (b.lines + fork.lines).bytes)
    #expect(try seen() == [b.head, fork.head])
    #expect(try seen() == [])
    // What waits is not claimed to be known.
    var d = DeviceLog(4)
    try d.write(Workbench.record, ["x": "d"], at: Workbench.wall + 8)
    try d.write(Workbench.record, ["x": "d2"], at: Workbench.wall + 9)
    _ = try store.ingest(lines: [d.lines[1].bytes])
    #expect(try seen() == [])
    _ = try store.ingest(lines: [d.lines[0].bytes])
    #expect(try seen() == [d.head])
    #expect(try store.conflicts() == [])
    #expect(try store.digest() == MergedLog(store.lines()).digest)
    #expect(try store.problems() == [])
  }

  /// 300 devices, of which the last few hold the survivors of the field that is assigned.
  @Test func ofMoreThan256HeadsThoseComeFirstThatAreReplaced() throws {
    let bench = try Workbench()
    let store = try bench.open()
    var logs = (0..<300).map { DeviceLog(UInt64($0) + 1) }
    for index in logs.indices {
      let holdsX = index >= 280
      try logs[index].write(
        holdsX ? Workbench.record : Workbench.second, [holdsX ? "x" : "y": JSONValue(integer: index)],
        at: Workbench.wall + Int64(index))
    }
    _ = try store.ingest(lines: logs.flatMap(\.lines).bytes)
    #expect(try store.conflicts().count == 2)
    let first = try #require(try store.line(try store.set(["x": "own"]).events.first))
    #expect(first.seen.count == 256)
    #expect(Set(first.seen).isSuperset(of: logs[280...].map(\.head)))
    #expect(try store.fields() == ["x": "\"own\""])
    #expect(try store.read { try $0.conflicts() }.map(\.field) == ["y"])
    // The next ones name the rest, each once.
    let second = try #require(try store.line(try store.set(["z": "own"]).events.first))
    #expect(second.seen.count == 44)
    #expect(Set(first.seen + second.seen) == Set(logs.map(\.head)))
    let third = try #require(try store.line(try store.set(["y": "own"], of: Workbench.second).events.first))
    #expect(third.seen == [])
    #expect(try store.conflicts() == [])
    #expect(try store.fields(of: Workbench.second) == ["y": "\"own\""])
    #expect(try store.digest() == MergedLog(store.lines()).digest)
    #expect(try store.problems() == [])
  }

  @Test func moreRivalsThanSeenHoldsAreReplacedInTwoSteps() throws {
    let bench = try Workbench()
    let store = try bench.open()
    var logs = (0..<300).map { DeviceLog(UInt64($0) + 1) }
    for index in logs.indices {
      try logs[index].write(Workbench.record, ["x": JSONValue(integer: index)], at: Workbench.wall)
    }
    _ = try store.ingest(lines: logs.flatMap(\.lines).bytes)
    let sides = {
      () throws -> Int in try store.read { try $0.conflicts().first?.sides.count ?? 0 }
    }
    #expect(try sides() == 300)
    try store.set(["x": "own"])
    #expect(try sides() == 45)
    try store.set(["x": "own"])
    #expect(try sides() == 0)
    #expect(try store.digest() == MergedLog(store.lines()).digest)
    #expect(try store.problems() == [])
  }
}
