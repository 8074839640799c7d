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
      let plan = SyncPlan(random.situation)
      removals += plan.removals.count
      var rest = random.situation.whole
      let before = Coverage(random.situation.outline, rest)
      for removal in plan.removals {
        let file = try #require(random.file(removal.path), "seed \(seed)")
        let replacements = random.situation.whole.filter {
          removal.replacements.contains($0.path) && $0.path != removal.path
        }
        #expect(replacements.count == removal.replacements.count && !replacements.isEmpty, "seed \(seed)")
        let held = Coverage(random.situation.outline, replacements)
        #expect(held.includes(Coverage(random.situation.outline, [file])), "seed \(seed)")
        if let partial = random.situation.partial.first(where: { $0.path == removal.path }) {
          #expect(partial.isOld, "seed \(seed)")
        }
        #expect(random.isTidied(file.name.device), "seed \(seed)")
        // One after the other, and only while what replaces it is still there: a crash may come after each.
        guard replacements.allSatisfy(rest.contains) else { continue }
        rest.removeAll { $0.path == removal.path }
        #expect(Coverage(random.situation.outline, rest) == before, "seed \(seed)")
      }
      if !random.situation.isListingComplete { #expect(plan.removals.isEmpty, "seed \(seed)") }
    }
    #expect(removals > 250)
  }

  @Test func whatIsLackingIsPublishedPostponedOrPromised() {
    var postponed: Int64 = 0
    for seed in 0..<Self.seeds {
      let random = RandomSituation(seed: seed)
      let situation = random.situation
      let plan = SyncPlan(situation)
      postponed += plan.postponed
      let later = situation.lost + situation.partial.filter { !$0.wasSoBefore }.map(RandomSituation.whole)
      for (chain, part) in situation.outline.chains.enumerated() {
        var there = Coverage(situation.outline, situation.whole + plan.segments.map { random.file($0) })
        there.add(situation.outline, situation.promised)
        if !situation.ownDevices.contains(part.device) || !situation.isListingComplete {
          there.add(situation.outline, later)
        }
        #expect(there.sets[chain].contains(part.firstSeq...part.lastSeq), "seed \(seed)")
      }
    }
    #expect(postponed > 500)
  }

  @Test func aPlanThatWasCarriedOutLeavesNothingToDo() {
    for seed in 0..<Self.seeds {
      var random = RandomSituation(seed: seed)
      random.situation.isListingComplete = true
      random.situation.arriving = []
      var plans: [SyncPlan] = []
      repeat {
        plans.append(SyncPlan(random.situation))
        random.carryOut(plans[plans.count - 1])
      } while plans.count < 6 && plans[plans.count - 1] != SyncPlan()
      #expect(plans.last == SyncPlan(), "seed \(seed)")
      // What is tidied here lies in a number of files that grows with the logarithm.
      for device in Set(random.situation.outline.chains.map(\.device)) where random.isTidied(device) {
        let files = random.situation.whole.filter { $0.name.device == device }
        let bound = random.situation.outline.chains.filter { $0.device == device }.reduce(0) { sum, chain in
          sum + 4 * ((0...SegmentGrid.levelMax).first { SegmentGrid.size($0) >= chain.lastSeq } ?? 0) + 4
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
    let outline = LogOutline(chains: [
      LogOutline.Chain(device: device, parent: nil, firstSeq: 1, lastSeq: 9, head: EventHash(of: [0])),
      LogOutline.Chain(device: device, parent: 0, firstSeq: 9, lastSeq: 16, head: EventHash(of: [1])),
    ])
    func whole(_ first: Int64, _ last: EventPlace) -> SyncSituation.Whole {
      let name = SegmentName(
        device: device, first: first, last: last.seq, hashPrefix: Int64(last.chain) << 32 | last.seq)
      return SyncSituation.Whole(path: name.path, name: name, last: last, size: name.count * 280)
    }
    var situation = SyncSituation(outline: outline, ownDevices: [device], staleDevices: [])
    situation.whole = [
      whole(1, EventPlace(chain: 1, seq: 16)), whole(4, EventPlace(chain: 0, seq: 9)),
    ]
    #expect(SyncPlan(situation) == SyncPlan())
  }
}

/// For each chain the seqs that some files hold.
private struct Coverage: Equatable {
  var sets: [SeqSet]

  init(_ outline: LogOutline, _ files: [SyncSituation.Whole]) {
    sets = Array(repeating: SeqSet(), count: outline.chains.count)
    add(outline, files)
  }

  mutating func add(_ outline: LogOutline, _ files: [SyncSituation.Whole]) {
    for file in files {
      for piece in outline.pieces(upTo: file.last, from: file.name.first) { sets[piece.chain].insert(piece.seqs) }
    }
  }

  func includes(_ other: Coverage) -> Bool {
    zip(sets, other.sets).allSatisfy { one, other in other.ranges.allSatisfy { one.contains($0) } }
  }
}

/// Logs of a few devices with branches, and a folder that holds some of them, more than once, in all sorts of segments.
private struct RandomSituation {
  var situation: SyncSituation

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var chains: [LogOutline.Chain] = []
    for number in 0..<UInt64.random(in: 1...3, using: &random) {
      let device = DeviceID(high: 0x7000, low: 0x8000_0000_0000_0000 | number)
      let trunk = chains.count
      for branch in 0..<[1, 1, 1, 2, 3].randomElement(using: &random).unsafelyUnwrapped {
        let parent = branch == 0 ? nil : Int.random(in: trunk..<chains.count, using: &random)
        let first = parent.map { Int64.random(in: chains[$0].firstSeq...chains[$0].lastSeq, using: &random) + 1 } ?? 1
        let last =
          first
          + Int64.random(in: 0...[3, 20, 90, 300].randomElement(using: &random).unsafelyUnwrapped, using: &random)
        chains.append(
          LogOutline.Chain(
            device: device, parent: parent, firstSeq: first, lastSeq: last,
            head: EventHash(of: [UInt8(chains.count)])))
      }
    }
    let devices = Set(chains.map(\.device))
    situation = SyncSituation(
      outline: LogOutline(chains: chains), ownDevices: devices.filter { _ in Bool.random(using: &random) },
      staleDevices: devices.filter { _ in Bool.random(using: &random) },
      isListingComplete: Int.random(in: 0..<6, using: &random) > 0)
    var paths: Set<String> = []
    for _ in 0..<Int.random(in: 0...25, using: &random) {
      let chain = Int.random(in: chains.indices, using: &random)
      var range = Int64.random(in: 1...chains[chain].lastSeq, using: &random)...chains[chain].lastSeq
      if Bool.random(using: &random) {
        range = SegmentGrid.block(from: range.lowerBound, within: range.upperBound)
      } else {
        range = range.lowerBound...Int64.random(in: range, using: &random)
      }
      let place = situation.outline.pieces(upTo: EventPlace(chain: chain, seq: range.upperBound), from: 1)[0]
      let last = EventPlace(chain: place.chain, seq: range.upperBound)
      let name = Self.name(chains[chain].device, range, last)
      var path = name.path
      if Int.random(in: 0..<8, using: &random) == 0 { path = "log copy/\(name.device.text)/\(name.file)" }
      guard paths.insert(path).inserted else { continue }
      let whole = SyncSituation.Whole(path: path, name: name, last: last, size: name.count * 280)
      switch Int.random(in: 0..<10, using: &random) {
      case 0:
        situation.partial.append(
          SyncSituation.Partial(
            path: path, name: name, last: last, wasSoBefore: Bool.random(using: &random),
            isOld: Bool.random(using: &random)))
      case 1: situation.promised.append(whole)
      case 2: situation.lost.append(whole)
      case 3: situation.lostBefore.append(whole)
      default: situation.whole.append(whole)
      }
    }
  }

  private static func name(_ device: DeviceID, _ range: ClosedRange<Int64>, _ last: EventPlace) -> SegmentName {
    SegmentName(
      device: device, first: range.lowerBound, last: range.upperBound,
      hashPrefix: Int64(last.chain) << 32 | last.seq)
  }

  static func whole(_ partial: SyncSituation.Partial) -> SyncSituation.Whole {
    SyncSituation.Whole(path: partial.path, name: partial.name, last: partial.last, size: partial.name.count * 280)
  }

  func isTidied(_ device: DeviceID) -> Bool {
    situation.ownDevices.contains(device) || situation.staleDevices.contains(device)
  }

  func file(_ path: String) -> SyncSituation.Whole? {
    situation.whole.first { $0.path == path } ?? situation.partial.first { $0.path == path }.map(Self.whole)
  }

  /// What is written when a segment of a plan is.
  func file(_ segment: SyncPlan.Segment) -> SyncSituation.Whole {
    let name = Self.name(situation.outline.chains[segment.last.chain].device, segment.seqs, segment.last)
    return SyncSituation.Whole(path: name.path, name: name, last: segment.last, size: name.count * 280)
  }

  /// The folder as the next sync finds it; the carrier brings what it has promised.
  mutating func carryOut(_ plan: SyncPlan) {
    let gone = Set(plan.removals.map(\.path))
    var whole = situation.whole.filter { !gone.contains($0.path) }
    for file in plan.segments.map({ file($0) }) + situation.promised
    where !whole.contains(where: { $0.path == file.path }) {
      whole.append(file)
    }
    situation.whole = whole
    situation.promised = []
    let paths = Set(whole.map(\.path))
    situation.partial = situation.partial.filter { !gone.contains($0.path) && !paths.contains($0.path) }.map {
      SyncSituation.Partial(path: $0.path, name: $0.name, last: $0.last, wasSoBefore: true, isOld: $0.isOld)
    }
    situation.lostBefore = situation.lost
    situation.lost = []
  }
}
