import FuzzTargets
import TestSupport
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The inputs of Fixtures/fuzz, and some made from them, through the functions that `make fuzz` calls.
@Suite struct CorpusTests {
  private static let isLong = getenv("FOLLOWUP_SOAK") != nil
  private static let seed = getenv("FOLLOWUP_SEED").flatMap { UInt64(String(cString: $0)) } ?? 20_261_121

  private func inputs(_ target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    try Fixtures.names("fuzz/\(target.rawValue)").map { ($0, try Fixtures.bytes("fuzz/\(target.rawValue)/\($0)")) }
  }

  @Test(arguments: FuzzTarget.allCases)
  func everyInputIsReadAndHolds(target: FuzzTarget) throws {
    let inputs = try inputs(target)
    try #require(inputs.count >= 2)
    for (name, bytes) in inputs {
      #expect(throws: Never.self, "\(target.rawValue)/\(name)") { try target.check(bytes) }
    }
    #expect(throws: Never.self) { try target.check([]) }
  }

  /// What a fuzzer does first: bytes changed, inserted, removed, and pieces of two inputs put together.
  @Test(arguments: FuzzTarget.allCases)
  func inputsMadeFromThemHoldToo(target: FuzzTarget) throws {
    let inputs = try inputs(target).map(\.bytes)
    var random = SeededGenerator(seed: Self.seed)
    // A store is made for each of them.
    let count = ([.store, .database, .pages].contains(target) ? 20 : 400) * (Self.isLong ? 50 : 1)
    for number in 1...count {
      guard var bytes = inputs.randomElement(using: &random) else { return }
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        change(&bytes, inputs, &random)
      }
      #expect(
        throws: Never.self,
        "\(target.rawValue), seed \(Self.seed), input \(number): \(String(decoding: bytes, as: UTF8.self).debugDescription)"
      ) {
        try target.check(bytes)
      }
    }
  }

  private func change(_ bytes: inout [UInt8], _ inputs: [[UInt8]], _ random: inout SeededGenerator) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0 where place < bytes.count: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
    case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
    case 3:
      let special: [UInt8] = [0, 0x0a, 0x0d, 0x22, 0x2c, 0x5b, 0x5c, 0x7b, 0x80, 0xc3, 0xff, 0x30, 0x39]
      bytes.insert(special.randomElement(using: &random) ?? 0, at: place)
    default:
      guard let other = inputs.randomElement(using: &random), !other.isEmpty else { return }
      let start = Int.random(in: 0..<other.count, using: &random)
      bytes.insert(contentsOf: other[start...].prefix(Int.random(in: 1...200, using: &random)), at: place)
    }
  }
}
