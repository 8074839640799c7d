import EventLog
import Foundation

/// Writes the log of four devices in format v1, one file a device: every event on one of the records, 1 to 4 fields, a
/// tenth of the events concurrent with another one on the same field. The same seed gives the same bytes.
struct LogGenerator {
  let events: Int
  let records: Int
  let seed: UInt64

  private struct Writer {
    let device: DeviceID
    var head = EventHash.zero
    var seq: Int64 = 0
    /// The heads of the others as far as this one's events have seen them.
    var seen: [EventHash]
  }

  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
      return z ^ z >> 31
    }
  }

  private static let fields = ["type", "at", "note", "outcome", "application", "contact", "channel", "direction"]
  private static let outcomes = ["voicemail", "spoke", "no_answer", "screened", "sent"]
  private static let words = ["asked", "for", "the", "status", "of", "decision", "friendly", "again", "call", "back"]

  func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var random = Random(state: seed)
    var milliseconds: Int64 = 1_760_000_000_000
    var writers = (0..<4).map { _ in
      Writer(
        device: .version7(milliseconds: milliseconds, random: &random), seen: Array(repeating: .zero, count: 4))
    }
    let records = (0..<self.records).map { _ in RecordID.version7(milliseconds: milliseconds, random: &random) }
    let outputs = try (1...4).map { number in
      let path = "\(folder)/\(number).jsonl"
      _ = FileManager.default.createFile(atPath: path, contents: nil)
      return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }
    var buffers = [[UInt8]](repeating: [], count: 4)
    var written = 0
    while written < events {
      milliseconds += Int64.random(in: 1...60_000, using: &random)
      let first = Int.random(in: 0..<4, using: &random)
      let record = records[Int.random(in: 0..<records.count, using: &random)]
      let names = Self.fields.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
      var turns = [first]
      // A twentieth of the turns are two devices at once on the same fields: a tenth of the events.
      if Int.random(in: 0..<19, using: &random) == 0 { turns.append((first + 1) % 4) }
      let catchesUp = Int.random(in: 0..<8, using: &random) == 0
      let heads = writers.map(\.head)
      for index in turns where written < events {
        var seen: [EventHash] = []
        if catchesUp {
          seen = (0..<4).filter { $0 != index && heads[$0] != .zero && writers[index].seen[$0] != heads[$0] }
            .map { heads[$0] }
          writers[index].seen = heads
        }
        let set = names.map { Assignment($0, value(of: $0, records, &random)) }
        guard let hlc = HybridTimestamp(milliseconds: milliseconds, counter: 0) else { break }
        let bytes = EventLine.encode(
          Event(
            device: writers[index].device, hlc: hlc, prev: writers[index].head, record: record, seen: seen.sorted(),
            seq: writers[index].seq + 1, set: set))
        writers[index].head = EventHash(of: bytes)
        writers[index].seq += 1
        buffers[index] += bytes
        buffers[index].append(UInt8(ascii: "\n"))
        if buffers[index].count > 1 << 20 {
          try outputs[index].write(contentsOf: Data(buffers[index]))
          buffers[index].removeAll(keepingCapacity: true)
        }
        written += 1
      }
    }
    for (output, buffer) in zip(outputs, buffers) { try output.write(contentsOf: Data(buffer)) }
  }

  private func value(of field: String, _ records: [RecordID], _ random: inout Random) -> JSONValue {
    switch field {
    case "type": return "call"
    case "at":
      return JSONValue(
        "2026-\(10 + Int.random(in: 0..<3, using: &random))-\(10 + Int.random(in: 0..<19, using: &random))")
    case "outcome": return JSONValue(Self.outcomes.randomElement(using: &random) ?? "sent")
    case "application", "contact": return JSONValue((records.randomElement(using: &random) ?? records[0]).text)
    case "channel": return "phone"
    case "direction": return Bool.random(using: &random) ? "out" : "in"
    default:
      let count = Int.random(in: 2...5, using: &random)
      return JSONValue(
        (0..<count).map { _ in Self.words.randomElement(using: &random) ?? "" }.joined(separator: " "))
    }
  }
}
