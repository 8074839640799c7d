import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// `history APP|RECORD`
struct HistoryCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show who wrote what, when, on which device, and what it replaced.",
    discussion: "An application's history includes the records that belong to it.")

  @Argument(help: "The application, or the short id of any record.", completion: .records) var record: String
  @Flag(help: "Show only the record's own fields.") var only = false
  @OptionGroup var options: GlobalOptions
  static let isPaged = true

  func run(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    try session.read(store) { query in
      let state = try query.record(record)
      var states = [state]
      if !only, Application(state) != nil {
        states += try query.reader.records(referringTo: state.id).filter { $0["application"]?.string == state.id.text }
      }
      var entries: [(entry: HistoryEntry, state: RecordState)] = []
      for state in states { entries += try query.reader.history(of: state.id).map { ($0, state) } }
      entries.sort { ($0.entry.hlc, $0.entry.device, $0.entry.seq) < ($1.entry.hlc, $1.entry.device, $1.entry.seq) }
      print(entries, session, query)
    }
  }

  private func print(_ entries: [(entry: HistoryEntry, state: RecordState)], _ session: Session, _ query: QueryContext)
  {
    switch session.format {
    case .json:
      session.printJSON([
        (name: "history", value: JSONValue(array: entries.map { RecordJSON.entry($0.entry, query.snapshot) }))
      ])
    case .plain:
      for (entry, _) in entries {
        for change in entry.changes {
          session.out.record([
            entry.hlc.text, entry.device.text, entry.record.text, change.field, change.value.description,
            RecordJSON.standing(change.standing), change.replaced.map(\.description).joined(separator: " "),
          ])
        }
      }
    case .text:
      for (entry, state) in entries {
        let title = query.title(state)
        session.out.line([
          (query.time(entry.hlc), .plain), ("  \(query.snapshot.name(of: entry.device))", .plain),
          ("  \(title)", .bold),
        ])
        for change in Self.ordered(entry.changes, state) { session.out.line("    \(Self.line(change, state, query))") }
      }
    }
  }

  /// The changes in the order of the schema, `type` first.
  private static func ordered(_ changes: [HistoryEntry.Change], _ state: RecordState) -> [HistoryEntry.Change] {
    let fields = RecordType(of: state).flatMap(RecordSchema.of)?.allFields.map(\.name) ?? []
    func place(_ field: String) -> Int { field == "type" ? -1 : fields.firstIndex(of: field) ?? fields.count }
    return changes.sorted { (place($0.field), $0.field) < (place($1.field), $1.field) }
  }

  private static func line(_ change: HistoryEntry.Change, _ state: RecordState, _ query: QueryContext) -> String {
    func displayed(_ value: JSONValue) -> String { query.displayed(value, of: change.field, in: state) }
    var line = "\(change.field): \(change.value.isNull ? "cleared" : displayed(change.value))"
    if !change.replaced.isEmpty { line += "  (was \(change.replaced.map(displayed).joined(separator: " | ")))" }
    switch change.standing {
    case .value: break
    case .concurrent: line += "  — conflicts with the current value"
    case .replaced: line += "  — replaced later"
    }
    return line
  }
}
