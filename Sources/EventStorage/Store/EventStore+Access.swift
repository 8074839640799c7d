import GRDB

// Every access to the database of a store goes through one of these.
extension EventStore {
  /// Reads from one consistent moment of the database.
  func reading<Result>(_ body: (Database, StoreAccess) throws -> Result) throws -> Result {
    return try StoreError.wrapping(path) {
      try gate.check()
      return try database.read { db in try gate.within { try body(db, $0) } }
    }
  }

  /// Uses the one connection that writes, outside of any transaction.
  func writing<Result>(_ body: (Database, StoreAccess) throws -> Result) throws -> Result {
    return try StoreError.wrapping(path) {
      try gate.check()
      return try database.writeWithoutTransaction { db in try gate.within { try body(db, $0) } }
    }
  }
}
