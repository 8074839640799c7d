import EventLog
import GRDB

/// Rescues the log of a damaged store into a new one: first through SQLite, as far as that reads, then from the bytes of
/// the file and its write-ahead log.
///
///     let report = try Salvage(of: damaged, environment: environment).run(into: path)
///
/// A line is taken when it keeps every rule of the format and something else in the file bears its hash; it is accepted
/// or waits as anywhere else. The damaged file is only read; no store of this process may have it open, for the files are
/// opened and closed beside SQLite (`OpenFileRegistry` says why that matters).
package struct Salvage {
  /// What became of it.
  package struct Report: Sendable, Equatable {
    /// Accepted events of the new store, which is verified.
    package var events: Int64 = 0
    /// Its waiting lines.
    package var waiting: Int64 = 0
    /// Its state digest.
    package var digest = EventHash.zero
    /// As which device the new store writes.
    package var device: DeviceID?
    /// Lines that parse and that nothing in the file bears out: they were left.
    package var doubtful = 0
    /// What SQLite said, and what was refused, in words.
    package var problems: [String] = []
    /// The ends of logs that the damaged store still tells of.
    package var ends: [EventPosition] = []

    /// The report of nothing.
    package init() {}
  }

  let path: String
  let environment: StoreEnvironment
  let progress: ((IngestReport) -> Void)?
  /// Where SQLite fails so often, its rows are left to the search of the bytes, which finds them sooner.
  private static let failuresMax = 500

  /// - Parameters:
  ///   - path: the damaged store.
  ///   - environment: as for ``EventStore``.
  ///   - progress: called now and then with what was rescued so far.
  package init(of path: String, environment: StoreEnvironment, progress: ((IngestReport) -> Void)? = nil) {
    self.path = path
    self.environment = environment
    self.progress = progress
  }

  /// Does it.
  ///
  /// - Parameter new: the file to be; nothing may stand there.
  /// - Throws: ``StoreError``; then nothing stands there.
  package func run(into new: String) throws -> Report {
    guard let kind = Platform.status(path)?.kind else {
      throw StoreError(.missing, path, "no such file; check the name")
    }
    guard kind == .file else { throw StoreDatabase.notRegular(path) }
    for suffix in ["", "-wal", "-journal"] where Platform.status(new + suffix) != nil {
      throw StoreError(.io, new + suffix, "already exists; name a new file")
    }
    let copy = "\(new).salvaging-\(Platform.processID())"
    defer { for suffix in ["", "-wal", "-shm"] { Platform.remove(copy + suffix) } }
    var report = Report()
    let queue = open(copy: copy, &report)
    defer { try? queue?.close() }
    if let queue { report.ends = EventPosition.logEnds(in: queue) }
    if let anchor = AnchorFile(environment: environment, storePath: path).read(), anchor.seq > 0 {
      report.ends.append(anchor)
    }
    let rescue = queue.map { RescueSource($0, name: path, failuresMax: Self.failuresMax) }
    let raw = RawLineSource(path)
    var options = Restoration.Options()
    options.isPartial = true
    options.progress = progress
    let restored: Restoration.Report
    do {
      let sources: [any LineSource] = (rescue.map { [$0] } ?? []) + [raw]
      restored = try Restoration(over: new, environment: environment, options: options).run(.lines(sources, name: path))
    } catch let error as StoreError where error.code == .foreign && error.path == path {
      throw StoreError(.damaged, path, "neither SQLite nor a scan of its bytes found an event; no file was created")
    }
    (report.events, report.waiting, report.digest) = (restored.events, restored.waiting, restored.digest)
    report.device = restored.device
    report.doubtful = raw.doubtful
    report.problems += rescue?.damaged.map { "\($0): its line does not have the hash that it was stored under" } ?? []
    if let reason = rescue?.reason { report.problems.append("SQLite cannot read all of it (\(reason))") }
    if raw.unreadable > 0 { report.problems.append("\(raw.unreadable) bytes of it cannot be read from the disk") }
    return report
  }

  /// Opens the store for SQLite to read, as far as it will.
  ///
  /// - Parameter copy: where a copy may lie: reading through a write-ahead log would write beside the store itself.
  private func open(copy: String, _ report: inout Report) -> DatabaseQueue? {
    do {
      guard Platform.status(path + "-wal")?.size ?? 0 > 0 else {
        return try StoreDatabase.openReadOnly(path, isRescue: true)
      }
      for suffix in ["", "-wal"] {
        guard let file = RawFile(path + suffix) else { continue }
        try Platform.createPrivateFile(copy + suffix)
        try Platform.fill(copy + suffix, size: file.size) { file.read($0) }
      }
      return try StoreDatabase.openReadOnly(copy, isRescue: true)
    } catch {
      report.problems.append("SQLite cannot open it (\((error as? DatabaseError)?.message ?? "\(error)"))")
      return nil
    }
  }
}

extension EventStore {
  /// Puts what can still be read of a damaged store into another one, through SQLite alone, for whoever wants to know
  /// what is missing.
  ///
  /// - Returns: what could not be read, in words, and the ends of logs that the damaged store tells of.
  /// - Throws: ``StoreError`` when it cannot be opened at all.
  package static func rescue(_ path: String, into store: EventStore) throws -> (notes: [String], ends: [EventPosition])
  {
    return try StoreError.wrapping(path) {
      guard Platform.status(path)?.kind == .file else { throw StoreDatabase.notRegular(path) }
      let queue = try StoreDatabase.openReadOnly(
        path, assumingUnchanged: !Platform.isWritable(path), isRescue: true, store.environment.locks)
      defer { try? queue.close() }
      let source = RescueSource(queue, name: path)
      let report = try store.ingest([source])
      return (source.notes + report.refusals.map(\.reason), EventPosition.logEnds(in: queue))
    }
  }
}
