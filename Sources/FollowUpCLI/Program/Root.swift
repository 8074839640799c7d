import ArgumentParser
import FollowUp

/// The program itself. Without a verb it says what is due.
struct Root: FollowupCommand {
  static let verbs: [any ParsableCommand.Type] = recording + advising + looking + changing + moving + keeping + learning

  private static let recording: [any ParsableCommand.Type] = [
    OpenCommand.self, LogCommand.self, ContactCommand.self, SilenceCommand.self, SettingCommand.self,
  ]
  private static let advising: [any ParsableCommand.Type] = [
    NextCommand.self, AgendaCommand.self, ScriptCommand.self, WhyCommand.self, CompareCommand.self,
    PlaybookCommand.self,
  ]
  private static let looking: [any ParsableCommand.Type] = [
    WhoCommand.self, EmployerCommand.self, ListCommand.self, SearchCommand.self, ShowCommand.self, HistoryCommand.self,
    ReportCommand.self,
  ]
  private static let changing: [any ParsableCommand.Type] = [
    EditCommand.self, CloseCommand.self, ReopenCommand.self, SnoozeCommand.self, RetractCommand.self,
    UndoCommand.self, ConflictsCommand.self,
  ]
  private static let moving: [any ParsableCommand.Type] = [
    SyncCommand.self, MergeCommand.self, ImportCommand.self, ExportCommand.self,
  ]
  private static let keeping: [any ParsableCommand.Type] = [
    StatusCommand.self, DeviceCommand.self, BackupCommand.self, RestoreCommand.self, VerifyCommand.self,
    DoctorCommand.self, RebuildCommand.self,
  ]

  private static let learning: [any ParsableCommand.Type] = [
    DemoCommand.self, HelpVerb.self, CompletionsCommand.self,
  ]

  static let configuration = CommandConfiguration(
    commandName: "followup",
    abstract: "Remember your job applications and see what to do next, on every machine you use, offline.",
    discussion: """
      See a demo:   followup demo
      Start with:   followup open "Acme GmbH" "Swift engineer"
      then:         followup log interview acme --at "tue 10:00"
      and:          followup

      Name an application by any part of its company or role, or by the short id that lists show. Write dates the way you \
      say them: fri, tomorrow, tue 16:30, 2 weeks ago, +3bd, 2026-11-20.

      followup help TOPIC explains \(HelpTopic.allCases.map { $0.rawValue }.joined(separator: ", ")).
      """,
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(name: "Record", subcommands: recording),
      CommandGroup(name: "Decide", subcommands: advising),
      CommandGroup(name: "Look", subcommands: looking),
      CommandGroup(name: "Change", subcommands: changing),
      CommandGroup(name: "Exchange", subcommands: moving),
      CommandGroup(name: "Keep", subcommands: keeping),
      CommandGroup(name: "Learn", subcommands: learning),
    ])

  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    guard session.format == .text else { return try NextView.read(session).print(session) }
    guard try hasApplications(session) else {
      return FirstSteps.print(session.out, "Nothing is recorded yet. Three commands get you started:")
    }
    try NextView.read(session).print(session)
    session.hint(
      "followup list shows your applications, followup agenda the days ahead; followup help lists the commands")
  }

  private func hasApplications(_ session: Session) throws -> Bool {
    guard let store = try session.openStoreIfAny() else { return false }
    defer { try? store.close() }
    return try store.read { try $0.hasRecords(ofType: RecordType.application.rawValue) }
  }
}
