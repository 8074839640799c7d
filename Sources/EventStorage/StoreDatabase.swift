import EventLog
import GRDB
import Schema

/// Opening a database file: whose it is, of which version, and how it is set up.
enum StoreDatabase {
  static let applicationID: Int64 = 1_182_233_968
  static let version = Int64(Schema.versions.count)

  /// What a file turns out to be.
  enum Content: Equatable {
    case empty
    case store(version: Int64)
  }

  /// Looks at a file without changing it.
  ///
  /// - Throws: ``StoreError`` when it is not a store of this program.
  static func content(of path: String) throws -> Content {
    guard let status = Platform.status(path) else {
      throw StoreError(.missing, path, "there is no such file; check the name")
    }
    switch status.kind {
    case .directory: throw StoreError(.foreign, path, "this is a folder, not a store; name the file in it")
    case .other: throw StoreError(.foreign, path, "this is not a regular file; name the file of a store")
    case .file: break
    }
    if status.size == 0, Platform.status(path + "-wal")?.size ?? 0 == 0 { return .empty }
    let header: [UInt8]
    do { header = try Platform.readFile(path, limit: 100) } catch { throw StoreError(.io, path, error.description) }
    guard header.isEmpty || header.starts(with: "SQLite format 3\u{0}".utf8) else {
      throw StoreError(.foreign, path, "this is not a database; is it a log file? Then merge it")
    }
    // The header speaks for a store that was closed; a fresh one may have everything in its write-ahead log still.
    var identity = Self.identity(in: header)
    if identity.application != applicationID || identity.version == 0 {
      identity = try queriedIdentity(path)
    }
    if identity.application == 0, identity.version == 0, identity.isEmpty { return .empty }
    guard identity.application == applicationID else {
      throw StoreError(.foreign, path, "this database belongs to another program; it was left alone. Name another file")
    }
    guard identity.version <= version else {
      throw StoreError(
        .newer, path,
        "this store was written by a newer release (schema \(identity.version), this program knows \(version)); "
          + "update this program to use it")
    }
    return .store(version: identity.version)
  }

  private static func identity(in header: [UInt8]) -> (application: Int64, version: Int64, isEmpty: Bool) {
    guard header.count == 100 else { return (0, 0, false) }
    func word(_ offset: Int) -> Int64 { header[offset..<offset + 4].reduce(0) { $0 << 8 | Int64($1) } }
    return (word(68), word(60), false)
  }

