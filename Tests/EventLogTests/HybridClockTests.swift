import EventLog
import TestSupport
import Testing

/// The clock's three rules and what lies at the edges of them (FORMAT 3).
@Suite struct HybridClockTests {
  /// 2026-11-20T15:04:10.250Z.
  private static let wall: Int64 = 1_795_187_050_250

  private static func stamp(_ text: String) throws -> HybridTimestamp { try #require(HybridTimestamp(text)) }

  @Test func theTableOfTheFormat() throws {
    let rows: [(after: String?, next: String)] = [
      ("2026-11-20T15:03:59.000Z-0004", "2026-11-20T15:04:10.250Z-0000"),
      ("2026-11-20T15:04:10.249Z-ffff", "2026-11-20T15:04:10.250Z-0000"),
      ("2026-11-20T15:04:10.250Z-0000", "2026-11-20T15:04:10.250Z-0001"),
      ("2026-11-20T15:04:10.250Z-fffe", "2026-11-20T15:04:10.250Z-ffff"),
      ("2026-11-20T15:04:10.250Z-ffff", "2026-11-20T15:04:10.251Z-0000"),
      ("2026-11-20T15:20:00.000Z-ffff", "2026-11-20T15:20:00.001Z-0000"),
      ("2026-11-20T23:59:59.999Z-ffff", "2026-11-21T00:00:00.000Z-0000"),
      (nil, "2026-11-20T15:04:10.250Z-0000"),
      // No date at all: it does not count.
      ("2026-02-30T15:20:00.000Z-0000", "2026-11-20T15:04:10.250Z-0000"),
    ]
    for row in rows {
      let next = try HybridClock.next(after: try row.after.map(Self.stamp), wallMilliseconds: Self.wall)
      #expect(next.text == row.next, "after \(row.after ?? "nothing")")
    }
  }

  @Test func whatIsAbsorbed() throws {
    let rows: [(stamp: String, isAbsorbed: Bool)] = [
      ("0000-01-01T00:00:00.000Z-0000", true),
      ("2026-11-20T15:04:10.250Z-ffff", true),
      ("2026-11-21T15:04:10.250Z-0000", true),
      ("2026-11-21T15:04:10.250Z-ffff", true),
      ("2026-11-21T15:04:10.251Z-0000", false),
      ("2036-11-20T15:04:10.250Z-0000", false),
      ("2026-11-20T23:59:60.000Z-0000", false),
      ("2026-11-20T24:00:00.000Z-0000", false),
      ("2026-00-20T15:00:00.000Z-0000", false),
      ("2026-02-29T15:00:00.000Z-0000", false),
      ("2024-02-29T15:00:00.000Z-0000", true),
      ("1900-02-29T15:00:00.000Z-0000", false),
      ("2000-02-29T15:00:00.000Z-0000", true),
    ]
    for row in rows {
      #expect(
        HybridClock.isAbsorbed(try Self.stamp(row.stamp), wallMilliseconds: Self.wall) == row.isAbsorbed, "\(row.stamp)"
      )
    }
  }

