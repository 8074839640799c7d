import CivilTime
import EventLog
import EventStorage
import Foundation
import Testing

@testable import FollowUpCLI

/// `backup`, `restore` and `--as-of` as a person and a script meet them.
@Suite struct BackupCommandTests {
  private static let day: Int64 = 86_400_000

  private func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  @Test func aBackupSaysWhatItHoldsAndBringsItBack() throws {
    let desktop = try Desktop()
    desktop.done("device", "Kitchen laptop")
    desktop.done("open", "Acme", "Engineer")
    let folder = desktop.folder + "/backups"
    let out = desktop.done("backup", folder + "/")
    let file = try #require(names(folder).first)
    #expect(names(folder).count == 1)
    #expect(file.hasPrefix("followup-2026-11-20T150000Z-kitchen-laptop-") && file.hasSuffix(".db"))
    let digest = try #require(desktop.run("status", "--json").json["digest"]?.string)
    #expect(out.hasPrefix("\(folder)/\(file)\n  3 events, ") && out.contains("digest \(digest)"))
    // In the same second another name; scripts read the same of it.
    let json = desktop.run("backup", folder, "--json")
    #expect(json.status == 0 && json.err.isEmpty)
    #expect(json.json["digest"]?.string == digest && json.json["events"] == JSONValue(integer: 3))
    #expect(json.json["file"]?.string?.hasSuffix("-2.db") == true && json.json["schema"] == JSONValue(integer: 1))
    #expect(json.json["kept"]?.array?.count == 2 && json.json["removed"]?.array?.isEmpty == true)
    let plain = desktop.done("backup", folder, "--plain").split(separator: "\n")
    #expect(plain.contains { $0 == "events\t3" } && plain.contains { $0 == "digest\t\(digest)" })
    // Another laptop brings it back, and is told that it writes as a new device.
    let other = try Desktop()
    let restored = other.run("restore", "\(folder)/\(file)")
    #expect(restored.status == 0 && restored.out.contains("3 events") && restored.out.contains("a new device"))
    #expect(other.run("status", "--json").json["digest"]?.string == digest)
    #expect(other.run("log", "note", "acme", "here").err.isEmpty)
    #expect(other.done("device", "--plain").split(separator: "\n").count == 2)
    #expect(desktop.run("restore", "\(folder)/\(file)", "--dry-run", "--json").json["dry_run"] == JSONValue(true))
  }

