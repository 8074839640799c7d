import GRDB

/// A store within the transaction that took lines in. It is valid only within the closure that it was given to.
public struct IngestOutcome {
  /// The store as it is now.
  public let reader: StoreReader

  init(_ db: Database, _ access: StoreAccess) { reader = StoreReader(db, access) }

  /// Writes the tables of a linked library in the same transaction: what was read and what came of it are kept together or
  /// not at all.
  package var linked: LinkedWriter { LinkedWriter(reader) }
}

extension EventStore {
  /// Writes the tables of a linked library in a transaction of their own.
  ///
  /// - Parameter isDurable: whether it is on the disk when this returns. Otherwise a power cut may take it, and nothing
  ///   that was written before it.
  package func writeLinked<Result>(isDurable: Bool, _ body: (LinkedWriter) throws -> Result) throws -> Result {
    try writing { db, access in
      // In a write-ahead log a commit at this level is whole or gone, and everything before it stands.
      if !isDurable { try db.execute(sql: "PRAGMA synchronous = NORMAL") }
      let outcome = Swift.Result { try db.immediate { try body(LinkedWriter(StoreReader(db, access))) } }
      if !isDurable { try db.execute(sql: "PRAGMA synchronous = FULL") }
      return try outcome.get()
    }
  }

  /// What stands for a path of this machine in what a store remembers: the SHA-256 of machine and real path.
  package func locationID(ofRealPath path: String) -> String { environment.locationID(ofRealPath: path) }

  /// The wall clock, in milliseconds since 1970 in UTC.
  package var wallMilliseconds: Int64 { environment.wallMilliseconds() }
}