  @Test func aClockThatStandsStillOrGoesBackKeepsItsStampsInOrder() throws {
    for seed in UInt64(0)..<50 {
      var random = SeededGenerator(seed: seed)
      var wall = Self.wall
      var last: HybridTimestamp?
      for _ in 0..<400 {
        wall += [0, 0, 0, 1, -1, -3_600_000, 40_000].randomElement(using: &random) ?? 0
        if Int.random(in: 0..<100, using: &random) == 0 {
          last = last.flatMap { $0.milliseconds }.flatMap { HybridTimestamp(milliseconds: $0, counter: 0xfffe) }
        }
        let next = try HybridClock.next(after: last, wallMilliseconds: wall)
        if let last { #expect(next > last && next.text > last.text, "seed \(seed)") }
        #expect(try #require(next.milliseconds) >= wall, "seed \(seed)")
        last = next
      }
    }
  }

  @Test func theEndsOfTime() throws {
    let last: Int64 = 253_402_300_799_999
    let first: Int64 = -62_167_219_200_000
    #expect(try HybridClock.next(after: nil, wallMilliseconds: last).text == "9999-12-31T23:59:59.999Z-0000")
    #expect(try HybridClock.next(after: nil, wallMilliseconds: first).text == "0000-01-01T00:00:00.000Z-0000")
    let greatest = try Self.stamp("9999-12-31T23:59:59.999Z-fffe")
    let after = try HybridClock.next(after: greatest, wallMilliseconds: last)
    #expect(after.text == "9999-12-31T23:59:59.999Z-ffff")
    let refused = #expect(throws: HybridClock.OutOfRange.self) {
      try HybridClock.next(after: after, wallMilliseconds: last)
    }
    #expect(refused?.wallMilliseconds == last)
    for wall in [last + 1, first - 1, .max, .min] {
      let error = #expect(throws: HybridClock.OutOfRange.self) {
        try HybridClock.next(after: nil, wallMilliseconds: wall)
      }
      #expect(error?.description.contains("\(wall)") == true)
    }
    // With a clock at the end of all integers nothing is ahead of it, and with one at the beginning everything is.
    let stamp = try Self.stamp("2026-11-20T15:04:10.250Z-0000")
    #expect(HybridClock.isAbsorbed(stamp, wallMilliseconds: .max))
    #expect(!HybridClock.isAbsorbed(stamp, wallMilliseconds: .min))
    // A clock before the year 0 goes on after what it knows.
    #expect(
      try HybridClock.next(after: try Self.stamp("2026-11-20T15:04:10.250Z-0000"), wallMilliseconds: .min).text
        == "2026-11-20T15:04:10.250Z-0001")
  }

  @Test func theOrderOfTimestampsIsThatOfTheirTexts() throws {
    for seed in UInt64(0)..<20 {
      var random = SeededGenerator(seed: seed)
      var stamps: [HybridTimestamp] = []
      for _ in 0..<200 {
        // Of the pattern, real or not, and often close to each other.
        let digits = (0..<17).map { _ in "0123456789".randomElement(using: &random) ?? "0" }
        let near = (0..<14).map { _ in Character("9") } + digits.suffix(3)
        let chosen = Bool.random(using: &random) ? digits : near
        func part(_ range: Range<Int>) -> String { String(chosen[range]) }
        let counter = String(UInt16.random(in: 0...3, using: &random) &* 0x5555, radix: 16)
        let text =
          "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))"
          + ".\(part(14..<17))Z-" + String(repeating: "0", count: 4 - counter.count) + counter
        let stamp = try Self.stamp(text)
        #expect(stamp.text == text)
        stamps.append(stamp)
      }
      let byText = stamps.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      #expect(stamps.sorted().map(\.text) == byText, "seed \(seed)")
      #expect(HybridTimestamp.least <= stamps.min() ?? .least && stamps.max() ?? .greatest <= .greatest)
    }
  }

  @Test func millisecondsComeBackFromEveryMoment() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5_000 {
      let moment = Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &random)
      let stamp = try #require(HybridTimestamp(milliseconds: moment, counter: 7))
      #expect(stamp.milliseconds == moment)
      #expect(try Self.stamp(stamp.text) == stamp)
    }
    // Known ones, reckoned with GNU date.
    #expect(HybridTimestamp(milliseconds: 0, counter: 0)?.text == "1970-01-01T00:00:00.000Z-0000")
    #expect(HybridTimestamp(milliseconds: -1, counter: 0)?.text == "1969-12-31T23:59:59.999Z-0000")
    #expect(HybridTimestamp(milliseconds: Self.wall, counter: 0x1a)?.text == "2026-11-20T15:04:10.250Z-001a")
    #expect(HybridTimestamp(milliseconds: 951_782_400_000, counter: 0)?.text == "2000-02-29T00:00:00.000Z-0000")
  }

  @Test func otherSpellingsAreNoTimestamps() {
    let good = Array("2026-11-20T15:04:10.250Z-00af".utf8)
    #expect(HybridTimestamp(String(decoding: good, as: UTF8.self)) != nil)
    for index in good.indices {
      for byte: UInt8 in [0x00, 0x20, 0x2f, 0x3a, 0x41, 0x47, 0x67, 0x7f] where byte != good[index] {
        var other = good
        other[index] = byte
        let text = String(decoding: other, as: UTF8.self)
        #expect(HybridTimestamp(text) == nil, "\(text)")
      }
    }
    for text in ["", "2026-11-20T15:04:10.250Z-00a", "2026-11-20T15:04:10.250Z-00af0", "٢026-11-20T15:04:10.250Z-00af"]
    {
      #expect(HybridTimestamp(text) == nil, "\(text)")
    }
  }
}
