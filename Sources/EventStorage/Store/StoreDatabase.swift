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
  /// - Throws: ``StoreError`` when it is not a store of this program; with ``StoreError/Code/unnumbered`` when it is one, and
  ///   only does not say so.
  static func content(of path: String, _ locks: LockWait = LockWait()) throws -> Content {
    guard let status = Platform.status(path) else {
      throw StoreError(.missing, path, "no such file; check the name")
    }
    switch status.kind {
    case .directory: throw StoreError(.foreign, path, "this is a folder, not a store; name the file in it")
    case .other: throw notRegular(path)
    case .file: break
    }
    // SQLite would wait for ever for the other end of a pipe.
    for suffix in ["-journal", "-wal", "-shm"] {
      guard let beside = Platform.status(path + suffix), beside.kind != .file else { continue }
      throw StoreError(
        .foreign, path + suffix,
        "not a regular file, but SQLite keeps its own file there; remove it and run the command again")
    }
    if status.size == 0, Platform.status(path + "-wal")?.size ?? 0 == 0 { return .empty }
    let header: [UInt8]
    do { header = try Platform.readFile(path, limit: 100) } catch { throw StoreError(.io, path, error.description) }
    guard header.isEmpty || header.starts(with: "SQLite format 3\u{0}".utf8) else {
      throw StoreError(.foreign, path, "not a database; if it is a log file, merge it")
    }
    // The header speaks for a store that was closed; a fresh one may have everything in its write-ahead log still.
    var identity = Self.identity(in: header)
    if identity.application != applicationID || !(1...version).contains(identity.version) {
      identity = try queriedIdentity(path, locks)
    }
    if identity.application == 0, identity.version == 0, identity.isEmpty { return .empty }
    // Another program's number, and one that is too great, was not lost. A number above that of the tables is right: then
    // the search index is missing, which is made anew.
    if let recognized = identity.recognized, identity.application == 0 || identity.application == applicationID,
      identity.application == 0 || identity.version < recognized
    {
      throw StoreSchema.unnumbered(path)
    }
    guard identity.application == applicationID else {
      throw StoreError(
        .foreign, path, "this database belongs to another program; it was left unchanged. Name another file")
    }
    guard identity.version <= version else {
      throw StoreError(
        .newer, path,
        "a newer release wrote this store (schema \(identity.version), this program knows \(version)); "
          + "update this program to use it")
    }
    return .store(version: identity.version)
  }

  /// What is not a file cannot be a store, and might be read for ever.
  static func notRegular(_ path: String) -> StoreError {
    StoreError(.foreign, path, "not a regular file; name a store's file")
  }

  /// What a database says that it is.
  private struct Identity {
    var application: Int64 = 0
    var version: Int64 = 0
    var isEmpty = false
    /// The version whose tables it has, whatever it says; only known where that was asked for.
    var recognized: Int64?
  }

  private static func identity(in header: [UInt8]) -> Identity {
    guard header.count == 100 else { return Identity() }
    func word(_ offset: Int) -> Int64 { header[offset..<offset + 4].reduce(0) { $0 << 8 | Int64($1) } }
    return Identity(application: word(68), version: word(60))
  }

  /// By what a store is known, in the database's header.
  static func numbers(_ db: Database) throws -> (application: Int64, version: Int64) {
    (try pragma("application_id", db), try pragma("user_version", db))
  }

  /// Any 32 bits may stand there, with a sign.
  private static func pragma(_ name: String, _ db: Database) throws -> Int64 {
    let select = try RawStatement(db, "PRAGMA \(name)")
    return try select.step() ? select.anyInteger(0) : 0
  }

  private static func queriedIdentity(_ path: String, _ locks: LockWait) throws -> Identity {
    do {
      // What turns out not to be ours is not written beside either.
      return try openReadOnly(path, locks).read { db in
        let schema = try StoreSchema(db)
        let numbers = try numbers(db)
        var identity = Identity(
          application: numbers.application, version: numbers.version, isEmpty: schema.objects.isEmpty)
        identity.recognized = try schema.recognizedVersion()
        return identity
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw StoreError(
        .foreign, path, "SQLite cannot read this as a database; it was left unchanged. Name another file, or a backup"
      )
    } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY && holdsNothing(path) {
      return Identity(isEmpty: true)
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

  /// Opens a store, brought up to this release's schema; one that this process may not write is opened to be read.
  static func open(_ path: String, _ connections: StoreConnections, _ locks: LockWait) throws -> any DatabaseWriter {
    let content = try content(of: path, locks)
    if content == .store(version: version), !Platform.isWritable(path) {
      // It can be looked at all the same, be it on a disk that is read-only.
      return try openStore(path, version: version, locks)
    }
    let database = try open(path, connections, locks, isNew: content == .empty)
    if case .store(let version) = content {
      _ = try database.writeWithoutTransaction { try StoreSchema.check($0, version: version, path: path) }
    }
    try setUp(database, path: path, from: content)
    return database
  }

  /// Opens a store that this process may write.
  ///
  /// - Parameter isNew: nothing is in the file, so nothing can be lost while it is set up; it is synced afterwards.
  private static func open(
    _ path: String, _ connections: StoreConnections, _ locks: LockWait, isNew: Bool
  ) throws -> any DatabaseWriter {
    var configuration = Configuration()
    configuration.busyMode = locks.busyMode
    configuration.foreignKeysEnabled = false
    configuration.label = "followup"
    configuration.prepareDatabase { db in
      // On Darwin fsync alone does not reach the disk; elsewhere these do nothing.
      try db.execute(sql: "PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1")
      if isNew { try db.execute(sql: "PRAGMA synchronous = OFF") }
    }
    return try locks.retrying {
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

  /// Brings the schema up to date, and the connection to full durability.
  private static func setUp(_ database: any DatabaseWriter, path: String, from content: Content) throws {
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
      try db.immediate {
        // Another process may have been first.
        let current = try db.count("PRAGMA user_version")
        for number in max(0, current)..<max(version, current) {
          let sql = String(decoding: Schema.versions[Int(number)], as: UTF8.self)
          try db.execute(sql: sql)
          try db.execute(sql: "PRAGMA user_version = \(number + 1)")
        }
        if current < SearchIndex.version { try SearchIndex(db).fill() }
      }
    }
  }

  /// What an older release wrote stays beside it as it was: whole, under its final name only when it is.
  private static func setAside(_ database: any DatabaseWriter, path: String) throws {
    let copy = "\(path).before-schema-\(version)"
    if Platform.status(copy) == nil { try copyWhole(database, to: copy) }
  }

  /// Copies a database into a file of one piece, under its final name only when it is whole and on the disk.
  static func copyWhole(_ database: any DatabaseReader, to copy: String) throws {
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

  /// Whether nobody has a store open, or nobody could write it: then it can be read as a file that does not change, and
  /// SQLite leaves nothing beside it.
  static func isQuiet(_ path: String) -> Bool { !Platform.isWritable(path) || Platform.status(path + "-wal") == nil }

  /// A connection that reads a database and never writes beside it.
  ///
  /// A closed store is read as a file that does not change (SQLite would otherwise leave a `-wal` and `-shm` there);
  /// one that is in use is read through its write-ahead log.
  ///
  /// - Parameters:
  ///   - isRescue: reads on in a file that ends before its header says, and in one whose schema is damaged.
  ///   - isLimited: whether SQLite may work in it only as long as a store of its size asks for (``ReadingLimit``).
  static func openReadOnly(
    _ path: String, assumingUnchanged: Bool = true, isRescue: Bool = false, _ locks: LockWait = LockWait(),
    isLimited: Bool = false
  ) throws -> DatabaseQueue {
    let bytes = Platform.status(path)?.size ?? 0
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      // What a schema from elsewhere holds may call no function that does anything but reckon. The other is SQLite's own way
      // to open what it takes for damaged.
      try db.execute(sql: "PRAGMA trusted_schema = OFF" + (isRescue ? "; PRAGMA writable_schema = ON" : ""))
      if isLimited || isRescue { ReadingLimit.set(db, bytes: bytes) }
    }
    configuration.readonly = true
    configuration.foreignKeysEnabled = false
    configuration.busyMode = locks.busyMode
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

  /// Opens a store to read it, once its schema was held against that of a store (``StoreSchema``).
  ///
  /// - Parameter version: the version that it says that it has.
  static func openStore(
    _ path: String, version: Int64, assumingUnchanged: Bool = true, _ locks: LockWait = LockWait(),
    isLimited: Bool = false
  ) throws -> DatabaseQueue {
    let queue = try openReadOnly(path, assumingUnchanged: assumingUnchanged, locks, isLimited: isLimited)
    do { _ = try queue.read { try StoreSchema.check($0, version: version, path: path) } } catch {
      try? queue.close()
      throw error
    }
    return queue
  }

  /// Opens a store that may be anybody's: as ``openStore(_:version:assumingUnchanged:_:isLimited:)``, within limits.
  static func openForeign(
    _ path: String, version: Int64, assumingUnchanged: Bool = true, _ locks: LockWait = LockWait()
  ) throws -> DatabaseQueue {
    try openStore(path, version: version, assumingUnchanged: assumingUnchanged, locks, isLimited: true)
  }
}
