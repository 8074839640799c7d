/// The lines of an iCalendar file with what was folded put together again (RFC 5545, 3.1), read as the bytes come.
///
/// Folds are undone before the bytes become text, because writers cut in the middle of a character. A line may end in
/// CRLF, in LF alone, or in CR alone, and the last one in nothing.
struct UnfoldedLines<Bytes: Sequence<UInt8>>: Sequence, IteratorProtocol {
  /// One line without its end.
  struct Line {
    /// The number, from 1, of the first line in the file that it was folded into.
    let number: Int
    let bytes: [UInt8]
    /// Whether it was longer than ``UnfoldedLines/bytesMax``, and the rest was left out.
    let isCut: Bool
  }

  /// The longest line that is kept, in bytes: pictures within a calendar are longer, and of no use here.
  static var bytesMax: Int { 1 << 20 }

  private var source: Bytes.Iterator
  private var ahead: UInt8?
  private var number = 0
  /// The bytes taken from the file so far.
  private(set) var bytesRead = 0

  init(_ bytes: Bytes) {
    source = bytes.makeIterator()
    ahead = source.next()
  }

  mutating func next() -> Line? {
    guard ahead != nil else { return nil }
    let first = number + 1
    var bytes: [UInt8] = []
    var isCut = false
    while true {
      number += 1
      while let byte = take(), !endsLine(byte) {
        if bytes.count < Self.bytesMax { bytes.append(byte) } else { isCut = true }
      }
      guard ahead == 0x20 || ahead == 0x09 else { break }
      _ = take()
    }
    return Line(number: first, bytes: bytes, isCut: isCut)
  }

  private mutating func take() -> UInt8? {
    let byte = ahead
    if byte != nil {
      bytesRead += 1
      ahead = source.next()
    }
    return byte
  }

  private mutating func endsLine(_ byte: UInt8) -> Bool {
    if byte == 0x0d, ahead == 0x0a { _ = take() }
    return byte == 0x0a || byte == 0x0d
  }
}
