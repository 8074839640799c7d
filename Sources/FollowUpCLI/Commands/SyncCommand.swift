import ArgumentParser
import EventLog
import EventStorage
import EventSync
import FollowUpKit

/// `sync [FOLDER]`
struct SyncCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Sync this store with a shared folder, in both directions.",
    discussion: """
      Use any folder that reaches your machines: Syncthing, a cloud drive, a network share, a USB stick. The command \
      creates it if missing and remembers it: from then on, followup sync is enough. Files that go missing or get damaged \
      are written again by any machine that has their events. \
      Exit status 3: something needs your attention; everything else was done.
      """)

  @Argument(help: "The shared folder (default: the last one you synced).", completion: .directory) var folder: String?
  @Flag(name: .customLong("dry-run"), help: "Show what would be done; change nothing.") var isDryRun = false
  @Flag(help: "Refill a folder that was synced before and is now empty.") var refill = false
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    if folder == nil, Platform.status(session.storePath) == nil { throw Self.unnamed }
    if let folder { try session.refuseStoreWithin(folder) }
    let store = try session.makeStore()
    defer { try? store.close() }
    let path = try path(store)
    let sync = FolderSync(folder: DiskFolder(path: path), store: store) { progress in
      switch progress {
      case .reading(let lines, let new): session.progress.show("\(lines) lines read, \(new) new")
      case .writing(let events, let all): session.progress.show("\(events) of \(all) events written")
      }
    }
    let labels = try session.read(store, SharedFolder.labels)
    let report = try sync.run(
      FolderSync.Options(isDryRun: isDryRun, refill: refill, label: { labels[$0] ?? nil }))
    session.progress.end()
    session.explain(report.minting)
    try SyncSummary(report, path: path, store, session).print()
  }

  private static let unnamed = CommandFailure(
    "no folder yet; name it once, such as followup sync ~/Dropbox/followup", status: ExitStatus.wrongUsage)

  /// The folder that was named, or else the one that this machine synced with last.
  private func path(_ store: EventStore) throws -> String {
    if let folder {
      if isDryRun { return Platform.realPath(folder) ?? folder }
      do { return try SharedFolder.made(folder) } catch {
        throw CommandFailure("\(folder): cannot create the folder (\(String(describing: error))); name another")
      }
    }
    let remembered = try store.read { try $0.folders() }.first { one in
      store.locationID(ofRealPath: Platform.realPath(one.path) ?? one.path) == one.locationID
    }
    guard let remembered else { throw Self.unnamed }
    return remembered.path
  }
}

/// What a sync did, for people and for scripts.
struct SyncSummary {
  private let report: SyncReport
  private let path: String
  private let session: Session
  private let conflicts: Int
  private var names: [DeviceID: String] = [:]

  /// Conflicts are counted up to here.
  private static let conflictsMax = 1_000
  /// So many foreign files are named.
  private static let foreignMax = 3

  init(_ report: SyncReport, path: String, _ store: EventStore, _ session: Session) throws {
    self.report = report
    self.path = path
    self.session = session
    conflicts =
      report.ingest.accepted > 0 ? try store.read { try $0.conflictCount(atMost: Self.conflictsMax) } : 0
    let named = report.waiting.map(\.device) + report.ingest.devicesAhead.keys
    if !named.isEmpty {
      names = try session.read(store) { query in
        Dictionary(named.map { ($0, query.snapshot.name(of: $0)) }, uniquingKeysWith: { one, _ in one })
      }
    }
  }

  func print() throws {
    if !report.problems.isEmpty { session.status = ExitStatus.needsPerson }
    for problem in report.problems { session.say("followup: \(path)/\(problem)") }
    for notice in report.notices { session.say("\(path)/\(notice)") }
    for (device, stamp) in report.ingest.devicesAhead.sorted(by: { $0.key < $1.key }) {
      session.say(
        "followup: the clock of \(names[device] ?? "device \(device.text)") is far ahead (\(stamp.text)); "
          + "its events were taken in; correct that clock")
    }
    switch session.format {
    case .json: printJSON()
    case .plain: for (name, number) in numbers { session.out.record([name, "\(number)"]) }
    case .text: printText()
    }
  }

