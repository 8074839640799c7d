import EventLog
import EventStorage
import TestSupport
import Testing

@testable import EventSync

/// The plan of a sync over random situations of store and folder.
@Suite struct SyncPlanTests {
  private static let seeds: UInt64 = 800

  @Test func nothingIsRemovedThatOtherFilesDoNotHold() throws {
    var removals = 0
    for seed in 0..<Self.seeds {
      let random = RandomSituation(seed: seed)
      let plan = SyncPlan(random.state)
      removals += plan.removals.count
      var rest = random.state.whole
      let before = Coverage(random.state.outline, rest)
      for removal in plan.removals {
        let file = try #require(random.file(removal.path), "seed \(seed)")
        let replacements = random.state.whole.filter {
          removal.replacements.contains($0.path) && $0.path != removal.path
        }
        #expect(replacements.count == removal.replacements.count && !replacements.isEmpty, "seed \(seed)")
        let held = Coverage(random.state.outline, replacements)
        #expect(held.includes(Coverage(random.state.outline, [file])), "seed \(seed)")
        if let partial = random.state.partial.first(where: { $0.path == removal.path }) {
          #expect(partial.isOld, "seed \(seed)")
        }
        #expect(random.isTidied(file.name.device), "seed \(seed)")
        // One after the other, and only while what replaces it is still there: a crash may come after each.
        guard replacements.allSatisfy(rest.contains) else { continue }
        rest.removeAll { $0.path == removal.path }
        #expect(Coverage(random.state.outline, rest) == before, "seed \(seed)")
      }
      if !random.state.isListingComplete { #expect(plan.removals.isEmpty, "seed \(seed)") }
    }
    #expect(removals > 250)
  }

  @Test func whatIsLackingIsPublishedPostponedOrPromised() {
    var postponed: Int64 = 0
    for seed in 0..<Self.seeds {
      let random = RandomSituation(seed: seed)
      let state = random.state
      let plan = SyncPlan(state)
      postponed += plan.postponed
      let later = state.lost + state.partial.filter { !$0.wasSoBefore }.map(RandomSituation.whole)
      for (branch, part) in state.outline.branches.enumerated() {
        var there = Coverage(state.outline, state.whole + plan.segments.map { random.file($0) })
        there.add(state.outline, state.promised)
        if !state.ownDevices.contains(part.device) || !state.isListingComplete {
          there.add(state.outline, later)
        }
        #expect(there.sets[branch].contains(seqs: part.firstSeq...part.lastSeq), "seed \(seed)")
      }
    }
    #expect(postponed > 500)
  }

  @Test func aPlanThatWasCarriedOutLeavesNothingToDo() {
    for seed in 0..<Self.seeds {
      var random = RandomSituation(seed: seed)
      random.state.isListingComplete = true
      random.state.arriving = []
      var plans: [SyncPlan] = []
      repeat {
        plans.append(SyncPlan(random.state))
        random.carryOut(plans[plans.count - 1])
      } while plans.count < 6 && plans[plans.count - 1] != SyncPlan()
      #expect(plans.last == SyncPlan(), "seed \(seed)")
      // What is tidied here lies in a number of files that grows with the logarithm.
      for device in Set(random.state.outline.branches.map(\.device)) where random.isTidied(device) {
        let files = random.state.whole.filter { $0.name.device == device }
        let bound = random.state.outline.branches.filter { $0.device == device }.reduce(0) { sum, branch in
          sum + 4 * ((0...SegmentGrid.levelMax).first { SegmentGrid.size($0) >= branch.lastSeq } ?? 0) + 4
        }
        #expect(files.count <= bound, "seed \(seed): \(files.map(\.name.file).sorted())")
      }
    }
  }
}

/// Logs with branches, as a copied store leaves them.
@Suite struct SyncPlanBranchTests {
  /// A file of one branch holds the trunk that another one shares: to roll that up again, and to remove it again, would go
  /// on for ever.
  @Test func theTrunkIsNotRolledUpForEachOfItsBranches() {
    let device = DeviceID(high: 0x7000, low: 0x8000_0000_0000_0001)
    let outline = LogOutline(branches: [
      LogOutline.Branch(device: device, parent: nil, firstSeq: 1, lastSeq: 9, head: EventHash(of: [0])),
      LogOutline.Branch(device: device, parent: 0, firstSeq: 9, lastSeq: 16, head: EventHash(of: [1])),
    ])
    func whole(_ first: Int64, _ last: LogPosition) -> SyncState.Whole {
      let name = SegmentName(
        device: device, first: first, last: last.seq, hashPrefix: Int64(last.branch) << 32 | last.seq)
      return SyncState.Whole(path: name.path, name: name, last: last, size: name.count * 280)
    }
    var state = SyncState(outline: outline, ownDevices: [device], staleDevices: [])
    state.whole = [
      whole(1, LogPosition(branch: 1, seq: 16)), whole(4, LogPosition(branch: 0, seq: 9)),
    ]
    #expect(SyncPlan(state) == SyncPlan())
  }
}

/// For each branch the seqs that some files hold.
private struct Coverage: Equatable {
  var sets: [RangeSet<Int64>]

  init(_ outline: LogOutline, _ files: [SyncState.Whole]) {
    sets = Array(repeating: RangeSet<Int64>(), count: outline.branches.count)
    add(outline, files)
  }

