/// The rules of one zone as a TZif file holds them (RFC 9636), versions 2 to 4.
///
/// Only the data in 64 bits is used, and what comes after its last change is reckoned by the footer. A file that counts
/// leap seconds (of the tree `right/`) is refused: its moments are others than ours, which know none, as POSIX has it; and it ends
/// where the table of leap seconds does, without a rule for what comes after.
package final class TZif: ZoneClock, Hashable {
  /// The moments from which on another type of local time holds, in seconds since 1970 in UTC, ascending.
  package let transitions: [Int64]
  private let types: [LocalType]
  /// The number of the type that holds from each moment on.
  private let typeIndexes: [UInt8]
  /// What holds after the last transition, as it is written in the file; empty where nothing is said.
  package let footer: String
  private let rule: PosixZoneRule?

  private struct LocalType: Hashable, Sendable {
    let offset: Int
    let isDaylight: Bool
  }

  /// Why a file is not used.
  package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Half a sentence.
    package let reason: String

    init(_ reason: String) { self.reason = reason }

    package var description: String { reason }
  }

  /// No file of a zone is larger, in bytes; the largest that are published have some 4,000.
  static let sizeMax = 1 << 20

  /// Whether a file begins as one of this format does.
  static func isBegun(by bytes: [UInt8]) -> Bool { bytes.starts(with: "TZif".utf8) }

  /// Reads a file.
  ///
  /// - Throws: ``Problem`` when it is cut short, of a version that is not known here, or contradicts itself.
  package init(_ bytes: [UInt8]) throws(Problem) {
    var reader = Reader(bytes: bytes)
    let first = try reader.header()
    guard first.version >= UInt8(ascii: "2") else {
      throw Problem("it has version 1, which ends in 2037 and is not supported")
    }
    guard first.version <= UInt8(ascii: "4") else {
      throw Problem("its version (\(Unicode.Scalar(first.version).escaped(asASCII: true))) is later than 4")
    }
    try reader.skip(first.size(timeBytes: 4))
    let counts = try reader.header()
    guard counts.version == first.version else { throw Problem("its two headers name different versions") }
    guard counts.types >= 1, counts.types <= 256, counts.characters >= 1 else {
      throw Problem("it has no local time types, or more than 256")
    }
    guard [0, counts.types].contains(counts.standardFlags), [0, counts.types].contains(counts.utFlags) else {
      throw Problem("its flags and its local time types differ in number")
    }
    guard counts.size(timeBytes: 8) <= reader.left else { throw Problem("it ends earlier than its counts say") }

    var transitions: [Int64] = []
    transitions.reserveCapacity(counts.transitions)
    for _ in 0..<counts.transitions { transitions.append(try reader.int64()) }
    typeIndexes = try reader.take(counts.transitions)
    guard typeIndexes.allSatisfy({ Int($0) < counts.types }) else {
      throw Problem("a transition names a local time type that does not exist")
    }
    var types: [LocalType] = []
    for _ in 0..<counts.types {
      let offset = Int(Int32(bitPattern: try reader.uint32()))
      let flags = try reader.take(2)
      // RFC 9636, 3.2: more than -25 hours, less than 26.
      guard offset > -90_000, offset < 93_600 else { throw Problem("an offset of \(offset) s is out of range") }
      guard flags[0] <= 1, Int(flags[1]) < counts.characters else {
        throw Problem("a local time type is malformed")
      }
      types.append(LocalType(offset: offset, isDaylight: flags[0] == 1))
    }
    self.types = types
    guard try reader.take(counts.characters).last == 0 else { throw Problem("its abbreviations are not terminated") }
    guard counts.leapSeconds == 0 else { throw Problem("it counts leap seconds, which is not supported") }
    try reader.skip(counts.standardFlags + counts.utFlags)
    footer = try reader.footer()
    rule = footer.isEmpty ? nil : PosixZoneRule(footer)
    guard rule != nil || footer.isEmpty else { throw Problem("its footer is not a time zone rule") }
    self.transitions = transitions
    guard zip(transitions, transitions.dropFirst()).allSatisfy(<) else {
      throw Problem("its transitions are out of order")
    }
  }

  /// Whether two files say the same.
  package static func == (left: TZif, right: TZif) -> Bool {
    left === right
      || (left.transitions == right.transitions && left.typeIndexes == right.typeIndexes && left.types == right.types
        && left.footer == right.footer)
  }

  /// Adds what tells files apart.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(transitions)
    hasher.combine(footer)
  }

  /// The offset from UTC at a moment, in seconds.
  package func offsetSeconds(at seconds: Int64) -> Int {
    if let rule, seconds >= transitions.last ?? .min { return rule.offsetSeconds(at: seconds) }
    return type(at: seconds).offset
  }

  /// Whether it is summer time at a moment.
  package func isDaylightSaving(at seconds: Int64) -> Bool {
    if let rule, seconds >= transitions.last ?? .min { return rule.isDaylightSaving(at: seconds) }
    return type(at: seconds).isDaylight
  }

  private func type(at seconds: Int64) -> LocalType {
    // The first that lies after the moment.
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    // Before the first change the first type holds (RFC 9636, 3.2).
    return types[low == 0 ? 0 : Int(typeIndexes[low - 1])]
  }
}

