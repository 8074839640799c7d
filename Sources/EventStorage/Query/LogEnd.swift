import EventLog

/// The end of a log, of which something speaks that is not the event: the store's list of logs, its note of what it
/// wrote, its anchor.
public struct LogEnd: Hashable, Sendable {
  /// The device whose log it is.
  public let device: DeviceID
  /// The number of the last event.
  public let seq: Int64
  /// The hash of the last event.
  public let hash: EventHash

  /// The end of a device's log.
  public init(device: DeviceID, seq: Int64, hash: EventHash) {
    self.device = device
    self.seq = seq
    self.hash = hash
  }
}
