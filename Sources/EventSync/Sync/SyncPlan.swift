import EventLog
import EventStorage

/// What a store and a folder have, as far as the plan of a sync depends on it.
struct SyncSituation {
  /// A file whose lines are exactly the events of its name, all of them accepted here.
  struct Whole: Equatable {
    let path: String
    let name: SegmentName
    /// Where its last event stands here.
    let last: EventPlace
    let size: Int64
  }

  /// A file that is not whole, or not here: its name speaks of events that are accepted here.
  struct Partial: Equatable {
    let path: String
    let name: SegmentName
    let last: EventPlace
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
    let last: EventPlace
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

  init(_ situation: SyncSituation) {
    let planning = Planning(situation)
    for chain in situation.outline.chains.indices { planning.fill(chain, &self) }
    guard situation.isListingComplete else { return }
    removals = planning.removals()
  }
}

/// The work of making a ``SyncPlan``.
private struct Planning {
  private let situation: SyncSituation
  private let outline: LogOutline
  /// For each chain the seqs that whole files hold.
  private let covered: [SeqSet]
  /// The same, of what is promised or was lost only just now: left to the carrier for once.
  private let promised: [SeqSet]
  private let lost: [SeqSet]
  /// All that was in the folder once.
  private let everLost: [SeqSet]
  /// For each chain the whole files that lie on its branch, in order of their first events.
  private let files: [[SyncSituation.Whole]]
  /// For each chain the whole files that hold events of it, and which.
  private let holding: [[(file: SyncSituation.Whole, seqs: ClosedRange<Int64>)]]
  /// For each chain the files that are not whole and end in it.
  private let partial: [[SyncSituation.Partial]]

  init(_ situation: SyncSituation) {
    self.situation = situation
    outline = situation.outline
    func spread(_ files: [SyncSituation.Whole]) -> [SeqSet] {
      var sets = Array(repeating: SeqSet(), count: situation.outline.chains.count)
      for file in files {
        for piece in situation.outline.pieces(upTo: file.last, from: file.name.first) {
          sets[piece.chain].insert(piece.seqs)
        }
      }
      return sets
    }
    covered = spread(situation.whole)
    promised = spread(situation.promised)
    let fresh = situation.partial.filter { !$0.wasSoBefore }.map {
      SyncSituation.Whole(path: $0.path, name: $0.name, last: $0.last, size: 0)
    }
    var lost = spread(situation.lost + fresh)
    // Mostly there is none, and a table of each kind has its price the first time that one is made.
    if !situation.arriving.isEmpty {
      let arriving = Dictionary(grouping: situation.arriving, by: \.device).mapValues { names in
        SeqSet(names.map { $0.first...$0.last })
      }
      for (chain, part) in situation.outline.chains.enumerated() {
        for range in arriving[part.device]?.ranges ?? [] { lost[chain].insert(range) }
      }
    }
    self.lost = lost
    everLost = spread(situation.lost + situation.lostBefore + fresh)
    let byChain = Dictionary(grouping: situation.whole, by: \.last.chain)
    files = situation.outline.chains.indices.map { chain in
      let last = situation.outline.chains[chain].lastSeq
      return situation.outline.pieces(upTo: EventPlace(chain: chain, seq: last), from: 1).flatMap { piece in
        (byChain[piece.chain] ?? []).filter { piece.seqs.contains($0.last.seq) }
      }.sorted { ($0.name.first, $1.name.last) < ($1.name.first, $0.name.last) }
    }
    var holding = Array(
      repeating: [(file: SyncSituation.Whole, seqs: ClosedRange<Int64>)](), count: situation.outline.chains.count)
    for file in situation.whole {
      for piece in situation.outline.pieces(upTo: file.last, from: file.name.first) {
        holding[piece.chain].append((file, piece.seqs))
      }
    }
    self.holding = holding
    var partial = Array(repeating: [SyncSituation.Partial](), count: situation.outline.chains.count)
    for file in situation.partial { partial[file.last.chain].append(file) }
    self.partial = partial
  }

  private func isTidiedHere(_ device: DeviceID) -> Bool {
    situation.ownDevices.contains(device) || situation.staleDevices.contains(device)
  }

  // MARK: Writing

  /// Plans what is written of one chain's own part.
  func fill(_ chain: Int, _ plan: inout SyncPlan) {
    let part = outline.chains[chain]
    let isOwn = situation.ownDevices.contains(part.device)
    var lacking = SeqSet(covered[chain].missing(from: part.firstSeq...part.lastSeq))
    if situation.isListingComplete {
      lacking = lacking.subtracting(promised[chain])
    } else {
      // Absence says nothing now: only what was never there is written.
      lacking = lacking.subtracting(promised[chain]).subtracting(lost[chain])
    }
    if !isOwn {
      let now = lacking.subtracting(lost[chain])
      plan.postponed += lacking.count - now.count
      lacking = now
    }
    if situation.isListingComplete, isTidiedHere(part.device) { rollUp(chain, isOwn, &lacking, &plan) }
    rewrite(chain, &lacking, &plan)
    for range in lacking.ranges.flatMap({ SegmentGrid.cut($0) }) {
      let isHealing = everLost[chain].missing(from: range) != [range]
      plan.segments.append(
        SyncPlan.Segment(
          last: EventPlace(chain: chain, seq: range.upperBound), first: range.lowerBound,
          reason: isHealing ? .healing : .new, lacking: range.upperBound - range.lowerBound + 1))
    }
  }

