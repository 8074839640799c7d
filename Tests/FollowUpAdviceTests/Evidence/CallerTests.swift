import EventLog
import FollowUp
import FollowUpAdvice
import TestSupport
import Testing

@Suite struct CallerTests {
  private typealias Bench = ScriptBench

  private func summary(_ text: String, _ states: [RecordState], today: String = Bench.today) throws -> String {
    func lines(_ callers: [CallerMatch]) -> String {
      callers.map { caller in
        let roles = caller.subjects.compactMap(\.application.role).joined(separator: ",")
        let after = caller.isGone ? " gone>\(caller.successor?.name ?? "?")" : ""
        return "\(caller.contact?.name ?? "nobody")\(after) (\(roles))"
      }.joined(separator: "; ")
    }
    switch CallerMatch.find(text, in: states, try TestZones.context(today)) {
    case .number(let callers): return "number: " + lines(callers)
    case .name(let callers): return "name: " + lines(callers)
    case .nobody(let near): return "nobody: " + near.joined(separator: ",")
    }
  }

  @Test(arguments: [
    ("312-555-0142", "number: Tobias Lindqvist (Claims associate)"),
    ("+1 312 555 0142", "number: Tobias Lindqvist (Claims associate)"),
    ("001-312-555-0142", "number: Tobias Lindqvist (Claims associate)"),
    ("(312) 555 0142 ext. 9", "number: Tobias Lindqvist (Claims associate)"),
    ("tel:+13125550142", "number: Tobias Lindqvist (Claims associate)"),
    ("5550142", "number: Tobias Lindqvist (Claims associate)"), ("412-555-0142", "nobody: "), ("0142", "nobody: "),
    ("tobias", "name: Tobias Lindqvist (Claims associate)"), ("LINDQVIST", "name: Tobias Lindqvist (Claims associate)"),
    ("claims", "name: Tobias Lindqvist (Claims associate)"), ("0000c1", "name: Tobias Lindqvist (Claims associate)"),
    ("umbrella", "nobody: "), ("", "nobody: "), ("tobais", "nobody: Tobias Lindqvist"),
  ])
  func numbersAndNames(_ text: String, _ expected: String) throws {
    #expect(try summary(text, Bench.states) == expected)
  }

  @Test func aSharedNumberIsEverybodysAndAnExtensionTellsThemApart() throws {
    var states = Bench.states
    states[1].values["phone"] = "312-555-0100 x 12"
    states.append(
      Bench.record(
        0xc2, "contact",
        ["name": "Hana Roy", "company": "Acme", "phone": "312-555-0100", "direct_line": "312-555-0177"]))
    states.append(Bench.record(0xc3, "contact", ["name": "Pat Moss", "phone": "(312) 555-0100 ext 13"]))
    #expect(
      try summary("3125550100", states) == "number: Tobias Lindqvist (Claims associate); Hana Roy (); Pat Moss ()")
    #expect(try summary("3125550100 ext 13", states) == "number: Hana Roy (); Pat Moss ()")
    #expect(try summary("0177", states) == "nobody: ")
    #expect(try summary("312 555 0177", states) == "number: Hana Roy ()")
  }

  @Test func foreignNumbersAgreeWithAndWithoutTheirPrefix() throws {
    let states = [
      Bench.record(1, "contact", ["name": "Jo", "phone": "+49 (0)30 5550101"]),
      Bench.record(2, "contact", ["name": "Al", "phone": "110"]),
    ]
    for text in ["030 5550101", "+49305550101", "0049 30 5550101", "011 49 30 5550101", "5550101"] {
      #expect(try summary(text, states) == "number: Jo ()", "\(text)")
    }
    #expect(try summary("040 5550101", states) == "nobody: ")
    #expect(try summary("110", states) == "number: Al ()")
  }

  @Test func whatWasSaidLastAndWhatLiesAhead() throws {
    let voicemail = Bench.own(3, "call", "2026-10-12", ["outcome": "voicemail"])
    let promise = Bench.own(2, "promise", "2026-10-06", ["by": "2026-10-09"])
    let ahead = Bench.own(4, "interview", "2026-10-20T10:00:00-05:00")
    let states = Bench.states + [voicemail, promise, ahead]
    guard
      case .number(let callers) = CallerMatch.find(
        "312-555-0142", in: states, try TestZones.context(Bench.today)),
      let subject = callers.first?.subjects.first
    else {
      Issue.record("nobody is found")
      return
    }
    #expect(subject.last?.id == Bench.id(3))
    #expect(subject.lastSaid?.id == Bench.id(2))
    #expect(subject.status.interviewsAhead.map(\.interview.id) == [Bench.id(4)])
    #expect(subject.stage == .interviewAhead)
  }

  @Test func rule28WhoHasLeftIsNamedWithTheSuccessor() throws {
    var states = Bench.states
    states[1].values["left_on"] = "2026-10-08"
    #expect(try summary("tobias", states) == "name: Tobias Lindqvist gone>? (Claims associate)")
    #expect(try summary("tobias", states, today: "2026-10-07") == "name: Tobias Lindqvist (Claims associate)")
    states[1].values["successor"] = Bench.reference(0xc2)
    states.append(Bench.record(0xc2, "contact", ["name": "Idris Fontaine", "company": "Larkspur Mutual"]))
    #expect(try summary("tobias", states) == "name: Tobias Lindqvist gone>Idris Fontaine (Claims associate)")
    #expect(try summary("claims", states) == "name: Tobias Lindqvist gone>Idris Fontaine (Claims associate)")
    #expect(try summary("idris", states) == "name: Idris Fontaine (Claims associate)")
  }

  @Test func openApplicationsAndOwnOnesComeFirst() throws {
    var closed = Bench.record(
      0xa2, "application", ["company": "Larkspur Mutual", "role": "Old", "closed_on": "2026-01-01"])
    closed.values["applied_on"] = "2025-11-01"
    let other = Bench.record(
      0xa3, "application", ["company": "larkspur mutual", "role": "Other", "applied_on": "2026-10-12"])
    let letter = Bench.record(
      9, "email", ["application": Bench.reference(0xa3), "at": "2026-10-12", "direction": "out"])
    #expect(
      try summary("tobias", [closed, other, letter] + Bench.states)
        == "name: Tobias Lindqvist (Claims associate,Other,Old)")
    let alone = Bench.record(0xa9, "application", ["company": "Acme", "role": "Dev"])
    #expect(try summary("acme", [alone]) == "name: nobody (Dev)")
  }
}
