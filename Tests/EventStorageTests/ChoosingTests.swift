import EventLog
import TestSupport
import Testing

@testable import EventStorage

/// Records that are chosen by one field say the same as all records looked through.
@Suite struct ChoosingTests {
  @Test(arguments: [3, 17, 40] as [UInt64]) func whatIsChosenIsWhatLookingThroughAllFinds(seed: UInt64) throws {
    let bench = try Workbench()
    let store = try bench.open()
    var random = SeededGenerator(seed: seed)
    let texts: [JSONValue?] = [nil, .null, "", "Offer ACCEPTED", "not yet", "accepted", "acc\"epted", "Übernommen"]
    for number in 0..<120 as Range<UInt64> {
      let record = RecordID(high: 0x7000, low: 0x8000_0000_0000_0000 | number)
      var set: [String: JSONValue] = ["type": ["task", "person"].randomElement(using: &random) ?? "task"]
      if let value = texts.randomElement(using: &random) ?? nil { set["ended"] = value }
      _ = try store.append([Draft(record: record, set: set)])
      // Set and cleared again, or cleared and set.
      if Bool.random(using: &random), let value = texts.randomElement(using: &random) ?? nil {
        _ = try store.append([Draft(record: record, set: ["ended": value])])
      }
    }
    try store.read { reader in
      let all = try reader.records()
      var found: [RecordID: [String: JSONValue]] = [:]
      var last: Int64 = 0
      try reader.forEachRecord(of: [("task", ["ended", "none"]), ("person", ["ended"]), ("none", ["ended"])]) {
        number, type, values in
        #expect(number > last)
        last = number
        let state = try #require(try reader.record(number: number))
        #expect(state["type"]?.string == type)
        found[state.id] = values
      }
      let expected = all.map { state in (state.id, state.values.filter { $0.key == "ended" }) }
      #expect(found == Dictionary(uniqueKeysWithValues: expected), "seed \(seed)")
      var tasks = 0
      try reader.forEachRecord(of: [("task", [])]) { _, _, values in tasks += values.isEmpty ? 1 : 0 }
      #expect(tasks == all.count { $0["type"] == "task" })
      for type in ["task", "person", "none"] {
        #expect(try reader.hasRecords(ofType: type) == all.contains { $0["type"]?.string == type })
      }
      #expect(try reader.record(number: 999) == nil)
      var through: [RecordState] = []
      try reader.forEachState(ofTypes: ["task", "none"], fields: ["ended", "none"]) { through.append($0) }
      let tasksInAll = all.filter { $0["type"] == "task" }.map { state in
        RecordState(id: state.id, values: state.values.filter { ["type", "ended"].contains($0.key) })
      }
      #expect(through.sorted { $0.id < $1.id } == tasksInAll.sorted { $0.id < $1.id }, "seed \(seed)")
    }
  }
}