  /// A damaged file is replaced by a whole one of its own name where something of it is lacking.
  private func rewrite(_ chain: Int, _ lacking: inout SeqSet, _ plan: inout SyncPlan) {
    guard !lacking.isEmpty else { return }
    for file in partial[chain] {
      let range = max(file.name.first, outline.chains[chain].firstSeq)...file.last.seq
      let rest = lacking.subtracting(SeqSet([range]))
      guard rest != lacking else { continue }
      plan.segments.append(
        SyncPlan.Segment(
          last: file.last, first: file.name.first, reason: .healing, lacking: lacking.count - rest.count))
      lacking = rest
    }
  }

  private func rollUp(_ chain: Int, _ isOwn: Bool, _ lacking: inout SeqSet, _ plan: inout SyncPlan) {
    let part = outline.chains[chain]
    var next: Int64 = 1
    while next <= part.lastSeq {
      let block = SegmentGrid.block(from: next, within: part.lastSeq)
      next = block.upperBound + 1
      // What ends before the chain begins is its parent's.
      if block.upperBound >= part.firstSeq { rollUp(block, chain, isOwn, &lacking, &plan) }
    }
  }

  /// Plans a block of the grid as one segment if it lies in several now and is not too large.
  private func rollUp(
    _ block: ClosedRange<Int64>, _ chain: Int, _ isOwn: Bool, _ lacking: inout SeqSet, _ plan: inout SyncPlan
  ) {
    guard block.upperBound > block.lowerBound, block.upperBound >= outline.chains[chain].firstSeq else { return }
    let files = files[chain]
    let place = EventPlace(chain: chain, seq: block.upperBound)
    if isHeld(block, upTo: place) { return }
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
      for child in SegmentGrid.children(block) { rollUp(child, chain, isOwn, &lacking, &plan) }
      return
    }
    let isCovered = outline.pieces(upTo: place, from: block.lowerBound).allSatisfy {
      covered[$0.chain].contains($0.seqs)
    }
    // What of another's log is lacking is healed first, if it has to be.
    guard isCovered || isOwn else { return }
    let rest = lacking.subtracting(SeqSet([block]))
    plan.segments.append(
      SyncPlan.Segment(last: place, first: block.lowerBound, reason: .rollUp, lacking: lacking.count - rest.count))
    lacking = rest
  }

  /// Whether one file holds a block, be it one of another branch that goes the same way so far: what is rolled up in spite
  /// of that one is removed at the next sync, for ever.
  private func isHeld(_ block: ClosedRange<Int64>, upTo place: EventPlace) -> Bool {
    holding[place.chain].contains { file, seqs in
      file.name.first <= block.lowerBound && file.name.last >= block.upperBound && seqs.contains(place.seq)
    }
  }

  // MARK: Removing

  func removals() -> [SyncPlan.Removal] {
    var result: [SyncPlan.Removal] = []
    let tidied = situation.whole.filter { isTidiedHere($0.name.device) }
    // Of whole files with the same events the least name stays, and first the one that is spelt as it should be.
    var kept: [SegmentName: SyncSituation.Whole] = [:]
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
      // One file by itself has none above it.
      let grid = aligned.count > 1 ? Dictionary(grouping: aligned) { $0.name.first...$0.name.last } : [:]
      // Whatever holds a block of the grid is one of the blocks around it.
      func above(_ file: SyncSituation.Whole) -> [SyncSituation.Whole] {
        SegmentGrid.blocks(around: file.name.first...file.name.last).flatMap { grid[$0] ?? [] }.filter {
          isAbove($0, file)
        }
      }
      // Only what no higher one holds stays, so only that replaces anything.
      let top = aligned.filter { above($0).isEmpty }
      let topPaths = Set(top.map(\.path))
      for file in files {
        let replacements: [SyncSituation.Whole]
        if file.name.level != nil {
          replacements = above(file).filter { topPaths.contains($0.path) }.min { $0.path < $1.path }.map { [$0] } ?? []
        } else {
          replacements = holders(of: file.last, from: file.name.first, among: top)
        }
        guard !replacements.isEmpty else { continue }
        result.append(SyncPlan.Removal(path: file.path, replacements: replacements.map(\.path)))
      }
    }
    for file in situation.partial where file.isOld && isTidiedHere(file.name.device) {
      let holders = holders(of: file.last, from: file.name.first, among: situation.whole)
      guard !holders.isEmpty else { continue }
      result.append(SyncPlan.Removal(path: file.path, replacements: holders.map(\.path)))
    }
    return result
  }

  /// Whether a file on the grid holds all events of another one on a lower level.
  private func isAbove(_ one: SyncSituation.Whole, _ other: SyncSituation.Whole) -> Bool {
    guard let level = one.name.level, let below = other.name.level, level > below,
      one.name.first <= other.name.first, one.name.last >= other.name.last
    else { return false }
    return outline.pieces(upTo: one.last, from: one.name.first).contains {
      $0.chain == other.last.chain && $0.seqs.contains(other.last.seq)
    }
  }

  /// Files that together hold all of these events; empty when there are none.
  private func holders(
    of last: EventPlace, from first: Int64, among files: [SyncSituation.Whole]
  ) -> [SyncSituation.Whole] {
    let wanted = outline.pieces(upTo: last, from: first)
    var held: [Int: SeqSet] = [:]
    var holders: [SyncSituation.Whole] = []
    for file in files where file.name.first <= last.seq && file.name.last >= first {
      var helps = false
      for piece in outline.pieces(upTo: file.last, from: file.name.first) {
        for part in wanted where part.chain == piece.chain && part.seqs.overlaps(piece.seqs) {
          held[piece.chain, default: SeqSet()].insert(piece.seqs)
          helps = true
        }
      }
      if helps { holders.append(file) }
    }
    return wanted.allSatisfy { held[$0.chain]?.contains($0.seqs) == true } ? holders : []
  }
}
