import EventLog
import GRDB
import GRDBSQLite
import Synchronization

/// A prepared statement, bound and stepped by hand: the hot paths spend half their time in anything more comfortable.
///
/// Bound bytes are not copied, so they must stay in place until the statement was stepped. Statements are kept by the
/// connection and found by their text, so that an open store prepares each one once. Each is one user's alone: who asks
/// for a text that is in use gets a statement of its own, which is kept as well, so reads may be nested.
///
/// What a cell holds is checked where it is read, in RawStatement+Cells.swift.
final class RawStatement {
  private let statement: Statement
  let pointer: SQLiteStatement
  private let database: SQLiteConnection?

  /// The statements that are in use, of all connections: GRDB keeps them, and has no place for a mark.
  private static let inUse = Mutex<Set<UInt>>([])

  init(_ db: Database, _ sql: String) throws {
    var text = sql
    var statement = try db.cachedStatement(sql: text)
    while !Self.take(statement.sqliteStatement) {
      // With a space more it is the same statement, and another one to whoever keeps them.
      text += " "
      statement = try db.cachedStatement(sql: text)
    }
    self.statement = statement
    pointer = statement.sqliteStatement
    database = db.sqliteConnection
    sqlite3_clear_bindings(pointer)
  }

  /// A statement with its arguments bound.
  convenience init(_ db: Database, _ sql: String, _ arguments: StatementArguments) throws {
    try self.init(db, sql)
    try statement.setArguments(arguments)
  }

  private static func take(_ pointer: SQLiteStatement) -> Bool {
    let address = UInt(bitPattern: pointer)
    return inUse.withLock { $0.insert(address).inserted }
  }

  /// A statement that is left half-way would hold its connection at an old moment of the store.
  deinit {
    sqlite3_reset(pointer)
    let address = UInt(bitPattern: pointer)
    _ = Self.inUse.withLock { $0.remove(address) }
  }

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

  func double(_ column: Int32) -> Double { sqlite3_column_double(pointer, column) }

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
