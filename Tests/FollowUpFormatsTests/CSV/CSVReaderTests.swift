import Testing

@testable import FollowUpFormats

@Suite struct CSVReaderTests {
  private func refusal(_ line: Int, _ reason: String) -> Refusal { Refusal(file: "f.csv", line: line, reason: reason) }

  @Test(arguments: [
    ("", []), ("\n", []), (" \t\r\n\n", []), ("a", [["a"]]), ("a\n", [["a"]]),
    ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
    ("a,b\rc,d", [["a", "b"], ["c", "d"]]), ("a,\n,b\n", [["a", ""], ["", "b"]]), (",", [["", ""]]),
    ("\"a\",\"b,\nc\"\n", [["a", "b,\nc"]]), ("\"a\"\"b\"", [["a\"b"]]), ("\"\"", [[""]]), ("\"\"\"\"", [["\""]]),
    ("a\"b,c\"\n", [["a\"b", "c\""]]), ("\"a\" ,\"b\"\t\n", [["a", "b"]]), (" a , b ", [[" a ", " b "]]),
    ("a\n\n\nb\n \nc", [["a"], ["b"], ["c"]]), ("\"a\r\nb\"\r\n", [["a\r\nb"]]), ("sep=,\na,b", [["a", "b"]]),
    ("sep=;\na", [["a"]]), ("Früh,“x”\n", [["Früh", "“x”"]]),
  ])
  func rows(_ text: String, _ expected: [[String]]) {
    let outcome = CSVOutcome.of(text)
    #expect(outcome.fields == expected)
    #expect(outcome.refusals == [])
  }

  @Test func otherDelimiters() {
    #expect(CSVOutcome.of("a;b,c\n", delimiter: ";").fields == [["a", "b,c"]])
    #expect(CSVOutcome.of("a\t\tb\n", delimiter: "\t").fields == [["a", "", "b"]])
    #expect(CSVOutcome.of("a|\"b|c\"\n", delimiter: "|").fields == [["a", "b|c"]])
  }

  @Test func rowsAreNamedByTheLineOfTheirFirstByte() {
    let outcome = CSVOutcome.of("a\r\n\r\n\"b\r\nb\rb\nb\",c\r\nd\re\n\"\n\",\"\n\n\"\nf")
    #expect(outcome.rows.map(\.line) == [1, 3, 7, 8, 9, 13])
    #expect(outcome.refusals == [])
  }

