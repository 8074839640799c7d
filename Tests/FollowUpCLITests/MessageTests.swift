import Foundation
import Testing

@testable import FollowUpCLI

/// What a wrong command says, as a whole: what happened, to which thing, and what now.
@Suite struct MessageTests {
  /// Fixtures/messages/wrong-commands.txt; FOLLOWUP_WRITE=1 writes it anew, and it is then to be read.
  private static let file =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    + "/Fixtures/messages/wrong-commands.txt"

  private static let commands: [[String]] = [
    // Verbs and options
    ["lgo", "call", "acme"], ["xyzzy"], ["re", "acme"], ["contact", "lsit"], ["playbook", "xyzzy"],
    ["log", "call", "acme", "--att", "fri"], ["log"],
    // Kinds and words
    ["log", "cll", "acme"], ["log", "p", "acme"], ["log", "contact", "acme"], ["log", "call", "acme", "voicemial"],
    ["log", "call", "acme", "s"], ["log", "call", "acme", "spoke", "voicemail"],
    ["log", "call", "acme", "--by", "fri"],
    ["log", "note", "acme"], ["log", "note", "acme", "--edit"], ["log", "promise", "acme"],
    ["silence", "acme", "swampd"],
    // Names
    ["log", "call", "acmee"], ["log", "call", "zzz"], ["log", "call", "tidewater"],
    ["log", "call", "acme", "--contact", "maeve"], ["log", "call", "acme", "--contact", "mave"],
    ["log", "call", "acme", "--contact", "zzz"], ["contact", "show", "zzz"], ["employer", "tide"],
    ["employer", "zzz"], ["who", "555-0199"], ["who", "zzz"], ["show", "zzz"], ["history", "tidewater"],
    ["undo", "--step", "ffffff"], ["conflicts", "settle", "acme", "role", "--take", "1"],
    // Dates
    ["log", "call", "acme", "--at", "3/4/2026"], ["log", "call", "acme", "--at", "at 7"],
    ["log", "call", "acme", "--at", "tue 4"], ["log", "promise", "acme", "--by", "tomorow"],
    ["log", "promise", "acme", "--by", "nov 31"], ["log", "promise", "acme", "--by", "fri 25:00"],
    ["log", "promise", "acme", "--by", "half past 4"], ["log", "promise", "acme", "--by", "2 weeks"],
    ["snooze", "acme", "smarch"], ["list", "--now", "whenever"], ["list", "--as-of", "whenever"],
    // Fields, settings, playbooks
    ["edit", "acme", "rle=x"], ["edit", "acme", "role"], ["edit", "acme", "role="], ["edit", "acme", "playbook=quist"],
    ["edit", "acme", "applied_on=soon"], ["edit", "acme", "tz=America/Chicgo"], ["edit", "acme", "type=call"],
    ["setting", "my_nam", "Ann"], ["setting", "xyzzy"], ["setting", "tz", "Mars/Base"], ["setting", "my_email", "me"],
    ["setting", "playbook", "nope"], ["playbook", "use", "nope"], ["playbook", "show", "quist"],
    // Files
    ["merge", "nowhere.jsonl"], ["import", "nowhere.csv"], ["restore", "nowhere.db"], ["verify", "nowhere.db"],
    ["backup", "no/such/folder"], ["list", "--store", "nowhere.db"],
  ]

  @Test func wrongCommandsSayWhatNow() throws {
    let desktop = try Desktop()
    for (company, role) in [("Acme", "Engineer"), ("Tidewater Garden", "Educator"), ("Tidewater Press", "Editor")] {
      desktop.done("open", company, role)
      desktop.wallMilliseconds += 1_000
    }
    for name in ["Maeve Sorrento", "Maeve Quill"] {
      desktop.done("contact", "add", name)
      desktop.wallMilliseconds += 1_000
    }
    let before = desktop.run("status", "--json").json["digest"]
    var text = ""
    for command in Self.commands {
      let result = desktop.run(arguments: command)
      #expect(result.status != 0, "\(command)")
      let words = command.map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: " ")
      text += "$ followup \(words)\n\(result.err)[status \(result.status)]\n\n"
    }
    #expect(desktop.run("status", "--json").json["digest"] == before)
    text = text.replacing(desktop.storePath, with: "STORE").replacing(#/\n {2}[0-9a-f]{6}  /#, with: "\n  ID      ")
    if ProcessInfo.processInfo.environment["FOLLOWUP_WRITE"] == "1" {
      try Data(text.utf8).write(to: URL(fileURLWithPath: Self.file))
    }
    let expected = try String(contentsOfFile: Self.file, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let differing = zip(lines, expected.split(separator: "\n", omittingEmptySubsequences: false)).first { $0 != $1 }
    #expect(text == expected, "first: \(differing.map { "\($0.0) ≠ \($0.1)" } ?? "the end")")
  }
}
