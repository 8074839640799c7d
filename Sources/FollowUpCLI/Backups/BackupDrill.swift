import EventLog
import EventStorage
import FollowUpKit

/// One run of `backup FOLDER --drill`.
struct BackupDrill {
  let session: Session
  let folder: String

  func run() throws {
    let store = try session.openStore()
    defer { try? store.close() }
    guard Platform.status(folder)?.kind == .directory else {
      throw CommandFailure("\(folder): no such folder; is the drive connected?")
    }
    let wall = session.context.wallMilliseconds()
    guard let name = try newest(store, wall) else {
      throw CommandFailure(
        "\(folder): contains no backup of this store; make one: followup backup \(CommandLineWord.quoted(folder))")
    }
    let path = "\(folder)/\(name.text)"
    session.progress.show("reading the backup and test-restoring it")
    let report: EventStore.BackupReport
    do {
      report = try session.withScratchFolder { scratch in
        try EventStore.drill(
          path, restoringTo: "\(scratch)/restored.db", environment: session.context.storeEnvironment(nil))
      }
    } catch let error as StoreError where error.path.hasPrefix(path) || error.code == .damaged {
      throw CommandFailure(
        "\(path): the newest backup failed verification: \(error.message). Make another: followup backup "
          + CommandLineWord.quoted(folder))
    }
    session.progress.end()
    var ledger = session.backupLedger(of: store)
    do { try ledger.noteProved(name.text, in: folder, milliseconds: wall) } catch {
      session.say("followup: \(error)")
    }
    print(report, name, wall)
  }

  /// The newest backup: by what its name says, be it sound or not. One that is dated ahead of now is it only where there is
  /// no other.
  private func newest(_ store: EventStore, _ wall: Int64) throws -> BackupName? {
    let found = try BackupFolder(folder, of: store)
    let device = try store.writerHere().map { String($0.text.suffix(6)) } ?? BackupName.nobody
    // What bears this store's name and cannot be read as its backup is just what is looked for.
    let unreadable = found.others.compactMap { BackupName($0.name) }.filter { $0.device == device }
    let all = found.backups.map(\.name) + unreadable
    return all.filter { !$0.isAhead(of: wall) }.max() ?? all.max()
  }

  private func print(_ report: EventStore.BackupReport, _ name: BackupName, _ wall: Int64) {
    switch session.format {
    case .text:
      let out = session.out
      let waiting = report.waiting == 0 ? "" : ", and \(Plural.of(Int(report.waiting), "line")) waiting for others"
      out.line("\(report.path)")
      out.line(
        "  \(Plural.of(Int(report.events), "event"))\(waiting), \(Plural.of(Int(report.size), "byte")), taken "
          + Age.words(from: name.milliseconds, to: wall))
      out.line("  read back in place, test-restored and compared: verified")
      out.line("  digest \(report.digest.text)")
    case .plain:
      session.out.record(["file", report.path])
      session.out.record(["size", "\(report.size)"])
      session.out.record(["events", "\(report.events)"])
      session.out.record(["digest", report.digest.text])
    case .json:
      session.printJSON([
        (name: "file", value: JSONValue(report.path)),
        (name: "taken", value: BackupState.json(name.milliseconds)), (name: "proved", value: BackupState.json(wall)),
        (name: "size", value: JSONValue(integer: Int(report.size))),
        (name: "events", value: JSONValue(integer: Int(report.events))),
        (name: "waiting", value: JSONValue(integer: Int(report.waiting))),
        (name: "digest", value: JSONValue(report.digest.text)),
      ])
    }
  }
}

extension Session {
  /// What this machine remembers of a store's backups.
  func backupLedger(of store: EventStore) -> BackupLedger {
    BackupLedger(in: backupLedgerFolder, of: store)
  }

  /// Where this machine remembers its backups.
  var backupLedgerFolder: String { stateFolder + "/backups" }
}
