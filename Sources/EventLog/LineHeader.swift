/// What the fixed beginning of an event line says, read without checking the rest: enough to put lines into order and to
/// follow chains of hashes. Never a ground for accepting a line.
package struct LineHeader {
  /// The writer.
  package let device: DeviceID
  /// The writer's clock.
  package let hlc: HybridTimestamp
  /// The hash of the device's event before.
  package let prev: EventHash
  /// The event's number in its device's log, from 1.
  package let seq: Int64

  /// The header, or nil when the line does not begin as this release writes it; such a line may still be an event.
  package init?(peeking line: UnsafeBufferPointer<UInt8>) {
    // Whole literals: names are sorted, so nothing else can begin like this, and a value that imitates it is no header.
    guard line.count > 220, Self.stands("{\"device\":\"", at: 0, in: line),
      Self.stands("\",\"hlc\":\"", at: 47, in: line), Self.stands("\",\"prev\":\"", at: 85, in: line),
      Self.stands("\",\"record\":\"", at: 159, in: line), Self.stands("\",\"se", at: 207, in: line),
      let device = DeviceID(utf8: UnsafeBufferPointer(rebasing: line[11..<47])),
      let hlc = HybridTimestamp(utf8: UnsafeBufferPointer(rebasing: line[56..<85])),
      let prev = EventHash(utf8: UnsafeBufferPointer(rebasing: line[95..<159]))
    else { return nil }
    // After the record stands `,"seq":` or `,"seen":[…],"seq":`; each hash takes 67 bytes.
    var position = 208
    if Self.stands(",\"seen\":[", at: position, in: line) {
      position += 8
      while position < line.count, line[position] != UInt8(ascii: "]") {
        // A line of a later version may have anything here.
        guard position + 67 < line.count, line[position + 1] == UInt8(ascii: "\""),
          line[position + 66] == UInt8(ascii: "\""),
          EventHash(utf8: UnsafeBufferPointer(rebasing: line[position + 2..<position + 66])) != nil
        else { return nil }
        position += 67
      }
      position += 1
    }
    guard position + 7 < line.count, Self.stands(",\"seq\":", at: position, in: line) else { return nil }
    position += 7
    var seq: Int64 = 0
    while position < line.count, (0x30...0x39).contains(line[position]), seq <= LineScanner.integerMax / 10 {
      seq = seq * 10 + Int64(line[position] - 0x30)
      position += 1
    }
    guard seq > 0 else { return nil }
    self.device = device
    self.hlc = hlc
    self.prev = prev
    self.seq = seq
  }

  /// Whether these bytes stand there; the caller knows that the line reaches so far.
  @inline(__always)
  private static func stands(_ text: StaticString, at start: Int, in line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard start + text.utf8CodeUnitCount <= line.count else { return false }
    for index in 0..<text.utf8CodeUnitCount where line[start + index] != text.utf8Start[index] { return false }
    return true
  }
}
