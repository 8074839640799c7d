import EventLog
import GRDB
import Schema

/// Keeps the full-text index at what the survivors say, in the transaction that changes them.
///
/// The index holds no texts, so what a document was has to be told when it changes: whoever writes survivors asks for
/// ``document(of:)`` before, and calls ``update(_:from:)`` afterwards. A document that stays as it is costs nothing more.
///
/// The index follows from the survivors and is never in the way of a write: where it is damaged it is made anew in the
/// same transaction, and where that cannot be done either the store goes on without one.
final class SearchIndex {
  /// The texts of a record as the index sees them.
  typealias Document = [UInt8]

  /// That the index is missing or damaged, as opposed to the survivors or the file as a whole.
  struct Failure: Error {
    let error: DatabaseError

    /// What happened, to be told with what can be done about it.
    var reason: String {
      let detail = error.message ?? "no details"
      return detail.hasPrefix("no such") ? "the search index is missing" : "the search index is damaged (\(detail))"
    }
  }

  /// What the index is called. That it is missing is told by ``SearchIndexCheck``.
  static let table = "search"
  /// The version of the schema that brought the index.
  static let version: Int64 = 3

  /// So many bytes of documents are held before the index is brought up to them.
  private static let pendingMax = 1 << 20

  private let db: Database
  private var select: RawStatement?
  private var statements: (insert: RawStatement, delete: RawStatement)?
  private var savepoint: (begin: RawStatement, write: RawStatement, end: RawStatement)?
  /// The documents that have changed since the index was written to.
  private var pending: [(record: Int64, former: Document, document: Document)] = []
  private var pendingBytes = 0
  /// Whether all of it is made again at the end: after a bulk load that is one pass over the survivors in their order.
  private var isSetAside = false

  init(_ db: Database) { self.db = db }

  /// Lets go of the index until ``finish()``.
  func setAside() { isSetAside = true }

  /// Writes what was held in memory, or makes the index whole where it was set aside.
  func finish() throws {
    guard isSetAside else { return try writePending() }
    isSetAside = false
    // The survivors say all of it by now.
    forgetPending()
    if try !attempt({ try fill(isEmpty: false) }) { try recover() }
  }

  /// The record's document as the stored survivors give it; nil while the index is set aside.
  func document(of record: Int64) throws -> Document? {
    guard !isSetAside else { return nil }
    let select = try selecting()
    select.bind(1, record)
    var document: Document = []
    while try select.step() { SearchText.append(select.bytes(1), of: select.bytes(0), to: &document) }
    return document
  }

  /// Brings the index up to what is stored of a record now; ``finish()`` has to follow before the transaction ends.
  ///
  /// - Parameter former: the record's document as it was before.
  func update(_ record: Int64, from former: Document) throws {
    guard let document = try document(of: record), document != former else { return }
    pending.append((record, former, document))
    pendingBytes += former.count + document.count
    if pendingBytes > Self.pendingMax { try writePending() }
  }

  private func writePending() throws {
    guard !pending.isEmpty else { return }
    let changes = pending
    forgetPending()
    let isWritten = try attempt {
      let statements = try prepared()
      for change in changes {
        if !change.former.isEmpty { try Self.run(statements.delete, change.record, change.former) }
        if !change.document.isEmpty { try Self.run(statements.insert, change.record, change.document) }
      }
    }
    if !isWritten { try recover() }
  }

  private func forgetPending() {
    pending.removeAll(keepingCapacity: pending.count < 64)
    pendingBytes = 0
  }

  // MARK: Damage

