import EventLog
import GRDB

/// Accepts event lines within one transaction (FORMAT 1): finds where each line goes on by its predecessor, inserts it,
/// and has it reduced. What has no predecessor yet is put with those that wait.
final class Acceptor {
  enum Outcome: Equatable {
    case accepted
    case known
    case waiting
    case refused(String)
  }

  let branches: BranchTable
  let reducer: StateReducer
  /// Lines that had waited and were accepted in the wake of another, since the last ``finish()``.
  private(set) var woken = 0
  /// Lines that had waited and turned out to name a predecessor that cannot be theirs.
  private(set) var wokenRefusals: [String] = []
  private(set) var opaque = 0
  /// Devices more than 24 h ahead of this machine's clock, and their greatest timestamp.
  private(set) var devicesAhead: [DeviceID: HybridTimestamp] = [:]
  private(set) var lastEvent: Int64

  private let db: Database
  private var expectedLines = 0
  /// The last event before this run.
  private var firstNew: Int64 = 0
  /// The greatest timestamp that is not ahead.
  private let limit: HybridTimestamp
  private let insertEvent: RawStatement
  private let insertWaiting: RawStatement
  private let selectWaiting: RawStatement
  private let deleteWaiting: RawStatement
  /// How many lines wait in the store.
  private(set) var waitingCount: Int64

  /// - Parameter wallMilliseconds: the clock against which devices that are ahead are named.
  init(_ db: Database, wallMilliseconds: Int64) throws {
    self.db = db
    let (sum, overflow) = wallMilliseconds.addingReportingOverflow(HybridClock.absorbedMilliseconds)
    limit = overflow ? .greatest : HybridTimestamp(milliseconds: sum, counter: .max) ?? .greatest
    branches = try BranchTable(db)
    reducer = try StateReducer(db, branches: branches, search: SearchIndex(db))
    lastEvent = try db.count("SELECT max(id) FROM events")
    waitingCount = try db.count("SELECT count(*) FROM waiting")
    insertEvent = try RawStatement(
      db, "INSERT INTO events (id, chain, seq, hash, record, line) VALUES (?, ?, ?, ?, ?, ?)")
    insertWaiting = try RawStatement(
      db, "INSERT OR IGNORE INTO waiting (hash, device, seq, prev, line) VALUES (?, ?, ?, ?, ?)")
    selectWaiting = try RawStatement(db, "SELECT hash, line FROM waiting WHERE prev = ?")
    deleteWaiting = try RawStatement(db, "DELETE FROM waiting WHERE hash = ?")
  }

  /// Whether the accepted events include this one.
  func isAccepted(_ hash: EventHash) throws -> Bool { try reducer.index.locate(hash) != nil }

  /// Takes in the line that `scanner` has just read.
  func accept(
    _ scanner: borrowing LineScanner, line: UnsafeBufferPointer<UInt8>, hash: EventHash
  ) throws -> Outcome {
    let outcome = try attach(scanner, line: line, hash: hash)
    if outcome == .accepted, waitingCount > 0 { try wake(after: hash) }
    return outcome
  }

  private func attach(
    _ scanner: borrowing LineScanner, line: UnsafeBufferPointer<UInt8>, hash: EventHash
  ) throws -> Outcome {
    let device = scanner.device
    let seq = scanner.seq
    if let branch = branches.branch(of: device, endingWith: scanner.prev, seq: seq - 1) {
      // The head has no accepted successor, so this one cannot be here yet.
      try insert(scanner, line: line, hash: hash, branch: branch)
      return .accepted
    }
    if branches.lastSeq(of: device) >= seq, try isAccepted(hash) { return .known }
    if seq == 1 {
      let branch = LogBranch(
        device: device, parent: nil, firstSeq: 1, lastSeq: 0, head: .zero, past: VersionVector(), isNew: true)
      try insert(scanner, line: line, hash: hash, branch: branches.append(branch))
      return .accepted
    }
    guard let position = try reducer.index.locate(scanner.prev) else {
      insertWaiting.bind(1, blob: hash.bytes).bind(2, device.text).bind(3, seq).bind(4, blob: scanner.prev.bytes)
      insertWaiting.bind(5, text: line)
      try insertWaiting.run()
      guard db.changesCount > 0 else { return .known }
      waitingCount += 1
      return .waiting
    }
    let parent = position.branch
    guard branches[parent].device == device, position.seq == seq - 1 else {
      return .refused(
        "prev names event \(position.seq) of device \(branches[parent].device), which cannot precede event \(seq) "
          + "of device \(device)")
    }
    let branch = LogBranch(
      device: device, parent: parent, firstSeq: seq, lastSeq: seq - 1, head: scanner.prev, past: VersionVector(),
      isNew: true)
    try insert(scanner, line: line, hash: hash, branch: branches.append(branch))
    return .accepted
  }

