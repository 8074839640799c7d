import EventLog
import GRDB
import GRDBSQLite

/// A prepared statement, bound and stepped by hand: the hot paths spend half their time in anything more comfortable.
///
/// Bound bytes are not copied, so they must stay in place until the statement was stepped. Statements are kept by the
/// connection and found by their text, so that an open store prepares each one once: two users of the same text must not
/// step it at the same time.
final class RawStatement {
  private let statement: Statement
  private let pointer: SQLiteStatement
  private let database: SQLiteConnection?

  init(_ db: Database, _ sql: String) throws {
    statement = try db.cachedStatement(sql: sql)
    pointer = statement.sqliteStatement
    database = db.sqliteConnection
    // Whoever had it before may have stopped half-way.
    sqlite3_reset(pointer)
    sqlite3_clear_bindings(pointer)
  }

  /// A statement with its arguments bound.
  convenience init(_ db: Database, _ sql: String, _ arguments: StatementArguments) throws {
    try self.init(db, sql)
    try statement.setArguments(arguments)
  }

  /// A statement that is left half-way would hold its connection at an old moment of the store.
  deinit { sqlite3_reset(pointer) }

  @discardableResult
  func bind(_ index: Int32, _ value: Int64) -> RawStatement {
    sqlite3_bind_int64(pointer, index, value)
    return self
  }

  func bindNull(_ index: Int32) { sqlite3_bind_null(pointer, index) }

  /// Binds text without a copy.
  func bind(_ index: Int32, text: UnsafeBufferPointer<UInt8>) {
    text.withMemoryRebound(to: CChar.self) { characters in
      _ = sqlite3_bind_text(pointer, index, characters.baseAddress, Int32(characters.count), nil)
    }
  }

  @discardableResult
  func bind(_ index: Int32, _ text: String) -> RawStatement {
    // SQLITE_TRANSIENT: SQLite keeps a copy of its own.
    sqlite3_bind_text(pointer, index, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    return self
  }

  /// Binds text with whatever NUL is in it.
  @discardableResult
  func bind(_ index: Int32, whole text: String) -> RawStatement {
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        _ = sqlite3_bind_text(
          pointer, index, characters.baseAddress, Int32(characters.count),
          // SQLITE_TRANSIENT here too.
          unsafeBitCast(-1, to: sqlite3_destructor_type.self))
      }
    }
    return self
  }

  @discardableResult
  func bind(_ index: Int32, blob: [UInt8]) -> RawStatement {
    _ = blob.withUnsafeBytes {
      // SQLITE_TRANSIENT here too.
      sqlite3_bind_blob(
        pointer, index, $0.baseAddress, Int32($0.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }
    return self
  }

  /// Goes to the next row; false at the end, where the statement is reset.
  func step() throws -> Bool {
    let code = sqlite3_step(pointer)
    if code == SQLITE_ROW { return true }
    sqlite3_reset(pointer)
    guard code == SQLITE_DONE else { throw failure(code) }
    return false
  }

  /// Runs a statement that gives no rows.
  func run() throws { while try step() {} }

  func reset() { sqlite3_reset(pointer) }

  func int(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

  func double(_ column: Int32) -> Double { sqlite3_column_double(pointer, column) }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

  func isInteger(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_INTEGER }

  /// The bytes of a text or blob, valid until the next step.
  func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_blob(pointer, column)
    let count = Int(sqlite3_column_bytes(pointer, column))
    return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : count)
  }

  func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

  private func failure(_ code: Int32) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code), message: sqlite3_errmsg(database).map { String(cString: $0) })
  }
}
