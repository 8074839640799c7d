import FollowUp

/// One row of a CSV file.
package struct CSVRow: Hashable, Sendable {
  /// The line of its first byte, from 1. A row whose quotes hold line ends goes on in the next ones.
  package let line: Int
  /// The fields, without their quotes.
  package var fields: [String]

  /// Half a sentence on how the row differs from its header in length, or nil when it does not.
  ///
  /// Fields beyond the header that are empty do not count: spreadsheets write them.
  ///
  /// - Parameter columns: how many the header has.
  func raggedness(columns: Int) -> String? {
    let filled = (fields.lastIndex { !$0.isEmpty } ?? -1) + 1
    guard fields.count < columns || filled > columns else { return nil }
    return "it has \(fields.count == 1 ? "1 field" : "\(fields.count) fields") where the header has \(columns)"
  }
}
