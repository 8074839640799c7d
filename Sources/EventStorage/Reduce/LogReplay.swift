import EventLog
import GRDB

/// Replays the whole log from its first event into a ``StateReducer``, and checks every line on the way.
struct LogReplay {
  /// What is wrong with an event or a table, in words.
  private(set) var problems: [String] = []
  private(set) var events: Int64 = 0
  private(set) var opaque: Int64 = 0
  /// Whether the survivors are held against the stored ones, and not written again where these are as they should be.
  var isComparing = false
  /// Whether the stored survivors were found to be what the log says.
  private(set) var isStateStored = false
  private let db: Database

  /// A replay that writes in between looks for everything again in what it wrote, which took a fifth of a million events.
  private static let registersMax = 256 << 20

  /// So many problems are told; a damaged disk has more.
  static let problemsMax = 100

  init(_ db: Database) throws { self.db = db }

  /// Replays, and notes what is wrong. The tables of the projection must be empty.
  mutating func run() throws {
    let branches = try BranchTable(db)
    let recorded = branches.branches
    branches.rewind()
    let reducer = try StateReducer(db, branches: branches)
    reducer.isStateEmpty = true
    reducer.registersMax = Self.registersMax
    let select = try RawStatement(db, "SELECT id, chain, seq, hash, record, line FROM events ORDER BY id")
    let uuid = try RawStatement(db, "SELECT uuid FROM records WHERE id = ?")
    var scanner = LineScanner()
    /// After an event that cannot be read, what its row says of its hash; nil after one that is missing.
    var broken: [Int: Int64?] = [:]
    while try select.step() {
      events += 1
      let line = select.bytes(5)
      let (id, prefix) = (try select.number(0), try select.anyInteger(3))
      let (branch, seq) = (Int(try select.number(1)) - 1, try select.number(2))
      // By device and seq where that is known, for that is how another store knows it.
      var name: String {
        recorded.indices.contains(branch)
          ? "event \(seq) of device \(recorded[branch].device)" : "row \(id) of the log"
      }
      do throws(MalformedLine) {
        try scanner.scan(line)
      } catch {
        note("\(name): its line is damaged: \(error)")
        // What comes after it is held against what its row says of it.
        if branch >= 0, branch < branches.count, seq == branches[branch].lastSeq + 1 {
          branches.advance(branch, to: seq, head: nil)
          broken[branch] = .some(prefix)
        }
        continue
      }
      let hash = EventHash(hashing: line)
      guard branch >= 0, branch < branches.count else {
        note("\(name): it is filed in a chain that does not exist")
        continue
      }
      let isFirst = seq == recorded[branch].firstSeq
      let before: EventHash
      if isFirst, let parent = recorded[branch].parent {
        before = try reducer.index.withLine(branch: parent, seq: seq - 1) { EventHash(hashing: $0) } ?? .zero
      } else {
        before = branches[branch].head
      }
      if hash.prefix != prefix { note("\(name): its line does not have the hash that it was stored under") }
      if scanner.device == recorded[branch].device, scanner.seq == seq, seq > branches[branch].lastSeq + 1 {
        let first = branches[branch].lastSeq + 1
        note(
          (first == seq - 1 ? "event \(first)" : "events \(first) to \(seq - 1)")
            + " of device \(recorded[branch].device): missing from the log")
        branches.advance(branch, to: seq - 1, head: nil)
        broken[branch] = .some(nil)
      }
      if scanner.device != recorded[branch].device || scanner.seq != seq || branches[branch].lastSeq != seq - 1 {
        note("\(name): it is not filed where its line says (device \(scanner.device), seq \(scanner.seq))")
        continue
      }
      let follows: Bool
      if let known = broken.removeValue(forKey: branch) {
        follows = known == nil || known == scanner.prev.prefix
      } else {
        follows = scanner.prev == before
      }
      if !follows { note("\(name): its predecessor is not the event that its line names") }
      if !scanner.isOpaque {
        let rowid = try select.number(4)
        let known = reducer.registers.record(scanner.record).map { reducer.registers.rowid($0) }
        // The table of records is asked once for each of them.
        guard try known.map({ $0 == rowid }) ?? Self.stands(scanner.record, at: rowid, uuid) else {
          note("\(name): it is filed under another record")
          continue
        }
        if known == nil {
          _ = reducer.registers.addRecord(scanner.record, rowid: rowid, isNew: reducer.isStateEmpty)
        }
      }
      if scanner.isOpaque { opaque += 1 }
      // A replay without some of the events says nothing.
      if problems.isEmpty {
        try reducer.apply(
          event: id, branch: branch, seq: seq, hash: hash, scanner: scanner, line: line)
      }
      branches.advance(branch, to: seq, head: hash)
    }
    _ = try reducer.finish(isComparing: isComparing && problems.isEmpty)
    isStateStored = reducer.isStateStored
    for index in recorded.indices
    // Of a last event that is damaged it was said already.
    where broken[index] == nil
      && (branches[index].lastSeq != recorded[index].lastSeq || branches[index].head != recorded[index].head)
    {
      note(
        "device \(recorded[index].device): its log should end at event \(recorded[index].lastSeq), "
          + "and ends at \(branches[index].lastSeq)")
    }
  }

  private static func stands(_ record: RecordID, at rowid: Int64, _ uuid: RawStatement) throws -> Bool {
    uuid.bind(1, rowid)
    defer { uuid.reset() }
    return try uuid.step() && uuid.text(0) == record.text
  }

  private mutating func note(_ problem: String) {
    if problems.count < Self.problemsMax { problems.append(problem) }
  }
}
