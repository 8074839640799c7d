import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// What the undoing of one command came to, told from the moment before it.
struct Undone {
  let step: StepID
  /// What the command wrote, in a few words.
  let title: String
  /// What was taken back.
  let lines: [String]
  /// What was kept, and why.
  let keptLines: [String]
  let json: JSONValue

  init(_ step: StepID, _ plan: UndoPlan, _ query: QueryContext) throws {
    self.step = step
    let records = try query.reader.command(step)?.records ?? []
    title = try Self.title(of: step, records, query)
    lines = try Self.told(plan.drafts) { draft in
      let state = try query.reader.record(draft.record) ?? RecordState(id: draft.record)
      // A record without its type is as if it had never been made.
      if draft.set["type"]?.isNull == true { return "taken back: \(query.summary(state))" }
      return "taken back: \(query.title(state)): \(query.changes(draft, to: state))"
    }
    keptLines = try Self.told(plan.kept) { kept in
      let state = try query.reader.record(kept.record) ?? RecordState(id: kept.record)
      let by = kept.changedBy.map { query.snapshot.name(of: $0) }.joined(separator: ", ")
      return "kept: \(query.title(state)): \(kept.field), changed later\(by.isEmpty ? "" : " on \(by)")"
    }
    json = JSONValue(object: [
      (name: "step", value: JSONValue(step.text)),
      (name: "undoing", value: JSONValue(plan.step.text)),
      (
        name: "recorded",
        value: JSONValue(
          array: plan.drafts.map { draft in
            JSONValue(object: [
              (name: "record", value: JSONValue(draft.record.text)),
              (name: "set", value: JSONValue(object: draft.set.map { (name: $0, value: $1) })),
            ])
          })
      ),
      (
        name: "kept",
        value: JSONValue(
          array: plan.kept.map { kept in
            JSONValue(object: [
              (name: "record", value: JSONValue(kept.record.text)),
              (name: "field", value: JSONValue(kept.field)),
              (name: "changed_by", value: JSONValue(array: kept.changedBy.map { JSONValue($0.text) })),
            ])
          })
      ),
    ])
  }

  /// So many records are told one by one; an import has thousands.
  private static let toldMax = 20

  private static func told<One>(_ all: [One], _ line: (One) throws -> String) rethrows -> [String] {
    guard all.count > toldMax else { return try all.map(line) }
    return try all.prefix(toldMax - 1).map(line) + ["… and \(all.count - toldMax + 1) more of these"]
  }

  /// What a command wrote, in a few words, whatever became of it since.
  static func title(of step: StepID, _ records: [RecordID], _ query: QueryContext) throws -> String {
    let shown = records.count > titledMax ? Array(records.prefix(titledMax - 1)) : records
    let rest = records.count - shown.count
    return try shown.map { record in
      let state = try query.reader.record(record) ?? RecordState(id: record)
      var written = RecordState(id: record)
      for entry in try query.reader.history(of: record) where entry.step == step {
        for change in entry.changes { written.values[change.field] = change.value }
      }
      let isNew = written["type"].map { !$0.isNull } ?? false
      if isNew { return query.summary(RecordState(id: record, values: written.values.filter { !$0.value.isNull })) }
      let fields = written.values.sorted { $0.key < $1.key }.map { field, value in
        "\(field) \(value.isNull ? "cleared" : query.displayed(value, of: field, in: state))"
      }
      return "\(query.title(state)): \(fields.joined(separator: ", "))"
    }.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
  }

  private static let titledMax = 5
}
