import EventLog
import GRDB

/// Looks up records one after the other: what an import asks for each of a hundred thousand rows.
///
/// It is valid as long as the ``StoreReader`` that it was made from. What a ``StoreWriter`` has appended since is not
/// among what it finds.
package final class RecordLookup {
  /// One event of a record, in the order of the writers' clocks.
  package struct Step: Sendable, Equatable {
    /// When it was written.
    package let hlc: HybridTimestamp
    /// What it assigned; null clears a field.
    package let set: [String: JSONValue]
  }

  private let access: StoreAccess?
  private let selectValues: RawStatement
  private let selectLines: RawStatement

  /// A look-up in the store as the reader sees it.
  package init(_ reader: StoreReader) throws {
    access = reader.access
    selectValues = try RawStatement(
      reader.db,
      """
      SELECT field, value FROM survivors WHERE record = (SELECT id FROM records WHERE uuid = ?) AND place = 0
      """)
    selectLines = try RawStatement(
      reader.db, "SELECT line FROM events WHERE record = (SELECT id FROM records WHERE uuid = ?) ORDER BY id")
  }

  /// The values of a record, cleared fields left out; nil when the log never assigned to it.
  package func values(of record: RecordID) throws -> [String: JSONValue]? {
    try access?.check()
    selectValues.bind(1, record.text)
    var values: [String: JSONValue]?
    while try selectValues.step() {
      let value = selectValues.bytes(1)
      // Of all JSON values, null alone begins like this.
      if value.first == UInt8(ascii: "n") {
        values = values ?? [:]
      } else {
        values = values ?? [:]
        values?[selectValues.text(0)] = JSONValue(unchecked: value)
      }
    }
    return values
  }

  /// What was assigned to a record, the oldest first by the clocks of those who wrote; commands that were taken back,
  /// and what took them back, left out.
  package func steps(of record: RecordID) throws -> [Step] {
    try access?.check()
    selectLines.bind(1, record.text)
    var events: [(order: WriteOrder, event: Event)] = []
    while try selectLines.step() {
      let line = try EventLine(reading: Array(selectLines.bytes(0)))
      guard let event = line.event else { continue }
      events.append((WriteOrder(hlc: event.hlc, device: event.device, hash: line.hash), event))
    }
    let taken = TakenBack(events.compactMap(\.event.step))
    return events.sorted { $0.order < $1.order }.filter { one in one.event.step.map { !taken.contains($0) } ?? true }
      .map { one in
        Step(
          hlc: one.event.hlc,
          set: Dictionary(one.event.set.map { ($0.field, $0.value) }, uniquingKeysWith: { $1 }))
      }
  }
}

/// The commands among some that no longer count: those that were taken back, and what took them back.
struct TakenBack {
  private var steps: Set<StepID> = []

  init(_ all: some Sequence<StepID>) {
    let all = Set(all)
    func isTakenBack(_ step: StepID) -> Bool { all.contains(step.undoing) && !isTakenBack(step.undoing) }
    for step in all where isTakenBack(step) { steps.formUnion([step, step.undoing]) }
  }

  func contains(_ step: StepID) -> Bool { steps.contains(step) }
}
