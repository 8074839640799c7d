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
          why: "A backup that has not been read for a long time may be damaged."))
    }
    for entry in ledger.entries where Platform.status(entry.folder)?.kind == .directory {
      guard let found = try? BackupFolder(entry.folder, of: store) else { continue }
      for backup in found.backups where backup.name.isAhead(of: wall) {
        add(
          Diagnostic(
            "backup-ahead", .note, about: "\(entry.folder)/\(backup.name.text)",
            what: "its name has a date in the future: this machine's clock was wrong then, or is now",
            why:
              "Pruning keeps it and ignores it. Once there are other verified backups, you can remove it."
          ))
      }
    }
  }
}
