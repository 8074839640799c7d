import EventLog
import Foundation
import Testing

@testable import FollowUpCLI

@Suite struct WhoCommandTests {
  /// S0's story on the Monday after the silent Friday.
  @Test func aNumberTellsThePersonTheApplicationAndWhatWasSaid() throws {
    let desktop = try Desktop.story("s0-martin", until: "2026-10-12")
    let before = desktop.state()
    let expected = """
      Tobias Lindqvist, Claims operations lead, Larkspur Mutual  [e5216a]
        312-555-0142 (direct), t.lindqvist@larkspur.example.org
        Larkspur Mutual — Claims support associate: overdue  [ebdcd9]
          promised  Tue 2026-10-06  by Fri 2026-10-09, “before the end of the week”: that was 1 business day ago
          last      Fri 2026-10-09  note, No call this week. Odile would let Monday go by and ring on Tuesday morning.

      """
    for spelling in [
      ["312-555-0142"], ["+1 312 555 0142"], ["(312)", "555", "0142"], ["5550142"], ["tobias"], ["e5216a"],
      ["larkspur"],
    ] {
      let result = desktop.run(arguments: ["who"] + spelling + ["--now", "2026-10-12"])
      #expect(result.status == 0 && result.err.isEmpty)
      #expect(result.out == expected, "\(spelling)")
    }
    #expect(desktop.state() == before)
  }

