import CivilTime

extension RecordSchema {
  /// Every type of PLAYBOOKS, "Record types and fields", in its order.
  package static let all: [RecordSchema] = [
    application, contact, interview, nextSteps, promise, permission,
    touch(.thankYou, "a thank-you note"), touch(.email, "an e-mail"), touch(.call, "a telephone call"),
    touch(.message, "a text or chat message"), touch(.letter, "a letter on paper"),
    reply,
    RecordSchema(.insiderAsk, "a question put to somebody known inside", [bound, with, about("what was asked")]),
    RecordSchema(.intel, "news from inside", [bound, with, about("what was learned")]),
    RecordSchema(.feedback, "what they said of the interview", [bound, with, about("what they said")]),
    RecordSchema(.silence, "a guess at the cause of a silence", [bound, FieldSpec("cause", .oneOf(causes), "why")]),
    RecordSchema(
      .employerNote, "what an employer's behaviour says of it",
      [FieldSpec("company", .text, "the employer"), about("what their behaviour says of them")]),
    RecordSchema(.note, "a note on an application", [bound, FieldSpec("text", .text, "the note")]),
    RecordSchema(
      .device, "a device's name, and what it goes by",
      [
        FieldSpec("label", .text, "what the person calls the device"),
        FieldSpec("zone_rules", .text, "the release of the time zone rules that it last wrote with"),
      ]),
    RecordSchema(
      .setting, "a setting that holds on every device",
      [FieldSpec("name", .text, "the setting"), FieldSpec("value", .any, "its value")]),
    RecordSchema(
      .playbook, "a playbook of your own",
      [FieldSpec("name", .text, "what it is called"), FieldSpec("text", .text, "the whole file")]),
    RecordSchema(
      .importMap, "a map of a table's columns, for imports",
      [
        FieldSpec("name", .text, "what it is called"), FieldSpec("target", .text, "what its rows become"),
        FieldSpec("columns", .any, "the column of each field"), FieldSpec("dates", .text, "the order of its dates"),
      ]),
  ]

  /// What a contact may be.
  package static let contactRoles = ContactRole.known.map(\.rawValue)
  /// How a touch may go.
  package static let outcomes = TouchOutcome.known.map(\.rawValue)
  /// What may be answered.
  package static let answers = ReplyAnswer.known.map(\.rawValue)
  /// Why they may be silent.
  package static let causes = [
    "stalling", "avoiding_no", "unprofessional", "interviewer_left", "swamped", "screening", "reorganised",
  ]
  /// What may have become of a promise.
  static let keptValues = PromiseOutcome.known.map(\.rawValue)

  private static let bound = FieldSpec("application", .reference([.application]), "the application it belongs to")
  private static let with = FieldSpec("contact", .reference([.contact]), "the person")

  private static func about(_ doc: String) -> FieldSpec { FieldSpec("about", .text, doc) }

  private static func touch(_ type: RecordType, _ doc: String) -> RecordSchema {
    RecordSchema(
      type, doc,
      [
        bound, with,
        FieldSpec("direction", .oneOf(["out", "in"]), "who got in touch: out is you"),
        FieldSpec("outcome", .oneOf(outcomes), "how it went"),
        FieldSpec("script", .text, "the script that was used"),
      ])
  }

  private static let application = RecordSchema(
    .application, "an application, or a lead that has not been applied to yet",
    [
      FieldSpec("company", .text, "the employer"),
      FieldSpec("role", .text, "the position"),
      FieldSpec("source", .text, "where it was found"),
      FieldSpec("url", .text, "the advertisement"),
      FieldSpec("location", .text, "where the work is"),
      FieldSpec("tz", .zone, "the zone where they are"),
      FieldSpec("playbook", .text, "the playbook for this application"),
      FieldSpec("applied_on", .date, "the day it was sent; empty for a lead"),
      FieldSpec("met_where", .text, "where you met them"),
      FieldSpec("met_on", .date, "when you met them"),
      FieldSpec("offered", .text, "what they offered you: an introduction, a tip"),
      FieldSpec("keep_warm", .boolean, "whether to stay in touch beyond the application"),
      FieldSpec("snooze_until", .date, "no advice before this day", due: true),
      FieldSpec("snooze_reason", .text, "why it rests"),
      FieldSpec("closed_on", .date, "the day it was closed"),
      FieldSpec("closed_reason", .text, "why it was closed"),
    ])

  private static let contact = RecordSchema(
    .contact, "a person at an employer or beside it",
    [
      FieldSpec("name", .text, "the person's name"),
      FieldSpec("title", .text, "the person's position"),
      FieldSpec("role", .oneOf(contactRoles), "the person's part in the application"),
      FieldSpec("company", .text, "the employer"),
      FieldSpec("phone", .text, "the number that is called"),
      FieldSpec("email", .text, "the address that is written to"),
      FieldSpec("tz", .zone, "the zone where the person is"),
      FieldSpec("direct_line", .either([.boolean, .text]), "whether phone goes past the switchboard, or what does"),
      FieldSpec("met_where", .text, "where you met"),
      FieldSpec("met_on", .date, "when you met"),
      FieldSpec("left_on", .date, "the day the person left"),
      FieldSpec("successor", .reference([.contact]), "who has the task now"),
      FieldSpec("moved_to", .text, "where the person went"),
    ])

  private static let interview = RecordSchema(
    .interview, "an interview, ahead or held",
    [
      bound,
      FieldSpec("with", .references([.contact]), "the people who were there"),
      FieldSpec("round", .either([.number, .text]), "which of several"),
      FieldSpec("format", .text, "phone, video, in person …"),
    ])

  private static let nextSteps = RecordSchema(
    .nextSteps, "what they said comes next",
    [
      bound,
      FieldSpec("asked_of", .reference([.contact]), "who was asked"),
      FieldSpec("steps", .text, "what they said comes next"),
    ])

  private static let promise = RecordSchema(
    .promise, "when they said they would decide or call",
    [
      bound,
      FieldSpec("by", .moment, "the day or the time promised", due: true),
      FieldSpec("precision", .oneOf(When.Precision.allCases.map(\.rawValue)), "how exactly it was said"),
      FieldSpec("words", .text, "as it was said"),
      FieldSpec("made_by", .reference([.contact]), "who promised"),
      FieldSpec("kept", .oneOf(keptValues), "what became of it"),
    ])

  private static let permission = RecordSchema(
    .permission, "whether one may call, and when",
    [
      bound,
      FieldSpec("granted", .boolean, "whether one may"),
      FieldSpec("not_before", .moment, "not before this day or time", due: true),
      FieldSpec("not_after", .moment, "not after this day or time", due: true),
      FieldSpec("window", .text, "the hours that suit them"),
      FieldSpec("words", .text, "as it was said"),
    ])

  private static let reply = RecordSchema(
    .reply, "an answer about the application",
    [
      bound, with,
      FieldSpec("answer", .oneOf(answers), "what they said"),
      FieldSpec("new_date", .moment, "the new day they named", due: true),
      FieldSpec("respond_by", .moment, "the day by which an offer wants an answer", due: true),
    ])
}
