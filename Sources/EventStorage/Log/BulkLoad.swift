import EventLog
import GRDB

/// Putting many events into a store that holds few: the indexes are dropped within the transaction and made again at
/// its end, for an index on hashes that is kept up on the way costs more than the events themselves.
///
/// Meanwhile events that were accepted lately are found in a cache of fixed size. What that cannot answer ends the
/// load early; nothing but speed depends on it.
final class BulkLoad {
  /// Below so many lines the indexes are not worth the trouble.
  static let linesMin = 2_000

  private static let ways = 4
  private static let sets = 1 << 14
  private static let indexes = [
    "events_chain_seq", "events_hash", "events_record", "survivors_contested", "survivors_type",
    "survivors_reference",
  ]

  private let db: Database
  private var definitions: [String] = []
  private(set) var isRunning = false
  private var hashes: [EventHash] = []
  private var positions: [LogPosition] = []
  private var nextWay: [UInt8] = []

  init(_ db: Database) { self.db = db }

  /// So many new events show that more are to come, in a store that holds some: lines can all be known.
  static let newMin: Int64 = 1_000

  /// Whether so many lines are worth a bulk load into a store of so many events.
  static func isWorthwhile(lines: Int, events: Int64) -> Bool {
    lines >= linesMin && Int64(lines) >= events
  }

  func begin() throws {
    for index in Self.indexes {
      guard let sql = try String.fetchOne(db, sql: "SELECT sql FROM sqlite_master WHERE name = ?", arguments: [index])
      else { continue }
      definitions.append(sql)
      try db.execute(sql: "DROP INDEX \(index)")
    }
    // Rows only come at the end of their tables, which takes little room.
    try db.setPageCache(.appending)
    hashes = Array(repeating: .zero, count: Self.sets * Self.ways)
    positions = Array(repeating: LogPosition(branch: 0, seq: 0), count: Self.sets * Self.ways)
    nextWay = Array(repeating: 0, count: Self.sets)
    isRunning = true
  }

  /// Makes the indexes again. Safe to call more than once.
  func end() throws {
    guard isRunning else { return }
    isRunning = false
    hashes = []
    positions = []
    nextWay = []
    // Room to sort in.
    try db.setPageCache(.large)
    for sql in definitions { try db.execute(sql: sql) }
  }

  func note(_ hash: EventHash, _ position: LogPosition) {
    guard isRunning else { return }
    let set = Int(truncatingIfNeeded: hash.prefix) & (Self.sets - 1)
    let index = set * Self.ways + Int(nextWay[set])
    hashes[index] = hash
    positions[index] = position
    nextWay[set] = (nextWay[set] + 1) % UInt8(Self.ways)
  }

  func recent(_ hash: EventHash) -> LogPosition? {
    guard isRunning else { return nil }
    let set = Int(truncatingIfNeeded: hash.prefix) & (Self.sets - 1)
    for index in set * Self.ways..<(set + 1) * Self.ways where hashes[index] == hash { return positions[index] }
    return nil
  }
}
