import EventLog
import GRDB

/// A line that waits for its predecessor, without its content.
package struct WaitingEvent: Sendable, Equatable {
  /// Where it is to stand.
  package let position: EventPosition
  /// The hash of the event that it waits for.
  package let prev: EventHash
}

extension StoreReader {
  /// What waits, in order of devices and seqs.
  package func waitingEvents() throws -> [WaitingEvent] {
    let rows = try RawStatement(db, "SELECT hash, device, seq, prev FROM waiting ORDER BY device, seq, hash")
    var result: [WaitingEvent] = []
    while try rows.step() {
      result.append(
        WaitingEvent(
          position: EventPosition(device: try rows.device(1), seq: try rows.number(2), hash: try rows.hash(0)),
          prev: try rows.hash(3)))
    }
    return result
  }

  /// The devices whose accepted events have seen events that are not here.
  package func witnesses() throws -> Witnesses { try Witnesses(db) }
}

/// Who has seen events that are not here. It is valid as long as its reader is.
package struct Witnesses {
  private let branches: BranchTable
  private let select: RawStatement
  private let seen: Set<EventHash>

  fileprivate init(_ db: Database) throws {
    branches = try BranchTable(db)
    var seen: Set<EventHash> = []
    let hashes = try RawStatement(db, "SELECT DISTINCT hash FROM dangling")
    while try hashes.step() {
      let bytes = UnsafeRawBufferPointer(hashes.bytes(0))
      if bytes.count == 32 { seen.insert(EventHash(raw: bytes)) }
    }
    self.seen = seen
    select = try RawStatement(
      db,
      "SELECT d.chain, e.line FROM dangling d JOIN events e ON e.chain = d.chain AND e.seq = d.seq WHERE d.hash = ?")
  }

  /// The devices whose accepted events have seen this one, which is not here, and when they wrote that.
  package func all(of hash: EventHash) throws -> [(device: DeviceID, hlc: HybridTimestamp?)] {
    guard seen.contains(hash) else { return [] }
    select.bind(1, blob: hash.bytes)
    defer { select.reset() }
    var result: [(DeviceID, HybridTimestamp?)] = []
    while try select.step() {
      let branch = try branches.number(ofID: select.number(0))
      result.append((branches[branch].device, LineHeader(peeking: select.bytes(1))?.hlc))
    }
    return result
  }
}
