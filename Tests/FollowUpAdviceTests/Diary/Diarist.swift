import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import TestSupport

/// A log that is written down event by event, and the calendar that comes of it at any time.
///
/// The person is in New York and follows `martin`: calls only.
struct Diarist {
  private(set) var events: [Event] = []
  private let device = DeviceID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)

  init(settings: [String: JSONValue] = ["tz": "America/New_York", "playbook": "martin"]) throws {
    for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
      try write(
        "2026-09-01T12:00:00Z", SettingAssignment.recordID(name),
        ["type": "setting", "name": JSONValue(name), "value": value])
    }
  }

  struct BadTime: Error {}

  /// Writes an event at a time in UTC; events are written in the order of time.
  mutating func write(_ at: String, _ record: RecordID, _ fields: [String: JSONValue], step: StepID? = nil) throws {
    guard let milliseconds = OffsetTime(at).map({ $0.secondsSince1970 * 1_000 }),
      let stamp = HybridTimestamp(milliseconds: milliseconds, counter: UInt16(truncatingIfNeeded: events.count))
    else { throw BadTime() }
    events.append(
      Event(
        device: device, hlc: stamp, prev: .zero, record: record, seq: Int64(events.count + 1),
        set: fields.map { Assignment($0.key, $0.value) }, step: step))
  }

  mutating func write(_ at: String, _ number: UInt64, _ fields: [String: JSONValue]) throws {
    try write(at, id(number), fields)
  }

  /// An application with a number; its records are numbered by whoever writes them.
  mutating func open(_ at: String, _ number: UInt64, _ company: String) throws {
    try write(
      at, number,
      [
        "type": "application", "company": JSONValue(company), "role": "Clerk",
        "applied_on": JSONValue(String(at.prefix(10))), "at": JSONValue(String(at.prefix(10))),
      ])
  }

  /// Something of an application.
  mutating func log(
    _ at: String, _ number: UInt64, _ type: String, of application: UInt64 = 1, _ fields: [String: JSONValue] = [:]
  ) throws {
    var values = fields
    values["type"] = JSONValue(type)
    values["application"] = JSONValue(id(application).text)
    if values["at"] == nil { values["at"] = JSONValue(String(at.prefix(10))) }
    try write(at, number, values)
  }

  mutating func call(_ at: String, _ number: UInt64, of application: UInt64 = 1, _ outcome: String = "voicemail") throws
  {
    try log(at, number, "call", of: application, ["direction": "out", "outcome": JSONValue(outcome)])
  }

  /// The log as it was at a moment, and the calendar of it then.
  func diary(_ now: String) throws -> [DiaryEntry] {
    let present = try OffsetTime.parse(now)
    let known = events.filter { $0.hlc.milliseconds.map { $0 / 1_000 <= present.secondsSince1970 } ?? true }
    var states: [RecordID: RecordState] = [:]
    for event in known {
      for assignment in event.set {
        states[event.record, default: RecordState(id: event.record)].values[assignment.field] =
          assignment.value.isNull ? nil : assignment.value
      }
    }
    let all = states.values.sorted { $0.id < $1.id }
    let settings = Settings(all)
    let advisor = Advisor(
      now: try Now(present, zone: settings.zone(TestZones.rules)), zones: TestZones.rules, settings: settings)
    let people = all.filter { Contact($0) != nil }
    let logs = all.compactMap(Application.init).map { application in
      let records = all.filter { $0["application"]?.string == application.id.text }
      let own = Set([application.id] + records.map(\.id) + people.map(\.id))
      return ApplicationLog(
        application, records: records, people: people, events: known.filter { own.contains($0.record) })
    }
    let ofSettings = Set(all.filter { Setting($0) != nil }.map(\.id))
    return advisor.diary(logs, settings: known.filter { ofSettings.contains($0.record) }, closings: logs)
  }

  /// The calendar, a line each: `call 1 | 2026-10-13 08:00–08:30 | standing | 0`.
  func lines(_ now: String) throws -> [String] { try diary(now).map(Self.line).sorted() }

  static func line(_ entry: DiaryEntry) -> String {
    let what =
      switch entry.kind {
      case .advice(let advice): advice.action.words + (advice.tryNumber.map { " \($0)" } ?? "")
      case .interview: "interview"
      case .decision: "decision"
      case .respondBy: "respond by"
      }
    let place =
      switch entry.place {
      case .day(let day): day.text
      case .window(let day, let span, _): "\(day.text) \(span)"
      case .time(let time, _): time.text
      }
    let company = entry.application.company.map { "\($0): " } ?? ""
    return "\(company)\(what) | \(place) | \(entry.status) | \(entry.sequence)"
  }
}
