import EventLog
import GRDB

/// Answers what lies in the past of an accepted event, from the table `frontiers`.
final class CausalHistory {
  private let branches: BranchTable
  private let select: RawStatement
  /// Rows that others lean on, so that rows that lean on one another are read once.
  private var known: [LogPosition: VersionVector] = [:]
  private var room = CausalHistory.roomMax

  /// What is kept of rows: about ten megabytes.
  private static let roomMax = 8_192

  /// - Parameter table: where it is not the one that stands first in the database.
  init(_ db: Database, _ branches: BranchTable, table: String = "frontiers") throws {
    self.branches = branches
    select = try RawStatement(
      db, "SELECT past, seq FROM \(table) WHERE chain = ? AND seq <= ? ORDER BY seq DESC LIMIT 1")
  }

  /// Forgets what it has read, for it is about to change.
  func forget() {
    known = [:]
    room = Self.roomMax
  }

  /// The past by the last row at or before the event: between two rows only the own seq grows.
  func past(of branch: Int, seq: Int64) throws -> VersionVector {
    var leaning: [(row: LogPosition, stored: VersionVector.Stored)] = []
    var position = LogPosition(branch: branch, seq: seq)
    var past = VersionVector()
    while let (row, stored) = try row(at: position) {
      if !known.isEmpty, let before = known[row] {
        past = before
        break
      }
      guard let base = stored.base else {
        past = stored.past
        if !leaning.isEmpty { remember(row, past) }
        break
      }
      // What is leant on always weighs less; otherwise the table is damaged.
      if let above = leaning.last?.stored.base, base.weight >= above.weight { break }
      leaning.append((row, stored))
      position = base.position
    }
    for (row, stored) in leaning.reversed() {
      if let base = stored.base?.position { past[base.branch] = max(past[base.branch], base.seq) }
      past = stored.added(to: past)
      remember(row, past)
    }
    if seq > 0 { past[branch] = seq }
    return past
  }

  private func row(at position: LogPosition) throws -> (row: LogPosition, stored: VersionVector.Stored)? {
    select.bind(1, Int64(position.branch) + 1).bind(2, position.seq)
    defer { select.reset() }
    guard try select.step() else { return nil }
    return (
      LogPosition(branch: position.branch, seq: try select.number(1)),
      VersionVector.Stored(select.bytes(0), branchCount: branches.count)
    )
  }

  private func remember(_ row: LogPosition, _ past: VersionVector) {
    // One that leans on another shares nearly all of its memory with that.
    room -= past.far.map { $0.weight > 0 ? 1 : 1 + $0.count / 64 } ?? 1
    if room < 0 { forget() }
    known[row] = past
  }

  /// Goes once through all rows of the first table of the database.
  ///
  /// - Parameter events: of some branches one event each.
  /// - Returns: the branches whose last event is named by one of another branch, and those that have any of `events` in the
  ///   past of one of theirs.
  func useOfHeads(_ db: Database, reaching events: [Int: Int64]) throws -> (named: Set<Int>, reaching: Set<Int>) {
    var named: Set<Int> = []
    var reaching = Set(events.keys)
    let rows = try RawStatement(db, "SELECT chain, seq, past FROM frontiers")
    while try rows.step() {
      let own = try branches.number(ofID: rows.number(0))
      var reaches = false
      func note(_ branch: Int, _ seq: Int64) {
        if branch != own, seq >= branches[branch].lastSeq { named.insert(branch) }
        if !events.isEmpty, let event = events[branch], seq >= event { reaches = true }
      }
      if let base = VersionVector.Stored.read(rows.bytes(2), branchCount: branches.count, pair: note) {
        note(base.position.branch, base.position.seq)
        if !reaches, !events.isEmpty {
          reaches = try past(of: own, seq: rows.number(1)).reachesAny(of: events)
        }
      }
      if reaches { reaching.insert(own) }
    }
    return (named, reaching)
  }
}
