import EventLog
import GRDB

/// The store that is to be replaced, held so that nobody else uses it meanwhile.
final class OldStore {
  /// The one connection; nil when the file is so damaged that SQLite does not open it.
  private(set) var queue: DatabaseQueue?
  /// Why it does not.
  private(set) var reason: String?
  private let openFile: OpenFileRegistry.Entry?

  /// - Throws: ``StoreError`` with ``StoreError/Code/busy`` when another program has it open.
  init(_ path: String) throws {
    openFile = OpenFileRegistry.Entry(path)
    do { queue = try Self.open(path, isRescue: false) } catch let error as DatabaseError
      where Self.isDamage(error)
    {
      reason = error.message
      do { queue = try Self.open(path, isRescue: true) } catch let error as DatabaseError where Self.isDamage(error) {}
    } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
      throw StoreError(
        .busy, path, "another program is using the store; nothing was restored. Close it there and try again")
    }
  }

  static func isDamage(_ error: DatabaseError) -> Bool {
    [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
  }

  /// A lock that is kept until the connection ends; whoever has the store open, though idle, is in its way.
  private static func open(_ path: String, isRescue: Bool) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = LockWait(seconds: 2).busyMode
    configuration.prepareDatabase { db in
      try db.execute(
        sql: """
          PRAGMA locking_mode = EXCLUSIVE; PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1;
          PRAGMA synchronous = FULL; PRAGMA writable_schema = \(isRescue ? "ON" : "OFF")
          """)
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { try $0.inTransaction(.exclusive) { .commit } }
    return queue
  }

  func close() {
    try? queue?.close()
    queue = nil
  }
}

// The new store's content replaces the old one's within the file, as one transaction of SQLite's: so a kill leaves one or
// the other, a process that opens the store meanwhile waits and then finds the new one, and no write-ahead log can end up
// beside a database that it does not belong to, as it could if files were renamed under each other.
extension Restoration {
  static let temporaryMark = ".restoring-"
  private static var companions: [String] { Platform.databaseCompanions }

  /// Puts the new store into its place.
  ///
  /// - Returns: where the old one is set aside.
  func replace(_ old: OldStore?) throws -> String? {
    try Platform.syncFile(temporary)
    guard let old else { return try replaceNothing() }
    let aside = freeName()
    guard let queue = old.queue else { return try replaceDamaged(aside) }
    do { try setAside(queue, as: aside) } catch let error as DatabaseError where OldStore.isDamage(error) {
      old.close()
      return try replaceDamaged(aside)
    }
    do { try overwrite(queue) } catch let error as DatabaseError
      where OldStore.isDamage(error) || error.resultCode == .SQLITE_READONLY
    {
      // Too damaged to be written to, or of another page size: then the file itself makes way. It is set aside already.
      old.close()
      for name in Self.companions { Platform.remove(path + name) }
      try Platform.move(temporary, to: path)
      Platform.syncFolder(of: path)
      return aside
    } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
      // The old store stands as it did, and its copy takes the room that is lacking.
      Platform.remove(aside)
      throw error
    }
    old.close()
    Platform.makePrivate(path)
    return aside
  }

  /// Nothing is there, or an empty file. What lies beside it would be taken for the new store's.
  private func replaceNothing() throws -> String? {
    let aside = freeName()
    var moved: String?
    for name in Self.companions where Platform.status(path + name) != nil {
      try Platform.move(path + name, to: aside + name)
      moved = aside + name
    }
    if Platform.status(path) != nil {
      try Platform.move(temporary, to: path)
    } else {
      do { try Platform.addName(path, to: temporary) } catch {
        guard Platform.status(path) == nil else {
          throw StoreError(
            .busy, path, "a store was created there meanwhile; nothing was restored. Run the command again")
        }
        // No hard links here.
        try Platform.move(temporary, to: path)
      }
    }
    Platform.syncFolder(of: path)
    return moved
  }

  /// A copy in one piece, page by page.
  private func setAside(_ queue: DatabaseQueue, as aside: String) throws {
    let copy = temporary + "-aside"
    try Platform.createPrivateFile(copy)
    let destination = try DatabaseQueue(path: copy, configuration: .scratch)
    do {
      try queue.backup(to: destination)
      try? destination.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try destination.close()
      try Platform.syncFile(copy)
      try Platform.move(copy, to: aside)
      Platform.syncFolder(of: aside)
    } catch {
      try? destination.close()
      Platform.remove(copy)
      throw error
    }
  }

  private func overwrite(_ queue: DatabaseQueue) throws {
    let new = try StoreDatabase.openReadOnly(temporary)
    defer { try? new.close() }
    try queue.writeWithoutTransaction { db in
      try new.read { try $0.backup(to: db) }
      // It is committed; should this fail, the write-ahead log holds it.
      _ = try? RawStatement(db, "PRAGMA wal_checkpoint(TRUNCATE)").step()
    }
  }

  /// The old file is renamed: nothing of it can be read, so nobody can be using it. Its companions go first, for a
  /// write-ahead log that stayed would be played into the new store.
  private func replaceDamaged(_ aside: String) throws -> String {
    for name in Self.companions where Platform.status(path + name) != nil {
      try Platform.move(path + name, to: aside + name)
    }
    // Both names at once, so that the place is never empty.
    if (try? Platform.addName(aside, to: path)) == nil { try Platform.move(path, to: aside) }
    try Platform.move(temporary, to: path)
    Platform.syncFolder(of: path)
    return aside
  }

  /// `followup.db.before-restore-2026-11-21T094012Z`
  private func freeName() -> String { Platform.freeName(after: "\(path).before-restore-\(environment.fileStamp)") }

  // MARK: Tidying

  func removeTemporary() {
    for name in ["", "-aside", ".before-schema-\(StoreDatabase.version)"] {
      for companion in [""] + Self.companions { Platform.remove(temporary + name + companion) }
    }
  }

  /// Removes what restores that were cut short more than a day ago have left beside the store.
  func removeLeftovers() {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? "./"
    let prefix = path[(slash.map { path.index(after: $0) } ?? path.startIndex)...] + Self.temporaryMark
    let limit = environment.wallMilliseconds() - 24 * 3_600_000
    for name in (try? Platform.names(in: folder)) ?? [] where name.hasPrefix(prefix) {
      guard let status = Platform.status(folder + name), status.kind == .file,
        status.modifiedNanoseconds / 1_000_000 < limit
      else { continue }
      Platform.remove(folder + name)
    }
  }
}

extension Platform {
  /// What SQLite keeps beside a database, by the ends of the names.
  static let databaseCompanions = ["-wal", "-shm", "-journal"]

  /// The name for a database, numbered where it or one of its companions is taken.
  static func freeName(after name: String) -> String {
    func isFree(_ name: String) -> Bool { ([""] + databaseCompanions).allSatisfy { status(name + $0) == nil } }
    var number = 1
    while !isFree(number == 1 ? name : "\(name)-\(number)"), number < 10_000 { number += 1 }
    return number == 1 ? name : "\(name)-\(number)"
  }
}

extension StoreEnvironment {
  /// The present in the name of a file: `2026-11-21T094012Z`.
  var fileStamp: String {
    let stamp = HybridTimestamp(milliseconds: wallMilliseconds(), counter: 0)?.text.prefix(19) ?? "unknown"
    return "\(stamp.split(separator: ":").joined())Z"
  }
}
