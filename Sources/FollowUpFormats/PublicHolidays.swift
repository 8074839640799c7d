import CivilTime
import FollowUp

/// The public holidays in an iCalendar file, day by day.
///
///     let holidays = PublicHolidays(reading: bytes, file: "holidays.ics", within: first...last, zones)
///     let calendar = WorkingCalendar(holidays: Set(holidays.days.filter { !$0.isObservance }.map(\.date)))
package struct PublicHolidays: Hashable, Sendable {
  package struct Day: Hashable, Sendable {
    package let date: CivilDate
    /// What it is called; nil when the file does not say.
    package let name: String?
    /// Whether the file itself calls it an observance: a day that is kept and on which people work.
    package let isObservance: Bool
    /// The line of the event in the file, from 1.
    package let line: Int
  }

  /// The days in order, each once for each name.
  package let days: [Day]
  package let refusals: [Refusal]

  /// The days of a file within a range.
  ///
  /// An event of several days is all of its days; its end is the first day that no longer belongs to it. What was
  /// called off is left out silently; what does not take whole days is left out with a refusal. One event lasts 366
  /// days at most.
  ///
  /// - Parameters:
  ///   - bytes: the content of the file.
  ///   - file: what refusals call it.
  ///   - range: the days that are wanted: holidays often recur for ever.
  ///   - zones: the rules of time zones.
  package init(
    reading bytes: some Sequence<UInt8>, file: String, within range: ClosedRange<CivilDate>, _ zones: any ZoneRules
  ) {
    self.init(ICalendar(reading: bytes, file: file), within: range, zones)
  }

  /// The days of a calendar that was read already.
  package init(_ calendar: ICalendar, within range: ClosedRange<CivilDate>, _ zones: any ZoneRules) {
    var refusals = Refusals(file: calendar.file, calendar.refusals)
    var budget = RecurrenceBudget()
    var days: Set<Day> = []
    let replaced = Self.replaced(calendar.events)
    if calendar.refusals.isEmpty, calendar.events.isEmpty {
      refusals.add(calendar.components.last?.line ?? 1, "the file has no events, so no holidays")
    }
    for event in calendar.events where !event.isCancelled {
      guard let length = event.wholeDays else {
        refusals.add(event.line, "\(event.name) is not an all-day event, or ends before it begins; it was left out")
        continue
      }
      guard length <= Self.lengthMax else {
        refusals.add(event.line, "\(event.name) lasts \(length) days, too long for a holiday; it was left out")
        continue
      }
      // What began before the range may reach into it.
      let first = range.lowerBound.adding(days: 1 - length) ?? .first
      guard let begins = event.occurrences(within: first...range.upperBound, zones, budget: &budget),
        budget.spend(begins.count * length)
      else {
        refusals.add(event.line, "\(event.name) recurs too often; it was left out")
        continue
      }
      for begin in begins {
        if event.replaces == nil, let uid = event.uid, replaced[uid]?.contains(begin.date) == true { continue }
        for offset in 0..<length {
          guard let date = begin.date.adding(days: offset), range.contains(date) else { continue }
          days.insert(
            Day(date: date, name: event.summary, isObservance: event.isObservance, line: event.line))
        }
      }
    }
    self.days = Self.once(days)
    self.refusals = refusals.all.sorted { $0.line < $1.line }
  }

  private static let lengthMax = 366

  /// The days of a series for which another event stands, by the series.
  private static func replaced(_ events: [CalendarEvent]) -> [String: Set<CivilDate>] {
    var replaced: [String: Set<CivilDate>] = [:]
    for event in events {
      if let uid = event.uid, let day = event.replaces?.date { replaced[uid, default: []].insert(day) }
    }
    return replaced
  }

  /// In order, and without what the file says twice under one name.
  private static func once(_ days: Set<Day>) -> [Day] {
    let sorted = days.sorted { left, right in
      (left.date, left.line, left.isObservance ? 1 : 0) < (right.date, right.line, right.isObservance ? 1 : 0)
    }
    struct Key: Hashable {
      let date: CivilDate
      let name: String
    }
    var seen: Set<Key> = []
    return sorted.filter { seen.insert(Key(date: $0.date, name: $0.name ?? "")).inserted }
  }
}

extension CalendarEvent {
  /// What refusals call it.
  fileprivate var name: String { summary.map { quoted($0) } ?? "an event without a name" }

  /// Some publishers put days that people only keep, such as Valentine's Day, beside those on which nobody works, and
  /// say so at the beginning of the description.
  fileprivate var isObservance: Bool { details?.lowercased().hasPrefix("observance") ?? false }
}
