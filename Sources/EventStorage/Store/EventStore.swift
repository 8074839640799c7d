import EventLog
import GRDB
import Synchronization

/// A store: the event log of all devices in one SQLite file, and the state that follows from it.
///
///     let store = try EventStore(creatingAt: path, environment: .live(anchorDirectory: state))
///     let (_, receipt) = try store.write { writer in
///       try writer.append(Draft(record: id, set: ["type": "note", "text": "called"]))
///     }
///     let digest = try store.read { try $0.digest() }
///
/// Any number of threads and processes may use one file: writers take turns, readers never wait. Whatever a method
/// reports as written is on the disk. Errors are ``StoreError``.
///
/// A closure that ``read(_:)``, ``write(_:)`` or an ingest was given works with the reader or writer that it gets: to call
/// the store itself from within it throws ``StoreError`` with ``StoreError/Code/misuse``, as does the use of that reader or
/// writer after the closure. After ``close()`` every method throws ``StoreError/Code/closed``.
public final class EventStore: Sendable {
  /// The file.
  public let path: String
  let environment: StoreEnvironment
  let database: any DatabaseWriter
  let writerCache = WriterCache()
  let anchorFile: AnchorFile
  let hub = ChangeHub()
  let gate: StoreGate
  /// As long as the database is open.
  private let openFile: OpenFileRegistry.Entry?

