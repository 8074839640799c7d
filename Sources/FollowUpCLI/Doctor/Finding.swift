import EventLog
import FollowUpKit

/// One thing that `doctor` has found.
struct Finding: Equatable {
  enum Severity: String {
    /// Something is lost or cannot be used until a person does something.
    case error
    /// A person should do something.
    case warning
    /// Good to know; nothing needs to be done.
    case note
  }

  /// What kind of thing; scripts go by it.
  let code: String
  let severity: Severity
  /// The file, the device, the setting.
  let about: String
  /// What is the case.
  let what: String
  /// Why that matters, or how it came.
  let why: String
  /// The one command that mends it; nil where no command does.
  var command: String?

  init(
    _ code: String, _ severity: Severity, about: String, what: String, why: String, command: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.about = about
    self.what = what
    self.why = why
    self.command = command
  }

  var json: JSONValue {
    JSONValue(object: [
      (name: "code", value: JSONValue(code)), (name: "severity", value: JSONValue(severity.rawValue)),
      (name: "about", value: JSONValue(about)), (name: "what", value: JSONValue(what)),
      (name: "why", value: JSONValue(why)), (name: "command", value: command.map { JSONValue($0) } ?? .null),
    ])
  }
}

/// What `doctor` prints.
struct DoctorPage {
  let session: Session
  let findings: [Finding]
  /// Events of the log; nil where it could not be read.
  let events: Int64?

  func print() {
    if findings.contains(where: { $0.severity != .note }) { session.status = ExitStatus.needsPerson }
    switch session.format {
    case .json:
      session.printJSON([
        (name: "store", value: JSONValue(session.storePath)),
        (name: "events", value: events.map { JSONValue(integer: Int($0)) } ?? .null),
        (name: "findings", value: JSONValue(array: findings.map(\.json))),
        (name: "zone_rules", value: ZoneRulesJSON.value(session.zones)),
      ])
    case .plain:
      for one in findings {
        session.out.record([one.code, one.severity.rawValue, one.about, one.what, one.why, one.command ?? ""])
      }
    case .text: printText()
    }
  }

  private func printText() {
    let out = session.out
    for severity in [Finding.Severity.error, .warning, .note] {
      for one in findings where one.severity == severity {
        out.line([(severity.rawValue, severity == .note ? .dim : .warning), ("  \(one.about): \(one.what)", .plain)])
        out.paragraph("  " + one.why, indent: 2, .dim)
        if let command = one.command { out.line("  \(command)", .bold) }
      }
    }
    if !findings.contains(where: { $0.severity != .note }) {
      let log = events.map { ", \(Plural.of(Int($0), "event"))" } ?? ""
      out.line("\(session.storePath)\(log): nothing needs to be done")
    }
    let release = session.zones.release.map { " of release \($0)" } ?? ""
    session.hint("the rules of time zones\(release) come from \(session.zones.source)")
    if events != nil { session.hint("followup verify reads and hashes every event besides") }
  }
}
