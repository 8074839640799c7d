import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice

/// What advice needs of one moment of the store, read sparingly: what is open, one application at a time, and only the
/// people who belong to it. What is closed costs next to nothing.
final class AdviceDesk {
  let reader: StoreReader
  let settings: Settings
  /// The playbooks that are built in, and the person's own.
  let shelf: PlaybookShelf
  let advisor: Advisor
  private let people: PeopleFinder

  init(_ reader: StoreReader, _ session: Session) throws {
    self.reader = reader
    settings = Settings(try reader.records(ofType: RecordType.setting.rawValue))
    let own = try reader.records(ofType: PlaybookShelf.recordType)
    shelf = PlaybookShelf(own: own)
    advisor = Advisor(now: try session.now(settings), zones: session.zones, settings: settings, own: own)
    people = PeopleFinder(reader)
  }

  /// The applications that are neither closed nor retracted.
  func open() throws -> [Application] { try applications(people.census().open).filter { !$0.isClosed } }

  /// Closed applications whose reason may be an offer that was accepted: of the closed ones, only those count.
  func closed() throws -> [Application] { try applications(people.census().accepted).filter(\.isClosed) }

  private func applications(_ numbers: [Int64]) throws -> [Application] {
    try numbers.compactMap { try reader.record(number: $0).flatMap(Application.init) }.filter { !$0.isRetracted }
      .sorted { $0.id < $1.id }
  }

  /// The applications that are open, or were closed since a day; retracted ones included, for they may stand in a
  /// calendar.
  func applications(closedSince day: CivilDate) throws -> [Application] {
    let census = try people.census()
    let numbers = census.open + census.closed.filter { $0.on.map { $0 >= day } ?? true }.map(\.number)
    return try numbers.compactMap { try reader.record(number: $0).flatMap(Application.init) }.sorted { $0.id < $1.id }
  }

  /// An application with its log, for ``Advisor/diary(_:settings:closings:)``.
  func log(of application: Application) throws -> ApplicationLog {
    let records = try reader.records(referringTo: application.id).filter { $0.id != application.id }
    let people = try people.people(application, records)
    var known = Set(people.map(\.id))
    known.insert(application.id)
    var lines = try reader.events(of: application.id)
    // A contact that refers to the application is one of the people already.
    lines += try reader.events(ofRecordsReferringTo: application.id).filter { line in
      line.event.map { !known.contains($0.record) } ?? false
    }
    for person in people { lines += try reader.events(of: person.id) }
    return ApplicationLog(
      application, records: records.filter { !known.contains($0.id) }, people: people,
      events: StoreReader.ordered(lines))
  }

  /// What the log says of one application, with its people.
  func records(of application: Application) throws -> ApplicationRecords {
    let records = try reader.records(referringTo: application.id)
    return ApplicationRecords(application, records: records, contacts: try people.book(application, records))
  }

  /// The assessments of all open applications; their records are not kept.
  ///
  /// - Parameter withFacts: whether it is shown what the advice rests on.
  func assessments(withFacts: Bool = true) throws -> [Assessment] {
    try open().map { advisor.assess(try records(of: $0), withFacts: withFacts) }
  }

  /// What is due, or the one wait.
  ///
  /// - Parameter withFacts: whether it is shown what the advice rests on.
  func next(withFacts: Bool = true) throws -> [Advice] {
    advisor.next(try assessments(withFacts: withFacts), closed: try closed())
  }

  /// The advice on one application by itself, due first and then by day; of a closed one there is none.
  func advice(on application: Application) throws -> [Advice] {
    guard !application.isClosed, !application.isRetracted else { return [] }
    let records = try records(of: application)
    let advice = advisor.why(records).advice.filter { ![.keepSearching, .wait].contains($0.action) }
    guard advice.isEmpty else {
      return advice.enumerated().sorted {
        (($0.element.isDue ? 0 : 1), $0.element.on ?? .last, $0.offset)
          < (($1.element.isDue ? 0 : 1), $1.element.on ?? .last, $1.offset)
      }.map(\.element)
    }
    return advisor.next([advisor.assess(records)]).filter { $0.action == .wait }
  }
}

/// What is open, and who works where, by the numbers that the records have in the store.
private struct Census {
  var open: [Int64] = []
  /// Closed, and the days, as far as they can be read.
  var closed: [(number: Int64, on: CivilDate?)] = []
  /// Closed with a reason that speaks of something accepted.
  var accepted: [Int64] = []
  /// Contacts by the folded name of their employer.
  var employers: [String: [Int64]] = [:]

  /// Goes through the applications and the contacts once, and reads no more of them than it must.
  init(_ reader: StoreReader) throws {
    let application = RecordType.application.rawValue
    try reader.forEachRecord(
      of: [(application, ["closed_on", "closed_reason"]), (RecordType.contact.rawValue, ["company"])]
    ) { number, type, values in
      if type == application {
        guard let closedOn = values["closed_on"] else {
          open.append(number)
          return
        }
        closed.append((number, Moment(closedOn)?.date))
        if let reason = values["closed_reason"]?.string, Folding.fold(reason).contains("accepted") {
          accepted.append(number)
        }
      } else if let company = values["company"]?.string, !company.isEmpty {
        employers[Folding.fold(company), default: []].append(number)
      }
    }
  }
}

/// Finds the people of an application: whom its records name, who took over from them, and who else is known at the
/// employer.
private final class PeopleFinder {
  private let reader: StoreReader
  private var contacts: [RecordID: RecordState?] = [:]
  private var counted: Census?
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
    let states = try (census().employers[name] ?? []).compactMap { try reader.record(number: $0) }
    for state in states { contacts[state.id] = .some(state) }
    colleagues[name] = states
    return states
  }

  /// The census of the store, taken once.
  func census() throws -> Census {
    if let counted { return counted }
    let census = try Census(reader)
    counted = census
    return census
  }
}
