import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// `backup FOLDER`
struct BackupCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the store to one file, and verify the copy.",
    discussion: """
      The file's name gives the time and the device. Before the file gets that name, the command reads it back, hashes \
      every event, rebuilds the state and compares. Other commands can record meanwhile. followup restore FILE brings the \
      backup back.

      The --keep-… options prune: once the new backup is verified, the command keeps the last N, and the last of each of N \
      days, weeks, months and years, and removes the other backups of this store from the folder. It always keeps the \
      newest, and never touches other files. --timer prints a job that runs this command each day; it installs nothing.

      Disks age, so --drill tests the newest backup where it is: it reads the whole file, restores it to a temporary place \
      and compares. followup status shows when you last did that, and exits with 3 when it was longer ago than the setting \
      prove_backups_days allows.
      """)

  @Argument(help: "The folder for the backups; created if missing.", completion: .directory) var folder: String
  @OptionGroup var keep: KeepOptions
  @Flag(name: .customLong("dry-run"), help: "Show what would be created, kept and removed; change nothing.")
  var isDryRun = false
  @Flag(
    name: .customLong("drill"), help: "Make no backup; test-restore the newest one instead.")
  var isDrill = false
  @Option(
    help: ArgumentHelp(
      "Print a job for a daily backup or a weekly drill: \(Timer.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "kind"))
  var timer: Timer?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if timer != nil, options.json || options.plain {
      throw ValidationError("--timer prints a file; leave out --json and --plain.")
    }
    if isDrill, isDryRun || !keep.policy.isEmpty {
      throw ValidationError("--drill creates and removes nothing; leave out --dry-run and --keep-….")
    }
    if timer != nil, isDryRun { throw ValidationError("--timer and --dry-run cannot be combined; choose one.") }
  }

  func run(_ session: Session) throws {
    let path = folder.withoutTrailingSlashes
    if let timer {
      let named = session.isDefaultStore ? nil : session.storePath.absolute
      let keep =
        self.keep.policy.isEmpty
        ? ["--keep-daily", "7", "--keep-weekly", "5", "--keep-monthly", "12"] : self.keep.arguments
      let program = session.context.programPath
      let job =
        isDrill
        ? Timer.Job.drill(program: program, store: named, folder: path.absolute)
        : Timer.Job.backup(program: program, store: named, arguments: [path.absolute] + keep)
      for line in timer.snippet(job) { session.out.line(line) }
      return
    }
    if isDrill { return try BackupDrill(session: session, folder: path).run() }
    let store = try session.openStore()
    defer { try? store.close() }
    if !isDryRun { try makeFolder(path) }
    let wall = session.context.wallMilliseconds()
    let (labels, zone) = try session.read(store) { ($0.snapshot, $0.zone) }
    let backup: FolderBackup
    do {
      backup = try FolderBackup(of: store, in: path, label: labels.label(of:), wallMilliseconds: wall)
    } catch FolderBackup.Problem.noNameLeft {
      throw CommandFailure("\(path): every backup name for the current time is taken; check this machine's clock")
    }
    if !isDryRun { session.progress.show("copying and reading back") }
    let outcome = try backup.run(keep.policy, zone: zone, isDryRun: isDryRun) { name in
      session.progress.end()
      var ledger = session.backupLedger(of: store)
      // The backup is made and proved whether that is remembered or not.
      do { try ledger.noteMade(name, in: path, milliseconds: wall) } catch { session.say("followup: \(error)") }
    }
    let view = BackupView(session: session, outcome: outcome, isDryRun: isDryRun)
    view.print(isPruning: !keep.policy.isEmpty)
  }

  private func makeFolder(_ path: String) throws {
    switch Platform.status(path)?.kind {
    case .directory?: return
    case nil:
      // Not those above it: where a drive is missing, nothing should come into being.
      guard Platform.status(path.absolute.parentDirectory)?.kind == .directory else {
        throw CommandFailure("\(path): the folder above it does not exist; is the drive connected?")
      }
      do { try Platform.makeDirectory(path) } catch {
        throw CommandFailure("\(path): cannot create the folder (\(String(describing: error))); name another")
      }
    default: throw CommandFailure("\(path): not a folder; name the folder for the backups")
    }
  }
}

/// `--keep-daily` and its like.
struct KeepOptions: ParsableArguments {
  @Option(name: .customLong("keep-last"), help: "Keep the last N.") var last: Int?
  @Option(name: .customLong("keep-daily"), help: "Keep the last of each of N days.") var daily: Int?
  @Option(name: .customLong("keep-weekly"), help: "Keep the last of each of N weeks.") var weekly: Int?
  @Option(name: .customLong("keep-monthly"), help: "Keep the last of each of N months.") var monthly: Int?
  @Option(name: .customLong("keep-yearly"), help: "Keep the last of each of N years.") var yearly: Int?

