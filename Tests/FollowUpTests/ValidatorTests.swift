import EventLog
import FollowUp
import TestSupport
import Testing

@Suite struct ValidatorTests {
  func check(_ type: String, _ field: String, _ value: JSONValue, allowUnknown: Bool = false) throws {
    try Validator.check(
      type: RecordType(rawValue: type), field: field, value: value, zones: TestZones.rules, allowUnknown: allowUnknown,
      lookup: context().lookup)
  }

  @Test(arguments: [
    ("application", "applied_on", "2026-11-20"), ("application", "tz", "Europe/Berlin"),
    ("promise", "by", "2026-11-20"), ("promise", "by", "2026-11-20T15:00:00-05:00"),
    ("promise", "precision", "about"), ("call", "note", ""), ("call", "at", "2026-11-20"),
    ("call", "tz", "Asia/Kolkata"), ("sky_writing", "anything", "at all"), ("setting", "value", "x"),
  ])
  func whatIsRightPasses(_ type: String, _ field: String, _ value: String) throws {
    try check(type, field, JSONValue(value))
    if field != "type" { try check(type, field, .null) }
  }

  @Test func referencesAreLookedUp() throws {
    try check("call", "application", JSONValue(id(1).text))
    try check("call", "contact", JSONValue(id(10).text))
    try check("interview", "with", JSONValue(array: [JSONValue(id(10).text), JSONValue(id(11).text)]))
    try check("interview", "with", JSONValue(array: []))
    try check("call", "retracted", JSONValue(true))
    try check("permission", "granted", JSONValue(false))
  }

  @Test(arguments: [
    ("application", "applied_on", JSONValue("2026-02-30"), ["application applied_on", "has 28 days", "a date"]),
    ("application", "applied_on", JSONValue("2026-11-20T10:00:00Z"), ["YYYY-MM-DD"]),
    ("application", "applied_on", JSONValue(integer: 2026), ["wrong kind", "a date"]),
    ("application", "tz", JSONValue("Europe/Berln"), ["no IANA time zone", "Europe/Berlin"]),
    ("promise", "by", JSONValue("friday"), ["friday", "a date or a time"]),
    ("call", "outcome", JSONValue("voicemial"), ["did you mean voicemail", "one of sent, bounced, voicemail"]),
    ("call", "outcome", JSONValue("Sent"), ["not one of the values", "did you mean sent"]),
    ("call", "retracted", JSONValue("yes"), ["wrong kind", "true or false"]),
    ("call", "note", JSONValue(integer: 3), ["wrong kind", "text"]),
    ("call", "contact", JSONValue("Dana"), ["not a UUID", "one contact"]),
    ("call", "contact", JSONValue(id(99).text), ["no record"]),
    ("call", "contact", JSONValue(id(1).text), ["is of type", "application", "one contact"]),
    ("interview", "with", JSONValue(id(10).text), ["wrong kind", "contacts"]),
    ("interview", "with", JSONValue(array: [JSONValue(true)]), ["wrong kind"]),
    ("call", "outcom", JSONValue("sent"), ["no such field", "did you mean outcome"]),
    ("call", "Outcome", JSONValue("sent"), ["lower-case", "did you mean outcome"]),
    ("call", "", JSONValue("sent"), ["lower-case"]),
    ("call", String(repeating: "a", count: 65), JSONValue("x"), ["up to 63"]),
    ("call", "type", .null, ["must have a type"]),
    ("call", "type", JSONValue("cal"), ["not known", "did you mean call"]),
    ("sky_writing", "at", JSONValue("soon"), ["soon"]),
  ])
  func whatIsWrongIsNamedWithWhatIsAllowed(_ type: String, _ field: String, _ value: JSONValue, _ parts: [String]) {
    let problem = #expect(throws: FieldProblem.self) { try check(type, field, value) }
    #expect(problem?.type.rawValue == type)
    for part in parts { #expect(problem?.description.contains(part) == true, "\(problem?.description ?? "")") }
  }

  @Test func unknownFieldsPassWhenTheyAreAllowed() throws {
    try check("call", "mood", JSONValue("fine"), allowUnknown: true)
    #expect(throws: FieldProblem.self) { try check("call", "Mood", JSONValue("fine"), allowUnknown: true) }
    // A known field keeps its rules.
    #expect(throws: FieldProblem.self) { try check("call", "outcome", JSONValue("fine"), allowUnknown: true) }
  }
}

@Suite struct FieldTextTests {
  func parse(_ type: String, _ field: String, _ text: String, allowUnknown: Bool = false) throws -> String {
    try FieldText.parse(
      type: RecordType(rawValue: type), field: field, text: text, context: context(allowUnknown: allowUnknown)
    ).description
  }

