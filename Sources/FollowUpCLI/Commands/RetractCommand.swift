import ArgumentParser
import EventLog
import FollowUp
import FollowUpKit

/// `retract RECORD`
struct RetractCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "retract", abstract: "Leave a record out of lists; nothing is removed.",
    discussion: "undo takes it back; so does followup edit ID retracted=no.")

  @Argument(help: "The short id of a record, or an application.", completion: .records) var record: String
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    try session.record { query, _ in
      let state = try query.record(record)
      let line = query.summary(state)
      guard !state.isRetracted else { return Recording(drafts: [], lines: ["\(line): retracted already"]) }
      return Recording(drafts: [EditCommands.retract(state.id)], lines: ["retracted: \(line)"])
    }
  }
}
