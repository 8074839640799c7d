import EventLog
import EventStorage
import FollowUpFormats
import FollowUpKit

/// `export --format csv`: one table for a spreadsheet.
struct CSVExport: ExportFormat {
  let isJSON = false
  let table: ExportTable
  let hasByteOrderMark: Bool

  func write(_ source: ExportSource, _ session: Session, to put: ExportPieces) throws -> Int? {
    try source.read { reader in
      let query = try ExportReader(reader, session)
      var rows = CSVRows(columns: ExportReader.columns(table), hasByteOrderMark: hasByteOrderMark)
      try query.forEachRow(of: table) { try rows.add($0.map(\.value.csv), put) }
      return try rows.finish(put)
    }
  }
}

/// `export --format json`: one object with the tables as lists, a row a line.
struct JSONExport: ExportFormat {
  let isJSON = true
  let tables: Set<ExportTable>

  func write(_ source: ExportSource, _ session: Session, to put: ExportPieces) throws -> Int? {
    try source.read { reader in
      let query = try ExportReader(reader, session)
      var pieces = PieceBuffer()
      var rows = 0
      pieces.bytes += "{\n".utf8
      for table in ExportTable.allCases where tables.contains(table) {
        pieces.bytes += "\"\(table.rawValue)\":[".utf8
        var isFirst = true
        try query.forEachRow(of: table) { row in
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
