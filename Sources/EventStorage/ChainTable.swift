import EventLog
import GRDB

/// One branch of one device's log.
struct Chain {
  let device: DeviceID
  /// The chain that it branches from, at `firstSeq - 1`; nil when it begins at seq 1.
  let parent: Int?
  let firstSeq: Int64
  /// The seq and hash of its last event that counts so far.
  var lastSeq: Int64
  var head: EventHash
  /// The past of that last event; loaded when it is first needed.
  var past: Past?
  var isNew = false
  var isChanged = false
}

/// All chains, by number (id - 1). There are about as many as devices, so they are held in memory.
final class ChainTable {
  private(set) var chains: [Chain] = []
  private(set) var ofDevice: [DeviceID: [Int]] = [:]

  init(_ db: Database) throws {
    let rows = try RawStatement(db, "SELECT device, parent, first_seq, last_seq, head FROM chains ORDER BY id")
    while try rows.step() {
      let head = UnsafeRawBufferPointer(rows.bytes(4))
      // A chain branches from one that was there before it.
      guard let device = DeviceID(rows.text(0)), head.count == 32, rows.int(2) >= 1, rows.int(3) >= rows.int(2),
        rows.isNull(1) || (rows.int(1) >= 1 && rows.int(1) <= Int64(chains.count))
      else { throw Self.damaged }
      append(
        Chain(
          device: device, parent: rows.isNull(1) ? nil : Int(rows.int(1)) - 1, firstSeq: rows.int(2),
          lastSeq: rows.int(3), head: EventHash(raw: head), past: nil))
    }
  }

  subscript(index: Int) -> Chain {
    get { chains[index] }
    _modify { yield &chains[index] }
  }

  var count: Int { chains.count }

  /// The number of the chain with this id, as the database has it.
  ///
  /// - Throws: ``StoreError`` when there is none: the database is damaged.
  func number(ofID id: Int64) throws -> Int {
    guard id >= 1, id <= Int64(chains.count) else { throw Self.damaged }
    return Int(id) - 1
  }

  private static let damaged = StoreError(
    .damaged, "chains", "the database is damaged: it speaks of a log that it does not have; run followup verify")

  @discardableResult
  func append(_ chain: Chain) -> Int {
    chains.append(chain)
    ofDevice[chain.device, default: []].append(chains.count - 1)
    return chains.count - 1
  }

  /// The greatest seq that is accepted of a device; 0 when there is none.
  func lastSeq(of device: DeviceID) -> Int64 {
    (ofDevice[device] ?? []).map { chains[$0].lastSeq }.max() ?? 0
  }

  /// Takes every chain back to before its first event, for a fold of the whole log from the start.
  func rewind() {
    for index in chains.indices {
      chains[index].lastSeq = chains[index].firstSeq - 1
      chains[index].head = .zero
      chains[index].past = nil
    }
  }

  /// Writes what changed.
  func save(_ db: Database) throws {
    for index in chains.indices where chains[index].isChanged {
      let chain = chains[index]
      let statement = try RawStatement(
        db,
        chain.isNew
          ? "INSERT INTO chains (last_seq, head, id, device, parent, first_seq) VALUES (?, ?, ?, ?, ?, ?)"
          : "UPDATE chains SET last_seq = ?, head = ? WHERE id = ?")
      statement.bind(1, chain.lastSeq).bind(2, blob: chain.head.bytes).bind(3, Int64(index) + 1)
      if chain.isNew {
        statement.bind(4, chain.device.text).bind(6, chain.firstSeq)
        if let parent = chain.parent { statement.bind(5, Int64(parent) + 1) } else { statement.bindNull(5) }
      }
      try statement.run()
      chains[index].isChanged = false
      chains[index].isNew = false
    }
  }
}
