import EventLog
import FollowUp
import TestSupport
import Testing

@Suite struct StageTests {
  /// The stage on Wednesday 2026-11-18 of an application with these fields and records.
  func stage(
    _ fields: [String: JSONValue] = ["applied_on": "2026-11-02"],
    _ records: [(type: String, fields: [String: JSONValue])] = []
  ) throws -> Stage {
    let application = try #require(Application(record(1, "application", fields)))
    let own = records.enumerated().map { index, entry in
      record(
        UInt64(index) + 2, entry.type,
        entry.fields.merging(["application": JSONValue(id(1).text)]) { first, _ in first })
    }
    return try status(of: application, own, "2026-11-18").stage
  }

  @Test func stages() throws {
    #expect(try stage([:]) == .lead)
    #expect(try stage() == .applied)
    #expect(try stage([:], [("call", ["at": "2026-11-10", "outcome": "voicemail"])]) == .lead)
    let held = (type: "interview", fields: ["at": "2026-11-10"] as [String: JSONValue])
    #expect(try stage(["applied_on": "2026-11-02"], [held]) == .interviewed)
    #expect(try stage([:], [("interview", ["at": "2026-11-18"])]) == .interviewed)
    #expect(try stage([:], [("interview", ["at": "2026-11-19T09:00:00-05:00"])]) == .interviewAhead)
    #expect(try stage([:], [held, ("promise", ["at": "2026-11-10", "by": "2026-11-20"])]) == .promised)
    #expect(try stage([:], [held, ("promise", ["at": "2026-11-10", "by": "2026-11-18"])]) == .promised)
    #expect(try stage([:], [held, ("promise", ["at": "2026-11-10", "by": "2026-11-17T15:00:00-05:00"])]) == .overdue)
    #expect(try stage([:], [held, ("promise", ["at": "2026-11-10"])]) == .interviewed)
    #expect(try stage(["closed_on": "2026-11-17"], [held]) == .closed)
    #expect(try stage([:], [("reply", ["at": "2026-11-17", "answer": "offer"])]) == .offer)
    #expect(try stage([:], [("reply", ["at": "2026-11-17", "answer": "rejected"])]) == .rejected)
    #expect(try stage([:], [("reply", ["at": "2026-11-17", "answer": "filled"])]) == .filled)
    #expect(try stage([:], [("reply", ["at": "2026-11-17", "answer": "position_gone"])]) == .filled)
    #expect(try stage([:], [("reply", ["at": "2026-11-17", "answer": "singing"])]) == .lead)
  }

  @Test func aRoundEndsFormerPromises() throws {
    let promise = (type: "promise", fields: ["at": "2026-11-09", "by": "2026-11-13"] as [String: JSONValue])
    #expect(try stage([:], [promise]) == .overdue)
    #expect(try stage([:], [promise, ("call", ["at": "2026-11-16", "outcome": "spoke"])]) == .lead)
    #expect(try stage([:], [promise, ("call", ["at": "2026-11-16", "outcome": "voicemail"])]) == .overdue)
    #expect(try stage([:], [promise, ("email", ["at": "2026-11-16", "direction": "in"])]) == .lead)
    #expect(
      try stage([:], [promise, ("reply", ["at": "2026-11-16", "answer": "pending", "new_date": "2026-11-20"])])
        == .promised)
    let kept = (
      type: "promise", fields: ["at": "2026-11-09", "by": "2026-11-13", "kept": "yes"] as [String: JSONValue]
    )
    #expect(try stage([:], [kept]) == .lead)
  }

  @Test func aNewInterviewTakesARefusalBack() throws {
    let refusal = (type: "reply", fields: ["at": "2026-11-10", "answer": "rejected"] as [String: JSONValue])
    #expect(try stage([:], [refusal, ("interview", ["at": "2026-11-16"])]) == .interviewed)
    #expect(try stage([:], [refusal, ("interview", ["at": "2026-11-23"])]) == .interviewAhead)
    #expect(try stage([:], [refusal, ("interview", ["at": "2026-11-09"])]) == .rejected)
    #expect(try stage([:], [refusal, ("reply", ["at": "2026-11-12", "answer": "pending"])]) == .lead)
  }

  @Test func whatIsRetractedOrAnothersDoesNotCount() throws {
    #expect(try stage([:], [("interview", ["at": "2026-11-10", "retracted": JSONValue(true)])]) == .lead)
    #expect(try stage([:], [("interview", ["at": "2026-11-10", "application": JSONValue(id(9).text)])]) == .lead)
    #expect(try stage(["applied_on": JSONValue(integer: 5)]) == .lead)
  }
}

