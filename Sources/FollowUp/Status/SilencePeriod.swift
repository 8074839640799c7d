import CivilTime
import EventLog

/// How long they have been silent: since when, and why then.
public struct SilencePeriod: Hashable, Sendable {
  /// What a silence is counted from.
  public enum Beginning: Hashable, Sendable {
    /// Word from them: an answer, a touch that came in, a call in which one spoke, a promise, leave to call, the next
    /// steps, what they said of the interview.
    case word
    /// An interview that was held.
    case interview
    /// They have never been heard: the day on which the application was sent.
    case applied
    /// They have never been heard, and nothing was sent: the day of the lead.
    case lead
  }

  /// The first day of the silence: `silent_since` of docs/COMMANDS.md.
  public let since: CivilDate
  /// What it is counted from.
  public let beginning: Beginning
  /// The record that says so: the last word, the interview, or the application.
  public let record: RecordID
  /// How long it has been: until today, or of a closed application until the day on which it was closed.
  public let span: DaySpan

  /// The same in days of the calendar.
  public var days: Int { span.calendarDays }
  /// The same in working days.
  public var workingDays: Int { span.businessDays }
  /// Whether they have never been heard or met.
  public var isUnbroken: Bool { beginning == .applied || beginning == .lead }
}

extension ApplicationStatus {
  /// The silence up to a day; nil where nothing has a date.
  static func silence(
    _ status: ApplicationStatus, _ past: [RecordState], until end: CivilDate, _ calendar: WorkingCalendar
  ) -> SilencePeriod? {
    // What happened is in order, so the last that fits is the latest.
    let heard = past.last { state in
      state.endsSilence && status.clock.date(of: state).map { $0 <= end } ?? false
    }
    if let heard, let day = status.clock.date(of: heard) {
      return SilencePeriod(
        since: day, beginning: Interview(heard) == nil ? .word : .interview, record: heard.id,
        span: DaySpan(from: day, to: end, calendar: calendar))
    }
    guard let began = status.applied ?? status.lead, began <= end else { return nil }
    return SilencePeriod(
      since: began, beginning: status.applied == nil ? .lead : .applied, record: status.application.id,
      span: DaySpan(from: began, to: end, calendar: calendar))
  }
}
