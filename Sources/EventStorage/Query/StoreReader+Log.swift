import EventLog
import GRDB

extension StoreReader {
  /// The shape of the log.
  public func outline() throws -> LogOutline {
    LogOutline(
      chains: try ChainTable(db).chains.map {
        LogOutline.Chain(
          device: $0.device, parent: $0.parent, firstSeq: $0.firstSeq, lastSeq: $0.lastSeq, head: $0.head)
      })
  }

  /// What the writers of chains had seen when they last wrote.
  package func headPasts() throws -> HeadPasts { try HeadPasts(db) }

  /// The greatest timestamp that a device has written, as far as is known here: that of one of its heads.
  public func lastWritten() throws -> [DeviceID: HybridTimestamp] {
    let line = try RawStatement(db, "SELECT line FROM events WHERE chain = ? AND seq = ?")
    var result: [DeviceID: HybridTimestamp] = [:]
    for (number, chain) in try ChainTable(db).chains.enumerated() {
      line.bind(1, Int64(number) + 1).bind(2, chain.lastSeq)
      defer { line.reset() }
      guard try line.step(), let hlc = LineHeader(peeking: line.bytes(0))?.hlc else { continue }
      result[chain.device] = max(result[chain.device] ?? hlc, hlc)
    }
    return result
  }

  /// Where the accepted events with these hashes stand; nil for those that are not here.
  public func places(of hashes: [EventHash]) throws -> [EventPlace?] {
    let index = try LogIndex(db, ChainTable(db))
    return try hashes.map { try index.locate($0) }
  }

  /// The hash of an event, or nil when there is none at that place.
  public func hash(at place: EventPlace) throws -> EventHash? {
    let select = try RawStatement(db, "SELECT line FROM events WHERE chain = ? AND seq = ?")
    select.bind(1, Int64(place.chain) + 1).bind(2, place.seq)
    defer { select.reset() }
    return try select.step() ? EventHash(hashing: select.bytes(0)) : nil
  }

  /// Appends lines of part of a chain to `bytes`, each with its LF, as many as fit.
  ///
  /// - Parameter limit: how many bytes there may be in all.
  /// - Returns: how many lines that were.
  public func appendLines(of piece: LogOutline.Piece, to bytes: inout [UInt8], limit: Int) throws -> Int64 {
    let select = try RawStatement(
      db, "SELECT line, seq FROM events WHERE chain = ? AND seq BETWEEN ? AND ? ORDER BY seq")
    select.bind(1, Int64(piece.chain) + 1).bind(2, piece.seqs.lowerBound).bind(3, piece.seqs.upperBound)
    defer { select.reset() }
    var lines: Int64 = 0
    // What the outline names is here: where it is not found, publishing the rest would pass for all of it.
    func lacking() -> StoreError {
      StoreError(
        .damaged, "events",
        "the database is damaged: event \(piece.seqs.lowerBound + lines) of a log is not found; followup doctor names what "
          + "mends it")
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
  public func clockReading(wallMilliseconds: Int64) throws -> HybridTimestamp? {
    let wall = HybridTimestamp(milliseconds: wallMilliseconds, counter: 0)
    guard let greatest = try ClockDays(db).greatest(wallMilliseconds: wallMilliseconds) else { return wall }
    return wall.map { max($0, greatest) } ?? greatest
  }
}

/// What the writer of each chain had seen when it last wrote (FORMAT 3). It is valid as long as its reader is.
package struct HeadPasts {
  private let chains: ChainTable
  private let frontiers: Frontiers

  fileprivate init(_ db: Database) throws {
    chains = try ChainTable(db)
    frontiers = try Frontiers(db, chains)
  }

  /// The past of a chain's last event, itself included.
  ///
  /// - Parameter chain: its number in the store's ``LogOutline``.
  package func past(of chain: Int) throws -> Past {
    guard chain >= 0, chain < chains.count else { return Past() }
    return try frontiers.past(of: chain, seq: chains[chain].lastSeq)
  }
}
