import EventLog
import FollowUp

/// What an import asks of the log.
package struct ImportLog {
  /// The values of a record; nil when the log never assigned to it.
  package let values: (RecordID) throws -> [String: JSONValue]?
  /// What was assigned to a field of a record, the oldest first, without what was taken back.
  package let history: (RecordID, _ field: String) throws -> [EarlierValue]

  /// A log that is asked through these two functions.
  package init(
    values: @escaping (RecordID) throws -> [String: JSONValue]?,
    history: @escaping (RecordID, _ field: String) throws -> [EarlierValue]
  ) {
    self.values = values
    self.history = history
  }
}

/// One import of one or several files: holds row after row against the log, and gives what is to be written.
///
///     var run = ImportRun(log: log, known: known, files: tables.count)
///     let tally = try run.take(table) { draft in try writer.append(draft, step: step) }
///
/// Memory grows with what has to be told, not with the rows; with several files also with the records, for a later file
/// may speak of those of an earlier one.
package struct ImportRun {
  private let log: ImportLog
  private var known: KnownApplications
  private let hasMoreFiles: Bool
  /// What this run has assigned, where it may be asked for again.
  private var pending: [RecordID: (values: [String: JSONValue], map: String)] = [:]
  /// The people who were named beside applications.
  private var named: Set<RecordID> = []

  /// - Parameters:
  ///   - log: what the import asks of the log.
  ///   - known: the applications that are there.
  ///   - files: how many files are to come.
  package init(log: ImportLog, known: KnownApplications, files: Int) {
    self.log = log
    self.known = known
    hasMoreFiles = files > 1
  }

  /// Takes in one file, which was surveyed.
  ///
  /// - Parameters:
  ///   - table: the file and how it is read.
  ///   - write: gets what is to be written, one draft a record.
  /// - Throws: what `write`, the log and the file's rows throw.
  package mutating func take(_ table: ImportTable, write: (Draft) throws -> Void) throws -> ImportTally {
    var tally = ImportTally()
    var met: Set<RowOrder.Mark> = []
    let reader = table.reader
    let order = table.order
    try table.forEachFullRow(
      { line in
        tally.rows += 1
        let row: ImportedRow
        do throws(RowProblem) {
          guard let read = try reader.read(line) else { return }
          row = read
        } catch {
          return tally.refuse(Refusal(file: table.file, line: line.line, reason: "\(error.reason); it was left out"))
        }
        var id: RecordID?
        if !order.isPlain {
          let mark = RowOrder.Mark(key: row.key, line)
          if order.hasRepeats || !order.contested.isEmpty, !met.insert(mark).inserted {
            tally.repeated += 1
            return
          }
          if let entry = order.alike[mark] {
            tally.remarks[.alike(row.title, entry.id), default: 0] += 1
          }
          if let joined = order.joined[mark] {
            tally.join(ImportTally.Joined(line: row.line, record: joined, title: row.title))
            id = joined
          } else if let ordinal = order.ordinals[mark] {
            id = RowIdentity.record(row.key, ordinal: ordinal)
          }
        }
        try take(row, as: row.id ?? id ?? RowIdentity.record(row.key), table.map, &tally, write)
      },
      refused: { refusal in
        guard refusal.line > table.headerLine else { return }
        tally.rows += 1
        tally.refuse(refusal)
      })
    return tally
  }

  private mutating func take(
    _ row: ImportedRow, as id: RecordID, _ map: ImportMap, _ tally: inout ImportTally, _ write: (Draft) throws -> Void
  ) throws {
    var row = row
    if row.type == .contact {
      // Whom one knows where one has applied can be asked (PLAYBOOKS 8).
      let isInsider = map.source == "linkedin" && !row.company.isEmpty && known.hasApplied(toFolded: row.company)
      if isInsider, !row.values.contains(where: { $0.field == "role" }) {
        row.values.append(ImportedRecord.Value("role", "insider", isAddition: true))
      }
    } else if hasMoreFiles {
      known.add(folded: row.company)
    }
    for remark in row.remarks { tally.remarks[remark, default: 0] += 1 }
    for record in row.records(id) {
      if record.type == .contact, row.type != .contact, !named.insert(record.id).inserted { continue }
      let outcome = try reconcile(record, map.name)
      tally.count(outcome, record, line: row.line, title: row.title)
      guard let set = outcome.assignments else { continue }
      if hasMoreFiles { note(record.id, set, map.name) }
      try write(Draft(record: record.id, set: set))
    }
  }

  /// Holds one record against the log, and against what this run has written.
  mutating func reconcile(_ record: ImportedRecord, _ map: String) throws -> Reconciliation {
    let earlier = pending[record.id]
    var values = try log.values(record.id)
    if let earlier {
      values = (values ?? [:]).merging(earlier.values) { $1 }.filter { !$0.value.isNull }
    }
    return try Reconciliation.of(record, map: map, current: values) { field in
      var history = try log.history(record.id, field)
      if let earlier, let value = earlier.values[field] { history.append(EarlierValue(value: value, map: earlier.map)) }
      return history
    }
  }

  private mutating func note(_ id: RecordID, _ set: [String: JSONValue], _ map: String) {
    let earlier = pending[id]?.values ?? [:]
    pending[id] = (earlier.merging(set) { $1 }, map)
  }
}

extension ImportedRow {
  /// What a person is shown of the row.
  var title: String {
    func text(_ field: String) -> String? { values.first { $0.field == field }?.value?.string }
    if type == .contact { return text("name") ?? "" }
    return [text("company"), text("role")].compactMap(\.self).joined(separator: " — ")
  }
}
