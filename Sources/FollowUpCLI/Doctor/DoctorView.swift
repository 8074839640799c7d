import CivilTime
import EventLog
import FollowUpKit

/// What `doctor` prints.
struct DoctorView {
  let session: Session
  let diagnostics: [Diagnostic]
  /// Events of the log; nil where it could not be read.
  let events: Int64?

  func print() {
    if diagnostics.contains(where: { $0.severity != .note }) { session.status = ExitStatus.needsPerson }
    switch session.format {
    case .json:
      session.printJSON([
        (name: "store", value: JSONValue(session.storePath)),
        (name: "events", value: events.map { JSONValue(integer: Int($0)) } ?? .null),
        (name: "findings", value: JSONValue(array: diagnostics.map(\.json))),
        (name: "zone_rules", value: ZoneRulesJSON.value(session.zones)),
      ])
    case .plain:
      for one in diagnostics {
        session.out.record([one.code, one.severity.rawValue, one.about, one.what, one.why, one.command ?? ""])
      }
    case .text: printText()
    }
  }

  private func printText() {
    let out = session.out
    for severity in [Diagnostic.Severity.error, .warning, .note] {
      for one in diagnostics where one.severity == severity {
        out.line([(severity.rawValue, severity == .note ? .dim : .warning), ("  \(one.about): \(one.what)", .plain)])
        out.paragraph("  " + one.why, indent: 2, .dim)
        if let command = one.command { out.line("  \(command)", .bold) }
      }
    }
    if !diagnostics.contains(where: { $0.severity != .note }) {
      let log = events.map { ", \(Plural.of(Int($0), "event"))" } ?? ""
      out.line("\(session.storePath)\(log): no problems found")
    }
    let release = session.zones.release.map { " of release \($0)" } ?? ""
    session.hint("the time zone rules\(release) come from \(session.zones.source)")
    if events != nil { session.hint("followup verify also reads and hashes every event") }
  }
}

extension Diagnostic {
  fileprivate var json: JSONValue {
    JSONValue(object: [
      (name: "code", value: JSONValue(code)), (name: "severity", value: JSONValue(severity.rawValue)),
      (name: "about", value: JSONValue(about)), (name: "what", value: JSONValue(what)),
      (name: "why", value: JSONValue(why)), (name: "command", value: command.map { JSONValue($0) } ?? .null),
    ])
  }
}

/// Which rules of time zones are gone by, for scripts.
enum ZoneRulesJSON {
  static func value(_ zones: any ZoneRules) -> JSONValue {
    JSONValue(object: [
      (name: "release", value: zones.release.map { JSONValue($0.text) } ?? .null),
      (name: "source", value: JSONValue(zones.source)),
    ])
  }
}
