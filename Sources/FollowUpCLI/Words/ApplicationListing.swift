import EventLog
import EventStorage
import FollowUp

/// The applications with what lists show of them.
struct ApplicationListing {
  /// One application.
  struct Row {
    let application: Application
    let stage: Stage
    /// The last thing that happened.
    let last: Moment?
    let shortID: String
  }

  var rows: [Row]

  /// The applications of the store, the last touched first; nil when there is no store yet.
  static func read(_ session: Session, _ asOf: AsOfOption) throws -> ApplicationListing? {
    guard let store = try session.openStoreIfAny() else { return nil }
    defer { try? store.close() }
    return try session.read(store, asOf) { desk in
      var records: [String: [RecordState]] = [:]
      for state in try desk.reader.records() where !state.isRetracted {
        if let application = state["application"]?.string { records[application, default: []].append(state) }
      }
      let ids = ShortID.shortIDs(desk.snapshot.applications.map(\.id))
      let rows = desk.snapshot.applications.map { application in
        let own = records[application.id.text] ?? []
        let today = desk.now.today
        let happened =
          own.compactMap { Moment($0["at"]) }.filter { $0.date <= today }
          + [application.at, application.appliedOn.map { .date($0) }].compactMap(\.self)
        return Row(
          application: application, stage: Stage.of(application: application, records: own, today: today),
          last: happened.max { $0.date < $1.date }, shortID: ids[application.id] ?? ShortID.shortID(application.id))
      }
      return ApplicationListing(
        rows: rows.sorted {
          ($0.last?.date.dayNumber ?? .min, $0.application.id) > ($1.last?.date.dayNumber ?? .min, $1.application.id)
        })
    }
  }

  /// Prints the listing.
  ///
  /// - Parameter showingAll: whether closed and retracted ones are there too.
  func print(_ session: Session, showingAll: Bool) {
    let out = session.out
    let shown = rows.filter { row in
      showingAll || (!row.application.isRetracted && (session.format == .json || row.stage.isOpen))
    }
    switch session.format {
    case .json:
      session.printJSON([
        (
          name: "applications",
          value: JSONValue(
            array: shown.map {
              RecordJSON.application($0.application, stage: $0.stage, last: $0.last, shortID: $0.shortID)
            })
        )
      ])
    case .plain:
      for row in shown {
        out.record([
          row.application.id.text, row.application.company ?? "", row.application.role ?? "", row.stage.rawValue,
          row.last?.text ?? "",
        ])
      }
    case .text:
      var table = Table()
      for row in shown {
        var stage = row.stage.label
        if row.application.isRetracted { stage += ", retracted" }
        if !row.application.state.conflicts.isEmpty { stage += ", in conflict" }
        table.add(
          [
            row.shortID, row.application.company ?? "", row.application.role ?? "", stage,
            row.last.map { $0.date.echo } ?? "",
          ], row.stage.isOpen && !row.application.isRetracted ? .plain : .dim)
      }
      table.print(to: out)
      let hidden = rows.count - shown.count
      if shown.isEmpty {
        session.say(rows.isEmpty ? "Nothing is recorded yet: followup open COMPANY ROLE" : "No open applications")
      }
      if hidden > 0 { session.hint("\(hidden) closed or retracted; followup list --all shows them") }
    }
  }
}
