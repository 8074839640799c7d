import CivilTime
import FollowUp

/// The rules of time zones for tests: two editions that lie in Fixtures/zoneinfo, so that nothing depends on the machine.
package enum TestZones {
  /// The rules of 2026f, of no release that is known, so that no test records which rules a device has by the way.
  package static let rules: any ZoneRules = UnreleasedZoneRules(new)
  /// The rules of 2026f.
  package static let new: any ZoneRules = LayeredZoneRules([ZoneDirectory(folder + "/2026f")])
  /// The rules of 2025b, which a year of laws has made wrong.
  package static let old: any ZoneRules = LayeredZoneRules([ZoneDirectory(folder + "/2025b")])

  /// Where the editions lie.
  package static let folder: String =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    + "/Fixtures/zoneinfo"

  /// A zone of ``rules``.
  package static func zone(_ name: String) throws -> Zone { try rules.zone(name) }

  /// The clock of a reader in a zone, at some time of 2026.
  package static func clock(_ name: String = "UTC", rules: any ZoneRules = rules) throws -> ReaderClock {
    ReaderClock(try Now(secondsSince1970: 1_796_000_000, zone: try rules.zone(name)), zones: rules)
  }

  /// Noon of a day in UTC, with what else records are read by.
  public static func context(_ day: String, calendar: WorkingCalendar = WorkingCalendar()) throws -> ReadingContext {
    let now = try Now(try OffsetTime.parse("\(day)T12:00:00Z"), zone: try rules.zone("UTC"))
    return ReadingContext(now: now, calendar: calendar, clock: ReaderClock(now, zones: rules))
  }
}
