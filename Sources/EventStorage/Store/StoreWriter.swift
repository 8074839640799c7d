import EventLog
import GRDB

extension EventStore {
  /// Reads and writes in one immediate transaction: what `body` decides on cannot change before it is written.
  ///
  /// The events are acknowledged only when they are on the disk: when this method has returned. When `body` throws,
  /// nothing is written and the clock has not moved.
  ///
  /// - Parameter body: gets the writer, which is valid until it returns. It must not call the store itself.
  /// - Returns: what `body` returned, and what was written.
  /// - Throws: what `body` throws; ``StoreError``.
  public func write<Result>(
    _ body: (StoreWriter) throws -> Result
  ) throws -> (result: Result, receipt: WriteReceipt) {
    let (result, receipt, anchor) = try writing { db, access in
      var isLarge = false
      defer { if isLarge { try? db.setPageCache(.usual) } }
      let (outcome, acceptor, version) = try db.immediate {
        let version = try db.count("PRAGMA data_version")
        let writer = StoreWriter(db, self, access, writerCache.take(ifVersion: version))
        defer { isLarge = writer.isLarge }
        let result = try body(writer)
        let anchor = try writer.finish()
        return ((result, writer.receipt, anchor), writer.acceptor, version)
      }
      writerCache.keep(acceptor, version: version)
      return outcome
    }
    if let anchor { anchorFile.advance(to: anchor) }
    if !receipt.events.isEmpty { hub.signal() }
    return (result, receipt)
  }

  /// Writes one event for each draft, in one transaction and with one step.
  public func append(_ drafts: [Draft], step: StepID? = nil) throws -> WriteReceipt {
    let step = step ?? environment.newIdentifier()
    return try write { writer in
      for draft in drafts { try writer.append(draft, step: step) }
    }.receipt
  }
}

/// What the writing connection of a store knows of it, kept from one transaction to the next as long as nobody else has
/// written: an open store appends without reading its branches again.
///
/// Unchecked, for the compiler cannot see that it is touched only within accesses of the database's writer, which GRDB
/// runs one after the other.
final class WriterCache: @unchecked Sendable {
  private var kept: (acceptor: Acceptor, version: Int64)?

  /// - Parameter version: SQLite's data_version, which another connection's commit changes.
  func take(ifVersion version: Int64) -> Acceptor? {
    defer { kept = nil }
    return kept?.version == version ? kept?.acceptor : nil
  }

  func keep(_ acceptor: Acceptor?, version: Int64) { kept = acceptor.map { ($0, version) } }

  func forget() { kept = nil }
}

/// The writing side of one transaction. It is valid only within the closure that it was given to, and on its thread; used
/// anywhere else, its methods throw ``StoreError`` with ``StoreError/Code/misuse``.
public final class StoreWriter {
  private let db: Database
  private let store: EventStore
  private let access: StoreAccess
  fileprivate private(set) var acceptor: Acceptor?
  private var identity: WriterIdentity?
  private var greatest: HybridTimestamp?
  private var scanner = LineScanner()
  fileprivate var receipt = WriteReceipt()
  /// Whether many events were expected.
  fileprivate private(set) var isLarge = false
  /// Whether the last event of this transaction has seen all heads, so that the next one has nothing to name.
  private var hasSeenAll = false

  fileprivate init(_ db: Database, _ store: EventStore, _ access: StoreAccess, _ acceptor: Acceptor?) {
    self.db = db
    self.store = store
    self.access = access
    self.acceptor = acceptor
  }

  /// The store as it is now, with what this transaction has written.
  public func reader() throws -> StoreReader {
    try access.check()
    // The reduced state is held in memory until it is needed.
    try acceptor?.finish()
    return StoreReader(db, access)
  }

  /// The device that writes; it is minted here where that is due.
  public func device() throws -> DeviceID { try begin().identity.last.device }

  /// Writes one event.
  ///
  /// - Parameters:
  ///   - draft: the record and its fields.
  ///   - step: shared by the events of one command.
  /// - Throws: ``StoreError`` with ``StoreError/Code/malformed`` when the draft breaks a rule of the format.
  @discardableResult
  public func append(_ draft: Draft, step: StepID?) throws -> EventHash {
    var (acceptor, identity) = try begin()
    let wall = store.environment.wallMilliseconds()
    if greatest == nil { greatest = try ClockDays(db).greatest(wallMilliseconds: wall) }
    let hlc: HybridTimestamp
    do { hlc = try HybridClock.next(after: greatest, wallMilliseconds: wall) } catch {
      throw StoreError(.io, store.path, error.description)
    }
    let event = Event(
      device: identity.last.device, hlc: hlc, prev: identity.last.hash, record: draft.record,
      seen: try unseenHeads(acceptor, identity, draft), seq: identity.last.seq + 1,
      set: draft.set.map { Assignment($0.key, $0.value) }, step: step)
    let bytes = EventLine.encode(event)
    let hash = try bytes.withUnsafeBufferPointer { line in
      do throws(MalformedLine) {
        try scanner.scan(line)
      } catch {
        throw StoreError(.malformed, store.path, "cannot record this: \(error.reason)")
      }
      let hash = EventHash(hashing: line)
      let outcome = try acceptor.accept(scanner, line: line, hash: hash)
      guard outcome == .accepted else {
        throw StoreError(.damaged, store.path, "this device's own event was rejected (\(outcome)); run followup verify")
      }
      return hash
    }
    identity.last.seq += 1
    identity.last.hash = hash
    self.identity = identity
    greatest = max(greatest ?? hlc, hlc)
    receipt.events.append(hash)
    receipt.device = identity.last.device
    return hash
  }

