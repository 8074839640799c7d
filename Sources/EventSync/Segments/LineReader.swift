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

/// Splits bytes into lines (FORMAT 4), in pieces: memory stays flat however long the file or a line of it is.
///
/// Lines are split at LF alone, an empty line is nothing, and a last line without its LF counts.
final class LineReader {
  /// Reads some bytes into the memory that it is given; 0 at the end.
  typealias Read = (UnsafeMutableRawBufferPointer) throws -> Int

  /// All bytes that were read so far.
  private(set) var bytesRead: Int64 = 0
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private var read: Read?
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

  init() { buffer = .allocate(capacity: Self.pieceSize + Self.lineMax + 2) }

  deinit { buffer.deallocate() }

  /// Begins with other bytes.
  func start(_ read: @escaping Read) {
    self.read = read
    bytesRead = 0
    filled = 0
    consumed = 0
    lineNumber = 0
    isAtEnd = false
    isSkipping = false
  }

  /// The next lines, or nil at the end.
  ///
  /// - Throws: what `read` throws.
  func nextBatch() throws -> LineBatch? {
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
      let room = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
      let count = try read?(room) ?? 0
      if count == 0 { isAtEnd = true }
      filled += count
      bytesRead += Int64(count)
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
