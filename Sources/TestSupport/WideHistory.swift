import EventLog

/// A history of far more branches than any household has devices: logs that go on from any of their events, and events
/// that have seen any others, or none. The same seed gives the same history.
package struct WideHistory: Sendable {
  /// All events, each after those in its past.
  package private(set) var lines: [EventLine] = []

  /// - Parameters:
  ///   - count: how many events.
  ///   - devices: how many devices write them.
  ///   - records: how many records they assign to.
  ///   - seenMax: how many events one names at most.
  package init(seed: UInt64, count: Int, devices: Int, records: Int, seenMax: Int) throws {
    var random = SeededGenerator(seed: seed)
    let wall: Int64 = 1_780_000_000_000
    let records = (0..<records).map { _ in RecordID.version7(milliseconds: wall, random: &random) }
    let writers = (0..<devices).map { _ in DeviceID.version7(milliseconds: wall, random: &random) }
    var ofDevice: [DeviceID: [Int]] = [:]
    for number in 0..<count {
      let device = writers[Int.random(in: writers.indices, using: &random)]
      let former = ofDevice[device] ?? []
      // Most go on from an event that another one has gone on from already.
      let before = Int.random(in: 0..<6, using: &random) == 0 ? nil : former.randomElement(using: &random)
      var seen: [EventHash] = []
      if !lines.isEmpty {
        for _ in 0..<Int.random(in: 0...seenMax, using: &random) {
          let near = Bool.random(using: &random) ? max(0, lines.count - 12) : 0
          seen.append(lines[Int.random(in: near..<lines.count, using: &random)].hash)
        }
      }
      if Int.random(in: 0..<20, using: &random) == 0 { seen.append(EventHash(of: Array("nobody \(number)".utf8))) }
      let line = try EventLine(
        writing: Event(
          device: device,
          hlc: HybridTimestamp(milliseconds: wall + Int64.random(in: 0..<1_000, using: &random), counter: 0) ?? .least,
          prev: before.map { lines[$0].hash } ?? .zero, record: records.randomElement(using: &random) ?? records[0],
          seen: Array(Set(seen)).sorted(), seq: before.map { lines[$0].seq + 1 } ?? 1,
          set: [Assignment(Bool.random(using: &random) ? "a" : "b", JSONValue(integer: number))]))
      ofDevice[device, default: []].append(lines.count)
      lines.append(line)
    }
  }
}
