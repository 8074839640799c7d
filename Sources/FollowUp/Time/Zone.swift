// Foundation and not FoundationEssentials: only the former brings the zones' rules along on Linux.
import Foundation

/// A time zone by its IANA name (`America/New_York`): what the offset from UTC is, and when.
///
/// Local times that the clock skips or shows twice are resolved always in the same way:
/// - **skipped** (the clock goes forward): by the offset that held before, so 02:30 becomes 03:30;
/// - **shown twice** (the clock goes back): the first of the two.
public struct Zone: Hashable, Sendable, CustomStringConvertible {
  /// The IANA name, as it was given.
  public let name: String
  private let rules: TimeZone

  /// The zone of an IANA name.
  ///
  /// - Throws: ``ZoneProblem`` when no zone is called so, or this machine has no data on any.
  public init(_ name: some StringProtocol) throws(ZoneProblem) {
    let name = String(name)
    // TimeZone also takes "GMT+5", "EST" and the like, which are no places and know no summer time.
    guard name.utf8.count <= 64, name.contains("/") || name == "UTC" || name == "GMT",
      !name.hasPrefix("GMT+"), !name.hasPrefix("GMT-"), let rules = TimeZone(identifier: name)
    else { throw ZoneProblem(name: name, suggestions: Self.suggestions(for: name), hasData: Self.hasData) }
    self.name = name
    self.rules = rules
  }

  /// Whether this machine knows any zone's rules at all.
  public static var hasData: Bool { TimeZone(identifier: "Europe/Berlin") != nil }

  /// All names that this machine lists; it may know more under older names.
  public static var knownNames: [String] { TimeZone.knownTimeZoneIdentifiers.sorted() }

  /// How far the zone's clock is ahead of UTC at a moment, in minutes; the seconds of offsets before railway time
  /// are left out, for RFC 3339 cannot write them.
  ///
  /// - Parameter seconds: since 1970 in UTC.
  public func offsetMinutes(at seconds: Int64) -> Int {
    rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) / 60
  }

  /// Whether the zone's clock is put forward for the summer at a moment.
  ///
  /// - Parameter seconds: since 1970 in UTC.
  public func isDaylightSaving(at seconds: Int64) -> Bool {
    rules.isDaylightSavingTime(for: Date(timeIntervalSince1970: Double(seconds)))
  }

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
    let shown = local.seconds
    // No zone changes its clock twice within two days, so these are the only offsets in question.
    let before = offsetMinutes(at: shown - 86_400)
    let after = offsetMinutes(at: shown + 86_400)
    let fitting = Set([before, after]).filter { offsetMinutes(at: shown - Int64($0) * 60) == $0 }
    guard let offset = fitting.max() else {
      return time(at: shown - Int64(before) * 60).map { ($0, .skipped) }
    }
    return OffsetTime(local: local, offsetMinutes: offset).map { ($0, fitting.count > 1 ? .twice : .exact) }
  }

  public var description: String { name }

  public static func == (left: Zone, right: Zone) -> Bool { left.name == right.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

  private static func suggestions(for name: String) -> [String] {
    let wanted = Folding.fold(name).swapping(" ", for: "_")
    // Shorter texts are abbreviations such as EST, which no city is near to.
    guard wanted.count >= 4, wanted.count <= 64 else { return [] }
    let names = knownNames.filter { $0.contains("/") }
    let containing = names.filter { $0.lowercased().contains(wanted) }
    if !containing.isEmpty { return Array(containing.prefix(3)) }
    let byCity = names.filter { known in
      guard let city = known.split(separator: "/").last, let wantedCity = wanted.split(separator: "/").last else {
        return false
      }
      return Nearest.distance(city.lowercased(), String(wantedCity)) <= 2
    }
    return Array(byCity.prefix(3))
  }
}

/// Why there is no zone of a name.
public struct ZoneProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name that was given.
  public let name: String
  /// Names that may be meant.
  public let suggestions: [String]
  /// Whether this machine knows any zone at all.
  public let hasData: Bool

  /// What is wrong, and the way out.
  public var description: String {
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
