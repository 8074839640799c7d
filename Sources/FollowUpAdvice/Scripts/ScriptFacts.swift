import CivilTime
import EventLog
import FollowUp

/// The facts that scripts are filled with, taken from the log.
///
///     let facts = ScriptFacts(application: acme, states: states, settings: settings, today: today, clock: clock, kind: .voicemail)
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
  ///   - states: records of the application and of the people; others do no harm.
  ///   - today: the date on the person's clock.
  ///   - clock: that clock, by which the records' times have their days.
  ///   - kind: what the script is for: an insider is not whom one calls.
  ///   - addressee: the person one turns to; nil finds one: see ``Addressee/find(_:application:states:today:clock:)``.
  ///   - manner: what the playbook's source says beyond the others.
  public init(
    application: Application, states: [RecordState], settings: Settings, today: CivilDate, clock: ReaderClock,
    kind: ScriptKind, addressee: RecordID? = nil, manner: ScriptManner = ScriptManner()
  ) {
    let contacts = Contact.all(in: states)
    let timeline = Timeline.of(application.id, in: states, clock: clock)
    let given = addressee.flatMap { id in contacts.first { $0.id == id } }
    let found =
      given.map { Addressee(contact: $0, former: nil) }
      ?? Addressee.find(kind, application: application, states: states, today: today, clock: clock)
    self.application = application
    self.kind = kind
    contact = found.contact
    former = found.former

    let held = timeline.compactMap(Interview.init).filter { clock.date(of: $0).map { $0 <= today } ?? true }
    let dated = held.last { $0.at != nil }
    undatedInterview = dated == nil ? held.last?.id : nil
    var answers: Set<ScriptQuestion> = held.isEmpty ? [] : [.interview]
    if manner.asksForCallToday { answers.insert(.callToday) }
    if manner.saysFirstChoice { answers.insert(.firstChoice) }
    self.answers = answers

    let ids = states.map(\.id)
    var shortIDs: [RecordID: String] = [:]
    for id in [application.id, found.contact?.id, found.former?.id, undatedInterview].compactMap(\.self) {
      shortIDs[id] = ShortID.shortID(id, among: ids)
    }
    self.shortIDs = shortIDs

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
    values[.interviewDay] = day(dated.flatMap { clock.date(of: $0) })
    values[.interviewFormat] = dated?.format
    let interviewers = (dated ?? held.last)?.with.compactMap { id in contacts.first { $0.id == id } } ?? []
    // "I was interviewed by you" is nothing to say to anybody.
    let isInterviewer = interviewers.contains { $0.id == found.contact?.id }
    values[.interviewer] = isInterviewer ? nil : Self.listed(interviewers.compactMap(\.name))
    values[.appliedDay] = day(application.appliedOn)
    values[.metWhere] = contact?.metWhere ?? application.metWhere
    values[.metDay] = day(contact?.metWhere == nil ? application.metOn ?? contact?.metOn : contact?.metOn)
    values[.offered] = application.offered
    values[.promisedDay] = day(timeline.compactMap { Self.promised($0, clock) }.last)
    values[.nextSteps] = timeline.compactMap { NextSteps($0)?.steps }.last
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

  private static func promised(_ state: RecordState, _ clock: ReaderClock) -> CivilDate? {
    if Promise(state) != nil { return clock.date("by", of: state) }
    return Reply(state) == nil ? nil : clock.date("new_date", of: state)
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
