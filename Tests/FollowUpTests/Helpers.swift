import CivilTime
import EventLog
import FollowUp
import TestSupport

/// A present for tests: an RFC 3339 time and the person's zone.
func makeNow(_ text: String, _ zone: String? = "America/New_York") throws -> Now {
  try Now(OffsetTime.parse(text), zone: zone.map { name in try TestZones.zone(name) })
}

/// Wednesday 2026-11-18, 10:00 in New York.
func wednesday() throws -> Now { try makeNow("2026-11-18T10:00:00-05:00") }

func date(_ text: String) throws -> CivilDate { try CivilDate.parse(text) }

/// Identifiers that differ in their last digits.
func id(_ number: UInt64) -> RecordID { RecordID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number) }

func record(_ number: UInt64, _ type: String, _ fields: [String: JSONValue] = [:]) -> RecordState {
  RecordState(id: id(number), values: fields.merging(["type": JSONValue(type)]) { first, _ in first })
}

func application(_ number: UInt64, _ company: String, _ role: String) throws -> Application {
  guard
    let application = Application(
      record(number, "application", ["company": JSONValue(company), "role": JSONValue(role)]))
  else { throw TestProblem.noView }
  return application
}

/// Where an application stands at noon of a day.
func status(of application: Application, _ records: [RecordState], _ day: String) throws -> ApplicationStatus {
  try TestZones.context(day).status(
    of: ApplicationRecords(application, records: records, contacts: ContactBook(records)))
}

enum TestProblem: Error { case noView }

/// The application is record 1, contacts are 10 to 19; nothing else exists.
func context(_ now: Now? = nil, allowUnknown: Bool = false) throws -> FieldContext {
  FieldContext(
    now: try now ?? wednesday(), zones: TestZones.rules, allowUnknown: allowUnknown,
    lookup: { record in
      if record == id(1) { return .application }
      return (10...19).contains { record == id($0) } ? .contact : nil
    },
    resolve: { text, _ in
      switch text {
      case "dana": .found(id(10))
      case "sam": .ambiguous([id(11), id(12)])
      default: .none(suggestions: [])
      }
    })
}

/// The assignments of the only draft, as canonical text.
func assignments(_ drafted: Drafted) -> [String: String] {
  (drafted.drafts.first?.set ?? [:]).mapValues(\.description)
}
