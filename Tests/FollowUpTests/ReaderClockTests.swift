import CivilTime
import EventLog
import FollowUp
import TestSupport
import Testing

/// When the times of records are.
@Suite struct ReaderClockTests {
  private func record(_ type: String, _ field: String, _ time: String, tz: String?) -> RecordState {
    var values: [String: JSONValue] = ["type": JSONValue(type), field: JSONValue(time)]
    values["tz"] = tz.map { JSONValue($0) }
    return RecordState(id: RecordID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001), values: values)
  }

  /// Vancouver is seven hours behind UTC all year by the rules of 2026f, and eight in winter by those of 2025b.
  @Test(
    arguments: [
      ("interview", "at", "2026-12-03T18:00:00+01:00"), ("promise", "by", "2026-12-03T18:00:00+01:00"),
      ("reply", "new_date", "2026-12-03T18:00:00+01:00"), ("reply", "respond_by", "2026-12-03T18:00:00+01:00"),
      ("permission", "not_before", "2026-12-03T18:00:00+01:00"),
      ("permission", "not_after", "2026-12-03T18:00:00+01:00"),
      // What happened is at its offset.
      ("call", "at", "2026-12-03T19:00:00+01:00"), ("reply", "at", "2026-12-03T19:00:00+01:00"),
      ("thank_you", "at", "2026-12-03T19:00:00+01:00"), ("promise", "at", "2026-12-03T19:00:00+01:00"),
    ])
  func wallTimesFollowTheirZoneAndInstantsTheirOffset(_ type: String, _ field: String, _ expected: String) throws {
    let state = record(type, field, "2026-12-03T10:00:00-08:00", tz: "America/Vancouver")
    let old = try TestZones.clock("Europe/Berlin", rules: TestZones.old)
    #expect(old.moment(field, of: state)?.text == "2026-12-03T19:00:00+01:00")
    #expect(try TestZones.clock("Europe/Berlin").moment(field, of: state)?.text == expected)
  }

  @Test(
    arguments: [
      // Of an hour that the clock shows twice the recorded offset chooses, if it is one of the two; else it is the first.
      ("2026-10-25T02:30:00+02:00", "Europe/Berlin", "2026-10-25T00:30:00+00:00"),
      ("2026-10-25T02:30:00+01:00", "Europe/Berlin", "2026-10-25T01:30:00+00:00"),
      ("2026-10-25T02:30:00-05:00", "Europe/Berlin", "2026-10-25T00:30:00+00:00"),
      // An hour that the clock skips is reckoned with the offset before.
      ("2026-03-29T02:30:00+02:00", "Europe/Berlin", "2026-03-29T01:30:00+00:00"),
      ("2026-03-29T02:30:00+01:00", "Europe/Berlin", "2026-03-29T01:30:00+00:00"),
      // Without a zone that is known here the offset is all there is.
      ("2026-12-03T10:00:00-08:00", nil, "2026-12-03T18:00:00+00:00"),
      ("2026-12-03T10:00:00-08:00", "", "2026-12-03T18:00:00+00:00"),
      ("2026-12-03T10:00:00-08:00", "Mars/Olympus", "2026-12-03T18:00:00+00:00"),
      ("2026-12-03", "Asia/Tokyo", "2026-12-03"),
    ])
  func oneOffsetCounts(_ recorded: String, _ tz: String?, _ expected: String) throws {
    #expect(try TestZones.clock().moment(of: record("interview", "at", recorded, tz: tz))?.text == expected)
  }

  @Test func bothClocksAreShownWhereTheyDiffer() throws {
    let clock = try TestZones.clock("America/Chicago")
    func echo(_ type: String, _ at: String, _ tz: String?) -> String? {
      clock.reading(of: record(type, "at", at, tz: tz))?.echo
    }
    #expect(
      echo("interview", "2026-12-07T09:00:00+09:00", "Asia/Tokyo")
        == "Sun 2026-12-06 18:00 (Mon 09:00 in Asia/Tokyo)")
    #expect(echo("call", "2026-12-04T16:00:00+01:00", nil) == "Fri 2026-12-04 09:00 (16:00 at UTC+01:00)")
    #expect(echo("call", "2026-12-04T09:00:00-06:00", "America/Chicago") == "Fri 2026-12-04 09:00 -06:00")
    #expect(echo("call", "2026-12-04", nil) == "Fri 2026-12-04")
    #expect(echo("call", "soon", nil) == nil)
  }

  /// By the moment, on the reader's days: a Monday morning in Tokyo comes before a Sunday night in Chicago.
  @Test func theTimelineIsInTheOrderOfMoments() throws {
    func own(_ number: UInt64, _ at: String) -> RecordState {
      RecordState(
        id: RecordID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number),
        values: ["type": "call", "at": JSONValue(at)])
    }
    let tokyo = own(2, "2026-12-07T09:00:00+09:00")
    let chicago = own(1, "2026-12-06T20:00:00-06:00")
    let clock = try TestZones.clock("America/Chicago")
    #expect(Timeline.sorted([chicago, tokyo], clock: clock).map(\.id) == [tokyo.id, chicago.id])
  }
}
