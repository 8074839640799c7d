import EventLog

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
