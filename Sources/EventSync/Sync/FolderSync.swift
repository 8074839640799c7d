import EventLog
import EventStorage

/// Keeps a store and a shared folder the same (FORMAT 5): takes in what the folder has, publishes what it lacks.
///
///     let sync = FolderSync(folder: DiskFolder(path: "/home/ana/Dropbox/followup"), store: store)
///     let report = try sync.run()
///
/// First everything that is new is taken in and committed, then what the folder lacks is written; so whatever happens on
/// the way, nothing is in the folder that is not in the log. A sync that was cut short is finished by the next one.
public struct FolderSync {
  /// What a sync is asked for.
  public struct Options: Sendable {
    /// Looks only: nothing is taken in, nothing is written.
    public var isDryRun = false
    /// Whether a folder that was synced with before and is empty now is filled again.
    public var refill = false
    /// What the person calls a device: the own one's name stands in its acks.
    public var label: @Sendable (DeviceID) -> String?

    /// Options; by default the folder is written to, and one that was emptied is not filled again.
    public init(
      isDryRun: Bool = false, refill: Bool = false, label: @escaping @Sendable (DeviceID) -> String? = { _ in nil }
    ) {
      self.isDryRun = isDryRun
      self.refill = refill
      self.label = label
    }
  }

  private let folder: any FolderAccess
  private let store: any SyncStore
  private let progress: ((SyncProgress) -> Void)?

  /// - Parameters:
  ///   - folder: the shared folder.
  ///   - store: this device's store.
  ///   - progress: called now and then while a sync takes long.
  public init(folder: any FolderAccess, store: EventStore, progress: ((SyncProgress) -> Void)? = nil) {
    self.init(folder: folder, syncStore: store, progress: progress)
  }

  /// A sync with another kind of store, for tests.
  package init(folder: any FolderAccess, syncStore: any SyncStore, progress: ((SyncProgress) -> Void)? = nil) {
    self.folder = folder
    store = syncStore
    self.progress = progress
  }

  /// Syncs once.
  ///
  /// - Throws: ``SyncFailure`` when the folder is none to sync with, `StoreError` when the store fails. Single files
  ///   that fail are told in the report.
  public func run(_ options: Options = Options()) throws -> SyncReport {
    try SyncRun(folder: folder, store: store, options: options, progress: progress).run()
  }
}
