import EventLog
import TestSupport
import Testing

/// Identifiers and hashes (FORMAT 1 and 2, RFC 9562).
@Suite struct IdentifierTests {
  @Test func version5HasTheKnownVectors() throws {
    let dns = try #require(RecordID("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
    let url = try #require(RecordID("6ba7b811-9dad-11d1-80b4-00c04fd430c8"))
    // RFC 9562, A.4, and Python's uuid.uuid5 for the others.
    #expect(RecordID.version5(namespace: dns, name: "www.example.com").text == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
    #expect(RecordID.version5(namespace: dns, name: "python.org").text == "886313e1-3b8a-5372-9b90-0c9aee199e5d")
    #expect(RecordID.version5(namespace: url, name: "").text == "1b4db7eb-4057-5ddf-91e0-36dec72071f5")
    #expect(RecordID.version5(namespace: url, name: "Zoë 😀").text == "cdc4f0d4-de11-5def-bb6e-39a9302cf6c5")
    #expect(RecordID.version5(namespace: url, name: "Zoe\u{308} 😀").text == "98f53f8a-a41f-585a-8239-a049b1ba5c49")
  }

  @Test func version7HoldsItsMomentAndItsRandomBits() throws {
    struct Constant: RandomNumberGenerator {
      let value: UInt64
      func next() -> UInt64 { value }
    }
    for milliseconds: Int64 in [0, 1, 1_645_557_742_000, 0xffff_ffff_ffff] {
      for seed in UInt64(0)..<50 {
        var random = SeededGenerator(seed: seed)
        let id = RecordID.version7(milliseconds: milliseconds, random: &random)
        #expect(id.high >> 16 == UInt64(milliseconds), "seed \(seed)")
        #expect(id.high >> 12 & 0xf == 7, "seed \(seed)")
        #expect(id.low >> 62 == 2, "seed \(seed)")
        #expect(id.text.count == 36 && Array(id.text)[14] == "7" && "89ab".contains(Array(id.text)[19]), "seed \(seed)")
      }
    }
    // Only the low 48 bits count, and a clock before 1970 does not trap.
    var random = SeededGenerator(seed: 1)
    #expect(RecordID.version7(milliseconds: -1, random: &random).high >> 16 == 0xffff_ffff_ffff)
    #expect(RecordID.version7(milliseconds: .min, random: &random).high >> 16 == 0)
    // All 74 other bits are random: each of them is met both ways.
    var (ones, zeros) = ((high: UInt64(0), low: UInt64(0)), (high: UInt64(0), low: UInt64(0)))
    for _ in 0..<200 {
      let id = RecordID.version7(milliseconds: 0, random: &random)
      ones = (ones.high | id.high, ones.low | id.low)
      zeros = (zeros.high | ~id.high, zeros.low | ~id.low)
    }
    #expect(ones.high & zeros.high == 0x0fff)
    #expect(ones.low & zeros.low == 0x3fff_ffff_ffff_ffff)
    #expect((ones.high & zeros.high).nonzeroBitCount + (ones.low & zeros.low).nonzeroBitCount == 74)
  }

  @Test func textAndValueAreOfOneOrder() throws {
    var random = SeededGenerator(seed: 11)
    let ids = (0..<500).map { _ in
      RecordID(high: random.next() >> UInt64.random(in: 0..<60, using: &random), low: random.next())
    }
    #expect(ids.sorted().map(\.text) == ids.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    for id in ids { #expect(RecordID(id.text) == id) }
    let hashes = (0..<500).map { _ in EventHash(of: [UInt8.random(in: 0...255, using: &random)] + "x".utf8) }
    #expect(hashes.sorted().map(\.text) == hashes.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    for hash in hashes { #expect(EventHash(hash.text) == hash) }
  }

  @Test func otherSpellingsAreNoIdentifiersAndNoHashes() throws {
    let uuid = Array("0199c3f0-5d1a-7c42-8a11-2f0c6b7d9e01".utf8)
    let hash = Array(EventHash(of: []).text.utf8)
    #expect(RecordID(String(decoding: uuid, as: UTF8.self)) != nil)
    #expect(String(decoding: hash, as: UTF8.self) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    for byte in UInt8(0)...255 where !"0123456789abcdef".utf8.contains(byte) {
      for index in uuid.indices where byte != uuid[index] {
        var other = uuid
        other[index] = byte
        #expect(other.withUnsafeBufferPointer { RecordID(utf8: $0) } == nil, "byte \(byte) at \(index)")
      }
      for index in [0, 15, 16, 63] {
        var other = hash
        other[index] = byte
        #expect(other.withUnsafeBufferPointer { EventHash(utf8: $0) } == nil, "byte \(byte) at \(index)")
      }
    }
    for text in ["", "0199c3f0-5d1a-7c42-8a11-2f0c6b7d9e0", "0199c3f0-5d1a-7c42-8a11-2f0c6b7d9e011"] {
      #expect(RecordID(text) == nil, "\(text)")
    }
    #expect(EventHash(String(decoding: hash.dropLast(), as: UTF8.self)) == nil)
    #expect(EventHash(String(decoding: hash, as: UTF8.self) + "0") == nil)
  }
}
