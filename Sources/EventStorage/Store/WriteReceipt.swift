import EventLog

/// What a transaction of the own device has written.
public struct WriteReceipt: Sendable, Equatable {
  /// The hashes of the events, in order.
  public var events: [EventHash] = []
  /// The device that wrote them; nil when nothing was written.
  public var device: DeviceID?
  /// Set when this transaction minted that device.
  public var minting: DeviceMinting?
}
