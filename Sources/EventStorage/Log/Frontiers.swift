import EventLog
import GRDB

/// Reads the past of accepted events from the table `frontiers`.
final class Frontiers {
  private let chains: ChainTable
  private let select: RawStatement
  /// Rows that others lean on, so that rows that lean on one another are read once.
  private var known: [EventPlace: Past] = [:]
  private var room = Frontiers.roomMax

  /// What is kept of rows: about ten megabytes.
  private static let roomMax = 8_192

  /// - Parameter table: where it is not the one that stands first in the database.
  init(_ db: Database, _ chains: ChainTable, table: String = "frontiers") throws {
    self.chains = chains
    select = try RawStatement(
      db, "SELECT past, seq FROM \(table) WHERE chain = ? AND seq <= ? ORDER BY seq DESC LIMIT 1")
  }

  /// Forgets what it has read, for it is about to change.
  func forget() {
    known = [:]
    room = Self.roomMax
  }

  /// The past by the last row at or before the event: between two rows only the own seq grows.
  func past(of chain: Int, seq: Int64) throws -> Past {
    var leaning: [(row: EventPlace, stored: Past.Stored)] = []
    var place = EventPlace(chain: chain, seq: seq)
    var past = Past()
    while let (row, stored) = try row(at: place) {
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
      place = base.place
    }
    for (row, stored) in leaning.reversed() {
      if let base = stored.base?.place { past[base.chain] = max(past[base.chain], base.seq) }
      past = stored.added(to: past)
      remember(row, past)
    }
    if seq > 0 { past[chain] = seq }
    return past
  }

  private func row(at place: EventPlace) throws -> (row: EventPlace, stored: Past.Stored)? {
    select.bind(1, Int64(place.chain) + 1).bind(2, place.seq)
    defer { select.reset() }
    guard try select.step() else { return nil }
    return (
      EventPlace(chain: place.chain, seq: try select.number(1)), Past.Stored(select.bytes(0), chainCount: chains.count)
    )
  }

  private func remember(_ row: EventPlace, _ past: Past) {
    // One that leans on another shares nearly all of its memory with that.
    room -= past.far.map { $0.weight > 0 ? 1 : 1 + $0.count / 64 } ?? 1
    if room < 0 { forget() }
    known[row] = past
  }

  /// Goes once through all rows of the first table of the database.
  ///
  /// - Parameter events: of some chains one event each.
  /// - Returns: the chains whose last event is named by one of another chain, and those that have any of `events` in the
  ///   past of one of theirs.
  func useOfHeads(_ db: Database, reaching events: [Int: Int64]) throws -> (named: Set<Int>, reaching: Set<Int>) {
    var named: Set<Int> = []
    var reaching = Set(events.keys)
    let rows = try RawStatement(db, "SELECT chain, seq, past FROM frontiers")
    while try rows.step() {
      let own = try chains.number(ofID: rows.number(0))
      var reaches = false
      func note(_ chain: Int, _ seq: Int64) {
        if chain != own, seq >= chains[chain].lastSeq { named.insert(chain) }
        if !events.isEmpty, let event = events[chain], seq >= event { reaches = true }
      }
      if let base = Past.Stored.read(rows.bytes(2), chainCount: chains.count, pair: note) {
        note(base.place.chain, base.place.seq)
        if !reaches, !events.isEmpty {
          reaches = try past(of: own, seq: rows.number(1)).reachesAny(of: events)
        }
      }
      if reaches { reaching.insert(own) }
    }
    return (named, reaching)
  }
}
