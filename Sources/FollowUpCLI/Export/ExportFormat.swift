import ArgumentParser
import EventLog
import EventStorage

/// One of the formats of `export`.
protocol ExportFormat {
  /// Whether it is JSON, in which control characters are escaped already.
  var isJSON: Bool { get }
  /// Hands over the whole export in pieces.
  ///
  /// - Returns: how many rows there are; nil where the lines count.
  func write(_ source: ExportSource, _ session: Session, to put: ExportPieces) throws -> Int?
}

/// What is exported: the store as it is, or as it was at a moment.
struct ExportSource {
  let store: EventStore
  /// The last stamp that counts; nil for the present.
  let moment: HybridTimestamp?

  /// Reads from one moment of the store.
  func read<Result>(_ body: (StoreReader) throws -> Result) throws -> Result {
    guard let moment else { return try store.read(body) }
    return try store.read(asOf: moment, body)
  }
}

/// Takes the next piece of an export: whole lines, or of JSON whole values, valid until it returns.
typealias ExportPieces = (UnsafeBufferPointer<UInt8>) throws -> Void

/// What a person says about an export beside its format.
struct ExportChoices {
  /// Which table; nil where nothing was said.
  var what: ExportTable?
  /// The first and the last day of the period, in a person's words.
  var from: String?
  var through: String?
  /// Whether a page is wanted that can be printed.
  var isPage = false
  /// Whether CSV says by a mark that it is UTF-8.
  var hasByteOrderMark = false
}

/// The tables of `--what`.
enum ExportTable: String, CaseIterable, ExpressibleByArgument {
  case applications, timeline, contacts
}

/// `export --format log`: the event lines.
struct LogExport: ExportFormat {
  let isJSON = true

  func write(_ source: ExportSource, _ session: Session, to put: ExportPieces) throws -> Int? {
    try source.store.read { try $0.exportLog(upTo: source.moment, put) }
    return nil
  }
}

/// `export --format state`: the state lines.
struct StateExport: ExportFormat {
  let isJSON = true

  func write(_ source: ExportSource, _ session: Session, to put: ExportPieces) throws -> Int? {
    try source.read { reader in
      var pieces = PieceBuffer()
      try reader.forEachStateLine { line in
        pieces.bytes += line
        pieces.bytes.append(UInt8(ascii: "\n"))
        try pieces.handOn(put)
      }
      try pieces.finish(put)
    }
    return nil
  }
}

/// Collects bytes until there are enough for a piece.
struct PieceBuffer {
  private static let pieceBytes = 1 << 16

  /// What was not handed on yet.
  var bytes: [UInt8] = []

  /// Hands on what is there if it is enough for a piece.
  mutating func handOn(_ put: ExportPieces) throws {
    if bytes.count >= Self.pieceBytes { try finish(put) }
  }

  /// Hands on the rest.
  mutating func finish(_ put: ExportPieces) throws {
    guard !bytes.isEmpty else { return }
    try bytes.withUnsafeBufferPointer(put)
    bytes.removeAll(keepingCapacity: true)
  }
}
