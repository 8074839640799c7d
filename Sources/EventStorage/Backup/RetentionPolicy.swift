import EventLog

/// Which backups are kept: the last ones, and the last of each of so many days, weeks, months and years that have one.
///
/// A pure function over times. It counts as restic does: an empty day takes no place, and one backup can be kept for
/// several reasons. The newest is always kept, and a policy that asks for nothing keeps all.
public struct RetentionPolicy: Sendable, Equatable {
  /// Why a backup is kept.
  package enum Reason: String, Sendable, CaseIterable {
    /// One of the last ones, or the last of its day, ISO week, month or year.
    case last, daily, weekly, monthly, yearly
    /// It is the newest, whatever was asked for.
    case newest
    /// Nothing was asked for.
    case all
    /// It is dated ahead of now: it counts for nothing, and is kept.
    case ahead
  }

  /// How many of the last ones are kept; 0 where nothing was asked for, as with the others.
  public var last = 0
  /// Of so many days that have a backup, the last of each.
  public var daily = 0
  /// Of so many ISO weeks that have one, the last of each.
  public var weekly = 0
  /// Of so many months that have one, the last of each.
  public var monthly = 0
  /// Of so many years that have one, the last of each.
  public var yearly = 0

  /// A policy; without anything it keeps all.
  ///
  /// - Parameters:
  ///   - last: how many of the last ones are kept.
  ///   - daily: of so many days that have a backup, the last of each.
  ///   - weekly: of so many ISO weeks that have one, the last of each.
  ///   - monthly: of so many months that have one, the last of each.
  ///   - yearly: of so many years that have one, the last of each.
  public init(last: Int = 0, daily: Int = 0, weekly: Int = 0, monthly: Int = 0, yearly: Int = 0) {
    self.last = last
    self.daily = daily
    self.weekly = weekly
    self.monthly = monthly
    self.yearly = yearly
  }

  /// Whether nothing was asked for.
  package var isEmpty: Bool { [last, daily, weekly, monthly, yearly].allSatisfy { $0 <= 0 } }

  /// Why each backup is kept; one without a reason is not.
  ///
  /// - Parameter seconds: what the person's clock showed when each was taken, as seconds since 1970-01-01T00:00 on that
  ///   clock, in any order. Weeks begin on Monday.
  /// - Parameter ahead: those that are dated ahead of now, by their places in the list: a clock was wrong, so when they
  ///   were taken is not known. They take no place from others, and are kept.
  package func reasons(_ seconds: [Int64], ahead: Set<Int> = []) -> [[Reason]] {
    guard !isEmpty else { return seconds.map { _ in [.all] } }
    // Of the same second the later one in the list is the newer.
    let order = seconds.indices.filter { !ahead.contains($0) }.sorted { (seconds[$0], $0) > (seconds[$1], $1) }
    var result: [[Reason]] = seconds.indices.map { ahead.contains($0) ? [.ahead] : [] }
    for index in order.prefix(max(0, last)) { result[index].append(.last) }
    let rules: [(reason: Reason, count: Int, period: (Int64) -> Int64)] = [
      (.daily, daily, Self.day), (.weekly, weekly, Self.week), (.monthly, monthly, Self.month),
      (.yearly, yearly, { Self.month($0) / 12 }),
    ]
    for rule in rules {
      var left = rule.count
      var former: Int64?
      for index in order where left > 0 {
        let period = rule.period(seconds[index])
        if period == former { continue }
        former = period
        left -= 1
        result[index].append(rule.reason)
      }
    }
    if let newest = order.first, result[newest].isEmpty { result[newest] = [.newest] }
    return result
  }

  private static func floor(_ value: Int64, by divisor: Int64) -> Int64 {
    value / divisor - (value % divisor < 0 ? 1 : 0)
  }

  private static func day(_ seconds: Int64) -> Int64 { floor(seconds, by: 86_400) }

  /// 1970-01-01 was a Thursday.
  private static func week(_ seconds: Int64) -> Int64 { floor(day(seconds) + 3, by: 7) }

  private static func month(_ seconds: Int64) -> Int64 {
    let date = GregorianCalendar.date(days: day(seconds))
    return date.year * 12 + date.month - 1
  }
}
