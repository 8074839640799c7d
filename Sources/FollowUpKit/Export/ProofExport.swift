import CivilTime
import EventLog
import FollowUp
import FollowUpReport

/// `export --format proof`: the proof of a search, for a spreadsheet or as a page to print.
struct ProofExport {
  let options: ProofOptions
  /// Told what the person should know.
  let notify: (ExportNotice) -> Void

  /// - Returns: how many rows there are.
  func write(_ query: ExportReader, to put: ExportPieces) throws -> Int {
    let from = try day(options.from, .from, query) { $0.notBefore ?? $0.moment.date }
    let through = try day(options.through, .through, query) { $0.notAfter ?? $0.moment.date }
    if let from, let through, from > through { throw ExportProblem.reversedPeriod(from: from, through: through) }
    if from != nil || through != nil { notify(.period(from: from, through: through, today: query.now.today)) }
    // What is ahead is no proof of anything yet.
    let last = min(through ?? .last, query.now.today)
    let days = (from ?? .first) <= last ? (from ?? .first).dayNumber...last.dayNumber : nil
    let items = try query.items(SearchProof.types)
    let count =
      options.isPage ? try page(query, items, days, from, through, put) : try table(query, items, days, put)
    if count.nameless > 0 { notify(.withoutEmployer(count.nameless)) }
    if items.undated > 0 { notify(.undated(items.undated)) }
    return count.rows
  }

  private typealias Count = (rows: Int, nameless: Int)

  private func table(_ query: ExportReader, _ items: DatedItems, _ days: ClosedRange<Int>?, _ put: ExportPieces) throws
    -> Count
  {
    var rows = CSVRows(columns: SearchProof.columns, hasByteOrderMark: options.hasByteOrderMark)
    let nameless = try forEachRow(query, items, days) { try rows.add($0.cells, put) }
    return (try rows.finish(put), nameless)
  }

  private func page(
    _ query: ExportReader, _ items: DatedItems, _ days: ClosedRange<Int>?, _ from: CivilDate?, _ through: CivilDate?,
    _ put: ExportPieces
  ) throws -> Count {
    let page = ProofPage(name: query.snapshot.settings.myName, from: from, through: through)
    var pieces = PieceBuffer()
    var count = 0
    pieces.bytes += page.beginning.source.utf8
    let nameless = try forEachRow(query, items, days) { row in
      pieces.bytes += page.row(row).source.utf8
      count += 1
      try pieces.handOn(put)
    }
    pieces.bytes += page.end(rows: count).source.utf8
    try pieces.finish(put)
    return (count, nameless)
  }

  /// - Returns: how many items name no employer.
  private func forEachRow(
    _ query: ExportReader, _ items: DatedItems, _ days: ClosedRange<Int>?, _ body: (SearchProof.Row) throws -> Void
  ) throws -> Int {
    guard let days else { return 0 }
    var nameless = 0
    try items.read(in: days) { item in
      let row: SearchProof.Row?
      switch item {
      case .closed: return
      case .record(let state): row = SearchProof.row(of: state, names: query.names, clock: query.clock)
      case .applied(let application):
        row = SearchProof.row(sent: try query.status(of: application))
      }
      if let row { try body(row) } else { nameless += 1 }
    }
    return nameless
  }

  private func day(
    _ words: String?, _ bound: ExportProblem.Bound, _ query: ExportReader, _ choose: (When) -> CivilDate
  ) throws(ExportProblem) -> CivilDate? {
    guard let words else { return nil }
    do throws(WhenProblem) {
      return choose(
        try WhenParser.parse(words, now: query.now, direction: .past, calendar: query.snapshot.settings.calendar))
    } catch { throw .unreadableDay(bound, error) }
  }
}
