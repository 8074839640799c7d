import EventLog
import GRDB

extension EventStore {
  /// What a backup turned out to hold.
  public struct BackupReport: Sendable, Equatable {
    /// The file.
    public let path: String
    /// Its size in bytes.
    public let size: Int64
    /// Events, every one of them read back from the file and hashed.
    public let events: Int64
    /// Lines that wait for their predecessor.
    public let waiting: Int64
    /// The state digest, replayed from the file's events and equal to that of its stored state.
    public let digest: EventHash
  }

  /// Copies the store, as it is at one moment, into one self-contained file, and proves the copy before it gets its name.
  ///
  /// Others may write meanwhile; they are not held up, and what they write from then on is not in the copy. The copy is
  /// read back: every line by the reader's rules, its hash and its predecessor, the ends of all logs against those of the
  /// store, and the state against one that is replayed from the lines. Nothing is ever seen under its name that is not whole.
  ///
  /// - Parameter path: the file to be; nothing may stand there.
  /// - Throws: ``StoreError``, and then nothing stands at `path`.
  public func backup(to path: String) throws -> BackupReport {
    let temporary = BackupFolder.temporary(for: path)
    do {
      guard Platform.status(path) == nil else {
        throw StoreError(.io, path, "already exists; name another file")
      }
      let moment = try copy(to: temporary)
      let report = try Self.prove(temporary, holds: moment)
      guard let size = Platform.status(temporary)?.size else { throw Platform.failure("stat", temporary) }
      try Platform.syncFile(temporary)
      try Platform.move(temporary, to: path)
      Platform.syncFolder(of: path)
      return BackupReport(
        path: path, size: size, events: report.events, waiting: report.waiting, digest: report.digest)
    } catch {
      for suffix in ["", "-journal", "-wal", "-shm"] { Platform.remove(temporary + suffix) }
      throw Self.named(StoreError.wrapping(error, path), path)
    }
  }

  /// The copy is a file that nobody has asked for by its temporary name.
  private static func named(_ error: any Error, _ path: String) -> any Error {
    guard let error = error as? StoreError else { return error }
    if error.code == .full {
      return StoreError(.full, path, "the disk is full; no backup was made. Free some space and run the command again")
    }
    return StoreError(error.code, path, "no backup was made: \(error.message)")
  }

  /// The ends of all logs at one moment, and what waits: by them a copy is known to be the whole of it.
  struct LogEnds: Equatable {
    var heads: [EventHash]
    var waiting: Int64

    init(_ db: Database) throws {
      heads = try BranchTable(db).branches.map(\.head)
      waiting = try db.count("SELECT count(*) FROM waiting")
    }
  }

  /// Copies the database into a new file of one piece.
  ///
  /// - Returns: what the copy must hold.
  private func copy(to path: String) throws -> LogEnds {
    Platform.remove(path)
    try Platform.createPrivateFile(path)
    let destination = try DatabaseQueue(path: path, configuration: .scratch)
    defer { try? destination.close() }
    return try destination.writeWithoutTransaction { copied in
      // In one transaction of the store, so that both are of one moment.
      let ends = try reading { db, _ in
        let ends = try LogEnds(db)
        try db.backup(to: copied)
        return ends
      }
      // Without it the file would grow a write-ahead log as soon as anybody looks at it for writing.
      try copied.execute(sql: "PRAGMA journal_mode = DELETE")
      return ends
    }
  }

  /// Opens a copy as anybody would, and checks it whole.
  private static func prove(_ path: String, holds expected: LogEnds) throws -> VerifyReport {
    guard try StoreDatabase.content(of: path) == .store(version: StoreDatabase.version) else {
      throw StoreError(.damaged, path, "the copy is not a store of this release; run the command again")
    }
    let queue = try StoreDatabase.openStore(path, version: StoreDatabase.version)
    defer { try? queue.close() }
    let (report, found) = try queue.writeWithoutTransaction { db in
      try db.atOneMoment {
        var report = VerifyReport()
        let found = try LogEnds(db)
        try check(db, &report, searching: .records)
        return (report, found)
      }
    }
    if let problem = report.problems.first {
      let more = report.problems.count > 1 ? " (and \(report.problems.count - 1) more)" : ""
      throw StoreError(
        .damaged, path, "the copy is damaged, and perhaps the store is: \(problem)\(more). Run followup verify")
    }
    guard found == expected else {
      throw StoreError(.damaged, path, "the copy differs from the store; run the command again")
    }
    return report
  }
}
