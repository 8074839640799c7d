import EventLog
import GRDB

/// The days of the log's clock (FORMAT 3): what the next timestamp must lie after.
struct ClockDays {
  private let db: Database

  init(_ db: Database) { self.db = db }

  /// The greatest timestamp that is a real date at most 24 h ahead of the wall clock.
  func greatest(wallMilliseconds: Int64) throws -> HybridTimestamp? {
    let (sum, overflow) = wallMilliseconds.addingReportingOverflow(HybridClock.absorbedMilliseconds)
    // Past the year 9999 every real date counts.
    let limit = overflow ? HybridTimestamp.greatest : HybridTimestamp(milliseconds: sum, counter: .max) ?? .greatest
    let rows = try RawStatement(db, "SELECT hlc FROM clock_days WHERE day <= ? ORDER BY day DESC LIMIT 2")
    rows.bind(1, limit.day)
    var result: HybridTimestamp?
    while try rows.step() {
      guard let stamp = HybridTimestamp(rows.text(0)) else { continue }
      if stamp <= limit {
        result = max(result ?? stamp, stamp)
      } else {
        // Somebody is ahead by about a day: within that day each event has to be looked at.
        result = try greatestByEvent(upTo: limit)
        break
      }
    }
    return result
  }

  private func greatestByEvent(upTo limit: HybridTimestamp) throws -> HybridTimestamp? {
    let lines = try RawStatement(db, "SELECT line FROM events")
    var scanner = LineScanner()
    var result: HybridTimestamp?
    while try lines.step() {
      var stamp = LineHeader(peeking: lines.bytes(0))?.hlc
      if stamp == nil, (try? scanner.scan(lines.bytes(0))) != nil { stamp = scanner.hlc }
      if let stamp, stamp <= limit, stamp > result ?? .least, stamp.milliseconds != nil {
        result = stamp
      }
    }
    return result
  }
}
