import CivilTime
import EventLog
import FollowUp

/// What happened, a row each, for a spreadsheet.
package enum TimelineTable {
  package static let columns = [
    "date", "time", "tz", "company", "role", "kind", "direction", "contact", "outcome", "by", "words", "note",
    "application", "record",
  ]

  /// The row of a record.
  ///
  /// `outcome` is how a touch went, what was answered, whether a promise was kept, whether one may call, or the cause of
  /// a silence; `by` the day that was named; `words` what was said, asked, learned or noted.
  package static func row(of state: RecordState, names: ReferenceIndex) -> TableRow {
    let application = names.application(reference(state, "application"))
    let people = names.people(of: state)
    let at = Moment(state["at"])
    return [
      "date": at.map { .text($0.date.text) } ?? .value(state["at"]),
      "time": .text(at?.time?.local.time.description),
      "tz": zone(state, at),
      "company": .text(application?.company ?? EmployerNote(state)?.company ?? people.first?.company),
      "role": .text(application?.role),
      "kind": .text(RecordType(of: state)?.kind),
      "direction": .text(Touch(state).map { $0.isIncoming ? "in" : "out" }),
      "contact": .text(people.isEmpty ? nil : people.map(\.displayName).joined(separator: "; ")),
      "outcome": outcome(state),
      "by": .value(state["by"] ?? state["new_date"] ?? state["respond_by"] ?? state["not_before"]),
      "words": .text(words(state)),
      "note": .value(state["note"]),
      "application": .text(application?.id.text),
      "record": .text(state.id.text),
    ]
  }

  /// The row for the day on which an application was sent; nil for a lead.
  package static func applied(_ application: Application) -> TableRow? {
    application.appliedOn.map { day(application, "applied", $0, words: application.source) }
  }

  /// The row for the day on which an application was closed; nil while it is open.
  package static func closed(_ application: Application) -> TableRow? {
    application.closedOn.map { day(application, "closed", $0, words: application.closedReason) }
  }

  private static func day(
    _ application: Application, _ kind: String, _ day: CivilDate, words: String?
  ) -> TableRow {
    [
      "date": .text(day.text), "time": .text(nil), "tz": .text(nil), "company": .text(application.company),
      "role": .text(application.role), "kind": .text(kind), "direction": .text(nil), "contact": .text(nil),
      "outcome": .text(nil), "by": .text(nil), "words": .text(words), "note": .text(nil),
      "application": .text(application.id.text), "record": .text(application.id.text),
    ]
  }

  /// The zone of a time, by name where it is known, else its offset.
  private static func zone(_ state: RecordState, _ at: Moment?) -> TableCell {
    guard let time = at?.time else { return .text(nil) }
    return state["tz"].map { .value($0) } ?? .text("UTC\(time.offsetText)")
  }

  /// How a record went, in its own word.
  static func outcome(_ state: RecordState) -> TableCell {
    if let permission = Permission(state), let granted = permission.granted {
      return .text(granted ? "granted" : "refused")
    }
    return .value(state["outcome"] ?? state["answer"] ?? state["kept"] ?? state["cause"])
  }

  private static func words(_ state: RecordState) -> String? {
    var parts = ["text", "about", "steps", "words", "window"].compactMap { state[$0]?.displayed }
    if let interview = Interview(state) {
      parts += [interview.round.map { "round \($0)" }, interview.format].compactMap(\.self)
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private static func reference(_ state: RecordState, _ field: String) -> RecordID? {
    state[field]?.string.flatMap { RecordID($0) }
  }
}
