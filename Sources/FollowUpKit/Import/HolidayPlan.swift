import CivilTime
import EventLog
import FollowUp
import FollowUpFormats

/// The days of a calendar of holidays, held against those that are recorded.
package struct HolidayPlan {
  /// Days that are not recorded yet.
  package let new: [PublicHolidays.Day]
  /// How many are recorded already.
  package let known: Int
  /// Days on which people work.
  package let observances: [PublicHolidays.Day]
  package let refusals: [Refusal]
  /// What is to be written; nil for nothing.
  package let draft: Draft?

  /// Holds a calendar against the setting `holidays`.
  ///
  /// - Throws: ``ImportFailure`` where what is recorded cannot be read.
  package init(
    _ calendar: ICalendar, _ settings: Settings, within range: ClosedRange<CivilDate>, _ zones: any ZoneRules
  ) throws {
    let recorded = try Self.recorded(settings)
    let found = PublicHolidays(calendar, within: range, zones)
    let off = Self.once(found.days.filter { !$0.isObservance })
    new = off.filter { !recorded.contains($0.date) }
    known = off.count - new.count
    observances = found.days.filter(\.isObservance)
    refusals = found.refusals
    draft = new.isEmpty ? nil : SettingAssignment.draft(holidays: recorded.union(new.map(\.date)))
  }

  /// This year and the two after it: holidays recur for ever, and nobody plans for all of them.
  package static func usualYears(_ today: CivilDate) -> ClosedRange<Int> {
    today.year...max(today.year, min(today.year + 2, 9_999))
  }

  /// The days of ``usualYears(_:)``.
  static func usualDays(_ today: CivilDate) -> ClosedRange<CivilDate> {
    let years = usualYears(today)
    return
      (CivilDate(year: years.lowerBound, month: 1, day: 1) ?? .first)...(CivilDate(
        year: years.upperBound, month: 12, day: 31) ?? .last)
  }

  /// The new days, a line each.
  package var lines: [String] { new.map { "new: \($0.date.echo)\($0.name.map { "  \($0)" } ?? "")" } }

  /// What is to be said of days on which people work; nil where there are none.
  package var remark: String? {
    guard !observances.isEmpty else { return nil }
    let names = Set(observances.compactMap(\.name)).sorted().joined(separator: ", ")
    return "left out, because people work on these days: \(names)"
  }

  /// The holidays that are recorded. What cannot be read is the person's, and must not be written over.
  private static func recorded(_ settings: Settings) throws -> Set<CivilDate> {
    guard let value = settings.values["holidays"], !value.isNull else { return [] }
    guard let days = SettingAssignment.holidays(value) else {
      throw ImportFailure(
        "the setting holidays is \(value.displayed), which is not a list of dates; set it first: "
          + "followup setting holidays 2026-12-25,…")
    }
    return days
  }

  /// Each day once, under the first of its names.
  private static func once(_ days: [PublicHolidays.Day]) -> [PublicHolidays.Day] {
    var seen: Set<CivilDate> = []
    return days.filter { seen.insert($0.date).inserted }
  }
}
