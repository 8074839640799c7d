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
  /// The days that they named, oldest first.
  public let promises: [PromiseEvidence]
  /// The answers that something waited for, oldest first.
  public let answers: [Answer]
  /// The guesses at a cause of silence, oldest first.
  public let silences: [Silence]
  /// How long it has been since the round began (PLAYBOOKS, "Where an application stands"): since the application was
  /// sent, an interview was held, or last anything came in; of a lead, since the first try. Nil when it is decided, or
  /// an interview lies ahead.
  public let waiting: DaySpan?
  /// Whether it counts as a silent role (PLAYBOOKS 11): in this round a promise was broken, or a cause of silence was
  /// recorded, or three weeks have passed (PLAYBOOKS 21) without a promised day that is still to come. For a closed
  /// application all of this is as of the day on which it was closed.
  public let isSilent: Bool

  /// Three weeks, in days of the calendar (PLAYBOOKS 21).
  public static let silentDaysMin = 21

  /// Gathers the evidence of an application.
  ///
  /// - Parameters:
  ///   - states: any records; those of other applications are left out.
  ///   - today: the date on the person's clock. What is dated later has not happened.
  ///   - clock: that clock, by which the records' times have their days.
  public init(
    _ application: Application, states: [RecordState], today: CivilDate, calendar: WorkingCalendar, clock: ReaderClock
  ) {
    let last = application.closedOn.map { min($0, today) } ?? today
    let all = Timeline.of(application.id, in: states, clock: clock)
    let past = all.filter { clock.date(of: $0).map { $0 <= today } ?? false }
    let waits = Waits(application, past, last, calendar, clock)
    let promises = all.compactMap {
      PromiseEvidence($0, timeline: past, today: last, calendar: calendar, clock: clock)
    }
    let silences = past.compactMap(Silence.init)
    let stage = Stage.of(application: application, records: all, today: today, clock: clock)
    self.application = application
    self.stage = stage
    self.promises = promises
    self.silences = silences
    answers = waits.answers
    let isDecided = past.contains { state in
      Reply(state)?.answer.map { ["offer", "rejected", "filled", "position_gone"].contains($0) } ?? false
    }
    let open = isDecided || stage == .interviewAhead ? nil : waits.round
    waiting = open
    isSilent =
      open.map { wait in
        let own = promises.filter { ($0.madeOn ?? $0.by.date) >= wait.from && $0.answeredOn == nil }
        if own.contains(where: { $0.outcome == .broken }) { return true }
        if silences.contains(where: { clock.date(of: $0).map { $0 >= wait.from } ?? false }) { return true }
        return wait.calendarDays >= Self.silentDaysMin && !own.contains { $0.outcome == .open }
      } ?? false
  }

  /// Follows who waited for whom.
  private struct Waits {
    private(set) var answers: [Answer] = []
    private(set) var round: DaySpan?

    init(
      _ application: Application, _ past: [RecordState], _ last: CivilDate, _ calendar: WorkingCalendar,
      _ clock: ReaderClock
    ) {
      var asked: CivilDate?
      var began: CivilDate?
      var applied = application.appliedOn
      func apply(by day: CivilDate) {
        guard let sent = applied, sent <= day else { return }
        asked = asked ?? sent
        began = sent
        applied = nil
      }
      for state in past {
        guard let day = clock.date(of: state) else { continue }
        apply(by: day)
        if Dealings.isIncoming(state) {
          if let since = asked {
            answers.append(Answer(record: state.id, wait: DaySpan(from: since, to: day, calendar: calendar)))
          }
          (asked, began) = (nil, day)
        } else if Interview(state) != nil {
          (asked, began) = (day, day)
        } else if Touch(state)?.isTry == true {
          (asked, began) = (asked ?? day, began ?? day)
        }
      }
      apply(by: last)
      round = began.flatMap { $0 <= last ? DaySpan(from: $0, to: last, calendar: calendar) : nil }
    }
  }
}