  /// S1's story (rules 25 and 28): the successor is named before anything else.
  @Test func rules25And28WhoHasLeftIsNamedWithTheSuccessor() throws {
    let desktop = try Desktop.story("s1-collegegrad", until: "2026-10-08")
    #expect(
      desktop.done("who", "renata", "--now", "2026-10-08T18:00:00-04:00") == """
        Renata Holub, Head of reporting, Brightwater Analytics  [902931]
          No longer there since Fri 2026-10-02; Idris Fontaine has taken over: 860-555-0151
          860-555-0150 (direct), r.holub@brightwater.example.org
          Brightwater Analytics — Junior data analyst: interviewed  [ca828d]
            they said  Thu 2026-10-08 16:35 -04:00  call, with Renata Holub, spoke, Reached the front desk.

        """)
    let caller = desktop.run("who", "860-555-0150", "--json", "--now", "2026-10-08").json["callers"]?.array?.first
    #expect(caller?["gone"]?.bool == true && caller?["left_on"]?.string == "2026-10-02")
    #expect(caller?["successor"]?["name"]?.string == "Idris Fontaine")
    // S4's story: nobody has followed yet, which is asked for with its command.
    let other = try Desktop.story("s4-phone")
    #expect(
      other.done("who", "casper").contains(
        "Who took over? followup contact edit 4f806f successor=NAME\n"))
  }

  /// Rule 2: whether one may call, and when, is there when the telephone rings; rule 3: so is that one may not.
  @Test func rules2And3WhetherOneMayCall() throws {
    let desktop = try Desktop.story("s4-phone", until: "2026-09-29")
    #expect(
      desktop.done("who", "oduya", "--now", "2026-09-29") == """
        Casper Oduya, Workshop manager, Meridian Transit Works  [4f806f]
          555-0141 (direct)
          Meridian Transit Works — Fleet maintenance planner: interviewed  [33be0a]
            a call  Thu 2026-09-24  you may, from Wed 2026-09-30 (“any time after Tuesday”)
            last    Thu 2026-09-24 20:00 +01:00  thank-you, with Casper Oduya, sent

        """)
    desktop.done("log", "permission", "fleet", "please don't", "--at", "2026-09-28", "--now", "2026-09-29")
    #expect(desktop.done("who", "oduya", "--now", "2026-09-29").contains("they asked you not to: “please don't”"))
  }

  @Test func colleaguesAreToldOfTogether() throws {
    let desktop = try Desktop.story("s4-phone", until: "2026-09-29")
    let out = desktop.done("who", "meridian", "--now", "2026-09-29")
    #expect(out.split(separator: "\n").filter { $0.contains("Fleet maintenance planner") }.count == 1)
    #expect(out.hasPrefix("Imogen Farrant, Supplier liaison, Meridian Transit Works  [3902b3]\n  555-0140\nCasper"))
    // One number, a switchboard's, and two people.
    desktop.done("contact", "edit", "imogen", "phone=020 7946 0100 ext 12")
    desktop.done("contact", "edit", "casper", "phone=020 7946 0100 ext 13")
    let shared = desktop.run("who", "020", "7946", "0100")
    #expect(shared.out.contains("Imogen Farrant") && shared.out.contains("Casper Oduya"))
    #expect(shared.err == "2 people have this number\n")
    #expect(!desktop.done("who", "020 7946 0100 ext 13").contains("Imogen"))
  }

  @Test func whatLiesAheadIsThere() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--at", "2026-11-02")
    desktop.done("contact", "add", "Jo Ray", "--app", "acme", "--phone", "312-555-0100")
    desktop.done("log", "reply", "acme", "pending", "--by", "2026-11-25", "--at", "2026-11-18")
    desktop.done("snooze", "acme", "2026-12-01", "--reason", "holidays")
    func ahead() -> [String?] {
      let caller = desktop.run("who", "jo", "--json").json["callers"]?.array?.first
      let all = caller?["applications"]?.array?.first?["ahead"]?.array ?? []
      return all.map { "\($0["what"]?.string ?? "") \($0["on"]?.string ?? "") \($0["text"]?.string ?? "")" }
    }
    #expect(
      ahead() == ["promise 2026-11-25 by Wed 2026-11-25", "rest 2026-12-01 snoozed until Tue 2026-12-01, holidays"])
    desktop.done("log", "interview", "acme", "--at", "2026-11-24", "--ahead")
    #expect(ahead().first == "interview 2026-11-24 Tue 2026-11-24")
    desktop.done("log", "reply", "acme", "offer", "--set", "respond_by=2026-11-30", "--at", "2026-11-19")
    #expect(ahead().contains("answer_offer 2026-11-30 they want an answer by Mon 2026-11-30"))
    // Of what is over nothing is to come.
    desktop.done("close", "acme")
    #expect(ahead() == [])
    #expect(desktop.done("who", "jo").contains("Acme — Engineer: closed  ["))
  }

  /// An interview names its people in a list, and a recruiter's employer is another one.
  @Test func aPersonFromElsewhereIsFoundByWhatTheyTookPartIn() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--at", "2026-11-02")
    desktop.done("open", "Other", "Painter", "--at", "2026-11-02")
    desktop.done("contact", "add", "Jo Ray", "--company", "Agency", "--phone", "312-555-0100")
    desktop.done("log", "interview", "acme", "--contact", "jo", "--at", "2026-11-10")
    desktop.done("log", "call", "other", "spoke", "in", "--contact", "jo", "--at", "2026-11-11")
    let caller = desktop.run("who", "312-555-0100", "--json").json["callers"]?.array?.first
    #expect(caller?["applications"]?.array?.map { $0["company"]?.string } == ["Other", "Acme"])
  }

  @Test func anUnknownNumberOrNameIsSaidAndCanBeRecorded() throws {
    let desktop = try Desktop.story("s0-martin", until: "2026-10-12")
    let number = desktop.run("who", "(415)", "555-0199")
    #expect(number.status == 1 && number.out.isEmpty)
    #expect(
      number.err == """
        followup: nobody is recorded with the number "(415) 555-0199" (to record the caller: followup contact add NAME \
        --phone "(415) 555-0199" --app APP)

        """)
    desktop.done("contact", "add", "Kit Low", "--phone", "(415) 555-0199", "--app", "larkspur")
    #expect(desktop.done("who", "415 555 0199").hasPrefix("Kit Low, Larkspur Mutual  ["))
    let name = desktop.run("who", "tobais")
    #expect(name.status == 1)
    #expect(
      name.err == """
        followup: no person or employer is called "tobais" (to record the caller: followup contact add NAME --phone NUMBER \
        --app APP); did you mean one of these?
          Tobias Lindqvist

        """)
    let json = desktop.run("who", "tobais", "--json")
    #expect(json.status == 1)
    #expect(json.json["callers"]?.array?.isEmpty == true)
    #expect(json.json["near"]?.array?.compactMap(\.string) == ["Tobias Lindqvist"])
  }

  @Test func whereNobodyIsRecordedTheEmployerIsShown() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--at", "2026-11-02")
    let id = try #require(desktop.run("list", "--json").json["applications"]?.array?.first?["id"]?.string)
    #expect(
      desktop.done("who", "acme") == """
        Acme
          no contact recorded: followup contact add NAME --app \(id)
          Acme — Engineer: applied  [\(id)]

        """)
    desktop.done("contact", "add", "Jo Ray", "--phone", "312-555-0100")
    #expect(desktop.done("who", "jo").hasSuffix("  312-555-0100\n  no application\n"))
  }

  @Test func veryManyAreListed() throws {
    let desktop = try Desktop()
    for number in 1...9 { desktop.done("open", "Acme \(number)", "Engineer", "--at", "2026-11-02") }
    let result = desktop.run("who", "engineer")
    #expect(result.status == 0)
    #expect(result.out.split(separator: "\n").count == 9)
    #expect(result.err == "\"engineer\" matches all of these; type more of the name, or the short id\n")
  }

  @Test func retractedAndClosedOnesDoNotStandInTheWay() throws {
    let desktop = try Desktop.story("s0-martin", until: "2026-10-12")
    desktop.done("retract", "tobias")
    #expect(desktop.run("who", "312-555-0142").status == 1)
    desktop.done("undo")
    desktop.done("retract", "larkspur")
    #expect(desktop.done("who", "312-555-0142").hasSuffix("  no application\n"))
  }

  @Test func plainAndNarrow() throws {
    let desktop = try Desktop.story("s0-martin", until: "2026-10-12")
    let plain = desktop.done("who", "tobias", "--plain", "--now", "2026-10-12")
    #expect(
      plain.split(separator: "\n").map { $0.prefix { $0 != "\t" } } == [
        "caller", "application", "said", "ahead", "last",
      ])
    let wide = desktop.done("who", "tobias", "--now", "2026-10-12")
    desktop.isTerminal = true
    desktop.columns = 44
    let narrow = desktop.done("who", "tobias", "--now", "2026-10-12")
    #expect(narrow.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 44 })
    #expect(
      narrow.split(whereSeparator: \.isWhitespace).sorted() == wide.split(whereSeparator: \.isWhitespace).sorted())
  }
}
