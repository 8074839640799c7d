import CivilTime
import EventLog

/// Something in the log that advice rests on.
public struct Fact: Hashable, Sendable {
  /// The record that says it.
  public let record: RecordID
  /// When it happened or is due, as it was recorded; nil where no day is recorded.
  public let at: Moment?
  /// The day of that on the reader's clock.
  public let day: CivilDate?
  /// What it says, for people: `interview`, `promised by Fri 2026-10-09`.
  public let text: String

  /// A fact of a record.
  ///
  /// - Parameters:
  ///   - record: the record that says so.
  ///   - at: when it happened; nil where the record does not say.
  ///   - day: on the reader's clock; nil takes the day of `at`.
  ///   - text: the fact in a few words.
  public init(record: RecordID, at: Moment?, day: CivilDate? = nil, text: String) {
    self.record = record
    self.at = at
    self.day = day ?? at?.date
    self.text = text
  }
}

/// Something in the log that is doubtful: advice goes on, and says so.
public struct Doubt: Hashable, Sendable {
  /// The record in question; nil where it is a setting.
  public let record: RecordID?
  /// What is doubtful and what was made of it: a sentence without a full stop.
  public let text: String

  /// A doubt about a record.
  public init(record: RecordID?, text: String) {
    self.record = record
    self.text = text
  }
}
