import ArgumentParser
import EventLog
import EventStorage
import EventSync
import FollowUpKit

/// `restore SOURCE`
struct RestoreCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Restore the store from a backup, a log file or a shared folder.",
    discussion: """
      Verifies the source before it replaces anything: hashes every event, rebuilds the state and compares. Then takes in \
      whatever only the old store has, so that nothing is lost, and sets the old store aside next to the new one. The \
      store then writes as a new device. To look at an earlier state, use show, list or export with --as-of. \
      Exit status 3: something could not be read; the messages name it.
      """)

  @Argument(help: "A backup, a store's file, a log file, or a shared folder; only read.", completion: .file())
  var source: String
  @Flag(name: .customLong("dry-run"), help: "Show what would be restored; change nothing.") var isDryRun = false
  @Flag(
    name: .customLong("partial"),
    help: "Restore the sound part of a source that is damaged or has gaps; otherwise such a source is refused.")
  var isPartial = false
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    try session.refuseHazards()
    var folder: FolderContents?
    let source = try open(session, &folder)
    var restoring = Restoration.Options()
    (restoring.isDryRun, restoring.isPartial) = (isDryRun, isPartial)
    restoring.progress = { report in
      session.progress.show("\(report.lines) lines read, \(report.accepted) new")
    }
    let report = try Restoration(
      over: session.storePath, environment: session.storeEnvironment, options: restoring
    ).run(source)
    session.progress.end()
    var problems = report.refused
    if let folder {
      problems += folder.problems.map { "\(self.source)/\($0)" }
    }
    let lost = report.lost.map { "in the old store: \($0)" }
    let remarks =
      report.shortness.map { ["\(self.source): \($0). The missing part was empty: every event is there"] } ?? []
    if !problems.isEmpty || !lost.isEmpty { session.status = ExitStatus.needsPerson }
    print(report, problems + lost, remarks, session)
  }

  /// Finds out by its content what the source is.
  private func open(_ session: Session, _ folder: inout FolderContents?) throws -> Restoration.Source {
    let status = Platform.status(source)
    if status == nil, source != "-" {
      throw CommandFailure("\(source): no such file or folder; nothing was restored")
    }
    if let file = FileIdentity(source), file == FileIdentity(session.storePath) {
      throw CommandFailure(
        "\(source): this is the store itself; name another store with --store FILE, or another source")
    }
    if status?.kind == .other {
      throw CommandFailure(
        "\(source): not a regular file; pass it on standard input: followup restore - < \(source)")
    }
    if status?.kind == .directory {
      let contents: FolderContents
      do { contents = try FolderContents(of: DiskFolder(path: source.withoutTrailingSlashes)) } catch let failure
        as SyncFailure
      {
        throw CommandFailure(
          failure.code == .foreign
            ? "\(source): not a shared folder; name the backup, the log file or the store in it" : "\(failure)")
      }
      folder = contents
      return .lines(contents.sources, name: source)
    }
    if status?.kind == .file, try Platform.readFile(source, limit: 16).elementsEqual("SQLite format 3\u{0}".utf8) {
      return .store(source)
    }
    do { return .lines([try LogFileSource(path: source)], name: source) } catch {
      throw CommandFailure("\(source): \(error.reason); nothing was restored")
    }
  }

  private func print(
    _ report: Restoration.Report, _ problems: [String], _ remarks: [String], _ session: Session
  ) {
    for problem in problems + remarks { session.say("followup: \(problem)") }
    switch session.format {
    case .json:
      session.printJSON([
        (name: "store", value: JSONValue(session.storePath)), (name: "dry_run", value: JSONValue(isDryRun)),
        (name: "events", value: JSONValue(integer: Int(report.events))),
        (name: "waiting", value: JSONValue(integer: Int(report.waiting))),
        (name: "from_source", value: JSONValue(integer: Int(report.sourceEvents))),
        (name: "from_old_store", value: JSONValue(integer: report.keptEvents)),
        (name: "digest", value: JSONValue(report.digest.text)),
        (name: "set_aside", value: report.setAside.map { JSONValue($0) } ?? .null),
        (name: "device", value: report.device.map { JSONValue($0.text) } ?? .null),
        (name: "problems", value: JSONValue(array: problems.map { JSONValue($0) })),
        (name: "remarks", value: JSONValue(array: remarks.map { JSONValue($0) })),
      ])
    case .plain:
      session.out.record(["events", "\(report.events)"])
      session.out.record(["from_source", "\(report.sourceEvents)"])
      session.out.record(["from_old_store", "\(report.keptEvents)"])
      session.out.record(["digest", report.digest.text])
      if let aside = report.setAside { session.out.record(["set_aside", aside]) }
      if let device = report.device { session.out.record(["device", device.text]) }
    case .text:
      let out = session.out
      out.line(
        "\(isDryRun ? "would restore" : "restored") \(session.storePath): \(Plural.of(Int(report.events), "event"))")
      out.line("  from the source   \(Plural.of(Int(report.sourceEvents), "event"))")
      if report.keptEvents > 0 {
        out.line("  from the old one  \(Plural.of(report.keptEvents, "event")) that the source lacks")
      }
      if report.waiting > 0 {
        out.line("  waiting           \(Plural.of(Int(report.waiting), "line")) for other files")
      }
      out.line("  digest            \(report.digest.text)")
      if let aside = report.setAside { out.line("  set aside         \(aside)") }
      if let device = report.device { out.line("  writes as         a new device, \(device.text)") }
      if isDryRun { return session.hint("nothing was changed") }
      session.hint("followup device NAME names it for the other devices")
    }
  }
}
