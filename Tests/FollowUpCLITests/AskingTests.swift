import EventLog
import Foundation
import Testing

@testable import FollowUpCLI

/// What may mean several things is asked at a terminal, and refused with the candidates elsewhere.
@Suite struct AskingTests {
  private func garden() throws -> Desktop {
    let desktop = try Desktop()
    desktop.done("open", "Tidewater Garden", "Educator")
    // Candidates stand in the order in which they were made.
    desktop.wallMilliseconds += 1_000
    desktop.done("open", "Tidewater Press", "Editor")
    return desktop
  }

  private func timeline(_ desktop: Desktop, _ name: String) -> Int {
    desktop.run("show", name, "--json").json["timeline"]?.array?.count ?? -1
  }

  private func events(_ desktop: Desktop) -> JSONValue? { desktop.run("status", "--json").json["events"] }

  @Test func elsewhereItIsRefusedWithTheCandidates() throws {
    let desktop = try garden()
    let before = events(desktop)
    let result = desktop.run("log", "call", "tidewater", "voicemail")
    #expect(result.status == 1 && result.out.isEmpty)
    #expect(
      result.err.hasPrefix("followup: \"tidewater\" matches all of these; type more of the name, or the short id\n"))
    #expect(result.err.contains("Tidewater Garden — Educator\n") && result.err.contains("Tidewater Press — Editor\n"))
    // So it is with --no-input, whoever sits there.
    desktop.answer = "1"
    for place in 0...1 {
      var arguments = ["log", "call", "tidewater", "voicemail"]
      arguments.insert("--no-input", at: place == 0 ? 0 : arguments.count)
      #expect(desktop.run(arguments: arguments).status == 1)
    }
    #expect(desktop.questions.isEmpty)
    #expect(events(desktop) == before)
  }

  @Test func atATerminalItIsAsked() throws {
    let desktop = try garden()
    desktop.answers = ["2"]
    let result = desktop.run("log", "call", "tidewater", "voicemail")
    #expect(result.status == 0)
    #expect(result.out.hasPrefix("call to Tidewater Press — Editor"))
    #expect(desktop.questions == ["Which one? 1 to 2, or Enter to cancel:"])
    #expect(timeline(desktop, "press") == 1 && timeline(desktop, "garden") == 0)
    // Reading commands ask too.
    desktop.answers = ["1"]
    #expect(desktop.run("why", "tidewater").out.contains("Tidewater Garden"))
  }

  @Test(arguments: [[""], ["  "], ["7", ""], ["x", "0", "-1", "99999999999999999999", "3", "1"]])
  func leavingItWritesNothing(_ answers: [String]) throws {
    let desktop = try garden()
    let before = events(desktop)
    desktop.answers = answers
    let result = desktop.run("log", "call", "tidewater", "voicemail")
    #expect(result.status == 1 && result.out.isEmpty)
    #expect(result.err.hasSuffix("followup: cancelled; nothing was changed\n"))
    #expect(events(desktop) == before)
  }

  @Test func whatChangedWhileThePersonThoughtCounts() throws {
    let desktop = try garden()
    // Another process writes while the question stands: no lock is held, and the answer is decided on anew.
    let garden = desktop.run("show", "garden", "--json").json["application"]?.object?.first { $0.name == "id" }?.value
    let id = try #require(garden?.string)
    desktop.whileAsked = { desktop.done("edit", id, "role=Head educator") }
    desktop.answers = ["1"]
    let result = desktop.run("log", "call", "tidewater")
    #expect(result.out.hasPrefix("call to Tidewater Garden — Head educator"))
  }

  @Test func severalQuestionsOneAfterTheOther() throws {
    let desktop = try garden()
    desktop.answers = ["1", "2", "1", "1"]
    let result = desktop.run("log", "p", "tidewater", "--by", "3/4/2027", "--at", "at 7")
    #expect(result.status == 0, "\(result.err)")
    #expect(desktop.questions.count == 4)
    #expect(result.out.contains("promise from Tidewater Press — Editor, Fri 2026-11-20 07:00"))
    #expect(result.out.contains("by Thu 2027-03-04"))
  }

  @Test func verbsMayBeShortened() throws {
    let desktop = try garden()
    #expect(
      desktop.done("lo", "c", "press", "v").hasPrefix("call to Tidewater Press — Editor, Fri 2026-11-20, voicemail"))
    #expect(desktop.done("--json", "hist", "press").hasPrefix("{\"history\""))
    desktop.done("cont", "ad", "Maeve Sorrento")
    #expect(desktop.done("cont", "li", "--plain").contains("Maeve Sorrento"))
    #expect(desktop.run("unde").status == 2)
    // A verb in full is itself, whatever else it begins.
    for verb in Root.verbs.map({ $0._commandName }) {
      #expect((try? Verbs.inFull([verb], .init())) == [verb])
    }
    #expect(
      try Verbs.inFull(["--now", "lo", "--store=x", "sho", "lo"], .init()) == [
        "--now", "lo", "--store=x", "show", "lo",
      ])
    #expect(try Verbs.inFull(["--help"], .init()) == ["--help"])
    #expect(try Verbs.inFull([], .init()) == [])
  }

  @Test func aVerbThatMayBeSeveral() throws {
    let desktop = try garden()
    let l = desktop.run("l", "c", "press")
    #expect(l.status == 2)
    #expect(l.err == "followup: \"l\" matches all of these; type one of them\n  log\n  list\n")
    desktop.answers = ["1"]
    #expect(desktop.run("l", "c", "press").status == 0)
  }

  @Test func people() throws {
    let desktop = try garden()
    for name in ["Maeve Sorrento", "Maeve Quill"] {
      desktop.wallMilliseconds += 1_000
      desktop.done("contact", "add", name)
    }
    for arguments in [
      ["log", "call", "press", "--contact", "maeve"], ["log", "call", "press", "--set", "contact=maeve"],
      ["contact", "show", "maeve"], ["show", "maeve"], ["contact", "edit", "maeve", "phone=312-555-0142"],
    ] {
      let refused = desktop.run(arguments: arguments)
      #expect(refused.status != 0)
      #expect(refused.err.contains("Maeve Sorrento") && refused.err.contains("Maeve Quill"), "\(arguments)")
      desktop.answers = ["2"]
      let result = desktop.run(arguments: arguments)
      #expect(result.status == 0, "\(arguments): \(result.err)")
      #expect(result.out.contains("Maeve Quill"), "\(arguments)")
    }
    for name in ["Harbor Works", "Harbor Lane"] { desktop.done("open", name, "Clerk") }
    let refused = desktop.run("employer", "harbor")
    #expect(refused.status == 1 && refused.err.contains("  Harbor Lane\n"))
    let first = refused.err.split(separator: "\n").firstIndex { $0.contains("Harbor Works") }
    desktop.answers = [first.map { "\($0)" } ?? ""]
    #expect(desktop.done("employer", "harbor").contains("Harbor Works"))
  }
}

