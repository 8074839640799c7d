import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import TestSupport
import Testing

/// What holds for any history: seeded, so that a failure is repeated by its number.
@Suite struct AdvicePropertyTests {
  /// A random search: applications, people, and what happened with them in September and October 2026.
  struct History {
    var bench: Workbench
    var random: SeededRandom

    init(_ seed: UInt64) {
      random = SeededRandom(seed)
      bench = Workbench(applied: nil)
      bench.records = []
      bench.settings["tz"] = JSONValue(
        random.pick(["America/New_York", "Europe/London", "Asia/Tokyo", "Pacific/Auckland"]))
      if random.chance(30) {
        bench.settings["working_week"] = JSONValue(random.pick(["sun-thu", "mon-sat", "tue-wed"]))
      }
      if random.chance(50) {
        bench.settings["holidays"] = JSONValue(
          array: (0..<6).map { _ in JSONValue("2026-10-\(two(1 + random.below(31)))") })
      }
      for number in 10...14 {
        bench.person(
          UInt64(number), "Person \(number)",
          random.pick(["recruiter", "hr", "hiring_manager", "interviewer", "insider"]),
          random.chance(40)
            ? ["tz": JSONValue(random.pick(["America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe"]))] : [:])
      }
      for number in 1...(1 + random.below(3)) { search(UInt64(number)) }
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private mutating func moment() -> String {
      let date = random.chance(50) ? "2026-09-\(two(1 + random.below(30)))" : "2026-10-\(two(1 + random.below(20)))"
      return random.chance(50) ? date : "\(date)T\(two(8 + random.below(10))):\(two(random.below(60))):00-04:00"
    }

    private mutating func search(_ number: UInt64) {
      var fields: [String: JSONValue] = ["company": "Acme", "role": JSONValue("Role \(number)"), "at": "2026-09-01"]
      if random.chance(80) { fields["applied_on"] = JSONValue("2026-09-\(two(1 + random.below(9)))") }
      if random.chance(10) { fields["snooze_until"] = JSONValue("2026-10-\(two(1 + random.below(30)))") }
      if random.chance(30) { fields["playbook"] = JSONValue(random.pick(PlaybookShelf.builtIn)) }
      bench.put(number, "application", fields)
      for _ in 0..<random.below(12) {
        let person = JSONValue(id(UInt64(10 + random.below(5))).text)
        let at = moment()
        let ahead = "2026-10-\(two(1 + random.below(31)))"
        switch random.below(10) {
        case 0: bench.log("interview", at, ["with": JSONValue(array: [person])], of: id(number))
        case 1:
          bench.log(
            "promise", at, ["by": JSONValue(ahead), "precision": JSONValue(random.pick(["day", "about", "week"]))],
            of: id(number))
        case 2:
          bench.log(
            "permission", at, ["granted": JSONValue(random.chance(70)), "not_before": JSONValue(ahead)], of: id(number))
        case 3:
          bench.log(
            "reply", at,
            [
              "answer": JSONValue(random.pick(["pending", "postponed", "offer", "callback_promised"])),
              "respond_by": JSONValue(ahead),
            ],
            of: id(number))
        case 4: bench.log("insider_ask", at, ["contact": person], of: id(number))
        case 5: bench.log("thank_you", at, ["direction": "out"], of: id(number))
        case 6: bench.log(random.pick(["email", "call"]), at, ["direction": "in", "contact": person], of: id(number))
        default:
          bench.log(
            random.pick(["call", "call", "email", "message"]), at,
            [
              "direction": "out",
              "outcome": JSONValue(random.pick(["voicemail", "no_answer", "sent", "bounced", "spoke"])),
              "contact": person,
            ],
            of: id(number))
        }
      }
    }

    /// The days of all records, so that between two of them only now moves.
    var days: [CivilDate] {
      bench.records.flatMap { record in
        ["at", "by", "not_before", "respond_by", "snooze_until", "applied_on"].compactMap { Moment(record[$0])?.date }
      }
    }
  }

