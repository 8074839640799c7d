import EventLog
import EventStorage
import Foundation
import Testing

@testable import FollowUpCLI

/// Backups proved again where they lie, and those of a wrong clock.
@Suite struct BackupDrillTests {
  private static let day: Int64 = 86_400_000
  private let desktop: Desktop
  private let folder: String

  init() throws {
    desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    folder = desktop.folder + "/backups"
  }

  private func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private func backups() -> [[String: JSONValue]] {
    (desktop.run("status", "--json").json["backups"]?.array ?? []).compactMap(\.object).map {
      Dictionary($0.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
  }

  @Test func aDrillProvesTheNewestBackupAndItIsRemembered() throws {
    desktop.done("backup", folder)
    #expect(
      desktop.done("status").contains("backup     taken within the last day at \(folder), and not verified there since")
    )
    desktop.wallMilliseconds += Self.day
    desktop.done("log", "note", "acme", "x")
    desktop.done("backup", folder)
    let newest = try #require(names().last)
    let before = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(newest)"))
    let digest = try #require(desktop.run("status", "--json").json["digest"]?.string)
    let out = desktop.done("backup", folder + "/", "--drill")
    #expect(out.hasPrefix("\(folder)/\(newest)\n  3 events") && out.contains("digest \(digest)"), "\(out)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(newest)")) == before && names().count == 2)
    let json = desktop.run("backup", folder, "--drill", "--json").json
    #expect(json["digest"]?.string == digest && json["events"] == JSONValue(integer: 3))
    #expect(json["taken"]?.string?.hasPrefix("2026-11-21T15:00:00") == true)
    desktop.wallMilliseconds += 9 * Self.day
    #expect(desktop.done("status").contains("backup     last backup verified 9 days ago, at \(folder)"))
    let known = try #require(backups().first)
    #expect(known["file"]?.string == newest && known["proved"]?.string?.hasPrefix("2026-11-21") == true)
    // It is this machine's own knowledge: not in the log, and not another store's.
    #expect(desktop.run("status", "--json").json["events"]?.number == 3)
    desktop.done("--store", desktop.folder + "/other.db", "open", "Globex", "Engineer")
    #expect(!desktop.done("--store", desktop.folder + "/other.db", "status").contains("backup"))
  }

  @Test func twoFoldersAreRememberedEach() throws {
    let stick = desktop.folder + "/stick"
    desktop.done("backup", folder)
    desktop.done("backup", stick)
    desktop.done("backup", stick, "--drill")
    desktop.wallMilliseconds += 2 * Self.day
    desktop.done("backup", folder, "--drill")
    desktop.wallMilliseconds += Self.day
    let text = desktop.done("status")
    #expect(text.contains("last backup verified 1 day ago, at \(folder)\n"))
    #expect(text.contains("another verified 3 days ago, at \(stick)\n"))
    #expect(backups().count == 2)
    // What cannot be read of it counts as not known, and the next drill writes it anew.
    let ledgers = desktop.folder + "/state/followup/backups"
    for name in try FileManager.default.contentsOfDirectory(atPath: ledgers) where name != "lock" {
      try Data("{\"folder\":[]}\nnonsense\n\u{0}".utf8).write(to: URL(fileURLWithPath: "\(ledgers)/\(name)"))
    }
    #expect(backups().isEmpty)
    desktop.done("backup", folder, "--drill")
    #expect(backups().count == 1)
  }

  @Test func statusIsThreeWhenTheProofIsOlderThanThePersonSaid() throws {
    #expect(desktop.run("status").status == 0)
    #expect(desktop.done("setting", "prove_backups_days", "7").contains("prove_backups_days = 7"))
    let never = desktop.run("status", "--json")
    #expect(
      never.status == 3 && never.err.contains("no backup was verified") && never.json["backups_overdue"]?.bool == true)
    desktop.done("backup", folder)
    #expect(desktop.run("status").status == 3)
    desktop.done("backup", folder, "--drill")
    #expect(desktop.run("status").status == 0 && desktop.run("doctor").status == 0)
    desktop.wallMilliseconds += 7 * Self.day
    #expect(desktop.run("status").status == 0)
    desktop.wallMilliseconds += Self.day
    let late = desktop.run("status")
    #expect(late.status == 3 && late.err.contains("was verified 8 days ago") && late.err.contains("\(folder) --drill"))
    #expect(desktop.run("doctor", "--json").out.contains("backup-unproved"))
    // A proof of a clock that was wrong is none.
    desktop.wallMilliseconds -= 40 * Self.day
    #expect(desktop.run("status").status == 3)
    desktop.done("setting", "prove_backups_days", "")
    #expect(desktop.run("status").status == 0)
    for wrong in ["0", "-1", "soon", "3651", "1.5"] {
      #expect(desktop.run("setting", "prove_backups_days", "--", wrong).status == 2, "\(wrong)")
    }
  }