  private var all: [(name: String, count: Int?)] {
    [("last", last), ("daily", daily), ("weekly", weekly), ("monthly", monthly), ("yearly", yearly)]
  }

  func validate() throws {
    for (name, count) in all {
      if let count, count < 1 {
        throw ValidationError("--keep-\(name) must be at least 1; leave it out to keep none for that reason.")
      }
    }
  }

  var policy: RetentionPolicy {
    RetentionPolicy(
      last: last ?? 0, daily: daily ?? 0, weekly: weekly ?? 0, monthly: monthly ?? 0, yearly: yearly ?? 0)
  }

  /// The options as they were given.
  var arguments: [String] { all.flatMap { name, count in count.map { ["--keep-\(name)", "\($0)"] } ?? [] } }
}

/// What a backup came to, for people and for scripts.
private struct BackupView {
  let session: Session
  let outcome: FolderBackup.Outcome
  let isDryRun: Bool

  private var path: String { outcome.path }
  private var report: EventStore.BackupReport? { outcome.report }
  private var decisions: [(name: String, reasons: [RetentionPolicy.Reason])] { outcome.decisions }
  private var others: [(name: String, reason: String)] { outcome.others }

  func print(isPruning: Bool) {
    for name in outcome.ahead {
      session.say(
        "followup: \(name) has a date in the future: this machine's clock was wrong then, or is now; it is kept, and "
          + "pruning ignores it")
    }
    switch session.format {
    case .text: printText(isPruning)
    case .plain:
      session.out.record(["file", path])
      if let report {
        session.out.record(["size", "\(report.size)"])
        session.out.record(["events", "\(report.events)"])
        session.out.record(["digest", report.digest.text])
      }
      for (name, reasons) in decisions {
        session.out.record([reasons.isEmpty ? "remove" : "keep", name, Self.words(reasons)])
      }
    case .json: printJSON()
    }
  }

  private static func words(_ reasons: [RetentionPolicy.Reason]) -> String {
    reasons == [.all] ? "" : reasons.map(\.rawValue).joined(separator: ", ")
  }

  private func printText(_ isPruning: Bool) {
    let out = session.out
    if let report {
      let waiting = report.waiting == 0 ? "" : ", and \(Plural.of(Int(report.waiting), "line")) waiting for others"
      out.line("\(path)")
      out.line(
        "  \(Plural.of(Int(report.events), "event"))\(waiting), \(Plural.of(Int(report.size), "byte")), read back and verified"
      )
      out.line("  digest \(report.digest.text)")
    } else {
      out.line("would create \(path)")
    }
    if isPruning {
      var table = Table()
      for (name, reasons) in decisions.reversed() where isDryRun || reasons.isEmpty {
        let verb = reasons.isEmpty ? (isDryRun ? "would remove" : "removed") : "would keep"
        table.add([verb, name, Self.words(reasons)])
      }
      table.print(to: out, indent: 2)
      let kept = decisions.count { !$0.reasons.isEmpty }
      if !isDryRun { out.line("  \(Plural.of(kept, "backup")) of this store in the folder") }
    }
    for (name, reason) in others { session.hint("\(name) was left alone: \(reason)") }
  }

  private func printJSON() {
    let kept = decisions.filter { !$0.reasons.isEmpty }.map { name, reasons in
      JSONValue(object: [
        (name: "file", value: JSONValue(name)),
        (name: "reasons", value: JSONValue(array: reasons.map { JSONValue($0.rawValue) })),
      ])
    }
    let left = others.map { name, reason in
      JSONValue(object: [(name: "file", value: JSONValue(name)), (name: "reason", value: JSONValue(reason))])
    }
    let proof: [(name: String, value: JSONValue)] =
      report.map {
        [
          (name: "size", value: JSONValue(integer: Int($0.size))),
          (name: "events", value: JSONValue(integer: Int($0.events))),
          (name: "waiting", value: JSONValue(integer: Int($0.waiting))),
          (name: "digest", value: JSONValue($0.digest.text)),
        ]
      } ?? []
    session.printJSON(
      [(name: "file", value: JSONValue(path)), (name: "dry_run", value: JSONValue(isDryRun))] + proof + [
        (name: "kept", value: JSONValue(array: kept)),
        (
          name: "removed",
          value: JSONValue(array: decisions.filter { $0.reasons.isEmpty }.map { JSONValue($0.name) })
        ),
        (name: "left_alone", value: JSONValue(array: left)),
      ])
  }
}

extension String {
  /// The path of a folder without the slashes that a shell's completion puts behind it.
  var withoutTrailingSlashes: String {
    var path = self
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
