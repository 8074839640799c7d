import EventLog
import TestSupport
import Testing

@testable import EventStorage

/// Who wrote what, what it replaced, and what stands (FORMAT 3).
@Suite struct HistoryTests {
  /// One line for each change: `device seq field: replaced -> value (standing)`.
  private static func history(_ store: EventStore, _ names: [DeviceID: String]) throws -> [String] {
    try store.read { try $0.history(of: Workbench.record) }.flatMap { entry in
      entry.changes.map { change in
        let replaced = change.replaced.map(\.description).joined(separator: "+")
        return
          "\(names[entry.device] ?? "?")\(entry.seq) \(change.field): \(replaced) -> \(change.value) \(change.standing)"
      }
    }
  }

  @Test func aConflictAndItsSettlement() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let wall = Workbench.wall
    var (a, b) = (DeviceLog(1), DeviceLog(2))
    try a.write(Workbench.record, ["outcome": "voicemail", "type": "call"], at: wall)
    try b.write(Workbench.record, ["note": "front desk", "outcome": "spoke"], at: wall + 20, seen: [a.head])
    try a.write(Workbench.record, ["outcome": "no_answer"], at: wall + 10)
    _ = try store.ingest(lines: (b.lines + a.lines).bytes)
    var names = [a.device: "a", b.device: "b"]
    #expect(
      try Self.history(store, names) == [
        #"a1 outcome:  -> "voicemail" replaced"#, #"a1 type:  -> "call" value"#,
        #"a2 outcome: "voicemail" -> "no_answer" concurrent"#, #"b1 note:  -> "front desk" value"#,
        #"b1 outcome: "voicemail" -> "spoke" value"#,
      ])
    let conflict = try #require(try store.read { try $0.conflicts() }.first)
    #expect(
      conflict
        == Conflict(
          record: Workbench.record, field: "outcome",
          sides: [
            Conflict.Side(
              value: "spoke", device: b.device, hlc: try #require(b.lines[0].hlc), hash: b.lines[0].hash),
            Conflict.Side(
              value: "no_answer", device: a.device, hlc: try #require(a.lines[1].hlc), hash: a.lines[1].hash),
          ]))
    #expect(try store.read { try $0.record(Workbench.record)?.conflicts } == ["outcome"])
    #expect(try store.status().conflicts == 1)
    let before = try store.digest()
    let settled = try store.set(["outcome": "spoke"])
    names[try #require(settled.device)] = "own"
    // In favour of the value that it has: the digest is the same, and the conflict is gone.
    #expect(try store.digest() == before)
    #expect(try store.conflicts() == [])
    #expect(
      try Self.history(store, names).filter { $0.contains("outcome") }.sorted() == [
        #"a1 outcome:  -> "voicemail" replaced"#, #"a2 outcome: "voicemail" -> "no_answer" replaced"#,
        #"b1 outcome: "voicemail" -> "spoke" replaced"#, #"own1 outcome: "spoke"+"no_answer" -> "spoke" value"#,
      ])
  }

  @Test func clearedFieldsAndEqualValues() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let wall = Workbench.wall
    var (a, b, c) = (DeviceLog(1), DeviceLog(2), DeviceLog(3))
    try a.write(Workbench.record, ["x": .null, "y": "same"], at: wall)
    try b.write(Workbench.record, ["x": "b", "y": "same"], at: wall + 1)
    try c.write(Workbench.record, ["x": .null, "y": "same"], at: wall + 2)
    _ = try store.ingest(lines: (a.lines + b.lines + c.lines).bytes)
    // The cleared field is the value, and the other one stands beside it; the same value thrice is no conflict.
    #expect(try store.fields() == ["y": "\"same\""])
    #expect(try store.conflicts() == [#"x: null, "b", null"#])
    #expect(
      try Self.history(store, [a.device: "a", b.device: "b", c.device: "c"]) == [
        "a1 x:  -> null concurrent", #"a1 y:  -> "same" concurrent"#, #"b1 x:  -> "b" concurrent"#,
        #"b1 y:  -> "same" concurrent"#, "c1 x:  -> null value", #"c1 y:  -> "same" value"#,
      ])
    try store.set(["x": .null])
    #expect(try store.conflicts() == [])
    #expect(try store.state() == [#"{"fields":{"y":"same"},"record":"\#(Workbench.record)"}"#])
    #expect(try store.read { try $0.history(of: Workbench.second) } == [])
  }

  @Test func aRecordIsFoundByItsTypeAndByWhatItRefersTo() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["type": "application"], of: Workbench.record)
    try store.set(["about": JSONValue(Workbench.record.text), "type": "call"], of: Workbench.second)
    func ids(_ states: [RecordState]) -> [RecordID] { states.map(\.id) }
    #expect(try store.read { try ids($0.records(ofType: "call")) } == [Workbench.second])
    #expect(try store.read { try ids($0.records(ofType: "cal")) } == [])
    #expect(try store.read { try ids($0.records(referringTo: Workbench.record)) } == [Workbench.second])
    #expect(try store.read { try ids($0.records()) } == [Workbench.record, Workbench.second])
    // The value that lost is not found, the one that stands is; retracted records are there all the same.
    try store.set(["about": "nobody", "retracted": JSONValue(true), "type": "note"], of: Workbench.second)
    #expect(try store.read { try ids($0.records(ofType: "call")) } == [])
    #expect(try store.read { try ids($0.records(referringTo: Workbench.record)) } == [])
    #expect(try store.read { try $0.records(ofType: "note").map(\.isRetracted) } == [true])
    #expect(try store.read { try $0.record(RecordID(high: 9, low: 9)) } == nil)
  }
}
