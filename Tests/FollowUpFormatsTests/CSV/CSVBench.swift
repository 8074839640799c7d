import Foundation
import TestSupport

@testable import FollowUpFormats

/// What a reader gave.
struct CSVOutcome: Equatable {
  var rows: [CSVRow] = []
  var refusals: [Refusal] = []

  var fields: [[String]] { rows.map(\.fields) }

  /// Reads bytes in pieces of a size.
  static func of(
    _ bytes: [UInt8], _ dialect: CSVDialect = CSVDialect(), pieces: (() -> Int)? = nil
  ) -> CSVOutcome {
    var outcome = CSVOutcome()
    var reader = CSVReader(dialect, file: "f.csv")
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(max(1, pieces?() ?? rest.count))
      rest = rest.dropFirst(piece.count)
      piece.withUnsafeBufferPointer { piece in
        reader.read(piece, row: { outcome.rows.append($0) }, refused: { outcome.refusals.append($0) })
      }
    }
    reader.finish(row: { outcome.rows.append($0) }, refused: { outcome.refusals.append($0) })
    return outcome
  }

  static func of(_ text: String, delimiter: Character = ",") -> CSVOutcome {
    of(Array(text.utf8), CSVDialect(delimiter: delimiter.asciiValue ?? 0))
  }
}

/// Seeds, of which one can be given in FOLLOWUP_SEED.
enum Seeds {
  static func upTo(_ count: UInt64, soak: UInt64) -> [UInt64] {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["FOLLOWUP_SEED"].flatMap({ UInt64($0) }) { return [seed] }
    return Array(0..<(environment["FOLLOWUP_SOAK"] == nil ? count : soak))
  }
}
