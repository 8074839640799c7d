/// What a file is, found out from its beginning.
extension CSVDialect {
  /// How the text of a file is written, found out from its beginning.
  ///
  /// UTF-16 without a byte order mark shows by the zeros in every other byte. What is not UTF-8 otherwise is taken for
  /// windows-1252. The delimiter is the one that cuts most rows into the same number of fields; a first line such as
  /// `sep=;` says it outright.
  ///
  /// - Parameters:
  ///   - beginning: a first piece of the file; 64 KiB are plenty.
  ///   - isWhole: whether that is the entire file.
  /// - Throws: ``CSVProblem`` for an empty file, and for one that is something else than text in rows.
  package static func detected(in beginning: [UInt8], isWhole: Bool) throws(CSVProblem) -> CSVDialect {
    if let reason = otherKind(of: beginning) { throw CSVProblem(reason) }
    var dialect = CSVDialect(encoding: .utf8)
    for encoding in [Encoding.utf8, .utf16LittleEndian, .utf16BigEndian] where beginning.starts(with: encoding.mark) {
      dialect = CSVDialect(encoding: encoding, hasByteOrderMark: true)
    }
    let text = beginning[(dialect.hasByteOrderMark ? dialect.encoding.mark.count : 0)...]
    guard text.contains(where: { $0 != 0 && $0 != 0x0a && $0 != 0x0d && $0 != 0x20 }) else {
      throw CSVProblem("the file is empty")
    }
    if !dialect.hasByteOrderMark { dialect.encoding = encoding(of: text) }
    guard dialect.isUTF16 || !looksBinary(text) else {
      throw CSVProblem("this is not text; export the table again and save it as CSV")
    }
    if let reason = otherText(beginning, dialect) { throw CSVProblem(reason) }
    dialect.delimiter = dialect.bestDelimiter(beginning, isWhole)
    return dialect
  }

  var isUTF16: Bool { encoding == .utf16LittleEndian || encoding == .utf16BigEndian }

  /// What people take for CSV because a spreadsheet opens it, by its first bytes.
  private static func otherKind(of bytes: [UInt8]) -> String? {
    let kinds: [(mark: [UInt8], reason: String)] = [
      (
        Array("PK\u{3}\u{4}".utf8),
        "this is a spreadsheet (such as .xlsx or .ods) or a ZIP archive; save the sheet as CSV, or unpack the archive"
      ),
      ([0xd0, 0xcf, 0x11, 0xe0], "this is an old Excel file (.xls); open it and save the sheet as CSV"),
      (Array("%PDF".utf8), "this is a PDF; export the table from where it came from and save it as CSV"),
      ([0x1f, 0x8b], "this is compressed with gzip; unpack it first"),
      (Array("SQLite format 3\0".utf8), "this is an SQLite database; take in a store with merge, not with import"),
      ([0xff, 0xfe, 0, 0], "this is UTF-32 text; save it as CSV in UTF-8"),
      ([0, 0, 0xfe, 0xff], "this is UTF-32 text; save it as CSV in UTF-8"),
    ]
    return kinds.first { bytes.starts(with: $0.mark) }?.reason
  }

  /// What is text, but of another kind.
  private static func otherText(_ bytes: [UInt8], _ dialect: CSVDialect) -> String? {
    var start: [UInt8] = []
    var text = CSVText(dialect)
    bytes.prefix(1_024).withUnsafeBufferPointer { piece in text.read(piece) { start += $0 } }
    let trimmed = start.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
    let begins = String(decoding: trimmed.prefix(15), as: UTF8.self).lowercased()
    if ["<!doctype html", "<html", "<head", "<body", "<table"].contains(where: begins.hasPrefix) {
      return "this is an HTML page, perhaps a sign-in page; download the table again and save it as CSV"
    }
    if begins.hasPrefix("<?xml") { return "this is XML; open it in a spreadsheet and save it as CSV" }
    if begins.hasPrefix("{\"") || begins.hasPrefix("[{") {
      return "this is JSON; save the table as CSV (take in a followup log with merge)"
    }
    return nil
  }

