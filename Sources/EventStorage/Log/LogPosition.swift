/// Where an accepted event stands in one store: its branch's number there, and its seq. Other stores number their branches
/// otherwise; ``EventPosition`` is the same everywhere.
package struct LogPosition: Hashable, Sendable, BitwiseCopyable {
  /// The branch's number in this store.
  package var branch: Int
  /// The event's number in its device's log, from 1.
  package var seq: Int64

  /// The position of an event.
  package init(branch: Int, seq: Int64) {
    self.branch = branch
    self.seq = seq
  }
}
