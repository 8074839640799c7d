import CivilTime
import EventLog
import FollowUp
import TestSupport
import Testing

@Suite struct CommandTests {
  @Test func anApplicationIsAppliedToAndALeadIsNot() throws {
    let open = try OpenApplication(company: " Acme ", role: "Swift Engineer", details: ["source": "a friend"])
      .drafted(id: id(1), context: context())
    #expect(
      assignments(open) == [
        "type": "\"application\"", "company": "\"Acme\"", "role": "\"Swift Engineer\"", "at": "\"2026-11-18\"",
        "applied_on": "\"2026-11-18\"", "source": "\"a friend\"",
      ])
    let lead = try OpenApplication(company: "Acme", role: "", isLead: true, at: "2 weeks ago")
      .drafted(id: id(1), context: context())
    #expect(
      assignments(lead) == ["type": "\"application\"", "company": "\"Acme\"", "at": "\"2026-11-04\""])
    let earlier = try OpenApplication(company: "Acme", role: "Dev", at: "mon").drafted(id: id(1), context: context())
    #expect(assignments(earlier)["applied_on"] == "\"2026-11-16\"")
    let given = try OpenApplication(
      company: "Acme", role: "Dev", details: ["applied_on": "mon", "tz": "Europe/Berlin"]
    )
    .drafted(id: id(1), context: context())
    #expect(assignments(given)["applied_on"] == "\"2026-11-16\"")
    #expect(assignments(given)["tz"] == "\"Europe/Berlin\"")
  }

  @Test func whatIsMissingIsSaid() throws {
    let context = try context()
    #expect(throws: CommandProblem.self) {
      try OpenApplication(company: " ", role: "x").drafted(id: id(1), context: context)
    }
    #expect(throws: CommandProblem.self) {
      try OpenApplication(company: "x", role: "").drafted(id: id(1), context: context)
    }
    #expect(throws: CommandProblem.self) {
      try OpenApplication(company: "x", role: "y", isLead: true, details: ["applied_on": "mon"])
        .drafted(id: id(1), context: context)
    }
    #expect(throws: CommandProblem.self) { try NewContact(name: "").drafted(id: id(1), context: context) }
    #expect(throws: CommandProblem.self) {
      try NewContact(name: "Dana", details: ["role": "boss"]).drafted(id: id(1), context: context)
    }
    #expect(throws: CommandProblem.self) { try NewEmployerNote(company: "").drafted(id: id(1), context: context) }
  }

  @Test func contactsAndEmployers() throws {
    let contact = try NewContact(name: "Dana", details: ["role": "hiring manager", "met_on": "mon"])
      .drafted(id: id(10), context: context())
    #expect(
      assignments(contact) == [
        "type": "\"contact\"", "name": "\"Dana\"", "role": "\"hiring_manager\"", "met_on": "\"2026-11-16\"",
      ])
    let employer = try NewEmployerNote(company: "Acme", note: "silent twice").drafted(id: id(3), context: context())
    #expect(
      assignments(employer) == [
        "type": "\"employer_note\"", "company": "\"Acme\"", "note": "\"silent twice\"", "at": "\"2026-11-18\"",
      ])
  }

  @Test func editsAreReadByKind() throws {
    let call = record(5, "call")
    let edited = try EditCommands.edit(
      call, ["outcome=no answer", "at=tue 16:30", "note=", "script=a=b"], context: context())
    #expect(edited.drafts.first?.record == id(5))
    #expect(
      assignments(edited) == [
        "outcome": "\"no_answer\"", "at": "\"2026-11-17T16:30:00-05:00\"", "tz": "\"America/New_York\"",
        "note": "null", "script": "\"a=b\"",
      ])
    let zoned = try EditCommands.edit(call, ["at=tue 16:30", "tz=Europe/Berlin"], context: context())
    #expect(assignments(zoned)["tz"] == "\"Europe/Berlin\"")
    let application = try EditCommands.edit(record(1, "application"), ["at=tue 16:30"], context: context())
    #expect(assignments(application)["tz"] == nil)
  }

  @Test(arguments: [
    ([], "name what to change"), (["role"], "FIELD=VALUE"), (["=x"], "lower-case"), (["rol=x"], "did you mean role"),
    (["role=a", "role=b"], "twice"), (["applied_on=3/4"], "4 mar or 3 apr"), (["type=aplication"], "application"),
  ])
  func editsThatAreWrongAreRefused(_ edits: [String], _ part: String) throws {
    let problem = #expect(throws: CommandProblem.self) {
      try EditCommands.edit(record(1, "application"), edits, context: context())
    }
    #expect(problem?.description.contains(part) == true, "\(problem?.description ?? "")")
  }

  @Test func closingSnoozingAndRetracting() throws {
    let day = try date("2026-11-20")
    #expect(EditCommands.retract(id(5)).set == ["retracted": JSONValue(true)])
    #expect(EditCommands.restore(id(5)).set == ["retracted": .null])
    #expect(
      EditCommands.close(id(1), on: day, reason: "no reply").set
        == ["closed_on": "2026-11-20", "closed_reason": "no reply"])
    #expect(EditCommands.close(id(1), on: day).set == ["closed_on": "2026-11-20"])
    #expect(EditCommands.reopen(id(1)).set == ["closed_on": .null, "closed_reason": .null])
    #expect(EditCommands.snooze(id(1), until: day).set == ["snooze_until": "2026-11-20", "snooze_reason": .null])
    #expect(EditCommands.wake(id(1)).set == ["snooze_until": .null, "snooze_reason": .null])
  }
}

