import EventLog
import EventStorage

/// What a store and a folder have, as far as the plan of a sync depends on it.
struct SyncState {
  /// A file whose lines are exactly the events of its name, all of them accepted here.
  struct Whole: Equatable {
    let path: String
    let name: SegmentName
    /// Where its last event stands here.
    let last: LogPosition
    let size: Int64
  }

  /// A file that is not whole, or not here: its name speaks of events that are accepted here.
  struct Partial: Equatable {
    let path: String
    let name: SegmentName
    let last: LogPosition
    /// Whether it was found like this by an earlier sync already.
    let wasSoBefore: Bool
    /// Whether it has been like this for so long that nobody is still writing it.
    let isOld: Bool
  }

  var outline: LogOutline
  /// The devices that wrote in this store: their logs are this one's to tidy.
  var ownDevices: Set<DeviceID>
  /// Devices without a recent ack: anybody tidies for them.
  var staleDevices: Set<DeviceID>
  var whole: [Whole] = []
  var partial: [Partial] = []
  /// Names of files that are not whole, or not here yet, and that end in events which are not here: perhaps the carrier
  /// is still writing them.
  var arriving: [SegmentName] = []
  /// Segments that a carrier knows of and has not brought yet.
  var promised: [Whole] = []
  /// Segments that were whole at the last sync and are gone, or are not whole any more.
  var lost: [Whole] = []
  /// Those that were gone at the last sync already.
  var lostBefore: [Whole] = []
  /// Whether the whole folder could be listed.
  var isListingComplete = true
}

/// What a sync writes and removes (FORMAT 5): a pure function of what store and folder have.
///
/// Nothing is removed before another sync has found and read what replaces it, and whatever the store has and whole
/// files lack is published; so there is no moment without the events in the folder.
struct SyncPlan: Equatable {
  /// Why a segment is written.
  enum Reason: Equatable {
    /// Its events were not in the folder before.
    case new
    /// They were, and were lost or damaged.
    case healing
    /// They lie in smaller segments.
    case rollUp
  }

  /// Events of one branch to be written as a segment.
  struct Segment: Equatable {
    let last: LogPosition
    let first: Int64
    let reason: Reason
    /// How many of its events no whole file in the folder holds.
    let lacking: Int64
    var seqs: ClosedRange<Int64> { first...last.seq }
  }

  /// A file to be removed once those that replace it were read back.
  struct Removal: Equatable {
    let path: String
    let replacements: [String]
  }

  var segments: [Segment] = []
  var removals: [Removal] = []
  /// How many events of others are healed at the next sync if they are still lacking then.
  var postponed: Int64 = 0

  init() {}

  init(_ state: SyncState) {
    let planning = Planning(state)
    for branch in state.outline.branches.indices { planning.fill(branch, &self) }
    guard state.isListingComplete else { return }
    removals = planning.removals()
  }
}

/// The work of making a ``SyncPlan``.
private struct Planning {
  private let state: SyncState
  private let outline: LogOutline
  /// For each branch the seqs that whole files hold.
  private let covered: [RangeSet<Int64>]
  /// The same, of what is promised or was lost only just now: left to the carrier for once.
  private let promised: [RangeSet<Int64>]
  private let lost: [RangeSet<Int64>]
  /// All that was in the folder once.
  private let everLost: [RangeSet<Int64>]
  /// For each branch the whole files that lie on its branch, in order of their first events.
  private let files: [[SyncState.Whole]]
  /// For each branch the whole files that hold events of it, and which.
  private let holding: [[(file: SyncState.Whole, seqs: ClosedRange<Int64>)]]
  /// For each branch the files that are not whole and end in it.
  private let partial: [[SyncState.Partial]]

  init(_ state: SyncState) {
    self.state = state
    outline = state.outline
    func spread(_ files: [SyncState.Whole]) -> [RangeSet<Int64>] {
      var sets = Array(repeating: RangeSet<Int64>(), count: state.outline.branches.count)
      for file in files {
        for piece in state.outline.pieces(upTo: file.last, from: file.name.first) {
          sets[piece.branch].insert(seqs: piece.seqs)
        }
      }
      return sets
    }
    covered = spread(state.whole)
    promised = spread(state.promised)
    let fresh = state.partial.filter { !$0.wasSoBefore }.map {
      SyncState.Whole(path: $0.path, name: $0.name, last: $0.last, size: 0)
    }
    var lost = spread(state.lost + fresh)
    // Mostly there is none, and a table of each kind has its price the first time that one is made.
    if !state.arriving.isEmpty {
      let arriving = Dictionary(grouping: state.arriving, by: \.device).mapValues { names in
        RangeSet(seqs: names.map { $0.first...$0.last })
      }
      for (branch, part) in state.outline.branches.enumerated() {
        for range in arriving[part.device]?.runs ?? [] { lost[branch].insert(seqs: range) }
      }
    }
    self.lost = lost
    everLost = spread(state.lost + state.lostBefore + fresh)
    let byBranch = Dictionary(grouping: state.whole, by: \.last.branch)
    files = state.outline.branches.indices.map { branch in
      let last = state.outline.branches[branch].lastSeq
      return state.outline.pieces(upTo: LogPosition(branch: branch, seq: last), from: 1).flatMap { piece in
        (byBranch[piece.branch] ?? []).filter { piece.seqs.contains($0.last.seq) }
      }.sorted { ($0.name.first, $1.name.last) < ($1.name.first, $0.name.last) }
    }
    var holding = Array(
      repeating: [(file: SyncState.Whole, seqs: ClosedRange<Int64>)](), count: state.outline.branches.count)
    for file in state.whole {
      for piece in state.outline.pieces(upTo: file.last, from: file.name.first) {
        holding[piece.branch].append((file, piece.seqs))
      }
    }
    self.holding = holding
    var partial = Array(repeating: [SyncState.Partial](), count: state.outline.branches.count)
    for file in state.partial { partial[file.last.branch].append(file) }
    self.partial = partial
  }

