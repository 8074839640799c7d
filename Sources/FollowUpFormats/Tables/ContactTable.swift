import CivilTime
import EventLog
import FollowUp

/// The people, a row each, for a spreadsheet or an address book.
package enum ContactTable {
  package static let columns = [
    "name", "title", "role", "company", "phone", "direct_line", "email", "tz", "met_where", "met_on", "left_on",
    "successor",
    "moved_to", "note", "record",
  ]

  package static func row(of contact: Contact, names: ReferenceIndex) -> TableRow {
    func field(_ name: String) -> TableCell { .value(contact.state[name]) }
    return [
      "name": field("name"), "title": field("title"), "role": field("role"), "company": field("company"),
      "phone": field("phone"), "direct_line": field("direct_line"), "email": field("email"), "tz": field("tz"),
      "met_where": field("met_where"), "met_on": field("met_on"), "left_on": field("left_on"),
      "successor": .text(names.contact(contact.successor)?.displayName), "moved_to": field("moved_to"),
      "note": field("note"), "record": .text(contact.id.text),
    ]
  }

  /// The people in the order of the table: by employer and name, without regard to case and accents.
  package static func sorted(_ contacts: [Contact]) -> [Contact] {
    let keyed = contacts.filter { !$0.isRetracted }.map { contact in
      (key: [contact.company, contact.name].map { Array(Folding.fold($0 ?? "").utf8) }, contact: contact)
    }
    return keyed.sorted { left, right in
      for (mine, other) in zip(left.key, right.key) where mine != other { return mine.lexicographicallyPrecedes(other) }
      return left.contact.id < right.contact.id
    }.map(\.contact)
  }
}
