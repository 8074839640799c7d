import EventLog
import EventStorage
import FollowUpAdvice
import Foundation
import Testing

@testable import FollowUpCLI

/// Playbooks of one's own: copied, changed, recorded, and followed on every device.
@Suite struct PlaybookCommandTests {
  private static let tuesday = "2026-10-13T07:55:00-05:00"

  private func larkspur() throws -> Desktop { try Desktop.story("s0-martin", until: "2026-10-12") }

  /// A copy of martin whose tries come after four working days, as a file.
  private func copy(_ desktop: Desktop) throws -> String {
    let path = desktop.folder + "/my-martin.yaml"
    desktop.done("playbook", "copy", "martin", "my-martin", "-o", path)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed = text.replacing(
      "trigger: first_try\n    wait: 2 working days", with: "trigger: first_try\n    wait: 4 working days")
    #expect(changed != text)
    try Data(changed.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func aCopyIsChangedRecordedAndFollowedOnBothLaptops() throws {
    let one = try larkspur()
    let path = try copy(one)
    #expect(one.done("playbook", "check", path).contains("valid: my-martin, version 1, 9 steps"))
    #expect(one.done("playbook", "add", path) == "playbook my-martin recorded\n")
    #expect(one.done("playbook", "add", path).contains("is already recorded as it is"))
    one.done("playbook", "use", "my-martin", "--app", "larkspur", "--now", Self.tuesday)
    let told = one.done("log", "call", "larkspur", "voicemail", "--now", "2026-10-13T08:05:00-05:00")
    #expect(told.contains("Mon 2026-10-19") || told.contains("Tue 2026-10-20"), "\(told)")
    #expect(told.contains("next: Call Tobias Lindqvist, 312-555-0142, Tue 2026-10-20"), "never on Monday: \(told)")
    // The other laptop has no file, only the log.
    let other = try Desktop()
    other.zone = "Asia/Tokyo"
    other.done("merge", one.storePath)
    for now in ["2026-10-14T09:00:00-05:00", "2026-10-20T07:55:00-05:00"] {
      for verb in [["next"], ["agenda"], ["why", "larkspur"]] {
        let arguments = verb + ["--json", "--now", now]
        #expect(other.run(arguments: arguments).out == one.run(arguments: arguments).out, "\(arguments)")
      }
    }
    #expect(other.done("playbook", "show", "my-martin") == (try String(contentsOfFile: path, encoding: .utf8)))
    #expect(other.done("playbook").contains("my-martin"))
    other.done("setting", "playbook", "my-martin")
    #expect(other.run("playbook", "--json").json["playbooks"]?.array?.last?["used"] == JSONValue(true))
    one.done("playbook", "use", "usual", "--app", "larkspur", "--now", Self.tuesday)
    #expect(one.done("why", "larkspur", "--now", Self.tuesday).contains("The playbook is martin"))
  }

  @Test func whatIsNoPlaybookIsRefusedWithItsLine() throws {
    let desktop = try larkspur()
    let path = try copy(desktop)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let number = try #require(lines.firstIndex { $0.contains("wait: 4 working days") }) + 1
    let bad = try desktop.file("bad.yaml", text.replacing("wait: 4 working days", with: "wait: -4 working days"))
    for verb in ["check", "add"] {
      let result = desktop.run("playbook", verb, bad)
      #expect(result.status == 1 && result.out.isEmpty)
      #expect(result.err.hasPrefix("followup: \(bad):\(number): "), "\(result.err)")
    }
    #expect(desktop.run("playbook", "check", bad, "--json").json["line"]?.number == Double(number))
    let latin = try desktop.file("latin.yaml", "")
    try Data([UInt8]("playbook: x\n# caf".utf8) + [0xe9, 0x0a]).write(to: URL(fileURLWithPath: latin))
    #expect(desktop.run("playbook", "check", latin).err.contains("\(latin):2: "))
    #expect(desktop.run("playbook", "check", desktop.folder + "/none.yaml").status == 1)
    let same = try desktop.file("same.yaml", text.replacing("playbook: my-martin", with: "playbook: martin"))
    #expect(desktop.run("playbook", "add", same).err.contains("built in"))
    #expect(desktop.run("playbook", "list", "--json").json["playbooks"]?.array?.count == PlaybookShelf.builtIn.count)
  }

  @Test func whatIsNotThereIsNamedWithWhatIs() throws {
    let desktop = try larkspur()
    for arguments in [
      ["playbook", "use", "nope"], ["playbook", "use", "nope", "--app", "larkspur"], ["playbook", "show", "nope"],
      ["playbook", "copy", "nope", "mine"], ["setting", "playbook", "nope"],
    ] {
      let result = desktop.run(arguments: arguments)
      #expect(result.status == 2, "\(arguments): \(result.err)")
      #expect(result.err.contains("martin") && result.err.contains("balanced"))
    }
    #expect(desktop.run("playbook", "copy", "martin", "My Martin").status == 2)
    #expect(desktop.run("playbook", "copy", "martin", "quast").status == 2)
    let path = desktop.folder + "/mine.yaml"
    desktop.done("playbook", "copy", "martin", "mine", "-o", path)
    #expect(desktop.run("playbook", "copy", "quast", "mine", "-o", path).err.contains("already exists"))
    #expect(desktop.done("playbook", "copy", "martin", "mine") == (try String(contentsOfFile: path, encoding: .utf8)))
  }

  @Test func aDamagedPlaybookInTheLogIsNamedAndAnotherIsUsed() throws {
    let desktop = try larkspur()
    desktop.done("playbook", "add", try copy(desktop))
    desktop.done("playbook", "use", "my-martin")
    let store = try EventStore(openingAt: desktop.storePath, environment: .live(anchorDirectory: nil))
    let record = try #require(try store.read { try $0.records(ofType: "playbook") }.first)
    let text = try #require(record["text"]?.string)
    _ = try store.append([
      Draft(record: record.id, set: ["text": JSONValue(text.replacing("version: 1", with: "version: none"))])
    ])
    try store.close()
    let line = 1 + text[..<(try #require(text.firstRange(of: "version: 1")).lowerBound)].count { $0 == "\n" }
    let next = desktop.run("next", "--now", Self.tuesday)
    #expect(next.status == 0 && next.out.contains("my-martin.yaml:\(line): "), "\(next.out)")
    let list = desktop.run("playbook")
    #expect(list.status == 3 && list.err.contains("my-martin.yaml:\(line): "))
    #expect(desktop.run("playbook", "use", "my-martin").status == 1)
    // It can still be copied and mended.
    #expect(desktop.done("playbook", "copy", "my-martin", "mended").contains("version: none"))
  }

  @Test func aTimerStartsTheProgramThatPrintedIt() throws {
    let program = "/opt/my tools/50%/it's $HOME/followup"
    let cron = FollowUpCLI.Timer.cron.snippet(.next(program: program, store: nil)).joined(separator: "\n")
    #expect(cron.contains(#"'/opt/my tools/50\%/it'\''s $HOME/followup' next --check || "#))
    let systemd = FollowUpCLI.Timer.systemd.snippet(.next(program: program, store: "/data/my.db")).joined(
      separator: "\n")
    #expect(systemd.contains(#"'/opt/my tools/50%%/it'\\''s $$HOME/followup' next --store /data/my.db --check"#))
    #expect(systemd.contains("OnCalendar=Mon..Fri"))
    let launchd = FollowUpCLI.Timer.launchd.snippet(.next(program: "/a & b/followup", store: nil)).joined(
      separator: "\n")
    #expect(launchd.contains("'/a &amp; b/followup' next --check"))
    let desktop = try Desktop()
    for kind in FollowUpCLI.Timer.allCases {
      let out = desktop.done("next", "--timer", kind.rawValue)
      #expect(out.contains("followup next --check") && !out.contains("--store"))
    }
    #expect(desktop.done("next", "--timer", "cron", "--store", "/x/y.db").contains("--store /x/y.db"))
    #expect(ProgramPath.absolute("/usr/bin/followup", path: nil) == "/usr/bin/followup")
    #expect(ProgramPath.absolute("sh", path: "relative:/nowhere:/bin").hasSuffix("/sh"))
    #expect(ProgramPath.absolute("./followup", path: nil).hasPrefix("/"))
  }
}
