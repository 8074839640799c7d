import EventLog

/// The log of one device, written by hand: for tests that say themselves who knew what, and when.
package struct DeviceLog: Sendable {
  package let device: DeviceID
  /// The events, oldest first.
  package private(set) var lines: [EventLine] = []

  package init(_ number: UInt64) { device = DeviceID(high: 0x7000, low: 0x8000_0000_0000_0000 | number) }

  /// A log that goes on after events that another one has written: the copy of a store.
  package init(continuing lines: [EventLine]) {
    device = lines.first?.device ?? DeviceID(high: 0, low: 0)
    self.lines = lines
  }

  package var head: EventHash { lines.last?.hash ?? .zero }

  /// Writes the next event.
  ///
  /// - Parameter milliseconds: since 1970; there is no clock that would correct it.
  @discardableResult
  package mutating func write(
    _ record: RecordID, _ set: [String: JSONValue], at milliseconds: Int64, counter: UInt16 = 0,
    seen: [EventHash] = [], step: StepID? = nil
  ) throws -> EventLine {
    let line = try EventLine(
      writing: Event(
        device: device, hlc: HybridTimestamp(milliseconds: milliseconds, counter: counter) ?? .least, prev: head,
        record: record, seen: seen, seq: (lines.last?.seq ?? 0) + 1,
        set: set.map { Assignment($0.key, $0.value) }, step: step))
    lines.append(line)
    return line
  }
}

extension Sequence where Element == EventLine {
  /// The lines as bytes, for a store to take in.
  package var bytes: [[UInt8]] { map(\.bytes) }
}
