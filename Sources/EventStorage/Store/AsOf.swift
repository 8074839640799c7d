import EventLog
import GRDB

extension EventStore {
  /// Reads the state as it was at a moment of the past: the survivors among the accepted events with a stamp up to then,
  /// causality taken over the whole log (FORMAT 3).
  ///
  ///     let then = try store.read(asOf: stamp) { try $0.record(id) }
  ///
  /// The events are replayed into a place that is thrown away; the store is not written to, and others may use
  /// it meanwhile.
  ///
  /// - Parameters:
  ///   - moment: a stamp of the log's clock.
  ///   - body: gets the records, conflicts and state lines of then. What does not depend on the state (the log, the
  ///     devices, what waits) is that of now.
  /// - Throws: what `body` throws; ``StoreError``.
  public func read<Result>(asOf moment: HybridTimestamp, _ body: (StoreReader) throws -> Result) throws -> Result {
    try read(asOf: moment, memoryMax: Registers.memoryMax, body)
  }

  /// - Parameter memoryMax: so many bytes are reduced before they are written.
  func read<Result>(asOf moment: HybridTimestamp, memoryMax: Int, _ body: (StoreReader) throws -> Result) throws
    -> Result
  {
    return try StoreError.wrapping(path) {
      try gate.checkOpen()
      // A connection of its own, on which no statement is prepared yet: temporary tables take the stored ones' names.
      let queue = try StoreDatabase.openReadOnly(path, assumingUnchanged: !Platform.isWritable(path), environment.locks)
      defer { try? queue.close() }
      return try queue.writeWithoutTransaction { db in
        try StoreAccess.lasting(path) { access in
          try db.atOneMoment {
            try PastState(db).replay(upTo: moment, memoryMax: memoryMax)
            return try body(StoreReader(db, access))
          }
        }
      }
    }
  }
}

/// Replays the events up to a moment into a temporary table of survivors, which takes the stored one's place.
///
/// How far each event's past reaches is known from the stored frontiers, and they speak of the whole log.
private struct PastState {
  private let db: Database
  private let branches: BranchTable
  private let reducer: StateReducer
  /// For each branch the seqs that have a row of their own in `frontiers`, ascending.
  private var rows: [[Int64]]

  init(_ db: Database) throws {
    self.db = db
    try Self.execute(db, ofType: "table", replacing: "CREATE TABLE ", with: "CREATE TEMP TABLE ")
    branches = try BranchTable(db)
    reducer = try StateReducer(db, branches: branches)
    rows = Array(repeating: [], count: branches.count)
    let select = try RawStatement(db, "SELECT chain, seq FROM frontiers ORDER BY chain, seq")
    while try select.step() { rows[try branches.number(ofID: select.number(0))].append(try select.number(1)) }
  }

  private static func execute(
    _ db: Database, ofType type: String, replacing start: String, with other: String
  ) throws {
    let found = try String.fetchAll(
      db, sql: "SELECT sql FROM main.sqlite_master WHERE type = ? AND tbl_name = 'survivors' AND sql IS NOT NULL",
      arguments: [type])
    for sql in found where sql.hasPrefix(start) { try db.execute(sql: other + sql.dropFirst(start.count)) }
  }

  func replay(upTo moment: HybridTimestamp, memoryMax: Int) throws {
    var passed = Array(repeating: 0, count: rows.count)
    var pasts = Array(repeating: VersionVector(), count: rows.count)
    var isFresh = true
    var scanner = LineScanner()
    let registers = reducer.registers
    let select = try RawStatement(db, "SELECT id, chain, seq, record, line FROM events ORDER BY id")
    while try select.step() {
      if select.isNull(3) { continue }
      let line = select.bytes(4)
      if let header = LineHeader(peeking: line), header.hlc > moment { continue }
      try scanner.scan(line)
      guard !scanner.isOpaque, let hlc = scanner.hlc, hlc <= moment else { continue }
      let branch = try branches.number(ofID: select.number(1))
      let (event, seq) = (try select.number(0), try select.number(2))
      // Within a branch events come in order, whatever their clocks say.
      let before = passed[branch]
      while passed[branch] < rows[branch].count, rows[branch][passed[branch]] <= seq { passed[branch] += 1 }
      if passed[branch] > before {
        pasts[branch] = try reducer.storedPast(of: branch, seq: rows[branch][passed[branch] - 1])
      }
      pasts[branch][branch] = seq
      let record =
        try registers.record(scanner.record)
        ?? registers.addRecord(scanner.record, rowid: select.number(3), isNew: isFresh)
      try pasts[branch].withView { past in
        for field in scanner.fields {
          try registers.assign(
            record: record, field: UnsafeBufferPointer(rebasing: line[field.name]),
            value: UnsafeBufferPointer(rebasing: line[field.value]), branch: branch, seq: seq, event: event,
            past: past)
        }
      }
      if registers.memory > memoryMax {
        try registers.flush()
        isFresh = false
      }
    }
    try registers.flush()
    try Self.execute(db, ofType: "index", replacing: "CREATE INDEX ", with: "CREATE INDEX temp.")
    // An event that was accepted after one that has seen it did not end on the way here.
    _ = try reducer.endSurvivors(db)
  }
}
