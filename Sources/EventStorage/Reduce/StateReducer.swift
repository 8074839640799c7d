import EventLog
import GRDB

/// Reduces accepted events, predecessors first, to what is derived from them: causal history, survivors, clock.
///
/// The tables that it writes are named without a schema, so that temporary tables of the same names take their place
/// when `verify` replays the log beside them.
final class StateReducer {
  let branches: BranchTable
  let index: LogIndex
  let registers: Registers
  /// Beyond so many bytes the registers are written.
  var registersMax = Registers.memoryMax
  /// Where the store's own survivors are written, the index that goes with them.
  let search: SearchIndex?
  private let db: Database
  /// Nothing was in the store before, so nothing needs to be looked for in it.
  private var isFresh: Bool
  private var nextRecord: Int64
  /// For each branch the first event that has seen one which was accepted after it.
  private(set) var lateFrom: [Int: Int64] = [:]
  private var danglingKeys: Set<Int64>
  /// Seen hashes whose look-up waits for the end of a bulk load, and the events that have seen them.
  private var deferred: [(seen: EventHash, by: LogPosition)] = []
  private var clock: [Int64: HybridTimestamp] = [:]
  private var clockDay: (day: Int64, greatest: HybridTimestamp)?

  private let selectRecord: RawStatement
  private let insertRecord: RawStatement
  private let insertFrontier: RawStatement
  private let history: CausalHistory
  private let insertDangling: RawStatement
  private let selectDangling: RawStatement
  private let deleteDangling: RawStatement

  init(_ db: Database, branches: BranchTable, search: SearchIndex? = nil) throws {
    self.db = db
    self.branches = branches
    self.search = search
    let index = try LogIndex(db, branches)
    self.index = index
    registers = try Registers(db, branches, index, search)
    nextRecord = try db.count("SELECT max(id) FROM records") + 1
    isFresh = nextRecord == 1
    danglingKeys = []
    let keys = try RawStatement(db, "SELECT DISTINCT hash FROM dangling")
    while try keys.step() {
      let bytes = UnsafeRawBufferPointer(keys.bytes(0))
      if bytes.count == 32 { danglingKeys.insert(EventHash(raw: bytes).prefix) }
    }
    selectRecord = try RawStatement(db, "SELECT id FROM records WHERE uuid = ?")
    insertRecord = try RawStatement(db, "INSERT INTO records (id, uuid) VALUES (?, ?)")
    insertFrontier = try RawStatement(db, "INSERT OR REPLACE INTO frontiers (chain, seq, past) VALUES (?, ?, ?)")
    history = try CausalHistory(db, branches)
    insertDangling = try RawStatement(db, "INSERT OR IGNORE INTO dangling (hash, chain, seq) VALUES (?, ?, ?)")
    selectDangling = try RawStatement(db, "SELECT chain, seq FROM dangling WHERE hash = ?")
    deleteDangling = try RawStatement(db, "DELETE FROM dangling WHERE hash = ?")
  }

  /// The tables of the projection are empty and nothing was written to them yet: nothing needs to be looked for in them.
  var isStateEmpty = false

  /// The rowid of a record, new or known.
  func rowid(of id: RecordID) throws -> Int64 { try registers.rowid(record(id)) }

  private func record(_ id: RecordID) throws -> Int32 {
    if let known = registers.record(id) { return known }
    let text = id.text
    if !isFresh {
      selectRecord.bind(1, text)
      defer { selectRecord.reset() }
      if try selectRecord.step() { return registers.addRecord(id, rowid: try selectRecord.number(0), isNew: false) }
    }
    let rowid = nextRecord
    guard rowid <= LineScanner.integerMax else { throw DatabaseError.damage("the records have no number left") }
    try insertRecord.bind(1, rowid).bind(2, text).run()
    nextRecord += 1
    return registers.addRecord(id, rowid: rowid, isNew: true)
  }

  /// Takes in the event that has become the last of its branch.
  ///
  /// - Parameters:
  ///   - event: its id.
  ///   - scanner: has just read `line`.
  func apply(
    event: Int64, branch: Int, seq: Int64, hash: EventHash, scanner: borrowing LineScanner,
    line: UnsafeBufferPointer<UInt8>
  ) throws {
    try loadPast(of: branch)
    let parent = seq == branches[branch].firstSeq ? branches[branch].parent : nil
    if let parent { branches[branch].past = try past(of: parent, seq: seq - 1) }
    if scanner.hasSeen || parent != nil {
      var base: VersionVector.Base?
      if let past = branches[branch].past, past.far != nil {
        base = VersionVector.Base(position: LogPosition(branch: parent ?? branch, seq: seq - 1), past: past)
      }
      if scanner.hasSeen {
        for seen in scanner.seen { try absorb(seen, branch: branch, seq: seq, &base) }
      }
      branches[branch].past?[branch] = seq
      if let stored = branches[branch].past?.encode(leaningOn: base) {
        try insertFrontier.bind(1, Int64(branch) + 1).bind(2, seq).bind(3, blob: stored).run()
      }
    } else {
      branches[branch].past?[branch] = seq
    }
    if danglingKeys.contains(hash.prefix) { try resolveDangling(hash) }
    note(scanner.hlc)
    guard !scanner.isOpaque else { return }
    let record = try record(scanner.record)
    try branches[branch].past?.withView { past in
      for field in scanner.fields {
        try registers.assign(
          record: record, field: UnsafeBufferPointer(rebasing: line[field.name]),
          value: UnsafeBufferPointer(rebasing: line[field.value]), branch: branch, seq: seq, event: event,
          past: past)
      }
    }
    if registers.memory > registersMax {
      try registers.flush()
      isFresh = false
      isStateEmpty = false
    }
  }

