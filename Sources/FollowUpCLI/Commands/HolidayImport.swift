import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpFormats
import FollowUpKit

/// `setting holidays --from FILE`: public holidays from an iCalendar file join those that are there.
struct HolidayImport {
  let path: String
  /// The years that are wanted; nil is this year and the two after it.
  let years: ClosedRange<Int>?

  /// A calendar is no larger.
  private static let bytesMax = 16 << 20
  /// Holidays recur for ever; nobody plans beyond these.
  private static let yearsMax = 30

  func run(_ session: Session) throws {
    if let years { _ = try Self.range(years) }
    let bytes = try InputFile.read(path, limitBytes: Self.bytesMax, what: "a calendar")
    let calendar = ICalendar(reading: bytes, file: path == "-" ? "standard input" : path)
    // A file that gives nothing makes no store.
    if calendar.events.isEmpty { throw Self.nothing(path, calendar.refusals) }
    try session.record(creating: true) { query, _ in
      let settings = query.snapshot.settings
      let years = self.years ?? HolidayPlan.usualYears(query.now.today)
      let plan = try HolidayPlan(calendar, settings, within: try Self.range(years), session.zones)
      var lines = plan.lines
      var remarks = plan.refusals.map(\.description)
      if !plan.refusals.isEmpty { session.status = ExitStatus.needsPerson }
      if let remark = plan.remark { remarks.append(remark) }
      lines.append(
        "holidays \(years.lowerBound)..\(years.upperBound): \(plan.new.count) new, \(plan.known) already recorded"
          + (plan.refusals.isEmpty ? "" : ", \(plan.refusals.count) refused"))
      let members = Self.members(plan.new, known: plan.known, plan.observances, plan.refusals)
      return CommandResult(drafts: [plan.draft].compactMap(\.self), lines: lines, remarks: remarks, members: members)
    }
  }

  /// The days of some years.
  static func range(_ years: ClosedRange<Int>) throws -> ClosedRange<CivilDate> {
    guard years.count <= yearsMax else {
      throw CommandFailure(
        "--years \(years.lowerBound)..\(years.upperBound): that is \(years.count) years; the limit is \(yearsMax)",
        status: ExitStatus.wrongUsage)
    }
    guard let first = CivilDate(year: years.lowerBound, month: 1, day: 1),
      let last = CivilDate(year: years.upperBound, month: 12, day: 31)
    else { throw CommandFailure("--years: years must be 1 to 9999", status: ExitStatus.wrongUsage) }
    return first...last
  }

  private static func nothing(_ path: String, _ refusals: [Refusal]) -> CommandFailure {
    CommandFailure(
      "\(path): no readable holidays in this file; nothing was changed",
      choices: refusals.isEmpty ? [] : refusals.map(\.description))
  }

  private static func members(
    _ new: [PublicHolidays.Day], known: Int, _ observances: [PublicHolidays.Day], _ refusals: [Refusal]
  ) -> [(name: String, value: JSONValue)] {
    func day(_ day: PublicHolidays.Day) -> JSONValue {
      JSONValue(object: [
        (name: "date", value: RecordJSON.day(day.date)), (name: "name", value: RecordJSON.text(day.name)),
        (name: "line", value: JSONValue(integer: day.line)),
      ])
    }
    let refused = refusals.map { refusal in
      JSONValue(object: [
        (name: "source", value: JSONValue(refusal.file)), (name: "line", value: JSONValue(integer: refusal.line)),
        (name: "reason", value: JSONValue(refusal.reason)),
      ])
    }
    return [
      (name: "holidays", value: JSONValue(array: new.map(day))), (name: "known", value: JSONValue(integer: known)),
      (name: "observances", value: JSONValue(array: observances.map(day))),
      (name: "refused", value: JSONValue(integer: refusals.count)),
      (name: "refusals", value: JSONValue(array: refused)),
    ]
  }
}

/// Years as they are typed: `2026`, or `2026..2028`.
enum YearRange {
  static func read(_ text: String) throws -> ClosedRange<Int> {
    let ends = text.replacing("...", with: "..").split(separator: "..", omittingEmptySubsequences: false).map { end in
      end.allSatisfy { $0.isASCII && $0.isNumber } && end.count == 4 ? Int(end) : nil
    }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first > 0 else {
      throw CommandFailure("--years \(text): write 2026, or 2026..2028", status: ExitStatus.wrongUsage)
    }
    guard first <= last else {
      throw CommandFailure("--years \(text): the first year is after the last", status: ExitStatus.wrongUsage)
    }
    return first...last
  }
}
