import EventLog
import GRDB
import GRDBSQLite

// The one reader of cells. A database may be damaged, or somebody else's: a number that no store has ever written must
// not be reckoned with. Lines are held to the same bounds (FORMAT 2).
extension RawStatement {
  /// What a seq, an id of a row and the number of a branch can be.
  static let numbers: ClosedRange<Int64> = 1...LineScanner.integerMax

  /// A seq, an id of a row, or the number of a branch.
  ///
  /// - Throws: `DatabaseError` of a damaged database when the cell holds anything else. So do the others here.
  func number(_ column: Int32) throws -> Int64 { try integer(column, in: Self.numbers) }

  /// A count, or the greatest number of a table that may be empty: NULL is 0.
  func count(_ column: Int32) throws -> Int64 {
    isNull(column) ? 0 : try integer(column, in: 0...LineScanner.integerMax)
  }

  /// A whole number within bounds.
  func integer(_ column: Int32, in bounds: ClosedRange<Int64>) throws -> Int64 {
    let value = try anyInteger(column)
    guard bounds.contains(value) else { throw damage(column, "\(value)") }
    return value
  }

  /// A whole number of which every value may stand there: the beginning of a hash, an inode.
  func anyInteger(_ column: Int32) throws -> Int64 {
    guard isInteger(column) else { throw damage(column, "not a whole number") }
    return sqlite3_column_int64(pointer, column)
  }

  /// A moment of a wall clock, in milliseconds since 1970: so far from it that two of them can be subtracted.
  func moment(_ column: Int32) throws -> Int64 {
    try integer(column, in: -LineScanner.integerMax...LineScanner.integerMax)
  }

  /// The hash of an event: 32 bytes.
  func hash(_ column: Int32) throws -> EventHash {
    let bytes = UnsafeRawBufferPointer(bytes(column))
    guard bytes.count == 32 else { throw damage(column, "\(bytes.count) bytes") }
    return EventHash(raw: bytes)
  }

  /// The identifier of a device.
  func device(_ column: Int32) throws -> DeviceID {
    guard let device = DeviceID(text(column)) else { throw damage(column, "something that is not a device") }
    return device
  }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

  func isInteger(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_INTEGER }

  private func damage(_ column: Int32, _ what: String) -> DatabaseError {
    let name = sqlite3_column_name(pointer, column).map { String(cString: $0) } ?? "a cell"
    return .damage("\(name) holds \(what)")
  }
}

extension DatabaseError {
  /// What a store holds that no store has ever written: `StoreError.wrapping` says of which file, and what now.
  static func damage(_ what: String) -> DatabaseError { DatabaseError(resultCode: .SQLITE_CORRUPT, message: what) }
}

extension Database {
  /// The one number that a query gives, checked as a count; 0 where it gives none.
  func count(_ sql: String) throws -> Int64 {
    let select = try RawStatement(self, sql)
    return try select.step() ? select.count(0) : 0
  }

  /// The texts that a query of one column gives.
  func texts(_ sql: String) throws -> [String] {
    let select = try RawStatement(self, sql)
    var texts: [String] = []
    while try select.step() { texts.append(select.text(0)) }
    return texts
  }
}
