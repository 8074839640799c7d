import EventLog
import GRDB

/// Puts a store back from a backup, another store, or event lines; proves it before it replaces anything.
///
///     let report = try Restoration(over: path, environment: environment).run(.store(backup))
///
/// The new store is built in a file beside the old one: the source, every line of it checked, and whatever the old store
/// holds besides, so that a restore loses nothing that still exists. It is verified whole. Only then does it take the old
/// store's place, of which a copy is set aside that is never removed. It writes as a new device from then on (FORMAT 6).
///
/// Whatever stops it, a kill at any point included, the old store is in its place as it was, or the new one is there whole.
public struct Restoration {
  /// Where the events come from.
  public enum Source {
    /// A store's file: a backup, or any other.
    case store(String)
    /// Event lines: log files, a shared folder. The name is for messages.
    case lines([any LineSource], name: String)
  }

  /// What became of it.
  public struct Report: Sendable, Equatable {
    /// Accepted events of the new store.
    public var events: Int64 = 0
    /// Its waiting lines.
    public var waiting: Int64 = 0
    /// Its state digest.
    public var digest = EventHash.zero
    /// Events that came from the source.
    public var sourceEvents: Int64 = 0
    /// What of the source was not taken in, in words: only where that was allowed.
    public var refused: [String] = []
    /// That the source is a file which was cut short, where what is missing held nothing; nil where it was not.
    public var shortness: String?
    /// Events and waiting lines that only the old store had.
    public var keptEvents = 0
    /// What of the old store could not be read, in words.
    public var lost: [String] = []
    /// The file in which the old store is set aside; nil where there was none.
    public var setAside: String?
    /// As which device the store writes from now on; nil after a trial.
    public var device: DeviceID?

    /// The report of nothing.
    public init() {}
  }

  /// How it is done.
  public struct Options {
    /// Takes what is sound of a source that is damaged or incomplete.
    public var isPartial = false
    /// Does all but the replacing, and throws the new store away.
    public var isDryRun = false
    /// Called now and then with the counts of the lines that are taken in.
    public var progress: ((IngestReport) -> Void)?

    /// The whole source is asked for, and the store is replaced.
    public init() {}
  }

  let path: String
  let environment: StoreEnvironment
  let options: Options
  /// The new store, until it has its place.
  let temporary: String

  /// - Parameters:
  ///   - path: the store's file, be there one or not.
  ///   - environment: as for ``EventStore``.
  ///   - options: whether a damaged source is taken, and whether the store is replaced.
  public init(over path: String, environment: StoreEnvironment, options: Options = Options()) {
    self.path = path
    self.environment = environment
    self.options = options
    temporary = "\(path)\(Self.temporaryMark)\(Platform.processID())"
  }

  /// Does it.
  ///
  /// - Throws: ``StoreError``; then nothing was changed.
  public func run(_ source: Source) throws -> Report {
    do {
      let old = try oldContent()
      try prepareFolder()
      defer { removeTemporary() }
      var report = Report()
      let store = try build(source, &report)
      defer { try? store.close() }
      report.sourceEvents = try store.read { try $0.db.count("SELECT count(*) FROM events") }
      let lock = old == nil ? nil : try OldStore(path)
      defer { lock?.close() }
      if let lock { try takeIn(lock, into: store, &report) }
      try store.forgetWriters()
      let proof = try EventStore.verify(temporary, isOwn: true)
      if let problem = proof.problems.first {
        throw StoreError(.damaged, path, "the restored log failed verification: \(problem)")
      }
      (report.events, report.waiting, report.digest) = (proof.events, proof.waiting, proof.digest)
      try store.close()
      if options.isDryRun { return report }
      report.setAside = try replace(lock)
      // A store that cannot remember its device yet mints it with its first event.
      if let store = try? EventStore(openingAt: path, environment: environment, connections: .single) {
        report.device = try? store.writerState().device
        try? store.close()
      }
      return report
    } catch {
      let wrapped = StoreError.wrapping(error, path)
      guard let error = wrapped as? StoreError, error.path == temporary else { throw wrapped }
      throw StoreError(error.code, path, error.message)
    }
  }

  /// What stands in the store's place: nil for nothing, or nothing that says anything.
  private func oldContent() throws -> StoreDatabase.Content? {
    guard Platform.status(path) != nil else { return nil }
    do {
      let content = try StoreDatabase.content(of: path, environment.locks)
      return content == .empty ? nil : content
    } catch let error as StoreError where [.foreign, .newer, .unnumbered].contains(error.code) {
      throw StoreError(
        error.code, path, "\(error.message). Nothing was restored: move the file away first, or name another store")
    }
  }

