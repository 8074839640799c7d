import CivilTime
import EventLog

/// The people of a store, found by record and by employer.
public struct ContactBook: Sendable {
  private var byID: [RecordID: Contact] = [:]
  private var byCompany: [String: [RecordID]] = [:]

  /// A book of nobody.
  public init() {}

  /// The book of some contacts. Retracted contacts and other records are left out.
  public init(_ states: some Sequence<RecordState>) { self.init(Contact.all(in: states)) }

  /// The book of some contacts; retracted ones are left out.
  public init(_ contacts: some Sequence<Contact>) {
    for contact in contacts where !contact.isRetracted {
      byID[contact.id] = contact
      if let company = contact.company { byCompany[Folding.fold(company), default: []].append(contact.id) }
    }
  }

  /// The records of the contacts, in no order.
  public var ids: [RecordID] { Array(byID.keys) }

  /// The contact of a record; nil when it is not there.
  public func contact(_ id: RecordID) -> Contact? { byID[id] }

  /// The people at an employer, in the order of their identifiers; names are compared without case and accents.
  public func contacts(at company: String?) -> [Contact] {
    guard let company else { return [] }
    return (byCompany[Folding.fold(company)] ?? []).compactMap { byID[$0] }
  }

  /// Who has a contact's task now: the contact, or the last of the successors who is still there (PLAYBOOKS 25, 28).
  ///
  /// - Returns: the person, or nil when the contact left or moved and nobody took over; and who of them is gone.
  public func current(_ contact: Contact, on day: CivilDate) -> (person: Contact?, gone: [Contact]) {
    var person = contact
    var gone: [Contact] = []
    // Two laptops can make people each other's successors, so nobody is asked twice.
    while person.isGone(on: day) {
      gone.append(person)
      guard let next = person.successor.flatMap(self.contact), !gone.contains(where: { $0.id == next.id }) else {
        return (nil, gone)
      }
      person = next
    }
    return (person, gone)
  }
}

extension Contact {
  /// Whether the person is no longer there on a day.
  ///
  /// The day of leaving decides where there is one, so somebody who leaves next month is still there today. Without it a
  /// new place or a successor says so; a day of leaving that cannot be read says it too.
  public func isGone(on day: CivilDate) -> Bool {
    if let leftOn { return leftOn <= day }
    return movedTo != nil || successor != nil || text("left_on") != nil
  }
}
