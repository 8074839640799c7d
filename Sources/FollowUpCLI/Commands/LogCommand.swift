import ArgumentParser
import CivilTime
import FollowUp
import FollowUpKit

/// `log KIND APP [WORDS…]`
struct LogCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Record what happened.",
    discussion: """
      followup log call acme voicemail
      followup log promise acme --by fri
      followup log reply acme pending --by fri
      followup log interview acme second video --at "tue 10:00" --ahead
      followup log note acme "they use Swift on the server"
      followup log note acme      opens your editor, at a terminal
      followup lo c acme v        any unambiguous prefix works

      In scripts, write verbs, kinds and words in full: a later release may make a prefix ambiguous.
      """)

  @Argument(
    help: "\(RecordSchema.all.filter(\.isApplicationBound).map(\.type.kind).joined(separator: ", ")).",
    completion: LogCommand.kinds)
  var kind: String
  @Argument(help: "The application: any part of company or role, or its short id.", completion: .applications)
  var application: String
  @Argument(
    help: "The outcome (voicemail, spoke, pending, second …), or what was said, in quotes.", completion: .logWords)
  var words: [String] = []
  @Option(parsing: .unconditional, help: "When it happened (default: today).", completion: .pastDates) var at: String?
  @Flag(help: "--at is in the future, so a weekday means the next one.") var ahead = false
  @Option(parsing: .unconditional, help: "The day or time they named.", completion: .dueDates) var by: String?
  @Option(help: "A note; - reads standard input.") var note: String?
  @Flag(name: .shortAndLong, help: "Write the note in $VISUAL or $EDITOR.") var edit = false
  @Option(help: "The other person, by name or id.", completion: .contacts) var contact: String?
  @Option(name: .customLong("set"), help: ArgumentHelp("Set another field of the record.", valueName: "field=value"))
  var fields: [String] = []
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    // Before the store is looked at: a wrong kind is wrong anywhere.
    let type = try LogEntry.type(ofKind: kind, answers: session.answers)
    let details = try FieldAssignments.read(fields)
    let note = try self.note(type, session)
    try session.record { query, _ in
      let application = try query.application(self.application)
      let entry = LogEntry(
        kind: kind, application: application.id, words: words, at: at, by: by, note: note,
        contact: try contact.map { try query.contact($0).id }, atDirection: ahead ? .future : .past,
        zone: application.tz.flatMap { try? query.zones.zone($0) }, details: details)
      var recording = query.result(ofNew: try entry.drafted(id: query.newRecord(), context: query.fieldContext()))
      if application.isClosed { recording.remarks.append("\(application.title) is closed; followup reopen opens it") }
      return recording
    }
  }

  private func note(_ type: RecordType, _ session: Session) throws -> String? {
    let isUnsaid = type == .note && words.isEmpty && note == nil
    guard edit || (isUnsaid && session.canEdit) else { return try session.text(note) }
    let title = try session.readFirst { try $0.application(application).title }
    return try session.edited("\(title): \(type.kind)", former: try session.text(note) ?? "")
  }
}

/// `FIELD=VALUE` on the command line.
enum FieldAssignments {
  /// The texts by field.
  static func read(_ assignments: [String]) throws -> [String: String] {
    var result: [String: String] = [:]
    for assignment in assignments {
      guard let equals = assignment.firstIndex(of: "=") else {
        throw CommandFailure(
          "expected FIELD=VALUE, got \"\(assignment)\"", status: ExitStatus.wrongUsage)
      }
      result[String(assignment[..<equals])] = String(assignment[assignment.index(after: equals)...])
    }
    return result
  }
}
