import EventLog
import EventStorage

// The backups that this machine knows of.
extension Doctor {
  mutating func examineBackups(_ store: EventStore, _ snapshot: Snapshot) {
    guard let folder = context.backupLedgerFolder else { return }
    let ledger = BackupLedger(in: folder, of: store)
    if let complaint = BackupState(ledger, snapshot.settings, now: wall).complaint {
      add(
        Diagnostic(
          "backup-unproved", .warning, about: "backups", what: complaint,
          why: "A backup that nobody has read for long may be none any more."))
    }
    for entry in ledger.entries where Platform.status(entry.folder)?.kind == .directory {
      guard let found = try? BackupFolder(entry.folder, of: store) else { continue }
      for backup in found.backups where backup.name.isAhead(of: wall) {
        add(
          Diagnostic(
            "backup-ahead", .note, about: "\(entry.folder)/\(backup.name.text)",
            what: "its name is dated ahead of now: this machine's clock was wrong then, or is now",
            why:
              "It is kept, and counts for nothing when older backups are removed. Once others are there that prove, it can go."
          ))
      }
    }
  }
}