  /// - Parameter base: of the pasts of the events before this one, that which knows most.
  private func absorb(_ seen: EventHash, branch: Int, seq: Int64, _ base: inout VersionVector.Base?) throws {
    var position = index.locateRecent(seen)
    if position == nil {
      if index.bulk?.isRunning == true {
        // It may be here or not; that is looked up when the indexes are there again.
        deferred.append((seen, LogPosition(branch: branch, seq: seq)))
        return
      }
      position = try index.locate(seen)
    }
    guard let position else {
      try addDangling(seen, LogPosition(branch: branch, seq: seq))
      return
    }
    guard position.seq <= branches[position.branch].lastSeq else {
      // Only when the whole log is replayed: it was accepted later than the event that has seen it.
      markLate(branch, seq)
      return
    }
    // What is seen of the own branch came before it; a branch that begins here is found by the event it goes on from.
    guard position.branch != branch, position.seq > (branches[branch].past?[position.branch] ?? 0) else { return }
    let union = try past(of: position.branch, seq: position.seq)
    VersionVector.Base.choose(&base, position, union)
    branches[branch].past?.formUnion(union)
  }

  private func addDangling(_ seen: EventHash, _ position: LogPosition) throws {
    try insertDangling.bind(1, blob: seen.bytes).bind(2, Int64(position.branch) + 1).bind(3, position.seq).run()
    danglingKeys.insert(seen.prefix)
  }

  private func resolveDeferred() throws {
    for (seen, position) in deferred {
      if try index.locate(seen) == nil {
        try addDangling(seen, position)
      } else {
        markLate(position.branch, position.seq)
      }
    }
    deferred = []
  }

  private func resolveDangling(_ hash: EventHash) throws {
    selectDangling.bind(1, blob: hash.bytes)
    var found = false
    while try selectDangling.step() {
      markLate(try branches.number(ofID: selectDangling.number(0)), try selectDangling.number(1))
      found = true
    }
    if found { try deleteDangling.bind(1, blob: hash.bytes).run() }
  }

  private func markLate(_ branch: Int, _ seq: Int64) { lateFrom[branch] = min(lateFrom[branch] ?? seq, seq) }

  func clearLate() { lateFrom = [:] }

  // MARK: - Causal history

  private func loadPast(of branch: Int) throws {
    guard branches[branch].past == nil else { return }
    branches[branch].past = try storedPast(of: branch, seq: branches[branch].lastSeq)
  }

  /// The past of an accepted event.
  func past(of branch: Int, seq: Int64) throws -> VersionVector {
    if seq == branches[branch].lastSeq {
      try loadPast(of: branch)
      if let past = branches[branch].past { return past }
    }
    return try storedPast(of: branch, seq: seq)
  }

  /// The past of an event by the table alone.
  func storedPast(of branch: Int, seq: Int64) throws -> VersionVector { try history.past(of: branch, seq: seq) }

  /// The branches whose last event is named by an event of another one, and those that have any of some events, of each
  /// branch one, in the past of an event of theirs.
  func useOfHeads(reaching events: [Int: Int64]) throws -> (named: Set<Int>, reaching: Set<Int>) {
    try history.useOfHeads(db, reaching: events)
  }

  /// The rows of the table are about to change.
  func forgetStoredPasts() {
    history.forget()
    for branch in 0..<branches.count { branches[branch].past = nil }
  }

  // MARK: - The clock

  private func note(_ hlc: HybridTimestamp?) {
    guard let hlc, hlc.milliseconds != nil else { return }
    let day = hlc.day
    if let (known, greatest) = clockDay, known == day {
      if hlc > greatest { clockDay = (day, hlc) }
      return
    }
    if let (known, greatest) = clockDay { clock[known] = max(clock[known] ?? greatest, greatest) }
    clockDay = (day, max(clock[day] ?? hlc, hlc))
  }

  private func saveClock() throws {
    if let (day, greatest) = clockDay { clock[day] = max(clock[day] ?? greatest, greatest) }
    clockDay = nil
    let upsert = try RawStatement(
      db,
      """
      INSERT INTO clock_days (day, hlc) VALUES (?, ?)
      ON CONFLICT (day) DO UPDATE SET hlc = excluded.hlc WHERE excluded.hlc > hlc
      """)
    for (day, hlc) in clock.sorted(by: { $0.key < $1.key }) { try upsert.bind(1, day).bind(2, hlc.text).run() }
    clock = [:]
  }

  /// Whether the stored survivors were found to be what the log says, so that none of them was written again.
  private(set) var isStateStored = false

  /// Writes what is held in memory, and settles what events that arrived late have changed.
  ///
  /// - Parameter isComparing: compares the survivors with the stored ones and writes them only where they differ, which
  ///   can be told in memory as long as all of them are there and nothing arrived late.
  /// - Returns: the records whose survivors ended without an event of their own.
  func finish(isComparing: Bool = false) throws -> [Int64] {
    isStateStored =
      try isComparing && isStateEmpty && lateFrom.isEmpty && deferred.isEmpty && registers.areStored(in: db)
    if isStateStored { registers.removeAll() }
    // Survivors first: their memory is free before the indexes are sorted, theirs among them.
    try registers.flush()
    try index.bulk?.end()
    try resolveDeferred()
    isFresh = false
    try saveClock()
    let ended = try applyLateArrivals(db)
    try search?.finish()
    return ended
  }
}
