import CivilTime
import EventLog
import FollowUp

/// What the log of one application says of the employer (PLAYBOOKS 25).
public struct ApplicationEvidence: Hashable, Sendable {
  /// An answer, and how long it took.
  public struct Answer: Hashable, Sendable {
    /// What came in.
    public let record: RecordID
    /// From what waited for it (the application, an interview, the first try since they were last in touch) to the
    /// answer.
    public let wait: DaySpan
  }

  /// The application.
  public let application: Application
  /// How far it is.
  public let stage: Stage
  /// How far it is, or was before the person closed it.
  public let stageIfOpen: Stage
  /// The days that they named, oldest first.
  public let promises: [PromiseEvidence]
  /// The answers that something waited for, oldest first.
  public let answers: [Answer]
  /// The guesses at a cause of silence, oldest first.
  public let silences: [Silence]
  /// How long they have been silent (`ApplicationStatus.silence`), where an answer is waited for: nil when it is
  /// decided, when an interview lies ahead, and of a lead that nobody wrote to.
  public let waiting: SilencePeriod?
  /// Whether it counts as a silent role (PLAYBOOKS 11): since they were last heard a promise was broken, or a cause of
  /// silence was recorded, or three weeks have passed (PLAYBOOKS 21) without a promised day that is still to come. For a
  /// closed application all of this is as of the day on which it was closed.
  public let isSilent: Bool
  /// Whether an interview was held.
  public let wasInterviewed: Bool

  /// Three weeks, in days of the calendar (PLAYBOOKS 21).
  public static let silentDaysMin = 21

  /// Gathers the evidence of an application.
  public init(_ status: ApplicationStatus) {
    application = status.application
    stage = status.stage
    stageIfOpen = status.stageIfOpen
    promises = status.promises
    silences = status.past.compactMap(Silence.init)
    answers = Self.answers(status)
    wasInterviewed = status.interview != nil
    let isUntried = status.applied == nil && status.past.allSatisfy { Touch($0)?.isTry != true && !$0.endsSilence }
    let isAwaited = !status.stageIfOpen.isDecided && status.interviewsAhead.isEmpty && !isUntried
    let open = isAwaited ? status.silence : nil
    waiting = open
    let clock = status.clock
    isSilent =
      open.map { [promises, silences] wait in
        let own = promises.filter { ($0.madeOn ?? $0.by.date) >= wait.since && $0.answeredOn == nil }
        if own.contains(where: { $0.outcome == .broken }) { return true }
        if silences.contains(where: { clock.date(of: $0).map { $0 >= wait.since } ?? false }) { return true }
        return wait.days >= Self.silentDaysMin && !own.contains { $0.outcome == .open }
      } ?? false
  }

  /// Follows who waited for whom, for how long.
  private static func answers(_ status: ApplicationStatus) -> [Answer] {
    var answers: [Answer] = []
    var asked: CivilDate?
    var applied = status.application.appliedOn
    for state in status.past {
      guard let day = status.clock.date(of: state) else { continue }
      if let sent = applied, sent <= day {
        asked = asked ?? sent
        applied = nil
      }
      if state.isIncoming {
        if let since = asked {
          answers.append(
            Answer(record: state.id, wait: DaySpan(from: since, to: day, calendar: status.context.calendar)))
        }
        asked = nil
      } else if Interview(state) != nil {
        asked = day
      } else if Touch(state)?.isTry == true {
        asked = asked ?? day
      }
    }
    return answers
  }
}
