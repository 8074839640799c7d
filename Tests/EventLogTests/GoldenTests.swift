import EventLog
import Foundation
import TestSupport
import Testing

/// The golden files of format version 1, which an independent reader has made and checked.
@Suite struct GoldenTests {
  @Test func goodLinesAreReadAndHaveTheirHashes() throws {
    let lines = try Fixtures.lines("golden/lines.jsonl")
    let hashes = try Fixtures.lines("golden/lines.sha256").map { String(decoding: $0, as: UTF8.self) }
    #expect(lines.count == hashes.count)
    #expect(lines.count > 100)
    for (number, (line, hash)) in zip(lines, hashes).enumerated() {
      do {
        let read = try EventLine(reading: line)
        #expect(hash.hasPrefix(read.hash.text), "line \(number + 1)")
        #expect(read.bytes == line)
        // Written again from what was read, a line of this version without unknown keys has the same bytes.
        if let event = read.event, event.seen == read.seen {
          let keys = try #require(JSONValue(canonical: line).object).map(\.name)
          let known: Set = ["device", "hlc", "prev", "record", "seen", "seq", "set", "step", "v"]
          if known.isSuperset(of: keys) { #expect(try EventLine(writing: event).bytes == line, "line \(number + 1)") }
        }
      } catch { Issue.record("line \(number + 1): \(error)") }
    }
  }

  private struct Malformed: Decodable {
    let file: String?
    let rule: String
  }

  @Test func malformedLinesAreRefusedByByteAndReason() throws {
    let index = try JSONDecoder().decode(
      [Malformed].self, from: Data(try Fixtures.bytes("golden/malformed/index.json")))
    #expect(index.count > 70)
    for entry in index {
      guard let file = entry.file else { continue }
      let bytes = try Fixtures.bytes("golden/malformed/\(file)")
      do {
        let line = try EventLine(reading: bytes)
        Issue.record("\(file) (\(entry.rule)) was read: \(line.hash)")
      } catch {
        #expect(error.offset >= 0 && error.offset <= bytes.count, "\(file)")
        #expect(!error.reason.isEmpty)
      }
    }
  }

  @Test func aLineOfMoreThanOneMebibyteIsRefused() throws {
    let event = try #require(try EventLine(reading: Fixtures.lines("golden/lines.jsonl")[0]).event)
    var padded = event
    let room = (1 << 20) - (try EventLine(writing: event).bytes.count) - "\"pad\":\"\",".utf8.count
    padded.set = event.set + [Assignment("zpad", JSONValue(String(repeating: "x", count: room - 1)))]
    #expect(try EventLine(writing: padded).bytes.count <= 1 << 20)
    padded.set = event.set + [Assignment("zpad", JSONValue(String(repeating: "x", count: room + 1)))]
    #expect(throws: MalformedLine.self) { try EventLine(writing: padded) }
  }

  @Test func numbersAreSpeltAsECMAScriptSpellsThem() throws {
    let numbers = try JSONDecoder().decode(
      [[String]].self, from: Data(try Fixtures.bytes("golden/numbers.json")))
    #expect(numbers.count > 2_000)
    for pair in numbers {
      let bits = try #require(UInt64(pair[0], radix: 16))
      let number = Double(bitPattern: bits)
      #expect(JSONValue(number)?.description == pair[1], "\(pair[0])")
      if number != 0 { #expect(try JSONValue(canonical: Array(pair[1].utf8)).number == number) }
    }
  }

  @Test func mergesComeToTheExpectedState() throws {
    for name in try Fixtures.names("golden/merges") where !name.hasSuffix(".md") {
      let files = try Fixtures.names("golden/merges/\(name)").filter { $0.hasSuffix(".jsonl") && $0 != "state.jsonl" }
      let lines = try files.flatMap { try Fixtures.lines("golden/merges/\(name)/\($0)") }
      let merged = MergedLog(lines.compactMap { try? EventLine(reading: $0) })
      let expected = try #require(
        try JSONSerialization.jsonObject(with: Data(try Fixtures.bytes("golden/merges/\(name)/expected.json")))
          as? [String: Any])
      #expect(merged.digest.text == expected["digest"] as? String, "\(name)")
      #expect(merged.accepted.count == expected["accepted"] as? Int, "\(name)")
      #expect(merged.waiting.count == expected["waiting"] as? Int, "\(name)")
      #expect(merged.refused.count == expected["refused"] as? Int, "\(name)")
      #expect(merged.opaqueCount == expected["opaque"] as? Int, "\(name)")
      #expect(merged.stateLines == (try Fixtures.lines("golden/merges/\(name)/state.jsonl")), "\(name)")
      let conflicts = merged.conflicts.map { conflict in
        let others = conflict.survivors.dropFirst().map { $0.value.description }.joined(separator: ",")
        return "{\"field\":\"\(conflict.field)\",\"others\":[\(others)],\"record\":\"\(conflict.record)\","
          + "\"value\":\(conflict.survivors[0].value)}"
      }
      let text = String(decoding: try Fixtures.bytes("golden/merges/\(name)/expected.json"), as: UTF8.self)
      for conflict in conflicts { #expect(text.contains(conflict), "\(name): \(conflict)") }
      #expect((expected["conflicts"] as? [Any])?.count == conflicts.count, "\(name)")
    }
  }
}
