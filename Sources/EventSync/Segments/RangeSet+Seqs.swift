/// Sets of seqs. A seq is at most 2^53 - 1, so there is always one behind the last.
extension RangeSet<Int64> {
  init(seqs: some Sequence<ClosedRange<Int64>>) {
    self.init()
    for range in seqs { insert(seqs: range) }
  }

  mutating func insert(seqs: ClosedRange<Int64>) { insert(contentsOf: Range(seqs)) }

  /// How many seqs.
  var seqCount: Int64 { ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }

  /// The runs of consecutive seqs, ascending.
  var runs: [ClosedRange<Int64>] { ranges.map { ClosedRange($0) } }

  func contains(seqs: ClosedRange<Int64>) -> Bool {
    ranges.contains { $0.lowerBound <= seqs.lowerBound && seqs.upperBound < $0.upperBound }
  }

  /// The seqs of a range that are not in the set.
  func missing(from seqs: ClosedRange<Int64>) -> RangeSet { RangeSet(Range(seqs)).subtracting(self) }

  /// The seqs that are not in the set, from 1 on, up to one that is not and without a gap; nil when it is in the set.
  func gap(endingAt seq: Int64) -> ClosedRange<Int64>? {
    contains(seq) ? nil : (ranges.last { $0.upperBound <= seq }?.upperBound ?? 1)...seq
  }
}
