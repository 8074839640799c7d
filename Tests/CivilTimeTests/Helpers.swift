import CivilTime
import TestSupport

/// A present for tests: an RFC 3339 time and the person's zone.
func makeNow(_ text: String, _ zone: String? = "America/New_York") throws -> Now {
  try Now(OffsetTime.parse(text), zone: zone.map { name in try TestZones.zone(name) })
}

/// Wednesday 2026-11-18, 10:00 in New York.
func wednesday() throws -> Now { try makeNow("2026-11-18T10:00:00-05:00") }

func date(_ text: String) throws -> CivilDate { try CivilDate.parse(text) }