  @Test(arguments: 0..<60) func adviceKeepsItsRules(_ seed: UInt64) throws {
    var history = History(seed)
    let bench = history.bench
    for _ in 0..<3 {
      let now = "2026-10-\(10 + history.random.below(20))T\(10 + history.random.below(13)):15:00Z"
      let playbook = history.random.pick(PlaybookShelf.builtIn)
      let advisor = try bench.advisor(playbook, now)
      let calendar = Settings(settingsStates(bench)).calendar
      let entries = advisor.agenda(assessments(bench.records, advisor), days: 90)
      let all = entries.compactMap { if case .advice(let advice) = $0.kind { advice } else { nil } }
      for advice in all where advice.action.isOutreach {
        let note: Comment = "seed \(seed), \(playbook) at \(now): \(line(advice))"
        let on = try #require(advice.on, note)
        #expect(calendar.isWorking(on), note)
        #expect(try #require(advice.notBefore) <= on, note)
        #expect(try #require(advice.notBefore) <= (try #require(advice.notAfter)), note)
        if let limit = advice.tryLimit, let number = advice.tryNumber { #expect(number <= limit, note) }
        if let window = advice.window {
          #expect(["08:00–08:30", "16:30–17:30", "12:00–13:00"].contains(window.span.description), note)
          #expect(advice.action == .call && window.day == on, note)
        } else {
          #expect(advice.action != .call, note)
        }
        for subject in advice.subjects {
          let status = advisor.status(of: try makeRecords(bench.records, subject.application))
          if let permitted = status.permitted { #expect(on >= permitted.notBefore, note) }
          if let snooze = status.application.snoozeUntil { #expect(on >= snooze, note) }
          if let ahead = status.interviewAhead { Issue.record("\(note): \(ahead.at) lies ahead") }
          if let number = advice.tryNumber, advice.subjects.count == 1 {
            #expect(number == status.tries.count + 1, note)
          }
          #expect(status.isOpen, note)
        }
      }
    }
  }

  private func settingsStates(_ bench: Workbench) -> [RecordState] {
    bench.settings.map { name, value in
      RecordState(
        id: SettingAssignment.recordID(name), values: ["type": "setting", "name": JSONValue(name), "value": value])
    }
  }

  /// Records in any order give the same advice, so what arrived when does not matter.
  @Test(arguments: 0..<60) func theOrderOfArrivalChangesNothing(_ seed: UInt64) throws {
    var history = History(seed)
    var bench = history.bench
    let now = "2026-10-\(10 + history.random.below(20))T14:15:00Z"
    let playbook = history.random.pick(PlaybookShelf.builtIn)
    let expected = try bench.next(playbook, now)
    let compared = try bench.advisor(playbook, now).compare(makeRecords(bench.records, id(1)))
    for _ in 0..<2 {
      bench.records = history.random.shuffled(bench.records)
      #expect(try bench.next(playbook, now) == expected, "seed \(seed)")
      #expect(try bench.advisor(playbook, now).compare(makeRecords(bench.records, id(1))) == compared, "seed \(seed)")
    }
  }

  /// As now alone goes on, neither the day to act nor its earliest day goes back.
  @Test(arguments: 0..<36) func adviceMovesForwardAsNowDoes(_ seed: UInt64) throws {
    let history = History(seed)
    let bench = history.bench
    let last = try #require(history.days.max())
    for name in [PlaybookShelf.builtIn[Int(seed) % 6]] {
      var former: Advice?
      for hours in stride(from: 0, to: 24 * 25, by: 11) {
        let seconds = Int64(try #require(last.adding(days: 1)).dayNumber) * 86_400 + Int64(hours) * 3_600
        let time = try #require(CivilDate(dayNumber: Int(seconds / 86_400)))
        let clock = try #require(WallTime(hour: Int(seconds % 86_400) / 3_600, minute: 0))
        let now = try #require(OffsetTime(local: CivilDateTime(date: time, time: clock), offsetMinutes: 0)).text
        let advisor = try bench.advisor(name, now)
        let advice = try advisor.compare(makeRecords(bench.records, id(1)), playbooks: [name]).first?.advice
        if let former, let advice, former.step == advice.step {
          let note: Comment = "seed \(seed), \(name) at \(now): \(line(former)) then \(line(advice))"
          #expect(try #require(advice.notBefore) >= (try #require(former.notBefore)), note)
          #expect(try #require(advice.on) >= (try #require(former.on)), note)
        } else if let former, let advice {
          #expect(try #require(advice.notBefore) >= (try #require(former.notBefore)), "seed \(seed), \(name) at \(now)")
        }
        former = advice
      }
    }
  }

  // MARK: - Bad data

  static let strange: [JSONValue] = [
    "0001-01-01", "9999-12-31", "2026-02-30", "", "soon", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59",
    JSONValue(true), JSONValue(integer: 7), JSONValue(array: ["a"]), "2026-10-06", "2026-10-06T10:00:00Z",
    "Nowhere/City",
    "00000000-0000-7000-8000-000000000001", JSONValue(id(1).text), "in", "spoke", "rejected", "about",
  ]

  @Test(arguments: 0..<80) func badDataNeverTrapsAndStaysDefined(_ seed: UInt64) throws {
    var history = History(seed)
    var bench = history.bench
    for _ in 0..<(3 + history.random.below(12)) {
      let index = history.random.below(bench.records.count)
      let fields = [
        "at", "by", "not_before", "not_after", "new_date", "respond_by", "applied_on", "closed_on", "snooze_until",
        "tz",
        "contact", "with", "application", "successor", "left_on", "answer", "direction", "outcome", "precision",
        "granted",
        "window", "company", "playbook", "met_on", "type",
      ]
      bench.records[index].values[history.random.pick(fields)] = history.random.pick(Self.strange)
    }
    for setting in ["tz", "holidays", "working_week", "playbook"] where history.random.chance(20) {
      bench.settings[setting] = history.random.pick(Self.strange)
    }
    for now in ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-10-20T12:00:00Z"] {
      // Of the first and the last day, other zones' dates are outside the years that can be written.
      guard let advisor = try? bench.advisor(nil, now) else { continue }
      let states = bench.records
      let advice = allNext(states, advisor)
      #expect(!advice.isEmpty, "seed \(seed)")
      for one in advice { #expect(!one.reason.isEmpty, "seed \(seed)") }
      _ = advisor.agenda(assessments(states, advisor), days: .max)
      for application in Application.all(in: states) {
        let records = try makeRecords(states, application.id)
        _ = advisor.compare(records)
        #expect(!advisor.why(records).chain.isEmpty)
      }
      bench.records = history.random.shuffled(states)
      #expect(allNext(bench.records, advisor) == advice, "seed \(seed)")
    }
  }
}
