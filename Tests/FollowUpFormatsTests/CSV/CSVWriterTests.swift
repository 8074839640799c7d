import Testing

@testable import FollowUpFormats

@Suite struct CSVWriterTests {
  private func written(_ rows: [[String]], hasByteOrderMark: Bool = false) -> String {
    var writer = CSVWriter(hasByteOrderMark: hasByteOrderMark)
    for row in rows { writer.write(row) }
    return String(decoding: writer.drain(), as: UTF8.self)
  }

  @Test func whatIsWritten() {
    #expect(
      written([
        ["company", "note", ""], ["Acme, Inc.", "He said \"call\"", "a\nb"], [" x", "y ", " "], [""], [" "],
        ["'tis", "a=b", "a\0"],
      ])
        == "company,note,\r\n\"Acme, Inc.\",\"He said \"\"call\"\"\",\"a\nb\"\r\n\" x\",\"y \",\" \"\r\n\"\"\r\n\" \"\r\n'tis,a=b,a\u{fffd}\r\n"
    )
    #expect(written([["a"]], hasByteOrderMark: true) == "\u{feff}a\r\n")
  }

  @Test(arguments: [
    "=1+1", "=cmd|' /C calc'!A0", "+1 312 555 0142", "-5", "@SUM(A1)", "\t=1", "\rx", "\n=1", "  =1", "＝1", "'=1",
    "''-1", "' =1",
    "=", "-", "\u{a0}@x", "'\u{301}=1",
  ])
  func formulasAreNeutralised(_ cell: String) {
    let guarded = CSVWriter.guarded(cell)
    #expect(
      Array(guarded.unicodeScalars) == ["'"] + Array(cell.unicodeScalars)
        || cell.unicodeScalars.dropFirst().first == "\u{301}")
    #expect(Array(CSVWriter.unguarded(guarded).unicodeScalars) == Array(cell.unicodeScalars))
  }

  @Test(arguments: ["", "'", "'tis", "a=b", "1-2", "(312) 555-0142", "O'Neil", "''", "–5", "mailto:a@example.org"])
  func theRestStaysAsItIs(_ cell: String) {
    #expect(CSVWriter.guarded(cell) == cell)
    #expect(CSVWriter.unguarded(cell) == cell)
  }
}
