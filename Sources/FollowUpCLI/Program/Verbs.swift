import ArgumentParser
import CivilTime
import FollowUp

/// The verbs, as a person may type them: in full, or shortened to any beginning that is of no other.
enum Verbs {
  /// The arguments with the verb, and its second verb if it has one, in full.
  ///
  /// - Throws: ``CommandFailure`` for a verb that there is not, or that may be several.
  static func inFull(_ arguments: [String], _ answers: Answers) throws(CommandFailure) -> [String] {
    guard let index = GlobalOptionOrder.verbIndex(arguments) else { return arguments }
    var arguments = arguments
    let names = Root.verbs.map { $0._commandName }
    arguments[index] = try name(arguments[index], among: names, answers, of: nil)
    guard let verb = Root.verbs.first(where: { $0._commandName == arguments[index] }), index + 1 < arguments.count
    else {
      return arguments
    }
    let second = verb.configuration.subcommands.map { $0._commandName }
    guard !second.isEmpty, !arguments[index + 1].hasPrefix("-") else { return arguments }
    arguments[index + 1] = try name(arguments[index + 1], among: second, answers, of: verb._commandName)
    return arguments
  }

  /// What people type for what has another name here; the kinds of `log` among them.
  private static let ways: [String: String] = {
    let kinds = LogWords.types.map { ($0.kind, "log \($0.kind) APP") }
    return Dictionary(kinds, uniquingKeysWith: { $1 }).merging([
      "add": "open COMPANY ROLE", "new": "open COMPANY ROLE", "apply": "open COMPANY ROLE", "today": "next",
      "todo": "next", "due": "next", "delete": "retract RECORD", "remove": "retract RECORD", "rm": "retract RECORD",
      "find": "search WORDS", "grep": "search WORDS", "offer": "log reply APP offer",
      "rejected": "log reply APP rejected", "calendar": "export --format ics",
    ]) { $1 }
  }()

  private static func name(
    _ said: String, among names: [String], _ answers: Answers, of verb: String?
  ) throws(CommandFailure) -> String {
    let typed = answers.meaning(of: said, .verb)
    // A name in full is always itself, whatever else it begins.
    if names.contains(typed) { return typed }
    let begun = Abbreviation.names(typed, among: names)
    if begun.count == 1, let only = begun.first { return only }
    if begun.count > 1 {
      let question = Question(
        topic: .verb, said: said, options: begun.map { Question.Option(label: $0, meaning: $0) })
      throw CommandFailure(question, way: "type one of them", status: ExitStatus.wrongUsage)
    }
    if verb == nil, let way = ways[typed.lowercased()] {
      throw CommandFailure(
        "no command is called \"\(said)\"; use followup \(way)", status: ExitStatus.wrongUsage)
    }
    let near = Nearest.suggestion(for: typed, among: names).map { "; did you mean \($0)?" } ?? ""
    if let verb {
      throw CommandFailure(
        "followup \(verb) has no command \"\(said)\"\(near.isEmpty ? "; it" : near + " It") has \(names.joined(separator: ", "))",
        status: ExitStatus.wrongUsage)
    }
    throw CommandFailure(
      "no command is called \"\(said)\"\(near.isEmpty ? ";" : near) followup help lists the commands",
      status: ExitStatus.wrongUsage)
  }
}
