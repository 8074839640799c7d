import ArgumentParser
import EventLog
import EventStorage
import EventSync
import FollowUp
import FollowUpKit

/// `status`
struct StatusCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the store's counts, and whether you are synced.",
    discussion: """
      Stores with equal digests have the same contents. For other devices, status shows what they had when last heard \
      from, through a shared folder or their own events. Exit status 3: the last verified backup is older than the setting \
      prove_backups_days allows.
      """)

  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    guard let store = try session.openStoreIfAny() else {
      StatusView(session: session).print()
      if session.format == .text { session.say("Nothing is recorded yet: followup open COMPANY ROLE") }
      return
    }
    defer { try? store.close() }
    try session.read(store) { query in
      StatusView(
        session: session, status: try query.reader.status(), standing: try SyncStanding(query.reader, of: store),
        backups: BackupState(
          session.backupLedger(of: store), query.snapshot.settings, now: query.now.time.secondsSince1970 * 1_000),
        label: { query.snapshot.label(of: $0) }, time: { query.time($0) }
      ).print()
    }
  }
}

/// What waits, in words.
enum WaitingLine {
  /// `3 lines wait for event 7 of Cheryl's laptop`
  static func text(_ waiting: StoreStatus.Waiting, name: String?) -> String {
    let device = name.map { "\($0) (\(waiting.device.text))" } ?? "device \(waiting.device.text)"
    return "\(Plural.of(waiting.lines, "line")) \(waiting.lines == 1 ? "waits" : "wait") for event "
      + "\(waiting.missingSeq) of \(device)"
  }
}
