import EventLog
import FollowUp
import FollowUpKit

extension QueryContext {
  /// What is said of new records: each in one line, with its short id.
  func recording(ofNew drafted: Drafted) -> Recording {
    let lines = drafted.drafts.map { draft in
      let state = RecordState(id: draft.record, values: draft.set.filter { !$0.value.isNull })
      return "\(summary(state, echoes: drafted.echoes))  [\(ShortID.shortID(draft.record))]"
    }
    return Recording(drafts: drafted.drafts, lines: lines, remarks: drafted.remarks)
  }

  /// What is said of a change: what it was, and what it is now, field by field.
  func recording(ofChange draft: Draft, to state: RecordState, echoes: [Drafted.Echo] = [], remarks: [String] = [])
    -> Recording
  {
    Recording(
      drafts: [draft], lines: ["\(title(state)): \(changes(draft, to: state, echoes: echoes))"], remarks: remarks)
  }

  /// `role Engineer → Senior Engineer, note cleared`
  func changes(_ draft: Draft, to state: RecordState, echoes: [Drafted.Echo] = []) -> String {
    var after = state
    for (field, value) in draft.set { after.values[field] = value.isNull ? nil : value }
    let old = readings(state)
    let new = readings(after)
    return draft.set.keys.sorted().map { field in
      let before = field == "type" ? state["type"]?.displayed : old.first { $0.name == field }?.displayed
      let echo = echoes.first { $0.field == field }?.when.echo
      guard
        let now = echo ?? (field == "type" ? after["type"]?.displayed : new.first { $0.name == field }?.displayed)
      else { return before.map { "\(field) cleared (was \($0))" } ?? "\(field) cleared" }
      guard let before, before != now else { return "\(field) \(now)" }
      return "\(field) \(before) → \(now)"
    }.joined(separator: ", ")
  }

  /// A record's name: an application's title, a contact's name, else what kind of record on what.
  func title(_ state: RecordState) -> String {
    if let name = snapshot.name(of: state.id) { return name }
    switch RecordType(of: state) {
    case .setting?: return "setting \(state["name"]?.displayed ?? ShortID.shortID(state.id))"
    case .device?: return "device \(state["label"]?.displayed ?? ShortID.shortID(state.id))"
    case let type?:
      let application = state["application"]?.string.flatMap { RecordID($0) }.flatMap { snapshot.name(of: $0) }
      return "\(type.kind) \(ShortID.shortID(state.id))" + (application.map { " on \($0)" } ?? "")
    case nil: return "record \(ShortID.shortID(state.id))"
    }
  }
}

extension QueryContext {
  /// What is said of an edit.
  func recording(ofEdit drafted: Drafted, to state: RecordState) -> Recording {
    guard let draft = drafted.drafts.first else { return Recording(drafts: []) }
    return recording(ofChange: draft, to: state, echoes: drafted.echoes, remarks: drafted.remarks)
  }
}
