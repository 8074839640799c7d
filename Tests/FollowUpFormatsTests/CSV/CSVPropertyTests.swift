import TestSupport
import Testing

@testable import FollowUpFormats

/// Random tables and random bytes. A failing seed is run again with FOLLOWUP_SEED.
@Suite struct CSVPropertyTests {
  private static let scraps: [String] = [
    "", "a", "Acme", ",", ";", "\"", "\"\"", "\n", "\r", "\r\n", " ", "\t", "=", "+1", "'", "-", "@", "é", "e\u{301}",
    "🎄",
    "\u{feff}", "\u{202e}", "\u{1b}[0m", "|", "sep=,", "\u{0}",
  ]

  private static func scalars(_ rows: [[String]]) -> [[[Unicode.Scalar]]] {
    rows.map { $0.map { Array($0.unicodeScalars) } }
  }

  @Test(arguments: Seeds.upTo(300, soak: 20_000))
  func whatIsWrittenIsReadBack(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let rows = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
      (0..<Int.random(in: 1...5, using: &generator)).map { _ in
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in Self.scraps.randomElement(using: &generator) ?? "" }
          .joined()
      }
    }
    var writer = CSVWriter(hasByteOrderMark: Bool.random(using: &generator))
    for row in rows { writer.write(row) }
    let bytes = writer.drain()
    let dialect = CSVDialect(hasByteOrderMark: bytes.starts(with: [0xef, 0xbb, 0xbf]))
    let outcome = CSVOutcome.of(bytes, dialect) { Int.random(in: 1...40, using: &generator) }
    #expect(outcome.refusals == [], "seed \(seed)")
    let expected = rows.map { $0.map { $0.replacing("\0", with: "\u{fffd}") } }
    #expect(Self.scalars(outcome.fields.map { $0.map(CSVWriter.unguarded) }) == Self.scalars(expected), "seed \(seed)")
  }

  @Test(arguments: Seeds.upTo(400, soak: 40_000))
  func anyBytesInAnyPiecesGiveTheSame(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let alphabet: [UInt8] = Array("ab\"\",;\n\r \t=".utf8) + [0, 0xc3, 0xa9, 0xff, 0xd8, 0xef, 0xbb, 0xbf]
    let count = Int.random(in: 0...120, using: &generator)
    let isWild = Int.random(in: 0...9, using: &generator) == 0
    let bytes = (0..<count).map { _ in
      isWild ? UInt8.random(in: 0...255, using: &generator) : alphabet.randomElement(using: &generator) ?? 0
    }
    _ = try? CSVDialect.detected(in: bytes, isWhole: Bool.random(using: &generator))
    for encoding in [CSVDialect.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian, .windows1252] {
      let dialect = CSVDialect(
        encoding: encoding, hasByteOrderMark: Bool.random(using: &generator),
        delimiter: Bool.random(using: &generator) ? UInt8(ascii: ",") : UInt8(ascii: ";"))
      let whole = CSVOutcome.of(bytes, dialect)
      #expect(CSVOutcome.of(bytes, dialect, pieces: { 1 }) == whole, "seed \(seed), \(encoding)")
      let some = CSVOutcome.of(bytes, dialect) { Int.random(in: 1...20, using: &generator) }
      #expect(some == whole, "seed \(seed), \(encoding)")
      // No line is told of twice, and all in order.
      #expect(whole.rows.map(\.line) == whole.rows.map(\.line).sorted(), "seed \(seed)")
      #expect(Set(whole.rows.map(\.line)).count == whole.rows.count, "seed \(seed)")
    }
  }

  @Test(arguments: Seeds.upTo(200, soak: 20_000))
  func datesNeverTrap(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let scraps = [
      "1", "12", "31", "99", "2024", "99999999999", "/", "-", ".", " ", ",", "T", ":", "Mar", "Sept", "Tue", "th", "of",
      "PM",
      "Z", "+0100", "é", "\u{202f}", "(", ")", "",
    ]
    var detection = ForeignDateDetection()
    for _ in 0..<40 {
      let text = (0..<Int.random(in: 0...9, using: &generator)).map { _ in scraps.randomElement(using: &generator) ?? ""
      }.joined()
      detection.add(text)
      for order in ForeignDateOrder.allCases { _ = try? ForeignDate.parse(text, order: order) }
    }
    _ = detection.result
  }
}
