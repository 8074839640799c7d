import FollowUpFormats

/// A CSV file of any bytes. The first two bytes say how it is written, and in how large pieces it comes.
enum CSVChecks {
  static func check(_ input: [UInt8]) throws {
    guard input.count >= 2 else { return }
    let bytes = Array(input.dropFirst(2))
    guard let dialect = dialect(input[0], bytes) else { return }
    let whole = rows(bytes, dialect, pieceSize: max(1, bytes.count))
    let pieces = rows(bytes, dialect, pieceSize: 1 + Int(input[1]) % 32)
    try expect(whole.rows == pieces.rows, "other pieces give other rows")
    try expect(whole.refusals == pieces.refusals, "other pieces give other refusals")
    let lines = bytes.count { $0 == 0x0a || $0 == 0x0d } + 1
    for row in whole.rows { try expect((1...lines).contains(row.line) && !row.fields.isEmpty, "a row of no line") }
    for refusal in whole.refusals { try expect((1...lines).contains(refusal.line), "a refusal of no line: \(refusal)") }
    try expect(zip(whole.rows, whole.rows.dropFirst()).allSatisfy { $0.line <= $1.line }, "rows out of order")
    try checkWriting(whole.rows.map(\.fields))
  }

  private static func dialect(_ choice: UInt8, _ bytes: [UInt8]) -> CSVDialect? {
    let delimiters = Array(",;\t|".utf8)
    let encodings: [CSVDialect.Encoding] = [.utf8, .utf16LittleEndian, .utf16BigEndian, .windows1252]
    // Half of all inputs are left to be detected.
    if choice & 0x40 != 0 { return try? CSVDialect.detected(in: bytes, isWhole: true) }
    return CSVDialect(
      encoding: encodings[Int(choice & 3)], hasByteOrderMark: choice & 0x10 != 0,
      delimiter: delimiters[Int(choice >> 2 & 3)])
  }

  private static func rows(
    _ bytes: [UInt8], _ dialect: CSVDialect, pieceSize: Int
  ) -> (rows: [CSVRow], refusals: [Refusal]) {
    var result: (rows: [CSVRow], refusals: [Refusal]) = ([], [])
    var reader = CSVReader(dialect, file: "input.csv")
    bytes.withUnsafeBufferPointer { buffer in
      var start = 0
      while start < buffer.count {
        let end = min(start + pieceSize, buffer.count)
        reader.read(
          UnsafeBufferPointer(rebasing: buffer[start..<end]), row: { result.rows.append($0) },
          refused: { result.refusals.append($0) })
        start = end
      }
    }
    reader.finish(row: { result.rows.append($0) }, refused: { result.refusals.append($0) })
    return result
  }

  /// What is written is read as it was, formulas by way of their guard.
  private static func checkWriting(_ rows: [[String]]) throws {
    var writer = CSVWriter()
    for row in rows { writer.write(row) }
    let again = self.rows(writer.drain(), CSVDialect(), pieceSize: 1 << 20)
    try expect(again.refusals.isEmpty, "what was written is refused: \(again.refusals)")
    let read = again.rows.map { $0.fields.map { Array(CSVWriter.unguarded($0).utf8) } }
    try expect(read == rows.map { $0.map { Array($0.utf8) } }, "what was written is read otherwise")
  }
}
