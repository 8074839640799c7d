import CivilTime
import EventLog
import FollowUp

/// The interviews in a calendar: events that name an employer at whom one has applied, and look like a talk.
package struct InterviewCalendar {
  /// An event that is no interview, as far as can be told.
  package struct Untaken: Hashable, Sendable {
    /// The line of the event in the file, from 1.
    package let line: Int
    package let name: String
    /// Half a sentence.
    package let reason: String
  }

  /// What is known of the world around the calendar.
  package struct Surroundings {
    let applications: [Application]
    let contacts: [Contact]
    let interviews: [RecordState]
    let zone: Zone
    let zones: any ZoneRules
    let forced: Application?

    /// - Parameters:
    ///   - applications: those that are not retracted.
    ///   - contacts: those that are not retracted.
    ///   - interviews: all that are recorded.
    ///   - zone: the person's.
    ///   - zones: the rules of time zones.
    ///   - forced: the application that all events belong to, where the person says so.
    package init(
      applications: [Application], contacts: [Contact], interviews: [RecordState], zone: Zone,
      zones: any ZoneRules, forced: Application?
    ) {
      self.applications = applications
      self.contacts = contacts
      self.interviews = interviews
      self.zone = zone
      self.zones = zones
      self.forced = forced
    }
  }

  struct Found {
    let line: Int
    let title: String
    let record: ImportedRecord
    /// Whether somebody had recorded it.
    let isJoined: Bool
    let isCancelled: Bool
  }

  /// What is not taken, in the order of the file.
  package private(set) var untaken: [Untaken] = []
  private(set) var found: [Found] = []
  /// The records of the events themselves.
  private let ids: Set<RecordID>
  /// The interviews that somebody recorded, and for which an event stands.
  private var claimed: Set<RecordID> = []

  /// The interviews, a line each.
  package var lines: [String] {
    found.map { "line \($0.line): \($0.isCancelled ? "called off: " : "")interview at \($0.title)" }
  }

  package init(_ calendar: ICalendar, _ surroundings: Surroundings) {
    let isCalledOff = calendar.components.contains { $0.property("METHOD")?.text.uppercased() == "CANCEL" }
    ids = Set(calendar.events.map(Self.id))
    let names = surroundings.applications.map { (application: $0, words: CompanyWords($0.company ?? "")) }
    for event in calendar.events {
      let text = EventText(event)
      do throws(Reason) {
        guard event.rule == nil else { throw Reason("it recurs, which an interview does not") }
        let id = Self.id(event)
        let recorded = surroundings.interviews.first { $0.id == id }
        let moment = try Self.moment(event.start, surroundings)
        let application = try Self.application(of: recorded, text, moment.0.date, names, surroundings)
        take(event, text, application, moment, id, isKnown: recorded != nil, isCalledOff, surroundings)
      } catch {
        untaken.append(Untaken(line: event.line, name: text.name, reason: error.text))
      }
    }
  }

  /// Why an event is not taken.
  private struct Reason: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }

  /// The record of an event: the same in every export of the calendar.
  private static func id(_ event: CalendarEvent) -> RecordID {
    let instance = event.replaces.map { "\n\($0)" } ?? ""
    let uid = event.uid ?? "\(event.start)\n\(event.summary ?? "")"
    return RowIdentity.record("interview\nuid\n\(uid)\(instance)")
  }

  private mutating func take(
    _ event: CalendarEvent, _ text: EventText, _ application: Application, _ at: (Moment, tz: String?), _ id: RecordID,
    isKnown: Bool, _ isCalledOff: Bool, _ surroundings: Surroundings
  ) {
    let isCancelled = event.isCancelled || isCalledOff
    // One that somebody recorded for that day is the same one.
    let own = surroundings.interviews.first { state in
      !isKnown && !state.isRetracted && state["application"]?.string == application.id.text
        && Moment(state["at"])?.date == at.0.date && !ids.contains(state.id) && !claimed.contains(state.id)
    }
    if let own { claimed.insert(own.id) }
    if isCancelled, !isKnown, own == nil { return }
    var values = [ImportedRecord.Value("application", application.id.text)]
    if isCancelled {
      values = [ImportedRecord.Value("retracted", value: JSONValue(true))]
    } else {
      values.append(ImportedRecord.Value("at", value: at.0.value))
      values.append(ImportedRecord.Value("tz", at.tz))
      values.append(ImportedRecord.Value("format", text.format))
      values.append(ImportedRecord.Value("round", value: text.round))
      values.append(ImportedRecord.Value("note", text.note))
      let people = surroundings.contacts.filter { text.names($0) }.map(\.id).sorted()
      values.append(
        ImportedRecord.Value("with", value: people.isEmpty ? nil : JSONValue(array: people.map { JSONValue($0.text) })))
      values.append(ImportedRecord.Value("retracted", value: nil))
    }
    var read: [String: JSONValue] = ["type": JSONValue(RecordType.interview.rawValue), "at": at.0.value]
    read["tz"] = at.tz.map { JSONValue($0) }
    let clock = ReaderClock(zone: surroundings.zone, zones: surroundings.zones)
    let echo = clock.reading(of: RecordState(id: id, values: read))?.echo ?? at.0.echo
    found.append(
      Found(
        line: event.line, title: "\(application.title), \(echo)",
        record: ImportedRecord(id: own?.id ?? id, type: .interview, values: values), isJoined: own != nil,
        isCancelled: isCancelled))
  }

  // MARK: Whose it is

  private static func application(
    of recorded: RecordState?, _ text: EventText, _ day: CivilDate,
    _ names: [(application: Application, words: CompanyWords)],
    _ surroundings: Surroundings
  ) throws(Reason) -> Application {
    if let forced = surroundings.forced { return forced }
    // What it was taken for once it stays, whoever has applied where since.
    if let known = recorded?["application"]?.string,
      let application = surroundings.applications.first(where: { $0.id.text == known })
    {
      return application
    }
    var fitting = names.filter { text.mentions($0.words) }.map(\.application)
    guard let company = fitting.first?.company else {
      throw Reason("it names no employer you applied to; --application APP assigns it")
    }
    guard text.looksLikeInterview || surroundings.contacts.contains(where: { text.names($0) }) else {
      throw Reason("it names \(company) but does not look like an interview; --application APP imports it anyway")
    }
    if fitting.count > 1 { fitting = narrowed(fitting) { application in text.mentions(role: application.role) } }
    // One is invited after one has applied.
    if fitting.count > 1 { fitting = narrowed(fitting) { $0.appliedOn.map { $0 <= day } ?? false } }
    if fitting.count > 1 { fitting = narrowed(fitting) { !$0.isClosed } }
    guard fitting.count == 1, let only = fitting.first else {
      let titles = fitting.prefix(5).map(\.title).joined(separator: "; ")
      throw Reason("it matches several applications (\(titles)); --application APP assigns it to one")
    }
    return only
  }

  private static func narrowed(_ all: [Application], _ isWanted: (Application) -> Bool) -> [Application] {
    let wanted = all.filter(isWanted)
    return wanted.isEmpty ? all : wanted
  }

  // MARK: When it is

  /// When it is, and the name of that clock's zone. A time in UTC is shown on the person's clock, for its day counts.
  private static func moment(
    _ start: CalendarTime, _ surroundings: Surroundings
  ) throws(Reason) -> (Moment, tz: String?) {
    let zone = surroundings.zone
    switch start {
    case .date(let day): return (.date(day), nil)
    case .floating(let local):
      if let time = zone.resolve(local)?.time { return (.time(time), zone.name) }
    case .utc(let local):
      if let utc = OffsetTime(local: local, offsetMinutes: 0), let time = zone.time(at: utc.secondsSince1970) {
        return (.time(time), zone.name)
      }
    case .zoned(let local, let name):
      let known: Zone
      do throws(ZoneProblem) { known = try surroundings.zones.zone(WindowsZones.names[name] ?? name) } catch {
        throw Reason("its time zone is not known here: \(error)")
      }
      if let time = known.resolve(local)?.time { return (.time(time), known.name) }
    }
    throw Reason("its time is out of range")
  }
}

