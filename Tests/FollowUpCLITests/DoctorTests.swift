import EventLog
import EventStorage
import Foundation
import TestSupport
import Testing

@testable import FollowUpCLI

/// `verify` and `doctor` as a person and a script meet them.
@Suite struct DoctorTests {
  /// A laptop with a store whose files allow only what they should, and one application.
  private func laptop() throws -> Desktop {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    desktop.done("device", "kitchen laptop")
    return desktop
  }

  private func findings(_ desktop: Desktop, _ arguments: String...) -> [String: [String: JSONValue]] {
    let result = desktop.run(arguments: ["doctor", "--json"] + arguments)
    let list = result.json["findings"]?.array ?? []
    return Dictionary(
      list.compactMap { one in
        let members = Dictionary((one.object ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        return members["code"]?.string.map { ($0, members) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// All codes but the one that depends on the machine's SQLite.
  private func codes(_ desktop: Desktop, _ arguments: String...) -> [String] {
    let result = desktop.run(arguments: ["doctor", "--plain"] + arguments)
    return result.out.split(separator: "\n").compactMap { $0.split(separator: "\t").first.map { String($0) } }
      .filter { $0 != "sqlite-fault" }
  }

  private func mode(_ path: String, _ mode: Int) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  private func contents(_ desktop: Desktop) throws -> [String: Data] {
    var result: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: desktop.folder) where !name.hasSuffix("-shm") {
      result[name] = FileManager.default.contents(atPath: desktop.folder + "/" + name) ?? Data()
    }
    return result
  }

  /// The log of a phone, as lines of a file; the seqs that are left out are lost.
  private func phone(_ desktop: Desktop, _ count: Int, without lost: Set<Int64>) throws -> (DeviceLog, String) {
    var log = DeviceLog(7)
    for number in 0..<count {
      try log.write(
        RecordID(high: 0x7000, low: 0x8000_0000_0000_0009), ["type": "note", "text": JSONValue("note \(number)")],
        at: desktop.wallMilliseconds - 60_000 + Int64(number))
    }
    let text = log.lines.filter { !lost.contains($0.seq) }.map { String(decoding: $0.bytes, as: UTF8.self) }
    return (log, try desktop.file("phone-\(lost.count).jsonl", text.joined(separator: "\n") + "\n"))
  }

  @Test func whereAllIsWellNothingIsSaidAndNothingWritten() throws {
    let desktop = try laptop()
    let before = try contents(desktop)
    let result = desktop.run("doctor")
    #expect(result.status == 0 && result.out.contains("3 events: no problems found"), "\(result.out)")
    #expect(codes(desktop) == [])
    #expect(desktop.run("doctor", "--json").json["events"] == JSONValue(integer: 3))
    #expect(try contents(desktop) == before)
    let nobody = try Desktop()
    #expect(nobody.run("doctor").err.contains("Nothing is recorded yet"))
    #expect(nobody.run("doctor").status == 0 && !FileManager.default.fileExists(atPath: nobody.storePath))
    #expect(codes(nobody, "--store", nobody.folder + "/none.db") == ["store-missing"])
    #expect(desktop.run("doctor", "--dry-run").status == 2)
    #expect(desktop.run("doctor", "--adopt", "x", "--salvage", "y").status == 2)
  }

  @Test func permissionsLeftoversAndPlaces() throws {
    let desktop = try laptop()
    let data = desktop.folder + "/data/followup"
    try mode(desktop.storePath, 0o644)
    try mode(data, 0o755)
    let left = try desktop.file("data/followup/followup.db.restoring-77", "x")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)], ofItemAtPath: left)
    let result = desktop.run("doctor")
    #expect(result.status == 3)
    for command in ["  chmod 600 \(desktop.storePath)\n", "  chmod 700 \(data)\n", "  rm -r \(left)\n"] {
      #expect(result.out.contains(command), "\(result.out)")
    }
    #expect(codes(desktop) == ["permissions", "permissions", "leftover"])
    try mode(desktop.storePath, 0o600)
    try mode(data, 0o700)
    try FileManager.default.removeItem(atPath: left)
    #expect(codes(desktop) == [])
    // In a folder that a carrier syncs.
    try FileManager.default.createDirectory(atPath: desktop.folder + "/Dropbox", withIntermediateDirectories: true)
    let inside = desktop.folder + "/Dropbox/s.db"
    try FileManager.default.copyItem(atPath: desktop.storePath, toPath: inside)
    let found = findings(desktop, "--store", inside)
    #expect(found["store-synced"]?["command"]?.string == "followup restore \(inside) --store \(desktop.storePath)")
    #expect(found["anchor"]?["severity"]?.string == "note")
  }

  @Test func clocksSettingsAndConflicts() throws {
    let desktop = try laptop()
    desktop.wallMilliseconds -= 3_600_000
    #expect(findings(desktop)["clock-back"]?["severity"]?.string == "warning")
    desktop.wallMilliseconds += 3_600_000
    var ahead = DeviceLog(3)
    let record = RecordID(high: 0x7000, low: 0x8000_0000_0000_0009)
    try ahead.write(record, ["type": "note"], at: desktop.wallMilliseconds + 90_000_000)
    let setting = { (name: String, value: JSONValue, number: UInt64) in
      try ahead.write(
        RecordID(high: 0x7001, low: 0x8000_0000_0000_0000 | number),
        ["type": "setting", "name": JSONValue(name), "value": value], at: desktop.wallMilliseconds + 90_000_001)
    }
    _ = try setting("holidays", "never", 1)
    _ = try setting("playbook", "gone", 2)
    _ = try setting("working_week", "x", 3)
    let lines = ahead.lines.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: "\n")
    desktop.run("merge", try desktop.file("ahead.jsonl", lines))
    let result = desktop.run("doctor")
    #expect(result.status == 3)
    #expect(codes(desktop) == ["clock-ahead", "setting", "setting", "setting"], "\(result.out)")
    #expect(result.out.contains("  followup setting playbook balanced\n"))
    #expect(result.out.contains("no playbook is called \"gone\""))
  }

  @Test func whatWaitsIsNamedAndAdopted() throws {
    let desktop = try laptop()
    let (log, file) = try phone(desktop, 4, without: [2])
    desktop.done("merge", file)
    let found = try #require(findings(desktop)["waiting"])
    #expect(
      found["what"]?.string?.hasPrefix("event 2 of device \(log.device) is missing, and 2 lines wait for it") == true)
    #expect(found["command"]?.string == "followup doctor --adopt \(log.device)")
    // In a store that is no damage, and missing all the same; in a log file it is.
    let sound = desktop.run("verify")
    #expect(sound.status == 3 && sound.out.contains("2 lines waiting") && sound.err.contains("event 2 of device"))
    let damaged = desktop.run("verify", file)
    #expect(damaged.status == 3 && damaged.err.contains("event 2 of device"))
    let json = desktop.run("verify", file, "--json").json
    #expect(json["log"]?.string == file && json["sound"] == JSONValue(false) && json["missing"]?.array?.count == 1)

    let trial = desktop.run("doctor", "--adopt", "000007", "--dry-run")
    #expect(
      trial.status == 0 && trial.out.contains("would record 1 event") && trial.out.contains("note 3"), "\(trial.out)")
    #expect(desktop.run("verify").out.contains("4 events"))
    let adopted = desktop.run("doctor", "--adopt", log.device.text)
    #expect(adopted.status == 0 && adopted.out.contains("recorded 1 event"), "\(adopted.out) \(adopted.err)")
    #expect(desktop.run("verify").out.contains("5 events"))
    #expect(desktop.run("doctor", "--adopt", "000007").out.contains("nothing left to adopt"))
    #expect(desktop.run("doctor", "--adopt", "000007", "--json").json["known"] == JSONValue(integer: 1))
    #expect(desktop.run("doctor").status == 0)
    // One step: undo takes it back.
    desktop.done("undo")
    #expect(desktop.run("export", "--format", "state").out.contains("note 3") == false)
    // The lost event turns up.
    let (_, whole) = try phone(desktop, 4, without: [])
    #expect(desktop.done("merge", whole).contains("3 new"))
    #expect(desktop.done("verify").contains("all in order"))
    let nothing = desktop.run("doctor", "--adopt", "000007")
    #expect(nothing.status == 1 && nothing.err.contains("nothing to adopt"))
  }

  @Test func atATerminalThePersonIsAsked() throws {
    let desktop = try laptop()
    let (log, file) = try phone(desktop, 3, without: [1])
    desktop.done("merge", file)
    desktop.answer = "n"
    let refused = desktop.run("doctor", "--adopt", log.device.text)
    #expect(refused.err.contains("nothing was written") && refused.out.contains("note 2"))
    #expect(desktop.run("verify").out.contains("3 events"))
    desktop.answer = "y"
    let agreed = desktop.run("doctor", "--adopt", log.device.text)
    #expect(agreed.out.components(separatedBy: "note 2").count == 2 && agreed.out.contains("recorded 1 event"))
    #expect(desktop.questions == ["Record 1 event again? [y/N]", "Record 1 event again? [y/N]"])
  }

  @Test func aDamagedStoreIsNamedAndRescued() throws {
    let desktop = try laptop()
    for number in 30..<45 { desktop.done("log", "note", "acme", "note number \(number)") }
    let shared = desktop.folder + "/shared"
    try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: false)
    desktop.done("sync", shared)
    let digest = desktop.run("status", "--json").json["digest"]?.string
    let sick = desktop.folder + "/sick.db"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: desktop.storePath))
    // One letter within a line.
    let place = try #require(bytes.range(of: Data(":\"note number 41".utf8)))
    bytes[place.upperBound - 1] = UInt8(ascii: "2")
    try bytes.write(to: URL(fileURLWithPath: sick))
    let verified = desktop.run("verify", sick)
    #expect(verified.status == 3 && verified.out.isEmpty, "\(verified.out)")
    #expect(verified.err.contains("does not have the hash that it was stored under"))
    let gap = try #require(desktop.run("verify", sick, "--json").json["missing"]?.array?.first?.object)
    let members = Dictionary(gap.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    #expect(members["first"] == members["last"] && members["label"]?.string == "kitchen laptop")
    #expect(verified.err.contains("followup doctor --salvage NEWSTORE --store \(sick)"))
    // And the header gone: then the doctor says so.
    for index in 0..<16 { bytes[index] = 0 }
    try bytes.write(to: URL(fileURLWithPath: sick))
    let command = findings(desktop, "--store", sick)["store-damaged"]?["command"]?.string
    let new = desktop.folder + "/sick-rescued.db"
    #expect(command == "followup doctor --salvage \(new) --store \(sick)")
    let rescued = desktop.run("doctor", "--salvage", new, "--store", sick)
    #expect(rescued.status == 3 && rescued.out.contains("lost here: event"), "\(rescued.out) \(rescued.err)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: sick)) == bytes)
    let again = desktop.run("doctor", "--salvage", new, "--store", sick)
    #expect(again.status == 1 && again.err.contains("already exists"))
    // The folder brings the rest.
    desktop.done("sync", shared, "--store", new)
    #expect(desktop.run("status", "--json", "--store", new).json["digest"]?.string == digest)
    #expect(desktop.done("verify", "--store", new).contains("all in order"))
  }
}
