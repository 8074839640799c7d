/// Where an event stands in its writer's log, and which event it is: what an anchor, an end of a log, a line that waits or
/// the own last event comes to.
public struct EventPosition: Hashable, Sendable {
  /// The writer.
  public var device: DeviceID
  /// The event's number in the writer's log, from 1; 0 before the first.
  public var seq: Int64
  /// The event's hash; ``EventHash/zero`` before the first.
  public var hash: EventHash

  /// The position of an event.
  public init(device: DeviceID, seq: Int64, hash: EventHash) {
    self.device = device
    self.seq = seq
    self.hash = hash
  }

  /// Before a device's first event.
  public init(before device: DeviceID) { self.init(device: device, seq: 0, hash: .zero) }
}

extension EventPosition: Comparable {
  /// By device, then along its log; branches by their hashes.
  public static func < (left: EventPosition, right: EventPosition) -> Bool {
    (left.device, left.seq, left.hash) < (right.device, right.seq, right.hash)
  }
}

extension EventLine {
  /// Where the event stands.
  public var position: EventPosition { EventPosition(device: device, seq: seq, hash: hash) }
}
