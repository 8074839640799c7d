import EventLog
import EventStorage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// The lines of a log file (FORMAT 4), read in pieces: memory stays flat however long the file or a line of it is.
///
/// Lines are split at LF alone, an empty line is nothing, and a last line without its LF counts.
public final class LogFileSource: LineSource {
  /// Why a file cannot be read as a log.
  public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    public let path: String
    public let reason: String
    public var description: String { reason }
  }

  public let name: String
  public let estimatedLines: Int
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  /// Bytes of the buffer that are filled; those before ``consumed`` were handed out.
  private var filled = 0
  private var consumed = 0
  private var lineNumber = 0
  private var isAtEnd = false
  /// Within a line that is too long to be one: its bytes are passed over until its LF.
  private var isSkipping = false

  /// The greatest length of a line without its LF, in bytes (FORMAT 2).
  static let lineMax = 1 << 20
  static let pieceSize = 1 << 20

  /// Opens a log file.
  ///
  /// - Parameter path: the file; `-` is standard input.
  /// - Throws: ``Failure`` when there is no such file, or it is a folder, or cannot be opened.
  public init(path: String) throws(Failure) {
    if path == "-" {
      name = "standard input"
      estimatedLines = 0
      descriptor = 0
      ownsDescriptor = false
    } else {
      // Not blocking on a pipe that nobody writes to.
      let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard opened >= 0 else { throw Failure(path: path, reason: String(cString: strerror(errno))) }
      var info = stat()
      guard fstat(opened, &info) == 0, info.st_mode & S_IFMT != S_IFDIR else {
        close(opened)
        throw Failure(path: path, reason: "this is a folder, not a log file")
      }
      if info.st_mode & S_IFMT == S_IFIFO { _ = fcntl(opened, F_SETFL, 0) }
      name = path
      // A line of format 1 has about 280 bytes.
      estimatedLines = Int(info.st_size) / 280
      descriptor = opened
      ownsDescriptor = true
    }
    buffer = .allocate(capacity: Self.pieceSize + Self.lineMax + 2)
  }

  deinit {
    buffer.deallocate()
    if ownsDescriptor { close(descriptor) }
  }

  public func nextBatch() throws -> LineBatch? {
    var lines: [LineBatch.Line] = []
    var overlong: [Int] = []
    while lines.isEmpty, overlong.isEmpty {
      moveRestToFront()
      try fill()
      split(into: &lines, &overlong)
      guard isAtEnd, filled == consumed, lines.isEmpty, overlong.isEmpty else { continue }
      // The file ends within a line that was too long all along.
      guard isSkipping else { return nil }
      finishLine(at: consumed, &lines, &overlong)
    }
    return LineBatch(bytes: UnsafeBufferPointer(buffer), lines: lines, overlong: overlong)
  }

  private func moveRestToFront() {
    guard consumed > 0, let start = buffer.baseAddress else { return }
    start.update(from: start + consumed, count: filled - consumed)
    filled -= consumed
    consumed = 0
  }

  private func fill() throws {
    // A line that is not complete yet may fill the whole of it; the room is for one of the greatest length.
    while !isAtEnd, filled < buffer.count {
      let count = read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(path: name, reason: "reading stopped: \(String(cString: strerror(errno)))")
      }
      if count == 0 { isAtEnd = true }
      filled += count
      if filled >= Self.pieceSize { break }
    }
  }

  private func split(into lines: inout [LineBatch.Line], _ overlong: inout [Int]) {
    guard let start = buffer.baseAddress else { return }
    while consumed < filled {
      let found = memchr(start + consumed, 0x0a, filled - consumed)
      guard let found else {
        if isAtEnd {
          finishLine(at: filled, &lines, &overlong)
          consumed = filled
        } else if isSkipping || filled - consumed > Self.lineMax {
          isSkipping = true
          consumed = filled
        }
        return
      }
      let end = found.assumingMemoryBound(to: UInt8.self) - start
      let next = end + 1
      finishLine(at: end, &lines, &overlong)
      consumed = next
    }
  }

  private func finishLine(at end: Int, _ lines: inout [LineBatch.Line], _ overlong: inout [Int]) {
    lineNumber += 1
    if isSkipping || end - consumed > Self.lineMax {
      overlong.append(lineNumber)
      isSkipping = false
    } else if end > consumed {
      lines.append(LineBatch.Line(range: consumed..<end, number: lineNumber))
    }
  }
}
