import CivilTime
import EventLog

/// What happened with an application, in order.
public enum Timeline {
  /// The records that belong to an application, oldest first; retracted ones are left out.
  ///
  /// They are ordered by day, then days without a time before those with one, then by time, then by identifier, which
  /// is the order of making; all on the reader's clock. A record whose `at` cannot be read comes last.
  public static func of(
    _ application: RecordID, in states: some Sequence<RecordState>, clock: ReaderClock
  ) -> [RecordState] {
    let name = JSONValue(application.text)
    return sorted(states.filter { state in !state.isRetracted && state["application"] == name }, clock: clock)
  }

  /// Records in the order of ``of(_:in:clock:)``.
  public static func sorted(_ states: some Sequence<RecordState>, clock: ReaderClock) -> [RecordState] {
    entries(states, clock: clock).map(\.state)
  }

  /// A record, and when it happened on the reader's clock; nil where that cannot be read.
  struct Entry {
    let state: RecordState
    let at: Moment?
  }

  /// Records in the order of ``of(_:in:clock:)``, each with when it happened: that is read once.
  static func entries(_ states: some Sequence<RecordState>, clock: ReaderClock) -> [Entry] {
    states.map { state in
      let at = clock.moment(of: state)
      return (key: Key(at, state.id), entry: Entry(state: state, at: at))
    }.sorted { $0.key < $1.key }.map(\.entry)
  }

  private struct Key: Comparable {
    let day: Int
    let seconds: Int64
    let id: RecordID

    init(_ at: Moment?, _ id: RecordID) {
      day = at?.date.dayNumber ?? .max
      seconds = at?.time?.secondsSince1970 ?? .min
      self.id = id
    }

    static func < (left: Key, right: Key) -> Bool {
      (left.day, left.seconds, left.id) < (right.day, right.seconds, right.id)
    }
  }
}
