import ArgumentParser
import EventLog
import FollowUp
import FollowUpKit

/// `retract RECORD`
struct RetractCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "retract", abstract: "Hide a record from lists; nothing is deleted.",
    discussion: "To show it again, use followup undo, or followup edit ID retracted=no.")

  @Argument(help: "The record's short id, or an application.", completion: .records) var record: String
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    try session.record { query, _ in
      let state = try query.record(record)
      let line = query.summary(state)
      guard !state.isRetracted else { return CommandResult(drafts: [], lines: ["\(line): already retracted"]) }
      return CommandResult(drafts: [EditCommands.retract(state.id)], lines: ["retracted: \(line)"])
    }
  }
}
