import EventLog
import EventStorage
import FollowUp
import FollowUpFormats

/// A calendar that is imported: of public holidays, or one in which interviews stand.
package struct CalendarFile {
  /// What it is called in messages.
  package let file: String
  package let calendar: ICalendar
  package let isOfHolidays: Bool

  private static let bytesMax = 64 << 20

  /// Whether a file begins as a calendar does.
  static func isOne(_ beginning: [UInt8]) -> Bool {
    let start = beginning.drop { $0 == 0xef || $0 == 0xbb || $0 == 0xbf || $0 == 0x20 || $0 == 0x0a || $0 == 0x0d }
    return String(decoding: start.prefix(15), as: UTF8.self).uppercased() == "BEGIN:VCALENDAR"
  }

  init(_ file: ForeignFile) throws {
    self.file = file.name
    let (bytes, isWhole) = try file.beginning(Self.bytesMax)
    guard isWhole else {
      throw ImportFailure(
        "\(file.name): too large for a calendar (the limit is \(Self.bytesMax >> 20) MiB); export a shorter period")
    }
    calendar = ICalendar(reading: bytes, file: file.name)
    guard !calendar.events.isEmpty else {
      throw ImportFailure(
        "\(file.name): no readable events; nothing was imported from it",
        details: calendar.refusals.prefix(10).map(\.description))
    }
    isOfHolidays = calendar.isOfHolidays
  }

  /// Holds the calendar against the log.
  ///
  /// - Parameters:
  ///   - query: nil where there is no store yet.
  ///   - application: the application that all its events belong to, where the person says so.
  func take(
    _ run: inout ImportRun, _ query: QueryContext?, _ context: Importer.Context, application: String?,
    write: (Draft) throws -> Void
  ) throws -> CalendarOutcome {
    let settings = query?.snapshot.settings ?? Settings([])
    let now = try query?.now ?? context.now(settings)
    if isOfHolidays, application == nil {
      let plan = try HolidayPlan(calendar, settings, within: HolidayPlan.usualDays(now.today), context.zones)
      if let draft = plan.draft { try write(draft) }
      let tally = ImportTally(newHolidays: plan.new.count, known: plan.known, refusals: plan.refusals)
      return CalendarOutcome(tally: tally, lines: plan.lines + [plan.remark].compactMap(\.self))
    }
    let interviews = InterviewCalendar(
      calendar,
      InterviewCalendar.Surroundings(
        applications: query?.snapshot.namedApplications ?? [], contacts: query?.snapshot.namedContacts ?? [],
        interviews: try query?.reader.records(ofType: RecordType.interview.rawValue) ?? [],
        zone: try context.zone(settings), zones: context.zones,
        forced: try application.map { try Self.forced($0, query, context) }))
    let tally = try run.take(interviews, refusals: calendar.refusals, write: write)
    return CalendarOutcome(tally: tally, lines: interviews.lines, untaken: interviews.untaken)
  }

  private static func forced(
    _ name: String, _ query: QueryContext?, _ context: Importer.Context
  ) throws -> Application {
    guard let query else { throw ImportFailure("no application is called \"\(name)\": nothing is recorded yet") }
    return try context.application(query, name)
  }
}

/// What became of a calendar.
package struct CalendarOutcome {
  package let tally: ImportTally
  /// What is in it, a line each.
  package let lines: [String]
  /// What is no interview of a known application, and why.
  package var untaken: [InterviewCalendar.Untaken] = []
}
