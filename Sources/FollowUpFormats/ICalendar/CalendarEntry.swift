import CivilTime
import FollowUp

/// An event of a calendar that is written (RFC 5545, 3.6.1).
package struct CalendarEntry: Hashable, Sendable {
  package enum Span: Hashable, Sendable {
    /// A whole day.
    case day(CivilDate)
    /// From a moment to a later one, in seconds since 1970, on the clock of a zone; nil is UTC.
    case time(from: Int64, to: Int64, zone: Zone?)
  }

  /// The identifier, the same in every export.
  package var uid: String
  /// How often it was put elsewhere.
  package var sequence: Int
  /// When it was last changed, in milliseconds since 1970.
  package var changedMilliseconds: Int64
  package var span: Span
  /// Whether it was called off.
  package var isCancelled = false
  /// What it is, in one line.
  package var summary: String
  /// What is said of it.
  package var details: String
  /// What kinds of thing it is.
  package var categories: [String] = []
  /// Whether the person is free meanwhile.
  package var isTransparent: Bool
  /// How long before its beginning to be reminded, in minutes; nil for no reminder.
  package var alarmMinutesBefore: Int?

  package init(
    uid: String, sequence: Int, changedMilliseconds: Int64, span: Span, summary: String, details: String,
    isTransparent: Bool
  ) {
    self.uid = uid
    self.sequence = sequence
    self.changedMilliseconds = changedMilliseconds
    self.span = span
    self.summary = summary
    self.details = details
    self.isTransparent = isTransparent
  }
}
