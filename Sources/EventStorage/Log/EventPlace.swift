/// Where an accepted event stands in a store: its chain's number there, and its seq.
public struct EventPlace: Hashable, Sendable, BitwiseCopyable {
  /// The chain's number in this store.
  public var chain: Int
  /// The event's number in its device's log, from 1.
  public var seq: Int64

  /// The place of an event.
  public init(chain: Int, seq: Int64) {
    self.chain = chain
    self.seq = seq
  }
}