/// Takes a file apart, and never reads past its end.
private struct Reader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The counts of a header (RFC 9636, 3.1).
  struct Counts {
    let version: UInt8
    let utFlags: Int
    let standardFlags: Int
    let leapSeconds: Int
    let transitions: Int
    let types: Int
    let characters: Int

    /// How many bytes the data has that follows. The counts have 32 bits, so nothing overflows.
    func size(timeBytes: Int) -> Int {
      transitions * (timeBytes + 1) + types * 6 + characters + leapSeconds * (timeBytes + 4) + standardFlags + utFlags
    }
  }

  var left: Int { bytes.count - position }

  mutating func take(_ count: Int) throws(TZif.Problem) -> [UInt8] {
    guard count <= left else { throw TZif.Problem("it is cut short after \(bytes.count) bytes") }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  mutating func skip(_ count: Int) throws(TZif.Problem) {
    guard count <= left else { throw TZif.Problem("it is cut short after \(bytes.count) bytes") }
    position += count
  }

  mutating func uint32() throws(TZif.Problem) -> UInt32 {
    guard left >= 4 else { throw TZif.Problem("it is cut short after \(bytes.count) bytes") }
    defer { position += 4 }
    return bytes[position..<position + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func int64() throws(TZif.Problem) -> Int64 {
    let high = try uint32()
    return Int64(Int32(bitPattern: high)) << 32 | Int64(try uint32())
  }

  mutating func header() throws(TZif.Problem) -> Counts {
    guard try take(4).elementsEqual("TZif".utf8) else { throw TZif.Problem("it is not a TZif file") }
    let version = try take(1)[0]
    try skip(15)
    let utFlags = Int(try uint32())
    let standardFlags = Int(try uint32())
    let leapSeconds = Int(try uint32())
    let transitions = Int(try uint32())
    let types = Int(try uint32())
    return Counts(
      version: version, utFlags: utFlags, standardFlags: standardFlags, leapSeconds: leapSeconds,
      transitions: transitions, types: types, characters: Int(try uint32()))
  }

  /// The rule between two line feeds at the end of the file.
  mutating func footer() throws(TZif.Problem) -> String {
    guard try take(1)[0] == UInt8(ascii: "\n") else { throw TZif.Problem("its footer is missing") }
    let text = bytes[position...].prefix { $0 != UInt8(ascii: "\n") }
    guard position + text.count < bytes.count else { throw TZif.Problem("its footer is cut short") }
    position += text.count + 1
    return String(decoding: text, as: UTF8.self)
  }
}
