import CivilTime
import EventLog
import FollowUp

/// A random search for work in September and October 2026: employers, people who stay, leave and take over, and what
/// happened, some of it without a day.
package struct RandomSearch: Sendable {
  /// The records, settings among them.
  package private(set) var records: [RecordState] = []
  /// Goes on from the seed, for the choices of a test.
  package var random: SeededRandom

  package static func id(_ number: UInt64) -> RecordID {
    RecordID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number)
  }

  /// The employers.
  package static let companies = ["Larkspur Mutual", "Birch & Sons", "Oakfield"]
  private static let roles: [ContactRole] = [.recruiter, .hr, .hiringManager, .interviewer, .insider, .other]

  package init(_ seed: UInt64) {
    random = SeededRandom(seed)
    put(
      1, "setting",
      ["name": "tz", "value": JSONValue(random.pick(["America/Chicago", "Europe/London", "Asia/Tokyo"]))])
    records[0] = RecordState(id: SettingAssignment.recordID("tz"), values: records[0].values)
    for number in 10...17 { person(UInt64(number)) }
    for number in 100...(101 + UInt64(random.below(3))) { application(number) }
  }

  private mutating func put(_ number: UInt64, _ type: String, _ fields: [String: JSONValue]) {
    records.append(RecordState(id: Self.id(number), values: fields.merging(["type": JSONValue(type)]) { $1 }))
  }

  private func reference(_ number: UInt64) -> JSONValue { JSONValue(Self.id(number).text) }

  private mutating func day(_ months: [Int] = [9, 10]) -> String {
    let (month, day) = (random.pick(months), 1 + random.below(28))
    return "2026-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  private mutating func moment(_ months: [Int] = [9, 10]) -> String {
    let date = day(months)
    guard random.chance(50) else { return date }
    let (hour, minute) = (8 + random.below(10), random.pick(["00", "15", "30"]))
    return "\(date)T\(hour < 10 ? "0" : "")\(hour):\(minute):00\(random.pick(["-05:00", "+01:00"]))"
  }

  private mutating func person(_ number: UInt64) {
    var fields: [String: JSONValue] = [
      "name": JSONValue("Person \(number)"), "company": JSONValue(random.pick(Self.companies)),
    ]
    if random.chance(70) { fields["role"] = JSONValue(random.pick(Self.roles).rawValue) }
    if random.chance(60) { fields["email"] = JSONValue("p\(number)@example.org") }
    if random.chance(60) { fields["phone"] = JSONValue("312-555-01\(number)") }
    if random.chance(20) { fields["left_on"] = JSONValue(day([9, 10, 11])) }
    if random.chance(10) { fields["moved_to"] = "Elsewhere" }
    if random.chance(20) { fields["successor"] = reference(10 + UInt64(random.below(8))) }
    put(number, "contact", fields)
  }

  private mutating func application(_ number: UInt64) {
    var fields: [String: JSONValue] = [
      "company": JSONValue(random.pick(Self.companies)), "role": JSONValue("Role \(number)"), "at": "2026-09-01",
    ]
    if random.chance(80) { fields["applied_on"] = JSONValue(day([9])) }
    if random.chance(10) { fields["snooze_until"] = JSONValue(day([10])) }
    if random.chance(10) { fields["closed_on"] = JSONValue(day([10])) }
    put(number, "application", fields)
    for offset in 0..<UInt64(random.below(12)) { happening(number * 1_000 + offset, reference(number)) }
  }

  private mutating func happening(_ number: UInt64, _ application: JSONValue) {
    var fields: [String: JSONValue] = ["application": application]
    if random.chance(95) { fields["at"] = JSONValue(moment()) }
    if random.chance(10) { fields["tz"] = "Europe/Berlin" }
    let person = reference(10 + UInt64(random.below(8)))
    switch random.below(12) {
    case 0, 1:
      fields["at"] = JSONValue(moment([9, 10, 11]))
      fields["with"] = JSONValue(array: random.chance(80) ? [person] : [])
      put(number, "interview", fields)
    case 2, 3:
      fields["by"] = JSONValue(moment([10]))
      if random.chance(60) { fields["precision"] = JSONValue(random.pick(["day", "about", "week"])) }
      if random.chance(30) { fields["kept"] = JSONValue(random.pick(PromiseOutcome.known).rawValue) }
      if random.chance(50) { fields["made_by"] = person }
      put(number, "promise", fields)
    case 4:
      fields["granted"] = JSONValue(random.chance(70))
      if random.chance(70) { fields["not_before"] = JSONValue(moment([10])) }
      put(number, "permission", fields)
    case 5:
      let answer = random.pick(ReplyAnswer.known)
      fields["answer"] = JSONValue(answer.rawValue)
      fields["contact"] = person
      if answer == .offer { fields["respond_by"] = JSONValue(day([10])) }
      if answer == .pending || answer == .postponed { fields["new_date"] = JSONValue(moment([10])) }
      put(number, "reply", fields)
    case 6: put(number, random.pick(["feedback", "next_steps", "intel"]), fields)
    case 7:
      fields["cause"] = "swamped"
      put(number, "silence", fields)
    case 8:
      fields["direction"] = "in"
      fields["contact"] = person
      put(number, random.pick(["email", "call"]), fields)
    default:
      fields["direction"] = "out"
      fields["contact"] = person
      fields["outcome"] = JSONValue(random.pick(TouchOutcome.known).rawValue)
      put(number, random.pick(["call", "call", "email", "message", "thank_you"]), fields)
    }
  }

  /// The records as the log of one device, written on the first of September.
  package func log() throws -> [EventLine] {
    var log = DeviceLog(1)
    for (index, state) in records.enumerated() {
      try log.write(state.id, state.values, at: 1_788_220_800_000 + Int64(index))
    }
    return log.lines
  }
}