extension ICalendar {
  private static let holidayWords = [
    "holiday", "feiertag", "férié", "ferie", "festivo", "feriado", "feestdag", "helligdag", "święta", "helgdag",
  ]

  /// Whether it is a calendar of public holidays: it says so, and all that is in it takes whole days.
  package var isOfHolidays: Bool {
    guard !events.isEmpty, events.allSatisfy({ $0.wholeDays != nil }) else { return false }
    var texts = [file]
    for component in components {
      texts += ["X-WR-CALNAME", "NAME", "PRODID", "X-WR-CALDESC"].compactMap { component.property($0)?.text }
    }
    texts += events.prefix(50).compactMap { $0.component.property("CATEGORIES")?.text }
    texts += events.prefix(50).compactMap(\.details)
    return texts.contains { text in Self.holidayWords.contains { text.lowercased().contains($0) } }
  }
}

extension ImportRun {
  /// Takes in the interviews of a calendar.
  ///
  /// - Parameters:
  ///   - calendar: the interviews.
  ///   - refusals: what was refused when the file was read.
  ///   - write: gets what is to be written, one draft a record.
  /// - Throws: what `write` and the log throw.
  package mutating func take(
    _ calendar: InterviewCalendar, refusals: [Refusal], write: (Draft) throws -> Void
  ) throws -> ImportTally {
    var tally = ImportTally()
    for refusal in refusals { tally.refuse(refusal) }
    for one in calendar.found {
      tally.rows += 1
      let outcome = try reconcile(one.record, ImportMap.calendarName)
      // What was called off and never recorded is nothing.
      if one.isCancelled, case .new = outcome { continue }
      if one.isJoined {
        tally.join(ImportTally.Joined(line: one.line, record: one.record.id, title: one.title))
      }
      tally.count(outcome, one.record, line: one.line, title: one.title)
      if let set = outcome.assignments { try write(Draft(record: one.record.id, set: set)) }
    }
    tally.rows += calendar.untaken.count
    return tally
  }
}
