import CivilTime
import EventLog

/// Commands that change a record that is there.
public enum EditCommands {
  /// `edit APP FIELD=VALUE…`: assigns fields; `FIELD=` clears one.
  ///
  /// - Parameters:
  ///   - state: the record, whose type decides on the fields.
  ///   - assignments: each `FIELD=VALUE`.
  ///   - context: what reading the words needs from outside.
  ///   - playbooks: the names that the field `playbook` may have; nil for any.
  /// - Throws: ``CommandProblem``.
  public static func edit(
    _ state: RecordState, _ assignments: [String], context: FieldContext, playbooks: [String]? = nil
  ) throws(CommandProblem) -> Drafted {
    guard !assignments.isEmpty else { throw .usage("name what to change, such as role=\"Senior Engineer\"") }
    var details: [String: String] = [:]
    for assignment in assignments {
      guard let equals = assignment.firstIndex(of: "=") else {
        throw .usage("expected FIELD=VALUE, got \(quoted(assignment)); FIELD= clears a field")
      }
      let field = trim(assignment[..<equals])
      let text = String(assignment[assignment.index(after: equals)...])
      guard details.updateValue(text, forKey: field) == nil else {
        throw .usage("\(field) is assigned twice; assign it once")
      }
    }
    // Either would make the record vanish from lists, which is what retract and undo are for.
    if let text = details["type"].map(trim), let type = state["type"]?.string, text != type,
      text.isEmpty || RecordType(kind: text).isKnown
    {
      throw .usage("type=\(text): the type of a record cannot change; retract this record and create another")
    }
    for field in ["company", "role"] where state["type"]?.string == "application" && details[field].map(trim) == "" {
      throw .usage("\(field)=: an application needs a \(field); give another, or retract the application")
    }
    if let name = details["playbook"].map(trim), !name.isEmpty, RecordType(of: state) == .application, let playbooks {
      try SettingAssignment.check(playbook: name, among: playbooks)
    }
    let type = RecordType(of: state) ?? RecordType(rawValue: "")
    var builder = DraftBuilder(type, context, isNew: false)
    try builder.put(details)
    return try builder.finish(state.id)
  }

  /// `retract`: the record is left out of lists; nothing is removed.
  public static func retract(_ record: RecordID) -> Draft { Draft(record: record, set: ["retracted": JSONValue(true)]) }

  /// Takes a retraction back.
  public static func restore(_ record: RecordID) -> Draft { Draft(record: record, set: ["retracted": .null]) }

  /// `close`: the application is closed on a day.
  public static func close(_ application: RecordID, on day: CivilDate, reason: String? = nil) -> Draft {
    var set: [String: JSONValue] = ["closed_on": JSONValue(day.text)]
    if let reason, !trim(reason).isEmpty { set["closed_reason"] = JSONValue(trim(reason)) }
    return Draft(record: application, set: set)
  }

  /// `reopen`: the application is open again.
  public static func reopen(_ application: RecordID) -> Draft {
    Draft(record: application, set: ["closed_on": .null, "closed_reason": .null])
  }

  /// `snooze`: no advice on the application before a day. A former reason goes with the former snooze.
  public static func snooze(_ application: RecordID, until day: CivilDate, reason: String? = nil) -> Draft {
    let reason = reason.map(trim) ?? ""
    return Draft(
      record: application,
      set: ["snooze_until": JSONValue(day.text), "snooze_reason": reason.isEmpty ? .null : JSONValue(reason)])
  }

  /// Ends a snooze.
  public static func wake(_ application: RecordID) -> Draft {
    Draft(record: application, set: ["snooze_until": .null, "snooze_reason": .null])
  }
}
