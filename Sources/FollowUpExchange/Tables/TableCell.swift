import EventLog
import FollowUp

/// One value of a table that is handed over to other programs.
public enum TableCell: Hashable, Sendable {
  /// A text; nil where there is nothing.
  case text(String?)
  /// A whole number.
  case number(Int)
  /// A value as the log has it; nil where there is none.
  case value(JSONValue?)

  /// What a spreadsheet shows; nothing is an empty cell.
  public var csv: String {
    switch self {
    case .text(let text): text ?? ""
    case .number(let number): String(number)
    case .value(let value): value?.displayed ?? ""
    }
  }

  /// The value in JSON; nothing is null.
  public var json: JSONValue {
    switch self {
    case .text(let text): text.map { JSONValue($0) } ?? .null
    case .number(let number): JSONValue(integer: number)
    case .value(let value): value ?? .null
    }
  }
}

/// One row of a table, by the names of its columns.
public typealias TableRow = KeyValuePairs<String, TableCell>

extension TableRow {
  /// The row as a JSON object.
  public var json: JSONValue { JSONValue(object: map { (name: $0.key, value: $0.value.json) }) }
}

/// Who and what other records refer to, by identifier. What is retracted is not in it.
public struct TableNames: Sendable {
  private let applications: [RecordID: Application]
  private let contacts: [RecordID: Contact]

  /// The names of some applications and people.
  public init(applications: [Application], contacts: [Contact]) {
    self.applications = Dictionary(
      applications.filter { !$0.isRetracted }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.contacts = Dictionary(
      contacts.filter { !$0.isRetracted }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The application of a record, unless it is retracted.
  public func application(_ id: RecordID?) -> Application? { id.flatMap { applications[$0] } }

  /// The person of a record, unless it is retracted.
  public func contact(_ id: RecordID?) -> Contact? { id.flatMap { contacts[$0] } }

  /// The people whom a record names.
  public func people(of state: RecordState) -> [Contact] {
    state.namedPeople.compactMap { contact($0) }
  }
}
