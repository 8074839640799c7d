import EventLog
import FollowUpFormats

/// `export --format csv`: one table for a spreadsheet.
struct CSVExport {
  let table: ExportTable
  let hasByteOrderMark: Bool

  /// - Returns: how many rows there are.
  func write(_ reader: ExportReader, to put: ExportPieces) throws -> Int {
    var rows = CSVRows(columns: ExportReader.columns(table), hasByteOrderMark: hasByteOrderMark)
    try reader.forEachRow(of: table) { try rows.add($0.map(\.value.csv), put) }
    return try rows.finish(put)
  }
}

/// `export --format json`: one object with the tables as lists, a row a line.
struct JSONExport {
  let tables: Set<ExportTable>

  /// - Returns: how many rows there are.
  func write(_ reader: ExportReader, to put: ExportPieces) throws -> Int {
    var pieces = PieceBuffer()
    var rows = 0
    pieces.bytes += "{\n".utf8
    for table in ExportTable.allCases where tables.contains(table) {
      pieces.bytes += "\"\(table.rawValue)\":[".utf8
      var isFirst = true
      try reader.forEachRow(of: table) { row in
        pieces.bytes += isFirst ? "\n".utf8 : ",\n".utf8
        pieces.bytes += row.json.canonical
        isFirst = false
        rows += 1
        try pieces.handOn(put)
      }
      pieces.bytes += isFirst ? "],\n".utf8 : "\n],\n".utf8
    }
    pieces.bytes += "\"schema\":1\n}\n".utf8
    try pieces.finish(put)
    return rows
  }
}

/// The rows of a CSV file, handed on in pieces.
struct CSVRows {
  private static let pieceBytes = 1 << 16

  private var writer: CSVWriter
  private var count = 0

  init(columns: [String], hasByteOrderMark: Bool) {
    writer = CSVWriter(hasByteOrderMark: hasByteOrderMark)
    writer.write(columns)
  }

  mutating func add(_ cells: [String], _ put: ExportPieces) throws {
    writer.write(cells)
    count += 1
    if writer.count >= Self.pieceBytes { try writer.drain().withUnsafeBufferPointer(put) }
  }

  /// Hands on the rest.
  ///
  /// - Returns: how many rows there were beside the header.
  mutating func finish(_ put: ExportPieces) throws -> Int {
    try writer.drain().withUnsafeBufferPointer(put)
    return count
  }
}
