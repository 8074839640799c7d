import EventLog
import Foundation
import Testing

@testable import FollowUpCLI

/// `docs/COMMANDS.md` is held against the program: its verbs, forms and options, and each command line on it is run.
///
/// After a change, `FOLLOWUP_WRITE=1 swift test --filter CommandsPageTests` writes the page's generated parts anew,
/// with a section for each new verb; look at what git shows then, as you would at code.
@Suite struct CommandsPageTests {
  /// Verbs that print no JSON, with the reason.
  private static let withoutJSON: [String: String] = [:]

  private let isUpdating = ProcessInfo.processInfo.environment["FOLLOWUP_WRITE"] == "1"
  private let howTo = """
    run FOLLOWUP_WRITE=1 swift test --filter CommandsPageTests, look at what it changed in docs/COMMANDS.md, and give a \
    new verb its prose and its examples
    """

  private var groups: [(name: String, verbs: [String])] {
    Root.configuration.groupedSubcommands.map { ($0.name, $0.subcommands.map { $0._commandName }) }
  }

  @Test func thePageIsWhatTheProgramSays() throws {
    let help = try HelpDump.read(try Desktop())
    #expect(help.globals.count > 3)
    let page = CommandsPage(try String(contentsOfFile: CommandsPage.path, encoding: .utf8))
    let updated = try page.updated(help, groups: groups)
    guard !isUpdating else { return try Data(updated.utf8).write(to: URL(fileURLWithPath: CommandsPage.path)) }
    for finding in Self.differences(page.text, updated).prefix(20) {
      Issue.record("docs/COMMANDS.md:\(finding); \(howTo)")
    }
  }

  @Test func everyVerbIsThereWithAnExampleOfEachForm() throws {
    let help = try HelpDump.read(try Desktop())
    let page = CommandsPage(try String(contentsOfFile: CommandsPage.path, encoding: .utf8))
    let order = groups.flatMap(\.verbs)
    #expect(Set(order) == Set(help.verbs.map(\.commandName)))
    #expect(page.verbs == order, "\(howTo)")
    for verb in help.verbs {
      let examples = try page.examples.filter { $0.verb == verb.commandName }.map { try ExampleShell.words($0.command) }
      for form in HelpDump.forms(of: verb) {
        let name = form.words.joined(separator: " ")
        let own = examples.filter { words in
          let words = words.dropFirst()
          return words.starts(with: form.words) || (form.isDefault && Self.isBare(words, verb, form))
        }
        #expect(!own.isEmpty, "docs/COMMANDS.md has no example of followup \(name); add a line $ followup \(name) …")
        let isWithout = Self.withoutJSON[verb.commandName] != nil
        #expect(
          isWithout || own.contains { $0.contains("--json") },
          "docs/COMMANDS.md does not show the JSON of followup \(name); add a line $ followup \(name) … --json")
      }
    }
    for name in Self.withoutJSON.keys { #expect(order.contains(name), "\(name) is no verb; take it out of the table") }
  }

  /// Whether words name a verb's default without its own name: `conflicts --json`.
  private static func isBare(_ words: ArraySlice<String>, _ verb: HelpDump.Command, _ form: HelpDump.Form) -> Bool {
    let others = Set((verb.subcommands ?? []).map(\.commandName))
    return words.first == verb.commandName && words.dropFirst().first.map { !others.contains($0) } ?? true
  }

  /// Where two texts differ: the first text's line number, and both lines.
  private static func differences(_ old: String, _ new: String) -> [String] {
    let old = old.components(separatedBy: "\n")
    let new = new.components(separatedBy: "\n")
    var line = 1
    var findings: [String] = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, let text, _):
        line = offset + 1
        findings.append("\(line): the program does not say \"\(text)\"")
      case .insert(let offset, let text, _): findings.append("\(offset + 1): the program says \"\(text)\"")
      }
    }
    return findings.sorted { Int($0.prefix { $0 != ":" }) ?? 0 < Int($1.prefix { $0 != ":" }) ?? 0 }
  }

  // MARK: What holds the page can fail

  @Test func shapesTellValuesOfOtherMembersAndKinds() throws {
    func lines(_ json: String, _ columns: Int = 100) throws -> [String] {
      JSONShape(try JSONValue(canonical: Array(json.utf8))).lines(columns: columns)
    }
    #expect(
      try lines(#"{"a":[{"b":1,"c":null},{"b":"x"}],"d":{},"e":[],"fields":{"x":1},"z":true}"#) == [
        "{ a: [{ b: number | text, c?: null }], d: {}, e: [], fields: {…}, z: boolean }"
      ])
    #expect(
      try lines(#"{"a":[{"bbbbbbbb":1,"cccccccc":null}],"d":1,"e":"x"}"#, 24) == [
        "{", "  a: [{", "    bbbbbbbb: number,", "    cccccccc: null", "  }],", "  d: number, e: text", "}",
      ])
    #expect(try lines(#"[1,"a",null]"#) == ["[number | text | null]"])
  }

  /// What is said of each member of a piece of advice is of the members that there are.
  @Test func everyMemberOfAdviceIsExplained() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--at", "3 weeks ago")
    let advice = try #require(desktop.run("next", "--json").json["advice"]?.array?.first?.object)
    let text = try String(contentsOfFile: CommandsPage.path, encoding: .utf8)
    let table = text.components(separatedBy: "| Member of advice | |").dropFirst().first?.prefix { $0 != "#" } ?? ""
    let names = table.components(separatedBy: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
      row.components(separatedBy: " | ")[0].matches(of: /`([a-z_]+)`/).map { String($0.1) }
    }
    #expect(names.sorted() == advice.map(\.name).sorted())
  }

  @Test func anEditedPageIsFound() throws {
    let help = try HelpDump.read(try Desktop())
    let text = """
      ```console
      $ followup setting my_name Ann
      ```
      ## Keep
      ### rebuild
      <!-- help -->
      Something else.
      <!-- end -->
      ```console
      $ followup rebuild --json
      { digest: number }
      $ followup show nobody
      $ followup setting my_name
      A…n
      ```
      """
    let expected = """
      ```console
      $ followup setting my_name Ann
      ```
      ## Keep
      ### rebuild
      <!-- help -->
      \(try #require(help.verbs.first { $0.commandName == "rebuild" }?.abstract))

          followup rebuild
      <!-- end -->
      ```console
      $ followup rebuild --json
      { digest: text, schema: number }
      $ followup show nobody  # exit 1
      $ followup setting my_name
      A…n
      ```
      """
    let groups = [(name: "Keep", verbs: ["rebuild"])]
    let updated = try CommandsPage(text).updated(help, groups: groups)
    #expect(updated == expected)
    #expect(Self.differences(text, updated).count == 8)
    #expect(try CommandsPage(updated).updated(help, groups: groups) == updated)
    // A verb without a section gets one.
    let missing = try CommandsPage("```console\n```\n## Keep\n").updated(help, groups: groups)
    #expect(CommandsPage(missing).verbs == ["rebuild"])
    #expect(throws: ExampleShell.NotUnderstood.self) {
      _ = try CommandsPage("```console\n$ rm -r x\n```").updated(help, groups: [])
    }
  }

  @Test func linesAreMatchedWithWhatVariesLeftOut() {
    #expect(CommandsPage.matches("a … c", "a b c") && CommandsPage.matches("…", "") && CommandsPage.matches("a", "a"))
    #expect(!CommandsPage.matches("a … c", "a b d") && !CommandsPage.matches("a", "b"))
    #expect(!CommandsPage.matches("ab…ba", "aba") && CommandsPage.matches("a…b…c", "a b c"))
  }
}
