import EventLog
import FollowUp
import FollowUpAdvice
import TestSupport
import Testing

@Suite struct MissingFactTests {
  private typealias Bench = ScriptBench

  private func asked(_ kind: ScriptKind, _ states: [RecordState]) throws -> [String] {
    try Bench.sheet(kind, states).missing.map(\.description)
  }

  private func without(_ field: String, of index: Int) -> [RecordState] {
    var states = Bench.states
    states[index].values[field] = nil
    return states
  }

  @Test func aMissingFactIsAskedForByName() throws {
    #expect(
      try asked(.switchboard, without("phone", of: 1)) == [
        "What is Tobias Lindqvist's phone number? Record it with: followup contact edit 0000c1 phone=NUMBER"
      ])
    #expect(
      try asked(.directLine, without("phone", of: 1)) == [
        "What is Tobias Lindqvist's phone number? Record it with: followup contact edit 0000c1 phone=NUMBER"
      ])
    #expect(
      try asked(.email, without("email", of: 1)) == [
        "What is Tobias Lindqvist's e-mail address? Record it with: followup contact edit 0000c1 email=ADDRESS"
      ])
    #expect(
      try asked(.voicemail, without("at", of: 2)) == [
        "On which day was your interview at Larkspur Mutual? Record it with: followup edit 0000d1 at=DAY"
      ])
    #expect(
      try asked(.voicemail, without("value", of: 3)) == [
        "What is your name? Record it with: followup setting my_name NAME"
      ])
    #expect(
      try asked(.voicemail, without("value", of: 4)) == [
        "What is your telephone number? Record it with: followup setting my_phone NUMBER"
      ])
    #expect(
      try asked(.voicemail, without("role", of: 0)) == [
        "Which position at Larkspur Mutual is it? Record it with: followup edit 0000a1 role=POSITION"
      ])
    #expect(
      try asked(.insider, Bench.states) == [
        "Whom do you know at Larkspur Mutual? Record it with: followup contact add NAME --app 0000a1 --role insider"
      ])
    #expect(
      try asked(.switchboard, [Bench.application] + Bench.settings) == [
        "Whom did you deal with at Larkspur Mutual? Record it with: followup contact add NAME --app 0000a1"
      ])
  }

  @Test func itIsNeverPrintedAsAHole() throws {
    let full = try Bench.sheet(.voicemail).text
    let noNumber = try Bench.sheet(.voicemail, without("value", of: 4)).text
    #expect(!noNumber.contains("My number") && !noNumber.contains("Once more"))
    #expect(noNumber.contains("Thank you for your time.") && full.contains("Once more"))
    let noDay = try Bench.sheet(.voicemail, without("at", of: 2)).text
    #expect(noDay.contains("this is Marisol Vega. I was interviewed for the position of Claims associate.\""))
    let noName = try Bench.sheet(.voicemail, without("name", of: 1)).text
    #expect(noName.contains("\"Hello, this is Marisol Vega."))
  }

  /// Whatever is missing: no hole, no empty sentence, and every question has its command.
  @Test func everySubsetOfFactsGivesAWholeSheet() throws {
    let seed: UInt64 = 0x5c41
    var random = SeededGenerator(seed: seed)
    for round in 0..<100 {
      var states = Bench.states
      for index in states.indices {
        for field in states[index].values.keys.sorted() where field != "type" && field != "application" {
          if Bool.random(using: &random), field != "name" || index < 3 { states[index].values[field] = nil }
        }
      }
      for kind in ScriptKind.allCases {
        let sheet = try Bench.sheet(kind, states, manner: .of(source: "S0", tryNumber: 1 + round % 3))
        let context: Comment = "seed \(seed), round \(round), \(kind.rawValue): \(sheet.text)"
        for hole in ["{", "[", "  on .", " ,", " .", "..  ", "\"\"", " \"\n", "to ,", "position of.", "on,"] {
          let text = sheet.text.split(separator: "\n").map { String($0.drop { $0 == " " }) }.joined(separator: "\n")
          #expect(!text.contains(hole), context)
        }
        #expect(Set(sheet.missing.map(\.command)).count == sheet.missing.count, context)
        #expect(sheet.missing.allSatisfy { $0.question.hasSuffix("?") && $0.command.hasPrefix("followup ") }, context)
      }
    }
  }

  @Test func rule25ASuccessorTakesTheCall() throws {
    var states = Bench.states
    states[1].values["left_on"] = "2026-10-08"
    #expect(
      try asked(.switchboard, states) == [
        "Tobias Lindqvist is no longer there. Who took over? Record it with: "
          + "followup contact edit 0000c1 successor=NAME"
      ])
    #expect(try Bench.sheet(.switchboard, states, today: "2026-10-07").missing == [])
    states[1].values["successor"] = Bench.reference(0xc9)
    states.append(
      Bench.record(0xc9, "contact", ["name": "Idris Fontaine", "company": "Elsewhere", "phone": "312-555-0171"]))
    let sheet = try Bench.sheet(.switchboard, states)
    #expect(sheet.missing == [])
    #expect(sheet.text.contains("put me through to Idris Fontaine"))
    #expect(sheet.text.contains("I was interviewed by Tobias Lindqvist on Tuesday, October 6"))
    // Two laptops can make two people succeed each other.
    states[states.count - 1].values["successor"] = Bench.reference(0xc1)
    #expect(try Bench.sheet(.switchboard, states).missing.map(\.fact) == [.contact])
  }

  @Test func rule28WhoMovedIsNotCalled() throws {
    var states = Bench.states
    states[1].values["moved_to"] = "another department"
    states.append(Bench.record(0xc2, "contact", ["name": "Hana Roy", "company": "Larkspur Mutual", "role": "hr"]))
    // Nobody else has the work just because they are there too: advice asks who has it, and so does the script.
    #expect(try Bench.facts(.switchboard, states).contact == nil)
    #expect(try Bench.facts(.switchboard, states).former?.name == "Tobias Lindqvist")
  }

  @Test func theCallerMayNameThePerson() throws {
    let other = Bench.record(0xc2, "contact", ["name": "Hana Roy", "phone": "312-555-0170"])
    let sheet = try Bench.sheet(.switchboard, Bench.states + [other], addressee: Bench.id(0xc2))
    #expect(sheet.text.hasPrefix("Call Hana Roy on 312-555-0170."))
    #expect(sheet.text.contains("I was interviewed by Tobias Lindqvist"))
  }

  @Test func aLineStaysALineWhateverAFieldHolds() throws {
    var states = Bench.states
    states[1].values["name"] = "Tobias\nLindqvist\u{1b}[31m {my_name} [x]"
    let text = try Bench.sheet(.switchboard, states).text
    #expect(text.contains("Call Tobias Lindqvist [31m {my_name} [x] on 312-555-0142."))
  }

  @Test(arguments: Stories.names)
  func everyApplicationOfTheStoriesHasItsScripts(_ story: String) throws {
    let states = try Stories.records(story)
    for application in Application.all(in: states) {
      for kind in ScriptKind.allCases {
        let book = ContactBook(states)
        let status = try TestZones.context("2026-10-20").status(
          of: ApplicationRecords(application, records: states, contacts: book))
        let facts = ScriptFacts(status, contacts: book, settings: Settings(states), kind: kind)
        let sheet = try CallSheet(kind, facts: facts)
        #expect(sheet.text.contains("followup log"), "\(application.title), \(kind.rawValue)")
        #expect(!sheet.text.contains { "{}[]|".contains($0) }, "\(application.title), \(kind.rawValue): \(sheet.text)")
        #expect(sheet.missing.allSatisfy { $0.fact != .myName && $0.fact != .role }, "\(application.title)")
      }
    }
  }
}
