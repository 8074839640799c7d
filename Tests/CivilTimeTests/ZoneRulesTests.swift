import CivilTime
import Foundation
import TestSupport
import Testing

@Suite struct ZoneRulesTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Puts a file of a fixture edition, or any bytes, into the folder.
  private func put(_ name: String, _ bytes: [UInt8]) throws {
    let url = URL(filePath: folder.path + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  private func fixture(_ name: String, _ edition: String = "2026f") throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(filePath: "\(TestZones.folder)/\(edition)/\(name)")))
  }

  /// Rules of a library, as Foundation has them.
  private struct Bundled: ZoneRules {
    let release: ZoneRelease?
    let source = "bundled"
    func clock(_ name: String) -> (any ZoneClock)? { name == "Mars/Base" ? nil : FixedClock(offsetSeconds: 42) }
    func names() -> [String] { ["Europe/Berlin"] }
  }

  // MARK: - What has changed

  @Test(arguments: [
    // 2026-12-01T17:00:00Z on the clocks of both editions.
    ("America/Vancouver", "2026-12-01T09:00:00-08:00", "2026-12-01T10:00:00-07:00"),
    ("Canada/Pacific", "2026-12-01T09:00:00-08:00", "2026-12-01T10:00:00-07:00"),
    ("America/Edmonton", "2026-12-01T10:00:00-07:00", "2026-12-01T11:00:00-06:00"),
    ("America/Yellowknife", "2026-12-01T10:00:00-07:00", "2026-12-01T11:00:00-06:00"),
    ("America/Inuvik", "2026-12-01T10:00:00-07:00", "2026-12-01T11:00:00-06:00"),
    ("Canada/Mountain", "2026-12-01T10:00:00-07:00", "2026-12-01T11:00:00-06:00"),
    ("America/New_York", "2026-12-01T12:00:00-05:00", "2026-12-01T12:00:00-05:00"),
  ])
  func aLawOf2026MovesTheClock(_ name: String, _ before: String, _ after: String) throws {
    #expect(try TestZones.old.zone(name).time(at: 1_796_144_400)?.text == before)
    #expect(try TestZones.new.zone(name).time(at: 1_796_144_400)?.text == after)
  }

  @Test func theOtherZonesThatChangedDiffer() throws {
    for name in [
      "America/Winnipeg", "America/Rainy_River", "Canada/Central", "America/Havana", "Cuba", "Africa/Casablanca",
      "Africa/El_Aaiun", "Europe/Chisinau", "Europe/Tiraspol",
    ] {
      let old = try #require(try TestZones.old.clock(name))
      let new = try #require(try TestZones.new.clock(name))
      // Each hour of 2026 to 2028.
      let hours = stride(from: Int64(1_767_225_600), to: 1_861_920_000, by: 3_600)
      #expect(hours.contains { old.offsetSeconds(at: $0) != new.offsetSeconds(at: $0) }, "\(name)")
    }
  }

  // MARK: - Which edition it is

  @Test func theReleaseIsThatOfTheFileOrTheSource() throws {
    let directory = ZoneDirectory(folder.path)
    #expect(directory.release == nil)
    try put("tzdata.zi", Array("# version 2026a\n# ddeps\n".utf8))
    #expect(directory.release?.text == "2026a")
    try put("+VERSION", Array("2026c\n".utf8))
    #expect(directory.release?.text == "2026c")
    try put("+VERSION", Array("no release at all\n".utf8))
    #expect(directory.release == nil)
  }

  @Test func aReleaseIsComparedAsTextAndAgesFromTheEndOfItsYear() throws {
    let release = try #require(ZoneRelease("2025b"))
    #expect(release < ZoneRelease("2026a")! && release < ZoneRelease("2025c")! && ZoneRelease("2025")! < release)
    #expect(!release.isOlderThanAYear(on: try date("2026-12-31")))
    #expect(release.isOlderThanAYear(on: try date("2027-01-01")))
    for text in ["", "25b", "2025-b", "twenty", "2025bbbbbb"] { #expect(ZoneRelease(text) == nil) }
  }

  // MARK: - Which source is asked

  @Test func theLaterOfSystemAndLibraryIsAskedFirst() throws {
    try put("Europe/Berlin", fixture("Europe/Berlin"))
    try put("+VERSION", Array("2026a".utf8))
    func rules(_ bundled: String?) -> LayeredZoneRules {
      .ofMachine(
        tzdir: nil, system: ["/nowhere", folder.path], bundled: Bundled(release: bundled.flatMap { ZoneRelease($0) }))
    }
    #expect(rules("2026b").source == "bundled")
    #expect(try rules("2026b").zone("Europe/Berlin").offsetSeconds(at: 0) == 42)
    for bundled in ["2026a", "2025b", nil] {
      #expect(rules(bundled).source == folder.path)
      #expect(rules(bundled).release?.text == "2026a")
      #expect(try rules(bundled).zone("Europe/Berlin").offsetSeconds(at: 0) == 3_600)
      // What the first lacks the other has, without a word: nobody chose between them.
      #expect(try rules(bundled).zone("Asia/Tokyo").offsetSeconds(at: 0) == 42)
      #expect(rules(bundled).takeNotices().isEmpty)
    }
    try FileManager.default.removeItem(atPath: folder.path + "/+VERSION")
    #expect(rules("2026b").source == folder.path)
    let nothing = LayeredZoneRules.ofMachine(tzdir: nil, system: [], bundled: nil)
    let problem = #expect(throws: ZoneProblem.self) { try nothing.zone("Europe/Berlin") }
    #expect(problem?.description.contains("install tzdata") == true)
  }

  @Test func tzdirWinsWhateverItsAgeAndWhatItLacksIsNamed() throws {
    try put("own/Europe/Berlin", fixture("Europe/Berlin"))
    try put("system/UTC", fixture("UTC"))
    try put("system/+VERSION", Array("2030a".utf8))
    let own = folder.path + "/own"
    let rules = LayeredZoneRules.ofMachine(
      tzdir: own, system: [folder.path + "/system"], bundled: Bundled(release: nil))
    #expect(rules.source == own)
    #expect(rules.release == nil)
    _ = try rules.zone("Europe/Berlin")
    #expect(rules.takeNotices().isEmpty)
    #expect(try rules.zone("Asia/Tokyo").offsetSeconds(at: 0) == 42)
    #expect(try rules.zone("Asia/Tokyo").offsetSeconds(at: 0) == 42)
    #expect(rules.takeNotices() == ["\(own) has no zone Asia/Tokyo; the rules of bundled are used for it"])
    #expect(rules.takeNotices().isEmpty)
    #expect(throws: ZoneProblem.self) { try rules.zone("Mars/Base") }
  }

  @Test(arguments: ["nowhere", "file", "empty"])
  func aTzdirThatHoldsNoZonesIsNamedOnce(_ name: String) throws {
    try put("system/UTC", fixture("UTC"))
    try put("file", [])
    try put("empty/README", Array("no zones here".utf8))
    let place = folder.path + "/" + name
    let rules = LayeredZoneRules.ofMachine(tzdir: place, system: [folder.path + "/system"], bundled: nil)
    #expect(rules.source == folder.path + "/system")
    #expect(try rules.zone("UTC").offsetSeconds(at: 0) == 0)
    let notices = rules.takeNotices()
    #expect(notices.count == 1 && notices[0].contains(place))
  }

  @Test func aDamagedFileIsNamedAndTheNextSourceUsed() throws {
    try put("UTC", fixture("UTC"))
    try put("Europe/Berlin", Array(fixture("Europe/Berlin").dropLast(3)))
    try put("Europe/Oslo", Array(fixture("Europe/Oslo").prefix(60)))
    let rules = LayeredZoneRules.ofMachine(tzdir: nil, system: [folder.path], bundled: Bundled(release: nil))
    #expect(try rules.zone("Europe/Berlin").offsetSeconds(at: 0) == 42)
    let notices = rules.takeNotices()
    #expect(notices.count == 1)
    #expect(
      notices.first?.hasPrefix("\(folder.path)/Europe/Berlin: its footer is cut short; the rules of bundled") == true)
    // Where nobody else has the zone it is refused, with file and reason.
    let alone = LayeredZoneRules.ofMachine(tzdir: nil, system: [folder.path], bundled: nil)
    let problem = #expect(throws: ZoneProblem.self) { try alone.zone("Europe/Oslo") }
    #expect(problem?.description.contains("\(folder.path)/Europe/Oslo: it is cut short after 60 bytes") == true)
  }

  @Test func namesLeadNowhereElse() throws {
    try put("secret", fixture("UTC"))
    try put("zones/UTC", fixture("UTC"))
    let rules = LayeredZoneRules([ZoneDirectory(folder.path + "/zones")])
    for name in [
      "../secret", "Europe/../../secret", "/etc/localtime", "Europe//Berlin", "right/Europe/Berlin",
      "posix/Europe/Berlin", "./UTC", ".hidden/Zone",
    ] {
      #expect(throws: ZoneProblem.self) { try rules.zone(name) }
      #expect(try rules.clock(name) == nil)
    }
  }

  @Test func suggestionsStayInTheAreaThatWasNamed() throws {
    func suggestions(_ name: String) -> [String] {
      #expect(throws: ZoneProblem.self) { try TestZones.rules.zone(name) }?.suggestions ?? []
    }
    #expect(suggestions("Europe/Berln") == ["Europe/Berlin"])
    #expect(suggestions("Amerca/Chcago") == ["America/Chicago"])
    #expect(suggestions("tokio") == ["Asia/Tokyo"])
    #expect(suggestions("Mars/Base").isEmpty)
    #expect(suggestions("Mars/Berlin").isEmpty)
  }
}
