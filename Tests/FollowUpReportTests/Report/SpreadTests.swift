import Testing

@testable import FollowUpReport

/// The middle, the quarters and the range of a few numbers.
@Suite struct SpreadTests {
  private func texts(_ numbers: [Int]) -> [String]? { Spread(numbers)?.quartersOfFour.map(Spread.text) }

  /// Python's statistics.quantiles(…, method="inclusive") gives the same.
  @Test func quartilesLieBetweenTheirNeighbours() {
    #expect(texts([]) == nil)
    #expect(texts([7]) == ["7", "7", "7"])
    #expect(texts([1, 2]) == ["1.25", "1.5", "1.75"])
    #expect(texts([4, 1, 3, 2]) == ["1.75", "2.5", "3.25"])
    #expect(texts([1, 2, 3, 4, 5]) == ["2", "3", "4"])
    #expect(texts([0, 0, 10, 90]) == ["0", "5", "30"])
    let spread = Spread([9, 2, 4])
    #expect(spread?.count == 3 && spread?.least == 2 && spread?.most == 9)
  }
}
