import CivilTime
import EventLog

/// Where an application stands (PLAYBOOKS, "Where an application stands"): the one reading of its records, from which every
/// list, page, script, calendar and piece of advice takes its stage, interviews, promises, silence and people.
///
///     let status = ApplicationStatus(records, ReadingContext(now: now, settings: settings, zones: zones))
///     status.stage          // .promised
///     status.silence?.since // 2026-10-08
public struct ApplicationStatus: Sendable {
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
    public let outcome: TouchOutcome?

    /// Whether something was left for them to hear or read.
    public var leftMessage: Bool { channel != .call || outcome == .voicemail }
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
    /// Where it is said: a promise, or a reply that names a day.
    public let state: RecordState
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
    public let state: RecordState
  }

  /// The application.
  public let application: Application
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
  /// The newest word of the round on calling, whatever it says.
  public internal(set) var permission: Permission?
  /// The permission by which they asked not to be called, if that is the newest word on it.
  public internal(set) var refusal: Permission?
  /// Whether the next steps are recorded on the day of the last interview or later.
  public internal(set) var hasNextSteps = false
  /// Whether thanks went out on the day of the last interview or later.
  public internal(set) var hasThanked = false
  /// The question to somebody inside, if one was put in the round.
  public internal(set) var insiderAsked: RecordState?
  /// The tries of the round, oldest first.
  public internal(set) var tries: [Try] = []
  /// The last touch either way.
  public internal(set) var lastTouch: RecordState?
  /// The last day on which anything happened, or was to happen by what they said.
  public internal(set) var lastActivity: CivilDate?
  /// How long they have been silent, and since when; nil where nothing has a date.
  public internal(set) var silence: SilencePeriod?
  /// The reply that decides it, unless an interview took it back.
  public internal(set) var decision: Reply?
  /// The guess at the cause of the silence.
  public internal(set) var silenceCause: Silence?
  /// What is doubtful.
  public internal(set) var doubts: [Doubt] = []
  /// The people whom its records name, those dealt with last first.
  public internal(set) var people: [RecordID] = []
  /// The people with whom there was a touch either way.
  public internal(set) var touched: Set<RecordID> = []
  /// The facts, oldest first. They are put into words when they are asked for: most of the time nobody does.
  public var facts: [Fact] { [beginning].compactMap(\.self) + factStates.map(fact) }

  /// The records of what has come, oldest first.
  public var past: [RecordState] { happened.map(\.state) }
  /// All records, oldest first; those without a day last.
  public var timeline: [RecordState] { entries.map(\.state) }

  /// Something that has come, with what is asked of it again and again.
  struct Happening {
    let state: RecordState
    let at: Moment
    let type: RecordType?
    let isTouch: Bool
  }

  /// What has come, oldest first.
  var happened: [Happening] = []
  /// All records, with when they happened.
  var entries: [Timeline.Entry] = []

  /// By which the records are read.
  public let context: ReadingContext
  /// By which the records' times have their days.
  public var clock: ReaderClock { context.clock }
  /// The date on the person's clock.
  public var today: CivilDate { context.today }
  var now: Now { context.now }
  var calendar: WorkingCalendar { context.calendar }
  /// How it began: sent, or found.
  var beginning: Fact?
  /// What the facts are about, oldest first.
  var factStates: [RecordState] = []

  /// The first try of the round without an answer.
  public var firstTry: Try? { tries.first }
  /// The last try of the round: V is its day.
  public var lastTry: Try? { tries.last }

  /// Whether something may still come of it.
  public var isOpen: Bool { stage.isOpen }

  init(application: Application, _ context: ReadingContext) {
    self.application = application
    self.context = context
  }

  /// Where it will stand after an interview that lies ahead, if nothing else is said.
  public func after(_ interview: Interview, _ at: Moment) -> ApplicationStatus {
    var status = self
    status.interview = interview
    status.interviewed = at.date
    status.roundStart = at.date
    status.origin = .interview
    status.promised = nil
    status.permission = nil
    status.permitted = nil
    status.refusal = nil
    status.insiderAsked = nil
    status.tries = []
    return status
  }
}
