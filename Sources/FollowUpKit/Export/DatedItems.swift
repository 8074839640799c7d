import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpFormats

/// What happened, in order of days: records, and the days on which applications were sent and closed.
///
/// The order is worked out from a few fields of each record, and the records are read again one after the other, so memory
/// grows by a few words for each. It is the same on every device that has the same state.
struct DatedItems {
  /// One thing that happened.
  enum Item {
    case record(RecordState)
    case applied(Application)
    case closed(Application)
  }

  private enum Source {
    case record(number: Int64)
    case applied(Application)
    case closed(Application)
  }

  private struct Key: Comparable {
    /// Days since 1970-01-01; what has none comes last.
    let day: Int
    /// Seconds since 1970 in UTC. What has no time comes first on its day, behind applications, and closing last.
    let seconds: Int64

    static func < (left: Key, right: Key) -> Bool { (left.day, left.seconds) < (right.day, right.seconds) }
  }

  private let reader: StoreReader
  private var items: [(key: Key, source: Source)] = []
  /// How many records have no day that can be read.
  private(set) var undated = 0

  /// All items of a store.
  ///
  /// - Parameters:
  ///   - types: the types of the records; retracted ones, and those of retracted applications, are left out.
  ///   - applications: those that are not retracted.
  ///   - clock: the reader's, on which the items have their days.
  init(
    _ reader: StoreReader, types: [RecordType], applications: [Application], clock: ReaderClock,
    hiding hidden: Set<RecordID>
  ) throws {
    self.reader = reader
    try reader.forEachRecord(of: types.map { ($0.rawValue, ["at", "tz", "application", "retracted"]) }) {
      number, type, values in
      if values["retracted"]?.bool == true { return }
      if let id = values["application"]?.string.flatMap({ RecordID($0) }), hidden.contains(id) { return }
      let isWallTime = RecordSchema.isWallTime("at", of: RecordType(rawValue: type))
      let at = Moment(values["at"]).map { clock.moment($0, tz: values["tz"]?.string, isWallTime: isWallTime) }
      if at == nil { undated += 1 }
      let key = Key(day: at?.date.dayNumber ?? .max, seconds: at?.time?.secondsSince1970 ?? .min + 1)
      items.append((key, .record(number: number)))
    }
    for application in applications {
      if let day = application.appliedOn {
        items.append((Key(day: day.dayNumber, seconds: .min), .applied(application)))
      }
      if let day = application.closedOn {
        items.append((Key(day: day.dayNumber, seconds: .max), .closed(application)))
      }
    }
    items.sort { $0.key < $1.key }
  }

  /// Calls `body` with each item of some days, in order; within a moment in the order of identifiers.
  ///
  /// - Parameter days: nil for all, those without a day included.
  func read(in days: ClosedRange<Int>? = nil, _ body: (Item) throws -> Void) throws {
    var begin = items.startIndex
    while begin < items.endIndex {
      let key = items[begin].key
      let end = items[begin...].firstIndex { $0.key != key } ?? items.endIndex
      if days?.contains(key.day) ?? true { try read(items[begin..<end], body) }
      begin = end
    }
  }

  /// More than this many records of one moment are read twice and not held.
  private static let heldMax = 1_000

  private func read(_ group: ArraySlice<(key: Key, source: Source)>, _ body: (Item) throws -> Void) throws {
    guard group.count > 1 else {
      if let item = try group.first.flatMap({ try self.item($0.source) }) { try body(item) }
      return
    }
    let isHeld = group.count <= Self.heldMax
    var found: [(id: RecordID, source: Source, item: Item?)] = []
    for (_, source) in group {
      guard let item = try item(source) else { continue }
      found.append((Self.id(item), source, isHeld ? item : nil))
    }
    found.sort { $0.id < $1.id }
    for (_, source, held) in found {
      if let item = try held ?? item(source) { try body(item) }
    }
  }

  private func item(_ source: Source) throws -> Item? {
    switch source {
    case .record(let number): try reader.record(number: number).map { .record($0) }
    case .applied(let application): .applied(application)
    case .closed(let application): .closed(application)
    }
  }

  private static func id(_ item: Item) -> RecordID {
    switch item {
    case .record(let state): state.id
    case .applied(let application), .closed(let application): application.id
    }
  }
}
