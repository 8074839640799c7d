import CivilTime
import FollowUp

/// The present, the working calendar and the zones: what days and windows are reckoned by.
struct ClockContext: Sendable {
  /// The same, as records are read by it.
  let context: ReadingContext

  init(_ context: ReadingContext) { self.context = context }

  var now: Now { context.now }
  var calendar: WorkingCalendar { context.calendar }
  /// The clock by which records are read.
  var reader: ReaderClock { context.clock }

  /// How far ahead a permitted day is looked for, in days; beyond it there is none.
  static let horizonDays = 800

  /// A clock at a place; on a machine without zone data, and where no zone is recorded, the person's own.
  struct Place: Hashable, Sendable {
    /// The IANA name, or `UTC` with an offset where none is known.
    let name: String
    let zone: Zone?
  }

  /// The person's own clock.
  var own: Place {
    Place(name: now.zone?.name ?? "UTC\(now.time.offsetMinutes == 0 ? "" : now.time.text.suffix(6))", zone: now.zone)
  }

  /// The moment at which the clock of a place shows a time; nil outside the years 1 to 9999.
  func moment(_ day: CivilDate, _ time: WallTime, at place: Place) -> Int64? {
    let local = CivilDateTime(date: day, time: time)
    if let zone = place.zone { return zone.resolve(local)?.time.secondsSince1970 }
    return OffsetTime(local: local, offsetMinutes: now.time.offsetMinutes)?.secondsSince1970
  }

  /// What the person's own clock shows at a moment.
  func ownTime(_ seconds: Int64) -> CivilDateTime? {
    if let zone = now.zone { return zone.time(at: seconds)?.local }
    let start = CivilDateTime(date: now.today, time: now.time.local.time)
    // Without a zone the own clock runs at a fixed offset, so the difference of the moments is that of the clocks.
    let (ahead, overflow) = seconds.subtractingReportingOverflow(now.time.secondsSince1970)
    guard !overflow else { return nil }
    let second = Int64(start.time.secondOfDay) + ahead
    let days = second >= 0 ? second / 86_400 : -((86_399 - second) / 86_400)
    let rest = Int(second - days * 86_400)
    guard let shift = Int(exactly: days), let date = start.date.adding(days: shift),
      let time = WallTime(hour: rest / 3_600, minute: rest / 60 % 60, second: rest % 60)
    else { return nil }
    return CivilDateTime(date: date, time: time)
  }

  /// The first day from `day` on that is a working day and fits; nil when there is none within the horizon.
  func firstWorkingDay(from day: CivilDate, where fits: (CivilDate) -> Bool = { _ in true }) -> CivilDate? {
    var day = day
    for _ in 0..<Self.horizonDays {
      if calendar.isWorking(day), fits(day) { return day }
      guard let next = day.adding(days: 1) else { return nil }
      day = next
    }
    return nil
  }

  /// The day so many working days, or days, after another; nil outside the years 1 to 9999. None is the day itself.
  func day(_ base: CivilDate, plus days: Int, working: Bool) -> CivilDate? {
    working ? try? calendar.bd(base, days) : base.adding(days: days)
  }
}
