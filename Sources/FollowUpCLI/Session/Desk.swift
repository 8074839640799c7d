import CivilTime
import EventLog
import EventStorage
import FollowUp

/// What a command decides on: one moment of the store, and the present. Valid only within its transaction.
struct Desk {
  let reader: StoreReader
  let snapshot: Snapshot
  let now: Now
  let zone: Zone
  /// The rules of time zones.
  let zones: any ZoneRules
  /// What the person answered, where something may mean several things.
  let answers: Answers
  let newRecord: () -> RecordID

  /// What reading a person's words needs.
  func fieldContext(allowUnknown: Bool = false) -> FieldContext {
    let snapshot = self.snapshot
    let answers = self.answers
    return FieldContext(
      now: now, zones: zones, calendar: snapshot.settings.calendar, allowUnknown: allowUnknown,
      lookup: { snapshot.type(of: $0) },
      resolve: { text, types in
        if types.contains(.application) {
          let text = answers.meaning(of: text, .application)
          return ApplicationFinder.find(text, in: snapshot.namedApplications).map(\.id)
        }
        return ContactFinder.find(answers.meaning(of: text, .contact), in: snapshot.namedContacts).map(\.id)
      }, answers: answers)
  }

  /// By which records are read.
  var context: ReadingContext { ReadingContext(now: now, settings: snapshot.settings, zones: zones) }

  /// By which the times of records are read.
  var clock: ReaderClock { ReaderClock(now, zones: zones) }

  // MARK: What a person names

  /// The application that a person names.
  func application(_ said: String) throws -> Application {
    let text = answers.meaning(of: said, .application)
    switch ApplicationFinder.find(text, in: snapshot.namedApplications) {
    case .found(let application): return application
    case .ambiguous(let candidates):
      throw CommandFailure(
        Question(
          topic: .application, said: said,
          options: candidates.map { Question.Option(label: choice($0), meaning: $0.id.text) }),
        way: "say more of the name, or the short id")
    case .none(let near):
      // A retracted one is found by its id alone.
      if let application = snapshot.applications.first(where: { ShortID.names(text, $0.id) }) { return application }
      let hint = near.isEmpty ? "; followup list shows all" : "; did you mean one of these?"
      throw CommandFailure("no application is called \"\(text)\"\(hint)", choices: near.map(choice))
    }
  }

  /// The record that a person names: any record by its short id, an application or a contact by name.
  func record(_ said: String) throws -> RecordState {
    var text = answers.meaning(of: said, .record)
    for topic in [Answers.Topic.application, .contact] { text = answers.meaning(of: text, topic) }
    let exact = ApplicationFinder.find(text, in: snapshot.namedApplications)
    let byID = try records(withID: text)
    if case .found(let application) = exact {
      // Unless its id is what was said, and ends as another record's does.
      let isByID = byID.contains { $0.id == application.id }
      if !isByID || byID.count == 1 { return application.state }
    }
    if byID.count == 1, let only = byID.first { return only }
    if byID.count > 1 {
      throw CommandFailure(
        Question(
          topic: .record, said: text,
          options: byID.map { Question.Option(label: "\($0.id.text)  \(summary($0))", meaning: $0.id.text) }),
        way: "say more digits of the id")
    }
    if case .none = exact, let setting = try reader.record(SettingAssignment.recordID(text)) { return setting }
    if case .none = exact {
      switch ContactFinder.find(text, in: snapshot.namedContacts) {
      case .found(let contact): return contact.state
      case .ambiguous: return try contact(text).state
      case .none: break
      }
    }
    return try application(text).state
  }

  private func records(withID text: String) throws -> [RecordState] {
    guard text.utf8.count >= ShortID.digitsMin,
      text.utf8.allSatisfy({ $0 == 0x2d || Character(Unicode.Scalar($0)).isHexDigit })
    else { return [] }
    if let id = RecordID(text.lowercased()) { return try reader.record(id).map { [$0] } ?? [] }
    return try reader.records().filter { ShortID.names(text, $0.id) }
  }

  /// The contact that a person names.
  func contact(_ said: String) throws -> Contact {
    let text = answers.meaning(of: said, .contact)
    switch ContactFinder.find(text, in: snapshot.namedContacts) {
    case .found(let contact): return contact
    case .ambiguous(let candidates):
      throw CommandFailure(
        question(.contact, said, candidates.map(\.state)), way: "say more of the name, or the short id")
    case .none(let near):
      let hint = near.isEmpty ? "followup contact add NAME makes one" : "did you mean one of these?"
      throw CommandFailure(
        "no contact is called \"\(text)\"; \(hint)",
        choices: near.map { "\(ShortID.shortID($0.id))  \(summary($0.state))" })
    }
  }

  private func question(_ topic: Answers.Topic, _ said: String, _ states: [RecordState]) -> Question {
    Question(
      topic: topic, said: said,
      options: states.map { state in
        Question.Option(
          label: "\(ShortID.shortID(state.id, among: states.map(\.id)))  \(summary(state))", meaning: state.id.text)
      })
  }

  /// Carries out what reads a person's words; where a name in them stands for several records, they are named.
  func asking<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let problem as CommandProblem {
      guard case .field(let field) = problem, let said = field.said, field.candidates.count > 1 else { throw problem }
      let states = field.candidates.compactMap { id in known.first { $0.id == id } }
      let isApplication = states.contains { RecordType(of: $0) == .application }
      throw CommandFailure(
        question(isApplication ? .application : .contact, said, states), way: "say more of the name, or the short id",
        status: ExitStatus.wrongUsage)
    }
  }

  private func choice(_ application: Application) -> String {
    "\(shortID(application.id))  \(application.title)" + (application.isClosed ? "  (closed)" : "")
  }

  /// The short id of an application, long enough to tell it from the others.
  func shortID(_ id: RecordID) -> String { ShortID.shortID(id, among: snapshot.applications.map(\.id)) }

  // MARK: What a person reads

  /// A record in one line.
  func summary(_ state: RecordState, echoes: [Drafted.Echo] = []) -> String {
    RecordLine.text(state, clock: clock, name: { snapshot.name(of: $0) }, echoes: echoes)
  }

  /// The fields of a record for reading.
  func readings(_ state: RecordState) -> [FieldReading] {
    FieldReading.fields(of: state, clock: clock) { snapshot.name(of: $0) }
  }

  /// A moment of the log's clock on the person's clock.
  func time(_ stamp: HybridTimestamp) -> String {
    guard let milliseconds = stamp.milliseconds, let time = zone.time(at: milliseconds / 1_000) else {
      return stamp.text
    }
    return "\(time.local.date.echo) \(time.local.time)"
  }
}

extension NameMatch {
  /// The match with each find replaced.
  func map<Other: Sendable>(_ transform: (Found) -> Other) -> NameMatch<Other> {
    switch self {
    case .found(let found): .found(transform(found))
    case .ambiguous(let candidates): .ambiguous(candidates.map(transform))
    case .none(let suggestions): .none(suggestions: suggestions.map(transform))
    }
  }
}