  /// Opens a store, and makes it when there is none.
  ///
  /// A store of an older release is brought up to this one's schema, after a copy of it is set aside.
  ///
  /// - Throws: ``StoreError``, with ``StoreError/Code/foreign`` for the database of another program and
  ///   ``StoreError/Code/newer`` for one of a newer release, which are left as they are.
  public convenience init(
    creatingAt path: String, environment: StoreEnvironment, connections: StoreConnections = .pool
  ) throws {
    if Platform.status(path) == nil {
      do {
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
          try Platform.makeDirectory(String(path[..<slash]))
        }
        try Platform.createPrivateFile(path)
      } catch { throw StoreError(.readOnly, path, "cannot create the store (\(error))") }
    }
    try self.init(path, environment, connections)
  }

  /// Opens a store that exists.
  ///
  /// - Throws: ``StoreError``, with ``StoreError/Code/missing`` when there is none.
  public convenience init(
    openingAt path: String, environment: StoreEnvironment, connections: StoreConnections = .pool
  ) throws {
    try self.init(path, environment, connections)
  }

  /// Opens a store to look at it: nothing is written, brought up to date or minted. Only reading methods may be called.
  ///
  /// - Throws: ``StoreError``, with ``StoreError/Code/missing`` when there is none, or nothing is in it.
  public init(readingAt path: String, environment: StoreEnvironment) throws {
    self.path = path
    self.environment = environment
    gate = StoreGate(path)
    anchorFile = AnchorFile(environment: environment, storePath: path)
    openFile = OpenFileRegistry.Entry(path)
    database = try StoreError.wrapping(path) {
      guard case .store(let version) = try StoreDatabase.content(of: path, environment.locks) else {
        throw StoreError(.missing, path, "the file is empty; name another one")
      }
      return try StoreDatabase.openStore(
        path, version: version, assumingUnchanged: StoreDatabase.isQuiet(path), environment.locks)
    }
  }

  private init(_ path: String, _ environment: StoreEnvironment, _ connections: StoreConnections) throws {
    self.path = path
    self.environment = environment
    gate = StoreGate(path)
    openFile = OpenFileRegistry.Entry(path)
    database = try StoreError.wrapping(path) { try StoreDatabase.open(path, connections, environment.locks) }
    anchorFile = AnchorFile(environment: environment, storePath: path)
  }

  /// Closes the file and tidies what SQLite keeps beside it. The store cannot be used afterwards; to close it once more
  /// does nothing.
  ///
  /// - Throws: ``StoreError``, with ``StoreError/Code/misuse`` from within a closure of the store's own.
  public func close() throws {
    do { try gate.check() } catch let error as StoreError where error.code == .closed { return }
    guard gate.close() else { return }
    hub.finish()
    // What it keeps holds prepared statements, and SQLite closes only without those.
    database.writeWithoutTransaction { _ in writerCache.forget() }
    // The writer must be the last to close, for a reader cannot fold the write-ahead log into the file.
    (database as? DatabasePool)?.invalidateReadOnlyConnections()
    try StoreError.wrapping(path) { try database.close() }
  }

  /// Reads from one consistent moment of the store.
  ///
  /// - Parameter body: gets the reader, which is valid until it returns. It must not call the store itself.
  /// - Throws: what `body` throws; ``StoreError``.
  public func read<Result>(_ body: (StoreReader) throws -> Result) throws -> Result {
    try reading { try body(StoreReader($0, $1)) }
  }

  /// Takes in lines from any number of sources, in one transaction and in any order (FORMAT 1 to 3).
  ///
  /// Every line is checked; one bad line or source stops no other. What has no predecessor yet waits in the store.
  ///
  /// - Parameters:
  ///   - sources: read to their ends.
  ///   - progress: called now and then with the counts so far.
  /// - Returns: how many events were new, known, waiting, and which lines were refused and why.
  /// - Throws: ``StoreError`` when the store cannot be written; then nothing was taken in.
  public func ingest(
    _ sources: [any LineSource], progress: ((IngestReport) -> Void)? = nil
  ) throws -> IngestReport {
    if sources.allSatisfy(\.isExhausted) {
      var report = IngestReport()
      report.known = sources.reduce(0) { $0 + $1.knownEvents }
      report.waiting = try read { try $0.waiting().reduce(0) { $0 + Int($1.lines) } }
      return report
    }
    return try ingest(sources, isKept: true, progress: progress) { _, _ in }
  }

  /// So few lines are taken in with the memory that is there.
  private static let smallLinesMax = 256

  /// Takes in lines and decides what follows, in the same transaction.
  ///
  /// - Parameters:
  ///   - sources: where the lines come from.
  ///   - isKept: false to see what would be, and take everything back.
  ///   - progress: called now and then with what was taken in so far.
  ///   - body: gets the store as it is with the lines, the report, and what writes beside them.
  public func ingest(
    _ sources: [any LineSource], isKept: Bool, progress: ((IngestReport) -> Void)? = nil,
    then body: (IngestOutcome, IngestReport) throws -> Void
  ) throws -> IngestReport {
    let report = try writing { db, access in
      // Room for the index of hashes, whose pages are met in no order. A few lines need none, and what is in the cache
      // serves the next few; no number means that it is not known.
      let lines = sources.reduce(0) { $0 + $1.estimatedLines }
      let isSmall = lines <= Self.smallLinesMax && sources.allSatisfy { $0.estimatedLines > 0 }
      if !isSmall { try db.setPageCache(.large) }
      defer { if !isSmall { try? db.setPageCache(.usual) } }
      writerCache.forget()
      return try db.immediate(isKept: isKept) {
        let acceptor = try Acceptor(db, wallMilliseconds: environment.wallMilliseconds())
        try acceptor.expect(lines: lines)
        var merge = Merge(acceptor: acceptor)
        try merge.run(sources, progress: progress)
        try acceptor.finish()
        var report = merge.report
        report.known += sources.reduce(0) { $0 + $1.knownEvents }
        try body(IngestOutcome(db, access), report)
        return report
      }
    }
    if isKept, report.accepted > 0 { hub.signal() }
    return report
  }

  /// Takes in lines that are in memory.
  public func ingest(lines: [[UInt8]], name: String = "lines") throws -> IngestReport {
    try ingest([MemoryLineSource(name: name, lines: lines)])
  }

  /// Makes the projection again from the log, and the search index from that. It gives exactly what is there already,
  /// unless that was damaged.
  ///
  /// - Throws: ``StoreError`` with ``StoreError/Code/damaged`` when a line of the log itself is damaged: then nothing
  ///   is changed.
  public func rebuild() throws {
    try writing { db, _ in
      writerCache.forget()
      var leavesPages = false
      try db.immediate {
        // First, for what is read below is found by them.
        try db.execute(sql: "REINDEX")
        try db.execute(
          sql: """
            DELETE FROM survivors; DELETE FROM frontiers; DELETE FROM clock_days; DELETE FROM dangling;
            """)
        var replay = try LogReplay(db)
        try replay.run()
        if let problem = replay.problems.first {
          throw StoreError(
            .damaged, path,
            "the log is damaged, so nothing was rebuilt: \(problem). Keep the file, and merge another device's store "
              + "into a new one")
        }
        leavesPages = try SearchIndex(db).remake()
      }
      // Where the file's pages were damaged, this copies what is in use and leaves the rest. If somebody is in the way,
      // that rest is room which is lost, until the next rebuild.
      if leavesPages { try? db.execute(sql: "VACUUM") }
    }
    hub.signal()
  }

  /// Makes the search index anew, whatever is there under its name, without reading that.
  func remakeSearchIndex() throws {
    try writing { db, _ in
      writerCache.forget()
      let leavesPages = try db.immediate { try SearchIndex(db).remake() }
      if leavesPages { try? db.execute(sql: "VACUUM") }
    }
  }

  /// The level of durability of the writing connection: 2 is FULL. For tests.
  package func synchronousLevel() throws -> Int64? {
    try writing { db, _ in try db.count("PRAGMA synchronous") }
  }
}
