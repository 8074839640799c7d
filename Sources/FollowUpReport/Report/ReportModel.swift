import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice

/// What a report shows: a value worked out from the log, the advice and the present, before any of it is drawn.
///
///     var builder = ReportBuilder(advisor: advisor, settings: settings)
///     for records in open { builder.add(open: records) }
///     for application in closed { builder.add(closed: application, records: records) }
///     let page = ReportPage(builder.model(accepted: accepted) { advice in sheets }).bytes
package struct ReportModel: Hashable, Sendable {
  /// The present, on the person's clock.
  let now: Now
  /// What is due today; where nothing is, one that says what comes next and when.
  let cards: [ReportCard]
  /// The open applications: those with the nearest step first.
  package let charts: [TimelineChart]
  /// The month of today, and the next where that is near.
  let months: [ReportMonth]
  /// What all applications, open and closed, come to.
  let sums: ReportSums
  /// The closed applications, the last closed first.
  package let closed: [ReportEnded]
  /// What is doubtful in the log, each once.
  let doubts: [String]

  /// How many things are to be done today.
  package var due: Int { cards.count { $0.isToDo } }

  /// Whether nothing is recorded.
  var isEmpty: Bool { charts.isEmpty && closed.isEmpty }
}

/// Something to do today, or what comes next.
struct ReportCard: Hashable, Sendable {
  let advice: Advice
  /// What to say or to write, and behind it what they may answer; empty where nothing is to be said.
  let sheets: [CallSheet]
}

extension ReportCard {
  /// Whether the person has an appointment with it; to keep searching, or to tidy up, is none.
  var isToDo: Bool {
    switch advice.action {
    case .wait, .keepSearching, .closeOrRevive: false
    default: true
    }
  }
}

/// One month in weeks from Monday to Sunday.
struct ReportMonth: Hashable, Sendable {
  /// One day of the grid.
  struct Day: Hashable, Sendable {
    let date: CivilDate
    /// Whether people work on it.
    let isWorking: Bool
    /// Whether it is one of the recorded holidays.
    let isHoliday: Bool
    /// What stands on it.
    let items: [Item]
  }

  /// Something that is due or happens on a day.
  struct Item: Hashable, Sendable {
    /// What it is: `Call Tobias Lindqvist`, `Interview`.
    let text: String
    /// The time or the window, on their clock; nil where none is known.
    let time: String?
    /// Whether the person has to do something.
    let isAdvice: Bool
    /// Whether its last day has passed.
    let isOverdue: Bool
    /// The application that it is about; nil where it is about none or several.
    let subject: Advice.Subject?
  }

  /// The first day of the month.
  let first: CivilDate
  /// The weeks; nil stands for a day of another month.
  let weeks: [[Day?]]

  /// `October 2026`
  var title: String { "\(MonthName.full(first.month)) \(first.year)" }

  /// The month in which a day lies.
  ///
  /// - Parameter items: what stands on which day.
  init(of day: CivilDate, items: [CivilDate: [Item]], calendar: WorkingCalendar) {
    let first = day.adding(days: 1 - day.day) ?? day
    let count = CivilDate.daysInMonth(year: day.year, month: day.month)
    let days = (0..<count).compactMap { first.adding(days: $0) }.map { date in
      Day(
        date: date, isWorking: calendar.isWorking(date), isHoliday: calendar.holidays.contains(date),
        items: items[date] ?? [])
    }
    let before = [Day?](repeating: nil, count: first.weekday.rawValue)
    let cells = before + days.map { .some($0) }
    let padded = cells + [Day?](repeating: nil, count: (7 - cells.count % 7) % 7)
    self.first = first
    weeks = stride(from: 0, to: padded.count, by: 7).map { Array(padded[$0..<min($0 + 7, padded.count)]) }
  }
}

/// A closed application in a line.
package struct ReportEnded: Hashable, Sendable {
  let application: RecordID
  let company: String
  /// The position.
  let role: String
  /// The day it was sent.
  let appliedOn: CivilDate?
  /// The day it was closed.
  let closedOn: CivilDate?
  /// How it ended.
  let ending: ReportSums.Ending
  /// Why it was closed, in the person's words.
  let reason: String?
}
