import ArgumentParser
import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// `employer NAME [--note TEXT]`
struct EmployerCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "employer", abstract: "Show how an employer has treated you.",
    discussion: """
      Shows promises kept and broken, how long answers took, silences and their likely causes, and your notes. --note \
      records a note on the employer.
      """)

  @Argument(help: "The employer, or part of its name.", completion: .employers) var name: [String]
  @Option(help: "Record what their behaviour says about them; - reads standard input.") var note: String?
  @Flag(name: .shortAndLong, help: "Write the note in $VISUAL or $EDITOR.") var edit = false
  @Option(
    parsing: .unconditional, help: "With --note: when you noticed it (default: today).", completion: .pastDates)
  var at: String?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if at != nil, note == nil, !edit { throw ValidationError("--at dates a note; add --note TEXT.") }
    if let note, note.allSatisfy(\.isWhitespace) { throw ValidationError("--note is empty; give the text.") }
  }

  func run(_ session: Session) throws {
    let text = session.answers.meaning(of: name.joined(separator: " "), .employer)
    let note = try session.text(note)
    if edit { return try record(try session.edited(text, former: note ?? ""), on: text, session) }
    if let note { return try record(note, on: text, session) }
    let store = try session.openStore()
    defer { try? store.close() }
    try session.read(store) { query in
      switch try query.employer(text) {
      case .found(let employer):
        EmployerView(evidence: try query.evidence(of: employer), shortID: query.shortID).print(session)
      case .ambiguous(let several): throw Self.ambiguous(text, several)
      case .none(let near):
        let hint = near.isEmpty ? "; followup list shows your applications" : "; did you mean one of these?"
        throw CommandFailure("no employer is called \"\(text)\"\(hint)", choices: near.map(\.name))
      }
    }
  }

  private func record(_ note: String, on text: String, _ session: Session) throws {
    try session.record(creating: true) { query, _ in
      var company = text
      var remarks: [String] = []
      switch try query.employer(text) {
      case .found(let employer): company = employer.name
      case .ambiguous(let several): throw Self.ambiguous(text, several)
      case .none(let near):
        // An employer may be noted before anything else is known of it; a slip is told, and undo takes it back.
        let names = near.map(\.name).joined(separator: ", ")
        remarks.append(
          "\"\(text)\" is a new employer"
            + (near.isEmpty ? "" : "; if you meant \(names), run followup undo and use that name"))
      }
      var recording = query.result(
        ofNew: try NewEmployerNote(company: company, about: note, at: at).drafted(
          id: query.newRecord(), context: query.fieldContext()))
      recording.remarks += remarks
      return recording
    }
  }

  private static func ambiguous(_ text: String, _ several: [Employer]) -> CommandFailure {
    CommandFailure(
      Question(
        topic: .employer, said: text, options: several.map { Question.Option(label: $0.name, meaning: $0.name) }),
      way: "type more of the name")
  }
}
