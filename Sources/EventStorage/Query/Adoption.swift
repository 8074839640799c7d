import EventLog
import GRDB

/// What recording anew the lines of a device would write that wait for events which nobody has any more.
///
/// An adopted assignment is an event of the own device, which has seen all that is accepted here and would end it. So only
/// those fields are assigned whose waiting assignment is the later one by the rule of the last writer; the others stay.
/// The record's field ``field`` names the lines that were adopted, so that nothing is adopted twice, and a reader finds
/// where an assignment came from. Should the lost events turn up, both stand: the values are the same.
package struct AdoptionPlan: Sendable, Equatable {
  /// The field that lists the hashes of the adopted lines, sorted: a convention of this program, not of the format.
  package static let field = "adopted_from"

  /// A line and what is taken of it.
  package struct Adopted: Sendable, Equatable {
    /// The waiting event whose values are adopted.
    package let hash: EventHash
    /// Its number in its device's log.
    package let seq: Int64
    /// Its writer's clock.
    package let hlc: HybridTimestamp
    /// The record it assigns to.
    package let record: RecordID
    /// The fields that are assigned; never empty.
    package let set: [String: JSONValue]
  }

  /// An assignment that is not taken, because what stands here is later.
  package struct Kept: Sendable, Equatable {
    /// The record.
    package let record: RecordID
    /// The field that is left as it stands.
    package let field: String
    /// What the line assigns.
    package let value: JSONValue
    /// Who has set what stands.
    package let by: DeviceID
  }

  /// The device whose events wait.
  package let device: DeviceID
  /// In the order of the device's log.
  package let adopted: [Adopted]
  /// What is left as it stands, because what stands is later.
  package let kept: [Kept]
  /// Lines that were adopted before.
  package let known: Int
  /// Lines of a later version, which this release does not understand.
  package let opaque: Int
  /// What is written, in one step.
  package let drafts: [Draft]
}

extension StoreReader {
  /// What adopting the waiting lines of a device would write.
  package func adoptionPlan(of device: DeviceID) throws -> AdoptionPlan {
    let rows = try RawStatement(db, "SELECT line FROM waiting WHERE device = ? ORDER BY seq, hash")
    rows.bind(1, device.text)
    var events: [(line: EventLine, event: Event)] = []
    var opaque = 0
    while try rows.step() {
      let line = try EventLine(reading: Array(rows.bytes(0)))
      if let event = line.event { events.append((line, event)) } else { opaque += 1 }
    }
    var adoption = Adoption(try StandingOrders(db), events)
    for record in Set(events.map(\.event.record)) { adoption.names[record] = try adoptedNames(record) }
    try adoption.choose()
    return AdoptionPlan(
      device: device, adopted: adoption.adopted, kept: adoption.kept, known: adoption.known, opaque: opaque,
      drafts: adoption.drafts)
  }

  /// The lines that a record names as adopted.
  private func adoptedNames(_ id: RecordID) throws -> Set<EventHash> {
    let list = try record(id)?[AdoptionPlan.field]?.array ?? []
    return Set(list.compactMap { $0.string.flatMap { EventHash($0) } })
  }
}

/// Finds by which event the value of a field was set.
private struct StandingOrders {
  private let index: LogIndex
  private let branches: BranchTable
  private let select: RawStatement

  init(_ db: Database) throws {
    branches = try BranchTable(db)
    index = try LogIndex(db, branches)
    select = try RawStatement(
      db,
      """
      SELECT s.chain, s.seq FROM survivors s JOIN records r ON r.id = s.record
      WHERE r.uuid = ? AND s.field = CAST(? AS TEXT) AND s.place = 0
      """)
  }

  func order(_ record: RecordID, _ field: String) throws -> WriteOrder? {
    select.bind(1, record.text).bind(2, field)
    defer { select.reset() }
    guard try select.step() else { return nil }
    return try index.writeOrder(LogPosition(branch: branches.number(ofID: select.number(0)), seq: select.number(1)))
  }
}

/// Chooses field by field.
private struct Adoption {
  let standing: StandingOrders
  let events: [(line: EventLine, event: Event)]
  var names: [RecordID: Set<EventHash>] = [:]
  var adopted: [AdoptionPlan.Adopted] = []
  var kept: [AdoptionPlan.Kept] = []
  var drafts: [Draft] = []
  var known = 0

  init(_ standing: StandingOrders, _ events: [(line: EventLine, event: Event)]) {
    self.standing = standing
    self.events = events
  }

  mutating func choose() throws {
    // Within a log the later event goes before the earlier one, whatever the clock said. Of one seq there are two where
    // the device has branches; then the order of writing decides.
    var last: [RecordID: [String: Int]] = [:]
    for (number, one) in events.enumerated() {
      for assignment in one.event.set {
        let other = last[one.event.record]?[assignment.field].map { events[$0] }
        if let other, other.event.seq == one.event.seq, order(other) > order(one) { continue }
        last[one.event.record, default: [:]][assignment.field] = number
      }
    }
    for (number, one) in events.enumerated() {
      let record = one.event.record
      if names[record]?.contains(one.line.hash) == true {
        known += 1
        continue
      }
      var set: [String: JSONValue] = [:]
      for assignment in one.event.set where last[record]?[assignment.field] == number {
        if assignment.field == AdoptionPlan.field { continue }
        if let here = try standing.order(record, assignment.field), here > order(one) {
          kept.append(
            AdoptionPlan.Kept(record: record, field: assignment.field, value: assignment.value, by: here.device))
        } else {
          set[assignment.field] = assignment.value
        }
      }
      guard !set.isEmpty else { continue }
      adopted.append(
        AdoptionPlan.Adopted(
          hash: one.line.hash, seq: one.event.seq, hlc: one.event.hlc, record: record, set: set))
      draft(record, set, one.line.hash)
    }
  }

  private func order(_ one: (line: EventLine, event: Event)) -> WriteOrder {
    WriteOrder(hlc: one.event.hlc, device: one.event.device, hash: one.line.hash)
  }

  private mutating func draft(_ record: RecordID, _ set: [String: JSONValue], _ hash: EventHash) {
    names[record, default: []].insert(hash)
    let list = JSONValue(array: (names[record] ?? []).sorted().map { JSONValue($0.text) })
    guard set.count < LineScanner.countMax else {
      drafts += [Draft(record: record, set: set), Draft(record: record, set: [AdoptionPlan.field: list])]
      return
    }
    drafts.append(Draft(record: record, set: set.merging([AdoptionPlan.field: list]) { $1 }))
  }
}
