import CivilTime
import EventLog
import EventStorage

/// A new backup in a folder of backups, and which of the former ones go.
package struct FolderBackup {
  /// Why none is made.
  package enum Problem: Error, Hashable {
    /// There is no name for a backup at this machine's time.
    case noNameLeft
  }

  /// What was made, kept and removed; in a trial, what would be.
  package struct Outcome {
    /// The new backup.
    package let path: String
    /// Nil in a trial.
    package let report: EventStore.BackupReport?
    /// Each backup of this store, oldest first, and why it is kept; one without a reason goes.
    package let decisions: [(name: String, reasons: [RetentionPolicy.Reason])]
    /// Those that are dated ahead of now.
    package let ahead: [String]
    /// Files that are left alone, and why.
    package let others: [(name: String, reason: String)]
  }

  private let store: EventStore
  private let folder: BackupFolder
  private let name: BackupName
  private let wall: Int64

  /// Looks at a folder, and finds a name for a backup that is taken now.
  ///
  /// - Parameters:
  ///   - path: the folder; it need not be there yet.
  ///   - label: what a person calls a device.
  ///   - wallMilliseconds: the wall clock, since 1970 in UTC.
  /// - Throws: ``Problem``; `StoreError` when the folder cannot be listed.
  package init(
    of store: EventStore, in path: String, label: (DeviceID) throws -> String?, wallMilliseconds wall: Int64
  ) throws {
    self.store = store
    self.wall = wall
    folder = try BackupFolder(path, of: store)
    let device = try store.writerHere()
    let label = try device.flatMap { try label($0) }
    guard let name = BackupName(milliseconds: wall, label: label, device: device).flatMap(folder.free) else {
      throw Problem.noNameLeft
    }
    self.name = name
  }

  /// Makes the backup, and removes the former ones that the policy does not ask for.
  ///
  /// - Parameters:
  ///   - policy: which are kept.
  ///   - zone: the person's, on whose clock days and weeks begin.
  ///   - isDryRun: whether it is only told what would be done.
  ///   - made: called with the name of the new backup once it is proved, before any is removed.
  /// - Throws: `StoreError`; what `made` throws.
  package func run(
    _ policy: RetentionPolicy, zone: Zone, isDryRun: Bool = false, made: (_ name: String) throws -> Void = { _ in }
  ) throws -> Outcome {
    let path = "\(folder.path)/\(name.text)"
    var report: EventStore.BackupReport?
    if !isDryRun {
      folder.removeLeftovers(wallMilliseconds: wall)
      report = try store.backup(to: path)
      try made(name.text)
    }
    let all = folder.backups.map(\.name) + [name]
    let clock = all.map { $0.milliseconds / 1_000 + Int64(zone.offsetMinutes(at: $0.milliseconds / 1_000)) * 60 }
    let ahead = Set(all.indices.filter { all[$0].isAhead(of: wall) })
    var decisions: [(name: String, reasons: [RetentionPolicy.Reason])] = []
    for (index, reasons) in policy.reasons(clock, ahead: ahead).enumerated() {
      // The new one is the one that was proved just now, whatever the clock said when the others were made.
      let isKept = !reasons.isEmpty || index == all.count - 1
      decisions.append((all[index].text, reasons.isEmpty && isKept ? [.newest] : reasons))
      if !isKept, !isDryRun { try folder.remove(folder.backups[index]) }
    }
    return Outcome(
      path: path, report: report, decisions: decisions, ahead: ahead.sorted().map { all[$0].text },
      others: folder.others)
  }
}