  private func isTidiedHere(_ device: DeviceID) -> Bool {
    state.ownDevices.contains(device) || state.staleDevices.contains(device)
  }

  // MARK: Writing

  /// Plans what is written of one branch's own part.
  func fill(_ branch: Int, _ plan: inout SyncPlan) {
    let part = outline.branches[branch]
    let isOwn = state.ownDevices.contains(part.device)
    var lacking = covered[branch].missing(from: part.firstSeq...part.lastSeq)
    if state.isListingComplete {
      lacking = lacking.subtracting(promised[branch])
    } else {
      // Absence says nothing now: only what was never there is written.
      lacking = lacking.subtracting(promised[branch]).subtracting(lost[branch])
    }
    if !isOwn {
      let now = lacking.subtracting(lost[branch])
      plan.postponed += lacking.seqCount - now.seqCount
      lacking = now
    }
    if state.isListingComplete, isTidiedHere(part.device) { rollUp(branch, isOwn, &lacking, &plan) }
    rewrite(branch, &lacking, &plan)
    for range in lacking.runs.flatMap({ SegmentGrid.cut($0) }) {
      let isHealing = everLost[branch].missing(from: range).runs != [range]
      plan.segments.append(
        SyncPlan.Segment(
          last: LogPosition(branch: branch, seq: range.upperBound), first: range.lowerBound,
          reason: isHealing ? .healing : .new, lacking: range.upperBound - range.lowerBound + 1))
    }
  }

  /// A damaged file is replaced by a whole one of its own name where something of it is lacking.
  private func rewrite(_ branch: Int, _ lacking: inout RangeSet<Int64>, _ plan: inout SyncPlan) {
    guard !lacking.isEmpty else { return }
    for file in partial[branch] {
      let range = max(file.name.first, outline.branches[branch].firstSeq)...file.last.seq
      let rest = lacking.subtracting(RangeSet(Range(range)))
      guard rest != lacking else { continue }
      plan.segments.append(
        SyncPlan.Segment(
          last: file.last, first: file.name.first, reason: .healing, lacking: lacking.seqCount - rest.seqCount))
      lacking = rest
    }
  }

  private func rollUp(_ branch: Int, _ isOwn: Bool, _ lacking: inout RangeSet<Int64>, _ plan: inout SyncPlan) {
    let part = outline.branches[branch]
    var next: Int64 = 1
    while next <= part.lastSeq {
      let block = SegmentGrid.block(from: next, within: part.lastSeq)
      next = block.upperBound + 1
      // What ends before the branch begins is its parent's.
      if block.upperBound >= part.firstSeq { rollUp(block, branch, isOwn, &lacking, &plan) }
    }
  }

  /// Plans a block of the grid as one segment if it lies in several now and is not too large.
  private func rollUp(
    _ block: ClosedRange<Int64>, _ branch: Int, _ isOwn: Bool, _ lacking: inout RangeSet<Int64>, _ plan: inout SyncPlan
  ) {
    guard block.upperBound > block.lowerBound, block.upperBound >= outline.branches[branch].firstSeq else { return }
    let files = files[branch]
    let position = LogPosition(branch: branch, seq: block.upperBound)
    if isHeld(block, upTo: position) { return }
    var inside = 0
    var bytes: Int64 = 0
    var end: Int64 = 0
    var touching = 0
    for file in files where file.name.first <= block.upperBound && file.name.last >= block.lowerBound {
      touching += 1
      // The sizes of files that lie within it and apart from one another: it is no smaller than that.
      guard block.contains(file.name.first), block.contains(file.name.last), file.name.first > end else { continue }
      inside += 1
      bytes += file.size
      end = file.name.last
    }
    guard touching >= 2 || (touching == 1 && isOwn) else { return }
    guard bytes <= SegmentGrid.bytesMax else {
      for child in SegmentGrid.children(block) { rollUp(child, branch, isOwn, &lacking, &plan) }
      return
    }
    let isCovered = outline.pieces(upTo: position, from: block.lowerBound).allSatisfy {
      covered[$0.branch].contains(seqs: $0.seqs)
    }
    // What of another's log is lacking is healed first, if it has to be.
    guard isCovered || isOwn else { return }
    let rest = lacking.subtracting(RangeSet(Range(block)))
    plan.segments.append(
      SyncPlan.Segment(
        last: position, first: block.lowerBound, reason: .rollUp, lacking: lacking.seqCount - rest.seqCount))
    lacking = rest
  }

