import ArgumentParser
import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// `silence APP [CAUSE]`
struct SilenceCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "silence", abstract: "Record the likely cause of a silence, or list the causes.",
    discussion: """
      followup silence acme
      followup silence acme swamped --note "the front query said so"
      \(SilenceCause.caution)
      """)

  @Argument(help: "The application.", completion: .applications) var application: String?
  @Argument(
    help: ArgumentHelp("One of \(SilenceCause.allCases.map(\.typed).joined(separator: ", "))."),
    completion: SilenceCommand.causes) var cause: [String] = []
  @Option(help: "Why you think so; - reads standard input.") var note: String?
  @Option(parsing: .unconditional, help: "When (default: today).", completion: .pastDates) var at: String?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if cause.isEmpty, note != nil || at != nil { throw ValidationError("--note and --at need a cause; name one.") }
  }

  func run(_ session: Session) throws {
    guard let application, !cause.isEmpty else { return try list(session) }
    let text = cause.joined(separator: " ")
    guard let cause = SilenceCause.named(text) else {
      throw CommandFailure(Self.problem(text), status: ExitStatus.wrongUsage, choices: Self.choices)
    }
    let note = try session.text(note)
    try session.record { query, _ in
      let application = try query.application(application)
      let entry = LogEntry(
        kind: RecordType.silence.kind, application: application.id, words: [cause.rawValue], at: at, note: note)
      var recording = query.result(ofNew: try entry.drafted(id: query.newRecord(), context: query.fieldContext()))
      if application.isClosed { recording.remarks.append("\(application.title) is closed; followup reopen opens it") }
      return recording
    }
    session.hint(cause.explanation)
    if cause == .interviewerLeft || cause == .reorganised {
      session.hint("Record who took over: followup contact edit NAME left_on=DAY successor=NAME")
    }
    session.hint(SilenceCause.caution)
  }

  // MARK: The causes

  private func list(_ session: Session) throws {
    var title: String?
    if let application {
      let store = try session.openStore()
      defer { try? store.close() }
      title = try session.read(store) { try $0.application(application).title }
    }
    switch session.format {
    case .json:
      let causes = SilenceCause.allCases.map { cause in
        JSONValue(object: [
          (name: "cause", value: JSONValue(cause.rawValue)), (name: "title", value: JSONValue(cause.title)),
          (name: "explanation", value: JSONValue(cause.explanation)),
          (name: "likely", value: JSONValue(cause.isLikely)), (name: "harmless", value: JSONValue(cause.isHarmless)),
          (name: "source", value: JSONValue(cause.source)),
        ])
      }
      session.printJSON([
        (name: "causes", value: JSONValue(array: causes)), (name: "caution", value: JSONValue(SilenceCause.caution)),
      ])
    case .plain:
      for cause in SilenceCause.allCases {
        session.out.record([
          cause.rawValue, cause.title, cause.isLikely ? "likely" : "", cause.isHarmless ? "harmless" : "", cause.source,
        ])
      }
    case .text: printList(session.out, title)
    }
    session.hint("Record one: followup silence \(application ?? "APP") CAUSE")
  }

  private func printList(_ out: Output, _ title: String?) {
    let likely = SilenceCause.allCases.filter(\.isLikely)
    out.paragraph("Why \(title ?? "they") may be silent: five likely causes, two of them harmless (rule 25, S1)", .bold)
    Self.table(likely).print(to: out, indent: 2, wrapsLast: true)
    out.line()
    out.line("Other causes (S4)", .bold)
    Self.table(SilenceCause.allCases.filter { !$0.isLikely }).print(to: out, indent: 2, wrapsLast: true)
    out.line()
    out.paragraph(SilenceCause.caution)
  }

  private static func table(_ causes: [SilenceCause]) -> Table {
    var table = Table()
    for cause in causes {
      table.add([cause.typed, "\(cause.isHarmless ? "(harmless) " : "")\(cause.explanation)"])
    }
    return table
  }

  private static let choices = SilenceCause.allCases.map { cause in
    "\(cause.typed): \(cause.title)\(cause.isHarmless ? " (harmless)" : "")"
  }

  private static func problem(_ text: String) -> String {
    let several = SilenceCause.candidates(text)
    if several.count > 1 {
      return "\"\(text)\" is ambiguous: \(several.map(\.typed).joined(separator: " or ")); choose one of these causes:"
    }
    let near = Nearest.suggestion(for: text, among: SilenceCause.allCases.map(\.typed))
    return "no cause is called \"\(text)\"\(near.map { "; did you mean \($0)?" } ?? ".") The causes are:"
  }
}

extension SilenceCause {
  /// As a person types it: `avoiding-no`.
  var typed: String { rawValue.swapping("_", for: "-") }

  /// The cause that a text names: wholly, or by the only part of a name that it can be.
  static func named(_ text: String) -> SilenceCause? {
    let several = candidates(text)
    return several.count == 1 ? several.first : nil
  }

  static func candidates(_ text: String) -> [SilenceCause] {
    let wanted = Folding.fold(text).swapping("-", for: "_").swapping(" ", for: "_")
      .replacingSpelling
    if let cause = SilenceCause(rawValue: wanted) { return [cause] }
    guard !wanted.isEmpty else { return [] }
    return allCases.filter { cause in
      cause.rawValue.hasPrefix(wanted) || cause.rawValue.split(separator: "_").contains { $0.hasPrefix(wanted) }
    }
  }
}

extension String {
  /// American and British spelling are one here.
  fileprivate var replacingSpelling: String {
    hasPrefix("reorganiz") ? "reorganis" + dropFirst("reorganiz".count) : self
  }
}
