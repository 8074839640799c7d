import ArgumentParser
import CivilTime
import EventLog
import FollowUp
import FollowUpKit

/// `close APP [REASON…]`
struct CloseCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Close an application and keep its history.")

  @Argument(help: "The application.", completion: .openApplications) var application: String
  @Argument(help: "Why.") var words: [String] = []
  @Option(parsing: .unconditional, help: "Why.") var reason: String?
  @Option(parsing: .unconditional, help: "The day (default: today).", completion: .pastDates) var at: String?
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    try session.record { query, _ in
      let application = try query.application(self.application)
      let given = ([reason].compactMap(\.self) + words).joined(separator: " ")
      // Said again without anything new, it changes nothing.
      if application.isClosed, given.isEmpty, at == nil {
        let why = application.state["closed_reason"].map { ", \($0.displayed)" } ?? ""
        return CommandResult(drafts: [], lines: ["\(application.title) is already closed\(why)"])
      }
      let day = try at.map { try query.day($0, .past, option: "--at") } ?? query.now.today
      let draft = EditCommands.close(
        application.id, on: day, reason: given)
      let why = draft.set["closed_reason"].map { ", \($0.displayed)" } ?? ""
      return CommandResult(drafts: [draft], lines: ["closed \(application.title), \(day.echo)\(why)"])
    }
  }
}

/// `reopen APP`
struct ReopenCommand: FollowupCommand {
  static let configuration = CommandConfiguration(commandName: "reopen", abstract: "Reopen a closed application.")

  @Argument(help: "The application.", completion: .closedApplications) var application: String
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    try session.record { query, _ in
      let application = try query.application(self.application)
      guard application.isClosed else {
        return CommandResult(drafts: [], lines: ["\(application.title) is already open"])
      }
      return CommandResult(drafts: [EditCommands.reopen(application.id)], lines: ["reopened \(application.title)"])
    }
  }
}

/// `snooze APP [UNTIL]`
struct SnoozeCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "snooze", abstract: "Snooze an application until a date.")

  @Argument(help: "The application.", completion: .openApplications) var application: String
  @Argument(help: "The date, such as fri or \"2 weeks\".") var until: [String] = []
  @Option(help: "Why you snooze it.") var reason: String?
  @Flag(help: "End the snooze.") var end = false
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if end != until.isEmpty { throw ValidationError("Name the date until which to snooze it, or use --end.") }
  }

  func run(_ session: Session) throws {
    try session.record { query, _ in
      let application = try query.application(self.application)
      if end {
        return CommandResult(
          drafts: [EditCommands.wake(application.id)], lines: ["\(application.title) is no longer snoozed"])
      }
      let text = until.joined(separator: " ")
      // A length of time can only lie ahead here: "2 weeks" is in 2 weeks.
      let ahead = try? query.day("in \(text)", .future, option: "until")
      let day = try ahead ?? query.day(text, .future, option: "until")
      let draft = EditCommands.snooze(application.id, until: day, reason: reason)
      return CommandResult(drafts: [draft], lines: ["snoozed \(application.title) until \(day.echo)"])
    }
  }
}

extension QueryContext {
  /// The day that a person says.
  func day(_ text: String, _ direction: When.Direction, option: String) throws -> CivilDate {
    do {
      return try WhenParser.parse(
        answers.meaning(of: text, .date), now: now, direction: direction, calendar: snapshot.settings.calendar
      ).moment.date
    } catch { throw CommandProblem.when(option: option, error) }
  }
}
