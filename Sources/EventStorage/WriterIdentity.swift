import EventLog
import GRDB

/// As which device the store writes here, and after which event (FORMAT 6).
///
/// A copied database file, a restored backup, a cloned disk: two stores that write as one device would give two events
/// with one seq. The store goes on as a device only where it remembers this place and the anchor outside the database
/// agrees; in every other case it mints a new one.
struct WriterIdentity {
  var device: DeviceID
  /// The last event that was written here, not merely received; 0 before the first.
  var seq: Int64
  var hash: EventHash
  var isAnchored: Bool
  /// Set when the device was minted just now.
  var minting: WriteReceipt.Minting?
  private let place: String

  private init(device: DeviceID, seq: Int64, hash: EventHash, isAnchored: Bool, place: String) {
    self.device = device
    self.seq = seq
    self.hash = hash
    self.isAnchored = isAnchored
    self.place = place
  }

  /// Finds or mints the identity, within the write transaction.
  static func establish(
    _ db: Database, chains: ChainTable, index: LogIndex, anchorFile: AnchorFile, environment: StoreEnvironment
  ) throws -> WriterIdentity {
    let anchor = anchorFile.read()
    let reason: WriteReceipt.Minting
    if var remembered = try remembered(db, place: anchorFile.place) {
      switch anchor {
      case nil where remembered.isAnchored:
        reason = .moved
      case nil:
        // No anchor could be written here, so its absence says nothing; perhaps it can be now.
        if try !remembered.isBranched(db, chains) {
          remembered.isAnchored = anchorFile.write(
            Anchor(device: remembered.device, seq: remembered.seq, hash: remembered.hash))
          return remembered
        }
        reason = .branched
      case .some(let anchor):
        if anchor.device != remembered.device {
          // A minting that did not come to its first event, or another store's; what was written here is not known.
          remembered = WriterIdentity(
            device: anchor.device, seq: 0, hash: .zero, isAnchored: true, place: anchorFile.place)
          // Its first event is still to come, so it is told of now.
          remembered.minting = .moved
        }
        remembered.isAnchored = true
        if try !anchor.isInLog(chains, index) {
          reason = .restored
        } else if try remembered.isBranched(db, chains) {
          reason = .branched
        } else {
          return remembered
        }
      }
    } else {
      reason = try Int64.fetchOne(db, sql: "SELECT count(*) FROM own_devices") ?? 0 == 0 ? .first : .moved
    }
    let device = environment.newDevice()
    // Before the commit of the device's first event: a copy made from now on has no anchor that fits.
    let isAnchored = anchorFile.write(Anchor(device: device, seq: 0, hash: .zero))
    var minted = WriterIdentity(
      device: device, seq: 0, hash: .zero, isAnchored: isAnchored, place: anchorFile.place)
    minted.minting = reason
    return minted
  }

  private static func remembered(_ db: Database, place: String) throws -> WriterIdentity? {
    let row = try RawStatement(db, "SELECT device, seq, hash, anchored FROM writers WHERE place = ?")
    row.bind(1, place)
    defer { row.reset() }
    guard try row.step(), let device = DeviceID(row.text(0)) else { return nil }
    let hash = UnsafeRawBufferPointer(row.bytes(2))
    guard hash.count == 32 else { return nil }
    return WriterIdentity(
      device: device, seq: row.int(1), hash: EventHash(raw: hash), isAnchored: row.int(3) != 0, place: place)
  }

  /// Whether an event of the own device that was not written here stands at or above the last own one, accepted or
  /// waiting: then another copy of this store writes as the same device.
  private func isBranched(_ db: Database, _ chains: ChainTable) throws -> Bool {
    for chain in chains.ofDevice[device] ?? [] {
      if chains[chain].head == hash, chains[chain].lastSeq == seq { continue }
      if chains[chain].lastSeq >= seq { return true }
    }
    let waiting = try RawStatement(db, "SELECT 1 FROM waiting WHERE device = ? AND seq >= ? LIMIT 1")
    waiting.bind(1, device.text).bind(2, seq)
    defer { waiting.reset() }
    return try waiting.step()
  }

  /// Remembers what was written.
  func save(_ db: Database) throws {
    let upsert = try RawStatement(
      db, "INSERT OR REPLACE INTO writers (place, device, seq, hash, anchored) VALUES (?, ?, ?, ?, ?)")
    upsert.bind(1, place).bind(2, device.text).bind(3, seq).bind(4, blob: hash.bytes)
    try upsert.bind(5, isAnchored ? 1 : 0).run()
    guard minting != nil else { return }
    let own = try RawStatement(
      db, "INSERT OR IGNORE INTO own_devices (device, first_event) SELECT ?, max(id) FROM events")
    try own.bind(1, device.text).run()
  }
}

extension Anchor {
  /// Whether the anchor's event is in the log; seq 0 always is.
  func isInLog(_ chains: ChainTable, _ index: LogIndex) throws -> Bool {
    if seq == 0 { return true }
    guard let place = try index.locate(hash) else { return false }
    return chains[place.chain].device == device && place.seq == seq
  }
}
