#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// Why output did not reach its place.
package struct OutputFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// The system's error number.
  package let code: Int32
  /// The system's own words.
  package var description: String { String(cString: strerror(code)) }
  /// Whether nobody reads any more, as after `| head`: no failure of ours.
  package var isBrokenPipe: Bool { code == EPIPE }
}

/// Where bytes go: a file descriptor, or memory in tests.
package protocol ByteSink: AnyObject {
  /// Writes all of the bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure)
}

/// A sink that is a file descriptor.
package final class DescriptorSink: ByteSink {
  private let descriptor: Int32

  package init(_ descriptor: Int32) { self.descriptor = descriptor }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure) {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      // The module's own name would hide the system's function.
      let count = systemWrite(descriptor, start, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw OutputFailure(code: errno)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }
}

/// A sink that keeps what it was given, for tests.
package final class MemorySink: ByteSink {
  /// Everything that was written.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure) { self.bytes += bytes }

  /// Everything that was written, as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, start, count)
}
