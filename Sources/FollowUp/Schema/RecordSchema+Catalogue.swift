import CivilTime

extension RecordSchema {
  /// Every type of PLAYBOOKS, "Record types and fields", in its order.
  package static let all: [RecordSchema] = [
    application, contact, interview, nextSteps, promise, permission,
    touch(.thankYou, "a thank-you note"), touch(.email, "an e-mail"), touch(.call, "a phone call"),
    touch(.message, "a text or chat message"), touch(.letter, "a letter on paper"),
    reply,
    RecordSchema(.insiderAsk, "a question to an insider", [bound, with, about("what you asked")]),
    RecordSchema(.intel, "news from an insider", [bound, with, about("what you learned")]),
    RecordSchema(.feedback, "their feedback on the interview", [bound, with, about("what they answered")]),
    RecordSchema(.silence, "a likely cause of a silence", [bound, FieldSpec("cause", .oneOf(causes), "why")]),
    RecordSchema(
      .employerNote, "a note on an employer's behaviour",
      [FieldSpec("company", .text, "the employer"), about("what their behaviour says about them")]),
    RecordSchema(.note, "a note on an application", [bound, FieldSpec("text", .text, "the note")]),
    RecordSchema(
      .device, "a device's name and time zone release",
      [
        FieldSpec("label", .text, "the name you gave the device"),
        FieldSpec("zone_rules", .text, "the release of the time zone rules it last used"),
      ]),
    RecordSchema(
      .setting, "a setting, which applies on every device",
      [FieldSpec("name", .text, "the setting"), FieldSpec("value", .any, "its value")]),
    RecordSchema(
      .playbook, "your own playbook",
      [FieldSpec("name", .text, "its name"), FieldSpec("text", .text, "the complete file")]),
    RecordSchema(
      .importMap, "a column map for imports",
      [
        FieldSpec("name", .text, "its name"), FieldSpec("target", .text, "the record type of its rows"),
        FieldSpec("columns", .any, "the column of each field"), FieldSpec("dates", .text, "the date order"),
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
        FieldSpec("direction", .oneOf(["out", "in"]), "who made contact: out if you did"),
        FieldSpec("outcome", .oneOf(outcomes), "the outcome"),
        FieldSpec("script", .text, "the script that was used"),
      ])
  }

  private static let application = RecordSchema(
    .application, "an application, or a lead you have not applied to yet",
    [
      FieldSpec("company", .text, "the employer"),
      FieldSpec("role", .text, "the position"),
      FieldSpec("source", .text, "where you found it"),
      FieldSpec("url", .text, "the job advertisement"),
      FieldSpec("location", .text, "where the work is"),
      FieldSpec("tz", .zone, "the employer's time zone"),
      FieldSpec("playbook", .text, "the playbook for this application"),
      FieldSpec("applied_on", .date, "the day you applied; empty for a lead"),
      FieldSpec("met_where", .text, "where you met them"),
      FieldSpec("met_on", .date, "when you met them"),
      FieldSpec("offered", .text, "what they offered you: an introduction, a tip"),
      FieldSpec("keep_warm", .boolean, "whether to stay in touch beyond the application"),
      FieldSpec("snooze_until", .date, "no advice until this day", due: true),
      FieldSpec("snooze_reason", .text, "why it is snoozed"),
      FieldSpec("closed_on", .date, "the day you closed it"),
      FieldSpec("closed_reason", .text, "why you closed it"),
    ])

  private static let contact = RecordSchema(
    .contact, "a person at an employer or connected to it",
    [
      FieldSpec("name", .text, "the person's name"),
      FieldSpec("title", .text, "the person's position"),
      FieldSpec("role", .oneOf(contactRoles), "the person's part in the application"),
      FieldSpec("company", .text, "the employer"),
      FieldSpec("phone", .text, "the phone number"),
      FieldSpec("email", .text, "the e-mail address"),
      FieldSpec("tz", .zone, "the person's time zone"),
      FieldSpec("direct_line", .either([.boolean, .text]), "whether phone is a direct line, or the number that is"),
      FieldSpec("met_where", .text, "where you met them"),
      FieldSpec("met_on", .date, "when you met them"),
      FieldSpec("left_on", .date, "the day they left"),
      FieldSpec("successor", .reference([.contact]), "who took over from them"),
      FieldSpec("moved_to", .text, "where they went"),
    ])

  private static let interview = RecordSchema(
    .interview, "an interview, coming or held",
    [
      bound,
      FieldSpec("with", .references([.contact]), "the people who were there"),
      FieldSpec("round", .either([.number, .text]), "which of several"),
      FieldSpec("format", .text, "phone, video, in person …"),
    ])

  private static let nextSteps = RecordSchema(
    .nextSteps, "the next steps they named",
    [
      bound,
      FieldSpec("asked_of", .reference([.contact]), "whom you asked"),
      FieldSpec("steps", .text, "the next steps they named"),
    ])

  private static let promise = RecordSchema(
    .promise, "when they said they would decide or call",
    [
      bound,
      FieldSpec("by", .moment, "the promised day or time", due: true),
      FieldSpec("precision", .oneOf(When.Precision.allCases.map(\.rawValue)), "how precisely they said it"),
      FieldSpec("words", .text, "in their words"),
      FieldSpec("made_by", .reference([.contact]), "who promised it"),
      FieldSpec("kept", .oneOf(keptValues), "whether they kept it"),
    ])

  private static let permission = RecordSchema(
    .permission, "whether and when you may call",
    [
      bound,
      FieldSpec("granted", .boolean, "whether you may"),
      FieldSpec("not_before", .moment, "no earlier than this day or time", due: true),
      FieldSpec("not_after", .moment, "no later than this day or time", due: true),
      FieldSpec("window", .text, "the hours that suit them"),
      FieldSpec("words", .text, "in their words"),
    ])

  private static let reply = RecordSchema(
    .reply, "an answer about the application",
    [
      bound, with,
      FieldSpec("answer", .oneOf(answers), "what they answered"),
      FieldSpec("new_date", .moment, "the new day they named", due: true),
      FieldSpec("respond_by", .moment, "the day by which an offer wants an answer", due: true),
    ])
}
