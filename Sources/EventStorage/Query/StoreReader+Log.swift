import EventLog
import GRDB

extension StoreReader {
  /// The shape of the log.
  package func outline() throws -> LogOutline {
    LogOutline(
      branches: try BranchTable(db).branches.map {
        LogOutline.Branch(
          device: $0.device, parent: $0.parent, firstSeq: $0.firstSeq, lastSeq: $0.lastSeq, head: $0.head)
      })
  }

  /// What the writers of branches had seen when they last wrote.
  package func headVersions() throws -> HeadVersions { try HeadVersions(db) }

  /// The greatest timestamp that a device has written, as far as is known here: that of one of its heads.
  package func lastWritten() throws -> [DeviceID: HybridTimestamp] {
    let line = try RawStatement(db, "SELECT line FROM events WHERE chain = ? AND seq = ?")
    var result: [DeviceID: HybridTimestamp] = [:]
    for (number, branch) in try BranchTable(db).branches.enumerated() {
      line.bind(1, Int64(number) + 1).bind(2, branch.lastSeq)
      defer { line.reset() }
      guard try line.step(), let hlc = LineHeader(peeking: line.bytes(0))?.hlc else { continue }
      result[branch.device] = max(result[branch.device] ?? hlc, hlc)
    }
    return result
  }

  /// Where the accepted events with these hashes stand; nil for those that are not here.
  package func positions(of hashes: [EventHash]) throws -> [LogPosition?] {
    let index = try LogIndex(db, BranchTable(db))
    return try hashes.map { try index.locate($0) }
  }

  /// The hash of an event, or nil when there is none at that place.
  package func hash(at position: LogPosition) throws -> EventHash? {
    let select = try RawStatement(db, "SELECT line FROM events WHERE chain = ? AND seq = ?")
    select.bind(1, Int64(position.branch) + 1).bind(2, position.seq)
    defer { select.reset() }
    return try select.step() ? EventHash(hashing: select.bytes(0)) : nil
  }

  /// Appends lines of part of a branch to `bytes`, each with its LF, as many as fit.
  ///
  /// - Parameters:
  ///   - piece: which events, as consecutive numbers of one branch.
  ///   - bytes: what the lines are appended to.
  ///   - limit: how many bytes there may be in all.
  /// - Returns: how many lines that were.
  package func appendLines(of piece: LogOutline.Piece, to bytes: inout [UInt8], limit: Int) throws -> Int64 {
    let select = try RawStatement(
      db, "SELECT line, seq FROM events WHERE chain = ? AND seq BETWEEN ? AND ? ORDER BY seq")
    select.bind(1, Int64(piece.branch) + 1).bind(2, piece.seqs.lowerBound).bind(3, piece.seqs.upperBound)
    defer { select.reset() }
    var lines: Int64 = 0
    // What the outline names is here: where it is not found, publishing the rest would pass for all of it.
    func lacking() -> StoreError {
      StoreError(
        .damaged, "events",
        "the database is damaged: event \(piece.seqs.lowerBound + lines) of a log is missing; followup doctor names the "
          + "repair")
    }
    while piece.seqs.lowerBound + lines <= piece.seqs.upperBound {
      guard try select.step(), try select.number(1) == piece.seqs.lowerBound + lines else { throw lacking() }
      let line = select.bytes(0)
      if bytes.count + line.count + 1 > limit { break }
      bytes += line
      bytes.append(UInt8(ascii: "\n"))
      lines += 1
    }
    return lines
  }

  /// The reading of the hybrid logical clock, which does not move it (FORMAT 5, acks).
  ///
  /// - Parameter wallMilliseconds: the wall clock, in milliseconds since 1970 in UTC.
  package func clockReading(wallMilliseconds: Int64) throws -> HybridTimestamp? {
    let wall = HybridTimestamp(milliseconds: wallMilliseconds, counter: 0)
    guard let greatest = try ClockDays(db).greatest(wallMilliseconds: wallMilliseconds) else { return wall }
    return wall.map { max($0, greatest) } ?? greatest
  }
}

/// What the writer of each branch had seen when it last wrote (FORMAT 3). It is valid as long as its reader is.
package struct HeadVersions {
  private let branches: BranchTable
  private let history: CausalHistory

  fileprivate init(_ db: Database) throws {
    branches = try BranchTable(db)
    history = try CausalHistory(db, branches)
  }

  /// The past of a branch's last event, itself included.
  ///
  /// - Parameter branch: its number in the store's ``LogOutline``.
  package func past(of branch: Int) throws -> VersionVector {
    guard branch >= 0, branch < branches.count else { return VersionVector() }
    return try history.past(of: branch, seq: branches[branch].lastSeq)
  }
}
