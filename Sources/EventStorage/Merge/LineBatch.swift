import EventLog

/// Some lines of a source, in one piece of memory that stays as it is until the source is asked for the next batch.
public struct LineBatch {
  /// One line of the batch.
  public struct Line {
    /// Where it stands in the batch's bytes, without its LF.
    public let range: Range<Int>
    /// Its number in the source, from 1.
    public let number: Int
    /// Its hash, where the source has computed it already.
    public let hash: EventHash?
    /// How it begins, where the source has looked at that already.
    package let header: LineHeader?

    /// A line at a range of the batch's bytes, with its number from 1.
    public init(range: Range<Int>, number: Int, hash: EventHash? = nil) {
      self.init(range: range, number: number, hash: hash, header: nil)
    }

    /// A line of which the beginning is known too.
    package init(range: Range<Int>, number: Int, hash: EventHash?, header: LineHeader?) {
      self.range = range
      self.number = number
      self.hash = hash
      self.header = header
    }
  }

  /// The bytes of all lines.
  public let bytes: UnsafeBufferPointer<UInt8>
  /// The lines, in order.
  public let lines: [Line]
  /// Lines that were too long to be held: their numbers. They are malformed by FORMAT 2.
  public let overlong: [Int]

  /// A batch. Its bytes stay the source's own.
  public init(bytes: UnsafeBufferPointer<UInt8>, lines: [Line], overlong: [Int] = []) {
    self.bytes = bytes
    self.lines = lines
    self.overlong = overlong
  }
}

/// Where event lines come from: a log file, standard input, another store, a folder of segments.
///
/// Lines may come in any order and more than once. Memory stays flat as long as batches are of bounded size.
public protocol LineSource: AnyObject {
  /// What a person calls the source: a file's path.
  var name: String { get }
  /// Roughly how many lines are to come, for the choice of how to store them; 0 when that is not known.
  var estimatedLines: Int { get }
  /// Events of the source that are known to be here and are therefore not handed out.
  var knownEvents: Int { get }
  /// Whether it is known without reading that there is nothing to come.
  var isExhausted: Bool { get }
  /// The next lines, or nil at the end.
  ///
  /// - Throws: what stops the reading of this source; the others go on.
  func nextBatch() throws -> LineBatch?
  /// Tells that a line of the last batch was refused; called before the next batch is asked for.
  func noteRefusal(line number: Int, reason: String)
}

extension LineSource {
  /// Does nothing.
  public func noteRefusal(line number: Int, reason: String) {}
  /// False: it is not known.
  public var isExhausted: Bool { false }
  /// 0: nothing is left out.
  public var knownEvents: Int { 0 }
}

/// Lines that are already in memory.
public final class MemoryLineSource: LineSource {
  /// What the source was called.
  public let name: String
  /// How many lines there are.
  public var estimatedLines: Int { ranges.count }
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let ranges: [Range<Int>]
  private var isDone = false

  /// A source of these lines, each without its LF. They are copied.
  public init(name: String, lines: [[UInt8]]) {
    self.name = name
    bytes = .allocate(capacity: max(1, lines.reduce(0) { $0 + $1.count }))
    bytes.initialize(repeating: 0)
    var ranges: [Range<Int>] = []
    var end = 0
    for line in lines {
      for (offset, byte) in line.enumerated() { bytes[end + offset] = byte }
      ranges.append(end..<end + line.count)
      end += line.count
    }
    self.ranges = ranges
  }

  deinit { bytes.deallocate() }

  /// All lines at once, then nil.
  public func nextBatch() -> LineBatch? {
    guard !isDone else { return nil }
    isDone = true
    return LineBatch(
      bytes: UnsafeBufferPointer(bytes),
      lines: ranges.enumerated().map { LineBatch.Line(range: $1, number: $0 + 1) })
  }
}