  private static func queriedIdentity(_ path: String) throws -> (application: Int64, version: Int64, isEmpty: Bool) {
    do {
      // What turns out not to be ours is not written beside either.
      return try openReadOnly(path).read { db in
        (
          try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
          try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
          try Int64.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
        )
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw StoreError(
        .foreign, path, "this is not a database that SQLite can read; it was left alone. Name another file, or a backup"
      )
    } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY && holdsNothing(path) {
      return (0, 0, true)
    } catch { throw StoreError.wrapping(error, path) }
  }

  /// Whether a database is one page without a table. When the making of a store is cut short, that can be left with a
  /// journal that a reader may not roll back; a writer does, and then goes on as with an empty file.
  private static func holdsNothing(_ path: String) -> Bool {
    guard let status = Platform.status(path), let page = try? Platform.readFile(path, limit: 105), page.count == 105
    else { return false }
    // Bytes 16 and 17 are the size of a page; the page's own header follows the file's: its kind, and its cells.
    return status.size == Int64(page[16]) << 8 | Int64(page[17]) && page[100] == 13 && page[103] == 0 && page[104] == 0
  }

  /// Opens a store that this process may write.
  ///
  /// - Parameter isNew: nothing is in the file, so nothing can be lost while it is set up; it is synced afterwards.
  static func open(
    _ path: String, _ connections: EventStore.Connections, busySeconds: Double, isNew: Bool
  ) throws -> any DatabaseWriter {
    var configuration = Configuration()
    configuration.busyMode = .timeout(busySeconds)
    configuration.foreignKeysEnabled = false
    configuration.label = "followup"
    configuration.prepareDatabase { db in
      // On Darwin fsync alone does not reach the disk; elsewhere these do nothing.
      try db.execute(sql: "PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1")
      if isNew { try db.execute(sql: "PRAGMA synchronous = OFF") }
    }
    return try retryingWhileBusy {
      switch connections {
      case .pool: return try DatabasePool(path: path, configuration: configuration)
      case .single:
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        // The mode stays with the file; a backup that somebody has put here by hand has another one.
        if isNew || !isWriteAhead(path) {
          try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        }
        return queue
      }
    }
  }

  /// Whether the file says that it is used with a write-ahead log.
  private static func isWriteAhead(_ path: String) -> Bool {
    guard let header = try? Platform.readFile(path, limit: 20), header.count == 20 else { return false }
    return header[18] == 2 && header[19] == 2
  }

  /// Two processes that open a new store at once can both ask for write-ahead logging, which SQLite answers with busy
  /// without waiting.
  private static func retryingWhileBusy<Result>(_ body: () throws -> Result) throws -> Result {
    var attempt = 0
    while true {
      do { return try body() } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && attempt < 50
      {
        attempt += 1
        Platform.sleep(milliseconds: 20)
      }
    }
  }

  /// Brings the schema up to date, and the connection to full durability.
  static func setUp(_ database: any DatabaseWriter, path: String, from content: Content) throws {
    try migrate(database, path: path, from: content)
    // A main file that never reached the disk would take its write-ahead log with it.
    if content == .empty { try Platform.syncFile(path) }
    try database.writeWithoutTransaction { db in
      // After GRDB has set up its pool: it lowers the level to NORMAL there, which would lose what was acknowledged.
      try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 33554432")
    }
  }

  /// Brings a database up to this release's schema.
  private static func migrate(_ database: any DatabaseWriter, path: String, from content: Content) throws {
    if case .store(let old) = content {
      if old == version { return }
      try setAside(database, path: path)
    }
    try database.writeWithoutTransaction { db in
      try db.inTransaction(.immediate) {
        // Another process may have been first.
        let current = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        for number in max(0, current)..<max(version, current) {
          let sql = String(decoding: Schema.versions[Int(number)], as: UTF8.self)
          try db.execute(sql: sql)
          try db.execute(sql: "PRAGMA user_version = \(number + 1)")
        }
        if current < SearchIndex.version { try SearchIndex(db).fill() }
        return .commit
      }
    }
  }

  /// What an older release wrote stays beside it as it was: whole, under its final name only when it is.
  private static func setAside(_ database: any DatabaseWriter, path: String) throws {
    let copy = "\(path).before-schema-\(version)"
    guard Platform.status(copy) == nil else { return }
    let temporary = "\(copy).\(Platform.processID())"
    Platform.remove(temporary)
    try Platform.createPrivateFile(temporary)
    do {
      let destination = try DatabaseQueue(path: temporary)
      try database.backup(to: destination)
      try destination.close()
      try Platform.syncFile(temporary)
      try Platform.move(temporary, to: copy)
    } catch {
      Platform.remove(temporary)
      throw error
    }
  }

  /// For a file that nobody else knows of yet: it is synced when it is whole, and thrown away when it is not to be.
  static var scratchConfiguration: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.label = "followup"
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    }
    return configuration
  }

  /// Whether nobody has a store open, or nobody could write it: then it can be read as a file that does not change, and
  /// SQLite leaves nothing beside it.
  static func isQuiet(_ path: String) -> Bool { !Platform.isWritable(path) || Platform.status(path + "-wal") == nil }

  /// A connection that reads a database and never writes beside it.
  ///
  /// A closed store is read as a file that does not change (SQLite would otherwise leave a `-wal` and `-shm` there);
  /// one that is in use is read through its write-ahead log.
  ///
  /// - Parameter isRescue: reads on in a file that ends before its header says, and in one whose schema is damaged.
  static func openReadOnly(
    _ path: String, assumingUnchanged: Bool = true, isRescue: Bool = false, busySeconds: Double = 20
  ) throws -> DatabaseQueue {
    var configuration = Configuration()
    // SQLite's own way to open what it takes for damaged.
    if isRescue { configuration.prepareDatabase { try $0.execute(sql: "PRAGMA writable_schema = ON") } }
    configuration.readonly = true
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(busySeconds)
    if assumingUnchanged, Platform.status(path + "-wal")?.size ?? 0 == 0 {
      var escaped = ""
      for byte in (Platform.realPath(path) ?? path).utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: "_"):
          escaped.unicodeScalars.append(Unicode.Scalar(byte))
        default:
          let digits = String(byte, radix: 16)
          escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
        }
      }
      if let queue = try? DatabaseQueue(path: "file:\(escaped)?immutable=1", configuration: configuration) {
        return queue
      }
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }
}
