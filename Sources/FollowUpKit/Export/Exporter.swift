import EventLog
import EventStorage
import FollowUpAdvice

/// Takes the next piece of an export: whole lines, or of JSON whole values, valid until it returns.
package typealias ExportPieces = (UnsafeBufferPointer<UInt8>) throws -> Void

/// The script template that a person has written for a kind; nil where there is none.
package typealias OwnTemplate = (ScriptKind) throws -> ScriptTemplate?

/// Writes a store in any of the formats, as it is or as it was at a moment.
package struct Exporter {
  private let store: EventStore
  private let moment: HybridTimestamp?
  private let query: (StoreReader) throws -> QueryContext
  private let adviceReader: (StoreReader) throws -> AdviceReader
  private let template: OwnTemplate
  private let notify: (ExportNotice) -> Void

  /// An exporter of a store.
  ///
  /// - Parameters:
  ///   - moment: the last stamp that counts; nil for the present.
  ///   - query: what tables are answered from.
  ///   - adviceReader: what a calendar is answered from.
  ///   - template: the person's own script templates.
  ///   - notify: told what the person should know, as soon as that is known.
  package init(
    of store: EventStore, asOf moment: HybridTimestamp?, query: @escaping (StoreReader) throws -> QueryContext,
    adviceReader: @escaping (StoreReader) throws -> AdviceReader, template: @escaping OwnTemplate,
    notify: @escaping (ExportNotice) -> Void
  ) {
    self.store = store
    self.moment = moment
    self.query = query
    self.adviceReader = adviceReader
    self.template = template
    self.notify = notify
  }

  /// Hands over the whole export in pieces.
  ///
  /// - Returns: how many rows there are; nil where the lines count.
  /// - Throws: ``ExportProblem``; `StoreError`; what `put` throws.
  package func write(_ format: ExportFormat, to put: ExportPieces) throws -> Int? {
    switch format {
    case .log:
      try store.read { try $0.exportLog(upTo: moment, put) }
      return nil
    case .state:
      try read { try Self.writeState($0, put) }
      return nil
    case .csv(let table, let hasByteOrderMark):
      return try read {
        try CSVExport(table: table, hasByteOrderMark: hasByteOrderMark).write(ExportReader(query($0)), to: put)
      }
    case .json(let tables): return try read { try JSONExport(tables: tables).write(ExportReader(query($0)), to: put) }
    case .calendar:
      try read { reader in
        let export = CalendarExport(try adviceReader(reader), CalendarScripts(template: template, notify: notify))
        try export.bytes().withUnsafeBufferPointer(put)
      }
      return nil
    case .proof(let options):
      return try read { try ProofExport(options: options, notify: notify).write(ExportReader(query($0)), to: put) }
    }
  }

  /// Reads from one moment of the store.
  private func read<Result>(_ body: (StoreReader) throws -> Result) throws -> Result {
    guard let moment else { return try store.read(body) }
    return try store.read(asOf: moment, body)
  }

  private static func writeState(_ reader: StoreReader, _ put: ExportPieces) throws {
    var pieces = PieceBuffer()
    try reader.forEachStateLine { line in
      pieces.bytes += line
      pieces.bytes.append(UInt8(ascii: "\n"))
      try pieces.handOn(put)
    }
    try pieces.finish(put)
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
