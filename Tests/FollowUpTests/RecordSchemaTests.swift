import EventLog
import FollowUp
import Testing

@Suite struct RecordSchemaTests {
  /// PLAYBOOKS, "Record types and fields", row by row.
  static let playbooks: [(types: String, fields: String)] = [
    (
      "application",
      "company role source url location tz playbook applied_on met_where met_on offered keep_warm snooze_until "
        + "snooze_reason closed_on closed_reason"
    ),
    (
      "contact",
      "name title role company phone email tz direct_line met_where met_on left_on successor moved_to"
    ),
    ("interview", "application with round format"),
    ("next_steps", "application asked_of steps"),
    ("promise", "application by precision words made_by kept"),
    ("permission", "application granted not_before not_after window words"),
    ("thank_you email call message letter", "application contact direction outcome script"),
    ("reply", "application contact answer new_date respond_by"),
    ("insider_ask intel", "application contact about"),
    ("feedback", "application contact about"),
    ("silence", "application cause"),
    ("employer_note", "company about"),
    ("note", "application text"),
    ("device", "label zone_rules"),
    ("setting", "name value"),
    ("playbook", "name text"),
    ("import_map", "name target columns dates"),
  ]

  @Test func everyTypeAndFieldOfThePageIsThereAndNoOther() {
    var seen: [String] = []
    for row in Self.playbooks {
      for type in row.types.split(separator: " ").map(String.init) {
        seen.append(type)
        let schema = RecordSchema.of(RecordType(rawValue: type))
        #expect(schema?.fields.map(\.name) == row.fields.split(separator: " ").map(String.init), "\(type)")
      }
    }
    #expect(RecordSchema.all.map(\.type.rawValue) == seen)
  }

  @Test func namesFollowTheFormatAndEverythingIsDocumented() {
    for schema in RecordSchema.all {
      #expect(!schema.doc.isEmpty)
      #expect(Set(schema.allFields.map(\.name)).count == schema.allFields.count)
      for field in schema.allFields {
        #expect(!field.doc.isEmpty)
        #expect(field.name.wholeMatch(of: /[a-z][a-z0-9_]{0,63}/) != nil)
      }
      for common in ["type", "at", "note", "retracted", "tz"] { #expect(schema.field(common) != nil) }
    }
  }

  @Test(arguments: [
    ("contact", "role", "recruiter hr hiring_manager interviewer insider other"),
    ("promise", "precision", "day week about"),
    ("promise", "kept", "yes no postponed"),
    ("call", "direction", "out in"),
    ("letter", "outcome", "sent bounced voicemail spoke no_answer screened"),
    ("reply", "answer", "pending filled offer rejected postponed callback_promised position_gone"),
    (
      "silence", "cause", "stalling avoiding_no unprofessional interviewer_left swamped screening reorganised"
    ),
  ])
  func choicesAreThoseOfThePage(_ type: String, _ field: String, _ values: String) {
    let spec = RecordSchema.of(RecordType(rawValue: type))?.field(field)
    #expect(spec?.kind == .oneOf(values.split(separator: " ").map(String.init)))
  }

  @Test func kindsAreTypesWithHyphens() {
    #expect(RecordType.thankYou.kind == "thank-you")
    #expect(RecordType(kind: "thank-you") == .thankYou)
    #expect(RecordType(kind: "thank_you") == .thankYou)
    let unknown = RecordType(kind: "sky-writing")
    #expect(unknown.rawValue == "sky_writing")
    #expect(!unknown.isKnown)
    #expect(RecordType(of: record(1, "call")) == .call)
    #expect(RecordType(of: RecordState(id: id(1))) == nil)
    #expect(RecordType(of: RecordState(id: id(1), values: ["type": JSONValue(integer: 4)])) == nil)
  }
}