  /// Whether one file holds a block, be it one of another branch that goes the same way so far: what is rolled up in spite
  /// of that one is removed at the next sync, for ever.
  private func isHeld(_ block: ClosedRange<Int64>, upTo position: LogPosition) -> Bool {
    holding[position.branch].contains { file, seqs in
      file.name.first <= block.lowerBound && file.name.last >= block.upperBound && seqs.contains(position.seq)
    }
  }

  // MARK: Removing

  func removals() -> [SyncPlan.Removal] {
    var result: [SyncPlan.Removal] = []
    let tidied = state.whole.filter { isTidiedHere($0.name.device) }
    // Of whole files with the same events the least name stays, and first the one that is spelt as it should be.
    var kept: [SegmentName: SyncState.Whole] = [:]
    for file in tidied.sorted(by: {
      ($0.path == $0.name.path ? 0 : 1, $0.path) < ($1.path == $1.name.path ? 0 : 1, $1.path)
    }) {
      if let other = kept[file.name] {
        result.append(SyncPlan.Removal(path: file.path, replacements: [other.path]))
      } else {
        kept[file.name] = file
      }
    }
    let byDevice = Dictionary(grouping: kept.values, by: \.name.device)
    for device in byDevice.keys.sorted() {
      let files = (byDevice[device] ?? []).sorted { $0.path < $1.path }
      let aligned = files.filter { $0.name.level != nil }
      // One file by itself has none above it. What begins where a block does and is no such block is left out below.
      let grid = aligned.count > 1 ? Dictionary(grouping: aligned, by: \.name.first) : [:]
      // Whatever holds a block of the grid is one of the blocks around it.
      func above(_ file: SyncState.Whole) -> [SyncState.Whole] {
        SegmentGrid.blocks(around: file.name.first...file.name.last).flatMap { grid[$0.lowerBound] ?? [] }.filter {
          isAbove($0, file)
        }
      }
      // Only what no higher one holds stays, so only that replaces anything.
      let top = aligned.filter { above($0).isEmpty }
      let topPaths = Set(top.map(\.path))
      for file in files {
        let replacements: [SyncState.Whole]
        if file.name.level != nil {
          replacements = above(file).filter { topPaths.contains($0.path) }.min { $0.path < $1.path }.map { [$0] } ?? []
        } else {
          replacements = holders(of: file.last, from: file.name.first, among: top)
        }
        guard !replacements.isEmpty else { continue }
        result.append(SyncPlan.Removal(path: file.path, replacements: replacements.map(\.path)))
      }
    }
    for file in state.partial where file.isOld && isTidiedHere(file.name.device) {
      let holders = holders(of: file.last, from: file.name.first, among: state.whole)
      guard !holders.isEmpty else { continue }
      result.append(SyncPlan.Removal(path: file.path, replacements: holders.map(\.path)))
    }
    return result
  }

  /// Whether a file on the grid holds all events of another one on a lower level.
  private func isAbove(_ one: SyncState.Whole, _ other: SyncState.Whole) -> Bool {
    guard let level = one.name.level, let below = other.name.level, level > below,
      one.name.first <= other.name.first, one.name.last >= other.name.last
    else { return false }
    return outline.pieces(upTo: one.last, from: one.name.first).contains {
      $0.branch == other.last.branch && $0.seqs.contains(other.last.seq)
    }
  }

  /// Files that together hold all of these events; empty when there are none.
  private func holders(
    of last: LogPosition, from first: Int64, among files: [SyncState.Whole]
  ) -> [SyncState.Whole] {
    let wanted = outline.pieces(upTo: last, from: first)
    var held: [Int: RangeSet<Int64>] = [:]
    var holders: [SyncState.Whole] = []
    for file in files where file.name.first <= last.seq && file.name.last >= first {
      var helps = false
      for piece in outline.pieces(upTo: file.last, from: file.name.first) {
        for part in wanted where part.branch == piece.branch && part.seqs.overlaps(piece.seqs) {
          held[piece.branch, default: RangeSet()].insert(seqs: piece.seqs)
          helps = true
        }
      }
      if helps { holders.append(file) }
    }
    return wanted.allSatisfy { held[$0.branch]?.contains(seqs: $0.seqs) == true } ? holders : []
  }
}