  /// The encoding of a text without a byte order mark.
  private static func encoding(of text: ArraySlice<UInt8>) -> Encoding {
    var zeros = (even: 0, odd: 0)
    for (index, byte) in text.prefix(4_096).enumerated() where byte == 0 {
      if index.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let pairs = text.prefix(4_096).count / 2
    if zeros.odd * 4 > pairs, zeros.even * 8 < zeros.odd { return .utf16LittleEndian }
    if zeros.even * 4 > pairs, zeros.odd * 8 < zeros.even { return .utf16BigEndian }
    // One spoilt row does not make the rest another encoding: hardly any windows-1252 text is UTF-8 by accident.
    let (good, bad) = sequences(text)
    return bad > good ? .windows1252 : .utf8
  }

  /// How many characters of several bytes are UTF-8, and how many bytes are not.
  private static func sequences(_ text: ArraySlice<UInt8>) -> (good: Int, bad: Int) {
    var good = 0
    var bad = 0
    var index = text.startIndex
    while index < text.endIndex {
      let lead = text[index]
      index += 1
      let following: Int
      switch lead {
      case 0..<0x80: continue
      case 0xc2..<0xe0: following = 1
      case 0xe0..<0xf0: following = 2
      case 0xf0..<0xf5: following = 3
      default:
        bad += 1
        continue
      }
      let rest = text[index...].prefix(following)
      // The last character may be cut where the beginning ends.
      guard rest.allSatisfy({ $0 & 0xc0 == 0x80 }) else {
        bad += 1
        continue
      }
      index += rest.count
      if rest.count == following { good += 1 }
    }
    return (good, bad)
  }

  private static func looksBinary(_ text: ArraySlice<UInt8>) -> Bool {
    let controls = text.count { $0 < 0x20 && !(0x09...0x0d).contains($0) && $0 != 0x1a && $0 != 0x1b }
    return controls > 3 && controls * 50 > text.count
  }

  // MARK: The delimiter

  private static let delimiters = ",;\t|".utf8

  private func bestDelimiter(_ beginning: [UInt8], _ isWhole: Bool) -> UInt8 {
    if let said = delimiterSaid(beginning) { return said }
    var best = (delimiter: UInt8(ascii: ","), score: 0)
    for delimiter in Self.delimiters {
      var dialect = self
      dialect.delimiter = delimiter
      let score = dialect.score(beginning, isWhole)
      if score > best.score { best = (delimiter, score) }
    }
    return best.delimiter
  }

  /// A first line `sep=;`, which some spreadsheets write and read.
  private func delimiterSaid(_ beginning: [UInt8]) -> UInt8? {
    var start: [UInt8] = []
    var text = CSVText(self)
    beginning.prefix(32).withUnsafeBufferPointer { piece in text.read(piece) { start += $0 } }
    guard start.count >= 6, start.starts(with: "sep=".utf8), start[5] == 0x0a || start[5] == 0x0d else { return nil }
    return Self.delimiters.contains(start[4]) ? start[4] : nil
  }

  /// How well the delimiter cuts the beginning into rows of one length; 0 when it does not occur.
  private func score(_ beginning: [UInt8], _ isWhole: Bool) -> Int {
    struct Enough: Error {}
    var widths: [Int: Int] = [:]
    var rows = 0
    var refusals = 0
    var reader = CSVReader(self, file: "")
    func count(_ row: CSVRow) throws {
      widths[row.fields.count, default: 0] += 1
      rows += 1
      if rows >= 200 { throw Enough() }
    }
    try? beginning.withUnsafeBufferPointer { piece in
      try reader.read(piece, row: count) { _ in refusals += 1 }
      // A row that is cut where the beginning ends says nothing, unless there is no other.
      if isWhole || rows == 0 { try reader.finish(row: count) { _ in refusals += 1 } }
    }
    guard let width = widths.filter({ $0.key > 1 }).max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else {
      return 0
    }
    let share = width.value * 100 / max(1, rows + refusals)
    return share * share * min(width.key, 12)
  }
}
