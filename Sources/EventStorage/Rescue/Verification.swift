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
  /// Whether it is the log itself: then the digest says nothing.
  public var isLogDamaged = false

  /// The report of nothing.
  public init() {}
}

extension EventStore {
  /// Checks everything: SQLite's own integrity check, every line by the reader's rules, its hash and its predecessor,
  /// and the projection against one that is replayed from the log beside it.
  ///
  /// The store is not written to, and others may use it meanwhile.
  public func verify() throws -> VerifyReport { try Self.verify(path, isOwn: true, environment.locks) }

  /// Checks a store without opening it for writing.
  ///
  /// - Parameters:
  ///   - path: the store's file.
  ///   - isMade: false where the making of the store may have been cut short, by a full disk or a kill: then a file in
  ///     which nothing was made yet is a store without events, as it is to whoever opens it for writing. A backup
  ///     without anything in it is a damaged one.
  ///   - isOwn: whether it is the person's own store. Of one from elsewhere the search index is not looked at: it is
  ///     made anew wherever such a store is taken over, and full-text search is not for the bytes of strangers.
  ///   - environment: how long another program that has it locked is waited for; 20 seconds without one.
  /// - Throws: ``StoreError`` when the file is no store or cannot be read at all.
  public static func verify(
    _ path: String, isMade: Bool = true, isOwn: Bool = false, environment: StoreEnvironment? = nil
  ) throws -> VerifyReport {
    try verify(path, isMade: isMade, isOwn: isOwn, environment?.locks ?? LockWait())
  }

  static func verify(
    _ path: String, isMade: Bool = true, isOwn: Bool, _ locks: LockWait
  ) throws -> VerifyReport {
    return try StoreError.wrapping(path) {
      guard case .store(let version) = try StoreDatabase.content(of: path, locks) else {
        guard !isMade else {
          throw StoreError(.damaged, path, "the file is empty, without even an empty store")
        }
        var report = VerifyReport()
        report.digest = DigestBuilder().finalize()
        return report
      }
      // Not as an unchanging file where it can be written, for then others may write meanwhile.
      let queue = try StoreDatabase.openForeign(
        path, version: version, assumingUnchanged: !Platform.isWritable(path), locks)
      defer { try? queue.close() }
      return try queue.writeWithoutTransaction { db in
        try db.atOneMoment {
          var report = VerifyReport()
          let messages =
            isOwn
            ? try db.texts("PRAGMA integrity_check(20)").filter { $0 != "ok" }
            : try Array(SearchIndexCheck.damageElsewhere(db).prefix(20))
          if let problem = TableIndexDamage.problem(messages) {
            report.problems.append(problem)
          } else if isOwn, !messages.isEmpty, try SearchIndexCheck.isAllElseSound(db) {
            report.problems.append(SearchIndexCheck.damagedPages(messages))
          } else {
            report.problems += messages.map { "SQLite finds the database damaged: \($0)" }
          }
          if let missing = StoreExamination.missingBytes(of: path) {
            report.problems.append(StoreExamination.shortness(missing))
          }
          try check(db, &report, searching: isOwn ? .words : .nothing)
          for object in try StoreSchema(db).difference(from: StoreSchema.check(db, version: version, path: path))
            .missing where object.name != SearchIndex.table
          {
            report.problems.append("the \(object.type) \(object.name) is missing; run followup doctor")
          }
          return report
        }
      }
    }
  }

  private static let projection = ["survivors", "frontiers", "clock_days", "dangling"]

  /// Reads every line again, hashes it, follows the logs, replays the state beside the stored one and compares: all but
  /// SQLite's own check. To be called in a transaction that is rolled back, on a connection of its own.
  ///
  /// - Parameter depth: how far the search index is looked at, which follows from the state and is made again by a rebuild.
  static func check(
    _ db: Database, _ report: inout VerifyReport, searching depth: SearchIndexCheck.Depth
  ) throws {
    // Temporary tables of the same names take the place of the stored ones for the replay.
    for table in projection {
      guard
        let sql = try String.fetchOne(db, sql: "SELECT sql FROM main.sqlite_master WHERE name = ?", arguments: [table])
      else {
        report.problems.append("the table \(table) is missing")
        return
      }
      try db.execute(sql: sql.replacingPrefix("CREATE TABLE", with: "CREATE TEMP TABLE"))
    }
    var replay = try LogReplay(db)
    replay.isComparing = true
    do { try replay.run() } catch {
      guard let error = StoreError.wrapping(error, "the log") as? StoreError, error.code == .damaged else {
        throw error
      }
      report.problems += replay.problems + [error.message]
      report.isLogDamaged = true
      return
    }
    report.events = replay.events
    report.problems += replay.problems
    // Of a log that is not whole no state follows that the stored one could be held against.
    guard replay.problems.isEmpty else {
      report.isLogDamaged = true
      return try checkWaiting(db, &report)
    }
    if replay.isStateStored { try db.execute(sql: "DROP TABLE temp.survivors") }
    for table in projection where table != "survivors" || !replay.isStateStored {
      let differences = try TableComparison.differences(db, table)
      if differences > 0 {
        report.problems.append("\(differences) rows of \(table) differ from the log; run followup rebuild")
      }
    }
    try checkWaiting(db, &report)
    try checkWriters(db, &report)
    if let problem = try SearchIndexCheck.problem(db, depth) { report.problems.append(problem) }
    report.digest = try StoreReader(db).digest()
  }
}

extension EventStore {
  /// As which device the store writes is read by whatever writes. One that has only synced so far stands there with seq 0.
  private static func checkWriters(_ db: Database, _ report: inout VerifyReport) throws {
    let writers = try RawStatement(db, "SELECT device, seq, hash FROM writers")
    do {
      while try writers.step() { _ = (try writers.device(0), try writers.count(1), try writers.hash(2)) }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      report.problems.append(
        "the store's own identity is damaged (\(error.message ?? "no details")); run followup doctor")
    }
  }

  /// Lines that wait must be what they were stored as, and wait for something that is not here.
  private static func checkWaiting(_ db: Database, _ report: inout VerifyReport) throws {
    var scanner = LineScanner()
    let index = try LogIndex(db, BranchTable(db))
    let waiting = try RawStatement(db, "SELECT line, hash, device, seq, prev FROM waiting")
    while try waiting.step() {
      report.waiting += 1
      let line = waiting.bytes(0)
      guard (try? scanner.scan(line)) != nil, EventHash(hashing: line).bytes.elementsEqual(waiting.bytes(1)),
        scanner.device.text == waiting.text(2), (try? waiting.number(3)) == scanner.seq,
        scanner.prev.bytes.elementsEqual(waiting.bytes(4))
      else {
        report.problems.append("a line that waits for its predecessor is damaged")
        continue
      }
      if try index.locate(scanner.prev) != nil {
        report.problems.append(
          "event \(scanner.seq) of device \(scanner.device) waits for an event that is here; merge any file to wake it")
      }
    }
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
