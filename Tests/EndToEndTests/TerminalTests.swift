import Foundation
import Testing

@testable import FollowUpCLI

/// The program as it is at a terminal: how wide, in which colours, asking, paging, editing, showing progress.
@Suite(.enabled(if: Terminal.isThere, "this machine has no pseudo-terminals"))
struct TerminalTests {
  private static let now = ["--now", "2026-11-20T09:00:00-06:00"]
  private static let escape = "\u{1b}"

  private func garden() throws -> Laptop {
    let laptop = try Laptop()
    try laptop.done(
      "open", "Tidewater Botanical Garden and Arboretum", "Coordinator of education 日本語", "--now", "2026-11-20")
    try laptop.done("open", "Tidewater Press", "Editor", "--now", "2026-11-20")
    return laptop
  }

  private func events(_ laptop: Laptop) throws -> Int { try laptop.status()["events"] as? Int ?? -1 }

  @Test func tablesFitTheTerminal() throws {
    let laptop = try garden()
    let narrow = try laptop.terminal(["list"] + Self.now, columns: 50)
    #expect(narrow.end() == 0)
    #expect(narrow.screen.allSatisfy { DisplayWidth.of($0) <= 50 }, "\(narrow.screen)")
    #expect(narrow.output.contains("…"))
    for command in [["show", "arboretum"], ["why", "arboretum"], ["next"], ["agenda"]] {
      let terminal = try laptop.terminal(command + ["--no-pager"] + Self.now, columns: 40)
      #expect(terminal.end() == 0)
      #expect(
        terminal.screen.allSatisfy { DisplayWidth.of($0) <= 40 }, "\(terminal.screen)")
    }
    let wide = try laptop.terminal(["list"] + Self.now, columns: 200)
    #expect(wide.end() == 0)
    let full = "Tidewater Botanical Garden and Arboretum  Coordinator of education 日本語"
    #expect(wide.output.contains(full))
    // What is piped is whole, however narrow the terminal is that it was started from.
    #expect(try laptop.done("list", "--now", "2026-11-20").contains(full))
  }

  @Test func colourIsForTerminalsThatWantIt() throws {
    let laptop = try garden()
    func shows(_ more: [String: String]) throws -> Bool {
      let terminal = try laptop.terminal(["show", "press", "--no-pager"] + Self.now, more)
      #expect(terminal.end() == 0)
      #expect(terminal.screen.contains { $0.hasPrefix("Tidewater Press — Editor") })
      return terminal.output.contains(Self.escape)
    }
    #expect(try shows([:]))
    #expect(try shows(["NO_COLOR": ""]))
    #expect(try !shows(["NO_COLOR": "1"]))
    #expect(try !shows(["TERM": "dumb"]))
    let piped = try laptop.run(["show", "press"])
    #expect(!piped.text.contains(Self.escape) && !piped.err.contains(Self.escape))
  }

  @Test func whatMayBeSeveralIsAsked() throws {
    let laptop = try garden()
    let terminal = try laptop.terminal(["log", "call", "tidewater", "voicemail"] + Self.now)
    terminal.expect("Which one?")
    // Nothing is held while the person thinks: another process writes meanwhile.
    try laptop.done("log", "note", "press", "meanwhile")
    let before = try events(laptop)
    terminal.type("9\n")
    // What is typed before the question is asked again would stand before it on the screen.
    terminal.expect("Which one?", times: 2)
    #expect(terminal.output.contains("\"9\" is not one of them"))
    terminal.type("2\n")
    #expect(terminal.end() == 0)
    let recorded = "call to Tidewater Press — Editor, Fri 2026-11-20, voicemail"
    #expect(terminal.screen.contains { $0.hasPrefix(recorded) }, "\(terminal.screen)")
    #expect(terminal.screen.contains { $0.hasPrefix("next: ") })
    #expect(try events(laptop) == before + 1)
    let silent = try laptop.terminal(["log", "call", "tidewater", "--no-input"] + Self.now)
    #expect(silent.end() == 1)
    #expect(!silent.output.contains("Which one?") && silent.output.contains("Tidewater Press — Editor"))
    #expect(try events(laptop) == before + 1)
  }

  #if canImport(Darwin)
    private static let leaving = [("\n", Int32(1)), ("\u{4}", 1)]
  #else
    /// What is typed to leave a question, and the status then: Return, Ctrl-D, Ctrl-C.
    private static let leaving = [("\n", Int32(1)), ("\u{4}", 1), ("\u{3}", 130)]
  #endif

  @Test(arguments: leaving) func aQuestionThatIsLeftWritesNothing(_ typed: String, _ status: Int32) throws {
    let laptop = try garden()
    let before = try events(laptop)
    let terminal = try laptop.terminal(["log", "call", "tidewater", "--at", "at 7"] + Self.now)
    terminal.expect("Which one?")
    terminal.type(typed)
    #expect(terminal.end() == status)
    #expect(try events(laptop) == before)
    #expect(try laptop.run(["verify"]).status == 0)
  }

  @Test func longOutputIsPaged() throws {
    let laptop = try garden()
    for _ in 0..<4 { try laptop.done("log", "call", "press", "--now", "2026-11-20") }
    func show(_ arguments: [String] = [], rows: UInt16 = 6, with more: [String: String]) throws -> [String] {
      let terminal = try laptop.terminal(["show", "press"] + arguments + Self.now, columns: 120, rows: rows, more)
      #expect(terminal.end() == 0)
      return terminal.screen
    }
    let pager = ["PAGER": "sed s/^/P:/"]
    #expect(try show(with: pager).contains { $0.hasPrefix("P:") && $0.contains("Tidewater Press — Editor") })
    #expect(try show(with: ["FOLLOWUP_PAGER": "sed s/^/F:/", "PAGER": "false"]).contains { $0.hasPrefix("F:") })
    // Short output, a terminal that only types on, and who does not want it.
    for lines in [
      try show(rows: 100, with: pager), try show(["--no-pager"], with: pager), try show(["--plain"], with: pager),
      try show(with: pager.merging(["TERM": "dumb"]) { $1 }), try show(with: ["FOLLOWUP_PAGER": "", "PAGER": "false"]),
      try show(with: ["FOLLOWUP_PAGER": "cat"]),
    ] {
      #expect(!lines.contains { $0.hasPrefix("P:") })
      #expect(lines.contains { $0.contains("Tidewater Press") }, "\(lines)")
    }
    // One that is missing shows nothing, so it is printed; one that is left early has shown it.
    for missing in ["no-such-pager-anywhere", "/no/such/pager -x"] {
      #expect(try show(with: ["PAGER": missing]).contains { $0.contains("Tidewater Press") })
    }
    #expect(try show(with: ["PAGER": "head -n 1"]).filter { !$0.isEmpty }.count == 1)
    #expect(try show(with: ["PAGER": "true"]).allSatisfy(\.isEmpty))
    #expect(try !laptop.done("show", "press").contains("P:"))
    let help = try laptop.terminal(["help"], rows: 10, pager)
    #expect(help.end() == 0 && help.screen.contains { $0.hasPrefix("P:USAGE") })
  }

  @Test func aNoteIsWrittenInTheEditor() throws {
    let laptop = try garden()
    let script = try laptop.file("editor.sh", "#!/bin/sh\nprintf 'they use Swift\\n' > \"$1\"\n".utf8)
    let more = ["EDITOR": "sh \(script)", "TMPDIR": laptop.folder]
    let terminal = try laptop.terminal(["log", "note", "press"] + Self.now, more)
    #expect(terminal.end() == 0)
    #expect(terminal.output.contains("note on Tidewater Press — Editor, Fri 2026-11-20, they use Swift"))
    let before = try events(laptop)
    let abandoned = try laptop.terminal(["log", "note", "press"] + Self.now, more.merging(["VISUAL": "true"]) { $1 })
    #expect(abandoned.end() == 1)
    #expect(abandoned.output.contains("the text is empty; nothing was recorded"))
    #expect(try events(laptop) == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: laptop.folder).filter { $0.hasPrefix("followup-") }
    #expect(left == [])
  }

  @Test func progressIsWipedAndForTerminalsOnly() throws {
    let laptop = try garden()
    let log = try laptop.file("log.jsonl", try laptop.run(["export"]).out)
    let other = try Laptop()
    let wipe = "\r\(Self.escape)[K"
    let commands = [
      ["merge", log], ["verify"], ["rebuild"], ["backup", other.folder + "/backups"],
      ["sync", other.folder + "/shared"],
      ["verify", other.folder + "/shared"], ["verify", log],
    ]
    for command in commands {
      let terminal = try other.terminal(command, columns: 30)
      #expect(terminal.end() == 0, "\(command): \(terminal.output)")
      let isShown = terminal.output.contains(wipe)
      #expect(isShown || !["verify", "rebuild", "backup"].contains(command[0]) || command.count > 1, "\(command)")
      if isShown {
        let shown = terminal.output.components(separatedBy: wipe).dropFirst().dropLast()
        #expect(shown.allSatisfy { DisplayWidth.of($0.components(separatedBy: "\r\n")[0]) < 30 }, "\(shown)")
        for text in shown where !text.isEmpty { #expect(!terminal.screen.contains { $0.contains(text) }, "\(text)") }
      }
      let dumb = try other.terminal(command, ["TERM": "dumb"])
      #expect(dumb.end() == 0 && !dumb.output.contains(Self.escape), "\(command): \(dumb.output)")
      let quiet = try other.terminal(command + ["--quiet"])
      #expect(quiet.end() == 0 && !quiet.output.contains(wipe), "\(command)")
      #expect(try !other.run(command).err.contains(Self.escape), "\(command)")
    }
  }
}
