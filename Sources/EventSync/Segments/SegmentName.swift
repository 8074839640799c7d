import EventLog
import EventStorage

/// What the name of a segment promises: consecutive events of one branch of one device (FORMAT 5).
package struct SegmentName: Hashable, Sendable, CustomStringConvertible {
  /// The device whose events they are.
  package let device: DeviceID
  /// The number of the first event.
  package let first: Int64
  /// The number of the last event.
  package let last: Int64
  /// The first 8 bytes of the last event's hash.
  package let hashPrefix: Int64

  /// The name of the segment of these events.
  ///
  /// - Parameters:
  ///   - device: whose log it is.
  ///   - first: the seq of the first event.
  ///   - last: the seq of the last event.
  ///   - hash: of the last event.
  package init(device: DeviceID, first: Int64, last: Int64, hash: EventHash) {
    self.init(device: device, first: first, last: last, hashPrefix: hash.prefix)
  }

  /// The name of a segment of which only the beginning of the last hash is known.
  package init(device: DeviceID, first: Int64, last: Int64, hashPrefix: Int64) {
    self.device = device
    self.first = first
    self.last = last
    self.hashPrefix = hashPrefix
  }

  /// Reads a name. Case is folded, for some file systems fold it.
  ///
  /// - Parameters:
  ///   - directory: the name of the directory: the device.
  ///   - file: such as `0000000001-0000000016-1f2e3d4c5b6a7988.jsonl`.
  package init?(directory: String, file: String) {
    guard let device = DeviceID(directory.lowercased()) else { return nil }
    let name = file.lowercased()
    guard name.hasSuffix(Self.suffix) else { return nil }
    let parts = name.dropLast(Self.suffix.utf8.count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let first = Self.seq(parts[0]), let last = Self.seq(parts[1]), first <= last,
      parts[2].utf8.count == 16, parts[2].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
      let prefix = UInt64(parts[2], radix: 16)
    else { return nil }
    self.init(device: device, first: first, last: last, hashPrefix: Int64(bitPattern: prefix))
  }

  /// Reads the name at the end of a path within a folder.
  init?(path: String) {
    let parts = path.split(separator: "/")
    guard parts.count == 3 else { return nil }
    self.init(directory: String(parts[1]), file: String(parts[2]))
  }

  /// Whether a path within a folder has the name of a segment, and not one that a carrier gives to its copies.
  package static func isSegment(_ path: String) -> Bool { SegmentName(path: path) != nil }

  static let suffix = ".jsonl"

  /// Ten digits, more where ten are not enough.
  private static func seq(_ text: Substring) -> Int64? {
    guard text.utf8.count >= 10, text.utf8.count == 10 || text.first != "0",
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seq = Int64(text), seq >= 1,
      seq <= LineScanner.integerMax
    else { return nil }
    return seq
  }

  private static func digits(_ seq: Int64) -> String {
    let digits = String(seq)
    return String(repeating: "0", count: max(0, 10 - digits.utf8.count)) + digits
  }

  /// The file's name within the device's directory.
  package var file: String {
    let hexadecimal = String(UInt64(bitPattern: hashPrefix), radix: 16)
    let hash16 = String(repeating: "0", count: 16 - hexadecimal.utf8.count) + hexadecimal
    return "\(Self.digits(first))-\(Self.digits(last))-\(hash16)\(Self.suffix)"
  }

  /// The device's directory within the folder.
  package var directory: String { "log/\(device.text)" }

  /// The path within the folder.
  package var path: String { "\(directory)/\(file)" }

  /// The path within the folder.
  package var description: String { path }

  /// How many events it promises.
  package var count: Int64 { last - first + 1 }

  /// Its level on the grid of roll-ups, or nil when it is off the grid.
  package var level: Int? { SegmentGrid.level(first: first, last: last) }
}

/// The grid on which segments are rolled up, so that every device cuts alike (FORMAT 5).
enum SegmentGrid {
  /// The greatest size of a segment in bytes.
  static let bytesMax = 8 << 20
  /// The highest level: 4^8 of the shortest events are more than ``bytesMax`` already.
  static let levelMax = 7

  /// The number of events of a level: 4^level.
  static func size(_ level: Int) -> Int64 { 1 << Int64(2 * level) }

  /// The level of a segment that lies on the grid.
  static func level(first: Int64, last: Int64) -> Int? {
    let count = last - first + 1
    guard let level = (0...levelMax).first(where: { size($0) == count }), (first - 1) % count == 0 else { return nil }
    return level
  }

  /// The largest block of the grid that begins at `first` and ends by `last`.
  static func block(from first: Int64, within last: Int64) -> ClosedRange<Int64> {
    var level = levelMax
    while level > 0, (first - 1) % size(level) != 0 || first + size(level) - 1 > last { level -= 1 }
    return first...(first + size(level) - 1)
  }

  /// The blocks of higher levels that hold a block.
  static func blocks(around block: ClosedRange<Int64>) -> [ClosedRange<Int64>] {
    guard let level = level(first: block.lowerBound, last: block.upperBound), level < levelMax else { return [] }
    return (level + 1...levelMax).map {
      let first = (block.lowerBound - 1) / size($0) * size($0) + 1
      return first...first + size($0) - 1
    }
  }

  /// The four blocks of the next level below.
  static func children(_ block: ClosedRange<Int64>) -> [ClosedRange<Int64>] {
    let count = (block.upperBound - block.lowerBound + 1) / 4
    guard count >= 1 else { return [block] }
    return (0..<4).map { block.lowerBound + $0 * count...block.lowerBound + ($0 + 1) * count - 1 }
  }

  /// A block of at least so many events is published as a file of its own.
  static let ownFileMin = size(3)

  /// How a range of events is cut for publishing: large blocks of the grid, and what lies between them in one piece.
  static func cut(_ range: ClosedRange<Int64>) -> [ClosedRange<Int64>] {
    var result: [ClosedRange<Int64>] = []
    var pending: Int64?
    var next = range.lowerBound
    while next <= range.upperBound {
      let block = block(from: next, within: range.upperBound)
      if block.upperBound - block.lowerBound + 1 >= ownFileMin {
        if let start = pending { result.append(start...next - 1) }
        pending = nil
        result.append(block)
      } else if pending == nil {
        pending = next
      }
      next = block.upperBound + 1
    }
    if let start = pending { result.append(start...range.upperBound) }
    return result
  }
}
