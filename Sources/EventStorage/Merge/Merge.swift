import EventLog
import GRDB

/// Takes the lines of many sources into one transaction, in the order of their clocks across the sources, so that what
/// an event has seen is mostly here before it. Nothing depends on that order but speed.
struct Merge {
  /// One source and where its reading stands.
  private final class Cursor {
    let source: any LineSource
    var batch: LineBatch
    /// The lines of the batch that are still to be taken in, in order.
    var pending: [(line: LineBatch.Line, hash: EventHash, hlc: HybridTimestamp)] = []
    var position = 0

    init(_ source: any LineSource) {
      self.source = source
      batch = LineBatch(bytes: UnsafeBufferPointer(start: nil, count: 0), lines: [])
    }

    var next: HybridTimestamp? { position < pending.count ? pending[position].hlc : nil }
  }

  private let acceptor: Acceptor
  private var scanner = LineScanner()
  private(set) var report = IngestReport()

  init(acceptor: Acceptor) { self.acceptor = acceptor }

  /// Takes in everything the sources have.
  ///
  /// - Parameter progress: called now and then with the counts so far.
  mutating func run(_ sources: [any LineSource], progress: ((IngestReport) -> Void)?) throws {
    var cursors = sources.map { Cursor($0) }
    for index in cursors.indices.reversed() where try !fill(cursors[index]) { cursors.remove(at: index) }
    var sinceProgress = 0
    while !cursors.isEmpty {
      var least = 0
      var leastHLC = HybridTimestamp.greatest
      var secondHLC = HybridTimestamp.greatest
      for index in cursors.indices {
        let hlc = cursors[index].next ?? .least
        if hlc < leastHLC {
          secondHLC = leastHLC
          (least, leastHLC) = (index, hlc)
        } else if hlc < secondHLC {
          secondHLC = hlc
        }
      }
      let cursor = cursors[least]
      // The same source goes on as long as it is the least.
      while let hlc = cursor.next, hlc <= secondHLC {
        try take(cursor)
        sinceProgress += 1
      }
      if cursor.next == nil, try !fill(cursor) { cursors.remove(at: least) }
      if sinceProgress > 10_000 {
        sinceProgress = 0
        progress?(report)
      }
    }
    report.accepted += acceptor.woken
    report.waiting = Int(acceptor.waitingCount)
    report.opaque = acceptor.opaque
    report.devicesAhead = acceptor.devicesAhead
    for reason in acceptor.wokenRefusals { report.refuse("a waiting line", nil, reason) }
  }

  /// Reads the next batch and drops the lines whose events are known.
  ///
  /// - Returns: whether anything is left to take in.
  private mutating func fill(_ cursor: Cursor) throws -> Bool {
    while true {
      do {
        guard let batch = try cursor.source.nextBatch() else { return false }
        cursor.batch = batch
      } catch let error as DatabaseError {
        // A damaged store that is being read; the own database's failures come up elsewhere.
        report.refuse(cursor.source.name, nil, "\(StoreError.wrapping(error, cursor.source.name))")
        return false
      } catch {
        report.refuse(cursor.source.name, nil, "\(error)")
        return false
      }
      for number in cursor.batch.overlong {
        report.lines += 1
        report.refuse(cursor.source.name, number, "byte \(LineScanner.lengthMax + 1): the line is longer than 1 MiB")
      }
      cursor.position = 0
      try dropKnown(cursor)
      if !cursor.pending.isEmpty { return true }
    }
  }

  /// A line is known when a known event names its hash as predecessor: one look-up settles a whole run of a log.
  private mutating func dropKnown(_ cursor: Cursor) throws {
    let bytes = cursor.batch.bytes
    cursor.pending.removeAll(keepingCapacity: true)
    var predecessors: [DeviceID: EventHash] = [:]
    report.lines += cursor.batch.lines.count
    for line in cursor.batch.lines.reversed() {
      let text = UnsafeBufferPointer(rebasing: bytes[line.range])
      let hash = line.hash ?? EventHash(hashing: text)
      guard let header = line.header ?? LineHeader(peeking: text) else {
        cursor.pending.append((line, hash, .least))
        continue
      }
      var isKnown = predecessors[header.device] == hash
      if !isKnown, header.seq <= acceptor.branches.lastSeq(of: header.device) {
        isKnown = try acceptor.isAccepted(hash)
      }
      if isKnown {
        predecessors[header.device] = header.prev
        report.known += 1
      } else {
        cursor.pending.append((line, hash, header.hlc))
      }
    }
    cursor.pending.reverse()
  }

  private mutating func take(_ cursor: Cursor) throws {
    let (line, hash, _) = cursor.pending[cursor.position]
    cursor.position += 1
    let text = UnsafeBufferPointer(rebasing: cursor.batch.bytes[line.range])
    do throws(MalformedLine) {
      try scanner.scan(text)
    } catch {
      report.refuse(cursor.source.name, line.number, "\(error)")
      cursor.source.noteRefusal(line: line.number, reason: "\(error)")
      return
    }
    switch try acceptor.accept(scanner, line: text, hash: hash) {
    case .accepted: report.accepted += 1
    case .known: report.known += 1
    case .waiting: break
    case .refused(let reason):
      report.refuse(cursor.source.name, line.number, reason)
      cursor.source.noteRefusal(line: line.number, reason: reason)
    }
  }
}
