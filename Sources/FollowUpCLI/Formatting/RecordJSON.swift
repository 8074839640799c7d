import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// Records and log entries as members of `--json`.
enum RecordJSON {
  /// A record: its fields as the log has them, and which of them are in conflict.
  static func record(
    _ state: RecordState, _ more: [(name: String, value: JSONValue)] = []
  ) -> JSONValue {
    JSONValue(
      object: [
        (name: "record", value: JSONValue(state.id.text)),
        (name: "type", value: state["type"] ?? .null),
        (name: "fields", value: JSONValue(object: state.values.map { (name: $0, value: $1) })),
        (name: "conflicts", value: JSONValue(array: state.conflicts.sorted().map { JSONValue($0) })),
        (name: "retracted", value: JSONValue(state.isRetracted)),
      ] + more)
  }

  /// An application with what lists show of it.
  static func application(
    _ application: Application, stage: Stage, last: Moment?, shortID: String,
    _ more: [(name: String, value: JSONValue)] = []
  ) -> JSONValue {
    record(
      application.state,
      [
        (name: "id", value: JSONValue(shortID)),
        (name: "company", value: application.company.map { JSONValue($0) } ?? .null),
        (name: "role", value: application.role.map { JSONValue($0) } ?? .null),
        (name: "stage", value: JSONValue(stage.rawValue)),
        (name: "closed", value: JSONValue(application.isClosed)),
        (name: "last", value: last?.value ?? .null),
      ] + more)
  }

  /// A text, or null.
  static func text(_ text: String?) -> JSONValue { text.map { JSONValue($0) } ?? .null }

  /// A day, or null.
  static func day(_ day: CivilDate?) -> JSONValue { text(day?.text) }

  /// A person with what is needed to reach them, or null.
  static func person(_ contact: Contact?) -> JSONValue {
    guard let contact else { return .null }
    return JSONValue(object: [
      (name: "record", value: JSONValue(contact.id.text)), (name: "name", value: JSONValue(contact.displayName)),
      (name: "title", value: text(contact.title)), (name: "role", value: text(contact.role?.rawValue)),
      (name: "company", value: text(contact.company)), (name: "phone", value: text(contact.phone)),
      (name: "direct_line", value: contact.state["direct_line"] ?? .null), (name: "email", value: text(contact.email)),
    ])
  }

  /// How long they have been silent, as members of an application; null where nothing more is expected.
  static func silence(_ silence: SilencePeriod?) -> [(name: String, value: JSONValue)] {
    [
      (name: "silent_since", value: day(silence?.since)),
      (name: "silent_days", value: silence.map { JSONValue(integer: $0.days) } ?? .null),
      (name: "silent_working_days", value: silence.map { JSONValue(integer: $0.workingDays) } ?? .null),
    ]
  }

  /// How long something took.
  static func span(_ span: DaySpan?) -> JSONValue {
    guard let span else { return .null }
    return JSONValue(object: [
      (name: "from", value: day(span.from)), (name: "to", value: day(span.to)),
      (name: "business_days", value: JSONValue(integer: span.businessDays)),
      (name: "days", value: JSONValue(integer: span.calendarDays)),
    ])
  }

  /// One event of a record's history.
  static func entry(_ entry: HistoryEntry, _ snapshot: Snapshot) -> JSONValue {
    let changes = entry.changes.map { change in
      JSONValue(object: [
        (name: "field", value: JSONValue(change.field)),
        (name: "value", value: change.value),
        (name: "replaced", value: JSONValue(array: change.replaced)),
        (name: "standing", value: JSONValue(standing(change.standing))),
      ])
    }
    return JSONValue(object: [
      (name: "record", value: JSONValue(entry.record.text)),
      (name: "device", value: JSONValue(entry.device.text)),
      (name: "label", value: label(entry.device, snapshot)),
      (name: "hlc", value: JSONValue(entry.hlc.text)),
      (name: "seq", value: JSONValue(integer: Int(entry.seq))),
      (name: "hash", value: JSONValue(entry.hash.text)),
      (name: "step", value: entry.step.map { JSONValue($0.text) } ?? .null),
      (name: "changes", value: JSONValue(array: changes)),
    ])
  }

  /// A device's name, or null.
  static func label(_ device: DeviceID, _ snapshot: Snapshot) -> JSONValue {
    snapshot.label(of: device).map { JSONValue($0) } ?? .null
  }

  /// What an assignment counts for now, as a word.
  static func standing(_ standing: HistoryEntry.Standing) -> String {
    switch standing {
    case .value: "value"
    case .concurrent: "concurrent"
    case .replaced: "replaced"
    }
  }
}
