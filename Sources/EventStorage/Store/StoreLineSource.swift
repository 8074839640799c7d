import EventLog
import GRDB

/// The events of another store that this one may lack, read without writing to it.
///
/// Work is in proportion to what is new: where both stores have the same head of a log, nothing of it is read.
public final class StoreLineSource: LineSource {
  /// The other store's path.
  public let name: String
  /// How many events of the other store are not here, by what is common to the two stores' logs.
  public private(set) var estimatedLines = 0
  /// How many of its events are here already, by the same.
  public private(set) var knownEvents = 0
  /// Whether all that it has was handed out.
  public var isExhausted: Bool { isDone }
  private let db: DatabaseQueue
  private let path: String
  private let wasQuiet: Bool
  private let before: Platform.Status?
  /// For each branch of the other store the last seq that this store is known to have.
  private var known: [Int64] = []
  private var nextEvent: Int64 = 0
  private var isDone = false
  /// The hash of the last waiting line that was handed out; before the first, less than any.
  private var lastWaiting: [UInt8] = [0]
  private var hasWaiting = false
  private let buffer = LineBuffer()

  /// - Parameters:
  ///   - path: the other store's file.
  ///   - store: the store that takes the events in.
  /// - Throws: ``StoreError`` when the file is no store.
  public init(path: String, into store: EventStore) throws {
    name = path
    self.path = path
    let content = try StoreDatabase.content(of: path, store.environment.locks)
    before = Platform.status(path)
    wasQuiet = Platform.status(path + "-wal")?.size ?? 0 == 0
    db = try StoreError.wrapping(path) {
      guard case .store(let version) = content else { return try StoreDatabase.openReadOnly(path) }
      return try StoreDatabase.openForeign(path, version: version, store.environment.locks)
    }
    if content == .empty {
      isDone = true
    } else {
      try StoreError.wrapping(path) { try compare(with: store) }
    }
  }

  /// Finds for each branch how much of it both have, from heads alone where that is enough.
  private func compare(with store: EventStore) throws {
    let theirs = try db.read { try BranchTable($0).branches }
    var firstNeeded: Int64?
    try store.reading { ours, _ in
      let table = try BranchTable(ours)
      let index = try LogIndex(ours, table)
      try db.read { other in
        let line = try RawStatement(other, "SELECT line, id FROM events WHERE chain = ? AND seq = ?")
        for (number, branch) in theirs.enumerated() {
          var common = branch.firstSeq - 1
          if try index.locate(branch.head) != nil {
            common = branch.lastSeq
          } else {
            // Where our log of the device goes less far and is the same so far, only what comes after it is new.
            for candidate in table.branches(of: branch.device) {
              let last = table[candidate].lastSeq
              guard last >= branch.firstSeq, last < branch.lastSeq, last > common else { continue }
              line.bind(1, Int64(number) + 1).bind(2, last)
              if try line.step(), EventHash(hashing: line.bytes(0)) == table[candidate].head { common = last }
              line.reset()
            }
            if common < branch.lastSeq {
              line.bind(1, Int64(number) + 1).bind(2, common + 1)
              guard try line.step() else { throw DatabaseError.damage("event \(common + 1) of a log is missing") }
              firstNeeded = min(firstNeeded ?? .max, try line.number(1))
              line.reset()
            }
          }
          known.append(common)
          knownEvents += Int(common - branch.firstSeq + 1)
          estimatedLines += Int(branch.lastSeq - common)
        }
      }
    }
    nextEvent = firstNeeded ?? .max
    hasWaiting = try db.read { try $0.count("SELECT 1 FROM waiting LIMIT 1") } > 0
    isDone = firstNeeded == nil && !hasWaiting
  }

  /// The next lines that this store may lack, or nil at the end. Throws ``StoreError`` when the other store cannot be
  /// read.
  public func nextBatch() throws -> LineBatch? {
    guard !isDone else { return nil }
    buffer.removeAll()
    try db.read { db in
      let select = try RawStatement(db, "SELECT id, chain, seq, line FROM events WHERE id >= ? ORDER BY id")
      select.bind(1, nextEvent)
      defer { select.reset() }
      while !buffer.isFull, try select.step() {
        let id = try select.number(0)
        // Rows that come round again are those of a file that leads back into itself.
        guard id >= nextEvent else { throw DatabaseError.damage("its log is out of order") }
        nextEvent = id + 1
        let branch = Int(try select.number(1)) - 1
        guard branch < known.count, try select.number(2) > known[branch] else { continue }
        let line = select.bytes(3)
        guard line.count <= LineScanner.lengthMax else {
          throw StoreError(.damaged, path, "a line of its log is longer than any event; verify that store")
        }
        buffer.append(line, number: Int(id))
      }
    }
    if buffer.isEmpty, hasWaiting { try readWaiting() }
    if buffer.isEmpty {
      isDone = true
      try checkUnchanged()
      return nil
    }
    return buffer.batch
  }

  /// What waits there waits here too, or finds its predecessor: nothing that one device has is lost to another.
  private func readWaiting() throws {
    try db.read { db in
      let select = try RawStatement(db, "SELECT hash, line FROM waiting WHERE hash > ? ORDER BY hash")
      select.bind(1, blob: lastWaiting)
      defer { select.reset() }
      while !buffer.isFull, try select.step() {
        lastWaiting = Array(select.bytes(0))
        buffer.append(select.bytes(1), number: buffer.count + 1)
      }
    }
  }

  /// A store that was read as an unchanging file must not have changed meanwhile.
  private func checkUnchanged() throws {
    guard wasQuiet, let before, let after = Platform.status(path) else { return }
    if after.modifiedNanoseconds != before.modifiedNanoseconds || after.size != before.size {
      throw StoreError(.busy, path, "the store changed while it was read; merge it again for the rest")
    }
  }
}
