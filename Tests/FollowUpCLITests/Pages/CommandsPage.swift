import Foundation
import Testing

@testable import FollowUpCLI

/// `docs/COMMANDS.md`, taken apart and put together again as the program has it now.
///
/// A person writes the headings, the prose and the command lines. From the program come: what stands between the comments
/// `<!-- help -->` and `<!-- end -->`, the exit status behind a command line, and the shape of its JSON below it. Other
/// lines below a command are what it prints, where the page has some; `…` in them stands for anything.
struct CommandsPage {
  let text: String
  private let lines: [String]

  init(_ text: String) {
    self.text = text
    lines = text.components(separatedBy: "\n")
  }

  static let path =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    + "/docs/COMMANDS.md"

  static let begin = "<!-- help -->"
  static let end = "<!-- end -->"

  /// The verbs that have a section, in the order of the page.
  var verbs: [String] { lines.filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) } }

  /// The command lines of the page, by the verb in whose section they stand.
  var examples: [(verb: String, command: String)] {
    var verb = ""
    return lines.compactMap { line in
      if line.hasPrefix("#") { verb = line.hasPrefix("### ") ? String(line.dropFirst(4)) : "" }
      return line.hasPrefix("$ ") ? (verb, Self.command(line)) : nil
    }
  }

  /// The command of a line `$ command  # exit 3`.
  private static func command(_ line: String) -> String {
    String(line.dropFirst(2).replacing(/\s+# exit \d+$/, with: ""))
  }

  /// The page as it is by the program. Verbs that have no section get one at the end of their group, and groups a heading at
  /// the end.
  ///
  /// - Parameter groups: the program's groups of verbs.
  func updated(_ help: HelpDump, groups: [(name: String, verbs: [String])]) throws -> String {
    let shell = try ExampleShell()
    let sections = Dictionary(uniqueKeysWithValues: help.verbs.map { ($0.commandName, $0) })
    let known = Set(verbs)
    var result: [String] = []
    var group: (name: String, verbs: [String])?
    var verb: HelpDump.Command?
    var isKept = false
    var index = 0

    func addMissing() {
      for name in group?.verbs ?? [] where !known.contains(name) {
        guard let section = sections[name] else { continue }
        let forms = HelpDump.forms(of: section)
        result += ["### \(name)", "", Self.begin] + Self.helpLines(section, help) + [Self.end, ""]
        result += ["```console"] + forms.map { "$ followup \($0.words.joined(separator: " ")) --help" } + ["```", ""]
      }
    }

    while index < lines.count {
      let line = lines[index]
      index += 1
      if line.hasPrefix("## ") {
        addMissing()
        group = groups.first { $0.name == line.dropFirst(3) }
        verb = nil
      }
      if line.hasPrefix("### ") { verb = sections[String(line.dropFirst(4))] }
      result.append(line)
      if line == Self.begin {
        result += verb.map { Self.helpLines($0, help) } ?? Self.globalLines(help)
        while index < lines.count, lines[index] != Self.end { index += 1 }
      }
      guard line == "```console" else { continue }
      // The first block of the page is what all others begin with.
      if isKept { try shell.reset() }
      while index < lines.count, lines[index] != "```" {
        let command = Self.command(lines[index])
        let isCommand = lines[index].hasPrefix("$ ")
        index += 1
        var below: [String] = []
        while index < lines.count, lines[index] != "```", !lines[index].hasPrefix("$ ") {
          below.append(lines[index])
          index += 1
        }
        guard isCommand else { throw ExampleShell.NotUnderstood(description: "\(command): a command begins with $") }
        let outcome = try shell.run(command)
        result.append("$ \(command)" + (outcome.status == 0 ? "" : "  # exit \(outcome.status)"))
        // Objects that have a name are described where they are first met.
        result += Self.shown(outcome, below, isNaming: !["next", "contact"].contains(verb?.commandName))
      }
      if !isKept { try shell.keep() }
      isKept = true
    }
    addMissing()
    for left in groups where !lines.contains("## \(left.name)") && !known.isSuperset(of: left.verbs) {
      result += ["## \(left.name)", ""]
      group = left
      addMissing()
    }
    return result.joined(separator: "\n")
  }

  /// What stands below a command: the shape of its JSON, or what it prints where the page has that.
  private static func shown(_ outcome: ExampleShell.Outcome, _ below: [String], isNaming: Bool) -> [String] {
    if let json = outcome.json, json.object != nil { return JSONShape(json, isNaming: isNaming).lines() }
    guard !below.isEmpty else { return [] }
    var printed = (outcome.out + outcome.err).components(separatedBy: "\n")
    if printed.last == "" { printed.removeLast() }
    let isAsShown = printed.count == below.count && zip(below, printed).allSatisfy { matches($0, $1) }
    return isAsShown ? below : printed
  }

  /// Whether a line is as a pattern says, in which `…` stands for anything.
  static func matches(_ pattern: String, _ line: String) -> Bool {
    let parts = pattern.components(separatedBy: "…")
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return pattern == line }
    guard line.hasPrefix(first) else { return false }
    var rest = line.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.range(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }

  // MARK: From the program's help

  private static func helpLines(_ verb: HelpDump.Command, _ help: HelpDump) -> [String] {
    let globals = Set(help.globals.map(\.spelt))
    var lines = [(verb.abstract ?? "").trimmingCharacters(in: .whitespaces), ""]
    let forms = HelpDump.forms(of: verb)
    for (index, form) in forms.enumerated() {
      let own = (form.command.arguments ?? []).filter { $0.shouldDisplay != false && !globals.contains($0.spelt) }
      if index > 0 { lines.append("") }
      if forms.count > 1 { lines += [sentence(form), ""] }
      var words = form.words
      if form.isDefault, let last = words.popLast() { words.append("[\(last)]") }
      lines += wrapped((["followup"] + words).joined(separator: " "), own.map(\.form))
      let rows = own.filter { !($0.abstract ?? "").isEmpty || !($0.allValues ?? []).isEmpty }
      if !rows.isEmpty { lines += ["", "| | |", "| --- | --- |"] + rows.map(row) }
    }
    return lines
  }

  /// A form in an indented block, with its arguments on as many lines as they need.
  private static func wrapped(_ command: String, _ arguments: [String]) -> [String] {
    var lines = ["    " + command]
    for argument in arguments {
      if let last = lines.last, last.count + 1 + argument.count <= 100 {
        lines[lines.count - 1] = last + " " + argument
      } else {
        lines.append("        " + argument)
      }
    }
    return lines
  }

  private static func sentence(_ form: HelpDump.Form) -> String {
    (form.command.abstract ?? "").trimmingCharacters(in: .whitespaces)
  }

  private static func globalLines(_ help: HelpDump) -> [String] {
    ["| | |", "| --- | --- |"] + help.globals.filter { $0.shouldDisplay != false }.map(row)
  }

  private static func row(_ argument: HelpDump.Argument) -> String {
    var text = (argument.abstract ?? "").replacing("\n", with: " ")
    if let values = argument.allValues, argument.kind == "option", !values.allSatisfy({ text.contains($0) }) {
      text += " One of " + values.joined(separator: ", ") + "."
    }
    text = text.replacing("|", with: "\\|")
    return "| `\(argument.spelt.replacing("|", with: "\\|"))` | \(text) |"
  }
}
