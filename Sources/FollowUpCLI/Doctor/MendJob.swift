import EventLog
import EventStorage
import EventSync
import FollowUpKit

/// One run of `doctor --mend`.
struct MendJob {
  let session: Session

  func run() throws {
    let path = session.storePath
    guard Platform.status(path) != nil else {
      throw CommandFailure("\(path): no such file; name the store with --store FILE")
    }
    try session.refuseHazards()
    session.progress.show("repairing, and reading every event")
    let report = try StoreMending(of: path, environment: session.storeEnvironment).run()
    session.progress.end()
    if !report.verification.problems.isEmpty { session.status = ExitStatus.needsPerson }
    for problem in report.verification.problems { session.say("followup: \(path): \(problem)") }
    switch session.format {
    case .json:
      session.printJSON([
        (name: "store", value: JSONValue(path)),
        (name: "mended", value: JSONValue(array: report.mended.map { JSONValue($0) })),
        (name: "set_aside", value: report.setAside.map { JSONValue($0) } ?? .null),
        (name: "events", value: JSONValue(integer: Int(report.verification.events))),
        (name: "digest", value: JSONValue(report.verification.digest.text)),
        (name: "problems", value: JSONValue(array: report.verification.problems.map { JSONValue($0) })),
      ])
    case .plain:
      for one in report.mended { session.out.record(["mended", one]) }
      if let aside = report.setAside { session.out.record(["set_aside", aside]) }
      session.out.record(["events", "\(report.verification.events)"])
      session.out.record(["digest", report.verification.digest.text])
    case .text: printText(report, path)
    }
  }

  private func printText(_ report: StoreMending.Report, _ path: String) {
    let events = Plural.of(Int(report.verification.events), "event")
    guard let aside = report.setAside else {
      session.out.line("\(path): nothing is missing; \(events)")
      return
    }
    session.out.line("repaired \(path): \(report.mended.joined(separator: ", "))")
    session.out.line("  set aside  \(aside)")
    session.out.line(
      report.verification.problems.isEmpty
        ? "  verified   \(events), all in order" : "  verified   \(events); see above, and run followup doctor")
    session.out.line("  digest     \(report.verification.digest.text)")
  }
}
