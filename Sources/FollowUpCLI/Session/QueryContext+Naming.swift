import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// What a person names, for commands: what is not found or may mean several things is asked or refused.
extension QueryContext {
  /// The application that a person names.
  func application(_ said: String) throws -> Application {
    switch match(application: said) {
    case .found(let application): return application
    case .ambiguous(let candidates):
      throw CommandFailure(
        Question(
          topic: .application, said: said,
          options: candidates.map { Question.Option(label: choice($0), meaning: $0.id.text) }),
        way: "type more of the name, or the short id")
    case .none(let near):
      let hint = near.isEmpty ? "; followup list shows them all" : "; did you mean one of these?"
      throw CommandFailure(
        "no application is called \"\(answers.meaning(of: said, .application))\"\(hint)", choices: near.map(choice))
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
        way: "type more digits of the id")
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

  /// The contact that a person names.
  func contact(_ said: String) throws -> Contact {
    switch match(contact: said) {
    case .found(let contact): return contact
    case .ambiguous(let candidates):
      throw CommandFailure(
        question(.contact, said, candidates.map(\.state)), way: "type more of the name, or the short id")
    case .none(let near):
      let hint = near.isEmpty ? "followup contact add NAME adds one" : "did you mean one of these?"
      throw CommandFailure(
        "no contact is called \"\(answers.meaning(of: said, .contact))\"; \(hint)",
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
        question(isApplication ? .application : .contact, said, states), way: "type more of the name, or the short id",
        status: ExitStatus.wrongUsage)
    }
  }

  private func choice(_ application: Application) -> String {
    "\(shortID(application.id))  \(application.title)" + (application.isClosed ? "  (closed)" : "")
  }
}
