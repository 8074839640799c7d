/// A time zone by its IANA name (`America/New_York`): what the offset from UTC is, and when. ``ZoneRules`` finds it.
///
/// Local times that the clock skips or shows twice are resolved always in the same way:
/// - **skipped** (the clock goes forward): by the offset that held before, so 02:30 becomes 03:30;
/// - **shown twice** (the clock goes back): the first of the two.
public struct Zone: ZoneClock, Hashable, CustomStringConvertible {
  /// The IANA name, as it was given.
  public let name: String
  private let clock: any ZoneClock

  /// A zone whose clock is known.
  public init(name: String, clock: any ZoneClock) {
    self.name = name
    self.clock = clock
  }

  /// UTC, which needs no rules.
  public static let utc = Zone(name: "UTC", clock: FixedClock(offsetSeconds: 0))

  /// Whether a text has the form of a name that can be recorded: a place's, or UTC or GMT. `EST`, `GMT+5` and the like are
  /// no places, and know no summer time; `posix/…` and `right/…` are folders that hold all zones again.
  public static func isName(_ name: String) -> Bool {
    isPlainName(name) && (name.contains("/") || name == "UTC" || name == "GMT")
      && !name.hasPrefix("posix/") && !name.hasPrefix("right/")
  }

  /// Whether a text can be a zone's name at all; nothing else is looked for in a file system.
  static func isPlainName(_ name: String) -> Bool {
    guard (1...64).contains(name.utf8.count) else { return false }
    return name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
      guard let first = part.first, (first | 0x20) &- 0x61 < 26 else { return false }
      return part.allSatisfy {
        ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "+")
          || $0 == UInt8(ascii: "-")
      }
    }
  }

  /// How far the zone's clock is ahead of UTC at a moment, in seconds.
  ///
  /// - Parameter seconds: since 1970 in UTC.
  public func offsetSeconds(at seconds: Int64) -> Int { clock.offsetSeconds(at: seconds) }

  /// How far the zone's clock is ahead of UTC at a moment, in minutes; the seconds of offsets before railway time
  /// are left out, for RFC 3339 cannot write them.
  ///
  /// - Parameter seconds: since 1970 in UTC.
  public func offsetMinutes(at seconds: Int64) -> Int { clock.offsetSeconds(at: seconds) / 60 }

  /// Whether the zone's clock is put forward for the summer at a moment.
  ///
  /// - Parameter seconds: since 1970 in UTC.
  public func isDaylightSaving(at seconds: Int64) -> Bool { clock.isDaylightSaving(at: seconds) }

  /// What the zone's clock shows at a moment; nil outside the years 1 to 9999.
  ///
  /// - Parameter seconds: since 1970 in UTC.
  public func time(at seconds: Int64) -> OffsetTime? {
    let offset = offsetMinutes(at: seconds)
    let (shown, overflow) = seconds.addingReportingOverflow(Int64(offset) * 60)
    guard !overflow, let local = CivilDateTime(seconds: shown) else { return nil }
    return OffsetTime(local: local, offsetMinutes: offset)
  }

  /// How a local time was found in a zone.
  public enum Fit: Hashable, Sendable {
    /// The clock shows it once.
    case exact
    /// The clock skips it; the time moved on by the length of the gap.
    case skipped
    /// The clock shows it twice; the first was taken.
    case twice
  }

  /// The moment at which the zone's clock shows a local time, and how well that was defined; nil outside the
  /// years 1 to 9999.
  public func resolve(_ local: CivilDateTime) -> (time: OffsetTime, fit: Fit)? {
    let offsets = offsets(showing: local)
    guard let offset = offsets.max() else {
      let before = offsetMinutes(at: local.seconds - 86_400)
      return time(at: local.seconds - Int64(before) * 60).map { ($0, .skipped) }
    }
    return OffsetTime(local: local, offsetMinutes: offset).map { ($0, offsets.count > 1 ? .twice : .exact) }
  }

  /// The offsets, in minutes, at which the zone's clock shows a local time: none where it is skipped, two where it is
  /// shown twice.
  public func offsets(showing local: CivilDateTime) -> Set<Int> {
    let shown = local.seconds
    // No zone changes its clock twice within two days, so these are the only offsets in question.
    let candidates: Set = [offsetMinutes(at: shown - 86_400), offsetMinutes(at: shown + 86_400)]
    return candidates.filter { offsetMinutes(at: shown - Int64($0) * 60) == $0 }
  }

  /// The IANA name.
  public var description: String { name }

  /// Zones are equal when their names are.
  public static func == (left: Zone, right: Zone) -> Bool { left.name == right.name }
  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Why there is no zone of a name.
public struct ZoneProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name that was given.
  public let name: String
  /// Names that may be meant.
  public let suggestions: [String]
  /// Whether any zone at all is known.
  public let hasData: Bool
  /// What is wrong with the data of the zone, where there is some.
  public let unusable: ZoneDataProblem?

  init(name: String, suggestions: [String], hasData: Bool, unusable: ZoneDataProblem? = nil) {
    self.name = name
    self.suggestions = suggestions
    self.hasData = hasData
    self.unusable = unusable
  }

  /// What is wrong, and the way out.
  public var description: String {
    if let unusable { return "the rules of \(name) cannot be used: \(unusable); reinstall tzdata" }
    guard hasData else {
      return "this machine has no time zone data, so \(quoted(name)) cannot be looked up; install tzdata"
    }
    let hint =
      suggestions.isEmpty
      ? "use an IANA name such as America/New_York or Europe/Berlin"
      : "did you mean \(suggestions.joined(separator: " or "))?"
    return "no IANA time zone is called \(quoted(name)); \(hint)"
  }
}
