import ArgumentParser
import FollowUp
import FollowUpKit

/// `edit APP FIELD=VALUE…`
struct EditCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change fields of an application or any other record.",
    discussion: """
      followup edit acme role="Senior Swift engineer" location=
      followup edit 3fa9c1 outcome=spoke
      followup edit acme note     opens your editor, at a terminal
      """)

  @Argument(help: "The application, or the short id of any record.", completion: .records) var record: String
  @Argument(help: ArgumentHelp("The new value; FIELD= clears the field.", valueName: "field=value"))
  var assignments: [String]
  @Flag(help: "Allow fields that this record type does not define.") var allowUnknown = false
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let assignments = try written(session)
    try session.record { query, _ in
      let state = try query.record(record)
      // They are looked up only where one is chosen.
      let playbooks = assignments.contains { $0.hasPrefix("playbook") } ? try query.shelf().names : nil
      let drafted = try EditCommands.edit(
        state, assignments, context: query.fieldContext(allowUnknown: allowUnknown), playbooks: playbooks)
      return query.result(ofEdit: drafted, to: state)
    }
  }

  /// The assignments; a field alone, without a value, is written in the editor.
  private func written(_ session: Session) throws -> [String] {
    guard session.canEdit, assignments.count == 1, let field = assignments.first, !field.contains("=") else {
      return assignments
    }
    let (title, former) = try session.readFirst { query in
      let state = try query.record(record)
      let fields = RecordType(of: state).flatMap(RecordSchema.of)?.allFields ?? []
      guard fields.contains(where: { $0.name == field && $0.kind == .text }) else { return ("", String?.none) }
      return (query.title(state), state[field]?.string ?? "")
    }
    guard let former else { return assignments }
    let text = try session.edited("\(title): \(field)", former: former)
    guard text != former else {
      session.forgetWritten()
      throw CommandFailure("\(field) is unchanged; nothing was recorded")
    }
    return ["\(field)=\(text)"]
  }
}
