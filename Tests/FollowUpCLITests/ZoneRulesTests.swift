import CivilTime
import EventLog
import Foundation
import TestSupport
import Testing

@testable import FollowUpCLI

/// Which rules of time zones a device goes by: recorded, shown, and compared.
@Suite struct ZoneRulesTests {
  /// What the log says of the devices' rules.
  private func recorded(_ desktop: Desktop) throws -> [String] {
    try desktop.done("export").split(separator: "\n").compactMap { line in
      let set = try JSONValue(canonical: Array(line.utf8)).object?.first { $0.name == "set" }?.value
      return set?["zone_rules"]?.string
    }
  }

  @Test func theReleaseIsRecordedOnceAndAgainWhenItChanges() throws {
    let desktop = try Desktop()
    desktop.zoneRules = TestZones.old
    desktop.done("open", "Acme", "Engineer")
    desktop.done("log", "note", "acme", "x")
    #expect(try recorded(desktop) == ["2025b"])
    desktop.zoneRules = TestZones.new
    // To look writes nothing.
    desktop.done("next")
    #expect(try recorded(desktop) == ["2025b"])
    desktop.done("log", "note", "acme", "y")
    #expect(try recorded(desktop) == ["2025b", "2026f"])
    // Undo takes back what the person did, not what the machine is.
    desktop.done("undo")
    desktop.done("log", "note", "acme", "z")
    #expect(try recorded(desktop) == ["2025b", "2026f"])
    // A name given later leaves it alone.
    desktop.done("device", "kitchen laptop")
    #expect(desktop.run("doctor", "--json").json["zone_rules"]?["release"]?.string == "2026f")
    #expect(try recorded(desktop) == ["2025b", "2026f"])
  }