  /// Says of an error whether it is the index that it came from.
  static func failing<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as DatabaseError where isOfIndex(error) { throw Failure(error: error) }
  }

  /// The file as a whole, what it lies on, and other programs say nothing of the index; nor does an SQLite without
  /// full-text search.
  private static func isOfIndex(_ error: DatabaseError) -> Bool {
    switch error.resultCode.primaryResultCode {
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_INTERRUPT, .SQLITE_READONLY,
      .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_PROTOCOL:
      false
    default: !(error.message ?? "").contains("no such module")
    }
  }

  /// Runs what writes to the index and to nothing else, in a savepoint.
  ///
  /// - Returns: false when the index failed: then it is as it was.
  private func attempt(_ body: () throws -> Void) throws -> Bool {
    let (begin, write, end): (RawStatement, RawStatement, RawStatement)
    if let savepoint {
      (begin, write, end) = savepoint
    } else {
      begin = try RawStatement(db, "SAVEPOINT search_index")
      write = try RawStatement(db, "SAVEPOINT search_words")
      end = try RawStatement(db, "RELEASE search_index")
      savepoint = (begin, write, end)
    }
    try begin.run()
    do {
      try body()
      // FTS5 holds words in memory until a savepoint begins, or the transaction ends, which would fail as a whole.
      try Self.failing { try write.run() }
      try end.run()
      return true
    } catch let failure as Failure {
      // Out of memory, SQLite has taken back the whole transaction.
      guard db.isInsideTransaction else { throw failure.error }
      try RawStatement(db, "ROLLBACK TO search_index").run()
      try end.run()
      return false
    }
  }

  /// Makes a damaged index anew; where that fails, takes it away: then the next change makes it, or a rebuild.
  private func recover() throws {
    do {
      try db.inSavepoint {
        try remake()
        return .commit
      }
    } catch let error as DatabaseError {
      guard db.isInsideTransaction else { throw error }
      forgetPending()
      try detach(["search"])
    } catch let failure as Failure {
      guard db.isInsideTransaction else { throw failure.error }
      forgetPending()
      try detach(["search"])
    }
  }

  /// The tables in which FTS5 keeps the index.
  static let shadows = ["search_data", "search_idx", "search_docsize", "search_config"]

  /// Takes the index away, in whatever state it is, and makes it from the stored survivors.
  ///
  /// - Returns: whether pages were left behind that belong to nothing: where a tree of pages is damaged it may lead into
  ///   the log's, so it is not walked to set its pages free.
  @discardableResult
  func remake() throws -> Bool {
    forgetPending()
    isSetAside = false
    // Not dropped, for FTS5 drops only what it can open.
    try detach(["search"])
    let isSound = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok"
    if isSound {
      for table in Self.shadows { try db.execute(sql: "DROP TABLE IF EXISTS \(table)") }
    } else {
      try detach(Self.shadows)
    }
    try db.execute(sql: Self.definition)
    try fill(isEmpty: true)
    return !isSound
  }

  /// Removes tables from the schema without touching their pages.
  private func detach(_ tables: [String]) throws {
    let names = tables.map { "'\($0)'" }.joined(separator: ", ")
    try db.execute(sql: "PRAGMA writable_schema = ON")
    defer { try? db.execute(sql: "PRAGMA writable_schema = RESET") }
    try db.execute(sql: "DELETE FROM sqlite_master WHERE tbl_name IN (\(names))")
    // Tells every connection that the schema is another one.
    let number = try Int64.fetchOne(db, sql: "PRAGMA schema_version") ?? 0
    try db.execute(sql: "PRAGMA schema_version = \(number + 1)")
  }

  /// The statement that makes the table.
  static let definition: String = {
    let sql = String(decoding: Schema.versions[Int(version) - 1], as: UTF8.self)
    let lines = sql.split(separator: "\n").drop { !$0.hasPrefix("CREATE VIRTUAL TABLE search ") }
    return lines.joined(separator: "\n").split(separator: ";").first.map(String.init) ?? ""
  }()

  /// Fills the table, which a new schema has just made.
  func fill() throws { try fill(isEmpty: true) }

  private func fill(isEmpty: Bool) throws {
    if !isEmpty { try Self.failing { try db.execute(sql: "INSERT INTO search (search) VALUES ('delete-all')") } }
    let insert = try prepared().insert
    try Self.forEachDocument(db) { try Self.run(insert, $0, $1) }
  }

  private func selecting() throws -> RawStatement {
    if let select { return select }
    let made = try RawStatement(db, "SELECT field, value FROM survivors WHERE record = ? ORDER BY field, place")
    select = made
    return made
  }

  private func prepared() throws -> (insert: RawStatement, delete: RawStatement) {
    if let statements { return statements }
    let made = try Self.failing {
      (
        insert: try RawStatement(db, "INSERT INTO search (rowid, text) VALUES (?, ?)"),
        delete: try RawStatement(db, "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)")
      )
    }
    statements = made
    return made
  }

  private static func run(_ statement: RawStatement, _ record: Int64, _ document: Document) throws {
    try document.withUnsafeBufferPointer { bytes in
      statement.bind(1, record)
      statement.bind(2, text: bytes)
      try failing { try statement.run() }
    }
  }

  /// Calls `body` with each record that has any text, in the order of the table.
  static func forEachDocument(_ db: Database, _ body: (_ record: Int64, Document) throws -> Void) throws {
    let scan = try RawStatement(db, "SELECT record, field, value FROM main.survivors ORDER BY record, field, place")
    var record: Int64 = 0
    var document: Document = []
    while try scan.step() {
      let next = try scan.number(0)
      if next != record {
        if !document.isEmpty { try body(record, document) }
        record = next
        document.removeAll(keepingCapacity: true)
      }
      SearchText.append(scan.bytes(2), of: scan.bytes(1), to: &document)
    }
    if !document.isEmpty { try body(record, document) }
  }
}
