import EventLog

/// The memory of a source whose lines are copied out of where they come from, a batch at a time.
final class LineBuffer {
  private let memory: UnsafeMutableBufferPointer<UInt8>
  private var used = 0
  private var lines: [LineBatch.Line] = []

  /// A batch ends with the first line that goes beyond this.
  private static let batchBytes = 1 << 18

  init() { memory = .allocate(capacity: Self.batchBytes + LineScanner.lengthMax) }

  deinit { memory.deallocate() }

  var isEmpty: Bool { lines.isEmpty }
  /// Whether the batch is to be handed out.
  var isFull: Bool { used >= Self.batchBytes }
  var count: Int { lines.count }

  /// Begins the next batch; the bytes of the one before are gone.
  func removeAll() {
    used = 0
    lines.removeAll()
  }

  /// Copies a line.
  ///
  /// - Returns: false where it is longer than any event, or empty: then it is left out.
  @discardableResult
  func append(_ line: UnsafeBufferPointer<UInt8>, number: Int, hash: EventHash? = nil) -> Bool {
    guard let start = line.baseAddress, line.count <= LineScanner.lengthMax, !isFull else { return false }
    (memory.baseAddress.map { $0 + used })?.update(from: start, count: line.count)
    lines.append(LineBatch.Line(range: used..<used + line.count, number: number, hash: hash))
    used += line.count
    return true
  }

  /// What was copied, valid until the next batch is begun.
  var batch: LineBatch { LineBatch(bytes: UnsafeBufferPointer(memory), lines: lines) }
}
