import EventLog
import GRDB

/// Keeps the full-text index at what the survivors say, in the transaction that changes them.
///
/// The index holds no texts, so what a document was has to be told when it changes: whoever writes survivors asks for
/// ``document(of:)`` before, and calls ``update(_:from:)`` afterwards. A document that stays as it is costs nothing more.
final class SearchIndex {
  /// The texts of a record as the index sees them.
  typealias Document = [UInt8]

  /// The version of the schema that brought the index.
  static let version: Int64 = 3

  private let db: Database
  private var statements: (select: RawStatement, insert: RawStatement, delete: RawStatement)?
  /// Whether all of it is made again at the end: after a bulk load that is one pass over the survivors in their order.
  private var isSetAside = false

  init(_ db: Database) { self.db = db }

  /// Lets go of the index until ``finish()``.
  func setAside() { isSetAside = true }

  /// Makes the index whole where it was set aside.
  func finish() throws { if isSetAside { try refill() } }

  /// The record's document as the stored survivors give it; nil while the index is set aside.
  func document(of record: Int64) throws -> Document? {
    guard !isSetAside else { return nil }
    let select = try prepared().select
    select.bind(1, record)
    var document: Document = []
    while try select.step() { SearchText.append(select.bytes(1), of: select.bytes(0), to: &document) }
    return document
  }

  /// Brings the index up to what is stored of a record now.
  ///
  /// - Parameter former: the record's document as it was before.
  func update(_ record: Int64, from former: Document) throws {
    guard let document = try document(of: record), document != former else { return }
    let statements = try prepared()
    if !former.isEmpty { try Self.run(statements.delete, record, former) }
    if !document.isEmpty { try Self.run(statements.insert, record, document) }
  }

  /// Makes the index again from all stored survivors.
  func refill() throws {
    isSetAside = false
    try db.execute(sql: "INSERT INTO search (search) VALUES ('delete-all')")
    let insert = try prepared().insert
    try Self.forEachDocument(db) { try Self.run(insert, $0, $1) }
  }

  private func prepared() throws -> (select: RawStatement, insert: RawStatement, delete: RawStatement) {
    if let statements { return statements }
    let made = (
      select: try RawStatement(db, "SELECT field, value FROM survivors WHERE record = ? ORDER BY field, place"),
      insert: try RawStatement(db, "INSERT INTO search (rowid, text) VALUES (?, ?)"),
      delete: try RawStatement(db, "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)")
    )
    statements = made
    return made
  }

  private static func run(_ statement: RawStatement, _ record: Int64, _ document: Document) throws {
    try document.withUnsafeBufferPointer { bytes in
      statement.bind(1, record)
      statement.bind(2, text: bytes)
      try statement.run()
    }
  }

  /// Calls `body` with each record that has any text, in the order of the table.
  private static func forEachDocument(_ db: Database, _ body: (_ record: Int64, Document) throws -> Void) throws {
    let scan = try RawStatement(db, "SELECT record, field, value FROM main.survivors ORDER BY record, field, place")
    var record: Int64 = 0
    var document: Document = []
    while try scan.step() {
      if scan.int(0) != record {
        if !document.isEmpty { try body(record, document) }
        record = scan.int(0)
        document.removeAll(keepingCapacity: true)
      }
      SearchText.append(scan.bytes(2), of: scan.bytes(1), to: &document)
    }
    if !document.isEmpty { try body(record, document) }
  }

  /// What is wrong with the stored index, as far as it can be told without making it again: that it holds the records
  /// that have text, and no others. Nil when nothing is, or when the store is older than the index.
  static func problem(_ db: Database) throws -> String? {
    guard try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0 >= version else { return nil }
    var differences = 0
    do {
      let stored = try RawStatement(db, "SELECT id FROM main.search_docsize ORDER BY id")
      var hasStored = try stored.step()
      try forEachRecordWithText(db) { record in
        while hasStored, stored.int(0) < record {
          differences += 1
          hasStored = try stored.step()
        }
        if hasStored, stored.int(0) == record { hasStored = try stored.step() } else { differences += 1 }
      }
      while hasStored {
        differences += 1
        hasStored = try stored.step()
      }
    } catch let error as DatabaseError {
      return "the search index cannot be read (\(error.message ?? "no details")); run followup rebuild"
    }
    guard differences > 0 else { return nil }
    return "\(differences) records of the search index differ from what the log says; run followup rebuild"
  }

  private static func forEachRecordWithText(_ db: Database, _ body: (_ record: Int64) throws -> Void) throws {
    let scan = try RawStatement(db, "SELECT record, field, value FROM main.survivors ORDER BY record")
    var last: Int64 = 0
    while try scan.step() {
      let record = scan.int(0)
      if record != last, SearchText.hasText(scan.bytes(2), of: scan.bytes(1)) {
        last = record
        try body(record)
      }
    }
  }
}
