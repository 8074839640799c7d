import EventLog

/// The shape of a store's log: its branches, without their events.
///
/// FORMAT 5 calls a branch the whole way along `prev` from a head to the event with seq 1, so that two branches of one
/// device share their trunk. Here, and in the table `chains`, a branch is the part of that way that no earlier one has.
package struct LogOutline: Sendable, Equatable {
  /// A run of one device's events that no other branch has.
  package struct Branch: Sendable, Equatable {
    /// The device whose log it is a part of.
    package let device: DeviceID
    /// The branch that it forks from, at `firstSeq - 1`; nil when it begins at seq 1.
    package let parent: Int?
    /// The number of its first event.
    package let firstSeq: Int64
    /// The number of its last event.
    package let lastSeq: Int64
    /// The hash of its last event, which has no accepted successor.
    package let head: EventHash

    /// A branch from `firstSeq` to `lastSeq`.
    package init(device: DeviceID, parent: Int?, firstSeq: Int64, lastSeq: Int64, head: EventHash) {
      self.device = device
      self.parent = parent
      self.firstSeq = firstSeq
      self.lastSeq = lastSeq
      self.head = head
    }
  }

  /// Part of a branch.
  package struct Piece: Sendable, Equatable {
    /// The branch's number in ``LogOutline/branches``.
    package let branch: Int
    /// The numbers of its events.
    package let seqs: ClosedRange<Int64>

    /// Part of a branch. It is not checked against the outline.
    package init(branch: Int, seqs: ClosedRange<Int64>) {
      self.branch = branch
      self.seqs = seqs
    }
  }

  /// The branches; one that branches comes after the one it branches from. The numbers are this store's own.
  package let branches: [Branch]

  /// The outline of these branches; each comes after the one it branches from.
  package init(branches: [Branch]) { self.branches = branches }

  /// The pieces of branches that hold these events of a branch, from the last to the first.
  ///
  /// - Parameters:
  ///   - end: the last of the events.
  ///   - first: the seq of the first one.
  package func pieces(upTo end: LogPosition, from first: Int64) -> [Piece] {
    var pieces: [Piece] = []
    var next: Int? = end.branch
    var last = end.seq
    while let branch = next, branches.indices.contains(branch), last >= first, last >= 1 {
      let start = branches[branch].firstSeq
      if last >= start { pieces.append(Piece(branch: branch, seqs: max(first, start)...last)) }
      last = min(last, start - 1)
      next = branches[branch].parent
    }
    return pieces
  }
}
