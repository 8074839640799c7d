import EventLog
import GRDB

extension EventStore {
  /// As which device this store writes here; it is minted where that is due (FORMAT 6), and then remembered before it
  /// has written anything.
  ///
  /// - Parameter claims: events of which the names in a shared folder speak. The names must have been read before this
  ///   is called: what this store publishes is in its log before, so its own names never look like another's.
  package func writerState(claims: [EventClaim] = []) throws -> StoreWriterState {
    let known = try reading { db, _ -> StoreWriterState? in
      let branches = try BranchTable(db)
      let evaluation = try WriterIdentity.evaluate(
        db, branches: branches, index: try LogIndex(db, branches), anchorFile: anchorFile, claims: claims)
      guard case .goesOn(let identity) = evaluation, identity.minting == nil else { return nil }
      return StoreWriterState(device: identity.last.device, minting: nil)
    }
    if let known { return known }
    return try writing { db, _ in
      writerCache.forget()
      return try db.immediate {
        let branches = try BranchTable(db)
        let identity = try WriterIdentity.establish(
          db, branches: branches, index: try LogIndex(db, branches), anchorFile: anchorFile, environment: environment,
          claims: claims)
        try identity.save(db)
        return StoreWriterState(device: identity.last.device, minting: identity.minting)
      }
    }
  }

  /// As which device the next event would be written here.
  package func writerStanding() throws -> WriterStanding {
    try reading { db, _ in
      let branches = try BranchTable(db)
      let evaluation = try WriterIdentity.evaluate(
        db, branches: branches, index: try LogIndex(db, branches), anchorFile: anchorFile, claims: [])
      switch evaluation {
      case .mints(let reason): return WriterStanding(device: nil, minting: reason, isAnchored: false)
      case .goesOn(let identity):
        return WriterStanding(device: identity.last.device, minting: identity.minting, isAnchored: identity.isAnchored)
      }
    }
  }

  /// The device that last wrote here, as far as it is remembered; nothing is minted.
  package func writerHere() throws -> DeviceID? {
    try reading { db, _ in try WriterIdentity.remembered(db, locationID: anchorFile.locationID)?.last.device }
  }

  /// What stands for this machine and the path of this store in its own table of writers.
  package var locationID: String { anchorFile.locationID }
}
