import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpFormats

/// What is to be done and what they promised, as a calendar to subscribe to.
///
/// Advice to keep searching, and to tidy up old applications, is no appointment and stays out.
struct CalendarExport {
  private let query: AdviceReader
  private let words = CalendarFormatter()
  private let scripts: CalendarScripts

  init(_ query: AdviceReader, _ scripts: CalendarScripts) {
    self.query = query
    self.scripts = scripts
  }

  /// The calendar. The same log, present and templates give the same bytes on every machine.
  func bytes() throws -> [UInt8] {
    let today = query.advisor.now.today
    let since = today.adding(days: -Advisor.diaryKeepsDays) ?? .first
    let logs = try query.applications(closedSince: since).map { try query.log(of: $0) }
      .filter { isRecent($0, since) }
    let known = Set(logs.map(\.application.id))
    let closings = try query.closed().filter { !known.contains($0.id) }.map { try query.log(of: $0) }
    let entries = query.advisor.diary(logs, settings: try query.settingEvents(), closings: closings)
    let byID = Dictionary(logs.map { ($0.application.id, $0) }, uniquingKeysWith: { first, _ in first })
    let written = entries.compactMap { entry in byID[entry.application.id].map { calendarEntry(entry, $0) } }
    return CalendarWriter(name: "Followup").bytes(written)
  }

  /// Whether anything of an application may still stand in a calendar: what was retracted long ago does not.
  private func isRecent(_ log: ApplicationLog, _ since: CivilDate) -> Bool {
    guard log.application.isRetracted || log.application.isClosed else { return true }
    guard let last = log.events.last?.hlc.milliseconds else { return true }
    return last / 1_000 / 86_400 >= Int64(since.dayNumber)
  }

  // MARK: - One entry

  private func calendarEntry(_ entry: DiaryEntry, _ log: ApplicationLog) -> CalendarEntry {
    let span = span(entry)
    let isStanding = entry.status == .standing
    var written = CalendarEntry(
      uid: Self.uid(entry.name), sequence: entry.sequence, changedMilliseconds: entry.changed.milliseconds ?? 0,
      span: span, summary: words.summary(entry), details: details(entry, log, span), isTransparent: true)
    written.isCancelled = entry.status == .withdrawn
    written.categories = ["Followup", words.category(entry)]
    let isTimed = if case .time = span { true } else { false }
    switch entry.kind {
    case .interview:
      written.isTransparent = !isTimed
      written.alarmMinutesBefore = isTimed ? Self.interviewAlarmMinutes : Self.dayAlarmMinutes
    case .advice(let advice):
      // Half an hour in which to call is one's own; a deadline is not.
      written.isTransparent = !(isTimed && advice.action == .call)
      written.alarmMinutesBefore = isTimed ? Self.callAlarmMinutes : Self.dayAlarmMinutes
    case .decision, .respondBy:
      written.alarmMinutesBefore = isTimed ? Self.callAlarmMinutes : Self.dayAlarmMinutes
    }
    if !isStanding { written.alarmMinutesBefore = nil }
    return written
  }

  /// Reminders before calls, before interviews, and at nine in the morning of the day before; ours.
  private static let callAlarmMinutes = 10
  private static let interviewAlarmMinutes = 60
  private static let dayAlarmMinutes = 15 * 60
  /// How long an interview takes whose end is not recorded, and how long a time that they named is shown; ours.
  private static let interviewSeconds: Int64 = 60 * 60
  private static let namedSeconds: Int64 = 15 * 60

  /// The namespace of entries: `511424ed-129d-4327-9894-1ca20826129e`, drawn once and never changed.
  private static let namespace = RecordID(high: 0x5114_24ed_129d_4327, low: 0x9894_1ca2_0826_129e)

  /// The same entry bears the same identifier in every export of every device.
  private static func uid(_ name: String) -> String {
    RecordID.version5(namespace: namespace, name: name).text + "@followup"
  }

  private func span(_ entry: DiaryEntry) -> CalendarEntry.Span {
    switch entry.place {
    case .day(let day): return .day(day)
    case .window(let day, let span, let tz):
      let zone = query.advisor.zone(tz) ?? query.advisor.now.zone
      // Without any zone the day alone is sure.
      guard let zone, let from = zone.resolve(CivilDateTime(date: day, time: span.from))?.time,
        let to = zone.resolve(CivilDateTime(date: day, time: span.to))?.time
      else { return .day(day) }
      return .time(from: from.secondsSince1970, to: to.secondsSince1970, zone: zone)
    case .time(let time, let tz):
      let seconds = time.secondsSince1970
      let names = [tz, entry.application.tz, query.advisor.now.zone?.name].compactMap(\.self)
      // The zone whose clock shows what was recorded; an offset alone is written in UTC.
      let zone = names.lazy.compactMap { query.advisor.zone($0) }.first {
        $0.offsetMinutes(at: seconds) == time.offsetMinutes
      }
      let isInterview = if case .interview = entry.kind { true } else { false }
      return .time(from: seconds, to: seconds + (isInterview ? Self.interviewSeconds : Self.namedSeconds), zone: zone)
    }
  }

  private func details(_ entry: DiaryEntry, _ log: ApplicationLog, _ span: CalendarEntry.Span) -> String {
    var parts = words.details(entry, log)
    if case .advice(let advice) = entry.kind, entry.status == .standing {
      if let text = scripts.text(advice, log, query) {
        parts.insert("What to say or write:\n\(text)", at: min(1, parts.count))
      }
      if let command = AdviceFormatter.recordingCommand(advice) { parts.append("Record how it went: \(command)") }
    }
    if case .window(let day, let hours, let tz) = entry.place, entry.status == .standing {
      let place = "\(day.echo) \(hours) on their clock (\(tz))"
      let isPlaced = if case .time(_, _, let zone) = span { zone?.name == tz } else { false }
      parts.insert(isPlaced ? place : "\(place); that zone is not known here, so the time may differ", at: 0)
    }
    return parts.joined(separator: "\n\n")
  }
}

extension AdviceReader {
  /// The events of the settings and of a person's own playbooks, in the order of their clocks.
  func settingEvents() throws -> [Event] {
    StoreReader.ordered(
      try reader.events(ofRecordsOfType: RecordType.setting.rawValue)
        + (try reader.events(ofRecordsOfType: PlaybookShelf.recordType)))
  }
}
