import EventLog
import GRDB

/// The shape of a store's log: its branches, without their events.
///
/// A branch is the way along `prev` from a head to the event with seq 1 (FORMAT 5). Two branches of one device share
/// their trunk; a chain is the part of a branch that no earlier chain has.
public struct LogOutline: Sendable, Equatable {
  /// The part of a branch that is its own.
  public struct Chain: Sendable, Equatable {
    /// The device whose log it is a part of.
    public let device: DeviceID
    /// The chain that it branches from, at `firstSeq - 1`; nil when it begins at seq 1.
    public let parent: Int?
    /// The number of its first event.
    public let firstSeq: Int64
    /// The number of its last event.
    public let lastSeq: Int64
    /// The hash of its last event, which has no accepted successor.
    public let head: EventHash

    /// A chain from `firstSeq` to `lastSeq`.
    public init(device: DeviceID, parent: Int?, firstSeq: Int64, lastSeq: Int64, head: EventHash) {
      self.device = device
      self.parent = parent
      self.firstSeq = firstSeq
      self.lastSeq = lastSeq
      self.head = head
    }
  }

  /// Part of a chain.
  public struct Piece: Sendable, Equatable {
    /// The chain's number in ``LogOutline/chains``.
    public let chain: Int
    /// The numbers of its events.
    public let seqs: ClosedRange<Int64>

    /// Part of a chain. It is not checked against the outline.
    public init(chain: Int, seqs: ClosedRange<Int64>) {
      self.chain = chain
      self.seqs = seqs
    }
  }

  /// The chains; one that branches comes after the one it branches from. The numbers are this store's own.
  public let chains: [Chain]

  /// The outline of these chains; each comes after the one it branches from.
  public init(chains: [Chain]) { self.chains = chains }

  /// The pieces of chains that hold these events of a branch, from the last to the first.
  ///
  /// - Parameters:
  ///   - end: the last of the events.
  ///   - first: the seq of the first one.
  public func pieces(upTo end: EventPlace, from first: Int64) -> [Piece] {
    var pieces: [Piece] = []
    var next: Int? = end.chain
    var last = end.seq
    while let chain = next, chains.indices.contains(chain), last >= first, last >= 1 {
      let start = chains[chain].firstSeq
      if last >= start { pieces.append(Piece(chain: chain, seqs: max(first, start)...last)) }
      last = min(last, start - 1)
      next = chains[chain].parent
    }
    return pieces
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

/// Where an accepted event stands in a store: its chain's number there, and its seq.
public struct EventPlace: Hashable, Sendable, BitwiseCopyable {
  /// The chain's number in this store.
  public var chain: Int
  /// The event's number in its device's log, from 1.
  public var seq: Int64

  /// The place of an event.
  public init(chain: Int, seq: Int64) {
    self.chain = chain
    self.seq = seq
  }
}

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

  /// The last acks of all devices, from all folders that this store has synced with.
  public func acks() throws -> [FolderMemory.Ack] {
    let select = try RawStatement(db, "SELECT n, path, content FROM folder_acks ORDER BY folder, device")
    var result: [FolderMemory.Ack] = []
    while try select.step() {
      result.append(FolderMemory.Ack(n: try select.count(0), path: select.text(1), content: Array(select.bytes(2))))
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
  /// - Parameters:
  ///   - piece: which events, as consecutive numbers of one chain.
  ///   - bytes: what the lines are appended to.
  ///   - limit: how many bytes there may be in all.
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
