import EventLog
import GRDB

/// One event of a record's history.
public struct HistoryEntry: Sendable, Equatable {
  /// One assignment, and what it replaced.
  public struct Change: Sendable, Equatable {
    /// The field.
    public let field: String
    /// The new value; null clears the field.
    public let value: JSONValue
    /// The values that the writer saw and replaced, the last writer's first; empty when the field was new to it.
    /// More than one: a conflict was settled.
    public let replaced: [JSONValue]
    /// Whether it is still a survivor, and if so whether it is the value.
    public let standing: Standing
  }

  /// What an assignment counts for now.
  public enum Standing: Sendable, Equatable {
    /// It is the field's value.
    case value
    /// It stands beside the value, unseen by its writer: the other side of a conflict.
    case concurrent
    /// A later assignment has replaced it.
    case replaced
  }

  /// The event.
  public let hash: EventHash
  /// The record it assigns to.
  public let record: RecordID
  /// The writer.
  public let device: DeviceID
  /// Its number in the writer's log, from 1.
  public let seq: Int64
  /// The writer's clock.
  public let hlc: HybridTimestamp
  /// The command that wrote it; nil where the event names none.
  public let step: StepID?
  /// What it assigns, by field.
  public let changes: [Change]
}

/// Two or more survivors of a field whose values differ (FORMAT 3).
public struct Conflict: Sendable, Equatable {
  /// One of the values.
  public struct Side: Sendable, Equatable {
    /// The value; null clears the field.
    public let value: JSONValue
    /// Who assigned it.
    public let device: DeviceID
    /// The writer's clock.
    public let hlc: HybridTimestamp
    /// The event that assigned it.
    public let hash: EventHash
  }

  /// The record.
  public let record: RecordID
  /// The field in conflict.
  public let field: String
  /// The survivors, the last writer's first: that one is the value.
  public let sides: [Side]
}

extension StoreReader {
  /// All events of a record: who wrote what, when, on which device, what it replaced; oldest first by their clocks.
  public func history(of record: RecordID) throws -> [HistoryEntry] {
    try RecordLog(db, record).entries()
  }

  /// How many fields are in conflict, counted up to a limit.
  public func conflictCount(atMost limit: Int = .max) throws -> Int { try conflictKeys(atMost: limit).count }

  func conflictKeys(atMost limit: Int = .max) throws -> [(record: Int64, field: String)] {
    let select = try RawStatement(
      db,
      """
      SELECT DISTINCT o.record AS record, o.field AS field
      FROM (SELECT record, field, value FROM survivors INDEXED BY survivors_contested WHERE place > 0) o
      JOIN survivors s ON s.record = o.record AND s.field = o.field AND s.place = 0 AND s.value <> o.value
      LIMIT ?
      """)
    select.bind(1, Int64(limit))
    var keys: [(record: Int64, field: String)] = []
    while try select.step() { keys.append((try select.number(0), select.text(1))) }
    return keys
  }

  /// All conflicts, in order of records and fields.
  public func conflicts() throws -> [Conflict] {
    let branches = try BranchTable(db)
    let index = try LogIndex(db, branches)
    let select = try RawStatement(
      db,
      """
      SELECT r.uuid, s.value, s.chain, s.seq FROM survivors s JOIN records r ON r.id = s.record
      WHERE s.record = ? AND s.field = CAST(? AS TEXT) ORDER BY s.place
      """)
    var result: [Conflict] = []
    for (record, field) in try conflictKeys() {
      var sides: [Conflict.Side] = []
      var id: RecordID?
      select.bind(1, record).bind(2, field)
      while try select.step() {
        id = RecordID(select.text(0))
        let order = try index.writeOrder(
          LogPosition(branch: branches.number(ofID: select.number(2)), seq: select.number(3)))
        sides.append(
          Conflict.Side(
            value: JSONValue(unchecked: select.bytes(1)), device: order.device, hlc: order.hlc, hash: order.hash))
      }
      if let id { result.append(Conflict(record: id, field: field, sides: sides)) }
    }
    return result.sorted { ($0.record, $0.field) < ($1.record, $1.field) }
  }
}

/// The events of one record with their causal history.
struct RecordLog {
  struct Item {
    let line: EventLine
    let event: Event
    let branch: Int
    let past: VersionVector

    var order: WriteOrder { WriteOrder(hlc: event.hlc, device: event.device, hash: line.hash) }
  }

