import EventLog
import EventStorage

/// What a check of a store or a backup found: every line hashed, the state made again and compared, and by name what is
/// damaged or missing.
package struct StoreVerification: Sendable, Equatable {
  /// What was checked.
  package var report = VerifyReport()
  /// Whether the log itself is damaged, or the database cannot be read to its end.
  package var isLogDamaged = false
  /// Events that are missing or damaged, and those that lines wait for.
  package var missing: [MissingEvents] = []

  /// Checks a store. It is only read.
  ///
  /// - Parameters:
  ///   - path: the store, or a backup.
  ///   - isMade: as for `EventStore.verify`.
  ///   - isOwn: as for it too.
  ///   - environment: how long another program that has the store locked is waited for.
  ///   - withScratch: runs its argument with an empty store that is thrown away; only of a damaged store the log is put
  ///     together there once more, to tell what is missing.
  /// - Throws: `StoreError` when it is no store, or cannot be opened at all.
  package init(
    of path: String, isMade: Bool = true, isOwn: Bool = false, environment: StoreEnvironment,
    withScratch: ((EventStore) throws -> StoreVerification) throws -> StoreVerification
  ) throws {
    do { report = try EventStore.verify(path, isMade: isMade, isOwn: isOwn, environment: environment) } catch let error
      as StoreError
      where error.code == .damaged
    {
      report.problems.append(error.message)
    }
    let acks = Self.acks(path, environment)
    guard report.isLogDamaged || report.events == 0 && !report.problems.isEmpty else {
      guard report.waiting > 0 else { return }
      let store = try EventStore(readingAt: path, environment: environment)
      defer { try? store.close() }
      missing = try store.read { try MissingEvents.all($0, acks: acks.acks, files: acks.files) }
      return
    }
    let report = report
    self = try withScratch { scratch in
      var found = StoreVerification(report: report)
      found.isLogDamaged = true
      let rescued: (notes: [String], ends: [EventPosition])
      do { rescued = try EventStore.rescue(path, into: scratch) } catch let error as StoreError
        where error.code == .damaged
      { return found }
      for note in rescued.notes where found.report.problems.count < Self.problemsMax {
        if !found.report.problems.contains(note) { found.report.problems.append(note) }
      }
      found.missing = try scratch.read {
        try MissingEvents.all($0, ends: rescued.ends, acks: acks.acks, files: acks.files)
      }
      return found
    }
  }

  private init(report: VerifyReport) { self.report = report }

  private static let problemsMax = 200

  /// What the store remembers of shared folders, as far as it can be read.
  private static func acks(_ path: String, _ environment: StoreEnvironment) -> (acks: [FolderAck], files: [String]) {
    guard let store = try? EventStore(readingAt: path, environment: environment) else { return ([], []) }
    defer { try? store.close() }
    let acks = (try? store.read { try $0.acks() }) ?? []
    let files =
      (try? store.read { reader in
        try reader.folders().flatMap { try reader.folder(locationID: $0.locationID)?.files.keys.map { $0 } ?? [] }
      })
    return (acks.compactMap { FolderAck(content: $0.content) }, (files ?? []).sorted())
  }
}

/// What a check of a log file found.
package struct LogVerification: Sendable, Equatable {
  /// Lines that were accepted.
  package var events: Int64 = 0
  /// Lines whose predecessor is not in the file.
  package var waiting: Int64 = 0
  /// The state digest of what was accepted.
  package var digest = EventHash.zero
  /// Lines that were refused: file, line and reason.
  package var problems: [String] = []
  /// The events that those lines wait for.
  package var missing: [MissingEvents] = []

  /// Reads event lines to their end.
  ///
  /// - Parameters:
  ///   - sources: where the lines come from.
  ///   - scratch: an empty store, into which the events are put.
  ///   - progress: called now and then with what was read so far.
  /// - Throws: `StoreError` when the scratch store cannot be written.
  package init(
    of sources: [any LineSource], scratch: EventStore, progress: ((IngestReport) -> Void)? = nil
  ) throws {
    let report = try scratch.ingest(sources, progress: progress)
    problems = report.refusalWords
    waiting = Int64(report.waiting)
    try scratch.read { reader in
      let status = try reader.status()
      (events, digest) = (status.events, status.digest)
      missing = try MissingEvents.all(reader, acks: [])
    }
  }
}
