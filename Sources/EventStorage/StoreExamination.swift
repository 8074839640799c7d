import EventLog
import GRDB
import GRDBSQLite

/// What is looked at of a store's file before anything is read of its log: nothing is written, minted or brought up to
/// date.
public enum StoreExamination {
  /// The schema of this release.
  public static var currentSchema: Int64 { StoreDatabase.version }

  /// The schema of a store; nil for an empty file.
  ///
  /// - Throws: ``StoreError`` when it is no store of this program, or one of a newer release.
  public static func schema(of path: String) throws -> Int64? {
    do {
      guard case .store(let version) = try StoreDatabase.content(of: path) else { return nil }
      return version
    } catch { throw StoreError.wrapping(error, path) }
  }

  /// What SQLite's quick check says of a database; nothing where all is well.
  ///
  /// - Throws: ``StoreError`` when it cannot be opened or read at all.
  public static func damage(in path: String) throws -> [String] {
    do {
      func check(assumingUnchanged: Bool) throws -> [String] {
        let queue = try StoreDatabase.openReadOnly(path, assumingUnchanged: assumingUnchanged)
        defer { try? queue.close() }
        return try queue.read { db in
          try String.fetchAll(db, sql: "PRAGMA quick_check(5)").filter { $0 != "ok" }
        }
      }
      let isQuiet = StoreDatabase.isQuiet(path)
      if isQuiet, let found = try? check(assumingUnchanged: true), found.isEmpty { return [] }
      // Perhaps somebody wrote meanwhile.
      return try check(assumingUnchanged: !Platform.isWritable(path))
    } catch { throw StoreError.wrapping(error, path) }
  }

  /// What is wrong with the search index of a store, which `rebuild` makes anew; nil where nothing is.
  ///
  /// - Parameter damage: what ``damage(in:)`` has found. Where that is not in the index, nothing is said of it.
  /// - Throws: ``StoreError`` when the store cannot be opened or read.
  public static func searchIndexProblem(in path: String, damage: [String]) throws -> String? {
    do {
      let queue = try StoreDatabase.openReadOnly(path, assumingUnchanged: StoreDatabase.isQuiet(path))
      defer { try? queue.close() }
      return try queue.read { db in
        if damage.isEmpty { return try SearchIndexCheck.problem(db, .words) }
        return try SearchIndexCheck.isAllElseSound(db) ? SearchIndexCheck.damagedPages(damage) : nil
      }
    } catch { throw StoreError.wrapping(error, path) }
  }

  /// The version of SQLite that this program runs on, such as `3.40.1`.
  public static var sqliteVersion: String { String(cString: sqlite3_libversion()) }

  /// The same as a number, such as 3040001.
  public static var sqliteNumber: Int32 { sqlite3_libversion_number() }
}

/// As which device the next event would be written, found out without changing anything (FORMAT 6).
public struct WriterStanding: Sendable, Equatable {
  /// The device that goes on; nil where the next event mints one.
  public let device: DeviceID?
  /// Why the next event mints a device; nil where none is minted.
  public let minting: WriteReceipt.Minting?
  /// Whether an anchor outside the database tells the store from its copies.
  public let isAnchored: Bool
}

extension EventStore {
  /// As which device the next event would be written here.
  public func writerStanding() throws -> WriterStanding {
    do {
      return try database.read { db in
        let chains = try ChainTable(db)
        let judgement = try WriterIdentity.judge(
          db, chains: chains, index: try LogIndex(db, chains), anchorFile: anchorFile, claims: [])
        switch judgement {
        case .mints(let reason): return WriterStanding(device: nil, minting: reason, isAnchored: false)
        case .goesOn(let identity):
          return WriterStanding(device: identity.device, minting: identity.minting, isAnchored: identity.isAnchored)
        }
      }
    } catch { throw StoreError.wrapping(error, path) }
  }
}