  @Test func aQuoteThatIsNotClosedLosesItsOwnLine() {
    let open = "the quote that begins on this line is not closed"
    #expect(
      CSVOutcome.of("a,b\nc,\"d\ne,f\ng,h")
        == CSVOutcome(
          rows: [
            CSVRow(line: 1, fields: ["a", "b"]), CSVRow(line: 3, fields: ["e", "f"]),
            CSVRow(line: 4, fields: ["g", "h"]),
          ],
          refusals: [refusal(2, "\(open) before the end of the file; that line was left out")]))
    // The quote of line 4 would close it, but text follows there.
    #expect(
      CSVOutcome.of("\"a\n\nb,\"\"x\"\"\nc,\"d\"\n\"\",e\n")
        == CSVOutcome(
          rows: [CSVRow(line: 4, fields: ["c", "d"]), CSVRow(line: 5, fields: ["", "e"])],
          refusals: [
            refusal(1, "\(open) on it, and text follows the next quote; that line was left out"),
            refusal(3, "text follows the closing quote of field 2; write a quote within quotes twice"),
          ]))
    #expect(
      CSVOutcome.of("\"a\rb\r\nc,\"d \" e\nf\n")
        == CSVOutcome(
          rows: [CSVRow(line: 2, fields: ["b"]), CSVRow(line: 4, fields: ["f"])],
          refusals: [
            refusal(1, "\(open) on it, and text follows the next quote; that line was left out"),
            refusal(3, "text follows the closing quote of field 2; write a quote within quotes twice"),
          ]))
    // The field before it went over two lines and was good.
    #expect(CSVOutcome.of("\"a\nb\",\"c\nd").refusals.map(\.line) == [2])
    #expect(CSVOutcome.of("\"a\nb\",\"c\nd").fields == [["d"]])
    #expect(CSVOutcome.of("\"").refusals.map(\.line) == [1])
  }

  @Test func damagedTextAndNulLoseTheirRow() {
    let bytes = Array("a,é\nb,".utf8) + [0xe9] + Array("\nc,\0\nd,\u{1f384}\n".utf8)
    #expect(
      CSVOutcome.of(bytes)
        == CSVOutcome(
          rows: [CSVRow(line: 1, fields: ["a", "é"]), CSVRow(line: 4, fields: ["d", "🎄"])],
          refusals: [
            refusal(2, "field 2 of the row is damaged text; it was left out"),
            refusal(3, "the row contains a NUL byte; it was left out"),
          ]))
    // Two fields that are damaged, and would be a character together.
    #expect(CSVOutcome.of([0xc3, 0x2c, 0xa9]).refusals.count == 1)
  }

  @Test func otherEncodings() throws {
    let text = "Firma,Ort\r\nMüller & Söhne,Łódź 🎄\r\n"
    for encoding in [CSVDialect.Encoding.utf16LittleEndian, .utf16BigEndian] {
      for hasMark in [true, false] {
        var bytes: [UInt8] = hasMark ? (encoding == .utf16BigEndian ? [0xfe, 0xff] : [0xff, 0xfe]) : []
        for unit in text.utf16 {
          let pair = [UInt8(unit >> 8), UInt8(unit & 0xff)]
          bytes += encoding == .utf16BigEndian ? pair : pair.reversed()
        }
        let dialect = try CSVDialect.detected(in: bytes, isWhole: true)
        #expect(dialect == CSVDialect(encoding: encoding, hasByteOrderMark: hasMark))
        let whole = CSVOutcome.of(bytes, dialect)
        #expect(whole.fields == [["Firma", "Ort"], ["Müller & Söhne", "Łódź 🎄"]])
        for size in 1...9 { #expect(CSVOutcome.of(bytes, dialect, pieces: { size }) == whole) }
        // Cut within a unit, and within a character of two.
        #expect(CSVOutcome.of(Array(bytes.dropLast(3)), dialect).refusals.map(\.line) == [2])
        let lone: [UInt8] = encoding == .utf16BigEndian ? [0, 0x61, 0xd8, 0, 0, 0x0a] : [0x61, 0, 0, 0xd8, 0x0a, 0]
        #expect(CSVOutcome.of(lone, CSVDialect(encoding: encoding)).refusals.map(\.line) == [1])
      }
    }
    let latin: [UInt8] = Array("Caf".utf8) + [0xe9, 0x2c, 0x80, 0x35, 0x0a]
    let dialect = try CSVDialect.detected(in: latin, isWhole: true)
    #expect(dialect == CSVDialect(encoding: .windows1252))
    #expect(CSVOutcome.of(latin, dialect).fields == [["Café", "€5"]])
  }

  @Test func theByteOrderMarkIsNoPartOfTheFirstField() throws {
    let bytes = Array("\u{feff}\"a\",b\n\u{feff}c,d".utf8)
    let dialect = try CSVDialect.detected(in: bytes, isWhole: true)
    #expect(dialect == CSVDialect(hasByteOrderMark: true))
    for size in 1...8 {
      #expect(CSVOutcome.of(bytes, dialect, pieces: { size }).fields == [["a", "b"], ["\u{feff}c", "d"]])
    }
    // One that was said and is not there takes nothing away.
    #expect(CSVOutcome.of(Array("a".utf8), dialect).fields == [["a"]])
  }

  @Test func aLineThatIsTooLongIsPassedOver() {
    let limit = CSVReader.bytesMax
    for sizes in [1 << 16, 1 << 22, 65_521] {
      for wrap in ["", "\""] {
        let bytes =
          Array("a,b\n\(wrap)".utf8) + [UInt8](repeating: 0x78, count: 3 * limit) + Array("\(wrap),c\nd,e\n".utf8)
        let outcome = CSVOutcome.of(bytes, pieces: { sizes })
        #expect(outcome.rows == [CSVRow(line: 1, fields: ["a", "b"]), CSVRow(line: 3, fields: ["d", "e"])])
        #expect(outcome.refusals.map(\.line) == [2])
      }
      let most = [UInt8](repeating: 0x78, count: limit)
      #expect(CSVOutcome.of(most, pieces: { sizes }).rows.map { $0.fields.map(\.utf8.count) } == [[limit]])
      #expect(CSVOutcome.of(most + [0x78], pieces: { sizes }).refusals.map(\.line) == [1])
    }
    #expect(CSVOutcome.of(String(repeating: ",", count: CSVReader.fieldsMax - 1)).rows.count == 1)
    let wide = CSVOutcome.of("a\n" + String(repeating: ",", count: CSVReader.fieldsMax) + "\nb")
    #expect(wide.fields == [["a"], ["b"]])
    #expect(wide.refusals.map(\.line) == [2])
  }

  @Test func anOpenQuoteBeforeALongFileLosesItsLineOnly() {
    let line = "Acme,\"He said \"\"call\"\"\",x\r\n"
    let count = 3 * CSVReader.bytesMax / line.utf8.count
    // The doubled quotes alone, so that no line of them closes the open one.
    let even = "Acme,a \"\"b\"\",x\r\n"
    let text = "h,i,j\r\nAcme,\"open,x\r\n" + String(repeating: even, count: count)
    for size in [1 << 16, 1 << 23] {
      let outcome = CSVOutcome.of(Array(text.utf8), pieces: { size })
      #expect(outcome.rows.count == count + 1)
      #expect(outcome.rows.map(\.line) == [1] + Array(3...(count + 2)))
      #expect(outcome.refusals.map(\.line) == [2])
    }
    let odd = CSVOutcome.of(Array(("h,i,j\r\nAcme,\"open,x\r\n" + String(repeating: line, count: 9)).utf8))
    #expect(odd.rows.map(\.line) == [1] + Array(3...11))
    #expect(odd.refusals.map(\.line) == [2])
  }

  @Test func raggedRowsSaySo() {
    #expect(CSVRow(line: 1, fields: ["a", "b"]).raggedness(columns: 2) == nil)
    #expect(CSVRow(line: 1, fields: ["a", "b", "", ""]).raggedness(columns: 2) == nil)
    #expect(CSVRow(line: 1, fields: ["a"]).raggedness(columns: 2) == "it has 1 field where the header has 2")
    #expect(
      CSVRow(line: 1, fields: ["a", "b", "c"]).raggedness(columns: 2) == "it has 3 fields where the header has 2")
  }
}