  mutating func add(_ outline: LogOutline, _ files: [SyncState.Whole]) {
    for file in files {
      for piece in outline.pieces(upTo: file.last, from: file.name.first) {
        sets[piece.branch].insert(seqs: piece.seqs)
      }
    }
  }

  func includes(_ other: Coverage) -> Bool {
    zip(sets, other.sets).allSatisfy { one, other in one.isSuperset(of: other) }
  }
}

/// Logs of a few devices with branches, and a folder that holds some of them, more than once, in all sorts of segments.
private struct RandomSituation {
  var state: SyncState

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var branches: [LogOutline.Branch] = []
    for number in 0..<UInt64.random(in: 1...3, using: &random) {
      let device = DeviceID(high: 0x7000, low: 0x8000_0000_0000_0000 | number)
      let trunk = branches.count
      for branch in 0..<[1, 1, 1, 2, 3].randomElement(using: &random).unsafelyUnwrapped {
        let parent = branch == 0 ? nil : Int.random(in: trunk..<branches.count, using: &random)
        let first =
          parent.map { Int64.random(in: branches[$0].firstSeq...branches[$0].lastSeq, using: &random) + 1 } ?? 1
        let last =
          first
          + Int64.random(in: 0...[3, 20, 90, 300].randomElement(using: &random).unsafelyUnwrapped, using: &random)
        branches.append(
          LogOutline.Branch(
            device: device, parent: parent, firstSeq: first, lastSeq: last,
            head: EventHash(of: [UInt8(branches.count)])))
      }
    }
    let devices = Set(branches.map(\.device))
    state = SyncState(
      outline: LogOutline(branches: branches), ownDevices: devices.filter { _ in Bool.random(using: &random) },
      staleDevices: devices.filter { _ in Bool.random(using: &random) },
      isListingComplete: Int.random(in: 0..<6, using: &random) > 0)
    var paths: Set<String> = []
    for _ in 0..<Int.random(in: 0...25, using: &random) {
      let branch = Int.random(in: branches.indices, using: &random)
      var range = Int64.random(in: 1...branches[branch].lastSeq, using: &random)...branches[branch].lastSeq
      if Bool.random(using: &random) {
        range = SegmentGrid.block(from: range.lowerBound, within: range.upperBound)
      } else {
        range = range.lowerBound...Int64.random(in: range, using: &random)
      }
      let position = state.outline.pieces(upTo: LogPosition(branch: branch, seq: range.upperBound), from: 1)[0]
      let last = LogPosition(branch: position.branch, seq: range.upperBound)
      let name = Self.name(branches[branch].device, range, last)
      var path = name.path
      if Int.random(in: 0..<8, using: &random) == 0 { path = "log copy/\(name.device.text)/\(name.file)" }
      guard paths.insert(path).inserted else { continue }
      let whole = SyncState.Whole(path: path, name: name, last: last, size: name.count * 280)
      switch Int.random(in: 0..<10, using: &random) {
      case 0:
        state.partial.append(
          SyncState.Partial(
            path: path, name: name, last: last, wasSoBefore: Bool.random(using: &random),
            isOld: Bool.random(using: &random)))
      case 1: state.promised.append(whole)
      case 2: state.lost.append(whole)
      case 3: state.lostBefore.append(whole)
      default: state.whole.append(whole)
      }
    }
  }

  private static func name(_ device: DeviceID, _ range: ClosedRange<Int64>, _ last: LogPosition) -> SegmentName {
    SegmentName(
      device: device, first: range.lowerBound, last: range.upperBound,
      hashPrefix: Int64(last.branch) << 32 | last.seq)
  }

  static func whole(_ partial: SyncState.Partial) -> SyncState.Whole {
    SyncState.Whole(path: partial.path, name: partial.name, last: partial.last, size: partial.name.count * 280)
  }

  func isTidied(_ device: DeviceID) -> Bool {
    state.ownDevices.contains(device) || state.staleDevices.contains(device)
  }

  func file(_ path: String) -> SyncState.Whole? {
    state.whole.first { $0.path == path } ?? state.partial.first { $0.path == path }.map(Self.whole)
  }

  /// What is written when a segment of a plan is.
  func file(_ segment: SyncPlan.Segment) -> SyncState.Whole {
    let name = Self.name(state.outline.branches[segment.last.branch].device, segment.seqs, segment.last)
    return SyncState.Whole(path: name.path, name: name, last: segment.last, size: name.count * 280)
  }

  /// The folder as the next sync finds it; the carrier brings what it has promised.
  mutating func carryOut(_ plan: SyncPlan) {
    let gone = Set(plan.removals.map(\.path))
    var whole = state.whole.filter { !gone.contains($0.path) }
    for file in plan.segments.map({ file($0) }) + state.promised
    where !whole.contains(where: { $0.path == file.path }) {
      whole.append(file)
    }
    state.whole = whole
    state.promised = []
    let paths = Set(whole.map(\.path))
    state.partial = state.partial.filter { !gone.contains($0.path) && !paths.contains($0.path) }.map {
      SyncState.Partial(path: $0.path, name: $0.name, last: $0.last, wasSoBefore: true, isOld: $0.isOld)
    }
    state.lostBefore = state.lost
    state.lost = []
  }
}
