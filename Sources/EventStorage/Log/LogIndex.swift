import EventLog
import GRDB

/// Finds accepted events by hash and by place.
final class LogIndex {
  /// The database's indexes on the log are put aside; what was accepted lately is found here (``BulkLoad``).
  var bulk: BulkLoad?

  private let byHash: RawStatement
  private let bySeq: RawStatement
  private let byID: RawStatement
  private let branches: BranchTable
  private var scanner = LineScanner()

  init(_ db: Database, _ branches: BranchTable) throws {
    byHash = try RawStatement(db, "SELECT chain, seq, line FROM events WHERE hash = ?")
    bySeq = try RawStatement(db, "SELECT line FROM events WHERE chain = ? AND seq = ?")
    byID = try RawStatement(db, "SELECT line FROM events WHERE id = ?")
    self.branches = branches
  }

  /// Where the accepted event with this hash stands, or nil. The index holds 8 bytes of a hash; the whole of it is
  /// checked on the line, for two lines that agree in 8 bytes can be made on purpose.
  func locate(_ hash: EventHash) throws -> LogPosition? {
    guard hash != .zero else { return nil }
    if let position = locateRecent(hash) { return position }
    try bulk?.end()
    byHash.bind(1, hash.prefix)
    defer { byHash.reset() }
    while try byHash.step() {
      // A row of a branch that does not exist is no event that was accepted; `verify` tells of it.
      guard let branch = try? branches.number(ofID: byHash.number(0)) else { continue }
      if EventHash(hashing: byHash.bytes(2)) == hash { return LogPosition(branch: branch, seq: try byHash.number(1)) }
    }
    return nil
  }

  /// Where the event stands if it is a head or, during a bulk load, was accepted lately. Nil says nothing.
  func locateRecent(_ hash: EventHash) -> LogPosition? {
    guard hash != .zero else { return nil }
    if let branch = branches.branch(endingWith: hash) {
      return LogPosition(branch: branch, seq: branches[branch].lastSeq)
    }
    return bulk?.recent(hash)
  }

  /// Calls `body` with the line of an event; nil when there is none.
  func withLine<Result>(
    branch: Int, seq: Int64, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) throws -> Result? {
    try bulk?.end()
    bySeq.bind(1, Int64(branch) + 1).bind(2, seq)
    defer { bySeq.reset() }
    return try bySeq.step() ? body(bySeq.bytes(0)) : nil
  }

  /// What the last-writer rule compares.
  ///
  /// - Parameter id: the event's id where it is known, which finds it without an index.
  func writeOrder(_ position: LogPosition, id: Int64 = 0) throws -> WriteOrder {
    func order(_ line: UnsafeBufferPointer<UInt8>) throws -> WriteOrder {
      try scanner.scan(line)
      return WriteOrder(
        hlc: scanner.hlc ?? .least, device: scanner.device,
        hash: EventHash(hashing: line))
    }
    if id > 0 {
      byID.bind(1, id)
      defer { byID.reset() }
      if try byID.step() { return try order(byID.bytes(0)) }
    } else if let order = try withLine(branch: position.branch, seq: position.seq, order) {
      return order
    }
    throw DatabaseError.damage("event \(position.seq) of chain \(position.branch + 1) is missing")
  }

  /// The hashes in `seen` of an event.
  func seen(branch: Int, seq: Int64) throws -> [EventHash] {
    try withLine(branch: branch, seq: seq) { line in
      try scanner.scan(line)
      return scanner.seen
    } ?? []
  }
}
