import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import TestSupport

/// The records of a search, put down one by one, and the advice on them at any present.
///
/// The person is in New York and follows no playbook but the one that is asked for.
struct Workbench {
  var records: [RecordState] = []
  var settings: [String: JSONValue] = ["tz": "America/New_York"]
  /// The application that records belong to unless another is named.
  static let acme = id(1)

  /// An application that was sent on a day.
  init(applied: String? = "2026-09-28", _ fields: [String: JSONValue] = [:]) {
    var all: [String: JSONValue] = ["company": "Acme", "role": "Engineer"]
    all["at"] = applied.map { JSONValue($0) }
    all["applied_on"] = applied.map { JSONValue($0) }
    put(1, "application", all.merging(fields) { _, last in last })
  }

  /// A record with a number of its own; a later one with the same number replaces it.
  mutating func put(_ number: UInt64, _ type: String, _ fields: [String: JSONValue]) {
    var values = fields
    values["type"] = JSONValue(type)
    records.removeAll { $0.id == id(number) }
    records.append(RecordState(id: id(number), values: values))
  }

  /// A contact.
  mutating func person(_ number: UInt64, _ name: String, _ role: String, _ fields: [String: JSONValue] = [:]) {
    put(
      number, "contact",
      [
        "name": JSONValue(name), "role": JSONValue(role), "company": "Acme", "phone": "555-0101",
        "email": "x@example.org",
      ]
      .merging(fields) { _, last in last })
  }

  private var unused: UInt64 { 1_000 + UInt64(records.count) }

  /// Something that happened with the application.
  @discardableResult
  mutating func log(_ type: String, _ at: String?, _ fields: [String: JSONValue] = [:], of application: RecordID = acme)
    -> RecordID
  {
    var values = fields
    values["application"] = JSONValue(application.text)
    values["at"] = at.map { JSONValue($0) }
    let number = unused
    put(number, type, values)
    return id(number)
  }

  /// A try: a call that reached a voicemail, unless something else is said.
  mutating func call(_ at: String, _ outcome: String = "voicemail", to contact: UInt64? = nil) {
    var fields: [String: JSONValue] = ["outcome": JSONValue(outcome), "direction": "out"]
    fields["contact"] = contact.map { JSONValue(id($0).text) }
    log("call", at, fields)
  }

  mutating func email(_ at: String, to contact: UInt64? = nil) {
    var fields: [String: JSONValue] = ["outcome": "sent", "direction": "out"]
    fields["contact"] = contact.map { JSONValue(id($0).text) }
    log("email", at, fields)
  }

  /// Thanks on the day of the interview, so that they are not due.
  mutating func interview(_ at: String, with contact: UInt64? = nil, thanked: Bool = true) {
    log("interview", at, contact.map { ["with": JSONValue(array: [JSONValue(id($0).text)])] } ?? [:])
    if thanked { log("thank_you", String(at.prefix(10)), ["direction": "out", "outcome": "sent"]) }
  }

  // MARK: - Advice

  func advisor(_ playbook: String?, _ now: String) throws -> Advisor {
    var states = records
    for (name, value) in settings.merging(playbook.map { ["playbook": JSONValue($0)] } ?? [:], uniquingKeysWith: { $1 })
    {
      states.append(
        RecordState(
          id: SettingAssignment.recordID(name), values: ["type": "setting", "name": JSONValue(name), "value": value]))
    }
    return try makeAdvisor(states, now)
  }

  func records(_ application: RecordID = acme) throws -> ApplicationRecords {
    try makeRecords(records, application)
  }

  func next(_ playbook: String?, _ now: String) throws -> [Advice] {
    try allNext(records, advisor(playbook, now))
  }

  /// The next outreach step, even if it lies ahead.
  func step(_ playbook: String, _ now: String) throws -> Advice? {
    let comparison = try advisor(playbook, now).compare(records(), playbooks: [playbook])
    if let problem = comparison.first?.problem { throw problem }
    return comparison.first?.advice
  }
}

func id(_ number: UInt64) -> RecordID { RecordID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number) }

func day(_ text: String) -> CivilDate? { CivilDate(text) }

func makeAdvisor(_ states: [RecordState], _ now: String) throws -> Advisor {
  let settings = Settings(states)
  let zone = try? settings.zone(TestZones.rules)
  return Advisor(
    now: try Now(OffsetTime.parse(now), zone: zone), zones: TestZones.rules, settings: settings, own: states)
}

struct NoSuchApplication: Error {}

func makeRecords(_ states: [RecordState], _ application: RecordID) throws -> ApplicationRecords {
  guard let found = Application.all(in: states).first(where: { $0.id == application }) else {
    throw NoSuchApplication()
  }
  return ApplicationRecords(found, records: states, contacts: ContactBook(states))
}

func assessments(_ states: [RecordState], _ advisor: Advisor) -> [Assessment] {
  let contacts = ContactBook(states)
  return Application.all(in: states).filter { !$0.isClosed }.map {
    advisor.assess(ApplicationRecords($0, records: states, contacts: contacts))
  }
}

func allNext(_ states: [RecordState], _ advisor: Advisor) -> [Advice] {
  advisor.next(assessments(states, advisor), closed: Application.all(in: states).filter(\.isClosed))
}

/// One line on a piece of advice: all that is promised of it but the reason.
func line(_ advice: Advice) -> String {
  var parts = [advice.action.words]
  if advice.action == .wait { parts = ["wait" + (advice.until.map { " until \($0.echo)" } ?? "")] }
  if let then = advice.then { parts.append("then \(then.words)") }
  if !advice.to.isEmpty { parts.append("to \(advice.to.map(\.name).joined(separator: " and "))") }
  if !advice.subjects.isEmpty { parts.append(advice.subjects.map { $0.company ?? "?" }.joined(separator: " and ")) }
  if advice.action != .wait, let notBefore = advice.notBefore, let on = advice.on {
    let notAfter = advice.notAfter.map { $0 == notBefore ? "" : "..\($0.text.suffix(5))" } ?? "..open"
    parts.append("\(notBefore.text.suffix(5))\(notAfter) on \(on.weekday.short) \(on.text.suffix(5))")
  }
  if let window = advice.window { parts.append("\(window.span)") }
  if let number = advice.tryNumber { parts.append("try \(number)\(advice.tryLimit.map { " of \($0)" } ?? "")") }
  if advice.isOverdue { parts.append("overdue") }
  if !advice.rules.isEmpty { parts.append("rules \(advice.rules.map(String.init).joined(separator: " "))") }
  if !advice.sources.isEmpty { parts.append(advice.sources.joined(separator: " ")) }
  return parts.joined(separator: ", ")
}
