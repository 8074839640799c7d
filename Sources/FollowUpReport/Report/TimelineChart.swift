import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice

/// One application as a timeline: what they did, what the person did, what was waited for, and what comes next.
///
///     let chart = TimelineChart(records, context)
///     chart.marks.filter { $0.side == .them }
package struct TimelineChart: Hashable, Sendable {
  /// Whose doing a mark is, which is also where it is drawn: above the line, below it, or on it.
  package enum Side: String, CaseIterable, Hashable, Sendable {
    /// The employer, both, or the person.
    case them, both, you
  }

  /// What a mark stands for; each has a shape of its own.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The application was sent, or the lead found.
    case opened
    /// A call or an e-mail, in either direction.
    case call, email
    /// A letter on paper, or a text or chat message.
    case letter
    case thankYou = "thank_you"
    case interview
    /// Word from the employer.
    case reply
    /// The day that they named.
    case promise
    /// Anything else that was written down: a note, the next steps, news from inside.
    case note
    /// It was closed.
    case closed
  }

  /// One thing on one day.
  package struct Mark: Hashable, Sendable {
    /// The day on the reader's clock.
    package let day: CivilDate
    /// The day or the time as it is recorded, on the reader's clock and on that of its place; nil for a day of an
    /// application itself.
    package let reading: TimeReading?
    /// The time on the reader's clock, where one is recorded.
    package var time: OffsetTime? { reading?.own.time }
    package let kind: Kind
    /// Whose doing it is.
    package let side: Side
    /// What became of a promise; nil for everything else.
    package let promise: PromiseEvidence.Outcome?
    /// Whether it lies ahead.
    package let isAhead: Bool
    /// What happened, for people, without the day: `Call to Tobias Lindqvist: voicemail`.
    package let text: String
    package let record: RecordID
  }

  /// A span of days.
  package struct Bar: Hashable, Sendable {
    /// What the span was.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
      /// Something was waited for, and came.
      case waited
      /// Something is waited for.
      case waiting
      /// From the day on which a promise was made to the day that it named.
      case promise
      case rest
    }
    package let kind: Kind
    /// The first day.
    package let from: CivilDate
    /// The last day, later than ``from``.
    package let to: CivilDate
    /// From what to what, for people.
    package let text: String
  }

  /// The next advised step.
  package struct Next: Hashable, Sendable {
    /// The day to take it.
    package let day: CivilDate
    /// The shape that it will have.
    package let kind: Kind
    /// What is to be done: `Call Tobias Lindqvist`.
    package let text: String
    /// Whether it is due today.
    package let isDue: Bool
    /// Whether its last day has passed.
    package let isOverdue: Bool
  }

  package let application: RecordID
  /// `Company — Role`.
  package let title: String
  /// How far it is.
  package let stage: Stage
  /// The date on the person's clock.
  package let today: CivilDate
  /// The marks, by day and then in the order of the timeline.
  package let marks: [Mark]
  /// The bars, by their first day.
  package let bars: [Bar]
  /// How many entries have no day that can be read, and so no place.
  package let undated: Int
  /// The next advised step; nil where none is known.
  package var next: Next?

  /// The first and the last day that the timeline speaks of, today included.
  package var span: ClosedRange<CivilDate> {
    let days = marks.map(\.day) + bars.flatMap { [$0.from, $0.to] } + [today] + [next?.day].compactMap(\.self)
    return (days.min() ?? today)...(days.max() ?? today)
  }

  init(
    application: RecordID, title: String, stage: Stage, today: CivilDate, marks: [Mark], bars: [Bar], undated: Int = 0,
    next: Next? = nil
  ) {
    self.application = application
    self.title = title
    self.stage = stage
    self.today = today
    self.marks = marks
    self.bars = bars
    self.undated = undated
    self.next = next
  }
}
