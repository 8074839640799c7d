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
    states.map { (key: Key($0, clock), state: $0) }.sorted { $0.key < $1.key }.map(\.state)
  }

  private struct Key: Comparable {
    let day: Int
    let seconds: Int64
    let id: RecordID

    init(_ state: RecordState, _ clock: ReaderClock) {
      let at = clock.moment(of: state)
      day = at?.date.dayNumber ?? .max
      seconds = at?.time?.secondsSince1970 ?? .min
      id = state.id
    }

    static func < (left: Key, right: Key) -> Bool {
      (left.day, left.seconds, left.id) < (right.day, right.seconds, right.id)
    }
  }
}
