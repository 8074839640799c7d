import CivilTime
import FollowUp

/// An event of a calendar that is written (RFC 5545, 3.6.1).
public struct CalendarEntry: Hashable, Sendable {
  /// When it is.
  public enum Span: Hashable, Sendable {
    /// A whole day.
    case day(CivilDate)
    /// From a moment to a later one, in seconds since 1970, on the clock of a zone; nil is UTC.
    case time(from: Int64, to: Int64, zone: Zone?)
  }

  /// The identifier, the same in every export.
  public var uid: String
  /// How often it was put elsewhere.
  public var sequence: Int
  /// When it was last changed, in milliseconds since 1970.
  public var changedMilliseconds: Int64
  /// When it is.
  public var span: Span
  /// Whether it was called off.
  public var isCancelled = false
  /// What it is, in one line.
  public var summary: String
  /// What is said of it.
  public var details: String
  /// What kinds of thing it is.
  public var categories: [String] = []
  /// Whether the person is free meanwhile.
  public var isTransparent: Bool
  /// How long before its beginning to be reminded, in minutes; nil for no reminder.
  public var alarmMinutesBefore: Int?

  /// An event.
  public init(
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
