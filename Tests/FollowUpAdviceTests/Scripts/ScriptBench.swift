import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import TestSupport

/// Records for the tests of scripts and evidence. Monday is 2026-10-05; today is Tuesday 2026-10-13 unless said
/// otherwise.
enum ScriptBench {
  static let today = "2026-10-13"

  static func id(_ number: UInt64) -> RecordID {
    RecordID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number)
  }

  static func date(_ text: String) throws -> CivilDate { try CivilDate.parse(text) }

  static func record(_ number: UInt64, _ type: String, _ fields: [String: JSONValue] = [:]) -> RecordState {
    RecordState(id: id(number), values: fields.merging(["type": JSONValue(type)]) { first, _ in first })
  }

  /// A record of application 0xa1.
  static func own(_ number: UInt64, _ type: String, _ at: String, _ fields: [String: JSONValue] = [:]) -> RecordState {
    record(
      number, type,
      fields.merging(["application": reference(0xa1), "at": JSONValue(at)]) { first, _ in first })
  }

  static func reference(_ number: UInt64) -> JSONValue { JSONValue(id(number).text) }

  static let application = record(
    0xa1, "application",
    ["company": "Larkspur Mutual", "role": "Claims associate", "applied_on": "2026-09-28"])
  static let interviewer = record(
    0xc1, "contact",
    [
      "name": "Tobias Lindqvist", "company": "Larkspur Mutual", "role": "interviewer", "phone": "312-555-0142",
      "email": "t.lindqvist@larkspur.example.org",
    ])
  static let interview = own(0xd1, "interview", "2026-10-06", ["with": JSONValue(array: [reference(0xc1)])])
  static let settings: [RecordState] = [
    record(0xe1, "setting", ["name": "my_name", "value": "Marisol Vega"]),
    record(0xe2, "setting", ["name": "my_phone", "value": "312-555-0117"]),
  ]

  /// The usual case: an interview, the interviewer, name and number known.
  static let states = [application, interviewer, interview] + settings

  static func facts(
    _ kind: ScriptKind, _ states: [RecordState] = Self.states, today: String = Self.today,
    addressee: RecordID? = nil, manner: ScriptManner = ScriptManner()
  ) throws -> ScriptFacts {
    guard let application = Application.all(in: states).first else { throw ScriptBenchProblem.noApplication }
    let book = ContactBook(states)
    return ScriptFacts(
      try TestZones.context(today, calendar: Settings(states).calendar).status(
        of: ApplicationRecords(application, records: states, contacts: book)),
      contacts: book, settings: Settings(states), kind: kind,
      addressee: addressee.map { .contact($0) } ?? .advised(nil), manner: manner,
      among: states.map(\.id))
  }

  static func sheet(
    _ kind: ScriptKind, _ states: [RecordState] = Self.states, today: String = Self.today,
    addressee: RecordID? = nil, manner: ScriptManner = ScriptManner()
  ) throws -> CallSheet {
    try CallSheet(kind, facts: facts(kind, states, today: today, addressee: addressee, manner: manner))
  }
}

enum ScriptBenchProblem: Error { case noApplication }
