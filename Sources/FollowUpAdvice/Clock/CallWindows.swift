import CivilTime
import FollowUp

/// The window of a call: on the other person's clock, and what the person's own clock shows then.
public struct CallWindow: Hashable, Sendable {
  /// The day and the span on the other person's clock.
  public let day: CivilDate
  /// The span on the other person's clock.
  public let span: ClockSpan
  /// The IANA name of their zone.
  public let tz: String
  /// What the person's own clock shows when it begins.
  public let ownFrom: CivilDateTime
  /// What the person's own clock shows when it ends.
  public let ownTo: CivilDateTime

  /// The span on the person's own clock: `09:00–09:30`.
  public var ownSpan: String { "\(ownFrom.time)–\(ownTo.time)" }

  /// The span on the person's own clock, with theirs beside where it differs: `09:00–09:30 (08:00–08:30 in
  /// America/Chicago)`.
  public var echo: String {
    guard !isOwnClock else { return ownSpan }
    let theirDay = ownFrom.date == day ? "" : "\(day.weekday.short) "
    return "\(ownSpan) (\(theirDay)\(span) in \(tz))"
  }

  /// Whether both clocks show the same.
  public var isOwnClock: Bool { ownFrom == CivilDateTime(date: day, time: span.from) && ownTo.time == span.to }
}

/// Where and by which windows one may call.
struct WindowChoice: Sendable {
  /// The other person's clock.
  let place: ClockContext.Place
  /// The windows by order of preference.
  let spans: [ClockSpan]
  /// No call before this moment, in seconds since 1970.
  let earliest: Int64?

  /// The windows of the next call: the two that alternate, morning first, and then the others (PLAYBOOKS, "Exactly").
  ///
  /// - Parameters:
  ///   - calls: how many calls the round has had.
  ///   - last: when the last of them was, on their clock; a window that it lay in is not taken twice in a row.
  static func order(_ plan: Playbook.WindowPlan, calls: Int, last: WallTime?) -> [ClockSpan] {
    let count = plan.alternating.count
    guard count > 0 else { return plan.otherwise }
    var first = calls % count
    if let last, count > 1, Self.nearest(plan.alternating, to: last) == first { first = (first + 1) % count }
    let turned = (0..<count).map { plan.alternating[(first + $0) % count] }
    return turned + plan.otherwise
  }

  /// The window whose beginning is nearest to a time.
  private static func nearest(_ spans: [ClockSpan], to time: WallTime) -> Int? {
    spans.indices.min {
      abs(spans[$0].from.secondOfDay - time.secondOfDay) < abs(spans[$1].from.secondOfDay - time.secondOfDay)
    }
  }

  /// The best window of a day that is not over yet, or nil.
  func window(on day: CivilDate, _ clock: ClockContext) -> CallWindow? {
    for span in spans {
      guard let from = clock.moment(day, span.from, at: place), let to = clock.moment(day, span.to, at: place),
        to > clock.now.time.secondsSince1970, earliest.map({ from >= $0 }) ?? true,
        let ownFrom = clock.ownTime(from), let ownTo = clock.ownTime(to)
      else { continue }
      return CallWindow(day: day, span: span, tz: place.name, ownFrom: ownFrom, ownTo: ownTo)
    }
    return nil
  }
}
