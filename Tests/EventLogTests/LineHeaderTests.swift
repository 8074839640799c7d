import EventLog
import TestSupport
import Testing

/// What is read from a line's beginning alone must be what the strict reader finds there: known events are passed over
/// on its word.
@Suite struct LineHeaderTests {
  private static let device = "0199c3f0-5d1a-7c42-8a11-2f0c6b7d9e01"
  private static let other = "0199c3f4-0b77-7e90-b3d2-9c5a1e4f7702"
  private static let record = "0199c3f1-22aa-7b6f-9f04-6d8e1c3b5a10"
  private static let hlc = "2026-11-20T15:04:10.250Z-0000"
  private static let hash = EventHash(of: "x".utf8).text
  private static let decoy = EventHash(of: "decoy".utf8).text

  private static func header(_ line: [UInt8]) -> LineHeader? {
    line.withUnsafeBufferPointer { LineHeader(peeking: $0) }
  }

  /// - Returns: whether there was a header.
  @discardableResult
  private static func expectAgreement(_ line: [UInt8], _ comment: Comment) throws -> Bool {
    let read = try EventLine(reading: line)
    guard let header = header(line) else { return false }
    #expect(header.device == read.device, comment)
    #expect(header.hlc == read.hlc, comment)
    #expect(header.prev == read.prev, comment)
    #expect(header.seq == read.seq, comment)
    return true
  }

  @Test func itAgreesWithTheScannerOnGoldenLines() throws {
    var found = 0
    let lines = try Fixtures.lines("golden/lines.jsonl")
    for (number, line) in lines.enumerated() {
      if try Self.expectAgreement(line, "line \(number + 1)") { found += 1 }
    }
    #expect(found > lines.count / 2)
  }

  @Test func itKnowsEveryLineThatThisReleaseWrites() throws {
    for seed in UInt64(0)..<40 {
      for line in try RandomHistory(seed: seed).lines {
        #expect(try Self.expectAgreement(line.bytes, "seed \(seed)"), "seed \(seed)")
      }
    }
    for count in [1, 2, 255, 256] {
      let seen = (0..<count).map { EventHash(of: "\($0)".utf8) }
      let line = try EventLine(writing: try EventLineTests.event(seq: (1 << 53) - 1, seen: seen))
      #expect(try Self.expectAgreement(line.bytes, "\(count) seen"))
    }
  }

  @Test func aValueThatImitatesAHeaderIsNone() throws {
    let body = #""device":"\#(Self.device)","hlc":"\#(Self.hlc)","prev":"\#(Self.hash)","record":"\#(Self.record)""#
    let imitation =
      #""\#(Self.other)","hlc":"2026-11-20T15:04:10.251Z-0000","prev":"\#(Self.decoy)","record":"\#(Self.record)","seq":9"#
    let rest = #""seq":2,"set":{"type":"note"},"v":1}"#
    var traps = [
      // Unknown keys that sort before `device`, their values laid out like an event.
      #"{"d":{"a":\#(imitation)},\#(body),\#(rest)"#,
      #"{"d":{"a":\#(imitation.replacing("\"seq\":9", with: "\"seen\":[\"\(Self.decoy)\"],\"seq\":9"))},\#(body),\#(rest)"#,
      #"{"aaa":{"":\#(imitation)},\#(body),\#(rest)"#,
      // Between `record` and `seq`.
      #"{\#(body),"se":1,\#(rest)"#,
      #"{\#(body),"seem":9,\#(rest)"#,
      #"{\#(body),"seenx":["\#(Self.decoy)"],\#(rest)"#,
      #"{\#(body),"seep":{"seq":9},\#(rest)"#,
      #"{\#(body),"sep":9,\#(rest)"#,
      #"{\#(body),"seen":["\#(Self.decoy)"],"seep":9,\#(rest)"#,
      // Between the others.
      #"{"device":"\#(Self.device)","devicf":1,"hlc":"\#(Self.hlc)","prev":"\#(Self.hash)","record":"\#(Self.record)",\#(rest)"#,
      #"{"device":"\#(Self.device)","hlc":"\#(Self.hlc)","i":1,"prev":"\#(Self.hash)","record":"\#(Self.record)",\#(rest)"#,
    ]
    // Later versions may write `seen` in any form.
    let later = rest.replacing("\"v\":1", with: "\"v\":2")
    for count in 50...70 {
      let filler = String(repeating: "1", count: count)
      traps.append(#"{\#(body),"seen":[{"a":["\#(filler)"],"seq":9}],\#(later)"#)
      traps.append(#"{\#(body),"seen":[{"\#(filler)":[],"seq":9}],\#(later)"#)
      traps.append(#"{\#(body),"seen":["\#(filler)]\",\"seq\":9"],\#(later)"#)
    }
    traps += [
      #"{\#(body),"seen":[],\#(later)"#,
      #"{\#(body),"seen":["\#(String(repeating: "]", count: 200))"],\#(later)"#,
      #"{\#(body),"seen":[1,2,3],\#(later)"#,
      #"{\#(body),"seen":["\#(String(repeating: "a", count: 66))]\","],\#(later)"#,
    ]
    for (number, trap) in traps.enumerated() {
      try Self.expectAgreement(Array(trap.utf8), "trap \(number): \(trap)")
    }
  }

  @Test func cutLinesDoNotTrap() throws {
    let line = try EventLine(writing: try EventLineTests.event(seen: [EventHash(of: []), EventHash(of: [1])])).bytes
    var random = SeededGenerator(seed: 5)
    for count in 0..<line.count {
      _ = Self.header(Array(line[..<count]))
      // Past the first 220 bytes the rest is looked at: it may be anything.
      var other = Array(line[..<count])
      for index in other.indices.dropFirst(200) where Int.random(in: 0..<4, using: &random) == 0 {
        other[index] = UInt8.random(in: 0...255, using: &random)
      }
      if let header = Self.header(other) { #expect(header.seq > 0) }
    }
    let digits = String(decoding: line, as: UTF8.self).replacing(
      "\"seq\":2", with: "\"seq\":\(String(repeating: "9", count: 400))")
    if let header = Self.header(Array(digits.utf8)) { #expect(header.seq > 0) }
  }
}
