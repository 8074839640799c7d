import EventLog
import GRDB

/// As which device the store writes here, and after which event (FORMAT 6).
///
/// A copied database file, a restored backup, a cloned disk: two stores that write as one device would give two events
/// with one seq. The store goes on as a device only where it remembers this place and the anchor outside the database
/// agrees; in every other case it mints a new one.
struct WriterIdentity {
  /// The last event that was written here, not merely received.
  var last: EventPosition
  var isAnchored: Bool
  /// Set when the device was minted just now.
  var minting: DeviceMinting?
  private let locationID: String

  private init(last: EventPosition, isAnchored: Bool, locationID: String) {
    self.last = last
    self.isAnchored = isAnchored
    self.locationID = locationID
  }

  /// Finds or mints the identity, within the write transaction.
  ///
  /// - Parameter claims: events of which names in a shared folder speak.
  static func establish(
    _ db: Database, branches: BranchTable, index: LogIndex, anchorFile: AnchorFile, environment: StoreEnvironment,
    claims: [EventClaim] = []
  ) throws -> WriterIdentity {
    switch try evaluate(db, branches: branches, index: index, anchorFile: anchorFile, claims: claims) {
    case .goesOn(var identity):
      if !identity.isAnchored {
        // Perhaps it can be written now.
        identity.isAnchored = anchorFile.write(identity.last)
      }
      return identity
    case .mints(let reason):
      // Before the commit of the device's first event: a copy made from now on has no anchor that fits.
      let start = EventPosition(before: environment.newDevice())
      let isAnchored = anchorFile.write(start)
      var minted = WriterIdentity(last: start, isAnchored: isAnchored, locationID: anchorFile.locationID)
      minted.minting = reason
      return minted
    }
  }

  /// Whether the store goes on as the device that it remembers here, or mints one.
  enum Evaluation {
    case goesOn(WriterIdentity)
    case mints(DeviceMinting)
  }

  /// Looks without changing anything.
  static func evaluate(
    _ db: Database, branches: BranchTable, index: LogIndex, anchorFile: AnchorFile, claims: [EventClaim]
  ) throws -> Evaluation {
    guard var remembered = try remembered(db, locationID: anchorFile.locationID) else {
      return .mints(try db.count("SELECT count(*) FROM own_devices") == 0 ? .first : .moved)
    }
    if let anchor = anchorFile.read() {
      if anchor.device != remembered.last.device {
        // A minting that did not come to its first event, or another store's; what was written here is not known.
        remembered = WriterIdentity(
          last: EventPosition(before: anchor.device), isAnchored: true, locationID: anchorFile.locationID)
        // Its first event is still to come, so it is told of now.
        remembered.minting = .moved
      }
      remembered.isAnchored = true
      guard try anchor.isInLog(branches, index) else { return .mints(.restored) }
    } else if remembered.isAnchored {
      return .mints(.moved)
    }
    // No anchor could be written here, so its absence says nothing.
    return try remembered.isBranched(db, branches, claims) ? .mints(.branched) : .goesOn(remembered)
  }

  static func remembered(_ db: Database, locationID: String) throws -> WriterIdentity? {
    let row = try RawStatement(db, "SELECT device, seq, hash, anchored FROM writers WHERE place = ?")
    row.bind(1, locationID)
    defer { row.reset() }
    guard try row.step() else { return nil }
    return WriterIdentity(
      last: EventPosition(device: try row.device(0), seq: try row.count(1), hash: try row.hash(2)),
      isAnchored: try row.anyInteger(3) != 0,
      locationID: locationID)
  }

  /// Whether an event of the own device that was not written here stands at or above the last own one, accepted,
  /// waiting, or claimed by a name: then another copy of this store writes as the same device.
  private func isBranched(_ db: Database, _ branches: BranchTable, _ claims: [EventClaim]) throws -> Bool {
    for claim in claims where claim.device == last.device && claim.seq >= max(last.seq, 1) {
      if claim.seq > last.seq || claim.hashPrefix != last.hash.prefix { return true }
    }
    for branch in branches.branches(of: last.device) {
      if branches[branch].head == last.hash, branches[branch].lastSeq == last.seq { continue }
      if branches[branch].lastSeq >= last.seq { return true }
    }
    let waiting = try RawStatement(db, "SELECT 1 FROM waiting WHERE device = ? AND seq >= ? LIMIT 1")
    waiting.bind(1, last.device.text).bind(2, last.seq)
    defer { waiting.reset() }
    return try waiting.step()
  }

  /// Remembers what was written, or that the device was minted for this place.
  func save(_ db: Database) throws {
    let upsert = try RawStatement(
      db, "INSERT OR REPLACE INTO writers (place, device, seq, hash, anchored) VALUES (?, ?, ?, ?, ?)")
    upsert.bind(1, locationID).bind(2, last.device.text).bind(3, last.seq).bind(4, blob: last.hash.bytes)
    try upsert.bind(5, isAnchored ? 1 : 0).run()
    guard minting != nil else { return }
    let own = try RawStatement(
      db, "INSERT OR IGNORE INTO own_devices (device, first_event) SELECT ?, coalesce(max(id), 0) FROM events")
    try own.bind(1, last.device.text).run()
  }
}

extension EventPosition {
  /// Whether an anchor's event is in the log; seq 0 always is.
  func isInLog(_ branches: BranchTable, _ index: LogIndex) throws -> Bool {
    if seq == 0 { return true }
    guard let position = try index.locate(hash) else { return false }
    return branches[position.branch].device == device && position.seq == seq
  }
}

/// An event of which something speaks that is not the event: the name of a segment (FORMAT 6).
package struct EventClaim: Hashable, Sendable {
  /// The device that the name claims to be of.
  package let device: DeviceID
  /// The number of the event that is claimed.
  package let seq: Int64
  /// The first 8 bytes of its hash.
  package let hashPrefix: Int64

  /// A claim; `hashPrefix` holds the first 8 bytes of the event's hash.
  package init(device: DeviceID, seq: Int64, hashPrefix: Int64) {
    self.device = device
    self.seq = seq
    self.hashPrefix = hashPrefix
  }
}

/// As which device a store writes.
package struct StoreWriterState: Sendable, Equatable {
  /// As which device the store writes.
  package let device: DeviceID
  /// Set when the device was minted just now: a person is told once.
  package let minting: DeviceMinting?

  /// The state after a device was, or was not, minted.
  package init(device: DeviceID, minting: DeviceMinting?) {
    self.device = device
    self.minting = minting
  }
}

/// As which device the next event would be written, found out without changing anything (FORMAT 6).
package struct WriterStanding: Sendable, Equatable {
  /// The device that goes on; nil where the next event mints one.
  package let device: DeviceID?
  /// Why the next event mints a device; nil where none is minted.
  package let minting: DeviceMinting?
  /// Whether an anchor outside the database tells the store from its copies.
  package let isAnchored: Bool
}
