import EventLog
import GRDB
import GRDBSQLite

/// What is looked at of a store's file before anything is read of its log: nothing is written, minted or brought up to
/// date.
package enum StoreExamination {
  /// The schema of this release.
  package static var currentSchema: Int64 { StoreDatabase.version }

  /// The schema of a store; nil for an empty file.
  ///
  /// - Throws: ``StoreError`` when it is no store of this program, or one of a newer release.
  package static func schema(of path: String, environment: StoreEnvironment) throws -> Int64? {
    return try StoreError.wrapping(path) {
      guard case .store(let version) = try StoreDatabase.content(of: path, environment.locks) else { return nil }
      return version
    }
  }

  /// What a store has besides its own, or lacks of what can be made again.
  package struct Oddities: Sendable, Equatable {
    /// Indexes, triggers and views that are missing, such as `index events_hash`.
    package let missing: [String]
    /// Tables, indexes and views of other programs, which touch nothing of the store's.
    package let additions: [String]
  }

  /// Holds the schema of a store against that of its version.
  ///
  /// - Throws: ``StoreError``, with ``StoreError/Code/damaged`` when it is not that of a store.
  package static func oddities(in path: String, environment: StoreEnvironment) throws -> Oddities {
    return try StoreError.wrapping(path) {
      guard case .store(let version) = try StoreDatabase.content(of: path, environment.locks) else {
        return Oddities(missing: [], additions: [])
      }
      let queue = try StoreDatabase.openForeign(
        path, version: version, assumingUnchanged: StoreDatabase.isQuiet(path), environment.locks)
      defer { try? queue.close() }
      let difference = try queue.read { db in
        try StoreSchema(db).difference(from: StoreSchema.check(db, version: version, path: path))
      }
      // A missing search index is found with what else may be wrong with it.
      let missing = difference.missing.filter { $0.name != SearchIndex.table }
      return Oddities(missing: missing.map { "\($0.type) \($0.name)" }, additions: difference.additions)
    }
  }

  /// How many bytes a closed database is shorter than its header says; nil where it is not.
  static func missingBytes(of path: String) -> Int64? {
    guard Platform.status(path + "-wal")?.size ?? 0 == 0, let size = Platform.status(path)?.size,
      let header = try? Platform.readFile(path, limit: 100), header.count == 100
    else { return nil }
    func word(_ offset: Int) -> Int64 { header[offset..<offset + 4].reduce(0) { $0 << 8 | Int64($1) } }
    let pageSize = Int64(header[16]) << 8 | Int64(header[17])
    // The number of pages counts where the same program wrote both that and the change that is counted beside it.
    guard word(24) == word(92) else { return nil }
    let missing = word(28) * (pageSize == 1 ? 65_536 : pageSize) - size
    return missing > 0 ? missing : nil
  }

  static func shortness(_ bytes: Int64) -> String {
    "the file is \(bytes) bytes shorter than its header says; its end was cut off"
  }

  /// What SQLite's quick check says of a database; nothing where all is well.
  ///
  /// - Throws: ``StoreError`` when it cannot be opened or read at all.
  package static func damage(in path: String, environment: StoreEnvironment) throws -> [String] {
    return try StoreError.wrapping(path) {
      guard case .store(let version) = try StoreDatabase.content(of: path, environment.locks) else { return [] }
      func check(assumingUnchanged: Bool) throws -> [String] {
        let queue = try StoreDatabase.openForeign(
          path, version: version, assumingUnchanged: assumingUnchanged, environment.locks)
        defer { try? queue.close() }
        return try queue.read { db in
          // The greatest numbers of the tables are read by whatever writes.
          for table in try StoreSchema(db).numberedTables { _ = try db.count("SELECT max(id) FROM \(table)") }
          return try db.texts("PRAGMA integrity_check(5)").filter { $0 != "ok" }
        }
      }
      let isQuiet = StoreDatabase.isQuiet(path)
      if isQuiet, let found = try? check(assumingUnchanged: true), found.isEmpty { return [] }
      // Perhaps somebody wrote meanwhile.
      return try check(assumingUnchanged: !Platform.isWritable(path))
    }
  }

  /// What is to be said of damage that is only in the indexes of tables, which `rebuild` makes anew; nil where it is elsewhere
  /// too, or nowhere.
  ///
  /// - Parameter damage: what ``damage(in:environment:)`` has found.
  package static func tableIndexProblem(_ damage: [String]) -> String? { TableIndexDamage.problem(damage) }

  /// What is wrong with the search index of a store, which `rebuild` makes anew; nil where nothing is.
  ///
  /// - Parameters:
  ///   - path: the store's file.
  ///   - damage: what `damage(in:)` has found. Where that is not in the index, nothing is said of it.
  /// - Throws: ``StoreError`` when the store cannot be opened or read.
  package static func searchIndexProblem(in path: String, damage: [String]) throws -> String? {
    return try StoreError.wrapping(path) {
      let queue = try StoreDatabase.openReadOnly(path, assumingUnchanged: StoreDatabase.isQuiet(path))
      defer { try? queue.close() }
      return try queue.read { db in
        if damage.isEmpty { return try SearchIndexCheck.problem(db, .words) }
        return try SearchIndexCheck.isAllElseSound(db) ? SearchIndexCheck.damagedPages(damage) : nil
      }
    }
  }

  /// The version of SQLite that this program runs on, such as `3.40.1`.
  package static var sqliteVersion: String { String(cString: sqlite3_libversion()) }

  /// The same as a number, such as 3040001.
  package static var sqliteNumber: Int32 { sqlite3_libversion_number() }
}
