/// One assignment of an event: a field of its record and the value it gets; null clears the field.
public struct Assignment: Hashable, Sendable {
  /// The field, matching `[a-z][a-z0-9_]{0,63}`.
  public let field: String
  /// The value.
  public let value: JSONValue

  /// An assignment. The field's name is checked when the event is encoded, not here.
  public init(_ field: String, _ value: JSONValue) {
    self.field = field
    self.value = value
  }
}

/// One immutable step of the log: one device assigns one or more fields of one record (FORMAT 2).
public struct Event: Hashable, Sendable {
  /// The writer.
  public var device: DeviceID
  /// When it was written, by the writer's hybrid logical clock.
  public var hlc: HybridTimestamp
  /// The hash of the same device's event before this one; ``EventHash/zero`` when ``seq`` is 1.
  public var prev: EventHash
  /// The record assigned to.
  public var record: RecordID
  /// The heads of other logs that the writer knew, as far as they are not in this event's past already.
  public var seen: [EventHash]
  /// 1, 2, 3 … without gaps, for each device.
  public var seq: Int64
  /// The assignments, in order of their field names.
  public var set: [Assignment]
  /// Shared by the events of one command.
  public var step: StepID?

  /// An event; its assignments are put into order.
  public init(
    device: DeviceID, hlc: HybridTimestamp, prev: EventHash, record: RecordID, seen: [EventHash] = [], seq: Int64,
    set: [Assignment], step: StepID? = nil
  ) {
    self.device = device
    self.hlc = hlc
    self.prev = prev
    self.record = record
    self.seen = seen
    self.seq = seq
    self.set = set.sorted { $0.field < $1.field }
    self.step = step
  }
}
