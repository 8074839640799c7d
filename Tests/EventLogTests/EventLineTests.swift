import EventLog
import TestSupport
import Testing

/// Writing event lines, and reading lines that are almost ones (FORMAT 2).
@Suite struct EventLineTests {
  private static let hash = EventHash(of: "x".utf8)

  static func event(
    seq: Int64 = 2, prev: EventHash = hash, seen: [EventHash] = [], set: [Assignment] = [Assignment("type", "note")]
  ) throws -> Event {
    Event(
      device: try #require(DeviceID("0199c3f0-5d1a-7c42-8a11-2f0c6b7d9e01")),
      hlc: try #require(HybridTimestamp("2026-11-20T15:04:10.250Z-0000")), prev: prev,
      record: try #require(RecordID("0199c3f1-22aa-7b6f-9f04-6d8e1c3b5a10")), seen: seen, seq: seq, set: set,
      step: StepID("0199c3f1-22aa-7b6f-9f04-6d8e1c3b5a11"))
  }

  private static func isWritten(_ event: Event) -> Bool { (try? EventLine(writing: event)) != nil }

  @Test func theLineIsTheCanonicalObject() throws {
    let line = try EventLine(
      writing: try Self.event(seen: [Self.hash], set: [Assignment("note", "a\"b"), Assignment("at", .null)]))
    #expect(
      String(decoding: line.bytes, as: UTF8.self)
        == #"{"device":"0199c3f0-5d1a-7c42-8a11-2f0c6b7d9e01","hlc":"2026-11-20T15:04:10.250Z-0000","prev":"\#(Self.hash)""#
        + #","record":"0199c3f1-22aa-7b6f-9f04-6d8e1c3b5a10","seen":["\#(Self.hash)"],"seq":2"#
        + #","set":{"at":null,"note":"a\"b"},"step":"0199c3f1-22aa-7b6f-9f04-6d8e1c3b5a11","v":1}"#)
    #expect(line.hash == EventHash(of: line.bytes))
    #expect(
      line.event == (try Self.event(seen: [Self.hash], set: [Assignment("at", .null), Assignment("note", "a\"b")])))
    #expect(line.event?.set.map(\.field) == ["at", "note"])
  }

  @Test func fieldNamesAreHeldToTheirPattern() throws {
    let good = ["a", "z9_", "a_1", "at", String(repeating: "a", count: 64)]
    for name in good { #expect(Self.isWritten(try Self.event(set: [Assignment(name, .null)])), "\(name)") }
    let bad = [
      "", "A", "aB", "1a", "_a", "a-b", "a.b", "a b", "é", "aé", "e\u{301}", "a\u{0}", "a\n", "a\"", "\u{430}",
      "a\u{ff10}",
      String(repeating: "a", count: 65),
    ]
    for name in bad { #expect(!Self.isWritten(try Self.event(set: [Assignment(name, .null)])), "\(name)") }
  }

  @Test func countsAreHeldToTheirLimits() throws {
    func fields(_ count: Int) -> [Assignment] { (0..<count).map { Assignment("f\($0)", JSONValue(integer: $0)) } }
    func hashes(_ count: Int) -> [EventHash] { (0..<count).map { EventHash(of: "\($0)".utf8) } }
    for (count, isGood) in [(0, false), (1, true), (255, true), (256, true), (257, false), (1_000, false)] {
      #expect(Self.isWritten(try Self.event(set: fields(count))) == isGood, "\(count) fields")
    }
    for (count, isGood) in [(0, true), (1, true), (256, true), (257, false)] {
      #expect(Self.isWritten(try Self.event(seen: hashes(count))) == isGood, "\(count) seen")
    }
    // Repeats and 64 zeros in `seen` mean nothing, and are no mistake.
    #expect(Self.isWritten(try Self.event(seen: [.zero, .zero, Self.hash])))
    #expect(!Self.isWritten(try Self.event(set: [Assignment("a", .null), Assignment("a", .null)])))
  }

  @Test func seqAndPrevAreHeldToEachOther() throws {
    let rows: [(seq: Int64, prev: EventHash, isGood: Bool)] = [
      (1, .zero, true), (2, Self.hash, true), ((1 << 53) - 1, Self.hash, true),
      (1, Self.hash, false), (2, .zero, false), (0, .zero, false), (0, Self.hash, false), (-1, Self.hash, false),
      (1 << 53, Self.hash, false), (.max, Self.hash, false), (.min, Self.hash, false),
    ]
    for row in rows { #expect(Self.isWritten(try Self.event(seq: row.seq, prev: row.prev)) == row.isGood, "\(row)") }
  }

  @Test func valuesAreHeldToDepthAndSpelling() throws {
    func nested(_ depth: Int) -> JSONValue {
      JSONValue(
        unchecked: Array(repeating: UInt8(ascii: "["), count: depth) + Array(repeating: UInt8(ascii: "]"), count: depth)
      )
    }
    // The event's object and `set` are two of the 64.
    #expect(Self.isWritten(try Self.event(set: [Assignment("a", nested(62))])))
    #expect(!Self.isWritten(try Self.event(set: [Assignment("a", nested(63))])))
    for text in ["", " 1", "1.0", "1,\"b\":2", "[1, 2]", "\"\n\"", "nul", "1}", "}", "{\"b\":1,\"a\":1}"] {
      let event = try Self.event(set: [Assignment("a", JSONValue(unchecked: text.utf8))])
      // What slips in another well-formed field is caught by nothing but the count of what comes back.
      if let line = try? EventLine(writing: event) { #expect(line.event != event, "\(text)") }
    }
    for text in ["", " 1", "1.0", "[1, 2]", "\"\n\"", "nul", "1}", "}", "{\"b\":1,\"a\":1}"] {
      #expect(!Self.isWritten(try Self.event(set: [Assignment("a", JSONValue(unchecked: text.utf8))])), "\(text)")
    }
    var unsorted = try Self.event(set: [Assignment("a", .null), Assignment("b", .null)])
    unsorted.set.reverse()
    #expect(!Self.isWritten(unsorted))
  }

  @Test func aLineOfExactlyOneMebibyteIsTheLongest() throws {
    let short = try EventLine(writing: try Self.event(set: [Assignment("a", "")])).bytes.count
    for (extra, isGood) in [(-1, true), (0, true), (1, false)] {
      let text = String(repeating: "x", count: (1 << 20) - short + extra)
      #expect(Self.isWritten(try Self.event(set: [Assignment("a", JSONValue(text))])) == isGood, "\(extra)")
    }
  }

  /// Lines of a length that random changes have a chance with.
  private static func goldenLines() throws -> [[UInt8]] {
    try Fixtures.lines("golden/lines.jsonl").filter { $0.count < 12_000 }
  }

  @Test func aChangedLineIsRefusedOrAnotherCanonicalOne() throws {
    let lines = try Self.goldenLines()
    let tokens = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "0", "-", "1e+21", ".", "null", "\u{e000}", "😀", "\r", " ",
    ]
    var (accepted, refused) = (0, 0)
    for seed in UInt64(0)..<6_000 {
      var random = SeededGenerator(seed: seed)
      let original = lines[Int.random(in: lines.indices, using: &random)]
      var line = original
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<max(1, line.count), using: &random)
        guard index < line.count else { break }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: line[index] = UInt8.random(in: 0...255, using: &random)
        case 1: line[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: line[index] = UInt8.random(in: 0x20..<0x7f, using: &random)
        case 3: line.remove(at: index)
        case 4: line.insert(UInt8.random(in: 0...255, using: &random), at: index)
        case 5: line.insert(contentsOf: (tokens.randomElement(using: &random) ?? "").utf8, at: index)
        case 6: line.removeSubrange(index..<min(line.count, index + Int.random(in: 1...40, using: &random)))
        default: line.swapAt(index, Int.random(in: line.indices, using: &random))
        }
      }
      do {
        let read = try EventLine(reading: line)
        accepted += 1
        #expect(read.bytes == line, "seed \(seed)")
        #expect((read.hash == EventHash(of: original)) == (line == original), "seed \(seed)")
        // Canonical: what it says, put together anew, has the same bytes.
        let rebuilt = JSONValueTests.rebuilt(try JSONValue(canonical: line))
        #expect(rebuilt?.canonical == line, "seed \(seed)")
      } catch {
        refused += 1
        #expect(line != original, "seed \(seed)")
        #expect((0...line.count).contains(error.offset), "seed \(seed)")
      }
    }
    // Both happen, or the property would be empty.
    #expect(accepted > 150)
    #expect(refused > 2_000)
  }

  @Test func everyShortenedLineIsRefused() throws {
    for line in try Self.goldenLines().prefix(20) {
      for count in 0..<line.count {
        #expect(throws: MalformedLine.self) { try EventLine(reading: Array(line[..<count])) }
      }
    }
  }
}
