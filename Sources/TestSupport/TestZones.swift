import CivilTime

/// The rules of time zones for tests: two editions that lie in Fixtures/zoneinfo, so that nothing depends on the machine.
public enum TestZones {
  /// The rules of 2026f, of no release that is known, so that no test records which rules a device has by the way.
  public static let rules: any ZoneRules = UnreleasedZoneRules(new)
  /// The rules of 2026f.
  public static let new: any ZoneRules = LayeredZoneRules([ZoneDirectory(folder + "/2026f")])
  /// The rules of 2025b, which a year of laws has made wrong.
  public static let old: any ZoneRules = LayeredZoneRules([ZoneDirectory(folder + "/2025b")])

  /// Where the editions lie.
  public static let folder: String =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    + "/Fixtures/zoneinfo"

  /// A zone of ``rules``.
  public static func zone(_ name: String) throws -> Zone { try rules.zone(name) }
}
