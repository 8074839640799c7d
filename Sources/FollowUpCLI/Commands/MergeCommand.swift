import ArgumentParser
import EventLog
import EventStorage
import EventSync
import FollowUp
import FollowUpKit

/// `merge SOURCE…`
struct MergeCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Merge events from log files, other stores and shared folders.",
    discussion: """
      Merge sources in any order and as often as you like: they are only read, and no event is taken in twice. \
      Exit status 3: something was refused; everything else was taken in.
      """)

  @Argument(help: "Log files, stores, shared folders, or - for standard input.", completion: .file()) var sources:
    [String]
  @OptionGroup var options: GlobalOptions

  /// Conflicts are counted up to here.
  private static let conflictsMax = 1_000

  func run(_ session: Session) throws {
    var opened: [MergeSource] = []
    var failures: [IngestReport.Refusal] = []
    func attempt(_ path: String, _ body: () throws -> Void) {
      do { try body() } catch {
        let reason = (error as? StoreError)?.message ?? "\(error)"
        failures.append(IngestReport.Refusal(source: path, line: nil, reason: reason))
      }
    }
    for path in sources { attempt(path) { opened.append(try MergeSource(path, into: session.storePath)) } }
    // Where nothing can be read, no store is made.
    guard !opened.isEmpty else {
      try finish(IngestReport(), failures, nil, session)
      session.status = ExitStatus.failed
      return
    }
    let store = try session.makeStore()
    defer { try? store.close() }
    var lines: [any LineSource] = []
    for source in opened { attempt(source.path) { lines += try source.lines(into: store) } }
    // A shared folder without any segment is a source all the same.
    guard !lines.isEmpty || failures.isEmpty else {
      try finish(IngestReport(), failures, store, session)
      session.status = ExitStatus.failed
      return
    }
    let report = try store.ingest(lines) { report in
      session.progress.show("\(report.lines) lines read, \(report.accepted) new")
    }
    session.progress.end()
    for source in opened {
      failures += source.problems.map {
        IngestReport.Refusal(source: "\(source.path)/\($0.path)", line: nil, reason: $0.reason)
      }
    }
    try finish(report, failures, store, session)
  }

  private func finish(
    _ report: IngestReport, _ failures: [IngestReport.Refusal], _ store: EventStore?, _ session: Session
  ) throws {
    let refusals = failures + report.refusals
    let refused = failures.count + report.refused
    if refused > 0 { session.status = ExitStatus.needsPerson }
    var waiting: [StoreStatus.Waiting] = []
    var names: [DeviceID: String] = [:]
    // Work is in proportion to what is new: where nothing is, the conflicts are not counted again, and of very many not
    // all are; status has their number.
    var conflicts: Int?
    if let store {
      try store.read { reader in
        waiting = try reader.waiting()
        if report.accepted > 0 { conflicts = try reader.conflictCount(atMost: Self.conflictsMax) }
      }
      let named = waiting.map(\.device) + report.devicesAhead.keys
      if !named.isEmpty {
        try session.read(store) { query in for device in named { names[device] = query.snapshot.label(of: device) } }
      }
    }
    for words in failures.map(\.description) + report.refusalWords { session.say("followup: \(words)") }
    for (device, stamp) in report.devicesAhead.sorted(by: { $0.key < $1.key }) {
      session.say(
        "followup: the clock of \(names[device] ?? "device \(device.text)") is far ahead (\(stamp.text)); "
          + "its events were taken in; correct that clock")
    }
    switch session.format {
    case .json: printJSON(report, refusals, refused, waiting, conflicts, session)
    case .plain:
      let numbers =
        [
          ("new", report.accepted), ("known", report.known), ("waiting", report.waiting), ("opaque", report.opaque),
          ("refused", refused),
        ] + (conflicts.map { [("conflicts", $0)] } ?? [])
      for (name, number) in numbers { session.out.record([name, "\(number)"]) }
    case .text:
      let counted = ["\(report.accepted) new", "\(report.known) known"] + (refused > 0 ? ["\(refused) refused"] : [])
      session.out.line("merged \(Plural.of(sources.count, "source")): \(counted.joined(separator: ", "))")
      for one in waiting { session.out.line("  \(WaitingLine.text(one, name: names[one.device]))") }
      if report.opaque > 0 {
        session.out.line(
          "  \(Plural.of(report.opaque, "event")) from a newer release: kept; update to understand them")
      }
      if let conflicts, conflicts > 0 {
        let some = conflicts < Self.conflictsMax ? "" : "at least "
        session.hint("\(some)\(Plural.of(conflicts, "field")) in conflict: followup conflicts")
      }
    }
  }

  private func printJSON(
    _ report: IngestReport, _ refusals: [IngestReport.Refusal], _ refused: Int, _ waiting: [StoreStatus.Waiting],
    _ conflicts: Int?, _ session: Session
  ) {
    let waits = waiting.map { one in
      JSONValue(object: [
        (name: "device", value: JSONValue(one.device.text)), (name: "lines", value: JSONValue(integer: one.lines)),
        (name: "missing", value: JSONValue(integer: Int(one.missingSeq))),
      ])
    }
    let refusalList = refusals.map { refusal in
      JSONValue(object: [
        (name: "source", value: JSONValue(refusal.source)),
        (name: "line", value: refusal.line.map { JSONValue(integer: $0) } ?? .null),
        (name: "reason", value: JSONValue(refusal.reason)),
      ])
    }
    let counted = conflicts.map { [(name: "conflicts", value: JSONValue(integer: $0))] } ?? []
    session.printJSON(
      [
        (name: "new", value: JSONValue(integer: report.accepted)),
        (name: "known", value: JSONValue(integer: report.known)),
        (name: "waiting", value: JSONValue(integer: report.waiting)),
        (name: "waits", value: JSONValue(array: waits)),
        (name: "opaque", value: JSONValue(integer: report.opaque)),
        (name: "refused", value: JSONValue(integer: refused)),
        (name: "refusals", value: JSONValue(array: refusalList)),
      ] + counted)
  }
}
