import EventLog
import EventStorage
import FollowUp

/// How the backups of a store stand, as this machine knows: when one was last proved, and whether that is too long ago.
package struct BackupState {
  /// What the machine remembers, a folder each.
  package let entries: [BackupLedger.Entry]
  /// After how many days the person wants one proved again; nil where they have not said.
  package let daysMax: Int?
  /// In milliseconds since 1970.
  package let now: Int64

  private static let dayMilliseconds: Int64 = 86_400_000

  /// The state of a store's backups.
  ///
  /// - Parameter now: in milliseconds since 1970.
  package init(_ ledger: BackupLedger, _ settings: Settings, now: Int64) {
    entries = ledger.entries
    daysMax = settings.proveBackupsDays
    self.now = now
  }

  /// The folder in which a backup was proved last.
  package var lastProved: BackupLedger.Entry? {
    entries.filter { $0.provedMilliseconds != nil }.max {
      ($0.provedMilliseconds ?? 0, $1.folder) < ($1.provedMilliseconds ?? 0, $0.folder)
    }
  }

  /// What a person should do about it; nil where nothing is to be done, or nobody has said when.
  package var complaint: String? {
    guard let daysMax else { return nil }
    let folder = lastProved?.folder ?? entries.first?.folder
    let command = "followup backup \(folder.map(CommandLineWord.quoted) ?? "FOLDER") --drill"
    guard let proved = lastProved?.provedMilliseconds else {
      return "no backup was verified on this machine, and the setting prove_backups_days is \(daysMax): \(command)"
    }
    // A proof of tomorrow is one of a clock that was wrong.
    guard now - proved > Int64(daysMax) * Self.dayMilliseconds || BackupName.isAhead(proved, of: now) else {
      return nil
    }
    return "the last backup was verified \(Age.words(from: proved, to: now)), and the setting prove_backups_days is "
      + "\(daysMax): \(command)"
  }

  /// A line for each folder.
  package var lines: [String] {
    let last = lastProved
    return entries.sorted { one, _ in one.folder == last?.folder }.map { entry in
      if let proved = entry.provedMilliseconds {
        let which = entry.folder == last?.folder ? "last backup" : "another"
        return "\(which) verified \(Age.words(from: proved, to: now)), at \(entry.folder)"
      }
      let made = entry.madeMilliseconds.map { "taken \(Age.words(from: $0, to: now))" } ?? "taken"
      return "\(made) at \(entry.folder), and not verified there since"
    }
  }

  package var json: JSONValue {
    JSONValue(
      array: entries.map { entry in
        JSONValue(object: [
          (name: "folder", value: JSONValue(entry.folder)), (name: "file", value: JSONValue(entry.file)),
          (name: "made", value: entry.madeMilliseconds.map(Self.json) ?? .null),
          (name: "proved", value: entry.provedMilliseconds.map(Self.json) ?? .null),
        ])
      })
  }

  /// A moment as the log writes it.
  package static func json(_ milliseconds: Int64) -> JSONValue {
    HybridTimestamp(milliseconds: milliseconds, counter: 0).map { JSONValue($0.text) } ?? .null
  }
}

/// How long ago something was.
package enum Age {
  /// `9 days ago`, `today`; `ahead of now` where a clock was wrong.
  ///
  /// - Parameters:
  ///   - moment: in milliseconds since 1970, as is `now`.
  package static func words(from moment: Int64, to now: Int64) -> String {
    if BackupName.isAhead(moment, of: now) { return "in the future" }
    let days = max(0, now - moment) / 86_400_000
    return days == 0 ? "within the last day" : "\(Plural.of(Int(days), "day")) ago"
  }
}
