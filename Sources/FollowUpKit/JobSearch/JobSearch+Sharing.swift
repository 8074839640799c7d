import EventLog
import EventStorage
import EventSync
import FollowUp

/// The same search on several devices, and its history in files.
extension JobSearch {
  /// Keeps the store and a shared folder the same, both directions. Anything may carry the folder between devices.
  ///
  /// A folder that does not exist is made, but not those above it. What comes in is committed before anything is written to
  /// the folder, so a sync that ends early is finished by the next one.
  ///
  /// - Parameters:
  ///   - folder: the path of the folder.
  ///   - refill: whether a folder that this store knows and that is empty is filled again.
  ///   - progress: called with how far it is.
  /// - Throws: `SyncFailure` when the folder is none to sync with; `StoreError`.
  @discardableResult
  public func sync(
    with folder: String, refill: Bool = false, progress: (@Sendable (SyncProgress) -> Void)? = nil
  ) throws -> SyncReport {
    try sync(with: DiskFolder(path: try SharedFolder.made(folder)), refill: refill, progress: progress)
  }

  /// Keeps the store and a shared folder the same; see the twin that blocks.
  ///
  /// When the task is cancelled, the sync ends before it touches the next file.
  ///
  /// - Parameters:
  ///   - folder: the path of the folder.
  ///   - refill: whether a folder that this store knows and that is empty is filled again.
  ///   - progress: called with how far it is.
  /// - Throws: `SyncFailure` when the folder is none to sync with; `StoreError`; `CancellationError`.
  @discardableResult
  public func sync(
    with folder: String, refill: Bool = false, progress: (@Sendable (SyncProgress) -> Void)? = nil
  ) async throws -> SyncReport {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      try await away {
        let folder = CancellableFolder(DiskFolder(path: try SharedFolder.made(folder)), cancellation)
        let report = Swift.Result { try self.sync(with: folder, refill: refill, progress: progress) }
        // A failure of a single file is a line of the report; that nothing further was done is an error.
        try cancellation.check()
        return try report.get()
      }
    } onCancel: {
      cancellation.cancel()
    }
  }

  /// Keeps the store and a folder of any kind the same: a cloud drive's own interface, a folder in memory.
  ///
  /// - Parameters:
  ///   - folder: how the folder is reached.
  ///   - refill: whether a folder that this store knows and that is empty is filled again.
  ///   - progress: called with how far it is.
  /// - Throws: `SyncFailure` when the folder is none to sync with; `StoreError`.
  @discardableResult
  public func sync(
    with folder: any FolderAccess, refill: Bool = false, progress: (@Sendable (SyncProgress) -> Void)? = nil
  ) throws -> SyncReport {
    let labels = try store.read { try SharedFolder.labels(try query($0)) }
    return try FolderSync(folder: folder, store: store, progress: progress).run(
      FolderSync.Options(refill: refill, label: { labels[$0] ?? nil }))
  }

  /// Takes in the events of log files, stores and shared folders, in one transaction; what is known already changes nothing.
  ///
  /// - Parameter paths: log files (`followup export`), stores and shared folders, in any order.
  /// - Throws: `StoreError`; an error whose description says what is wrong with a source.
  @discardableResult
  public func merge(_ paths: [String]) throws -> IngestReport {
    try store.ingest(try paths.flatMap { try MergeSource($0, into: store.path).lines(into: store) })
  }

  /// Takes in the events of log files or other stores; see the twin that blocks.
  ///
  /// - Parameter paths: log files (`followup export`), stores and shared folders, in any order.
  /// - Throws: `StoreError`; `CancellationError`.
  @discardableResult
  public func merge(_ paths: [String]) async throws -> IngestReport { try await away { try self.merge(paths) } }

  /// Writes a backup: one file, a store like any other, which is read back and proved before it has its name.
  ///
  /// - Parameter path: where it goes; nothing may stand there.
  /// - Throws: `StoreError`.
  @discardableResult
  public func backup(to path: String) throws -> EventStore.BackupReport { try store.backup(to: path) }

  /// Writes a backup; see the twin that blocks.
  ///
  /// - Parameter path: where it goes; nothing may stand there.
  /// - Throws: `StoreError`; `CancellationError`.
  @discardableResult
  public func backup(to path: String) async throws -> EventStore.BackupReport {
    try await away { try self.backup(to: path) }
  }

  /// Writes a backup into a folder of backups, under a name that says when and on which device it was taken, and removes
  /// those of this store that a policy no longer asks for. The newest always stays, and so do other files.
  ///
  /// - Parameters:
  ///   - folder: the folder; it is there already.
  ///   - policy: which backups are kept; by default all.
  /// - Throws: `StoreError` when the folder cannot be read, the backup does not prove, or one cannot be removed.
  @discardableResult
  public func backup(into folder: String, keeping policy: RetentionPolicy = RetentionPolicy()) throws -> BackupSummary {
    let (snapshot, zone) = try store.read { reader in
      let query = try query(reader)
      return (query.snapshot, query.zone)
    }
    let wall = environment.store.wallMilliseconds()
    let backup: FolderBackup
    do {
      backup = try FolderBackup(of: store, in: folder, label: snapshot.label(of:), wallMilliseconds: wall)
    } catch FolderBackup.Problem.noNameLeft {
      throw StoreError(.io, folder, "every backup name for the current time is taken; check this machine's clock")
    }
    let outcome = try backup.run(policy, zone: zone)
    guard let report = outcome.report else { throw StoreError(.io, outcome.path, "no backup was made") }
    return BackupSummary(outcome, report)
  }

  /// Writes a backup into a folder of backups; see the twin that blocks.
  ///
  /// - Parameters:
  ///   - folder: the folder; it is there already.
  ///   - policy: which backups are kept; by default all.
  /// - Throws: `StoreError`; `CancellationError`.
  @discardableResult
  public func backup(
    into folder: String, keeping policy: RetentionPolicy = RetentionPolicy()
  ) async throws -> BackupSummary {
    try await away { try self.backup(into: folder, keeping: policy) }
  }
}

/// A folder in which nothing more is done once the work was called off.
private final class CancellableFolder: FolderAccess {
  private let folder: any FolderAccess
  private let cancellation: Cancellation

  init(_ folder: any FolderAccess, _ cancellation: Cancellation) {
    self.folder = folder
    self.cancellation = cancellation
  }

  var name: String { folder.name }

  func entries(of directory: String) throws -> [FolderEntry] {
    try cancellation.check()
    return try folder.entries(of: directory)
  }

  func entry(at path: String) throws -> FolderEntry? {
    try cancellation.check()
    return try folder.entry(at: path)
  }

  func open(_ path: String) throws -> any FolderFile {
    try cancellation.check()
    return try folder.open(path)
  }

  func makeDirectory(_ path: String) throws {
    try cancellation.check()
    try folder.makeDirectory(path)
  }

  func write(_ bytes: [UInt8], to path: String, temporaryName: String, isDurable: Bool) throws -> FolderEntry {
    try cancellation.check()
    return try folder.write(bytes, to: path, temporaryName: temporaryName, isDurable: isDurable)
  }

  func remove(_ path: String) throws {
    try cancellation.check()
    try folder.remove(path)
  }
}
