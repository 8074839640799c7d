import ArgumentParser
import CivilTime
import EventLog
import EventStorage
import EventSync
import FollowUpKit

/// `verify [STORE|FOLDER|BACKUP|LOG]`
struct VerifyCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Verify every event, the hash chain, the state and the database.",
    discussion: """
      Reads a shared folder or a log file completely and rebuilds its log in a temporary place. Writes nothing else. Names \
      what is damaged or missing by device and number, and who was last known to have it. Exit status 3: something is \
      damaged or missing. Events that a store's lines wait for count as missing, not as damage.
      """)

  @Argument(
    help: "Another store's file, a backup, a shared folder, a log file, or - for standard input.", completion: .file())
  var file: String?
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let path = file ?? session.storePath
    let status = path == "-" ? nil : Platform.status(path)
    if status?.kind == .directory { return try verifyFolder(path.withoutTrailingSlashes, session) }
    if path == "-" || (status?.kind == .file && file != nil && isText(path)) { return try verifyLog(path, session) }
    session.progress.show("reading every event and rebuilding the state")
    let found = try StoreVerification(
      of: path, isMade: file != nil, isOwn: file == nil, environment: session.storeEnvironment
    ) { body in
      try session.withScratchStore(body)
    }
    session.progress.end()
    var view = VerifyView(session: session, path: path, kind: .store, name: try names(path, session))
    view.events = found.report.events
    view.waiting = found.report.waiting
    view.digest = found.report.isLogDamaged || found.isLogDamaged ? nil : found.report.digest
    view.problems = found.report.problems
    // What lines wait for is no damage of a store, which may get it yet; what the store has lost is.
    view.missing = found.missing
    view.isDamaged = !found.report.problems.isEmpty
    view.isIncomplete = found.report.waiting > 0 || !found.missing.isEmpty
    if found.isLogDamaged {
      view.advice =
        "rescue what can be read: followup doctor --salvage NEWSTORE --store \(CommandLineWord.quoted(path))"
    }
    view.print()
  }

  /// Whether a file that is no database is to be read as event lines; an empty one says nothing.
  private func isText(_ path: String) -> Bool {
    guard let start = try? Platform.readFile(path, limit: 16) else { return false }
    return start.first == UInt8(ascii: "{")
  }

  /// What the devices are called: in the store itself where it is read anyway, else in the person's own.
  private func names(_ path: String, _ session: Session) throws -> (DeviceID) -> String? {
    guard let store = try? EventStore(readingAt: path, environment: session.storeEnvironment) else {
      // What is checked is never opened for writing, which would make a store of an empty file.
      return path == session.storePath ? { _ in nil } : (try? session.deviceNames()) ?? { _ in nil }
    }
    defer { try? store.close() }
    guard let snapshot = try? store.read({ try Snapshot($0) }) else { return { _ in nil } }
    return { snapshot.label(of: $0) }
  }

  private func verifyLog(_ path: String, _ session: Session) throws {
    let found = try session.withScratchStore { scratch in
      let source: LogFileSource
      do throws(LogFileSource.Failure) { source = try LogFileSource(path: path) } catch {
        throw CommandFailure("\(path): \(error.reason)")
      }
      return try LogVerification(of: [source], scratch: scratch, progress: progress(session))
    }
    session.progress.end()
    var view = VerifyView(session: session, path: path, kind: .log, name: try session.deviceNames())
    (view.events, view.waiting, view.digest) = (found.events, found.waiting, found.digest)
    (view.problems, view.missing) = (found.problems, found.missing)
    view.isDamaged = !found.problems.isEmpty || !found.missing.isEmpty
    view.print()
  }

  private func verifyFolder(_ path: String, _ session: Session) throws {
    let found = try session.withScratchStore { scratch in
      try FolderVerification(of: DiskFolder(path: path), scratch: scratch, progress: progress(session))
    }
    session.progress.end()
    var view = VerifyView(session: session, path: path, kind: .folder, name: try session.deviceNames())
    (view.events, view.waiting, view.digest) = (found.events, found.waiting, found.digest)
    (view.problems, view.missing) = (found.problems, found.missing)
    view.files = found.wholeFiles
    view.elsewhere = found.elsewhere.sorted { $0.key < $1.key }.map { device, holders in
      "events of \(view.called(device)) are not in the folder, but "
        + holders.map(view.called).joined(separator: ", ")
        + " \(holders.count == 1 ? "says it has" : "say they have"): its next sync brings them"
    }
    view.isDamaged = !found.problems.isEmpty || !found.missing.isEmpty
    view.isIncomplete = !found.elsewhere.isEmpty
    view.print()
  }

  private func progress(_ session: Session) -> (IngestReport) -> Void {
    { session.progress.show("\($0.lines) lines read") }
  }
}

/// `rebuild`
struct RebuildCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Rebuild the state and the search index from the log.",
    discussion: "The result is the same as before, unless something was damaged.")

  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    session.progress.show("rebuilding the state")
    try store.rebuild()
    session.progress.end()
    let digest = try store.read { try $0.digest() }
    switch session.format {
    case .json: session.printJSON([(name: "digest", value: JSONValue(digest.text))])
    case .plain: session.out.record(["digest", digest.text])
    case .text: session.out.line("rebuilt; digest \(digest.text)")
    }
  }
}
