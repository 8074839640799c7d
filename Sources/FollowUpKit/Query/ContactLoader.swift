import CivilTime
import EventLog
import EventStorage
import FollowUp

/// Finds the people of an application: whom its records name, who took over from them, and who else is known at the
/// employer.
final class ContactLoader {
  private let reader: StoreReader
  private var contacts: [RecordID: RecordState?] = [:]
  private var counted: ApplicationIndex?
  private var colleagues: [String: [RecordState]] = [:]

  init(_ reader: StoreReader) { self.reader = reader }

  func book(_ application: Application, _ records: [RecordState]) throws -> ContactBook {
    ContactBook(try people(application, records))
  }

  func people(_ application: Application, _ records: [RecordState]) throws -> [RecordState] {
    var found: [RecordID: RecordState] = [:]
    if let company = application.company {
      for state in try known(at: company) { found[state.id] = state }
    }
    var wanted = records.flatMap(\.namedPeople)
    wanted += found.values.compactMap { Contact($0)?.successor }
    while let id = wanted.popLast() {
      guard found[id] == nil, let state = try contact(id) else { continue }
      found[id] = state
      // Successors may name each other in a circle; each is looked up once.
      if let successor = Contact(state)?.successor { wanted.append(successor) }
    }
    return found.values.sorted { $0.id < $1.id }
  }

  private func contact(_ id: RecordID) throws -> RecordState? {
    if let known = contacts[id] { return known }
    let state = try reader.record(id).flatMap { Contact($0) == nil ? nil : $0 }
    contacts[id] = .some(state)
    return state
  }

  private func known(at company: String) throws -> [RecordState] {
    let name = Folding.fold(company)
    if let known = colleagues[name] { return known }
    let states = try (index().employers[name] ?? []).compactMap { try reader.record(number: $0) }
    for state in states { contacts[state.id] = .some(state) }
    colleagues[name] = states
    return states
  }

  /// The index of the store, taken once.
  func index() throws -> ApplicationIndex {
    if let counted { return counted }
    let index = try ApplicationIndex(reader)
    counted = index
    return index
  }
}
