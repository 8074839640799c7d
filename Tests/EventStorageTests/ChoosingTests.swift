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
      for type in ["task", "person", "none"] {
        let own = all.filter { $0["type"]?.string == type }
        #expect(try reader.records(ofType: type, lacking: "ended") == own.filter { $0["ended"] == nil }, "seed \(seed)")
        #expect(try reader.records(ofType: type, lacking: "other") == own)
        let accepted = own.filter { $0["ended"]?.string?.lowercased().contains("accepted") ?? false }
        #expect(try reader.records(ofType: type, whose: "ended", contains: "accepted") == accepted, "seed \(seed)")
        #expect(try reader.hasRecords(ofType: type) == !own.isEmpty)
        var values: [RecordID: JSONValue] = [:]
        try reader.forEachValue(of: "ended", inType: type) { number, value in
          let state = try #require(try reader.record(number: number))
          values[state.id] = value
        }
        let expected = Dictionary(
          uniqueKeysWithValues: own.compactMap { state in state["ended"].map { (state.id, $0) } })
        #expect(values == expected, "seed \(seed)")
      }
      #expect(try reader.record(number: 999) == nil)
    }
  }
}
