import Crypto

/// The SHA-256 of an event line without its LF: the event's name (FORMAT 2).
///
/// Anyone can check one with `printf %s "$line" | sha256sum`.
public struct EventHash: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The first 8 of the 32 bytes, big endian; ``b``, ``c`` and ``d`` are the rest.
  package let a: UInt64
  /// Bytes 8 to 15, big endian.
  package let b: UInt64
  /// Bytes 16 to 23, big endian.
  package let c: UInt64
  /// Bytes 24 to 31, big endian.
  package let d: UInt64

  /// 64 zeros: the `prev` of a device's first event.
  public static let zero = EventHash(0, 0, 0, 0)

  /// A hash from its four parts, the first bytes first.
  package init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
  }

  /// The hash of a line's bytes.
  public init(of line: some Sequence<UInt8>) {
    self = Array(line).withUnsafeBufferPointer { EventHash(hashing: $0) }
  }

  /// The hash of a line's bytes, without a copy of them.
  package init(hashing line: UnsafeBufferPointer<UInt8>) {
    var hasher = SHA256()
    hasher.update(bufferPointer: UnsafeRawBufferPointer(line))
    self = hasher.finalize().withUnsafeBytes { EventHash(raw: $0) }
  }

  /// The hash held by 32 bytes.
  package init(raw: UnsafeRawBufferPointer) {
    func word(_ index: Int) -> UInt64 {
      UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    self.init(word(0), word(1), word(2), word(3))
  }

  /// The hash spelt by 64 lower-case hexadecimal digits, or nil.
  public init?(_ text: some StringProtocol) {
    guard let hash = Array(text.utf8).withUnsafeBufferPointer({ EventHash(utf8: $0) }) else { return nil }
    self = hash
  }

  /// The hash spelt by exactly these 64 bytes, or nil.
  package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == 64 else { return nil }
    func word(_ start: Int) -> UInt64? {
      var value: UInt64 = 0
      for index in start..<start + 16 {
        guard let digit = hexDigit(bytes[index]) else { return nil }
        value = value << 4 | digit
      }
      return value
    }
    guard let a = word(0), let b = word(16), let c = word(32), let d = word(48) else { return nil }
    self.init(a, b, c, d)
  }

  /// The 64 lower-case hexadecimal digits.
  public var text: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(64)
    for byte in bytes { appendHex(byte, to: &digits) }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    [a, b, c, d].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) } }
  }

  /// The first eight bytes as a signed integer: a short key for indexes. Never proof of equality.
  package var prefix: Int64 { Int64(bitPattern: a) }

  /// The hash in hexadecimal.
  public var description: String { text }

  /// Orders hashes byte by byte, as their texts are ordered.
  public static func < (left: EventHash, right: EventHash) -> Bool {
    (left.a, left.b, left.c, left.d) < (right.a, right.b, right.c, right.d)
  }
}
