/// Field names met so far, each by a small number: found by their bytes in a line without making a string.
struct FieldNames {
  private var slots: [Int32] = Array(repeating: -1, count: 64)
  private(set) var names: [[UInt8]] = []

  /// The number of the name, new or known.
  mutating func number(of name: UnsafeBufferPointer<UInt8>) -> Int32 {
    var slot = Self.hash(name) & (slots.count - 1)
    while slots[slot] >= 0 {
      let number = slots[slot]
      if names[Int(number)].elementsEqual(name) { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    names.append(Array(name))
    slots[slot] = Int32(names.count - 1)
    if names.count * 2 > slots.count { grow() }
    return Int32(names.count - 1)
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (number, name) in names.enumerated() {
      var slot = name.withUnsafeBufferPointer { Self.hash($0) } & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: hash ^ hash >> 32)
  }

  mutating func removeAll() { self = FieldNames() }
}
