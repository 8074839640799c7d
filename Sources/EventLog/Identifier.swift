import Crypto

/// A UUID that names one kind of thing: a device, a record or a step (FORMAT 1).
///
/// Two identifiers of different kinds cannot be mixed up, and every identifier has one spelling:
/// lower-case hexadecimal digits in the groups 8-4-4-4-12. Readers take any version.
public struct Identifier<Kind>: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The first eight bytes, big-endian.
  public let high: UInt64
  /// The last eight bytes, big-endian.
  public let low: UInt64

  /// An identifier of 16 bytes, given as two big-endian halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The identifier spelt by `text`, or nil when that is not a lower-case UUID.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard let parsed = bytes.withUnsafeBufferPointer({ Self(utf8: $0) }) else { return nil }
    self = parsed
  }

  /// The identifier spelt by exactly these 36 bytes, or nil.
  package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == 36 else { return nil }
    var halves: (UInt64, UInt64) = (0, 0)
    var digits = 0
    for index in 0..<36 {
      let byte = bytes[index]
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = hexDigit(byte) else { return nil }
      if digits < 16 { halves.0 = halves.0 << 4 | digit } else { halves.1 = halves.1 << 4 | digit }
      digits += 1
    }
    self.init(high: halves.0, low: halves.1)
  }

  /// The 36 characters of the UUID, lower case.
  public var text: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(36)
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the 36 characters.
  func append(to bytes: inout [UInt8]) {
    for index in 0..<16 {
      if index == 4 || index == 6 || index == 8 || index == 10 { bytes.append(UInt8(ascii: "-")) }
      appendHex(UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - 8 * (index & 7))), to: &bytes)
    }
  }

  /// The UUID in its usual form.
  public var description: String { text }

  /// Orders identifiers byte by byte, as their texts are ordered.
  public static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  /// A version 7 UUID: the moment it was made, then random bits (RFC 9562).
  ///
  /// - Parameters:
  ///   - milliseconds: since 1970 in UTC; only the low 48 bits are used.
  ///   - random: where the other 74 bits come from.
  public static func version7(milliseconds: Int64, random: inout some RandomNumberGenerator) -> Self {
    let time = UInt64(bitPattern: milliseconds) & 0xffff_ffff_ffff
    let high = time << 16 | 0x7000 | UInt64.random(in: 0..<0x1000, using: &random)
    let low = 0x8000_0000_0000_0000 | UInt64.random(in: 0..<0x4000_0000_0000_0000, using: &random)
    return Self(high: high, low: low)
  }

  /// A version 5 UUID: the same name in the same namespace gives the same identifier on every device (RFC 9562).
  public static func version5<Other>(namespace: Identifier<Other>, name: some StringProtocol) -> Self {
    let (high, low) = nameBased(namespace.high, namespace.low, String(name))
    return Self(high: high, low: low)
  }
}

/// The halves of a version 5 UUID. Not generic: other modules would run a generic one unspecialised.
private func nameBased(_ high: UInt64, _ low: UInt64, _ name: String) -> (high: UInt64, low: UInt64) {
  var hasher = Insecure.SHA1()
  for half in [high, low] {
    withUnsafeBytes(of: half.bigEndian) { hasher.update(bufferPointer: $0) }
  }
  var name = name
  name.withUTF8 { hasher.update(bufferPointer: UnsafeRawBufferPointer($0)) }
  var halves: (UInt64, UInt64) = (0, 0)
  for (index, byte) in hasher.finalize().prefix(16).enumerated() {
    if index < 8 { halves.0 = halves.0 << 8 | UInt64(byte) } else { halves.1 = halves.1 << 8 | UInt64(byte) }
  }
  return (halves.0 & ~0xf000 | 0x5000, halves.1 & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000)
}

/// The tag of ``DeviceID``.
public enum DeviceKind: Sendable {}
/// The tag of ``RecordID``.
public enum RecordKind: Sendable {}
/// The tag of ``StepID``.
public enum StepKind: Sendable {}

/// One installation's writing identity (FORMAT 1).
public typealias DeviceID = Identifier<DeviceKind>
/// The name of something that is remembered (FORMAT 1).
public typealias RecordID = Identifier<RecordKind>
/// Shared by the events that one command wrote together, so that undo can take them back as a whole (FORMAT 2).
public typealias StepID = Identifier<StepKind>

/// The value of a lower-case hexadecimal digit.
@inline(__always)
package func hexDigit(_ byte: UInt8) -> UInt64? {
  switch byte {
  case 0x30...0x39: UInt64(byte &- 0x30)
  case 0x61...0x66: UInt64(byte &- 0x57)
  default: nil
  }
}

/// Appends a byte as two lower-case hex digits.
@inline(__always)
package func appendHex(_ byte: UInt8, to bytes: inout [UInt8]) {
  let high = byte >> 4
  let low = byte & 15
  bytes.append(high < 10 ? high &+ 0x30 : high &+ 0x57)
  bytes.append(low < 10 ? low &+ 0x30 : low &+ 0x57)
}
