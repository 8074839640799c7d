import CivilTime
import EventLog
import FollowUp

/// Something that stands, or stood, in a person's calendar on account of an application: advice on the day to act, an
/// interview, a day that they named.
package struct DiaryEntry: Hashable, Sendable {
  /// What it is.
  package enum Kind: Hashable, Sendable {
    /// Advice, on the day to act or within the hours to call.
    case advice(Advice)
    /// An interview: the record.
    case interview(RecordState)
    /// They decide, or call, by this day (PLAYBOOKS 5): where it is said.
    case decision(Fact)
    /// An offer wants its answer by this day: where it is said.
    case respondBy(Fact)
  }

  /// When it is.
  package enum Place: Hashable, Sendable {
    /// A whole day.
    case day(CivilDate)
    /// Hours on the other person's clock; `tz` is an IANA name, or `UTC` with an offset where none is known.
    case window(day: CivilDate, span: ClockSpan, tz: String)
    /// A time; `tz` is the name of its zone as recorded, where one is.
    case time(OffsetTime, tz: String?)

    /// The day, on the clock of its place.
    package var day: CivilDate {
      switch self {
      case .day(let day), .window(let day, _, _): day
      case .time(let time, _): time.local.date
      }
    }
  }

  /// What has become of it.
  package enum Status: Hashable, Sendable {
    /// It is still to come, or to be done.
    case standing
    /// It was done on its day; what is late moves on, so that no day is too late.
    case done
    /// Its day has gone by.
    case past
    /// It is no longer to be done: an answer came, the application was closed, it was done before its day.
    case withdrawn
  }

  /// What tells it from every other entry, on every device and in every export: the application, the rung of the ladder
  /// and the try, or the record that it stands for.
  package let name: String
  /// The application.
  package let application: Application
  /// What it is.
  package internal(set) var kind: Kind
  /// When it is.
  package internal(set) var place: Place
  /// What has become of it.
  package internal(set) var status = Status.standing
  /// How often it was put elsewhere, withdrawn or taken up again.
  package internal(set) var sequence = 0
  /// The clock of the last event that it rests on.
  package internal(set) var changed: HybridTimestamp
  /// The day from which it stood no longer.
  package internal(set) var ended: CivilDate?
}
