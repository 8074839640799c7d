import EventLog

/// The event lines in the bytes of a database and its write-ahead log, found without SQLite: of a store whose header,
/// tables or lists of pages are gone.
///
/// A line that parses is not yet an event: a byte of it may be another one. It is taken only where something else in the
/// file bears its hash: its own row, the index of hashes, the list of logs, or another line that names it.
final class RawLineSource: LineSource {
  let name: String
  let estimatedLines = 0
  /// Lines that parse and that nothing in the file bears out; they are not handed out.
  private(set) var doubtful = 0
  /// Bytes that the disk did not give back.
  var unreadable: Int { pages.files.reduce(0) { $0 + $1.unreadable } }

  private let pages: RawPages
  private var file = 0
  private var position = 0
  private var scanner = LineScanner()
  /// Lines whose own row does not bear their hash.
  private var unproved: [Int64: [[UInt8]]] = [:]
  private var unprovedBytes = 0
  private var isFinished = false
  private var held: MemoryLineSource?

  private static let piece = 1 << 20
  /// What stands before a line is looked at, and a line may go on to the end of its page.
  private static let before = 256
  private static let after = 1 << 17
  private static let opening = Array("{\"device\":\"".utf8)
  /// So many bytes of lines that nothing bears out yet are kept.
  private static let unprovedMax = 256 << 20

  init(_ path: String) {
    name = path
    pages = RawPages(path)
  }

  func nextBatch() -> LineBatch? {
    while !isFinished {
      var found: [[UInt8]] = []
      if file < pages.files.count {
        found = search()
      } else {
        found = proved()
        isFinished = true
      }
      guard !found.isEmpty else { continue }
      let source = MemoryLineSource(name: name, lines: found)
      // The batch lies in its memory.
      held = source
      return source.nextBatch()
    }
    return nil
  }

  // MARK: Finding

  /// The lines of the next piece whose own rows bear their hashes.
  private func search() -> [[UInt8]] {
    let file = pages.files[self.file]
    let start = max(0, position - Self.before)
    let end = position + Self.piece
    let bytes = file.read(start..<end + Self.after)
    var found: [[UInt8]] = []
    let last = min(end - start, bytes.count - Self.opening.count)
    var next = position - start
    while next < last {
      guard bytes[next] == Self.opening[0], Self.stands(Self.opening, at: next, in: bytes) else {
        next += 1
        continue
      }
      if let line = line(at: next, in: bytes) {
        found.append(line)
        // Of one that goes on elsewhere at least so much is here, and the next may follow at once.
        next += min(line.count, Self.opening.count)
      } else {
        next += 1
      }
    }
    position = end
    if position >= file.size { (self.file, position) = (self.file + 1, 0) }
    return found
  }

  private func line(at start: Int, in bytes: [UInt8]) -> [UInt8]? {
    for record in RawRecord.candidates(before: start, in: bytes) {
      for newest in [false, true] {
        if let line = assembled(record, at: start, in: bytes, newest: newest), let hash = hash(of: line),
          hash.prefix == record.hashPrefix
        {
          return line
        }
      }
    }
    guard let end = Self.endOfObject(at: start, in: bytes) else { return nil }
    let line = Array(bytes[start..<end])
    guard let hash = hash(of: line) else { return nil }
    if Self.isBorneOut(hash.prefix, before: start, in: bytes) { return line }
    if unprovedBytes + line.count <= Self.unprovedMax {
      unproved[hash.prefix, default: []].append(line)
      unprovedBytes += line.count
    } else {
      doubtful += 1
    }
    return nil
  }

  /// The whole line of a record, which may go on in other pages.
  private func assembled(_ record: RawRecord, at line: Int, in bytes: [UInt8], newest: Bool) -> [UInt8]? {
    let start = line - record.lineStart
    let local = record.local(usable: pages.usable)
    guard local >= record.lineStart, start + local <= bytes.count else { return nil }
    let beginning = bytes[line..<start + local]
    guard local < record.length else { return newest ? nil : Array(beginning) }
    let first = RawPages.word(bytes, start + local)
    return pages.rest(from: first, count: record.length - local, newest: newest).map { beginning + $0 }
  }

  /// The hash of a line that keeps every rule of the format.
  private func hash(of line: [UInt8]) -> EventHash? {
    line.withUnsafeBufferPointer { line in
      (try? scanner.scan(line)) == nil ? nil : EventHash(hashing: line)
    }
  }

  private static func stands(_ text: [UInt8], at start: Int, in bytes: [UInt8]) -> Bool {
    bytes[start..<start + text.count].elementsEqual(text)
  }

  /// Where an object ends that begins here; nil where it does not, within the page or two that a line may take.
  private static func endOfObject(at start: Int, in bytes: [UInt8]) -> Int? {
    var depth = 0
    var isInString = false
    var position = start
    let end = min(bytes.count, start + after / 2)
    while position < end {
      let byte = bytes[position]
      position += 1
      if isInString {
        if byte == UInt8(ascii: "\\") {
          position += 1
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        } else if byte < 0x20 {
          return nil
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return position }
      default: break
      }
    }
    return nil
  }

  // MARK: Proving

  /// Whether a hash stands where a row would have it, though the beginning of the row is damaged: the row's record, a
  /// whole number of up to 8 bytes, stands between.
  private static func isBorneOut(_ prefix: Int64, before line: Int, in bytes: [UInt8]) -> Bool {
    (0...8).contains { width in
      let start = line - width - 8
      return start >= 0 && number(bytes, start) == prefix
    }
  }

  private static func number(_ bytes: [UInt8], _ start: Int) -> Int64 {
    var number: UInt64 = 0
    for byte in bytes[start..<start + 8] { number = number << 8 | UInt64(byte) }
    return Int64(bitPattern: number)
  }

  /// The lines whose hash turns up anywhere else in the files, as the 8 bytes that indexes hold or as the text that other
  /// lines hold.
  private func proved() -> [[UInt8]] {
    guard !unproved.isEmpty else { return [] }
    var proved: Set<Int64> = []
    // What is read in vain is told quickly.
    var isFirst = [Bool](repeating: false, count: 65_536)
    for prefix in unproved.keys { isFirst[Int(UInt64(bitPattern: prefix) >> 48)] = true }
    for file in pages.files {
      var start = 0
      while start < file.size {
        let bytes = file.read(start..<start + Self.piece + 80)
        var window: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
          window = window << 8 | UInt64(byte)
          guard index >= 7 else { continue }
          if isFirst[Int(window >> 48)], unproved[Int64(bitPattern: window)] != nil {
            proved.insert(Int64(bitPattern: window))
          }
          if byte == UInt8(ascii: "\""), index >= 65, bytes[index - 65] == byte,
            let hash = bytes.withUnsafeBufferPointer({
              EventHash(utf8: UnsafeBufferPointer(rebasing: $0[index - 64..<index]))
            }), unproved[hash.prefix] != nil
          {
            proved.insert(hash.prefix)
          }
        }
        start += Self.piece
      }
    }
    doubtful += unproved.filter { !proved.contains($0.key) }.reduce(0) { $0 + $1.value.count }
    let lines = unproved.filter { proved.contains($0.key) }.flatMap(\.value)
    unproved = [:]
    return lines
  }
}
