import EventLog
import FollowUp

/// One value of a table that is handed over to other programs.
package enum TableCell: Hashable, Sendable {
  /// A text; nil where there is nothing.
  case text(String?)
  /// A whole number.
  case number(Int)
  /// A value as the log has it; nil where there is none.
  case value(JSONValue?)

  /// What a spreadsheet shows; nothing is an empty cell.
  package var csv: String {
    switch self {
    case .text(let text): text ?? ""
    case .number(let number): String(number)
    case .value(let value): value?.displayed ?? ""
    }
  }

  /// The value in JSON; nothing is null.
  package var json: JSONValue {
    switch self {
    case .text(let text): text.map { JSONValue($0) } ?? .null
    case .number(let number): JSONValue(integer: number)
    case .value(let value): value ?? .null
    }
  }
}

/// One row of a table, by the names of its columns.
package typealias TableRow = KeyValuePairs<String, TableCell>

extension TableRow {
  /// The row as a JSON object.
  package var json: JSONValue { JSONValue(object: map { (name: $0.key, value: $0.value.json) }) }
}
