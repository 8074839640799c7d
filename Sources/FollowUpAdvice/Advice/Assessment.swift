import CivilTime
import EventLog
import FollowUp

/// What one application comes to by itself: its advice, due or ahead, and what concerns the others.
public struct Assessment: Sendable {
  /// The application.
  public let application: Application
  /// Whether something may still come of it.
  public let isOpen: Bool
  /// Whether nobody has touched it for ``Advisor/oldAfterDays`` days: it is one of the old ones.
  public let isOld: Bool
  /// The last day on which anything happened, or was to happen.
  public let lastActivity: CivilDate?
  /// The day on which it was opened: sent, or found.
  public let opened: CivilDate?
  /// Whether it rests until a day that is still ahead.
  public let isSnoozed: Bool

  /// Advice that is no outreach: thanks, next steps, an offer to answer, a close.
  var hygiene: [Advice] = []
  /// The next outreach, and beside it perhaps a question to an insider that was due before.
  var outreach: [Outreach] = []
  /// An offer that waits for its answer.
  var offer: Offer?
  /// What stands in the calendar: interviews, days of decision, days of answer (PLAYBOOKS 5).
  var dates: [AgendaEntry] = []
  /// Whether they have never said anything.
  var isSilent = false

  /// Advice of outreach with what is needed to put it on another day.
  struct Outreach: Sendable {
    var advice: Advice
    let step: Playbook.Step
    let windows: WindowChoice?
    /// A weekday that the step avoids because the last try was on it.
    let lastTry: CivilDate?
    /// Not before this day: an agreed permission, or the end of a rest.
    var floor: CivilDate?
    /// The interview that lies ahead, and before which nobody is contacted.
    let interviewAhead: CivilDate?
  }

  /// An offer that wants an answer.
  struct Offer: Sendable {
    let received: CivilDate
    let respondBy: CivilDate
    let fact: Fact
  }
}

/// Something on a day ahead: advice, or a date of the application's own.
public struct AgendaEntry: Hashable, Sendable {
  /// What it is.
  public enum Kind: Hashable, Sendable {
    /// Advice, on the day to act.
    case advice(Advice)
    /// An interview.
    case interview
    /// They decide, or call, by this day (PLAYBOOKS 5).
    case decision
    /// An offer wants its answer by this day.
    case respondBy
    /// The application's rest ends.
    case snoozeEnds
  }

  /// The day on the reader's clock.
  public let day: CivilDate
  /// The day or the time as it is recorded, on the reader's clock and on that of its place; nil for advice.
  public let reading: TimeReading?
  /// The time on the reader's clock, where one is recorded.
  public var time: OffsetTime? { reading?.own.time }
  /// What it is.
  public let kind: Kind
  /// The application; nil for advice on none or on several.
  public let subject: Advice.Subject?
  /// Where it stands in the log; nil for advice, which has facts of its own.
  public let fact: Fact?

  /// Advice, on the day to act.
  init(_ advice: Advice, on day: CivilDate) {
    // A window on their clock may begin on another day of one's own.
    self.day = advice.window?.ownFrom.date ?? day
    reading = nil
    kind = .advice(advice)
    subject = advice.subjects.count == 1 ? advice.subjects.first : nil
    fact = nil
  }

  /// A date of an application's own.
  init(_ reading: TimeReading, kind: Kind, subject: Advice.Subject, fact: Fact) {
    day = reading.date
    self.reading = reading
    self.kind = kind
    self.subject = subject
    self.fact = fact
  }
}
