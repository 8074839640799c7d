import ArgumentParser
import FollowUp

/// The program itself. Without a verb it shows the open applications.
struct Root: FollowupCommand {
  static let verbs: [any ParsableCommand.Type] = recording + looking + changing + moving + keeping

  private static let recording: [any ParsableCommand.Type] = [
    OpenCommand.self, LogCommand.self, ContactCommand.self, SilenceCommand.self, SettingCommand.self,
  ]
  private static let looking: [any ParsableCommand.Type] = [
    ScriptCommand.self, WhoCommand.self, EmployerCommand.self, ListCommand.self, ShowCommand.self, HistoryCommand.self,
  ]
  private static let changing: [any ParsableCommand.Type] = [
    EditCommand.self, CloseCommand.self, ReopenCommand.self, SnoozeCommand.self, RetractCommand.self,
    UndoCommand.self, ConflictsCommand.self,
  ]
  private static let moving: [any ParsableCommand.Type] = [SyncCommand.self, MergeCommand.self, ExportCommand.self]
  private static let keeping: [any ParsableCommand.Type] = [
    StatusCommand.self, DeviceCommand.self, VerifyCommand.self, RebuildCommand.self,
  ]

  static let configuration = CommandConfiguration(
    commandName: "followup",
    abstract: "Remembers your applications, on every machine you use, offline.",
    discussion: """
      Begin with:  followup open "Acme GmbH" "Swift engineer"
      then:        followup log call acme voicemail
      and:         followup show acme

      Applications are named by any part of company or role, or by the short id that lists show. Dates are said as \
      people say them: fri, tomorrow, tue 16:30, 2 weeks ago, +3bd, 2026-11-20.
      """,
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(name: "Record", subcommands: recording),
      CommandGroup(name: "Look", subcommands: looking),
      CommandGroup(name: "Change", subcommands: changing),
      CommandGroup(name: "Exchange", subcommands: moving),
      CommandGroup(name: "Keep", subcommands: keeping),
    ])

  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let listing = try ApplicationListing.read(session) ?? ApplicationListing(rows: [])
    guard listing.rows.isEmpty || session.format != .text else {
      listing.print(session, showingAll: false)
      session.hint("followup show APP tells the whole story of one; followup help lists the commands")
      return
    }
    guard session.format == .text else { return listing.print(session, showingAll: false) }
    let out = session.out
    out.line("Nothing is recorded yet. Three commands are enough to begin:")
    out.line("  followup open \"Acme GmbH\" \"Swift engineer\"    an application (--lead: one not applied to yet)")
    out.line("  followup log call acme voicemail             what happened, today or --at fri")
    out.line("  followup show acme                           the whole story")
  }
}
