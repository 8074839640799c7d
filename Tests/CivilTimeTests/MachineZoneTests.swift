import CivilTime
import Foundation
import TestSupport
import Testing

/// The zone of the machine, as the C library finds it (tzset(3)), and its name.
@Suite struct MachineZoneTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private var files: MachineZone.Files {
    MachineZone.Files(localtime: folder.path + "/localtime", name: folder.path + "/timezone")
  }

  private func find(_ tz: String?) -> MachineZone { MachineZone.find(tz: tz, rules: TestZones.rules, files: files) }

  private func name(_ found: MachineZone) -> String? {
    if case .named(let zone) = found { zone.name } else { nil }
  }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: folder.path + "/" + name, atomically: true, encoding: .utf8)
  }

  private func copy(_ zone: String, to name: String, _ edition: String = "2026f") throws {
    try FileManager.default.copyItem(atPath: "\(TestZones.folder)/\(edition)/\(zone)", toPath: folder.path + "/" + name)
  }

  @Test(arguments: [
    ("America/New_York", "America/New_York"), (":America/New_York", "America/New_York"),
    ("posix/Europe/Berlin", "Europe/Berlin"), ("right/Europe/Berlin", "Europe/Berlin"),
    ("/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"),
    (":/usr/share/zoneinfo/right/Europe/Berlin", "Europe/Berlin"),
    ("", "UTC"), (":", "UTC"), ("UTC", "UTC"), ("UTC0", "UTC"), ("GMT", "GMT"), ("Zulu", "UTC"),
    // Names that are no places, by what the time zone database has linked them to.
    ("EST5EDT", "America/New_York"), ("CET", "Europe/Brussels"),
    // Names of old, by the file that says the same.
    ("Japan", "Asia/Tokyo"), ("Cuba", "America/Havana"),
    // Rules of POSIX, by their text.
    ("EST5EDT,M3.2.0,M11.1.0", "America/New_York"), ("JST-9", "Asia/Tokyo"), ("IST-5:30", "Asia/Kolkata"),
    ("CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Brussels"), ("UTC+5", "Etc/GMT+5"), ("<-05>5", "Etc/GMT+5"),
    ("GMT0BST,M3.5.0/1,M10.5.0", "Europe/London"),
  ])
  func theVariableNamesIt(_ tz: String, _ expected: String) { #expect(name(find(tz)) == expected) }

  @Test func aRuleThatNoPlaceFollowsHasAClockAndNoName() throws {
    guard case .unnamed(let clock, let reason, let candidates) = find("UTC+5:30") else {
      Issue.record("UTC+5:30 is \(find("UTC+5:30"))")
      return
    }
    // Of POSIX, so behind UTC.
    #expect(clock.offsetSeconds(at: 0) == -19_800)
    #expect(candidates.isEmpty)
    #expect(reason.contains("UTC+5:30"))
  }

  @Test func aRuleThatSeveralPlacesFollowIsAsked() throws {
    guard case .unnamed(_, _, let cities) = find("AEST-10AEDT,M10.1.0,M4.1.0/3") else {
      Issue.record("a rule of Sydney and Melbourne has one name")
      return
    }
    #expect(Set(cities) == ["Australia/Sydney", "Australia/Melbourne"])
    guard case .unnamed(_, _, let places) = find("XST5XDT,M3.2.0,M11.1.0") else {
      Issue.record("a rule of New York and Toronto has one name")
      return
    }
    #expect(places.contains("America/New_York") && places.contains("America/Toronto"))
  }

  @Test(arguments: ["Nowhere/Town", "EST25", "/nowhere/at/all", "\u{1}"])
  func whatTheVariableCannotMeanIsUnknownAndNotUTC(_ tz: String) {
    guard case .unknown(let reason) = find(tz) else {
      Issue.record("\(tz) is \(find(tz))")
      return
    }
    #expect(reason.contains("TZ"))
  }

  // MARK: - The system's file

  @Test func withoutAFileItIsUTCAsTheCLibraryHasIt() { #expect(name(find(nil)) == "UTC") }

  @Test func aLinkNamesIt() throws {
    try FileManager.default.createSymbolicLink(
      atPath: files.localtime, withDestinationPath: "/usr/share/zoneinfo/America/Chicago")
    #expect(name(find(nil)) == "America/Chicago")
    #expect(name(find(":\(files.localtime)")) == "America/Chicago")
  }

  @Test func aLinkToALinkNamesIt() throws {
    try FileManager.default.createSymbolicLink(atPath: files.localtime, withDestinationPath: "between")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/between", withDestinationPath: "/usr/share/zoneinfo/Asia/Tokyo")
    #expect(name(find(nil)) == "Asia/Tokyo")
  }

  @Test func aCopyIsNamedByTheFileBesideIt() throws {
    try copy("Europe/Oslo", to: "localtime")
    try write("timezone", "Europe/Oslo\n")
    #expect(name(find(nil)) == "Europe/Oslo")
  }

  @Test func aCopyAloneIsNamedByWhatItSays() throws {
    try copy("America/Chicago", to: "localtime")
    #expect(name(find(nil)) == "America/Chicago")
    // What is written beside it and does not hold is passed over, as the C library does.
    try write("timezone", "Asia/Tokyo\n")
    #expect(name(find(nil)) == "America/Chicago")
  }

  @Test func aCopyOfOldRulesIsNamedByTheFileBesideIt() throws {
    try copy("America/Vancouver", to: "localtime", "2025b")
    try write("timezone", "America/Vancouver\n")
    #expect(name(find(nil)) == "America/Vancouver")
  }

  @Test func aFileThatIsNoZoneIsUnknown() throws {
    try write("localtime", "not a zone\n")
    guard case .unknown = find(nil) else {
      Issue.record("\(find(nil))")
      return
    }
    try write("timezone", "America/Denver\n")
    #expect(name(find(nil)) == "America/Denver")
  }
}
