import EventStorage

/// What became of the backups in a folder.
public struct BackupSummary: Hashable, Sendable {
  /// The path of the new backup.
  public let path: String
  /// How many bytes it has.
  public let size: Int64
  /// How many events it holds.
  public let events: Int64
  /// The names of the backups of this store that are in the folder, oldest first.
  public let kept: [String]
  /// The names of those that were removed, oldest first.
  public let removed: [String]

  init(_ outcome: FolderBackup.Outcome, _ report: EventStore.BackupReport) {
    path = outcome.path
    size = report.size
    events = report.events
    kept = outcome.decisions.filter { !$0.reasons.isEmpty }.map(\.name)
    removed = outcome.decisions.filter { $0.reasons.isEmpty }.map(\.name)
  }
}
