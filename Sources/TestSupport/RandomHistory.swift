import EventLog

/// A history that several devices could have written: concurrent edits, branches of copied stores, clocks that are years
/// off, releases to come, and lines that never arrive. The same seed gives the same history.
package struct RandomHistory: Sendable {
  /// What the histories hold.
  package struct Options: Sendable {
    package var devices = 2...6
    package var events = 5...60
    package var records = 1...5
    package var fields = 1...4
    package init() {}
  }

  package let seed: UInt64
  /// All events, each after those in its past.
  package private(set) var lines: [EventLine] = []

  private struct Writer {
    var device: DeviceID
    var head: EventHash
    var seq: Int64
    /// What this writer has accepted: indexes into `lines`.
    var known: Set<Int>
    var clockOffset: Int64
    var last: HybridTimestamp?
  }

  package init(seed: UInt64, options: Options = Options()) throws {
    self.seed = seed
    var random = SeededGenerator(seed: seed)
    var wall: Int64 = 1_780_000_000_000
    let records = (0..<Int.random(in: options.records, using: &random)).map { _ in
      RecordID.version7(milliseconds: wall, random: &random)
    }
    let fields = ["type", "note", "outcome", "at", "a", "zz_9"].prefix(Int.random(in: options.fields, using: &random))
    let offsets: [Int64] = [0, 0, 0, -40_000, 90_000_000, 200_000_000_000, -300_000_000_000, 253_000_000_000_000]
    var writers = (0..<Int.random(in: options.devices, using: &random)).map { _ in
      Writer(
        device: .version7(milliseconds: wall, random: &random), head: .zero, seq: 0, known: [],
        clockOffset: offsets.randomElement(using: &random) ?? 0, last: nil)
    }
    let count = Int.random(in: options.events, using: &random)
    while lines.count < count {
      wall += Int64.random(in: 0...5_000, using: &random)
      let index = Int.random(in: writers.indices, using: &random)
      switch Int.random(in: 0..<20, using: &random) {
      case 0 where writers.count < 9:
        // The store is copied, and both copies go on as the same device.
        writers.append(writers[index])
      case 1...4:
        // Everything that another one knows arrives.
        let other = Int.random(in: writers.indices, using: &random)
        writers[index].known.formUnion(writers[other].known)
      case 5:
        writers[index].clockOffset = offsets.randomElement(using: &random) ?? 0
      default:
        try write(&writers[index], wall, records, fields, &random)
      }
    }
  }

  private mutating func write(
    _ writer: inout Writer, _ wall: Int64, _ records: [RecordID], _ fields: some Collection<String>,
    _ random: inout SeededGenerator
  ) throws {
    let clock = min(wall + writer.clockOffset, 253_402_300_000_000)
    let stamps = writer.known.compactMap { lines[$0].hlc } + (writer.last.map { [$0] } ?? [])
    let greatest = stamps.filter { HybridClock.isAbsorbed($0, wallMilliseconds: clock) }.max()
    var hlc = try HybridClock.next(after: greatest, wallMilliseconds: clock)
    if Int.random(in: 0..<40, using: &random) == 0, let unreal = HybridTimestamp("2026-99-31T25:61:61.000Z-00ff") {
      hlc = unreal
    }
    let known = writer.known.map { lines[$0] }
    let heads = Set(known.map(\.hash)).subtracting(known.map(\.prev)).subtracting([writer.head])
    var seen = heads.sorted()
    if Int.random(in: 0..<6, using: &random) == 0 { seen.removeAll { _ in Bool.random(using: &random) } }
    if let first = seen.first, Int.random(in: 0..<10, using: &random) == 0 { seen.append(first) }
    let chosen = fields.filter { _ in Bool.random(using: &random) }
    let set = (chosen.isEmpty ? Array(fields.prefix(1)) : chosen).map { field in
      Assignment(
        field,
        [
          JSONValue.null, JSONValue(integer: Int.random(in: 0..<3, using: &random)), JSONValue("e\u{301}"),
          JSONValue("\u{e9}"), JSONValue(array: [JSONValue(true)]), JSONValue("x\n\"\u{1F600}"),
        ].randomElement(using: &random) ?? .null)
    }
    let event = Event(
      device: writer.device, hlc: hlc, prev: writer.head, record: records.randomElement(using: &random) ?? records[0],
      seen: seen, seq: writer.seq + 1, set: set, step: .version7(milliseconds: wall, random: &random))
    var line = try EventLine(writing: event)
    if Int.random(in: 0..<25, using: &random) == 0 {
      // A release to come: the same keys, another version, and assignments of a form that nobody knows yet.
      let text = String(decoding: line.bytes, as: UTF8.self).dropLast("1}".count)
      line = try EventLine(reading: Array((text + "2}").utf8))
    }
    writer.head = line.hash
    writer.seq += 1
    writer.last = hlc
    writer.known.insert(lines.count)
    lines.append(line)
  }
}
