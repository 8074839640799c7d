import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// One record with its fields, its people and what happened, as `show` prints it.
struct RecordDetailView {
  private let state: RecordState
  private let title: String
  private let readings: [FieldReading]
  private let contacts: [(state: RecordState, line: String)]
  private let timeline: [(state: RecordState, at: String?, line: String)]

  /// - Parameters:
  ///   - people: the contacts that belong to it.
  ///   - timeline: the records that belong to it, in order.
  init(_ query: QueryContext, _ state: RecordState, people: [Contact] = [], timeline: [RecordState] = []) {
    self.state = state
    title = query.title(state)
    readings = query.readings(state)
    contacts = people.map { ($0.state, Self.line($0)) }
    self.timeline = timeline.map { ($0, query.clock.reading(of: $0)?.echo, query.summary($0)) }
  }

  private static func line(_ contact: Contact) -> String {
    [contact.displayName, contact.title, contact.role?.label, contact.phone, contact.email].compactMap(\.self)
      .joined(separator: ", ")
  }

  func print(_ session: Session, noun: String, _ more: [(name: String, value: JSONValue)] = []) {
    switch session.format {
    case .json:
      session.printJSON([
        (name: noun, value: RecordJSON.record(state, more)),
        (name: "contacts", value: JSONValue(array: contacts.map { RecordJSON.record($0.state) })),
        (name: "timeline", value: JSONValue(array: timeline.map { RecordJSON.record($0.state) })),
      ])
    case .plain:
      for reading in readings { session.out.record(["field", reading.name, reading.value.displayed]) }
      for contact in contacts { session.out.record(["contact", contact.state.id.text, contact.line]) }
      for entry in timeline {
        session.out.record([
          "record", entry.state.id.text, entry.state["type"]?.displayed ?? "", entry.state["at"]?.displayed ?? "",
          entry.line,
        ])
      }
    case .text: printText(session.out)
    }
  }

  private func printText(_ out: Output) {
    out.paragraph("\(title)  [\(ShortID.shortID(state.id))]", .bold)
    let width = readings.map { DisplayWidth.of($0.name) }.max() ?? 0
    let room = out.columns.map { max(20, $0 - width - 4) }
    for reading in readings {
      var mark = ""
      if reading.isInConflict { mark = "  (in conflict: followup conflicts)" }
      let lines = reading.displayed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        .flatMap { line in room.map { DisplayWidth.of(line) > $0 ? DisplayWidth.wrap(line, $0) : [line] } ?? [line] }
      for (index, line) in lines.enumerated() {
        let name = index == 0 ? reading.name : ""
        out.line([
          ("  " + DisplayWidth.pad(name, width) + "  ", .plain), (line, .plain),
          (index == lines.count - 1 ? mark : "", .warning),
        ])
      }
    }
    if !contacts.isEmpty {
      out.line()
      out.line("People", .bold)
      for contact in contacts { out.paragraph("\(contact.line)  [\(ShortID.shortID(contact.state.id))]", indent: 2) }
    }
    if !timeline.isEmpty {
      out.line()
      out.line("What happened", .bold)
      var table = Table()
      for entry in timeline {
        let at = entry.at ?? entry.state["at"]?.displayed ?? ""
        let disputed = entry.state.conflicts.sorted().joined(separator: ", ")
        let mark = disputed.isEmpty ? "" : "  (in conflict: \(disputed))"
        table.add([ShortID.shortID(entry.state.id), at, Self.withoutWhenAndWhere(entry.line, at, title) + mark])
      }
      table.print(to: out, indent: 2, wrapsLast: true)
    }
  }

  /// The line without what the table's first column and heading say already.
  static func withoutWhenAndWhere(_ line: String, _ at: String, _ title: String) -> String {
    var line = line
    for said in [" to \(title)", " on \(title)", " at \(title)"] {
      if let range = line.firstRange(of: said) {
        line.removeSubrange(range)
        break
      }
    }
    if let range = line.firstRange(of: " from \(title)") { line.replaceSubrange(range, with: " from them") }
    if !at.isEmpty, let range = line.firstRange(of: ", \(at)") { line.removeSubrange(range) }
    return line
  }
}
