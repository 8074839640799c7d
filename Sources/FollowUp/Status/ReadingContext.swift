import CivilTime

/// What an application's records are read by: the present, the working calendar, and the reader's clock.
public struct ReadingContext: Sendable {
  /// The present on the person's clock. What is dated later has not happened.
  public let now: Now
  /// The days on which work is done.
  public let calendar: WorkingCalendar
  /// By which the records' times have their days.
  public let clock: ReaderClock

  /// The date on the person's clock.
  public var today: CivilDate { now.today }

  /// The context of a present.
  public init(now: Now, calendar: WorkingCalendar, clock: ReaderClock) {
    self.now = now
    self.calendar = calendar
    self.clock = clock
  }

  /// The context of a present, with the working calendar of the settings.
  public init(now: Now, settings: Settings, zones: any ZoneRules) {
    self.init(now: now, calendar: settings.calendar, clock: ReaderClock(now, zones: zones))
  }

  /// Where an application stands.
  public func status(of records: ApplicationRecords) -> ApplicationStatus { ApplicationStatus(records, self) }
}
