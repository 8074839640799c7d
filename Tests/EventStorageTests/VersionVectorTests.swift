import EventLog
import TestSupport
import Testing

@testable import EventStorage

/// Pasts against sets that are spelt out.
@Suite struct VersionVectorTests {
  /// What a past is: for each branch how far it reaches.
  private typealias Plain = [Int: Int64]

  private static func plain(_ past: VersionVector) -> Plain {
    var result: Plain = [:]
    past.visit { result[$0] = $1 }
    return result
  }

  private static func union(_ one: Plain, _ other: Plain) -> Plain { one.merging(other) { max($0, $1) } }

  /// Chains from the first to far beyond, close together and scattered.
  private static func branch(_ random: inout SeededGenerator) -> Int {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: Int.random(in: 0..<VersionVector.nearCount, using: &random)
    case 1: Int.random(in: 60..<100, using: &random)
    case 2: Int.random(in: 0..<5_000, using: &random)
    default: Int.random(in: 0..<200_000, using: &random)
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>) func aPastIsTheSetThatItStandsFor(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var pasts: [(past: VersionVector, plain: Plain)] = [(VersionVector(), [:])]
    for _ in 0..<200 {
      var (past, plain) = pasts[Int.random(in: pasts.indices, using: &random)]
      for _ in 0..<Int.random(in: 0..<6, using: &random) {
        let branch = Self.branch(&random)
        let seq = (plain[branch] ?? 0) + Int64.random(in: 1...3, using: &random)
        past[branch] = seq
        plain[branch] = seq
      }
      for _ in 0..<Int.random(in: 0..<3, using: &random) {
        let other = pasts[Int.random(in: pasts.indices, using: &random)]
        past.formUnion(other.past)
        plain = Self.union(plain, other.plain)
      }
      #expect(Self.plain(past) == plain)
      #expect((past.far?.count ?? 0) == plain.keys.count { $0 >= VersionVector.nearCount })
      #expect(plain.allSatisfy { past[$0.key] == $0.value })
      for _ in 0..<20 {
        let branch = Self.branch(&random)
        #expect(past[branch] == plain[branch] ?? 0)
      }
      #expect(past.magnitude == plain.values.reduce(0, +))
      let part = pasts[Int.random(in: pasts.indices, using: &random)]
      var gains: Plain = [:]
      past.forEachGain(over: part.past) { gains[$0] = $1 }
      #expect(gains == plain.filter { $0.value > part.plain[$0.key] ?? 0 })
      #expect(past.isEqual(to: part.past) == (plain == part.plain))
      let events = Dictionary(
        (0..<Int.random(in: 0..<9, using: &random)).map { _ in
          (Self.branch(&random), Int64.random(in: 1...4, using: &random))
        }, uniquingKeysWith: { $1 })
      #expect(past.reachesAny(of: events) == events.contains { plain[$0.key] ?? 0 >= $0.value })
      pasts.append((past, plain))
    }
    // They shared memory on the way, and none was changed by another.
    for (past, plain) in pasts { #expect(Self.plain(past) == plain) }
    var sums = VersionVectorSums(zero: 0, add: { $0 += $1 }, value: { Int64($0) &* $1 })
    for (past, plain) in pasts { #expect(sums.sum(past) == plain.reduce(0) { $0 + Int64($1.key) * $1.value }) }
  }

  @Test(arguments: 0..<40 as Range<UInt64>) func whatIsWrittenIsReadAgain(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var base = VersionVector()
    for _ in 0..<Int.random(in: 0..<400, using: &random) {
      base[Self.branch(&random)] = Int64.random(in: 1...1 << 40, using: &random)
    }
    func decoded(_ bytes: [UInt8]) -> VersionVector.Stored {
      bytes.withUnsafeBufferPointer { VersionVector.Stored($0, branchCount: 200_000) }
    }
    let whole = base.encode(leaningOn: nil)
    #expect(decoded(whole).base == nil && decoded(whole).past.isEqual(to: base))
    var past = base
    for _ in 0..<Int.random(in: 0..<20, using: &random) {
      let branch = Self.branch(&random)
      past[branch] += 1
    }
    let position = LogPosition(branch: Self.branch(&random), seq: 1 << 30)
    let bytes = past.encode(leaningOn: VersionVector.Base(position: position, past: base))
    let stored = decoded(bytes)
    if bytes.first == 0 {
      #expect(bytes.count < whole.count)
      #expect(try #require(stored.base).position == position)
      #expect(stored.added(to: base).isEqual(to: past))
    } else {
      #expect(stored.past.isEqual(to: past))
    }
    // Whatever the bytes are, they are read to some end.
    for end in bytes.indices { _ = decoded(Array(bytes[..<end])) }
    for _ in 0..<20 {
      var damaged = bytes
      guard !damaged.isEmpty else { break }
      damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      _ = decoded(damaged)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func theLastEventsAreThoseInNoOtherOnesPast(seed: UInt64) throws {
    let history = try WideHistory(seed: seed, count: 120, devices: 5, records: 1, seenMax: 3)
    var positions: [EventHash: LogPosition] = [:]
    var pasts: [EventHash: VersionVector] = [:]
    var heads: [EventHash: Int] = [:]
    for line in history.lines {
      var past = VersionVector()
      for hash in [line.prev] + line.seen { if let other = pasts[hash] { past.formUnion(other) } }
      let branch = heads.removeValue(forKey: line.prev) ?? positions.count * 3
      heads[line.hash] = branch
      past[branch] = line.seq
      positions[line.hash] = LogPosition(branch: branch, seq: line.seq)
      pasts[line.hash] = past
    }
    let reference = MergedLog(history.lines)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let some = history.lines.map(\.hash).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
      let events = try some.map { (try #require(positions[$0]), try #require(pasts[$0])) }
      #expect(
        VersionVector.indicesOfLast(events)
          == some.indices.filter { one in
            !some.contains { reference.isPast(some[one], of: $0) }
          })
    }
  }
}
