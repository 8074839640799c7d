/// Writes rows as RFC 4180 has them: in UTF-8, with commas, and CRLF behind each row.
///
///     var writer = CSVWriter()
///     writer.write(["company", "role"])
///     writer.write(["Acme, Inc.", "=HYPERLINK(1)"])
///     String(decoding: writer.drain(), as: UTF8.self)  // company,role␍␊"Acme, Inc.",'=HYPERLINK(1)␍␊
///
/// Rows are handed over for people to open in a spreadsheet, where a cell that begins with `=`, `+`, `-` or `@` is a
/// formula, which may fetch, leak or run something. Such a cell gets an apostrophe before it. That holds for numbers and
/// telephone numbers too: `+1-312-555-0142` is -1,008 to a spreadsheet, and one rule without exceptions can be undone
/// exactly, see ``unguarded(_:)``. NUL, which hardly any reader takes, becomes U+FFFD.
package struct CSVWriter {
  private var bytes: [UInt8] = []

  /// A writer at the beginning of a file.
  ///
  /// - Parameter hasByteOrderMark: whether the file says by a mark that it is UTF-8; some spreadsheets need it.
  package init(hasByteOrderMark: Bool = false) {
    if hasByteOrderMark { bytes = CSVDialect.Encoding.utf8.mark }
  }

  /// How many bytes wait to be drained.
  package var count: Int { bytes.count }

  /// Gives what was written since the last time, and forgets it.
  package mutating func drain() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  package mutating func write(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(Self.guarded(field), isAlone: fields.count == 1)
    }
    bytes += "\r\n".utf8
  }

  private mutating func append(_ field: String, isAlone: Bool) {
    var needsQuotes = false
    var isBlank = true
    for byte in field.utf8 {
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0a, 0x0d: needsQuotes = true
      case 0x20, 0x09: continue
      default: break
      }
      isBlank = false
    }
    // A row of one empty field would be an empty line, which is no row. Spaces at an end are lost to some readers.
    if isBlank ? isAlone || !field.isEmpty : field.utf8.first == 0x20 || field.utf8.last == 0x20 { needsQuotes = true }
    // What would pass for a byte order mark or for a note of the delimiter at the beginning of a file.
    if field.utf8.starts(with: CSVDialect.Encoding.utf8.mark) || field.utf8.starts(with: "sep=".utf8) {
      needsQuotes = true
    }
    if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
    for byte in field.utf8 {
      switch byte {
      case 0: bytes += "\u{fffd}".utf8
      case UInt8(ascii: "\""): bytes += "\"\"".utf8
      default: bytes.append(byte)
      }
    }
    if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
  }

  // MARK: Formulas

  /// The cell with an apostrophe before it where a spreadsheet could take it for a formula.
  ///
  /// Beside the four characters these are a tab and a line end, behind which some look for one, the wide forms of the
  /// four, and each of them behind spaces. What begins with apostrophes and goes on so gets one more, so that the way
  /// back is exact.
  static func guarded(_ cell: String) -> String { isFormula(cell[...]) ? "'" + cell : cell }

  /// The cell as it was before ``guarded(_:)``; another one stays as it is.
  package static func unguarded(_ cell: String) -> String {
    let scalars = cell.unicodeScalars
    guard scalars.first == "'", isFormula(Substring(scalars.dropFirst())) else { return cell }
    return String(scalars.dropFirst())
  }

  private static func isFormula(_ cell: Substring) -> Bool {
    let rest = cell.unicodeScalars.drop { $0 == "'" }.drop { $0 == " " || $0 == "\u{a0}" }
    switch rest.first {
    case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": return true
    default: return false
    }
  }
}
