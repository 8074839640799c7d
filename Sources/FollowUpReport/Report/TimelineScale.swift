import CivilTime
import FollowUp

/// Maps days to positions between a left and a right edge, in integers, so that every machine draws the same.
package struct TimelineScale: Hashable, Sendable {
  /// The first day on the scale.
  package let first: CivilDate
  /// The last day on the scale.
  package let last: CivilDate

  /// How far back a scale reaches at most, in days; what lies before is told in words.
  static let pastDaysMax = 70
  /// How far ahead, in days.
  static let futureDaysMax = 35

  /// A scale for timelines that are drawn under each other.
  package init(_ charts: [TimelineChart], today: CivilDate, pastDaysMax: Int = Self.pastDaysMax) {
    let spans = charts.map(\.span)
    func moved(_ day: CivilDate, _ days: Int) -> CivilDate { day.adding(days: days) ?? (days < 0 ? .first : .last) }
    let earliest = spans.map(\.lowerBound).min() ?? today
    let latest = spans.map(\.upperBound).max() ?? today
    first = max(moved(min(earliest, moved(today, -14)), -2), moved(today, -pastDaysMax))
    last = min(moved(max(latest, moved(today, 7)), 2), moved(today, Self.futureDaysMax))
  }

  /// A scale from one day to another, the later of the two at least.
  package init(first: CivilDate, last: CivilDate) {
    self.first = first
    self.last = max(first, last)
  }

  /// How many days are on the scale, at least 1.
  package var days: Int { first.days(until: last) + 1 }

  /// Whether a day is on the scale.
  package func contains(_ day: CivilDate) -> Bool { day >= first && day <= last }

  /// The middle of a day, in hundredths of a percent of the width; days outside are at an edge.
  package func middle(_ day: CivilDate) -> Int {
    let index = min(max(0, first.days(until: day)), days - 1)
    return (2 * index + 1) * 10_000 / (2 * days)
  }

  /// The weeks' beginnings: every Monday, or every second, fourth or eighth of them, so that they are not more than
  /// `ticksMax`.
  package func mondays(ticksMax: Int) -> [CivilDate] {
    let all = (0..<days).compactMap { first.adding(days: $0) }.filter { $0.weekday == .monday }
    var step = 1
    while ticksMax > 0, (all.count + step - 1) / step > ticksMax { step *= 2 }
    return all.enumerated().filter { $0.offset % step == 0 }.map(\.element)
  }
}
