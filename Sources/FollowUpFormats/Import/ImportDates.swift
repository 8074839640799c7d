import CivilTime
import FollowUp

/// How the dates of a table are read: in one order, as days of the person.
struct ImportDates: Sendable {
  /// The order; where it was not needed, any does.
  let order: ForeignDateOrder
  /// The person's zone: a moment in UTC is a day there.
  let zone: Zone?
  let zones: any ZoneRules

  /// The day of a cell. A time without a zone is passed over, for nobody knows whose clock showed it; a time with an
  /// offset is the day that it was for the person.
  func day(_ text: String) throws(ForeignDateProblem) -> CivilDate {
    let date = try ForeignDate.parse(text, order: order)
    guard let offset = date.offsetMinutes, let time = date.time, let zone,
      let moment = OffsetTime(local: CivilDateTime(date: date.date, time: time), offsetMinutes: offset),
      let local = zone.time(at: moment.secondsSince1970)
    else { return date.date }
    return local.local.date
  }
}

/// Collects what the cells of a table tell of the order of its dates.
struct DateSamples {
  let fields: [ImportField]
  private var detection = ForeignDateDetection()

  init(fields: [ImportField]) { self.fields = fields }

  mutating func add(_ row: CSVRow, _ reader: RowReader) {
    for field in fields { if let text = reader.text(field, of: row) { detection.add(text) } }
  }

  /// The order, or nil where every cell can be read in one way only.
  ///
  /// - Throws: ``ImportProblem`` where the file can be read in two ways: nobody should guess.
  func order(_ file: String) throws(ImportProblem) -> ForeignDateOrder? {
    switch detection.result {
    case .notNeeded: return nil
    case .order(let order): return order
    case .ambiguous(let orders, let example):
      let ways = orders.map { "--dates \($0.rawValue) (\($0.example))" }.joined(separator: " or ")
      throw ImportProblem(
        file, "its dates are ambiguous, such as \(quoted(example)); choose one: \(ways). Nothing was written",
        isUsage: true)
    case .contradictory(let first, let second):
      throw ImportProblem(
        file,
        "its dates are in different orders, such as \(quoted(first)) and \(quoted(second)); choose the one that counts "
          + "with --dates dmy, mdy or ymd, and the other rows are refused; nothing was imported from it", isUsage: true)
    }
  }
}
