import ArgumentParser
import FollowUp

/// `edit APP FIELD=VALUE…`
struct EditCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change fields of an application, or of any record.",
    discussion: """
      followup edit acme role="Senior Swift engineer" location=
      followup edit 3fa9c1 outcome=spoke
      """)

  @Argument(help: "The application, or the short id of any record.") var record: String
  @Argument(help: ArgumentHelp("What to change; FIELD= clears a field.", valueName: "field=value"))
  var assignments: [String]
  @Flag(help: "Allow fields that the record's type does not have.") var allowUnknown = false
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    try session.record { desk, _ in
      let state = try desk.record(record)
      let drafted = try EditCommands.edit(
        state, assignments, context: desk.fieldContext(allowUnknown: allowUnknown))
      return desk.recording(ofEdit: drafted, to: state)
    }
  }
}
