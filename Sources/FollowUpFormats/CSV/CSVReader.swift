import CivilTime
import FollowUp

/// Reads the rows of a CSV file as its bytes come, in any pieces (RFC 4180, and what other programs write).
///
///     var reader = CSVReader(dialect, file: "Connections.csv")
///     try reader.read(piece, row: { rows.append($0) }, refused: { refusals.append($0) })
///     try reader.finish(row: { rows.append($0) }, refused: { refusals.append($0) })
///
/// Lines end in CRLF, LF or CR; empty ones, and ones of nothing but spaces, are no rows. A quote counts at the beginning
/// of a field; within another field it stands for itself. A bad row is refused with its line, and the rest is read.
///
/// A quote that is not closed takes in what follows. It is refused when text follows where it would be closed on a later
/// line, when the row becomes longer than ``bytesMax``, or when the file ends; and then everything behind the line on which
/// it began is read again without it. In what is read again all quotes are doubled, or stand at its end, so no line but
/// the last can leave a quote open again: nothing is read more than a few times. Of a line that is too long only what
/// ``bytesMax`` allows is held; its rest is passed over.
package struct CSVReader {
  /// The longest row that is read, in bytes of its fields.
  package static let bytesMax = 1 << 20
  /// The most fields in a row; spreadsheets end there too.
  static let fieldsMax = 1 << 14

  private enum State {
    /// At the beginning of a field.
    case start
    /// In a field without quotes.
    case plain
    /// Behind an opening quote.
    case quoted
    /// Behind a quote within quotes, which closes them unless another one follows.
    case closing
    /// Only spaces have followed the closing quote.
    case closed
    /// In the rest of a line that was refused.
    case skipping
  }

  private let file: String
  private let delimiter: UInt8
  private let isWindows: Bool
  private var text: CSVText
  private var state = State.start
  /// The bytes of the row's fields, one after the other, without quotes.
  private var content: [UInt8] = []
  /// Where each complete field ends in it.
  private var ends: [Int] = []
  /// Where the field begins in it.
  private var fieldStart: Int { ends.last ?? 0 }
  private var rowHasQuotes = false
  /// The line that is being read, as far as complete fields tell, and that of the row's first byte.
  private var line = 1
  private var rowLine = 1
  /// Whether a line feed that comes next belongs to the line end before it.
  private var isBehindReturn = false
  private var isFirst = true

  /// A reader at the beginning of a file.
  ///
  /// - Parameter file: what refusals call it.
  package init(_ dialect: CSVDialect, file: String) {
    self.file = file
    delimiter = dialect.delimiter
    isWindows = dialect.encoding == .windows1252
    text = CSVText(dialect)
  }

  /// Takes the next piece of the file's bytes and gives each row that is complete.
  ///
  /// - Throws: only what `row` or `refused` throws.
  package mutating func read(
    _ piece: UnsafeBufferPointer<UInt8>, row: (CSVRow) throws -> Void, refused: (Refusal) throws -> Void
  ) rethrows {
    var text = text
    defer { self.text = text }
    try text.read(piece) { try take($0, row, refused) }
  }

  /// The end of the file: gives the last row where it has no line end.
  ///
  /// - Throws: only what `row` or `refused` throws.
  package mutating func finish(row: (CSVRow) throws -> Void, refused: (Refusal) throws -> Void) rethrows {
    var text = text
    defer { self.text = text }
    try text.finish { try take($0, row, refused) }
    // Each turn drops a line at least.
    while state == .quoted {
      try refuseQuote("the quote that begins on this line is not closed before the end of the file", row, refused)
    }
    if state != .skipping { try endRow(row, refused) }
    state = .start
  }

  // MARK: Bytes

  private mutating func take(
    _ bytes: UnsafeBufferPointer<UInt8>, _ row: (CSVRow) throws -> Void, _ refused: (Refusal) throws -> Void
  ) rethrows {
    var index = 0
    let count = bytes.count
    let delimiter = delimiter
    while index < count {
      switch state {
      case .start, .plain:
        let byte = bytes[index]
        if state == .start {
          if isBehindReturn {
            isBehindReturn = false
            if byte == 0x0a {
              index += 1
              continue
            }
          }
          if byte == UInt8(ascii: "\"") {
            state = .quoted
            rowHasQuotes = true
            index += 1
            continue
          }
        }
        let begin = index
        while index < count, bytes[index] != delimiter, bytes[index] != 0x0a, bytes[index] != 0x0d { index += 1 }
        guard keep(bytes[begin..<index]) else {
          try refuseLong(rowLine, row, refused)
          continue
        }
        guard index < count else {
          state = .plain
          return
        }
        try endField(bytes[index], row, refused)
        index += 1
      case .quoted:
        let begin = index
        while index < count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
        guard keep(bytes[begin..<index]) else {
          index = begin
          try refuseQuote(
            "the quote that begins on this line is not closed within \(Self.bytesMax >> 20) MiB", row, refused)
          continue
        }
        if index < count {
          state = .closing
          index += 1
        }
      case .closing, .closed:
        let byte = bytes[index]
        index += 1
        if byte == delimiter || byte == 0x0a || byte == 0x0d {
          try endField(byte, row, refused)
        } else if byte == UInt8(ascii: "\""), state == .closing {
          // The byte is within the limit, or the next run is beyond it.
          content.append(byte)
          state = .quoted
        } else if byte == 0x20 || byte == 0x09 {
          state = .closed
        } else {
          index -= 1
          try refuseClosing(row, refused)
        }
      case .skipping:
        while index < count, bytes[index] != 0x0a, bytes[index] != 0x0d { index += 1 }
        guard index < count else { return }
        endLine(bytes[index])
        index += 1
      }
    }
  }

  private mutating func keep(_ run: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard content.count + run.count <= Self.bytesMax else { return false }
    content.append(contentsOf: UnsafeBufferPointer(rebasing: run))
    return true
  }

  private mutating func endField(
    _ byte: UInt8, _ row: (CSVRow) throws -> Void, _ refused: (Refusal) throws -> Void
  ) rethrows {
    if state == .closing || state == .closed { line += lineEnds(in: content[fieldStart...]) }
    state = .start
    guard byte == delimiter else {
      try endRow(row, refused)
      return endLine(byte)
    }
    ends.append(content.count)
    if ends.count >= Self.fieldsMax {
      let line = rowLine
      skip()
      try refused(
        Refusal(file: file, line: line, reason: "the row has more than \(Self.fieldsMax) fields; it was left out"))
    }
  }

  private mutating func endLine(_ byte: UInt8) {
    isBehindReturn = byte == 0x0d
    line += 1
    beginRow()
  }

  private mutating func beginRow() {
    rowLine = line
    content.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    rowHasQuotes = false
    state = .start
  }

  private mutating func skip() {
    beginRow()
    state = .skipping
  }

  // MARK: Rows

  private mutating func endRow(_ row: (CSVRow) throws -> Void, _ refused: (Refusal) throws -> Void) rethrows {
    let isBlank = ends.isEmpty && !rowHasQuotes && content.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    guard !isBlank else { return }
    ends.append(content.count)
    let line = rowLine
    let fields = fields()
    let isFirst = isFirst
    self.isFirst = false
    // Whoever throws has had the row all the same.
    content.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    switch fields {
    case .failure(let problem): try refused(Refusal(file: file, line: line, reason: problem.reason))
    case .success(let fields):
      // A spreadsheet's own note of the delimiter.
      if isFirst, line == 1, !rowHasQuotes, Self.namesDelimiter(fields) { return }
      try row(CSVRow(line: line, fields: fields))
    }
  }

  /// `sep=;`, cut by that delimiter or by another.
  private static func namesDelimiter(_ fields: [String]) -> Bool {
    guard let first = fields.first, first.hasPrefix("sep=") else { return false }
    return fields.count == 1 ? first.utf8.count == 5 : fields == ["sep=", ""]
  }

  private func fields() -> Result<[String], CSVProblem> {
    content.withUnsafeBufferPointer { bytes in
      var high: UInt8 = 0
      var hasNull = false
      for byte in bytes {
        high |= byte
        hasNull = hasNull || byte == 0
      }
      guard !hasNull else { return .failure(CSVProblem("the row contains a NUL byte; it was left out")) }
      var fields: [String] = []
      fields.reserveCapacity(ends.count)
      var begin = 0
      for end in ends {
        let field = UnsafeBufferPointer(rebasing: bytes[begin..<end])
        begin = end
        if high < 0x80 {
          fields.append(String(decoding: field, as: UTF8.self))
        } else if isWindows {
          fields.append(CSVText.windows1252(field))
        } else if let text = String(validating: field, as: UTF8.self) {
          fields.append(text)
        } else {
          return .failure(CSVProblem("field \(fields.count + 1) of the row is damaged text; it was left out"))
        }
      }
      return .success(fields)
    }
  }

  // MARK: Refusals

  private mutating func refuseLong(
    _ line: Int, _ row: (CSVRow) throws -> Void, _ refused: (Refusal) throws -> Void
  ) rethrows {
    skip()
    try refused(
      Refusal(file: file, line: line, reason: "the row is longer than \(Self.bytesMax >> 20) MiB; it was left out"))
  }

  /// Text behind a quote that should close its field.
  private mutating func refuseClosing(
    _ row: (CSVRow) throws -> Void, _ refused: (Refusal) throws -> Void
  ) rethrows {
    guard lineEnds(in: content[fieldStart...]) == 0 else {
      let wasClosed = state == .closed
      return try refuseQuote(
        "the quote that begins on this line is not closed on it, and text follows the next quote", row, refused,
        tail: wasClosed ? "\" " : "\"")
    }
    let line = line
    let field = ends.count + 1
    skip()
    try refused(
      Refusal(
        file: file, line: line,
        reason: "text follows the closing quote of field \(field); write a quote within quotes twice"))
  }

  /// Leaves out the line on which the open quote began, and reads again what followed it.
  private mutating func refuseQuote(
    _ reason: String, _ row: (CSVRow) throws -> Void, _ refused: (Refusal) throws -> Void, tail: String = ""
  ) rethrows {
    let refusal = Refusal(file: file, line: line, reason: reason + "; that line was left out")
    guard let again = behindFirstLine(content[fieldStart...]) else {
      skip()
      return try refused(refusal)
    }
    // A line feed may be the next byte that comes.
    isBehindReturn = again.isEmpty && content.last == 0x0d
    line += 1
    beginRow()
    try refused(refusal)
    try (again + tail.utf8).withUnsafeBufferPointer { try take($0, row, refused) }
  }

  /// What follows the first line end, with its quotes as the file has them; nil where there is no line end.
  private func behindFirstLine(_ field: ArraySlice<UInt8>) -> [UInt8]? {
    guard var index = field.firstIndex(where: { $0 == 0x0a || $0 == 0x0d }) else { return nil }
    if field[index] == 0x0d, index + 1 < field.endIndex, field[index + 1] == 0x0a { index += 1 }
    var result: [UInt8] = []
    for byte in field[(index + 1)...] {
      result.append(byte)
      if byte == UInt8(ascii: "\"") { result.append(byte) }
    }
    return result
  }

  private func lineEnds(in field: ArraySlice<UInt8>) -> Int {
    var count = 0
    var previous: UInt8 = 0
    for byte in field {
      if byte == 0x0d || byte == 0x0a && previous != 0x0d { count += 1 }
      previous = byte
    }
    return count
  }
}
