/// A set of seqs as ranges, ascending and apart.
struct SeqSet: Equatable, Sendable {
  private(set) var ranges: [ClosedRange<Int64>] = []

  init(_ ranges: [ClosedRange<Int64>] = []) { for range in ranges { insert(range) } }

  var isEmpty: Bool { ranges.isEmpty }

  /// How many seqs.
  var count: Int64 { ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 } }

  mutating func insert(_ range: ClosedRange<Int64>) {
    let start = index(endingAtOrAfter: range.lowerBound - 1)
    var end = start
    var merged = range
    while end < ranges.count, ranges[end].lowerBound <= range.upperBound + 1 {
      merged = min(merged.lowerBound, ranges[end].lowerBound)...max(merged.upperBound, ranges[end].upperBound)
      end += 1
    }
    ranges.replaceSubrange(start..<end, with: [merged])
  }

  /// The parts of a range that are not in the set.
  func missing(from range: ClosedRange<Int64>) -> [ClosedRange<Int64>] {
    var result: [ClosedRange<Int64>] = []
    var next = range.lowerBound
    for present in ranges[index(endingAtOrAfter: range.lowerBound)...] {
      if present.lowerBound > range.upperBound { break }
      if present.lowerBound > next { result.append(next...present.lowerBound - 1) }
      next = present.upperBound + 1
    }
    if next <= range.upperBound { result.append(next...range.upperBound) }
    return result
  }

  func contains(_ range: ClosedRange<Int64>) -> Bool {
    let index = index(endingAtOrAfter: range.lowerBound)
    return index < ranges.count && ranges[index].lowerBound <= range.lowerBound
      && ranges[index].upperBound >= range.upperBound
  }

  /// The seqs that are not in the set, from 1 on, up to one that is not and without a gap; nil when it is in the set.
  func gap(endingAt seq: Int64) -> ClosedRange<Int64>? {
    let index = index(endingAtOrAfter: seq)
    if index < ranges.count, ranges[index].lowerBound <= seq { return nil }
    return (index > 0 ? ranges[index - 1].upperBound + 1 : 1)...seq
  }

  func subtracting(_ other: SeqSet) -> SeqSet {
    var result = SeqSet()
    result.ranges = ranges.flatMap { other.missing(from: $0) }
    return result
  }

  private func index(endingAtOrAfter seq: Int64) -> Int {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < seq { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