/// Texts written in an editor or on standard input, and what is quiet.
@Suite struct WritingTests {
  private func acme() throws -> Desktop {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    return desktop
  }

  private func leftovers(_ desktop: Desktop) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: desktop.folder).filter { $0.hasPrefix("followup-") }
  }

  private func run(_ desktop: Desktop, _ arguments: String...) -> Desktop.Result {
    desktop.run(arguments: arguments, environment: ["TMPDIR": desktop.folder])
  }

  @Test func aNoteIsWrittenInTheEditor() throws {
    let desktop = try acme()
    var seen = ""
    desktop.editor = { text in
      seen = text
      return ("they use Swift\n\non the server\n" + text, 0)
    }
    let result = run(desktop, "log", "note", "acme")
    #expect(result.status == 0, "\(result.err)")
    #expect(seen.contains("# Acme — Engineer: note\n") && seen.contains("# Lines that begin with # are ignored."))
    #expect(result.out.hasPrefix("note on Acme — Engineer, Fri 2026-11-20, they use Swift\\n\\non the server  ["))
    #expect(try leftovers(desktop) == [])
    desktop.editor = { _ in ("left a message\n", 0) }
    #expect(run(desktop, "log", "call", "acme", "voicemail", "--edit").out.contains("left a message"))
    #expect(run(desktop, "employer", "acme", "-e").out.contains("left a message"))
    #expect(run(desktop, "open", "Beta", "Clerk", "-e").status == 0)
    desktop.editor = { text in ("and more\n" + text, 0) }
    #expect(run(desktop, "edit", "acme", "note").status == 0)
    #expect(run(desktop, "edit", "beta", "note").out.contains("note left a message → and more\\nleft a message"))
    #expect(try leftovers(desktop) == [])
  }

  @Test func nothingWrittenRecordsNothing() throws {
    let desktop = try acme()
    let before = desktop.run("status", "--json").json["events"]
    for text in ["", "# only\n#comments", "  \n\t\n"] {
      desktop.editor = { _ in (text, 0) }
      let result = run(desktop, "log", "note", "acme")
      #expect(result.status == 1 && result.err == "followup: the text is empty; nothing was recorded\n")
    }
    desktop.editor = { text in (text, 1) }
    #expect(
      run(desktop, "log", "note", "acme").err == "followup: the editor exited with status 1; nothing was recorded\n")
    desktop.editor = { text in (text, 127) }
    #expect(run(desktop, "log", "note", "acme").err.contains("set VISUAL or EDITOR to another one"))
    #expect(try leftovers(desktop) == [])
    // What would not be recorded anyway is not written first.
    desktop.editor = { _ in
      Issue.record("the editor was opened")
      return ("x", 0)
    }
    #expect(run(desktop, "log", "note", "beta").status == 1)
    #expect(run(desktop, "log", "note", "acme", "--no-input").status == 2)
    desktop.editor = nil
    #expect(run(desktop, "log", "note", "acme").status == 2)
    let refused = run(desktop, "log", "call", "acme", "--edit")
    #expect(refused.status == 2 && refused.err.contains("--note - to read standard input"))
    #expect(desktop.run("status", "--json").json["events"] == before)
  }

  @Test func whatWasWrittenIsNotLost() throws {
    let desktop = try acme()
    // The editor fails, or what it is for is refused: the text stays where it was written.
    for (status, arguments) in [(Int32(3), ["log", "note", "acme"]), (0, ["log", "note", "acme", "--at", "smarch"])] {
      desktop.editor = { _ in ("dear to me\n", status) }
      let result = desktop.run(arguments: arguments, environment: ["TMPDIR": desktop.folder])
      #expect(result.status != 0)
      let line = try #require(result.err.split(separator: "\n").first { $0.contains("your text is kept in ") })
      let path = String(line.dropFirst("followup: your text is kept in ".count))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "dear to me\n")
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
    // A question after it does not have it written again.
    var count = 0
    desktop.editor = { _ in
      count += 1
      return ("once", 0)
    }
    desktop.answers = ["1"]
    #expect(run(desktop, "log", "note", "acme", "--at", "3/4/2026").out.contains("once"))
    #expect(count == 1)
  }

  @Test func quietSaysNoMoreThanData() throws {
    let desktop = try acme()
    #expect(desktop.done("log", "call", "acme").contains("\nnext: "))
    let quiet = desktop.run("log", "call", "acme", "-q")
    #expect(quiet.out.split(separator: "\n").count == 1 && quiet.err.isEmpty)
    #expect(!desktop.run("silence").err.isEmpty)
    #expect(desktop.run("--quiet", "silence").err.isEmpty)
    #expect(!desktop.run("--quiet", "show", "nobody").err.isEmpty)
  }

  @Test func longOutputGoesToThePager() throws {
    let desktop = try acme()
    for _ in 0..<5 { desktop.done("log", "call", "acme") }
    let plain = desktop.run("show", "acme").out
    desktop.isTerminal = true
    desktop.rows = 8
    desktop.columns = 200
    #expect(desktop.run("show", "acme").out.isEmpty)
    #expect(desktop.paged.count == 1)
    #expect(desktop.paged.first.map { $0.split(separator: "\n").count } == plain.split(separator: "\n").count)
    for arguments in [
      ["show", "acme", "--no-pager"], ["--no-pager", "show", "acme"], ["show", "acme", "--json"],
      ["show", "acme", "--plain"], ["help", "--no-pager"],
    ] { #expect(!desktop.run(arguments: arguments).out.isEmpty, "\(arguments)") }
    #expect(desktop.paged.count == 1)
    #expect(desktop.run("help").out.isEmpty)
    #expect(desktop.paged.count == 2)
    // What fits is printed; and so is all, where there is no pager.
    desktop.rows = 100
    #expect(!desktop.run("show", "acme").out.isEmpty)
    desktop.rows = 8
    desktop.hasPager = false
    #expect(desktop.run("show", "acme").out.contains("Acme — Engineer"))
    // A narrow terminal takes more rows.
    desktop.hasPager = true
    desktop.rows = 15
    desktop.columns = 20
    #expect(desktop.run("show", "acme").out.isEmpty)
  }

  @Test func undoSaysWhatComesNext() throws {
    let desktop = try acme()
    desktop.done("log", "call", "acme", "voicemail")
    let undone = desktop.done("undo")
    #expect(undone.hasPrefix("taken back: call to Acme — Engineer") && undone.contains("\nnext: "))
    desktop.done("close", "acme")
    #expect(desktop.run("undo", "--json").json["next"]?.object != nil)
    // With the application itself nothing is left to do.
    #expect(!desktop.done("undo").contains("next:"))
  }

  @Test func aPersonLeadsToTheOneApplicationThere() throws {
    let desktop = try acme()
    #expect(desktop.done("contact", "add", "Jo Hale", "--app", "acme").contains("\nnext: "))
    #expect(desktop.done("contact", "edit", "hale", "phone=312-555-0142").contains("\nnext: "))
    #expect(desktop.done("employer", "acme", "--note", "slow").contains("\nnext: "))
    #expect(!desktop.done("contact", "add", "Sam Reyes").contains("next:"))
    desktop.done("open", "Acme", "Tester")
    #expect(!desktop.done("employer", "acme", "--note", "slow").contains("next:"))
    // An interview names its people in a list, and is shown with each of them.
    desktop.done("log", "interview", "engineer", "--set", "with=hale,reyes")
    for name in ["hale", "reyes"] { #expect(desktop.done("contact", "show", name).contains("interview at Acme")) }
  }
}
