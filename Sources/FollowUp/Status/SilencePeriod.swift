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
  func silence(until end: CivilDate) -> SilencePeriod? {
    // What happened is in order, so the last that fits is the latest.
    if let heard = happened.last(where: { $0.at.date <= end && $0.state.endsSilence }) {
      let day = heard.at.date
      return SilencePeriod(
        since: day, beginning: heard.type == .interview ? .interview : .word, record: heard.state.id,
        span: DaySpan(from: day, to: end, calendar: calendar))
    }
    guard let began = applied ?? lead, began <= end else { return nil }
    return SilencePeriod(
      since: began, beginning: applied == nil ? .lead : .applied, record: application.id,
      span: DaySpan(from: began, to: end, calendar: calendar))
  }
}
