/// What a template can name between braces: `{my_name}`. ``doc`` says what each one is.
public enum ScriptFact: String, CaseIterable, Hashable, Sendable {
  /// Your name, from the settings.
  case myName = "my_name"
  /// Your number as you wrote it.
  case myPhone = "my_phone"
  /// Your number digit by digit, to be said slowly.
  case myPhoneSlowly = "my_phone_slowly"
  /// Your address, from the settings.
  case myEmail = "my_email"
  /// The name of the person you turn to.
  case contact
  /// That person's position.
  case contactTitle = "contact_title"
  /// The number to call.
  case contactPhone = "contact_phone"
  /// The address to write to.
  case contactEmail = "contact_email"
  /// The number that goes past the switchboard.
  case directLine = "direct_line"
  /// Who had the contact's task before, where that person has left.
  case formerContact = "former_contact"
  /// The employer.
  case company
  /// The position.
  case role
  /// The application's short id, for commands.
  case applicationID = "application_id"
  /// The day of the last interview held.
  case interviewDay = "interview_day"
  /// How it was held: by phone, in person ….
  case interviewFormat = "interview_format"
  /// Who held it.
  case interviewer
  /// The day you applied.
  case appliedDay = "applied_day"
  /// Where you met.
  case metWhere = "met_where"
  /// The day you met.
  case metDay = "met_day"
  /// What they offered you when you met.
  case offered
  /// The day they last named.
  case promisedDay = "promised_day"
  /// What they said comes next.
  case nextSteps = "next_steps"
  /// Today.
  case today

  /// Half a sentence for people.
  public var doc: String {
    switch self {
    case .myName: "your name, from the settings"
    case .myPhone: "your phone number as you wrote it"
    case .myPhoneSlowly: "your phone number digit by digit, to say slowly"
    case .myEmail: "your e-mail address, from the settings"
    case .contact: "the addressee's name"
    case .contactTitle: "the addressee's position"
    case .contactPhone: "the addressee's phone number"
    case .contactEmail: "the addressee's e-mail address"
    case .directLine: "the addressee's direct line"
    case .formerContact: "the addressee's predecessor, if that person left"
    case .company: "the employer"
    case .role: "the position"
    case .applicationID: "the application's short id, for commands"
    case .interviewDay: "the day of the last interview held"
    case .interviewFormat: "its format: by phone, in person …"
    case .interviewer: "who interviewed you"
    case .appliedDay: "the day you applied"
    case .metWhere: "where you met them"
    case .metDay: "the day you met"
    case .offered: "what they offered you when you met"
    case .promisedDay: "the day they last named"
    case .nextSteps: "the next steps they named"
    case .today: "today"
    }
  }
}

/// What a template can ask between braces, beside whether a fact is known: `{?first_choice}`.
public enum ScriptQuestion: String, CaseIterable, Hashable, Sendable {
  /// Whether an interview was held.
  case interview
  /// Whether the message asks for a call on the same day (`ScriptManner.asksForCallToday`).
  case callToday = "call_today"
  /// Whether they are told that they are the first choice (`ScriptManner.saysFirstChoice`).
  case firstChoice = "first_choice"

  /// Half a sentence for people.
  public var doc: String {
    switch self {
    case .interview: "an interview was held"
    case .callToday: "the playbook asks for a callback on the same day"
    case .firstChoice: "the playbook now has you say that they are your first choice"
    }
  }
}

/// Something that a script needs and that is not recorded: a question to the person, and the command that answers it.
public struct MissingFact: Hashable, Sendable, CustomStringConvertible {
  /// What is missing.
  public let fact: ScriptFact
  /// What to ask the person: `What is Ms Okafor's phone number?`
  public let question: String
  /// The command that records the answer: `followup contact edit 3fa9c1 phone=NUMBER`.
  public let command: String

  /// The question and the command, in one line.
  public var description: String { "\(question) Record it with: \(command)" }
}
