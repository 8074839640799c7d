import EventLog
import Foundation
import Testing

@testable import FollowUpCLI

/// What a shell is told while somebody types.
@Suite struct CompletionTests {
  /// The words that are offered for an argument of a command; the last word is the one that is being typed.
  private func offered(
    _ desktop: Desktop, _ argument: String, _ typed: String..., shell: String = "fish",
    environment: [String: String] = [:]
  ) -> [String] {
    let verbs = typed.prefix { !$0.hasPrefix("-") && $0 != "" }
    let command = verbs.prefix(
      verbs.first == "playbook" || verbs.first == "contact" || verbs.dropFirst().first == "settle" ? 2 : 1)
    let call =
      ["---completion"] + command + ["--", argument, "\(typed.count)", "\(typed.last?.count ?? 0)", "followup"] + typed
    let result = desktop.run(arguments: call, environment: environment.merging(["SAP_SHELL": shell]) { $1 })
    #expect(result.status == 0)
    #expect(result.err.isEmpty)
    // The parser ends the list for zsh with a line of its own.
    return result.out.split(separator: "\n").map(String.init).filter { $0 != " " }
  }

  private func names(_ words: [String]) -> [String] {
    words.map { String($0.prefix { $0 != "\t" }) }
  }

  /// The scripts are the parser's; ours is that its own `help`, which knows no topics, is taken out. That shells accept
  /// and run them is in ShellCompletionTests.
  @Test(arguments: CompletionsCommand.Shell.allCases)
  func nothingButTheParsersHelpIsTakenOut(_ shell: CompletionsCommand.Shell) throws {
    func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
    let parsers = lines(Root.completionScript(for: shell.completionShell))
    let ours = lines(try Desktop().done("completions", shell.rawValue))
    // The parser's function for its help is its last of that name.
    let heads = parsers.indices.filter { parsers[$0] == "_followup_help() {" }
    #expect(heads.count == (shell == .fish ? 0 : 2))
    var left = parsers
    if let head = heads.last, let end = parsers[head...].firstIndex(of: "}") { left.removeSubrange(head...end) }
    // What is left differs in the lines that list commands, and only by the word.
    let differing = ours.difference(from: left)
    let removed = differing.removals.map(Self.line)
    let added = differing.insertions.map(Self.line)
    #expect(!removed.isEmpty && removed.allSatisfy { $0.contains("help") })
    let without = removed.map { $0.replacing("|help)", with: ")").replacing(" help' -- ", with: "' -- ") }
    #expect(added.allSatisfy { without.contains($0) })
    #expect(removed.count - added.count == (shell == .bash ? 0 : 1))
    #expect(!ours.contains { $0.contains("Show subcommand help") })
    #expect(ours.count { $0 == "_followup_help() {" } == (shell == .fish ? 0 : 1))
    #expect(ours.contains { $0.contains("scripting") })
  }

  private static func line(_ change: CollectionDifference<String>.Change) -> String {
    switch change {
    case .insert(_, let line, _), .remove(_, let line, _): line
    }
  }

