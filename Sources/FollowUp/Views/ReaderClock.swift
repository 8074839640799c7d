import CivilTime
import EventLog

/// When the times that records hold are, and what the reader's clock shows then.
///
/// A *wall time* is meant on the clock of its place: of an interview, of a promise, of whatever else is agreed on ahead.
/// Its local time and the record's `tz` count, before the hour and after; the offset beside them is what the rules of
/// the day of recording came to, and only chooses between the two hours of a clock that goes back. An *instant* is when
/// something happened, a call or an answer: its offset counts. Where no `tz` is recorded, or none is called so here, the
/// offset is all that is known of a wall time too. `RecordSchema.isWallTime` says which field holds which.
///
/// A day without a time is the same day on every clock.
public struct ReaderClock: Sendable {
  private let zone: Zone?
  private let offsetMinutes: Int
  private let zones: any ZoneRules

  /// The clock of whoever reads.
  ///
  /// - Parameters:
  ///   - now: the present on that clock; without a zone its offset holds at all times.
  ///   - zones: the rules for the places of the others.
  public init(_ now: Now, zones: any ZoneRules) {
    zone = now.zone
    offsetMinutes = now.time.offsetMinutes
    self.zones = zones
  }

  /// The clock of a zone.
  public init(zone: Zone, zones: any ZoneRules) {
    self.zone = zone
    offsetMinutes = 0
    self.zones = zones
  }

  /// When a field's time is, on the reader's clock; nil where the field holds no day and no time.
  public func moment(_ field: String = "at", of state: RecordState) -> Moment? {
    guard let recorded = Moment(state[field]) else { return nil }
    guard case .time = recorded else { return recorded }
    return moment(
      recorded, tz: state["tz"]?.string, isWallTime: RecordSchema.isWallTime(field, of: RecordType(of: state)))
  }

  /// When a recorded time is, on the reader's clock.
  ///
  /// - Parameters:
  ///   - recorded: the time as it was recorded.
  ///   - tz: what the record says of the zone.
  ///   - isWallTime: whether the zone of the record, rather than the recorded offset, decides which moment is meant.
  public func moment(_ recorded: Moment, tz: String?, isWallTime: Bool) -> Moment {
    guard case .time(let time) = recorded else { return recorded }
    return .time(own(isWallTime ? Self.placed(time, tz, zones) : time))
  }

  /// When a field's time is, on the reader's clock; nil where the field holds no day and no time.
  public func moment(_ field: String = "at", of view: some RecordView) -> Moment? { moment(field, of: view.state) }

  /// The day of a field on the reader's clock; nil where the field holds none.
  public func date(_ field: String = "at", of state: RecordState) -> CivilDate? { moment(field, of: state)?.date }

  /// The day of a field on the reader's clock; nil where the field holds none.
  public func date(_ field: String = "at", of view: some RecordView) -> CivilDate? { date(field, of: view.state) }

  /// When a field's time is, on the reader's clock and on that of its place; nil where the field holds none.
  public func reading(_ field: String = "at", of state: RecordState) -> TimeReading? {
    guard let recorded = Moment(state[field]) else { return nil }
    let tz = state["tz"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    guard case .time(let time) = recorded else {
      return TimeReading(recorded: recorded, own: recorded, theirs: recorded, tz: tz)
    }
    let isWallTime = RecordSchema.isWallTime(field, of: RecordType(of: state))
    let placed = isWallTime ? Self.placed(time, tz, zones) : time
    let theirs = tz.flatMap { try? zones.zone($0) }?.time(at: placed.secondsSince1970)
    return TimeReading(recorded: recorded, own: .time(own(placed)), theirs: .time(theirs ?? placed), tz: tz)
  }

  /// When a field's time is, on the reader's clock and on that of its place; nil where the field holds none.
  public func reading(_ field: String = "at", of view: some RecordView) -> TimeReading? {
    reading(field, of: view.state)
  }

  /// A field's time with the offset that the rules give its local time, where they do not allow the one that is recorded
  /// with it; nil where they do (either of an hour that a clock shows twice), and where the record names no zone that is
  /// known. It mends wall times and instants alike: both were written by a clock that went by other rules.
  public static func mended(
    _ field: String, of state: RecordState, zones: any ZoneRules
  ) -> (recorded: OffsetTime, mended: OffsetTime)? {
    guard case .time(let time)? = Moment(state[field]) else { return nil }
    let placed = placed(time, state["tz"]?.string, zones)
    return placed == time ? nil : (time, placed)
  }

  /// The date that the reader's clock shows at a moment; nil outside the years 1 to 9999.
  ///
  /// - Parameter seconds: since 1970 in UTC.
  public func date(atSecondsSince1970 seconds: Int64) -> CivilDate? {
    if let zone { return zone.time(at: seconds)?.local.date }
    return CivilDateTime(seconds: seconds + Int64(offsetMinutes) * 60)?.date
  }

  // MARK: -

  /// A recorded wall time with the offset that counts.
  private static func placed(_ time: OffsetTime, _ tz: String?, _ zones: any ZoneRules) -> OffsetTime {
    guard let tz, let place = try? zones.zone(tz),
      !place.offsets(showing: time.local).contains(time.offsetMinutes), let resolved = place.resolve(time.local)
    else { return time }
    return resolved.time
  }

  /// What the reader's clock shows; the text stays where that is the same.
  private func own(_ time: OffsetTime) -> OffsetTime {
    let seconds = time.secondsSince1970
    let offset = zone?.offsetMinutes(at: seconds) ?? offsetMinutes
    if offset == time.offsetMinutes { return time }
    return CivilDateTime(seconds: seconds + Int64(offset) * 60).flatMap { OffsetTime(local: $0, offsetMinutes: offset) }
      ?? time
  }
}

/// A time that a record holds, as it is read: on the reader's clock, and on the clock of its place.
public struct TimeReading: Hashable, Sendable {
  /// As it was recorded.
  public let recorded: Moment
  /// On the reader's clock.
  public let own: Moment
  /// On the clock of its place, by today's rules.
  public let theirs: Moment
  /// The name of the zone of its place; nil where the record names none.
  public let tz: String?

  /// A reading of a day, which is the same on every clock.
  public init(_ day: CivilDate) {
    self.init(recorded: .date(day), own: .date(day), theirs: .date(day), tz: nil)
  }

  init(recorded: Moment, own: Moment, theirs: Moment, tz: String?) {
    self.recorded = recorded
    self.own = own
    self.theirs = theirs
    self.tz = tz
  }

  /// The day on the reader's clock.
  public var date: CivilDate { own.date }

  /// What their clock shows, where that is not what the reader's does: `16:00 in Europe/Berlin`, with the weekday where it
  /// is another day.
  public var elsewhere: String? {
    guard let own = own.time, let theirs = theirs.time, own.local != theirs.local else { return nil }
    let day = own.local.date == theirs.local.date ? "" : "\(theirs.local.date.weekday.short) "
    return "\(day)\(theirs.local.time) \(tz.map { "in \($0)" } ?? "at UTC\(theirs.offsetText)")"
  }

  /// What a person is shown: `Fri 2026-12-04 09:00 (16:00 in Europe/Berlin)`, or where the clocks agree what
  /// `Moment.echo` says.
  public var echo: String {
    guard let time = own.time, let elsewhere else { return own.echo }
    return "\(time.local.date.echo) \(time.local.time) (\(elsewhere))"
  }
}