@Suite struct ViewTests {
  @Test func readingIsTolerant() throws {
    let odd = try #require(
      Application(
        record(
          1, "application",
          [
            "company": JSONValue(integer: 3), "role": "Dev", "applied_on": "2026-11-17T10:00:00Z", "keep_warm": "yes",
            "snooze_until": "2026-11-20",
          ])))
    #expect(odd.company == nil)
    #expect(odd.title == "Dev")
    #expect(odd.appliedOn?.text == "2026-11-17")
    #expect(odd.keepWarm)
    #expect(try odd.isSnoozed(on: date("2026-11-19")))
    #expect(try !odd.isSnoozed(on: date("2026-11-20")))
    #expect(try application(1, "Acme", "Dev").title == "Acme — Dev")
    #expect(Application(record(0xa1b2c3, "application"))?.title == "(no name) a1b2c3")
    #expect(Application(record(1, "contact")) == nil)
    #expect(Application(RecordState(id: id(1))) == nil)
  }

  @Test func viewsReadTheirFields() throws {
    let interview = try #require(
      Interview(
        record(
          2, "interview",
          ["application": JSONValue(id(1).text), "with": JSONValue(array: [JSONValue(id(10).text), "nobody"])])))
    #expect(interview.application == id(1))
    #expect(interview.with == [id(10)])
    #expect(Interview(record(2, "interview", ["with": JSONValue(id(10).text)]))?.with == [id(10)])
    #expect(Promise(record(2, "promise", ["precision": "about", "by": "2026-11-20"]))?.precision == .about)
    #expect(Permission(record(2, "permission", ["granted": "no"]))?.granted == false)
    #expect(Touch(record(2, "email"))?.isTry == true)
    #expect(Touch(record(2, "email", ["outcome": "bounced"]))?.isTry == false)
    #expect(Touch(record(2, "thank_you"))?.isTry == false)
    #expect(Touch(record(2, "call", ["direction": "in"]))?.broughtAnswer == true)
    #expect(Contact(record(10, "contact", ["direct_line": JSONValue(true)]))?.hasDirectLine == true)
    #expect(Contact(record(10, "contact", ["direct_line": "555-0101"]))?.hasDirectLine == true)
    #expect(Contact(record(10, "contact"))?.hasDirectLine == false)
    #expect(Remark(record(2, "intel", ["about": "x"]))?.about == "x")
    let device = try #require(DeviceID("01900000-0000-7000-8000-000000000001"))
    let label = RecordState(id: DeviceLabelling.recordID(device), values: ["type": "device", "label": "desk"])
    #expect(DeviceLabel.label(of: device, in: [record(1, "call"), label]) == "desk")
    let named = RecordState(
      id: RecordID(high: device.high, low: device.low), values: ["type": "device", "label": "old"])
    #expect(DeviceLabel.label(of: device, in: [named]) == "old")
    #expect(DeviceLabel.label(of: device, in: [named, label]) == "desk")
    #expect(DeviceLabel.label(of: device, in: [RecordState]()) == nil)
    #expect(Interview(record(2, "interview", ["round": JSONValue(integer: 2)]))?.round == "2")
  }

  @Test func theTimelineIsInOrder() throws {
    func own(_ number: UInt64, _ at: String) -> RecordState {
      record(number, "note", ["application": JSONValue(id(1).text), "at": JSONValue(at)])
    }
    let states = [
      own(9, "soon"), own(5, "2026-11-17T16:30:00-05:00"), own(6, "2026-11-17T09:00:00-05:00"), own(7, "2026-11-17"),
      own(4, "2026-11-17"), own(8, "2026-11-16"), record(3, "note"),
    ]
    #expect(try Timeline.of(id(1), in: states, clock: TestZones.clock()).map(\.id) == [8, 4, 7, 6, 5, 9].map(id))
  }
}