  private func insert(
    _ scanner: borrowing LineScanner, line: UnsafeBufferPointer<UInt8>, hash: EventHash, branch: Int
  ) throws {
    guard lastEvent < LineScanner.integerMax else { throw DatabaseError.damage("the log has no number left") }
    lastEvent += 1
    insertEvent.bind(1, lastEvent).bind(2, Int64(branch) + 1).bind(3, scanner.seq).bind(4, hash.prefix)
    if scanner.isOpaque {
      opaque += 1
      insertEvent.bindNull(5)
    } else {
      insertEvent.bind(5, try reducer.rowid(of: scanner.record))
    }
    insertEvent.bind(6, text: line)
    try insertEvent.run()
    // The reducer looks at the branch as it was before this event.
    try reducer.apply(
      event: lastEvent, branch: branch, seq: scanner.seq, hash: hash, scanner: scanner, line: line)
    branches.advance(branch, to: scanner.seq, head: hash)
    branches[branch].isChanged = true
    if let hlc = scanner.hlc, hlc > limit, hlc.milliseconds != nil {
      devicesAhead[scanner.device] = max(devicesAhead[scanner.device] ?? hlc, hlc)
    }
    reducer.index.bulk?.note(hash, LogPosition(branch: branch, seq: scanner.seq))
    if lastEvent - firstNew == BulkLoad.newMin, expectedLines > 0, reducer.index.bulk == nil { try beginBulk() }
  }

  /// Prepares for many lines: a store that is empty, or turns out to get more than it holds, is loaded in bulk.
  func expect(lines: Int) throws {
    expectedLines = lines
    firstNew = lastEvent
    if lastEvent == 0 { try beginBulk() }
  }

  /// What was expected has come; the next transaction expects nothing.
  func expectNothing() {
    expectedLines = 0
    reducer.index.bulk = nil
    reducer.registersMax = Registers.memoryMax
  }

  private func beginBulk() throws {
    guard BulkLoad.isWorthwhile(lines: expectedLines, events: lastEvent), waitingCount == 0 else { return }
    let bulk = BulkLoad(db)
    try bulk.begin()
    reducer.index.bulk = bulk
    reducer.search?.setAside()
  }

  /// Accepts what has waited for `hash`, what has waited for that, and so on.
  private func wake(after hash: EventHash) throws {
    var accepted = [hash]
    var scanner = LineScanner()
    while let prev = accepted.popLast() {
      var lines: [(hash: [UInt8], line: [UInt8])] = []
      selectWaiting.bind(1, blob: prev.bytes)
      while try selectWaiting.step() { lines.append((Array(selectWaiting.bytes(0)), Array(selectWaiting.bytes(1)))) }
      for (key, line) in lines {
        try deleteWaiting.bind(1, blob: key).run()
        waitingCount -= 1
        try line.withUnsafeBufferPointer { bytes in
          let hash = EventHash(hashing: bytes)
          try scanner.scan(bytes)
          switch try attach(scanner, line: bytes, hash: hash) {
          case .accepted:
            woken += 1
            accepted.append(hash)
          case .refused(let reason): wokenRefusals.append(reason)
          case .known, .waiting: break
          }
        }
      }
      if waitingCount == 0 { return }
    }
  }

  /// Writes what is held in memory: the transaction can be committed afterwards.
  func finish() throws {
    let revised = try reducer.finish()
    if !revised.isEmpty {
      let insert = try RawStatement(db, "INSERT OR IGNORE INTO revisions (event, record) VALUES (?, ?)")
      for record in revised { try insert.bind(1, lastEvent).bind(2, record).run() }
    }
    try branches.save(db)
  }
}
