import Crypto

/// Computes the state digest as its lines come by (FORMAT 3).
package struct DigestBuilder {
  private var hasher = SHA256()

  /// A digest of nothing yet.
  package init() {}

  /// Adds one state line; its LF is added here.
  package mutating func add(line: some ContiguousBytesOfLine) {
    line.withLineBytes { hasher.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    withUnsafeBytes(of: UInt8(ascii: "\n")) { hasher.update(bufferPointer: $0) }
  }

  /// The digest of what was added so far, as a hash.
  package func finalize() -> EventHash {
    hasher.finalize().withUnsafeBytes { EventHash(raw: $0) }
  }
}

/// Bytes of a line that lie in one piece.
package protocol ContiguousBytesOfLine {
  /// Calls `body` with the bytes of the line, without its LF.
  func withLineBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result
}

extension Array: ContiguousBytesOfLine where Element == UInt8 {
  /// Calls `body` with the array's elements.
  package func withLineBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try withUnsafeBufferPointer(body)
  }
}
