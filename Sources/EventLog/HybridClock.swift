/// The rules of the hybrid logical clock (FORMAT 3): a new event is stamped later than everything its writer
/// knows, unless that is more than a day in the future.
package enum HybridClock {
  /// How far ahead of the wall clock a timestamp may lie and still be taken over, in milliseconds.
  package static let absorbedMilliseconds: Int64 = 24 * 3_600 * 1_000

  /// The clock has run past the year 9999 or lies before the year 0.
  package struct OutOfRange: Error, Sendable, Equatable, CustomStringConvertible {
    /// The wall clock that could not be written, in milliseconds since 1970.
    package let wallMilliseconds: Int64
    /// What is wrong, for people.
    package var description: String {
      "this machine's clock reads \(wallMilliseconds) ms since 1970, which no timestamp can hold; "
        + "set the clock and try again"
    }
  }

  /// Whether a timestamp counts for the next reading: a real date, at most 24 h ahead of the wall clock.
  package static func isAbsorbed(_ stamp: HybridTimestamp, wallMilliseconds: Int64) -> Bool {
    guard let milliseconds = stamp.milliseconds else { return false }
    let (limit, overflow) = wallMilliseconds.addingReportingOverflow(absorbedMilliseconds)
    return overflow || milliseconds <= limit
  }

  /// The next timestamp.
  ///
  /// - Parameters:
  ///   - greatest: the greatest timestamp among the own last event and all accepted ones that
  ///     ``isAbsorbed(_:wallMilliseconds:)`` says counts; nil when there is none.
  ///   - wallMilliseconds: the wall clock, in milliseconds since 1970 in UTC.
  /// - Throws: ``OutOfRange`` when the result has no spelling.
  package static func next(after greatest: HybridTimestamp?, wallMilliseconds: Int64) throws(OutOfRange)
    -> HybridTimestamp
  {
    var milliseconds = wallMilliseconds
    var counter: UInt16 = 0
    if let greatest, let known = greatest.milliseconds, known >= wallMilliseconds {
      milliseconds = known
      if greatest.counter == .max { milliseconds += 1 } else { counter = greatest.counter + 1 }
    }
    guard let stamp = HybridTimestamp(milliseconds: milliseconds, counter: counter) else {
      throw OutOfRange(wallMilliseconds: wallMilliseconds)
    }
    return stamp
  }
}
