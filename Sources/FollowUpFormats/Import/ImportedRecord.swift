import CivilTime
import EventLog
import FollowUp

/// A record as a row has it.
package struct ImportedRecord: Hashable, Sendable {
  package struct Value: Hashable, Sendable {
    package let field: String
    /// What the row says; nil where its cell is empty.
    package let value: JSONValue?
    /// Whether the row only ever adds it: it follows from other records, and its absence says nothing.
    let isAddition: Bool

    init(_ field: String, value: JSONValue?, isAddition: Bool = false) {
      self.field = field
      self.value = value
      self.isAddition = isAddition
    }

    init(_ field: String, _ text: String?, isAddition: Bool = false) {
      self.init(field, value: text.map { JSONValue($0) }, isAddition: isAddition)
    }
  }

  /// The record, the same on every machine.
  package let id: RecordID
  package let type: RecordType
  /// What the row says of it, `type` not among them.
  package let values: [Value]
}

/// A row of a table, read by a map, before it is known which records its parts are.
struct ImportedRow {
  /// The line of the file, from 1.
  let line: Int
  /// What tells it from other rows; see ``RowIdentity``.
  let key: String
  /// A record that the table itself names.
  var id: RecordID?
  /// The day that puts rows of one key into order.
  var day: CivilDate?
  /// The fields of its own record.
  var values: [ImportedRecord.Value]
  let type: RecordType
  /// Folded, for comparison with applications that are there.
  var company = ""
  var role = ""
  /// Records beside its own, by the name of the part: `reply`, `interview`. `application` is added when it is known.
  var parts: [(name: String, type: RecordType, values: [ImportedRecord.Value])] = []
  /// The person that the row names, who is a record of its own.
  var contact: ImportedRecord?
  /// What is to be said of it: counted, not listed row by row.
  var remarks: [RowRemark] = []

  /// The records of the row, its own first.
  func records(_ id: RecordID) -> [ImportedRecord] {
    var records = [ImportedRecord(id: id, type: type, values: values)]
    for part in parts {
      records.append(
        ImportedRecord(
          id: RowIdentity.part(part.name, of: id), type: part.type,
          values: [ImportedRecord.Value("application", id.text)] + part.values))
    }
    if let contact { records.append(contact) }
    return records
  }
}

/// What a preview says of a table's rows, each kind once with its number.
package enum RowRemark: Hashable, Comparable, Sendable {
  /// Sent, but on no known day, so that it counts as a lead.
  case noDay
  /// A status that means nothing here.
  case unknownStatus(String)
  /// A status that needs a day to be recorded.
  case undatedStatus(String)
  /// Applications to a position to which somebody has recorded another one, kept apart from it.
  case alike(String, RecordID)
  /// A number or an address beside a person whom the row does not name.
  case namelessContact
}
