import CivilTime
import EventLog
import FollowUp

/// The applications, a row each, for a spreadsheet.
package enum ApplicationTable {
  package static let columns = [
    "id", "company", "role", "stage", "applied_on", "last_on", "last", "next_on", "next", "interviews", "tries",
    "source",
    "url", "location", "tz", "playbook", "met_where", "met_on", "offered", "snooze_until", "snooze_reason", "closed_on",
    "closed_reason", "note", "record",
  ]

  /// What comes next on an application, in words.
  package struct Next: Hashable, Sendable {
    package let on: CivilDate?
    /// What to do, and whom with.
    package let words: String

    package init(on: CivilDate?, words: String) {
      self.on = on
      self.words = words
    }
  }

  /// The row of an application.
  ///
  /// - Parameters:
  ///   - status: where the application stands.
  ///   - id: its short id.
  ///   - next: what is advised; nil where nothing is, as of a closed one.
  package static func row(_ status: ApplicationStatus, id: String, next: Next?) -> TableRow {
    let (application, today, clock, past) = (status.application, status.today, status.clock, status.past)
    let last = past.last.flatMap { state in clock.date(of: state).map { (on: $0, words: Self.words(state)) } }
    let begun = [application.appliedOn, clock.date(of: application)].compactMap(\.self).filter { $0 <= today }.max()
    let isBegun = begun.map { day in last.map { day > $0.on } ?? true } ?? false
    func field(_ name: String) -> TableCell { .value(application.state[name]) }
    return [
      "id": .text(id), "company": field("company"), "role": field("role"), "stage": .text(status.stage.rawValue),
      "applied_on": field("applied_on"),
      "last_on": .text((isBegun ? begun : last?.on)?.text),
      "last": .text(isBegun ? (application.isLead ? "found" : "applied") : last?.words),
      "next_on": .text(next?.on?.text), "next": .text(next?.words),
      "interviews": .number(past.count { RecordType(of: $0) == .interview }),
      "tries": .number(past.count { Touch($0)?.isTry ?? false }),
      "source": field("source"), "url": field("url"), "location": field("location"), "tz": field("tz"),
      "playbook": field("playbook"), "met_where": field("met_where"), "met_on": field("met_on"),
      "offered": field("offered"), "snooze_until": field("snooze_until"), "snooze_reason": field("snooze_reason"),
      "closed_on": field("closed_on"), "closed_reason": field("closed_reason"), "note": field("note"),
      "record": .text(application.id.text),
    ]
  }

  /// The applications in the order of the table: by the day on which they were sent, leads last.
  package static func sorted(_ applications: [Application]) -> [Application] {
    applications.filter { !$0.isRetracted }.sorted { left, right in
      (left.appliedOn ?? .last, left.id) < (right.appliedOn ?? .last, right.id)
    }
  }

  /// `call, voicemail`
  private static func words(_ state: RecordState) -> String {
    [RecordType(of: state)?.kind, TimelineTable.outcome(state).csv].compactMap(\.self).filter { !$0.isEmpty }
      .joined(separator: ", ")
  }
}
