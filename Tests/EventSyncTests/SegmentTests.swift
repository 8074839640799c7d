import EventLog
import TestSupport
import Testing

@testable import EventSync

/// Sets of seqs, the grid, and the names of segments.
@Suite struct SegmentTests {
  private let device = DeviceID(high: 0x7000, low: 0x8000_0000_0000_0001)

  @Test func aSetOfSeqsIsASet() {
    for seed in UInt64(0)..<300 {
      var random = SeededGenerator(seed: seed)
      var set = RangeSet<Int64>()
      var other = RangeSet<Int64>()
      var model: Set<Int64> = []
      var otherModel: Set<Int64> = []
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let first = Int64.random(in: 1...60, using: &random)
        let range = first...first + Int64.random(in: 0...9, using: &random)
        if Bool.random(using: &random) {
          set.insert(seqs: range)
          model.formUnion(range)
        } else {
          other.insert(seqs: range)
          otherModel.formUnion(range)
        }
      }
      func members(_ set: RangeSet<Int64>) -> Set<Int64> { Set(set.runs.flatMap { Array($0) }) }
      #expect(
        members(set) == model && set.seqCount == Int64(model.count) && set.isEmpty == model.isEmpty, "seed \(seed)")
      #expect(zip(set.runs, set.runs.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound }, "seed \(seed)")
      #expect(members(set.subtracting(other)) == model.subtracting(otherModel), "seed \(seed)")
      for _ in 0..<20 {
        let first = Int64.random(in: 1...75, using: &random)
        let range = first...first + Int64.random(in: 0...20, using: &random)
        #expect(set.contains(seqs: range) == model.isSuperset(of: range), "seed \(seed)")
        #expect(members(set.missing(from: range)) == Set(range).subtracting(model), "seed \(seed)")
      }
    }
  }

  @Test func theGridCutsAlikeAndIntoFewPieces() {
    for seed in UInt64(0)..<300 {
      var random = SeededGenerator(seed: seed)
      let first = Int64.random(in: 1...5_000, using: &random)
      let range =
        first...first
        + Int64.random(in: 0...[9, 500, 200_000].randomElement(using: &random).unsafelyUnwrapped, using: &random)
      let pieces = SegmentGrid.cut(range)
      #expect(pieces.first?.lowerBound == range.lowerBound && pieces.last?.upperBound == range.upperBound)
      #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.upperBound + 1 == $1.lowerBound }, "seed \(seed)")
      // A block of the grid that is large enough is always cut out as one, wherever the range begins and ends.
      for piece in pieces where piece.count >= Int(SegmentGrid.ownFileMin) {
        let isAligned = SegmentGrid.level(first: piece.lowerBound, last: piece.upperBound) != nil
        #expect(isAligned || piece.count < 2 * Int(SegmentGrid.ownFileMin), "seed \(seed): \(piece)")
      }
      var levels = 1
      while SegmentGrid.size(levels) < Int64(range.count) { levels += 1 }
      let highest = range.count / Int(SegmentGrid.size(SegmentGrid.levelMax))
      #expect(pieces.count <= 6 * levels + highest, "seed \(seed)")
      let block = SegmentGrid.block(from: first, within: range.upperBound)
      #expect(block.lowerBound == first && block.upperBound <= range.upperBound)
      #expect(SegmentGrid.level(first: block.lowerBound, last: block.upperBound) != nil)
      #expect(SegmentGrid.children(block).flatMap { Array($0) } == Array(block), "seed \(seed)")
    }
  }

  @Test func namesComeBackAsTheyWere() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      let first =
        Int64.random(in: 1...9_007_199_254_740_991, using: &random) >> Int64.random(in: 0...52, using: &random) + 1
      let last = max(first, 1) + Int64.random(in: 0...1_000, using: &random)
      guard last <= 9_007_199_254_740_991, first >= 1 else { continue }
      let name = SegmentName(
        device: device, first: first, last: last, hashPrefix: Int64(bitPattern: random.next()))
      #expect(SegmentName(directory: device.text, file: name.file) == name)
      #expect(SegmentName(directory: device.text.uppercased(), file: name.file.uppercased()) == name)
      #expect(SegmentName(path: name.path) == name)
      #expect(name.count == last - first + 1)
    }
  }

  @Test(arguments: [
    "", ".jsonl", "1-2-1f2e3d4c5b6a7988.jsonl", "0000000002-0000000001-1f2e3d4c5b6a7988.jsonl",
    "0000000000-0000000001-1f2e3d4c5b6a7988.jsonl", "0000000001-0000000001-1f2e3d4c5b6a798.jsonl",
    "0000000001-0000000001-1f2e3d4c5b6a79880.jsonl", "0000000001-0000000001-1f2e3d4c5b6a798g.jsonl",
    "0000000001-0000000001-+f2e3d4c5b6a7988.jsonl", "0000000001-0000000001.jsonl",
    "0000000001-0000000001-1f2e3d4c5b6a7988-LAPTOP.jsonl", "0000000001-0000000001-1f2e3d4c5b6a7988 (1).jsonl",
    "0000000001-0000000001-1f2e3d4c5b6a7988 2.jsonl", "0000000001-0000000001-1f2e3d4c5b6a7988.json",
    "00000000001-00000000001-1f2e3d4c5b6a7988.jsonl", "-000000001-0000000001-1f2e3d4c5b6a7988.jsonl",
    "+000000001-0000000001-1f2e3d4c5b6a7988.jsonl", "0000000001-99999999999999999999-1f2e3d4c5b6a7988.jsonl",
    "0000000001-9007199254740992-1f2e3d4c5b6a7988.jsonl", "٠٠٠٠٠٠٠٠٠١-0000000001-1f2e3d4c5b6a7988.jsonl",
    "../0000000001-0000000001-1f2e3d4c5b6a7988.jsonl", "0000000001-0000000001-1f2e3d4c5b6a7988.jsonl\u{0}",
    "0000000001--1f2e3d4c5b6a7988.jsonl", "0000000001-0000000001-1f2e3d4c5b6a7988.jsonl.age",
  ]) func otherNamesPromiseNothing(_ file: String) {
    #expect(SegmentName(directory: device.text, file: file) == nil)
  }

  @Test func otherDirectoriesAreNobodysLog() {
    let file = "0000000001-0000000002-1f2e3d4c5b6a7988.jsonl"
    #expect(SegmentName(directory: device.text, file: file) != nil)
    for directory in [
      "", "..", device.text + "x", "\(device.text) (1)", "not-a-device", String(repeating: "0", count: 36),
    ] {
      #expect(SegmentName(directory: directory, file: file) == nil, "\(directory)")
    }
    #expect(SegmentName(path: "log/\(device.text)/a/\(file)") == nil)
  }
}
