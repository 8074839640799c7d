import GRDB

/// A store within the transaction that took lines in. It is valid only within the closure that it was given to.
public struct IngestOutcome {
  /// The store as it is now.
  public let reader: StoreReader

  init(_ db: Database, _ access: StoreAccess) { reader = StoreReader(db, access) }

  /// Remembers a folder in the same transaction: what was read of it and what came of that are kept together or not at
  /// all.
  public func remember(_ memory: FolderMemory, former: FolderMemory?) throws {
    try FolderMemoryWriter(db: reader.db).save(memory, former: former)
  }
}
