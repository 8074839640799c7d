import CivilTime
import EventLog
import FollowUp

/// One record in one line: what lists, echoes and undo say of it.
///
/// `call to Acme — Swift engineer, Tue 2026-11-17, voicemail`
package enum RecordLine {
  /// The line.
  ///
  /// - Parameters:
  ///   - clock: shows times on the reader's clock, with theirs beside.
  ///   - name: what a referenced record is called.
  ///   - echoes: dates as they were said, resolved; they stand in for the recorded ones.
  package static func text(
    _ state: RecordState, clock: ReaderClock? = nil, name: (RecordID) -> String?, echoes: [Drafted.Echo] = []
  ) -> String {
    let readings = FieldReading.fields(of: state, clock: clock, name: name)
    var shown: [String: String] = [:]
    for reading in readings { shown[reading.name] = reading.displayed }
    // A time of another place is said on both clocks.
    for echo in echoes where clock?.reading(echo.field, of: state)?.elsewhere == nil {
      shown[echo.field] = echo.when.echo
    }
    let type = RecordType(of: state)
    var parts = [head(type, state, shown)]
    if let at = shown["at"], type != .application || shown["applied_on"] == nil { parts.append(at) }
    for reading in readings where !headFields(type).contains(reading.name) {
      // What was said of a date is told by the date itself, unless the words say more.
      if type == .promise, reading.name == "precision", reading.displayed == When.Precision.day.rawValue { continue }
      parts.append(part(reading, shown[reading.name] ?? reading.displayed))
    }
    if state.isRetracted { parts.append("retracted") }
    return parts.joined(separator: ", ")
  }

  private static func headFields(_ type: RecordType?) -> Set<String> {
    let common: Set<String> = ["at", "tz", "retracted", "imported"]
    switch type {
    case .application?:
      return common.union(["company", "role", "url", "playbook", "closed_on", "closed_reason", "snooze_reason"])
    case .contact?: return common.union(["name"])
    case .setting?: return common.union(["name", "value"])
    case .device?: return common.union(["label"])
    // Its text is a whole file.
    case .playbook?: return common.union(["name", "text"])
    case .importMap?: return common.union(["name", "target", "columns", "dates"])
    case .employerNote?: return common.union(["company"])
    default: return common.union(["application", "direction", "script"])
    }
  }

  private static func head(_ type: RecordType?, _ state: RecordState, _ shown: [String: String]) -> String {
    guard let type else { return "record \(ShortID.shortID(state.id))" }
    let application = shown["application"]
    switch type {
    case .application:
      let title = Application(state)?.title ?? "application"
      return state["closed_on"] == nil ? title : "\(title) (closed)"
    case .contact: return Contact(state)?.displayName ?? "contact"
    case .setting: return "setting \(shown["name"] ?? "") = \(shown["value"] ?? "(not set)")"
    case .device: return "device \(shown["label"] ?? "(no name)")"
    case .playbook: return "playbook \(shown["name"] ?? "(no name)")"
    case .importMap: return "import map \(shown["name"] ?? "(no name)")"
    case .employerNote: return "note on the employer \(shown["company"] ?? "")"
    default: break
    }
    guard let application else { return type.kind }
    switch type {
    case .call, .email, .message, .letter, .thankYou:
      return "\(type.kind) \(state["direction"]?.string == "in" ? "from" : "to") \(application)"
    case .reply, .promise, .permission, .feedback: return "\(type.kind) from \(application)"
    case .interview: return "interview at \(application)"
    default: return "\(type.kind) on \(application)"
    }
  }

  private static func part(_ reading: FieldReading, _ displayed: String) -> String {
    switch reading.name {
    case "outcome", "answer", "cause", "format", "precision", "text", "about", "steps", "note", "company", "location":
      return displayed
    case "words": return "“\(displayed)”"
    case "round": return "round \(displayed)"
    case "contact", "with": return "with \(displayed)"
    case "applied_on": return "applied \(displayed)"
    case "title", "role": return displayed
    default: return "\(reading.name.split(separator: "_").joined(separator: " ")) \(displayed)"
    }
  }
}
