import CivilTime
import EventLog
import EventStorage
import EventSync
import FollowUpKit

/// One run of `doctor --salvage`.
struct SalvageJob {
  let session: Session
  /// The store to be.
  let new: String

  func run() throws {
    let path = session.storePath
    guard Platform.status(path) != nil else {
      throw CommandFailure("\(path): no such file; name the damaged store with --store FILE")
    }
    guard new.parentDirectory == "." || Platform.status(new.parentDirectory) != nil else {
      throw CommandFailure("\(new): no folder \(new.parentDirectory); create it, or name another place")
    }
    let salvage = Salvage(of: path, environment: session.storeEnvironment) { report in
      session.progress.show("\(report.lines) lines found, \(report.accepted) rescued")
    }
    let report = try salvage.run(into: new)
    session.progress.end()
    let store = try EventStore(readingAt: new, environment: session.storeEnvironment)
    defer { try? store.close() }
    try store.read { reader in
      let snapshot = try Snapshot(reader)
      let missing = try MissingEvents.all(reader, ends: report.ends, acks: []).map { missing in
        MissingEventsFormatter(missing: missing) { snapshot.label(of: $0) }
      }
      print(report, try reader.status().devices, missing, snapshot)
    }
  }

  private func print(
    _ report: Salvage.Report, _ devices: [StoreStatus.Device], _ missing: [MissingEventsFormatter], _ snapshot: Snapshot
  ) {
    // What was refused is told once more, by name, as missing.
    let isWhole = missing.isEmpty && report.waiting == 0
    if !isWhole || report.doubtful > 0 { session.status = ExitStatus.needsPerson }
    switch session.format {
    case .json:
      let list = devices.map { device in
        JSONValue(object: [
          (name: "device", value: JSONValue(device.device.text)),
          (name: "label", value: snapshot.label(of: device.device).map { JSONValue($0) } ?? .null),
          (name: "events", value: JSONValue(integer: Int(device.events))),
        ])
      }
      session.printJSON([
        (name: "damaged", value: JSONValue(session.storePath)), (name: "store", value: JSONValue(new)),
        (name: "events", value: JSONValue(integer: Int(report.events))),
        (name: "waiting", value: JSONValue(integer: Int(report.waiting))),
        (name: "digest", value: JSONValue(report.digest.text)),
        (name: "device", value: report.device.map { JSONValue($0.text) } ?? .null),
        (name: "devices", value: JSONValue(array: list)),
        (name: "missing", value: JSONValue(array: missing.map(\.json))),
        (name: "doubtful", value: JSONValue(integer: report.doubtful)),
        (name: "problems", value: JSONValue(array: report.problems.map { JSONValue($0) })),
      ])
    case .plain:
      session.out.record(["events", "\(report.events)"])
      session.out.record(["waiting", "\(report.waiting)"])
      session.out.record(["digest", report.digest.text])
      for device in devices { session.out.record(["device", device.device.text, "\(device.events)"]) }
      for one in missing {
        let seqs = one.missing.gap.seqs
        session.out.record([
          "missing", one.missing.gap.device.text, "\(seqs.lowerBound)", "\(seqs.upperBound)",
          "\(one.missing.gap.waiting)",
        ])
      }
      session.out.record(["doubtful", "\(report.doubtful)"])
    case .text: printText(report, devices, missing, snapshot)
    }
  }

  private func printText(
    _ report: Salvage.Report, _ devices: [StoreStatus.Device], _ missing: [MissingEventsFormatter], _ snapshot: Snapshot
  ) {
    let out = session.out
    for problem in report.problems { session.say("followup: \(session.storePath): \(problem)") }
    out.line("rescued \(Plural.of(Int(report.events), "event")) into \(new)")
    var table = Table()
    for device in devices {
      table.add([
        snapshot.label(of: device.device) ?? "(no name)", device.device.text, Plural.of(Int(device.events), "event"),
      ])
    }
    table.print(to: out, indent: 2)
    for one in missing { out.line("  lost here: \(one.text)") }
    if report.doubtful > 0 {
      out.line(
        "  \(Plural.of(report.doubtful, "line")) left out: nothing in the file proves that \(report.doubtful == 1 ? "it is" : "they are") unchanged"
      )
    }
    out.line("  digest \(report.digest.text)")
    session.hint("\(session.storePath) is unchanged. A sync or a merge brings the rest:")
    session.hint("followup sync FOLDER --store \(CommandLineWord.quoted(new))")
  }
}
