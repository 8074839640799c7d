/// The strict reader of event lines (FORMAT 2).
///
/// One scanner reads any number of lines and keeps its buffers from line to line. After ``scan(_:)`` its
/// properties describe the line that was scanned, until the next one.
package struct LineScanner {
  /// One assignment, as ranges of the scanned line: the name without its quotes, the value as it stands.
  package struct Field {
    /// The field's name, without its quotes.
    package let name: Range<Int>
    /// The value, as it stands in the line.
    package let value: Range<Int>
  }

  /// At most this many bytes to a line, without its LF.
  package static let lengthMax = 1 << 20
  /// At most this many fields in `set` and hashes in `seen`.
  package static let countMax = 256
  /// Whole numbers up to here have one spelling: 2^53 - 1.
  package static let integerMax: Int64 = 9_007_199_254_740_991

  /// The version of the format: `v`.
  package private(set) var version: Int64 = 1
  /// The writer.
  package private(set) var device = DeviceID(high: 0, low: 0)
  /// The event's number in its device's log, from 1.
  package private(set) var seq: Int64 = 0
  /// The hash of the device's event before; ``EventHash/zero`` with seq 1.
  package private(set) var prev = EventHash.zero
  /// The heads of other logs that the writer knew, as far as the line names them.
  package private(set) var seen: [EventHash] = []
  /// Whether the line has `seen` at all.
  package private(set) var hasSeen = false
  /// Nil only in a line of a later version that writes it otherwise.
  package private(set) var hlc: HybridTimestamp?
  /// The record; says nothing in an opaque line.
  package private(set) var record = RecordID(high: 0, low: 0)
  /// The command that wrote it, where the line names one.
  package private(set) var step: StepID?
  /// The assignments, by name; none in an opaque line.
  package private(set) var fields: [Field] = []

  /// Whether the line is of a version above this release's: kept and relayed, its assignments not understood.
  package var isOpaque: Bool { version > 1 }

  /// A scanner that has scanned nothing yet.
  package init() {}

  /// Reads one line, without its LF.
  ///
  /// - Throws: ``MalformedLine`` with the first byte that breaks a rule.
  package mutating func scan(_ line: UnsafeBufferPointer<UInt8>) throws(MalformedLine) {
    guard line.count <= Self.lengthMax else {
      throw MalformedLine(at: Self.lengthMax, "the line is longer than 1 MiB")
    }
    let keys = try Self.keys(of: line)
    version = try Self.integer(keys.version, "v", in: line)
    device = try Self.identifier(keys.device, "device", in: line)
    seq = try Self.integer(keys.seq, "seq", in: line)
    prev = try Self.hash(keys.prev, "prev", in: line)
    guard (seq == 1) == (prev == .zero) else {
      throw MalformedLine(
        at: keys.prev?.lowerBound ?? 0, "prev is 64 zeros when seq is 1, and only then")
    }
    seen.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
    hasSeen = keys.seen != nil
    if isOpaque {
      scanOpaque(keys, line)
      return
    }
    let hlcText = try Self.text(keys.hlc, "hlc", in: line)
    guard let stamp = HybridTimestamp(utf8: UnsafeBufferPointer(rebasing: line[hlcText])) else {
      throw MalformedLine(at: hlcText.lowerBound, "hlc is not of the form 2026-11-20T22:54:01.123Z-0000")
    }
    hlc = stamp
    record = try Self.identifier(keys.record, "record", in: line)
    step = keys.step == nil ? nil : try Self.identifier(keys.step, "step", in: line)
    if let range = keys.seen { try scanSeen(range, line) }
    try scanSet(keys.set, line)
  }

  /// What is followed in a line of a later version, where it has the known form: `seen` and, for the clock, `hlc`.
  private mutating func scanOpaque(_ keys: Keys, _ line: UnsafeBufferPointer<UInt8>) {
    hlc = (try? Self.text(keys.hlc, "hlc", in: line)).flatMap {
      HybridTimestamp(utf8: UnsafeBufferPointer(rebasing: line[$0]))
    }
    step = nil
    if let range = keys.seen {
      do throws(MalformedLine) { try scanSeen(range, line) } catch {
        seen.removeAll(keepingCapacity: true)
        hasSeen = false
      }
    }
  }

  private mutating func scanSeen(_ range: Range<Int>, _ line: UnsafeBufferPointer<UInt8>) throws(MalformedLine) {
    guard line[range.lowerBound] == UInt8(ascii: "[") else {
      throw MalformedLine(at: range.lowerBound, "seen is not an array")
    }
    // Canonical and of one form only: `["<64 hex>","<64 hex>"]`, so each hash takes 67 bytes.
    let count = (range.count - 1) / 67
    guard range.count == count * 67 + 1, count >= 1, count <= Self.countMax else {
      throw MalformedLine(at: range.lowerBound, "seen is not 1 to 256 hashes")
    }
    for index in 0..<count {
      let start = range.lowerBound + 1 + index * 67
      let end = index == count - 1 ? UInt8(ascii: "]") : UInt8(ascii: ",")
      guard line[start] == UInt8(ascii: "\""), line[start + 65] == UInt8(ascii: "\""), line[start + 66] == end,
        let hash = EventHash(utf8: UnsafeBufferPointer(rebasing: line[start + 1..<start + 65]))
      else { throw MalformedLine(at: start, "seen holds something that is not a hash") }
      seen.append(hash)
    }
  }

  private mutating func scanSet(_ range: Range<Int>?, _ line: UnsafeBufferPointer<UInt8>) throws(MalformedLine) {
    guard let range else { throw MalformedLine(at: 0, "the key set is missing") }
    guard line[range.lowerBound] == UInt8(ascii: "{") else {
      throw MalformedLine(at: range.lowerBound, "set is not an object")
    }
    var scanner = JSONScanner(line)
    scanner.position = range.lowerBound + 1
    if scanner.current == UInt8(ascii: "}") { throw scanner.fail("set is empty") }
    while true {
      let name = scanner.position
      try scanner.string()
      let field = name + 1..<scanner.position - 1
      guard Self.isFieldName(line[field]) else {
        throw MalformedLine(at: name, "a field name that does not match [a-z][a-z0-9_]{0,63}")
      }
      scanner.position += 1
      let value = scanner.position
      // The set's own object is the second that is open.
      try scanner.value(depth: 2)
      guard fields.count < Self.countMax else { throw MalformedLine(at: name, "set has more than 256 fields") }
      fields.append(Field(name: field, value: value..<scanner.position))
      if scanner.current == UInt8(ascii: "}") { return }
      scanner.position += 1
    }
  }

  /// Whether these bytes match `[a-z][a-z0-9_]{0,63}`.
  package static func isFieldName(_ bytes: some Collection<UInt8>) -> Bool {
    guard let first = bytes.first, (0x61...0x7a).contains(first), bytes.count <= 64 else { return false }
    return bytes.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
  }

  // MARK: - The object's keys

  /// Where the values of the known keys stand.
  private struct Keys {
    var device, hlc, prev, record, seen, seq, set, step, version: Range<Int>?
  }

  /// Passes over the whole object, so that it is known to be canonical, and notes where the known keys are.
  private static func keys(of line: UnsafeBufferPointer<UInt8>) throws(MalformedLine) -> Keys {
    var scanner = JSONScanner(line)
    var keys = Keys()
    try scanner.expect(UInt8(ascii: "{"), "an object")
    var previous: Range<Int>?
    while scanner.current != UInt8(ascii: "}") || previous != nil {
      let name = try scanner.name(after: previous)
      previous = name
      let start = scanner.position
      try scanner.value(depth: 1)
      let value = start..<scanner.position
      switch name.count {
      case 1 where line[name.lowerBound] == UInt8(ascii: "v"): keys.version = value
      case 3 where equals(line, name, "hlc"): keys.hlc = value
      case 3 where equals(line, name, "seq"): keys.seq = value
      case 3 where equals(line, name, "set"): keys.set = value
      case 4 where equals(line, name, "prev"): keys.prev = value
      case 4 where equals(line, name, "seen"): keys.seen = value
      case 4 where equals(line, name, "step"): keys.step = value
      case 6 where equals(line, name, "device"): keys.device = value
      case 6 where equals(line, name, "record"): keys.record = value
      default: break
      }
      if scanner.current == UInt8(ascii: "}") { break }
      try scanner.expect(UInt8(ascii: ","), "a comma or the end of the object")
    }
    scanner.position += 1
    try scanner.end()
    return keys
  }

  @inline(__always)
  private static func equals(
    _ line: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ text: StaticString
  ) -> Bool {
    for index in 0..<text.utf8CodeUnitCount where line[range.lowerBound + index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  private static func text(
    _ range: Range<Int>?, _ key: String, in line: UnsafeBufferPointer<UInt8>
  ) throws(MalformedLine) -> Range<Int> {
    guard let range else { throw MalformedLine(at: 0, "the key \(key) is missing") }
    guard line[range.lowerBound] == UInt8(ascii: "\"") else {
      throw MalformedLine(at: range.lowerBound, "\(key) is not a string")
    }
    return range.lowerBound + 1..<range.upperBound - 1
  }

  private static func identifier<Kind>(
    _ range: Range<Int>?, _ key: String, in line: UnsafeBufferPointer<UInt8>
  ) throws(MalformedLine) -> Identifier<Kind> {
    let text = try text(range, key, in: line)
    guard let identifier = Identifier<Kind>(utf8: UnsafeBufferPointer(rebasing: line[text])) else {
      throw MalformedLine(at: text.lowerBound, "\(key) is not a lower-case UUID")
    }
    return identifier
  }

  private static func hash(
    _ range: Range<Int>?, _ key: String, in line: UnsafeBufferPointer<UInt8>
  ) throws(MalformedLine) -> EventHash {
    let text = try text(range, key, in: line)
    guard let hash = EventHash(utf8: UnsafeBufferPointer(rebasing: line[text])) else {
      throw MalformedLine(at: text.lowerBound, "\(key) is not 64 lower-case hexadecimal digits")
    }
    return hash
  }

  /// A whole number from 1 to 2^53 - 1.
  private static func integer(
    _ range: Range<Int>?, _ key: String, in line: UnsafeBufferPointer<UInt8>
  ) throws(MalformedLine) -> Int64 {
    guard let range else { throw MalformedLine(at: 0, "the key \(key) is missing") }
    var value: Int64 = 0
    for byte in line[range] {
      guard (0x30...0x39).contains(byte), value <= integerMax / 10 else {
        throw MalformedLine(at: range.lowerBound, "\(key) is not a whole number from 1 to 2^53 - 1")
      }
      value = value * 10 + Int64(byte - 0x30)
    }
    guard value >= 1, value <= integerMax else {
      throw MalformedLine(at: range.lowerBound, "\(key) is not a whole number from 1 to 2^53 - 1")
    }
    return value
  }
}