  @Test(arguments: [
    ("application", "applied_on", "fri", "\"2026-11-13\""), ("promise", "by", "fri", "\"2026-11-20\""),
    ("application", "snooze_until", "+2w", "\"2026-12-02\""),
    ("application", "applied_on", "tue 9:00", "\"2026-11-17\""),
    ("promise", "by", "fri 15:00", "\"2026-11-20T15:00:00-05:00\""),
    ("promise", "by", "2026-11-20T15:00:00.5Z", "\"2026-11-20T15:00:00.5Z\""),
    ("application", "company", "", "null"), ("application", "applied_on", "  ", "null"),
    ("application", "keep_warm", "yes", "true"), ("application", "keep_warm", "False", "false"),
    ("call", "outcome", "No answer", "\"no_answer\""), ("call", "outcome", "no-answer", "\"no_answer\""),
    ("call", "contact", "dana", "\"\(id(10).text)\""),
    ("call", "contact", id(11).text.uppercased(), "\"\(id(11).text)\""),
    ("interview", "with", "dana, \(id(11).text)", "[\"\(id(10).text)\",\"\(id(11).text)\"]"),
    ("interview", "with", ",", "[]"), ("interview", "round", "2", "2"), ("interview", "round", "final", "\"final\""),
    ("contact", "direct_line", "yes", "true"), ("contact", "direct_line", "555-0101", "\"555-0101\""),
    ("setting", "value", "5", "\"5\""),
    ("application", "tz", "Europe/Berlin", "\"Europe/Berlin\""), ("application", "role", " C++ ", "\" C++ \""),
  ])
  func textBecomesTheFieldsKind(_ type: String, _ field: String, _ text: String, _ expected: String) throws {
    #expect(try parse(type, field, text) == expected)
  }

  @Test(arguments: [
    ("application", "keep_warm", "perhaps", "true or false"), ("promise", "by", "3/4", "4 mar or 3 apr"),
    ("call", "contact", "sam", "matches"), ("call", "contact", "nobody", "nothing is called"),
    ("application", "tz", "EST", "IANA"), ("application", "colour", "red", "no such field"),
    ("application", "type", "", "must have a type"),
  ])
  func whatDoesNotFitIsRefused(_ type: String, _ field: String, _ text: String, _ part: String) {
    let problem = #expect(throws: FieldProblem.self) { try parse(type, field, text) }
    #expect(problem?.description.contains(part) == true, "\(problem?.description ?? "")")
  }

  @Test func aContextFromRecordsFindsByName() throws {
    let states = [
      record(1, "application", ["company": "Acme", "role": "Dev"]), record(10, "contact", ["name": "Dana Smith"]),
      record(11, "contact", ["name": "Dana Jones"]),
      RecordState(
        id: SettingAssignment.recordID("working_week"),
        values: ["type": "setting", "name": "working_week", "value": "sun-thu"]),
    ]
    let context = try FieldContext(now: wednesday(), zones: TestZones.rules, states: states)
    func parse(_ field: String, _ text: String) throws -> String? {
      try FieldText.parse(type: .call, field: field, text: text, context: context).string
    }
    #expect(try parse("contact", "smith") == id(10).text)
    #expect(try parse("application", "acme") == id(1).text)
    #expect(try parse("at", "-3bd") == "2026-11-15")
    #expect(throws: FieldProblem.self) { try parse("contact", "dana") }
    #expect(throws: FieldProblem.self) { try parse("contact", "acme") }
    #expect(throws: FieldProblem.self) { try parse("contact", id(1).text) }
  }

  @Test func unknownFieldsAreTextWhenAllowed() throws {
    #expect(try parse("application", "colour", "red", allowUnknown: true) == "\"red\"")
    #expect(try parse("application", "colour", "", allowUnknown: true) == "null")
  }
}

@Suite struct FieldReadingTests {
  @Test func everythingIsShownWhetherKnownOrNot() throws {
    var state = record(
      1, "call",
      [
        "at": "2026-11-17T16:30:00-05:00", "outcome": "telepathy", "contact": JSONValue(id(10).text), "zebra": "z",
        "apple": JSONValue(integer: 3), "note": JSONValue(array: [JSONValue(true)]), "retracted": JSONValue(false),
      ])
    state.conflicts = ["outcome"]
    let shown = FieldReading.fields(of: state) { $0 == id(10) ? "Dana" : nil }
    #expect(shown.map(\.name) == ["contact", "outcome", "at", "note", "retracted", "apple", "zebra"])
    #expect(
      shown.map(\.displayed) == ["Dana", "\"telepathy\"", "Tue 2026-11-17 16:30 -05:00", "[true]", "no", "3", "z"])
    #expect(shown.filter { !$0.isKnown }.map(\.name) == ["apple", "zebra"])
    #expect(shown.filter { !$0.isWellTyped }.map(\.name) == ["outcome", "note"])
    #expect(shown.filter(\.isInConflict).map(\.name) == ["outcome"])
  }

  @Test func unknownTypesAreShownToo() {
    let shown = FieldReading.fields(of: record(1, "sky_writing", ["at": "2026-11-20", "plane": "biplane"]))
    #expect(shown.map(\.displayed) == ["Fri 2026-11-20", "biplane"])
    #expect(FieldReading.fields(of: RecordState(id: id(1))).isEmpty)
  }
}
