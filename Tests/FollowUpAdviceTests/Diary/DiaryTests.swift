import CivilTime
import EventLog
import FollowUp
import TestSupport
import Testing

@testable import FollowUpAdvice

/// What stands in a calendar, how often it was put elsewhere, and what became of it.
@Suite struct DiaryTests {
  /// Interviewed on Tuesday 6 October, told "by Friday", called on Tuesday the 13th.
  private func martin() throws -> Diarist {
    var diarist = try Diarist()
    try diarist.open("2026-09-28T14:00:00Z", 1, "Acme")
    try diarist.log("2026-10-01T14:00:00Z", 2, "interview", ["at": "2026-10-06T10:00:00-04:00"])
    try diarist.log("2026-10-06T16:00:00Z", 3, "thank_you", ["direction": "out", "outcome": "sent"])
    try diarist.log("2026-10-06T17:00:00Z", 4, "promise", ["by": "2026-10-09"])
    return diarist
  }

  @Test func whatIsPutElsewhereKeepsItsNameAndCountsUp() throws {
    var diarist = try martin()
    // Ten working days after it was sent; then an interview is agreed, and nobody is called before it.
    #expect(try diarist.lines("2026-09-29T12:00:00Z") == ["Acme: call 1 | 2026-10-12 08:00–08:30 | standing | 0"])
    #expect(
      try diarist.lines("2026-10-02T12:00:00Z") == [
        "Acme: ask next steps | 2026-10-06 | standing | 0",
        "Acme: call 1 | 2026-10-12 08:00–08:30 | withdrawn | 1",
        "Acme: interview | 2026-10-06T10:00:00-04:00 | standing | 0",
      ])
    // Held, thanked, and a day named: the call is taken up again, on another day.
    #expect(
      try diarist.lines("2026-10-06T18:00:00Z") == [
        "Acme: ask next steps | 2026-10-06 | past | 0",
        "Acme: call 1 | 2026-10-13 08:00–08:30 | standing | 2",
        "Acme: decision | 2026-10-09 | standing | 0",
        "Acme: interview | 2026-10-06T10:00:00-04:00 | past | 0",
        "Acme: thank you | 2026-10-06 | done | 0",
      ])
    let before = try diarist.diary("2026-10-06T18:00:00Z").first { Diarist.line($0).contains("call 1") }
    try diarist.call("2026-10-13T12:10:00Z", 5)
    let after = try diarist.diary("2026-10-13T12:11:00Z")
    let done = after.first { Diarist.line($0).contains("call 1") }
    #expect(done.map(Diarist.line) == "Acme: call 1 | 2026-10-13 08:00–08:30 | done | 2")
    #expect(done?.name == before?.name)
    #expect(after.map(Diarist.line).contains("Acme: call 2 | 2026-10-15 16:30–17:30 | standing | 0"))
  }

  @Test func whatNobodyDoesMovesOnAndCountsEveryMove() throws {
    let diarist = try martin()
    func call(_ now: String) throws -> String? {
      try diarist.lines(now).first { $0.contains("call") }
    }
    // In the morning of its day, after the first hour to call, after the second, and after a weekend.
    #expect(try call("2026-10-13T11:00:00Z") == "Acme: call 1 | 2026-10-13 08:00–08:30 | standing | 2")
    #expect(try call("2026-10-13T13:00:00Z") == "Acme: call 1 | 2026-10-13 16:30–17:30 | standing | 3")
    #expect(try call("2026-10-13T22:00:00Z") == "Acme: call 1 | 2026-10-14 08:00–08:30 | standing | 4")
    // Two a day but on Monday, when nobody is called, and none at the weekend.
    #expect(try call("2026-10-20T11:00:00Z") == "Acme: call 1 | 2026-10-20 08:00–08:30 | standing | 10")
  }

  /// What was written down ahead comes and goes between two looks; the day that it named is not passed over.
  @Test func aDayThatWasNamedAheadStaysInTheCalendar() throws {
    var diarist = try martin()
    try diarist.write("2026-10-06T18:00:00Z", 1, ["snooze_until": "2026-12-15"])
    try diarist.log(
      "2026-10-06T18:00:00Z", 5, "reply", ["at": "2026-11-05", "answer": "pending", "new_date": "2026-11-06"])
    #expect(try diarist.lines("2026-11-05T18:00:00Z").contains("Acme: decision | 2026-11-06 | standing | 0"))
    for day in 7...20 {
      let now = "2026-11-\(day < 10 ? "0" : "")\(day)T12:00:00Z"
      #expect(try diarist.lines(now).contains("Acme: decision | 2026-11-06 | past | 0"), "\(now)")
    }
  }

  @Test func aTryThatIsTakenBackIsToBeMadeAgain() throws {
    var diarist = try martin()
    try diarist.call("2026-10-13T12:10:00Z", 5)
    try diarist.write("2026-10-13T12:20:00Z", 5, ["retracted": JSONValue(true)])
    let lines = try diarist.lines("2026-10-13T12:21:00Z")
    #expect(lines.contains("Acme: call 1 | 2026-10-13 08:00–08:30 | standing | 2"))
    #expect(lines.contains("Acme: call 2 | 2026-10-15 16:30–17:30 | withdrawn | 1"))
    #expect(lines.count { $0.contains("call 1") } == 1)
  }

  @Test func theSameTryOfALaterRoundIsAnotherEntry() throws {
    var diarist = try martin()
    try diarist.call("2026-10-13T12:10:00Z", 5)
    try diarist.log("2026-10-14T14:00:00Z", 6, "reply", ["answer": "pending", "new_date": "2026-10-21"])
    let diary = try diarist.diary("2026-10-14T15:00:00Z")
    let calls = diary.filter { Diarist.line($0).contains("call 1") }
    #expect(
      calls.map(Diarist.line) == [
        "Acme: call 1 | 2026-10-13 08:00–08:30 | done | 2", "Acme: call 1 | 2026-10-22 08:00–08:30 | standing | 0",
      ])
    #expect(Set(calls.map(\.name)).count == 2)
    #expect(diary.map(Diarist.line).contains("Acme: call 2 | 2026-10-15 16:30–17:30 | withdrawn | 1"))
  }

  @Test func closedAndRetractedApplicationsCallNobody() throws {
    var diarist = try martin()
    try diarist.write("2026-10-08T14:00:00Z", 1, ["closed_on": "2026-10-08", "closed_reason": "withdrew"])
    let closed = [
      "Acme: ask next steps | 2026-10-06 | past | 0", "Acme: call 1 | 2026-10-13 08:00–08:30 | withdrawn | 3",
      "Acme: decision | 2026-10-09 | withdrawn | 1", "Acme: interview | 2026-10-06T10:00:00-04:00 | past | 0",
      "Acme: thank you | 2026-10-06 | done | 0",
    ]
    #expect(try diarist.lines("2026-10-08T15:00:00Z") == closed)
    // They stay for as long as a calendar may not have looked.
    #expect(try diarist.lines("2026-11-07T15:00:00Z").contains(closed[1]))
    #expect(try diarist.lines("2027-10-08T15:00:00Z") == [])

    var mistaken = try Diarist()
    try mistaken.open("2026-09-28T14:00:00Z", 1, "Acme")
    try mistaken.write("2026-09-28T14:01:00Z", 1, ["retracted": JSONValue(true)])
    #expect(
      try mistaken.lines("2026-09-28T15:00:00Z") == ["Acme: call 1 | 2026-10-12 08:00–08:30 | withdrawn | 1"])
  }

  @Test func anOfferBringsTheOthersForwardAndOneAcceptedSilencesThem() throws {
    var diarist = try martin()
    try diarist.open("2026-09-28T15:00:00Z", 21, "Birch")
    try diarist.log(
      "2026-10-07T14:00:00Z", 22, "reply", of: 21, ["answer": "offer", "respond_by": "2026-10-14"])
    let offered = try diarist.lines("2026-10-07T15:00:00Z")
    #expect(offered.contains("Acme: call 1 | 2026-10-07 16:30–17:30 | standing | 3"))
    #expect(offered.contains("Birch: respond by | 2026-10-14 | standing | 0"))
    // What has been named lies ahead still on the 8th, and no longer on the 12th.
    try diarist.write("2026-10-12T14:00:00Z", 21, ["closed_on": "2026-10-12", "closed_reason": "accepted"])
    let accepted = try diarist.lines("2026-10-12T15:00:00Z")
    #expect(accepted.filter { $0.contains("standing") } == [])
    #expect(accepted.contains { $0.hasPrefix("Acme: call 1 ") && $0.contains("withdrawn") })
  }

  @Test func settingsCountFromWhenTheyWereSet() throws {
    var diarist = try martin()
    try diarist.write(
      "2026-10-07T14:00:00Z", SettingAssignment.recordID("holidays"),
      ["type": "setting", "name": "holidays", "value": JSONValue(array: ["2026-10-13"])])
    #expect(
      try diarist.lines("2026-10-06T18:00:00Z").contains("Acme: call 1 | 2026-10-13 08:00–08:30 | standing | 2"))
    #expect(
      try diarist.lines("2026-10-07T15:00:00Z").contains("Acme: call 1 | 2026-10-14 08:00–08:30 | standing | 3"))
  }

  @Test func theLogOfAMachineThatIsAheadIsDatedByWhatItSpeaksOf() throws {
    // As in a demonstration: the present is given, and the log's own clock is the machine's.
    let diarist = try martin()
    let all = try diarist.diary("2026-10-20T11:00:00Z")
    #expect(!all.isEmpty)
    let early = try OffsetTime.parse("2026-10-07T11:00:00Z")
    var states: [RecordID: RecordState] = [:]
    for event in diarist.events {
      for assignment in event.set {
        states[event.record, default: RecordState(id: event.record)].values[assignment.field] = assignment.value
      }
    }
    let settings = Settings(states.values)
    let application = try #require(states[id(1)].flatMap(Application.init))
    let later = diarist.events.map { event in
      var event = event
      event.hlc = HybridTimestamp(milliseconds: 1_800_000_000_000, counter: event.hlc.counter) ?? event.hlc
      return event
    }
    let own = later.filter { Setting(states[$0.record] ?? RecordState(id: $0.record)) == nil }
    let advisor = Advisor(
      now: try Now(early, zone: settings.zone(TestZones.rules)), zones: TestZones.rules, settings: settings)
    let log = ApplicationLog(
      application, records: states.values.filter { $0["application"] != nil }, people: [], events: own)
    let lines = advisor.diary([log], settings: later.filter { !own.contains($0) }).map(Diarist.line).sorted()
    #expect(lines.contains("Acme: call 1 | 2026-10-13 08:00–08:30 | standing | 2"))
  }
}
