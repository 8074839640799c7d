/// What the fixed beginning of an event line says, read without checking the rest: enough to put lines into order and to
/// follow chains of hashes. Never a ground for accepting a line.
package struct LineHeader {
  package let device: DeviceID
  package let hlc: HybridTimestamp
  package let prev: EventHash
  package let seq: Int64

  /// The header, or nil when the line does not begin as this release writes it; such a line may still be an event.
  package init?(peeking line: UnsafeBufferPointer<UInt8>) {
    guard line.count > 220, line[9] == UInt8(ascii: ":"), line[10] == UInt8(ascii: "\""),
      line[2] == UInt8(ascii: "d"), line[47] == UInt8(ascii: "\""), line[49] == UInt8(ascii: "\""),
      line[50] == UInt8(ascii: "h"), line[55] == UInt8(ascii: "\""), line[87] == UInt8(ascii: "\""),
      line[88] == UInt8(ascii: "p"), line[94] == UInt8(ascii: "\""), line[161] == UInt8(ascii: "\""),
      line[162] == UInt8(ascii: "r"), line[207] == UInt8(ascii: "\""),
      let device = DeviceID(utf8: UnsafeBufferPointer(rebasing: line[11..<47])),
      let hlc = HybridTimestamp(utf8: UnsafeBufferPointer(rebasing: line[56..<85])),
      let prev = EventHash(utf8: UnsafeBufferPointer(rebasing: line[95..<159]))
    else { return nil }
    // After the record stands `,"seq":` or `,"seen":[…],"seq":`; each hash takes 67 bytes.
    var position = 208
    if line[position + 4] == UInt8(ascii: "e") {
      position += 8
      while position < line.count, line[position] != UInt8(ascii: "]") { position += 67 }
      position += 1
    }
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
}