  private func prepareFolder() throws {
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try Platform.makeDirectory(String(path[..<slash]))
    }
    removeLeftovers()
    removeTemporary()
  }

  // MARK: The new store

  private func build(_ source: Source, _ report: inout Report) throws -> EventStore {
    switch source {
    case .store(let other): return try build(fromStore: other, &report)
    case .lines(let sources, let name):
      let store = try makeStore()
      do {
        let taken = try store.ingest(sources, progress: options.progress)
        try evaluate(store, taken, name, &report)
        return store
      } catch {
        try? store.close()
        throw error
      }
    }
  }

  /// The new store has no anchor: it gets its device when it has its place.
  private var scratchEnvironment: StoreEnvironment {
    var environment = environment
    environment.anchorDirectory = nil
    return environment
  }

  private func makeStore() throws -> EventStore {
    try EventStore(creatingAt: temporary, environment: scratchEnvironment, connections: .single)
  }

  private func build(fromStore other: String, _ report: inout Report) throws -> EventStore {
    guard case .store(let version) = try StoreDatabase.content(of: other, environment.locks) else {
      throw StoreError(.foreign, other, "this store is empty; nothing was restored")
    }
    var problems: [String]
    do {
      let store = try copy(of: other, version)
      // It follows from the rest, and whose it was is not known.
      try store.remakeSearchIndex()
      problems = try EventStore.verify(temporary, isOwn: true).problems
      if problems.isEmpty {
        report.shortness = StoreExamination.missingBytes(of: other).map { StoreExamination.shortness($0) }
        return store
      }
      try? store.close()
    } catch {
      let error = StoreError.wrapping(error, other)
      guard let error = error as? StoreError, error.code == .damaged else { throw error }
      problems = [error.message]
    }
    guard options.isPartial else { throw Self.refusal(problems, other) }
    removeTemporary()
    report.refused = problems
    let queue = try StoreError.wrapping(other) {
      try StoreDatabase.openReadOnly(other, isRescue: true, environment.locks)
    }
    defer { try? queue.close() }
    let source = RescueSource(queue, name: other)
    let store = try makeStore()
    let taken = try store.ingest([source], progress: options.progress)
    report.refused += source.notes + taken.refusals.map(\.description)
    guard taken.accepted + taken.waiting > 0 else {
      try? store.close()
      throw StoreError(.damaged, other, "none of it can be read; nothing was restored")
    }
    return store
  }

  /// A copy that this release can use, be the other of an older one. The other is only read.
  private func copy(of other: String, _ version: Int64) throws -> EventStore {
    try Platform.createPrivateFile(temporary)
    let queue = try StoreDatabase.openForeign(other, version: version, environment.locks)
    defer { try? queue.close() }
    let destination = try DatabaseQueue(path: temporary, configuration: .scratch)
    defer { try? destination.close() }
    try queue.backup(to: destination)
    try destination.close()
    return try EventStore(openingAt: temporary, environment: scratchEnvironment, connections: .single)
  }

  /// Lines must be a log without gaps: what is refused or waits is missing, or was changed.
  private func evaluate(_ store: EventStore, _ taken: IngestReport, _ name: String, _ report: inout Report) throws {
    let status = try store.read { try $0.status() }
    var problems = taken.refusals.map { refusal in
      refusal.source == name ? "line \(refusal.line ?? 0): \(refusal.reason)" : refusal.description
    }
    problems += status.waiting.map { one in
      let head = status.devices.first { $0.device == one.device }?.heads.map(\.seq).max() ?? 0
      let event = "event \(one.missingSeq) of device \(one.device)"
      return head >= one.missingSeq
        ? "\(event) is not the one that event \(one.missingSeq + 1) names: one of them was changed"
        : "\(event) is missing, and \(one.lines == 1 ? "a line waits" : "\(one.lines) lines wait") for it"
    }
    if !problems.isEmpty, !options.isPartial { throw Self.refusal(problems, name) }
    // What only waits is something too, for whoever takes what there is.
    let isSomething = status.events > 0 || (options.isPartial && !status.waiting.isEmpty)
    guard isSomething else { throw StoreError(.foreign, name, "it contains no events; nothing was restored") }
    report.refused = problems
  }

  private static func refusal(_ problems: [String], _ name: String) -> StoreError {
    let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
    return StoreError(
      .damaged, name,
      "\(problems.first ?? "it is damaged")\(more). Nothing was restored; --partial restores the sound part")
  }

  // MARK: What the old store had

  private func takeIn(_ old: OldStore, into store: EventStore, _ report: inout Report) throws {
    guard let queue = old.queue else {
      report.lost.append("it cannot be opened (\(old.reason ?? "no details"))")
      return
    }
    let source = RescueSource(queue, name: path)
    let waiting = try store.read { try $0.waiting() }.reduce(0) { $0 + $1.lines }
    let taken = try store.ingest([source], progress: options.progress)
    report.keptEvents = taken.accepted + max(0, taken.waiting - waiting)
    report.lost = source.notes + taken.refusals.map(\.reason)
    for branch in (try? queue.read { try BranchTable($0).branches }) ?? [] {
      guard try store.read({ try $0.positions(of: [branch.head]) }) == [nil] else { continue }
      let known = try store.read { try BranchTable($0.db).lastSeq(of: branch.device) }
      let gap = known + 1 >= branch.lastSeq ? "event \(branch.lastSeq)" : "events \(known + 1) to \(branch.lastSeq)"
      report.lost.append("\(gap) of device \(branch.device) could not be read, or wait for what could not")
    }
  }
}

extension RescueSource {
  /// What could not be taken, in words.
  var notes: [String] {
    let rows = unreadable == 0 ? "the log" : unreadable == 1 ? "a row of the log" : "\(unreadable) rows of the log"
    return damaged.map { "\($0): its line does not have the hash that it was stored under" }
      + (unreadable > 0 || reason != nil ? ["\(rows) could not be read (\(reason ?? "no details"))"] : [])
  }
}

extension EventStore {
  /// Forgets as which device this store writes where: whoever opens it next mints one (FORMAT 6).
  func forgetWriters() throws {
    try writing { db, _ in
      writerCache.forget()
      try db.execute(sql: "DELETE FROM writers")
    }
  }
}
