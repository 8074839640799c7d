import CivilTime
import EventLog
import FollowUp

/// The timeline of an application reduced to where it stands (PLAYBOOKS, "Where an application stands").
public struct Standing: Sendable {
  /// What a round began with, which is the clock when neither a permission nor a promise is.
  public enum Origin: Hashable, Sendable {
    /// The lead, the application, an interview, or word from the employer.
    case lead, applied, interview, incoming
  }

  /// A try: an outgoing call, e-mail, message or letter.
  public struct Try: Hashable, Sendable {
    /// The record.
    public let record: RecordID
    /// The day.
    public let day: CivilDate
    /// The time, where one is recorded.
    public let time: OffsetTime?
    /// By which channel.
    public let channel: Channel
    /// To whom.
    public let contact: RecordID?
    /// How it went.
    public let outcome: String?

    /// Whether something was left for them to hear or read.
    public var leftMessage: Bool { channel != .call || outcome == "voicemail" }
  }

  /// A day that they named: P.
  public struct Promised: Hashable, Sendable {
    /// The day or the time, on the reader's clock and on theirs.
    public let reading: TimeReading
    /// The day or the time, on the reader's clock.
    public var moment: Moment { reading.own }
    /// The day from which waits count: one working day later after "about", the last working day of a week.
    public let day: CivilDate
    /// Whether it has passed: a day at its end, a time at that time.
    public let hasPassed: Bool
    /// Where it is said.
    public let fact: Fact
  }

  /// When one may call.
  public struct Permitted: Hashable, Sendable {
    /// Not before this day.
    public let notBefore: CivilDate
    /// Not before this time, where one was agreed.
    public let notBeforeTime: OffsetTime?
    /// Not after this day; nil where none was agreed.
    public let notAfter: CivilDate?
    /// The hours agreed, where they can be read.
    public let window: ClockSpan?
    /// Where it is said.
    public let fact: Fact
  }

  /// The application.
  public let application: Application
  /// The date on the person's clock.
  public let today: CivilDate
  /// What the round began with.
  public internal(set) var origin: Origin = .lead
  /// The day on which the round began; nil where nothing has a date.
  public internal(set) var roundStart: CivilDate?
  /// The day of the lead: L.
  public internal(set) var lead: CivilDate?
  /// The day on which it was sent, if that has come: A.
  public internal(set) var applied: CivilDate?
  /// The last interview held: I.
  public internal(set) var interview: Interview?
  /// The day of the last interview held.
  public internal(set) var interviewed: CivilDate?
  /// The interviews that lie ahead, or go on, the next first.
  public internal(set) var interviewsAhead: [(interview: Interview, at: TimeReading)] = []
  /// The next interview that lies ahead, or goes on.
  public var interviewAhead: (interview: Interview, at: TimeReading)? { interviewsAhead.first }
  /// Whether an interview counts as held and may go on today: only its day is recorded.
  public internal(set) var isInterviewToday = false
  /// The newest day that they named in the round.
  public internal(set) var promised: Promised?
  /// The newest permission of the round.
  public internal(set) var permitted: Permitted?
  /// Where they asked not to be called, if that is the newest word on it.
  public internal(set) var refusal: Fact?
  /// Whether the next steps are recorded on the day of the last interview or later.
  public internal(set) var hasNextSteps = false
  /// Whether thanks went out on the day of the last interview or later.
  public internal(set) var hasThanked = false
  /// The question to somebody inside, if one was put in the round.
  public internal(set) var insiderAsked: Fact?
  /// The tries of the round, oldest first.
  public internal(set) var tries: [Try] = []
  /// The last time anything came in.
  public internal(set) var lastIncoming: Fact?
  /// The last touch either way.
  public var lastTouch: Fact? { lastTouchState.map(fact) }
  /// The last day on which anything happened, or was to happen by what they said.
  public internal(set) var lastActivity: CivilDate?
  /// Working days without a word from them, since they were last heard or else since the round began.
  public internal(set) var silenceWorkingDays: Int?
  /// The reply that decides it, unless an interview took it back.
  public internal(set) var decision: Reply?
  /// The guess at the cause of the silence.
  public internal(set) var silenceCause: Silence?
  /// What is doubtful.
  public internal(set) var doubts: [Doubt] = []
  /// The people of the application, those dealt with last first.
  public internal(set) var people: [RecordID] = []
  /// The people with whom there was a touch either way.
  public internal(set) var touched: Set<RecordID> = []
  /// The facts, oldest first. They are put into words when they are asked for: most of the time nobody does.
  public var facts: [Fact] { [beginning].compactMap(\.self) + factStates.map(fact) }

  /// The clock by which the records' times are read.
  let clock: ReaderClock
  /// How it began: sent, or found.
  var beginning: Fact?
  /// What the facts are about, oldest first.
  var factStates: [RecordState] = []
  var lastTouchState: RecordState?

  /// The first try of the round without an answer.
  public var firstTry: Try? { tries.first }
  /// The last try of the round: V is its day.
  public var lastTry: Try? { tries.last }

  /// Whether something may still come of it.
  public var isOpen: Bool {
    if application.isClosed { return false }
    switch decision?.answer {
    case "rejected", "filled", "position_gone": return false
    default: return true
    }
  }

  init(application: Application, today: CivilDate, clock: ReaderClock) {
    self.application = application
    self.today = today
    self.clock = clock
  }
}
