/// How far into each chain an event's past reaches, itself included: at index i the greatest seq of chain i + 1, or 0.
///
/// An event (chain, seq) lies in the past of another exactly when the other's past reaches that seq there.
struct Past: Equatable {
  private(set) var seqs: [Int64] = []

  init() {}

  subscript(chain: Int) -> Int64 {
    get { chain < seqs.count ? seqs[chain] : 0 }
    set {
      while seqs.count <= chain { seqs.append(0) }
      seqs[chain] = newValue
    }
  }

  mutating func formUnion(_ other: Past) {
    for (chain, seq) in other.seqs.enumerated() where seq > self[chain] { self[chain] = seq }
  }

  func withUnsafeSeqs<Result>(_ body: (UnsafeBufferPointer<Int64>) throws -> Result) rethrows -> Result {
    try seqs.withUnsafeBufferPointer(body)
  }

  /// Pairs of varints (chain id, seq), ascending: the column `frontiers.past`.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    func append(_ value: Int64) {
      var rest = UInt64(bitPattern: value)
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(truncatingIfNeeded: rest))
    }
    for (chain, seq) in seqs.enumerated() where seq > 0 {
      append(Int64(chain) + 1)
      append(seq)
    }
    return bytes
  }

  /// Reads what ``encoded`` wrote. Anything else gives a past that is too small, which `verify` finds.
  init(encoded bytes: UnsafeBufferPointer<UInt8>, chainCount: Int) {
    var position = 0
    func next() -> Int64? {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while position < bytes.count, shift < 63 {
        let byte = bytes[position]
        position += 1
        value |= UInt64(byte & 0x7f) << shift
        if byte < 0x80 { return Int64(value) }
        shift += 7
      }
      return nil
    }
    while let chain = next(), let seq = next(), chain >= 1, chain <= chainCount { self[Int(chain) - 1] = seq }
  }
}