  /// Prepares for many events, as of an import: they are loaded as a merge is (`BulkLoad`). The transaction is whole
  /// or nothing all the same.
  public func expect(events: Int) throws {
    guard events >= BulkLoad.linesMin else { return }
    // Room for the indexes that are kept up on the way, whose pages are met in no order.
    try db.setPageCache(.large)
    isLarge = true
    let acceptor = try begin().acceptor
    // The records of an import are each met once, so there is nothing to gain from holding many of them.
    acceptor.reducer.registersMax = Self.registersMax
    try acceptor.expect(lines: events)
  }

  private static let registersMax = 8 << 20

  private func begin() throws -> (acceptor: Acceptor, identity: WriterIdentity) {
    try access.check()
    let acceptor = try self.acceptor ?? Acceptor(db, wallMilliseconds: store.environment.wallMilliseconds())
    self.acceptor = acceptor
    if let identity { return (acceptor, identity) }
    let identity = try WriterIdentity.establish(
      db, branches: acceptor.branches, index: acceptor.reducer.index, anchorFile: store.anchorFile,
      environment: store.environment)
    receipt.minting = identity.minting
    self.identity = identity
    return (acceptor, identity)
  }

  /// The heads of other logs that the new event should name: accepted, without successor, and not in its past already,
  /// be it through another head that is named. Where more than 256 are left, those whose past holds survivors of the
  /// assigned fields come first, so that the event ends them; later events name the rest (FORMAT 2).
  private func unseenHeads(_ acceptor: Acceptor, _ identity: WriterIdentity, _ draft: Draft) throws -> [EventHash] {
    // Nobody else writes meanwhile; but what waits for an own event is accepted in its wake.
    if hasSeenAll { return [] }
    hasSeenAll = acceptor.waitingCount == 0
    let branches = acceptor.branches
    let own = branches.branches(of: identity.last.device).first { branches[$0].head == identity.last.hash }
    let ownPast = try own.map { try acceptor.reducer.past(of: $0, seq: identity.last.seq) } ?? VersionVector()
    var heads = (0..<branches.count).filter { $0 != own && ownPast[$0] < branches[$0].lastSeq }
    guard heads.count > LineScanner.countMax else {
      let candidates = try heads.map {
        let position = LogPosition(branch: $0, seq: branches[$0].lastSeq)
        return (position, try acceptor.reducer.past(of: position.branch, seq: position.seq))
      }
      return VersionVector.indicesOfLast(candidates).map { branches[heads[$0]].head }.sorted()
    }
    // Far more than a household has: those that an event names are told by one look at each row, and not by their pasts.
    let ends = try Dictionary(
      survivors(of: draft).map { ($0.branch, $0.seq) }, uniquingKeysWith: { min($0, $1) })
    let use = try acceptor.reducer.useOfHeads(reaching: ends)
    heads.removeAll { use.named.contains($0) }
    if heads.count > LineScanner.countMax {
      hasSeenAll = false
      heads = heads.filter { use.reaching.contains($0) } + heads.filter { !use.reaching.contains($0) }
    }
    return heads.prefix(LineScanner.countMax).map { branches[$0].head }.sorted()
  }

  private func survivors(of draft: Draft) throws -> [(branch: Int, seq: Int64)] {
    try acceptor?.finish()
    let select = try RawStatement(
      db, "SELECT s.field, s.chain, s.seq FROM survivors s JOIN records r ON r.id = s.record WHERE r.uuid = ?")
    select.bind(1, draft.record.text)
    var found: [(branch: Int, seq: Int64)] = []
    while try select.step() {
      if draft.set[select.text(0)] == nil { continue }
      found.append((Int(try select.number(1)) - 1, try select.number(2)))
    }
    return found
  }

  /// Writes what is held in memory.
  ///
  /// - Returns: the anchor to write after the commit; nil when nothing was written.
  fileprivate func finish() throws -> EventPosition? {
    try acceptor?.finish()
    if isLarge { acceptor?.expectNothing() }
    guard let identity, !receipt.events.isEmpty else { return nil }
    try identity.save(db)
    return identity.isAnchored ? identity.last : nil
  }
}
