import EventLog

/// Looks up the applications and people that other records refer to by their identifiers. Leaves out what is retracted.
package struct ReferenceIndex: Sendable {
  private let applications: [RecordID: Application]
  private let contacts: [RecordID: Contact]

  /// An index of some applications and people.
  package init(applications: [Application], contacts: [Contact]) {
    self.applications = Dictionary(
      applications.filter { !$0.isRetracted }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.contacts = Dictionary(
      contacts.filter { !$0.isRetracted }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The application of a record, unless it is retracted.
  package func application(_ id: RecordID?) -> Application? { id.flatMap { applications[$0] } }

  /// The person of a record, unless it is retracted.
  package func contact(_ id: RecordID?) -> Contact? { id.flatMap { contacts[$0] } }

  /// The people whom a record names.
  package func people(of state: RecordState) -> [Contact] {
    state.namedPeople.compactMap { contact($0) }
  }
}
