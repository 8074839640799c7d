import ArgumentParser
import CivilTime
import EventLog
import FollowUp

/// `help [COMMAND|TOPIC]`, in place of the parser's own, which knows no topics.
struct HelpVerb: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Explain a command or a topic.",
    discussion: topicList)

  @Argument(
    help: ArgumentHelp("A command, such as log or playbook use, or a topic.", valueName: "command-or-topic"),
    completion: HelpVerb.names)
  var words: [String] = []
  @OptionGroup var options: GlobalOptions
  static let isPaged = true

  /// What may stand behind help.
  static var names: CompletionKind {
    .list(Root.verbs.map { $0._commandName } + HelpTopic.allCases.map { $0.rawValue })
  }

  /// The topics, a line each.
  static var topicList: String {
    "Topics:\n" + HelpTopic.allCases.map { "  \(pad($0.rawValue))\($0.abstract)" }.joined(separator: "\n")
  }

  private static func pad(_ name: String) -> String { DisplayWidth.pad(name, 12) }

  func run(_ session: Session) throws {
    let (topic, command) = try found()
    switch session.format {
    case .json:
      session.printJSON([
        (name: "topic", value: topic.map { JSONValue($0.rawValue) } ?? .null),
        (name: "command", value: command == nil ? .null : JSONValue(words.joined(separator: " "))),
        (name: "text", value: JSONValue(topic?.text ?? Self.help(command ?? Root.self, columns: nil))),
      ])
    case .text, .plain:
      topic?.print(to: session.out)
      // sync is both: the page, and then the command's own.
      if topic != nil, command != nil { session.out.line() }
      if topic == nil || command != nil {
        let text = Self.help(command ?? Root.self, columns: session.out.columns)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { session.out.line(String(line)) }
      }
    }
  }

  private static func help(_ command: any ParsableCommand.Type, columns: Int?) -> String {
    Root.helpMessage(for: command, columns: columns)
  }

  /// What the words name: a topic, a command, or neither, which is the program itself.
  private func found() throws -> (topic: HelpTopic?, command: (any ParsableCommand.Type)?) {
    guard let first = words.first else { return (nil, nil) }
    let topic = words.count == 1 ? HelpTopic(rawValue: first.lowercased()) : nil
    var command: (any ParsableCommand.Type)?
    var candidates = Root.verbs
    for word in words {
      guard let next = candidates.first(where: { $0._commandName == word }) else {
        if topic != nil { return (topic, nil) }
        throw Self.unknown(word, among: candidates, isFirst: command == nil)
      }
      command = next
      candidates = next.configuration.subcommands
    }
    return (topic, command)
  }

  private static func unknown(
    _ word: String, among commands: [any ParsableCommand.Type], isFirst: Bool
  ) -> CommandFailure {
    let topics = isFirst ? HelpTopic.allCases.map(\.rawValue) : []
    let near = Nearest.suggestion(for: word, among: topics + commands.map { $0._commandName })
    let hint = near.map { "did you mean \($0)?" } ?? "followup help lists commands and topics"
    return CommandFailure("no help on \"\(word)\"; \(hint)", status: ExitStatus.wrongUsage)
  }
}
