import CivilTime
import EventLog
import FollowUp

/// The people of a store, found by record and by employer.
public struct ContactBook: Sendable {
  private var byID: [RecordID: Contact] = [:]
  private var byCompany: [String: [RecordID]] = [:]

  /// The book of some contacts; those that are retracted, and other records, are left out.
  public init(_ states: some Sequence<RecordState>) {
    for contact in Contact.all(in: states) {
      byID[contact.id] = contact
      if let company = contact.company { byCompany[Folding.fold(company), default: []].append(contact.id) }
    }
  }

  /// The contact of a record; nil when it is not there.
  public func contact(_ id: RecordID) -> Contact? { byID[id] }

  /// The people at an employer, in the order of their identifiers; the name is compared without case and accents.
  public func contacts(at company: String?) -> [Contact] {
    guard let company else { return [] }
    return (byCompany[Folding.fold(company)] ?? []).compactMap { byID[$0] }
  }

  /// Who has a contact's task now: the contact, or the last of the successors who is still there.
  ///
  /// - Returns: the person, or nil when the contact left or moved and nobody took over; and who of them is gone.
  public func current(_ contact: Contact, on day: CivilDate) -> (person: Contact?, gone: [Contact]) {
    var person = contact
    var gone: [Contact] = []
    // Successors may name each other in a circle, so nobody is asked twice.
    while Self.isGone(person, on: day) {
      gone.append(person)
      guard let next = person.successor.flatMap(self.contact), !gone.contains(where: { $0.id == next.id }) else {
        return (nil, gone)
      }
      person = next
    }
    return (person, gone)
  }

  /// Whether a contact has left or moved by a day.
  static func isGone(_ contact: Contact, on day: CivilDate) -> Bool {
    if let left = contact.leftOn { return left <= day }
    // A day of leaving that cannot be read still says that the person left.
    return contact.movedTo != nil || contact.text("left_on") != nil
  }
}
