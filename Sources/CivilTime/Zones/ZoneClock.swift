/// What the clock of one time zone shows: its offset from UTC at any moment.
public protocol ZoneClock: Sendable {
  /// How far the clock is ahead of UTC, in seconds; negative west of Greenwich.
  ///
  /// - Parameter seconds: since 1970 in UTC, without leap seconds.
  func offsetSeconds(at seconds: Int64) -> Int

  /// Whether the clock is put forward for the summer.
  ///
  /// - Parameter seconds: since 1970 in UTC, without leap seconds.
  func isDaylightSaving(at seconds: Int64) -> Bool
}

/// A clock that is never changed.
public struct FixedClock: ZoneClock, Hashable {
  /// How far it is ahead of UTC, in seconds.
  public let offsetSeconds: Int

  /// A clock that is so many seconds ahead of UTC.
  public init(offsetSeconds: Int) { self.offsetSeconds = offsetSeconds }

  /// The offset from UTC at a moment, in seconds.
  public func offsetSeconds(at seconds: Int64) -> Int { offsetSeconds }
  /// Whether it is summer time at a moment.
  public func isDaylightSaving(at seconds: Int64) -> Bool { false }
}
