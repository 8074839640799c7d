/// The present, as the caller gives it: dates and advice are reckoned from here.
///
/// *Today* is the date on the clock of the recorded setting `tz`, never of the laptop's own zone, so that both
/// laptops say the same (PLAYBOOKS, "Exactly").
public struct Now: Hashable, Sendable {
  /// Date, time and offset on the person's clock.
  public let time: OffsetTime
  /// The person's zone, by which other local times get their offsets; nil uses the offset of ``time`` for all.
  public let zone: Zone?

  /// The present from a moment, in a zone.
  ///
  /// - Parameters:
  ///   - secondsSince1970: in UTC.
  ///   - zone: the person's time zone.
  /// - Throws: ``MomentProblem`` outside the years 1 to 9999.
  public init(secondsSince1970: Int64, zone: Zone) throws(MomentProblem) {
    time = try Self.shown(secondsSince1970, zone)
    self.zone = zone
  }

  /// The present from a time with an offset, shown on the clock of a zone where one is given.
  ///
  /// - Throws: ``MomentProblem`` when the zone's clock would leave the years 1 to 9999.
  public init(_ time: OffsetTime, zone: Zone? = nil) throws(MomentProblem) {
    self.time = if let zone { try Self.shown(time.secondsSince1970, zone) } else { time }
    self.zone = zone
  }

  private static func shown(_ seconds: Int64, _ zone: Zone) throws(MomentProblem) -> OffsetTime {
    guard let time = zone.time(at: seconds) else {
      throw MomentProblem("\(seconds) s since 1970", "the year must be 0001 to 9999")
    }
    return time
  }

  /// The date on the person's clock.
  public var today: CivilDate { time.local.date }

  /// The time that the person's clock shows a local time, and how well that was defined.
  package func resolve(_ local: CivilDateTime) -> (time: OffsetTime, fit: Zone.Fit)? {
    if let zone { return zone.resolve(local) }
    return OffsetTime(local: local, offsetMinutes: time.offsetMinutes).map { ($0, .exact) }
  }

  /// The person's clock so many seconds from now; nil outside the years 1 to 9999.
  package func adding(seconds: Int64) -> OffsetTime? {
    let (moment, overflow) = time.secondsSince1970.addingReportingOverflow(seconds)
    guard !overflow else { return nil }
    if let zone { return zone.time(at: moment) }
    let (shown, overflowShown) = moment.addingReportingOverflow(Int64(time.offsetMinutes) * 60)
    guard !overflowShown, let local = CivilDateTime(seconds: shown) else { return nil }
    return OffsetTime(local: local, offsetMinutes: time.offsetMinutes)
  }
}
