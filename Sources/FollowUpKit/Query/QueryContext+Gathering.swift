import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice

extension QueryContext {
  /// All applications and people, which are in memory anyway.
  package var known: [RecordState] { snapshot.applications.map(\.state) + snapshot.contacts.map(\.state) }

  /// The applications, the people, and what belongs to some of the applications: no other records are read.
  package func records(of applications: some Sequence<RecordID>) throws -> [RecordState] {
    var found = Gathered(known)
    for application in applications { found.add(try reader.records(referringTo: application)) }
    return found.states
  }

  /// The records that name a person; an interview names its people in a list, in which nothing can be looked up.
  package func records(naming contact: Contact) throws -> [RecordState] {
    var found = Gathered(try reader.records(referringTo: contact.id))
    found.add(
      try reader.records(ofType: RecordType.interview.rawValue).filter {
        $0.namedPeople.contains(contact.id)
      })
    return found.states
  }

  /// More people than this are only listed: nobody reads their stories while the telephone rings.
  package static let callersMax = 8

  /// Who a number or a name stands for; of the log only that is read which concerns them.
  package func callers(_ text: String) throws -> CallerMatch.Result {
    var gathered = Gathered(known)
    // An interview names its people in a list, in which nothing can be looked up.
    gathered.add(try reader.records(ofType: RecordType.interview.rawValue))
    let first = CallerMatch.find(text, in: gathered.states, context)
    guard !first.callers.isEmpty, first.callers.count <= Self.callersMax else { return first }
    var applications: Set<RecordID> = []
    for caller in first.callers {
      applications.formUnion(caller.subjects.map(\.application.id))
      guard let contact = caller.contact else { continue }
      let own = try reader.records(referringTo: contact.id)
      gathered.add(own)
      applications.formUnion(own.compactMap(\.application))
    }
    for application in applications { gathered.add(try reader.records(referringTo: application)) }
    return CallerMatch.find(text, in: gathered.states, context)
  }

  /// The employer that a person names, found among applications, people and notes.
  package func employer(_ text: String) throws -> NameMatch<Employer> {
    Employer.find(text, in: known + (try reader.records(ofType: RecordType.employerNote.rawValue)))
  }

  /// What the log says of an employer.
  package func evidence(of employer: Employer) throws -> EmployerEvidence {
    let own = snapshot.namedApplications.filter { employer.isNamed(by: $0.company) }
    let states =
      try records(of: own.map(\.id)) + (try reader.records(ofType: RecordType.employerNote.rawValue))
    return EmployerEvidence(of: employer, states: states, context)
  }
}

/// Records that were read piece by piece, each once.
private struct Gathered {
  private(set) var states: [RecordState]
  private var ids: Set<RecordID>

  init(_ states: [RecordState]) {
    self.states = states
    ids = Set(states.map(\.id))
  }

  mutating func add(_ more: [RecordState]) {
    for state in more where ids.insert(state.id).inserted { states.append(state) }
  }
}