  @Test func oldBackupsGoAndNothingElseDoes() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    let folder = desktop.folder + "/backups"
    for _ in 0..<10 {
      desktop.done("backup", folder)
      desktop.wallMilliseconds += Self.day
    }
    _ = try desktop.file("backups/notes.txt", "mine")
    _ = try desktop.file("backups/followup-2026-01-01T000000Z-abcdef.db", "not a backup")
    let before = names(folder)
    let trial = desktop.run("backup", folder, "--keep-daily", "3", "--keep-weekly", "2", "--dry-run")
    #expect(names(folder) == before)
    #expect(trial.out.components(separatedBy: "would remove").count - 1 == 8, "\(trial.out)")
    #expect(trial.out.contains("would keep") && trial.out.contains("daily, weekly"))
    #expect(trial.err.contains("followup-2026-01-01T000000Z-abcdef.db was left alone"))
    let json = desktop.run("backup", folder, "--keep-daily", "3", "--keep-weekly", "2", "--dry-run", "--json")
    #expect(json.json["removed"]?.array?.count == 8 && json.json["kept"]?.array?.count == 3)
    #expect(json.json["digest"] == nil && json.json["left_alone"]?.array?.count == 1)
    let done = desktop.run("backup", folder, "--keep-daily", "3", "--keep-weekly", "2")
    #expect(done.status == 0 && done.out.contains("3 backups of this store"))
    #expect(names(folder).count == 5)
    #expect(names(folder).contains("notes.txt") && names(folder).contains("followup-2026-01-01T000000Z-abcdef.db"))
    // A clock that was set back costs nothing: not the new one, nor those whose time is not known now.
    desktop.wallMilliseconds -= 30 * Self.day
    desktop.done("backup", folder, "--keep-last", "1")
    #expect(names(folder).count { $0.hasPrefix("followup-2026-1") } == 4)
  }

  @Test func daysAreThoseOfThePerson() throws {
    // 20:00 and 23:30 in Chicago are two days in UTC and one there.
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    let folder = desktop.folder + "/backups"
    for hours in [11, 14] as [Int64] {
      let wall = desktop.wallMilliseconds
      desktop.wallMilliseconds += hours * 3_600_000 + 1_800_000
      desktop.done("backup", folder, "--keep-daily", "9")
      desktop.wallMilliseconds = wall
    }
    #expect(names(folder).count == 1 && names(folder)[0].hasPrefix("followup-2026-11-21T053000Z"))
  }

  @Test func whatCannotBeIsSaidInOneSentence() throws {
    let desktop = try Desktop()
    let early = desktop.run("backup", desktop.folder)
    #expect(early.status == 1 && early.err.contains("there is no store yet"))
    desktop.done("open", "Acme", "Engineer")
    let text = try desktop.file("text", "hello\n")
    let above = desktop.run("backup", desktop.folder + "/a/b/c")
    #expect(above.status == 1 && above.err.contains("is the drive connected"))
    #expect(desktop.run("backup", text).err.contains("not a folder"))
    for arguments in [
      ["backup"], ["backup", "x", "--keep-daily", "0"], ["backup", "x", "--keep-last", "-1"], ["restore"],
      ["backup", "x", "--timer", "cron", "--json"], ["backup", "x", "--timer", "cron", "--dry-run"],
      ["show", "acme", "--as-of", "smarch"], ["list", "--as-of", ""],
    ] { #expect(desktop.run(arguments: arguments).status == 2, "\(arguments)") }
    let before = try Data(contentsOf: URL(fileURLWithPath: desktop.storePath))
    for (source, says) in [
      (desktop.folder + "/none", "no such file"), (text, "line 1"), (desktop.folder, "not a shared folder"),
      (desktop.storePath, "this is the store itself"),
    ] {
      let result = desktop.run("restore", source)
      #expect(result.status == 1 && result.err.contains(says), "\(source): \(result.err)")
      #expect(result.out.isEmpty && result.err.split(separator: "\n").count == 1, "\(result.err)")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: desktop.storePath)) == before)
    #expect(names(desktop.folder + "/data/followup") == ["followup.db"])
    // A store in a synced folder is not made by a restore either.
    desktop.done("export", "-o", desktop.folder + "/log.jsonl")
    try FileManager.default.createDirectory(
      atPath: desktop.folder + "/Dropbox/x", withIntermediateDirectories: true)
    let hazard = desktop.run("restore", desktop.folder + "/log.jsonl", "--store", desktop.folder + "/Dropbox/x/s.db")
    #expect(hazard.status == 1 && hazard.err.contains("which is synced"))
  }

  @Test func fromALogAFolderAndAnotherStore() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    desktop.done("log", "note", "acme", "hello")
    let shared = desktop.folder + "/shared"
    try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: false)
    desktop.done("sync", shared)
    let log = desktop.folder + "/log.jsonl"
    desktop.done("export", "-o", log)
    let digest = desktop.run("status", "--json").json["digest"]?.string
    for source in [log, shared, desktop.storePath] {
      let other = try Desktop()
      let result = other.run("restore", source)
      #expect(
        result.status == 0 && result.err == "followup device NAME names it for the other devices\n",
        "\(source): \(result.err)")
      #expect(other.run("status", "--json").json["digest"]?.string == digest, "\(source)")
      #expect(other.done("verify").contains("all in order"))
    }
    // Of a log with a gap only what is asked for.
    let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
    let gap = try desktop.file("gap.jsonl", (lines.prefix(1) + lines.dropFirst(2)).joined(separator: "\n"))
    let other = try Desktop()
    #expect(other.run("restore", gap).err.contains("event 2 of device"))
    #expect(!FileManager.default.fileExists(atPath: other.storePath))
    let partial = other.run("restore", gap, "--partial")
    #expect(partial.status == 3 && partial.err.contains("is missing") && partial.out.contains("1 event"))
  }

  @Test func aTimerStartsTheBackupThatWasAskedFor() throws {
    let desktop = try Desktop()
    let cron = desktop.done("backup", "/media/my stick", "--timer", "cron", "--keep-last", "3")
    #expect(cron.contains("15 12 * * * followup backup '/media/my stick' --keep-last 3 > /dev/null\n"))
    #expect(
      desktop.done("backup", "/b", "--timer", "cron").contains("--keep-daily 7 --keep-weekly 5 --keep-monthly 12"))
    let systemd = desktop.done("backup", "/b", "--timer", "systemd", "--store", "/x.db")
    #expect(systemd.contains("OnCalendar=12:15\n") && systemd.contains("--store /x.db 2>&1) ||"))
    #expect(systemd.contains("followup-backup.timer"))
    let launchd = desktop.done("backup", "/b", "--timer", "launchd")
    #expect(launchd.contains("followup.backup") && !launchd.contains("Weekday"))
    #expect(!FileManager.default.fileExists(atPath: "/b"))
  }

  @Test func anyMomentOfThePast() throws {
    let desktop = try Desktop()
    desktop.wallMilliseconds -= 10 * Self.day
    desktop.done("open", "Acme", "Engineer")
    desktop.wallMilliseconds += 3 * Self.day
    desktop.done("edit", "acme", "role=Manager")
    desktop.done("log", "reply", "acme", "rejected")
    desktop.wallMilliseconds += 3 * Self.day
    desktop.done("open", "Bolt", "Cook")
    desktop.wallMilliseconds += 4 * Self.day
    #expect(desktop.done("show", "acme").contains("Manager"))
    let then = desktop.run("show", "acme", "--as-of", "8 days ago", "--json")
    #expect(then.err == "as of the end of Thu 2026-11-12 (America/Chicago)\n")
    #expect(then.json["application"]?.object?.first { $0.name == "role" }?.value.string == "Engineer")
    #expect(then.json["application"]?.object?.first { $0.name == "stage" }?.value.string == "applied")
    #expect(then.json["timeline"]?.array?.isEmpty == true)
    #expect(desktop.done("list", "--as-of", "2026-11-13", "--all", "--plain").split(separator: "\n").count == 1)
    #expect(desktop.done("list", "--as-of", "2026-11-16", "--all", "--plain").split(separator: "\n").count == 2)
    #expect(desktop.run("show", "bolt", "--as-of", "nov 15").status == 1)
    // To the second, by the time with its offset, and by the log's own stamp.
    let time = desktop.run("show", "acme", "--as-of", "2026-11-13T15:00:00Z", "--json")
    #expect(time.json["application"]?.object?.first { $0.name == "role" }?.value.string == "Manager")
    let before = desktop.run("show", "acme", "--as-of", "2026-11-13T08:59:59-06:00", "--json")
    #expect(before.json["application"]?.object?.first { $0.name == "role" }?.value.string == "Engineer")
    let stamp = desktop.run("export", "--format", "log", "--as-of", "2026-11-13T14:59:59.999Z-ffff")
    #expect(stamp.out.split(separator: "\n").count == 2)
    #expect(desktop.done("export", "--format", "log", "--as-of", "now") == desktop.done("export", "--format", "log"))
    #expect(
      desktop.done("export", "--format", "state", "--as-of", "now") == desktop.done("export", "--format", "state"))
    #expect(desktop.done("export", "--format", "state", "--as-of", "1 year ago").isEmpty)
    // Days are told from then; --now goes before it.
    #expect(!desktop.done("list", "--as-of", "2026-11-12").isEmpty)
    #expect(try Desktop().run("list", "--as-of", "yesterday").status == 0)
  }
}
