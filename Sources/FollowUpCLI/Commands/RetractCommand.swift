import ArgumentParser
import EventLog
import FollowUp

/// `retract RECORD`
struct RetractCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "retract", abstract: "Leave a record out of lists; nothing is removed.",
    discussion: "undo takes it back; so does followup edit ID retracted=no.")

  @Argument(help: "The short id of a record, or an application.", completion: .records) var record: String
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    try session.record { desk, _ in
      let state = try desk.record(record)
      let line = desk.summary(state)
      guard !state.isRetracted else { return Recording(drafts: [], lines: ["\(line): retracted already"]) }
      return Recording(drafts: [EditCommands.retract(state.id)], lines: ["retracted: \(line)"])
    }
  }
}
