import EventLog
import GRDB

/// What a check of a whole store found.
public struct VerifyReport: Sendable, Equatable {
  /// Events whose lines were hashed and read again.
  public var events: Int64 = 0
  /// Lines that wait for their predecessor.
  public var waiting: Int64 = 0
  /// The state digest.
  public var digest = EventHash.zero
  /// What is wrong, in words; empty when nothing is.
  public var problems: [String] = []
}

extension EventStore {
  /// Checks everything: SQLite's own integrity check, every line by the reader's rules, its hash and its predecessor,
  /// and the projection against one that is folded from the log beside it.
  ///
  /// The store is not written to, and others may use it meanwhile.
  public func verify() throws -> VerifyReport { try Self.verify(path) }

  /// Checks a store without opening it for writing.
  ///
  /// - Throws: ``StoreError`` when the file is no store or cannot be read at all.
  public static func verify(_ path: String) throws -> VerifyReport {
    do {
      _ = try StoreDatabase.content(of: path)
      // Not as an unchanging file: others may write meanwhile.
      let queue = try StoreDatabase.openReadOnly(path, assumingUnchanged: false)
      defer { try? queue.close() }
      return try queue.writeWithoutTransaction { db in
        var report = VerifyReport()
        try db.inTransaction(.deferred) {
          try check(db, &report)
          return .rollback
        }
        return report
      }
    } catch { throw StoreError.wrapping(error, path) }
  }

  private static let projection = ["survivors", "frontiers", "clock_days", "dangling"]

  private static func check(_ db: Database, _ report: inout VerifyReport) throws {
    for message in try String.fetchAll(db, sql: "PRAGMA integrity_check(20)") where message != "ok" {
      report.problems.append("SQLite finds the database damaged: \(message)")
    }
    // Temporary tables of the same names take the place of the stored ones for the fold.
    for table in projection {
      guard let sql = try String.fetchOne(db, sql: "SELECT sql FROM main.sqlite_master WHERE name = ?", arguments: [table])
      else {
        report.problems.append("the table \(table) is missing")
        return
      }
      try db.execute(sql: sql.replacingPrefix("CREATE TABLE", with: "CREATE TEMP TABLE"))
    }
    var refold = try Refold(db)
    _ = try refold.run()
    report.events = refold.events
    report.problems += refold.problems
    for table in projection {
      let differences =
        try Int64.fetchOne(
          db,
          sql: """
            SELECT (SELECT count(*) FROM (SELECT * FROM main.\(table) EXCEPT SELECT * FROM temp.\(table)))
              + (SELECT count(*) FROM (SELECT * FROM temp.\(table) EXCEPT SELECT * FROM main.\(table)))
            """) ?? 0
      if differences > 0 {
        report.problems.append("\(differences) rows of \(table) differ from what the log says; run followup rebuild")
      }
    }
    var scanner = LineScanner()
    let waiting = try RawStatement(db, "SELECT line, hash FROM waiting")
    while try waiting.step() {
      report.waiting += 1
      let line = waiting.bytes(0)
      if !EventHash(hashing: line).bytes.elementsEqual(waiting.bytes(1)) || (try? scanner.scan(line)) == nil {
        report.problems.append("a line that waits for its predecessor is damaged")
      }
    }
    report.digest = try StoreReader(db).digest()
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}

extension StoreReader {
  /// The rows of the projection as text, for tests that compare two of them.
  package func projection() throws -> [String] {
    try ["survivors", "frontiers", "clock_days", "dangling"].flatMap { table in
      try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1, 2").map { row in
        "\(table) " + row.map { "\($0.1)" }.joined(separator: "|")
      }
    }
  }
}
