import CivilTime
import FollowUp

extension CalendarEvent {
  /// When it begins within a range of days, on its own clock, in order and each once; nil when working that out would
  /// take longer than is sensible, as with a rule of hundreds of thousands of times.
  ///
  /// - Parameter zones: the rules of time zones, for a series that ends at a moment in UTC.
  package func occurrences(within range: ClosedRange<CivilDate>, _ zones: any ZoneRules) -> [CalendarTime]? {
    var budget = RecurrenceBudget()
    return occurrences(within: range, zones, budget: &budget)
  }

  func occurrences(
    within range: ClosedRange<CivilDate>, _ zones: any ZoneRules, budget: inout RecurrenceBudget
  ) -> [CalendarTime]? {
    var times: [CalendarTime] = []
    if let rule {
      guard
        let days = rule.days(
          from: start.date, within: range, budget: &budget, isPastEnd: { isPast(rule.until, on: $0, zones) })
      else { return nil }
      times = days.map(start.on)
    } else {
      times = [start]
    }
    times += further
    let except = Set(exceptions)
    var seen: Set<CalendarTime> = []
    return times.filter { range.contains($0.date) && !isExcepted($0, except) && seen.insert($0).inserted }
      .sorted { Self.key($0) < Self.key($1) }
  }

  /// A day as exception means whatever is on that day.
  private func isExcepted(_ time: CalendarTime, _ except: Set<CalendarTime>) -> Bool {
    except.contains(time) || except.contains(.date(time.date))
  }

  private static func key(_ time: CalendarTime) -> Int64 {
    (time.local?.seconds ?? Int64(time.date.dayNumber) * 86_400)
  }

  /// Whether the event's clock on a day is past the end of its series. An end in UTC is compared as a moment where the
  /// event's zone is known here, else as its clock reads.
  private func isPast(_ until: CalendarTime?, on day: CivilDate, _ zones: any ZoneRules) -> Bool {
    guard let until else { return false }
    guard let end = until.local, let local = start.on(day).local else { return day > until.date }
    if case .utc = until, case .zoned(_, let name) = start, let zone = try? zones.zone(name),
      let time = zone.resolve(local)?.time
    {
      return time.secondsSince1970 > end.seconds
    }
    return local > end
  }
}
