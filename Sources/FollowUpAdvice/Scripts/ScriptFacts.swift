import CivilTime
import EventLog
import FollowUp

/// Whom a script is for.
public enum ScriptAddressee: Hashable, Sendable {
  /// The person who was chosen.
  case contact(RecordID)
  /// Whom advice turns to by that part in the application; nil is whoever interviewed.
  case advised(AddresseeKind?)
}

/// The facts that scripts are filled with, taken from the log.
///
///     let facts = ScriptFacts(status, contacts: book, settings: settings, kind: .voicemail)
///     let sheet = try CallSheet(.voicemail, facts: facts)
public struct ScriptFacts: Hashable, Sendable {
  /// The application.
  public let application: Application
  /// The person one turns to; nil when nobody is known.
  public let contact: Contact?
  /// Who had that person's task before.
  public let former: Contact?
  private let values: [ScriptFact: String]
  private let answers: Set<ScriptQuestion>
  let kind: ScriptKind
  /// An interview whose day cannot be read.
  let undatedInterview: RecordID?
  /// The short ids of the records that commands may name.
  let shortIDs: [RecordID: String]

  /// Gathers the facts.
  ///
  /// - Parameters:
  ///   - status: where the application stands.
  ///   - contacts: the people of the store.
  ///   - settings: the person's settings, such as their name and number.
  ///   - kind: what the script is for: an insider is not whom one calls.
  ///   - addressee: the person one turns to.
  ///   - manner: what the playbook's source says beyond the others.
  ///   - ids: the records from which short ids are to tell the ones named here; nil takes the application's own.
  public init(
    _ status: ApplicationStatus, contacts: ContactBook?, settings: Settings, kind: ScriptKind,
    addressee: ScriptAddressee = .advised(nil), manner: ScriptManner = ScriptManner(), among ids: [RecordID]? = nil
  ) {
    let contacts = contacts ?? ContactBook()
    let people = ApplicationPeople(status, contacts: contacts)
    let found =
      switch addressee {
      case .contact(let id):
        contacts.contact(id).map { ApplicationPeople.Addressee($0) } ?? ApplicationPeople.Addressee()
      case .advised(let advised):
        // What is advised to an insider is no call or letter to the employer, and the other way round.
        people.addressee(
          for: kind == .insider ? .insider : advised.flatMap { $0 == .insider ? nil : $0 } ?? .interviewer)
      }
    let application = status.application
    self.application = application
    self.kind = kind
    contact = found.person
    former = found.gone.first

    let held = status.interview
    let undated = status.timeline.compactMap(Interview.init).last { status.clock.date(of: $0) == nil }
    undatedInterview = held == nil ? undated?.id : nil
    var answers: Set<ScriptQuestion> = held ?? undated == nil ? [] : [.interview]
    if manner.asksForCallToday { answers.insert(.callToday) }
    if manner.saysFirstChoice { answers.insert(.firstChoice) }
    self.answers = answers

    let ids = ids ?? [application.id] + status.timeline.map(\.id) + contacts.ids
    var shortIDs: [RecordID: String] = [:]
    for id in [application.id, contact?.id, former?.id, undatedInterview].compactMap(\.self) {
      shortIDs[id] = ShortID.shortID(id, among: ids)
    }
    self.shortIDs = shortIDs

    let today = status.today
    func day(_ date: CivilDate?) -> String? { date.map { SpokenDay.text($0, today: today) } }
    var values: [ScriptFact: String] = [:]
    values[.myName] = settings.myName
    values[.myPhone] = settings.myPhone
    values[.myPhoneSlowly] = settings.myPhone.map { SpokenNumber.text($0) }
    values[.myEmail] = settings.myEmail
    values[.contact] = contact?.name
    values[.contactTitle] = contact?.title
    values[.contactPhone] = contact?.phone ?? contact?.directLine.flatMap { PhoneNumber($0) == nil ? nil : $0 }
    values[.contactEmail] = contact?.email
    values[.directLine] = Self.directLine(contact)
    values[.formerContact] = former?.name
    values[.company] = application.company
    values[.role] = application.role
    values[.applicationID] = shortIDs[application.id]
    values[.interviewDay] = day(status.interviewed)
    values[.interviewFormat] = held?.format
    let interviewers = (held ?? undated)?.with.compactMap(contacts.contact) ?? []
    // "I was interviewed by you" is nothing to say to anybody.
    let isInterviewer = interviewers.contains { $0.id == found.person?.id }
    values[.interviewer] = isInterviewer ? nil : Self.listed(interviewers.compactMap(\.name))
    values[.appliedDay] = day(status.applied)
    values[.metWhere] = contact?.metWhere ?? application.metWhere
    values[.metDay] = day(contact?.metWhere == nil ? application.metOn ?? contact?.metOn : contact?.metOn)
    values[.offered] = application.offered
    values[.promisedDay] = day(status.promised?.reading.date)
    values[.nextSteps] = status.past.compactMap { NextSteps($0)?.steps }.last
    values[.today] = day(today)
    self.values = values.mapValues { Self.onOneLine($0) }.filter { !$0.value.isEmpty }
  }

  /// A fact, or nil when it is not recorded.
  public subscript(fact: ScriptFact) -> String? { values[fact] }

  /// Whether the answer to a question is yes.
  public subscript(question: ScriptQuestion) -> Bool { answers.contains(question) }

  func holds(_ condition: ScriptTemplate.Condition) -> Bool {
    switch condition {
    case .fact(let fact): values[fact] != nil
    case .question(let question): answers.contains(question)
    }
  }

  /// The number that goes past the switchboard; where the log only says that there is one, it is the telephone's.
  private static func directLine(_ contact: Contact?) -> String? {
    guard let contact else { return nil }
    if contact.boolean("direct_line") == true { return contact.phone }
    return contact.boolean("direct_line") == nil ? contact.directLine : nil
  }

  private static func listed(_ names: [String]) -> String? {
    guard let last = names.last else { return nil }
    return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A line of a script stays one line, whatever somebody once pasted into a field.
  private static func onOneLine(_ text: String) -> String {
    text.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.properties.generalCategory == .control } }
      .joined(separator: " ")
  }
}