@Suite struct SettingTests {
  func set(_ name: String, _ value: String, allowUnknown: Bool = false) throws -> String {
    let drafted = try SettingAssignment.drafted(name: name, value: value, context: context(allowUnknown: allowUnknown))
    return assignments(drafted)["value"] ?? ""
  }

  @Test func theRecordIsTheSameOnEveryLaptop() throws {
    // Fixed for ever: another value would split the settings of every store that exists.
    #expect(SettingAssignment.namespace.text == "6f1d8a3e-2b7c-4d15-9e64-0c5a7b93d2f8")
    #expect(DeviceLabelling.namespace.text == "c2a94e07-58d1-4f6b-8b3d-71e6f0a5294c")
    #expect(SettingAssignment.recordID("tz").text == "6f46b1fd-7c17-5cb8-94a7-53b1d20b6ec7")
    let device = try #require(DeviceID("01900000-0000-7000-8000-000000000001"))
    #expect(DeviceLabelling.recordID(device).text == "c444ec96-77f3-5899-90de-387d1425da73")
    let drafted = try SettingAssignment.drafted(name: "my-name", value: "Robin", context: context())
    #expect(drafted.drafts.first?.record == SettingAssignment.recordID("my_name"))
    #expect(assignments(drafted) == ["type": "\"setting\"", "name": "\"my_name\"", "value": "\"Robin\""])
    #expect(DeviceLabelling.draft(device, label: " desk ").set == ["type": "device", "label": "desk"])
  }

  @Test(arguments: [
    ("tz", "Europe/Berlin", "\"Europe/Berlin\""), ("my_phone", "555-0100", "\"555-0100\""),
    ("my_email", "robin@example.org", "\"robin@example.org\""), ("playbook", "three-tips", "\"three-tips\""),
    ("working_week", "mon-fri", "[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\"]"),
    ("working_week", "Sun-Thu", "[\"mon\",\"tue\",\"wed\",\"thu\",\"sun\"]"),
    ("working-week", "tue, mon", "[\"mon\",\"tue\"]"),
    ("holidays", "2026-12-25,2026-11-26", "[\"2026-11-26\",\"2026-12-25\"]"),
    ("holidays", "dec 25, nov 26", "[\"2026-11-26\",\"2026-12-25\"]"), ("tz", "", "null"),
  ])
  func valuesAreRead(_ name: String, _ value: String, _ expected: String) throws {
    #expect(try set(name, value) == expected)
  }

  @Test(arguments: [
    ("tz", "EST", "IANA"), ("working_week", "mon-", "list of days"), ("working_week", "weekdays", "list of days"),
    ("holidays", "2026-02-30", "28 days"), ("holidays", "next week", "one day"), ("holidays", ",", "holidays"),
    ("my_email", "robin", "not an e-mail address"), ("playbook", "balancd", "did you mean balanced"),
    ("my_nam", "x", "did you mean my_name"), ("", "x", "choose from tz"),
  ])
  func whatIsWrongIsRefused(_ name: String, _ value: String, _ part: String) {
    let problem = #expect(throws: CommandProblem.self) { try set(name, value) }
    #expect(problem?.description.contains(part) == true, "\(problem?.description ?? "")")
  }

  @Test func settingsAreReadTolerantly() throws {
    func setting(_ number: UInt64?, _ name: String, _ value: JSONValue) -> RecordState {
      RecordState(
        id: number.map(id) ?? SettingAssignment.recordID(name),
        values: ["type": "setting", "name": JSONValue(name), "value": value])
    }
    let settings = Settings([
      setting(1, "tz", "UTC"), setting(nil, "tz", "Europe/Berlin"), setting(2, "my_name", "Robin"),
      setting(3, "my_name", "Alex"), setting(nil, "working_week", "sun-thu"),
      setting(nil, "holidays", JSONValue(array: ["2026-11-26"])), setting(nil, "colour", "red"),
      record(4, "call"),
    ])
    #expect(settings.tz == "Europe/Berlin")
    #expect(try settings.zone(TestZones.rules)?.name == "Europe/Berlin")
    #expect(settings.myName == "Robin")
    #expect(settings.text("colour") == "red")
    #expect(settings.calendar.workingWeek == [.sunday, .monday, .tuesday, .wednesday, .thursday])
    #expect(try settings.calendar.holidays == [date("2026-11-26")])
    let broken = Settings([
      setting(nil, "tz", "Nowhere/Town"), setting(nil, "working_week", JSONValue(integer: 5)),
      setting(nil, "holidays", "Christmas"),
    ])
    #expect(broken.calendar == WorkingCalendar())
    #expect(throws: ZoneProblem.self) { try broken.zone(TestZones.rules) }
    #expect(try Settings([RecordState]()).zone(TestZones.rules) == nil)
  }
}
