/// A span of the clock, the end excluded: `08:00-08:30`.
public struct ClockSpan: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Its beginning.
  public let from: WallTime
  /// Its end, later than its beginning.
  public let to: WallTime

  /// A span, or nil when it does not end after it begins.
  public init?(from: WallTime, to: WallTime) {
    guard from < to else { return nil }
    self.from = from
    self.to = to
  }

  /// Reads `HH:MM-HH:MM`, with a hyphen or a dash; nil when the text is anything else.
  public init?(_ text: some StringProtocol) {
    let ends = text.split(omittingEmptySubsequences: false) { "-–—".contains($0) }
    guard ends.count == 2, let from = Self.time(ends[0]), let to = Self.time(ends[1]) else { return nil }
    self.init(from: from, to: to)
  }

  private static func time(_ text: some StringProtocol) -> WallTime? {
    let parts = String(text.filter { $0 != " " }).split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2,
      parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hour = Int(parts[0]), let minute = Int(parts[1])
    else { return nil }
    return WallTime(hour: hour, minute: minute)
  }

  /// Whether both have a moment in common.
  public func overlaps(_ other: ClockSpan) -> Bool { from < other.to && other.from < to }

  /// `08:00–08:30`.
  public var description: String { "\(from)–\(to)" }

  /// Orders spans by beginning, then by end.
  public static func < (left: ClockSpan, right: ClockSpan) -> Bool { (left.from, left.to) < (right.from, right.to) }
}