  let record: RecordID
  /// In order of their clocks.
  let items: [Item]
  /// For each field and branch those that assign it, by their indices in the order of the branch.
  private let assigning: [String: [Int: [Int]]]

  init(_ db: Database, _ record: RecordID) throws {
    try self.init(db, record, StateReducer(db, branches: BranchTable(db)))
  }

  /// - Parameter reducer: knows the pasts of events; many records share one.
  init(_ db: Database, _ record: RecordID, _ reducer: StateReducer) throws {
    self.record = record
    let branches = reducer.branches
    let select = try RawStatement(
      db,
      """
      SELECT e.chain, e.seq, e.line FROM records r JOIN events e ON e.record = r.id WHERE r.uuid = ? ORDER BY e.id
      """)
    select.bind(1, record.text)
    var items: [Item] = []
    while try select.step() {
      let line = try EventLine(reading: Array(select.bytes(2)))
      guard let event = line.event else { continue }
      let branch = try branches.number(ofID: select.number(0))
      items.append(
        Item(line: line, event: event, branch: branch, past: try reducer.past(of: branch, seq: select.number(1))))
    }
    items.sort { ($0.order, $0.event.seq) < ($1.order, $1.event.seq) }
    var assigning: [String: [Int: [Int]]] = [:]
    for index in items.indices.sorted(by: { items[$0].event.seq < items[$1].event.seq }) {
      for assignment in items[index].event.set {
        assigning[assignment.field, default: [:]][items[index].branch, default: []].append(index)
      }
    }
    self.items = items
    self.assigning = assigning
  }

  /// The assignments of a field that are in no other one's past, the last writer's first.
  ///
  /// - Parameter item: counts only what lies in its past; nil for all.
  func survivors(of field: String, before item: Item? = nil) -> [Item] {
    guard let assigning = assigning[field] else { return [] }
    // Along a branch each one ends those before it.
    var last: [Int] = []
    func add(_ branch: Int, upTo seq: Int64) {
      guard let indices = assigning[branch] else { return }
      var (low, high) = (0, indices.count)
      while low < high {
        let middle = (low + high) / 2
        if items[indices[middle]].event.seq <= seq { low = middle + 1 } else { high = middle }
      }
      if low > 0 { last.append(indices[low - 1]) }
    }
    if let item {
      func seq(_ branch: Int) -> Int64 { item.past[branch] - (branch == item.branch ? 1 : 0) }
      if item.past.countMax < assigning.count {
        item.past.visit { branch, _ in add(branch, upTo: seq(branch)) }
      } else {
        for branch in assigning.keys { add(branch, upTo: seq(branch)) }
      }
    } else {
      for branch in assigning.keys { add(branch, upTo: .max) }
    }
    return Self.last(of: last.map { items[$0] })
  }

  /// Whether `first` lies in the past of `second`.
  func precedes(_ first: Item, _ second: Item) -> Bool {
    first.line.hash != second.line.hash && second.past[first.branch] >= first.event.seq
  }

  /// Of some events those that are in no other one's past, the last writer's first.
  static func last(of items: [Item]) -> [Item] {
    let events = items.map { (LogPosition(branch: $0.branch, seq: $0.event.seq), $0.past) }
    return VersionVector.indicesOfLast(events).map { items[$0] }.sorted { $0.order > $1.order }
  }

  func entries() -> [HistoryEntry] {
    var ranks: [String: [EventHash: Int]] = [:]
    for field in assigning.keys {
      ranks[field] = Dictionary(
        survivors(of: field).enumerated().map { ($1.line.hash, $0) }, uniquingKeysWith: { first, _ in first })
    }
    return items.map { item in
      HistoryEntry(
        hash: item.line.hash, record: record, device: item.event.device, seq: item.event.seq, hlc: item.event.hlc,
        step: item.event.step,
        changes: item.event.set.map { assignment in
          let rank = ranks[assignment.field]?[item.line.hash]
          return HistoryEntry.Change(
            field: assignment.field, value: assignment.value,
            replaced: survivors(of: assignment.field, before: item).compactMap { $0.value(of: assignment.field) },
            standing: rank == nil ? .replaced : rank == 0 ? .value : .concurrent)
        })
    }
  }
}

extension RecordLog.Item {
  func value(of field: String) -> JSONValue? { event.set.first { $0.field == field }?.value }
}