  @Test func aBackupThatDoesNotProveIsOneOfStatusOne() throws {
    desktop.done("backup", folder)
    desktop.wallMilliseconds += Self.day
    desktop.done("log", "note", "acme", "the last that was recorded")
    desktop.done("backup", folder)
    let path = "\(folder)/\(try #require(names().last))"
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let mark = Data("the last that was recorded".utf8)
    for (what, spoil) in [
      ("empty", { Data() }), ("cut", { whole.prefix(whole.count / 2) }),
      ("header", { Data(count: 100) + whole.dropFirst(100) }),
      (
        "text",
        {
          var bytes = whole
          while let range = bytes.range(of: mark) {
            bytes.replaceSubrange(range, with: Data("THE LAST THAT WAS RECORDED".utf8))
          }
          return bytes
        }
      ),
    ] as [(String, () -> Data)] {
      try spoil().write(to: URL(fileURLWithPath: path))
      let result = desktop.run("backup", folder, "--drill")
      #expect(result.status == 1 && result.err.contains(path) && result.out.isEmpty, "\(what): \(result.err)")
    }
    #expect(backups().allSatisfy { $0["proved"]?.isNull == true })
    try whole.write(to: URL(fileURLWithPath: path))
    desktop.done("backup", folder, "--drill")
    // Nothing there, and nowhere.
    #expect(desktop.run("backup", desktop.folder + "/nowhere", "--drill").status == 1)
    let empty = try desktop.file("x", "") + "-folder"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    #expect(desktop.run("backup", empty, "--drill").err.contains("contains no backup of this store"))
    #expect(desktop.run("backup", folder, "--drill", "--keep-daily", "3").status == 2)
    #expect(desktop.run("backup", folder, "--drill", "--dry-run").status == 2)
  }

  @Test(arguments: ["systemd", "cron", "launchd"]) func theTimerOfADrillIsPrinted(kind: String) throws {
    let out = desktop.done("backup", folder, "--drill", "--timer", kind)
    #expect(out.contains("backup \(folder) --drill"), "\(out)")
    #expect(
      out.contains(
        [
          "systemd": "OnCalendar=Sun 12:45", "cron": "45 12 * * 0 ",
          "launchd": "<key>Weekday</key><integer>0</integer>",
        ][kind] ?? "-"))
    #expect(names().isEmpty)
  }

  @Test func backupsOfAWrongClockCountForNothing() throws {
    for _ in 0..<3 {
      desktop.done("backup", folder)
      desktop.wallMilliseconds += Self.day
    }
    // The clock says 2031, for three days; then it is set right.
    let right = desktop.wallMilliseconds
    desktop.wallMilliseconds += 1_900 * Self.day
    for _ in 0..<3 {
      desktop.done("backup", folder)
      desktop.wallMilliseconds += Self.day
    }
    desktop.wallMilliseconds = right
    let ahead = names().filter { !$0.hasPrefix("followup-2026") }
    #expect(ahead.count == 3)
    let result = desktop.run("backup", folder, "--keep-daily", "3", "--json")
    #expect(result.status == 0)
    for name in ahead { #expect(result.err.contains("\(name) has a date in the future") && names().contains(name)) }
    // Of the others the last three days are there, as if those were not.
    #expect(names().count { $0.hasPrefix("followup-2026") } == 3)
    #expect(result.out.contains("\"reasons\":[\"ahead\"]"))
    #expect(result.json["removed"]?.array?.count == 1)
    let doctor = desktop.run("doctor", "--json")
    for name in ahead { #expect(doctor.out.contains(name)) }
    #expect(doctor.out.contains("backup-ahead") && doctor.status == 0)
    // The newest is the newest of those whose time is known.
    #expect(desktop.run("backup", folder, "--drill").out.contains("followup-2026-11-23"))
    // A clock that is set back by a little is none that was wrong.
    desktop.wallMilliseconds -= 60_000
    #expect(!desktop.run("backup", folder, "--keep-daily", "3", "--dry-run").err.contains("followup-2026"))
  }
}