  @Test func rulesOfNoReleaseAreNotRecorded() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    #expect(try recorded(desktop).isEmpty)
    #expect(desktop.run("status", "--json").json["zone_rules"]?["release"] == .null)
  }

  @Test func statusAndDoctorNameTheReleaseAndItsSource() throws {
    let desktop = try Desktop()
    desktop.zoneRules = TestZones.new
    for command in ["status", "doctor"] {
      // With a store and without one.
      let rules = desktop.run(command, "--json").json["zone_rules"]
      #expect(rules?["release"]?.string == "2026f")
      #expect(rules?["source"]?.string == TestZones.folder + "/2026f")
    }
    desktop.done("open", "Acme", "Engineer")
    #expect(desktop.run("status", "--json").json["zone_rules"]?["release"]?.string == "2026f")
    #expect(desktop.run("doctor").err.contains("2026f come from \(TestZones.folder)/2026f"))
  }

  private func findings(_ desktop: Desktop, _ arguments: String...) -> [String] {
    let result = desktop.run(arguments: ["doctor", "--json"] + arguments)
    return (result.json["findings"]?.array ?? []).compactMap { $0["code"]?.string }.filter {
      $0.hasPrefix("zone-rules")
    }
  }

  @Test func doctorWarnsOfRulesThatAreOlderThanAYear() throws {
    let desktop = try Desktop()
    desktop.zoneRules = TestZones.old
    desktop.done("open", "Acme", "Engineer")
    #expect(findings(desktop, "--now", "2026-12-31").isEmpty)
    #expect(findings(desktop, "--now", "2027-01-01") == ["zone-rules-old"])
    #expect(desktop.run("doctor", "--now", "2027-01-01").status == 3)
  }

  @Test func whatTzdirNamesIsNotMendedByThePackageManager() throws {
    let desktop = try Desktop()
    desktop.zoneRules = TestZones.old
    desktop.done("open", "Acme", "Engineer")
    func command(_ environment: [String: String]) -> String? {
      let result = desktop.run("doctor", "--now", "2027-01-01", "--json", environment: environment)
      return result.json["findings"]?.array?.first { $0["code"] == "zone-rules-old" }?["command"]?.string
    }
    #expect(command(["TZDIR": TestZones.folder + "/2025b"]) == "unset TZDIR")
    #expect(command([:]) != "unset TZDIR")
  }

  @Test func doctorWarnsOfRulesThatAreOlderThanAnotherDevices() throws {
    let here = try Desktop()
    let there = try Desktop()
    here.zoneRules = TestZones.old
    there.zoneRules = TestZones.new
    here.done("open", "Acme", "Engineer")
    there.done("open", "Birch", "Clerk")
    there.done("device", "new laptop")
    here.done("merge", there.folder + "/data/followup/followup.db")
    there.done("merge", here.folder + "/data/followup/followup.db")
    #expect(findings(here) == ["zone-rules-behind"])
    #expect(here.run("doctor").out.contains("new laptop has those of 2026f"))
    #expect(findings(there).isEmpty)
    here.zoneRules = TestZones.new
    #expect(findings(here).isEmpty)
  }

  @Test func aZoneThatTheChosenRulesLackIsNamedOnStandardError() throws {
    let desktop = try Desktop()
    let own = desktop.folder + "/own"
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: TestZones.folder + "/2026f/UTC", toPath: own + "/UTC")
    desktop.zoneRules = LayeredZoneRules.ofMachine(tzdir: own, system: [TestZones.folder + "/2026f"], bundled: nil)
    let result = desktop.run("open", "Acme", "Engineer")
    #expect(result.status == 0)
    #expect(result.err.contains("\(own) has no zone America/Chicago; the rules of \(TestZones.folder)/2026f (2026f)"))
  }

  /// 17:00 in UTC on 1 December 2026, in each zone whose law changed in that year and in the links to it.
  @Test(
    arguments: [
      ("America/Vancouver", "09:00 -08:00", "10:00 -07:00"), ("Canada/Pacific", "09:00 -08:00", "10:00 -07:00"),
      ("America/Edmonton", "10:00 -07:00", "11:00 -06:00"), ("Canada/Mountain", "10:00 -07:00", "11:00 -06:00"),
      ("America/Yellowknife", "10:00 -07:00", "11:00 -06:00"), ("America/Inuvik", "10:00 -07:00", "11:00 -06:00"),
      ("America/Winnipeg", "11:00 -06:00", "12:00 -05:00"), ("Canada/Central", "11:00 -06:00", "12:00 -05:00"),
      ("America/Rainy_River", "11:00 -06:00", "12:00 -05:00"), ("America/Havana", "12:00 -05:00", "13:00 -04:00"),
      ("Cuba", "12:00 -05:00", "13:00 -04:00"), ("Africa/Casablanca", "18:00 +01:00", "17:00 +00:00"),
      ("Africa/El_Aaiun", "18:00 +01:00", "17:00 +00:00"), ("Europe/Chisinau", "19:00 +02:00", "19:00 +02:00"),
      ("Europe/Tiraspol", "19:00 +02:00", "19:00 +02:00"), ("America/New_York", "12:00 -05:00", "12:00 -05:00"),
    ], ["2025b", "2026f"])
  func anHourFollowsTheRules(_ zone: (name: String, old: String, new: String), _ edition: String) throws {
    let desktop = try Desktop()
    desktop.zone = zone.name
    desktop.zoneRules = edition == "2025b" ? TestZones.old : TestZones.new
    let shown = edition == "2025b" ? zone.old : zone.new
    desktop.done("open", "Acme", "Engineer", "--at", "2026-11-01")
    let event = """
      BEGIN:VCALENDAR
      BEGIN:VEVENT
      UID:a@acme.example
      DTSTART:20261201T170000Z
      SUMMARY:Interview with Acme
      END:VEVENT
      END:VCALENDAR

      """
    let file = desktop.folder + "/invitation.ics"
    try event.write(toFile: file, atomically: true, encoding: .utf8)
    desktop.done("import", file, "--yes")
    #expect(desktop.done("show", "acme").contains("2026-12-01 \(shown)"))
  }
}