  private var numbers: [(name: String, number: Int)] {
    [
      ("new", report.ingest.accepted), ("published", Int(report.published)),
      ("published_for_others", Int(report.publishedForOthers)), ("healed", Int(report.healed)),
      ("postponed", Int(report.postponed)), ("unpublished", Int(report.unpublished)), ("rolled_up", report.rolledUp),
      ("removed", report.removed),
      ("waiting", report.waiting.reduce(0) { $0 + $1.lines }), ("not_downloaded", report.notDownloaded),
      ("foreign", report.foreign.count), ("refused", report.ingest.refused), ("problems", report.problems.count),
      ("files_read", report.filesRead), ("bytes_written", Int(report.bytesWritten)),
    ]
  }

  private func printText() {
    let out = session.out
    out.line(report.isDryRun ? "would sync with \(path)" : "synced with \(path)", .bold)
    for (name, text) in lines { out.line("  " + DisplayWidth.pad(name, 12) + text) }
    for waiting in report.waiting {
      out.line("  " + DisplayWidth.pad("waiting", 12) + WaitingLine.text(waiting, name: names[waiting.device]))
    }
    let isSilent = report.problems.isEmpty && report.notices.isEmpty && report.waiting.isEmpty
    if lines.isEmpty, isSilent { out.line("  nothing new on either side") }
    if conflicts > 0 {
      let some = conflicts < Self.conflictsMax ? "" : "at least "
      session.hint("\(some)\(Plural.of(conflicts, "field")) in conflict: followup conflicts")
    }
  }

  private var lines: [(String, String)] {
    var lines: [(String, String)] = []
    func events(_ count: Int64) -> String { Plural.of(Int(count), "event") }
    if report.hasWrittenMarker { lines.append(("new folder", "it is a shared folder now")) }
    if report.ingest.accepted > 0 { lines.append(("took in", Plural.of(report.ingest.accepted, "event"))) }
    if report.published > 0 {
      let others = report.publishedForOthers
      lines.append(
        ("published", events(report.published) + (others > 0 ? ", \(others) of them from other devices" : "")))
    }
    if report.healed > 0 {
      lines.append(("healed", "\(events(report.healed)) that were missing from the folder or damaged"))
    }
    if report.postponed > 0 {
      lines.append(
        ("healing", "\(events(report.postponed)) from other devices, at the next sync if still missing"))
    }
    if report.notDownloaded > 0 {
      lines.append(("on the way", "\(Plural.of(report.notDownloaded, "file")) not downloaded yet"))
    }
    if report.rolledUp > 0 || report.removed > 0 {
      lines.append(
        ("tidied", "\(report.rolledUp) written to replace smaller ones, \(Plural.of(report.removed, "file")) removed"))
    }
    if report.ingest.opaque > 0 {
      lines.append(
        (
          "newer",
          "\(Plural.of(report.ingest.opaque, "event")) from a newer release: kept; update to understand them"
        ))
    }
    if !report.foreign.isEmpty {
      let named = report.foreign.prefix(Self.foreignMax).joined(separator: ", ")
      let rest = report.foreign.count - Self.foreignMax
      lines.append(
        ("left alone", "\(named)\(rest > 0 ? " and \(rest) more" : ""): not part of the shared folder"))
    }
    return lines
  }

  private func printJSON() {
    let waits = report.waiting.map { one in
      JSONValue(object: [
        (name: "device", value: JSONValue(one.device.text)), (name: "lines", value: JSONValue(integer: one.lines)),
        (name: "missing", value: JSONValue(integer: Int(one.missingSeq))),
      ])
    }
    func notes(_ notes: [FolderNote]) -> JSONValue {
      JSONValue(
        array: notes.map {
          JSONValue(object: [
            (name: "path", value: JSONValue($0.path)), (name: "reason", value: JSONValue($0.reason)),
          ])
        })
    }
    let changes = report.changes.map { change in
      JSONValue(object: [
        (name: "action", value: JSONValue(change.kind.rawValue)), (name: "path", value: JSONValue(change.path)),
        (name: "events", value: JSONValue(integer: Int(change.events))),
      ])
    }
    session.printJSON(
      numbers.filter { !["foreign", "problems"].contains($0.name) }.map {
        (name: $0.name, value: JSONValue(integer: $0.number))
      } + [
        (name: "folder", value: JSONValue(path)), (name: "dry_run", value: JSONValue(report.isDryRun)),
        (name: "waits", value: JSONValue(array: waits)), (name: "changes", value: JSONValue(array: changes)),
        (name: "foreign", value: JSONValue(array: report.foreign.map { JSONValue($0) })),
        (name: "problems", value: notes(report.problems)), (name: "notices", value: notes(report.notices)),
        (name: "minted", value: report.minting.map { JSONValue($0.rawValue) } ?? .null),
      ])
  }
}