  @Test func anApplicationIsOfferedByTheShortestNameThatIsItsOwn() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme GmbH", "Swift engineer")
    desktop.done("open", "Acme GmbH", "Data person")
    desktop.done("open", "Tidewater Garden", "Educator")
    #expect(
      offered(desktop, "positional@1", "log", "call", "") == [
        "Acme GmbH Data person\tAcme GmbH — Data person", "Acme GmbH Swift engineer\tAcme GmbH — Swift engineer",
        "Tidewater Garden\tTidewater Garden — Educator",
      ])
    // What is typed stays as it is, in any case, and may be the beginning of a later word.
    #expect(names(offered(desktop, "positional@1", "log", "call", "tI")) == ["tIdewater Garden"])
    #expect(names(offered(desktop, "positional@1", "log", "call", "gar")) == ["garden"])
    #expect(names(offered(desktop, "positional@1", "log", "call", "sw")) == ["swift engineer"])
    #expect(names(offered(desktop, "positional@1", "log", "call", "\"Acme GmbH D")) == ["Acme GmbH Data person"])
    #expect(names(offered(desktop, "positional@1", "log", "call", "Acme\\ GmbH\\ D")) == ["Acme GmbH Data person"])
    #expect(offered(desktop, "positional@1", "log", "call", "x").isEmpty)
    // Whatever is offered is understood.
    for typed in ["", "a", "d", "e"] {
      for name in names(offered(desktop, "positional@0", "why", typed)) { desktop.done("why", name) }
    }
  }

  @Test func closedAndRetractedOnesAreOfferedWhereTheyFit() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    desktop.done("open", "Brook", "Engineer")
    desktop.done("open", "Cedar", "Engineer")
    desktop.done("close", "acme")
    desktop.done("retract", "cedar")
    #expect(names(offered(desktop, "positional@0", "close", "")) == ["Brook"])
    #expect(names(offered(desktop, "positional@0", "reopen", "")) == ["Acme"])
    #expect(names(offered(desktop, "positional@0", "show", "")) == ["Acme", "Brook"])
  }

  @Test func otherArgumentsAreCompletedByWhatTheyTake() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    desktop.done("contact", "add", "Tom Reyes", "--app", "acme")
    desktop.done("device", "kitchen laptop")
    #expect(names(offered(desktop, "positional@2", "log", "call", "acme", "v")) == ["voicemail"])
    #expect(names(offered(desktop, "positional@2", "log", "reply", "acme", "po")) == ["postponed", "position_gone"])
    #expect(offered(desktop, "positional@2", "log", "note", "acme", "v").isEmpty)
    #expect(names(offered(desktop, "--contact", "log", "call", "acme", "--contact", "re")) == ["reyes"])
    #expect(names(offered(desktop, "positional@0", "contact", "show", "")) == ["Tom Reyes"])
    #expect(names(offered(desktop, "positional@0", "employer", "a")) == ["acme"])
    #expect(names(offered(desktop, "positional@0", "who", "t")) == ["tom Reyes"])
    #expect(names(offered(desktop, "positional@0", "playbook", "use", "m")) == ["martin"])
    #expect(names(offered(desktop, "--of", "device", "--of", "")) == ["kitchen laptop"])
    let id = try #require(desktop.run("contact", "--json").json["contacts"]?.array?.first?["record"]?.string)
    #expect(
      names(offered(desktop, "positional@0", "history", String(id.suffix(6).prefix(3)))).contains(String(id.suffix(6))))
  }

  @Test func aConflictIsOfferedWithItsFields() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    let other = try Desktop()
    desktop.done("export", "-o", other.folder + "/log.jsonl")
    other.done("merge", other.folder + "/log.jsonl")
    other.done("edit", "acme", "location=Hamburg")
    desktop.done("edit", "acme", "location=Berlin")
    other.done("export", "-o", desktop.folder + "/log.jsonl")
    desktop.done("merge", desktop.folder + "/log.jsonl")
    let words = offered(desktop, "positional@0", "conflicts", "settle", "")
    #expect(words.count == 1 && words[0].hasSuffix("\tAcme — Engineer: location"))
    #expect(offered(desktop, "positional@1", "conflicts", "settle", names(words)[0], "") == ["location"])
  }

  /// Names that would do something if a shell were handed them as they are.
  private static let awkward = [
    "O'Brien \"Co\"", "A & B; C", "Foo: Bar", "back\\slash", "$(touch pwned)", "`id`", "Zoë Straße", "多 田", "-dash",
    "~root", "new\nline", "tab\tbed", "a\u{202e}b",
  ]

  @Test func awkwardNamesDoNothing() throws {
    let desktop = try Desktop()
    for (index, name) in Self.awkward.enumerated() { desktop.done("open", "--", name, "Role \(index)") }
    let byRole = [8, 9, 10, 11, 12].map { "Role \($0)" }
    let harmless = ["A & B; C", "Foo: Bar", "O'Brien \"Co\"", "Zoë Straße", "back\\slash", "多 田"]
    #expect(
      Set(offered(desktop, "positional@0", "why", "", shell: "bash"))
        == Set((harmless + byRole + ["Role 4", "Role 5"]).map { "'\($0.replacing("'", with: "'\\''"))'" }))
    #expect(
      Set(names(offered(desktop, "positional@0", "why", ""))) == Set(harmless + byRole + ["$(touch pwned)", "`id`"]))
    let zsh = Set(offered(desktop, "positional@0", "why", "", shell: "zsh"))
    #expect(
      zsh.isSuperset(of: [
        "Foo\\: Bar:Foo: Bar — Role 2", "back\\\\slash:back\\slash — Role 3", "$(touch pwned):$(touch pwned) — Role 4",
        "Role 10:new\\nline — Role 10", "Role 12:a\\u{202e}b — Role 12",
      ]))
    #expect(zsh.count == Self.awkward.count)
  }

  @Test func theStoreIsFoundAsTheProgramFindsIt() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    let named = desktop.folder + "/named store.db"
    desktop.done("open", "Brook", "Engineer", "--store", named)
    #expect(names(offered(desktop, "positional@0", "why", "")) == ["Acme"])
    #expect(names(offered(desktop, "positional@0", "why", "", environment: ["FOLLOWUP_STORE": named])) == ["Brook"])
    #expect(names(offered(desktop, "positional@0", "why", "--store", "'\(named)'", "")) == ["Brook"])
    #expect(names(offered(desktop, "positional@0", "why", "--store=\"\(named)\"", "")) == ["Brook"])
    #expect(names(offered(desktop, "positional@0", "why", "--store", "=", "~/named\\ store.db", "")) == ["Brook"])
  }

  @Test func whatIsWrongWithAStoreGivesNoNamesAndNoWords() throws {
    let desktop = try Desktop()
    #expect(offered(desktop, "positional@0", "why", "").isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: desktop.folder).isEmpty)
    let text = try desktop.file("notes.txt", "these are my notes, not a store at all\n")
    for path in [text, desktop.folder, "/nowhere/at/all.db", "\u{0}"] {
      #expect(offered(desktop, "positional@0", "why", "", environment: ["FOLLOWUP_STORE": path]).isEmpty)
    }
    let nonsense: [[String]] = [
      [], ["--"], ["log", "--", "positional@9", "x", "y"], ["log"], ["nosuch", "--", "--x"],
    ]
    for arguments in nonsense {
      let result = desktop.run(arguments: ["---completion"] + arguments)
      #expect(result.status == 0 && result.err.isEmpty && result.out == "\n")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: desktop.folder) == ["notes.txt"])
  }

  @Test func lookingWritesNothing() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    let before = try FileManager.default.subpathsOfDirectory(atPath: desktop.folder).sorted()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: desktop.storePath))
    #expect(!offered(desktop, "positional@0", "show", "").isEmpty)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: desktop.folder).sorted() == before)
    #expect(try Data(contentsOf: URL(fileURLWithPath: desktop.storePath)) == bytes)
  }
}
