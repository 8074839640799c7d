import CivilTime
import EventLog
import FollowUpAdvice
import Foundation
import Testing

@testable import FollowUpCLI

@Suite struct ScriptCommandTests {
  /// S0's story on the Tuesday of the first call: rules 15 and 18 on a direct line, 16 and 17 where the voicemail
  /// answers, 23, 21, 3 and 22 for what they may say, 24 and 20 for how it ends.
  @Test func rules3And15To18And20To24TheSheetOfAStoryWithItsBranches() throws {
    let desktop = try Desktop.story("s0-martin", until: "2026-10-12")
    let before = desktop.state()
    let result = desktop.run("script", "larkspur", "--kind", "direct-line", "--now", "2026-10-13")
    #expect(result.status == 0)
    #expect(
      result.out == """
        A call on the direct line: Larkspur Mutual — Claims support associate
          Call Tobias Lindqvist on 312-555-0142. Have paper and a pen at hand.

          When the person answers:
            "Hello Tobias Lindqvist, this is Marisol Vega. I was interviewed on Tuesday, October 6 for the position of Claims support associate."
            "Could you tell me how the decision stands?"

          Be brief, listen, and write down what they say, and by when.
          If there is a minute left: "May I ask how I did in the interview?" Thank them for whatever they say.

          Afterwards: followup log call ebdcd9 spoke

        A message on their voicemail
          "Hello Tobias Lindqvist, this is Marisol Vega. I was interviewed on Tuesday, October 6 for the position of Claims support associate."
          "I would like to ask how the decision stands, and whether I am still being considered."
          "I would be glad of a call today. My number, slowly, is 3 1 2, 5 5 5, 0 1 1 7. Once more: 3 1 2, 5 5 5, 0 1 1 7."
          "Thank you for your time."

          Afterwards: followup log call ebdcd9 voicemail

        If the decision is still pending
          "Thank you, Tobias Lindqvist. I am very interested in the position of Claims support associate, and in working with you."
          "I would be glad to hear from you when you have decided, or if you have any question for me."
          "What comes next, and by when do you expect to decide?"
          "May I call you then? When is a good time?"

          Write down the day: everything is reckoned from it.

          Afterwards: followup log reply ebdcd9 pending --by DAY
          If you may call: followup log permission ebdcd9 WHEN

        If the decision was postponed
          "Thank you for letting me know, Tobias Lindqvist; now I know where I stand."
          "I am still interested in the position of Claims support associate."
          "Do you know by when it will be taken up again? May I call you then?"

          Write down the day: everything is reckoned from it.

          Afterwards: followup log reply ebdcd9 postponed --by DAY

        If they promise to call you back
          "Thank you, Tobias Lindqvist. On which day may I expect your call, and at about what time?"
          Say the day and the time back to them.
          "You reach me on 3 1 2, 5 5 5, 0 1 1 7." Say it slowly.

          Afterwards: followup log reply ebdcd9 callback-promised --by "DAY TIME"

        If the position is filled
          "Thank you for telling me, Tobias Lindqvist, and for the time you gave me."
          "I liked what I saw of Larkspur Mutual."
          "If something else comes up, I would be glad if you thought of me. May I stay in touch?"
          If there is a minute left: "How did I do in the interview? I would like to learn from it." Be grateful for whatever they say.

          Afterwards: followup log reply ebdcd9 filled
          If they told you how you did: followup log feedback ebdcd9 "what they said"

        """)
    #expect(
      result.err
        == "Then record how it went: followup log call ebdcd9 spoke  (or voicemail, no-answer, screened)\n")
    #expect(desktop.state() == before)
  }

  @Test func rules4And7And8And27TheWrittenOnes() throws {
    let desktop = try Desktop.story("s0-martin", until: "2026-10-12")
    func first(_ kind: String) -> [Substring] {
      desktop.run("script", "larkspur", "--kind", kind, "--now", "2026-10-13").out.split(separator: "\n")
    }
    #expect(
      first("email").prefix(3) == [
        "An e-mail: Larkspur Mutual — Claims support associate", "  To: t.lindqvist@larkspur.example.org",
        "  Subject: Claims support associate, interview on Tuesday, October 6",
      ])
    #expect(first("thank-you").last == "  Afterwards: followup log thank-you ebdcd9")
    let insider = desktop.run("script", "larkspur", "--kind", "insider", "--now", "2026-10-13")
    #expect(insider.status == 0)
    #expect(
      insider.err.split(separator: "\n").first
        == "followup: missing: Whom do you know at Larkspur Mutual? Record it with: followup contact add NAME --app ebdcd9 --role insider"
    )
  }

  @Test func everyKindNamesTheCommandThatRecordsItsOutcomeAndThatCommandWorks() throws {
    for kind in ScriptKind.allCases {
      let desktop = try Desktop.story("s0-martin", until: "2026-10-12")
      let json = desktop.run("script", "larkspur", "--kind", kind.rawValue, "--now", "2026-10-13", "--json").json
      let outcome = try #require(json["outcome"]?.string)
      #expect(json["kind"]?.string == kind.rawValue)
      // The built-in template says the same.
      #expect(json["text"]?.string?.contains("Afterwards: \(outcome)") == true, "\(kind)")
      var words = outcome.replacing("DAY TIME", with: "fri 15:00").replacing("DAY", with: "fri").replacing(
        "\"", with: ""
      )
      .split(separator: " ").map(String.init)
      if let by = words.firstIndex(of: "--by") { words = words[...by] + [words[(by + 1)...].joined(separator: " ")] }
      let result = desktop.run(arguments: Array(words.dropFirst()))
      #expect(result.status == 0, "\(outcome): \(result.err)")
    }
  }

  @Test func withoutAKindItFollowsTheLastTry() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--at", "2026-11-02")
    func chosen(_ arguments: String...) -> String? {
      desktop.run(arguments: ["script", "acme", "--json"] + arguments).json["kind"]?.string
    }
    #expect(chosen() == "switchboard")
    desktop.done("contact", "add", "Jo Ray", "--app", "acme", "--email", "jo@example.org")
    #expect(chosen() == "email")
    desktop.done("contact", "edit", "jo", "phone=312-555-0100")
    #expect(chosen() == "switchboard")
    desktop.done("contact", "edit", "jo", "direct_line=312-555-0101")
    #expect(chosen() == "direct-line")
    desktop.done("log", "email", "acme", "--at", "2026-11-09")
    #expect(chosen() == "email")
    #expect(
      desktop.run("script", "acme").err.hasPrefix(
        "email, because your last try on Mon 2026-11-09 was in writing; --kind chooses another script\n"))
    desktop.done("log", "call", "acme", "no-answer", "--at", "2026-11-10")
    #expect(chosen() == "direct-line")
    // What came in, and what lies ahead, is no try.
    desktop.done("log", "email", "acme", "in", "--at", "2026-11-11")
    #expect(chosen() == "direct-line")
    #expect(chosen("--now", "2026-11-09") == "email")
    desktop.done("contact", "add", "Kit Low", "--app", "acme", "--role", "insider", "--email", "kit@example.org")
    #expect(chosen("--to", "kit") == "insider")
    #expect(chosen("--kind", "thank_you") == "thank-you")
  }

  @Test func whatIsMissingIsAskedForByNameAndNeverPrintedAsAHole() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--at", "2026-11-02")
    let id = try #require(desktop.run("list", "--json").json["applications"]?.array?.first?["id"]?.string)
    let result = desktop.run("script", "acme", "--kind", "voicemail")
    #expect(result.status == 0)
    #expect(!result.out.contains("{") && !result.out.contains("[") && !result.out.contains("nil"))
    #expect(
      result.err == """
        followup: missing: Whom did you deal with at Acme? Record it with: followup contact add NAME --app \(id)
        followup: missing: What is your name? Record it with: followup setting my_name NAME
        followup: missing: What is your telephone number? Record it with: followup setting my_phone NUMBER
        Then record how it went: followup log call \(id) voicemail

        """)
    // Each command answers its question.
    desktop.done("contact", "add", "Jo Ray", "--app", id)
    desktop.done("setting", "my_name", "Ann Bee")
    desktop.done("setting", "my_phone", "312-555-0117")
    let json = desktop.run("script", "acme", "--kind", "voicemail", "--json")
    #expect(json.json["missing"]?.array?.isEmpty == true)
    #expect(json.json["to"]?["name"]?.string == "Jo Ray")
    #expect(json.err.isEmpty)
  }

  @Test func plainGivesTheLinesOneByOne() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--at", "2026-11-02")
    desktop.done("setting", "my_name", "Ann Bee")
    let out = desktop.run("script", "acme", "--kind", "filled", "--plain").out
    let rows = out.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(rows.first == ["sheet", "filled", "If the position is filled"])
    #expect(Set(rows.compactMap(\.first)) == ["sheet", "line", "outcome"])
    #expect(rows.allSatisfy { $0.count == 3 })
  }

  @Test func namesThatAreNotClearAreListedAndWrongUsageIsStatus2() throws {
    let desktop = try Desktop.story("s4-phone")
    let result = desktop.run("script", "meridian")
    #expect(result.status == 1 && result.out.isEmpty)
    #expect(result.err.contains("Depot planner") && result.err.contains("Fleet maintenance planner"))
    #expect(desktop.run("script", "nowhere").status == 1)
    #expect(desktop.run("script", "depot", "--to", "nobody").status == 1)
    for wrong in [
      ["script"], ["script", "depot", "--kind", "telegram"], ["script", "depot", "--template-for", "email"],
    ] { #expect(desktop.run(arguments: wrong).status == 2, "\(wrong)") }
  }

  @Test func closedAndRetractedApplicationsAreSaidToBeSo() throws {
    let desktop = try Desktop.story("s0-martin")
    let closed = desktop.run("script", "larkspur", "--kind", "thank-you")
    #expect(closed.status == 0)
    #expect(
      closed.err.hasPrefix(
        "followup: Larkspur Mutual — Claims support associate is closed; followup reopen ebdcd9 opens it\n"))
    desktop.done("retract", "larkspur")
    #expect(desktop.run("script", "larkspur").status == 1)
    let retracted = desktop.run("script", "ebdcd9", "--kind", "thank-you")
    #expect(retracted.status == 0)
    #expect(retracted.err.contains("is retracted; followup edit ebdcd9 retracted=no"))
  }

  /// S1's story: Renata Holub has left, and Idris Fontaine has her work.
  @Test func rules25And28TheSuccessorIsTurnedTo() throws {
    let desktop = try Desktop.story("s1-collegegrad", until: "2026-10-08")
    let json = desktop.run("script", "brightwater", "--json", "--now", "2026-10-08").json
    #expect(json["kind"]?.string == "direct-line")
    #expect(json["to"]?["name"]?.string == "Idris Fontaine" && json["former"]?["name"]?.string == "Renata Holub")
    #expect(
      json["text"]?.string?.contains(
        "I was interviewed by Renata Holub on Thursday, September 17 for the position of Junior data analyst") == true)
    // Whoever is wanted all the same is told of.
    let given = desktop.run("script", "brightwater", "--to", "renata", "--kind", "email", "--now", "2026-10-08")
    #expect(given.out.contains("Dear Renata Holub,"))
    #expect(
      given.err == """
        followup: Renata Holub is no longer there; Idris Fontaine has taken over
        Then record how it went: followup log email ca828d --contact 902931

        """)
  }

  @Test func aTerminalOfAnyWidthShowsAllOfIt() throws {
    let desktop = try Desktop.story("s0-martin", until: "2026-10-12")
    let wide = desktop.run("script", "larkspur", "--kind", "switchboard", "--now", "2026-10-13").out
    desktop.isTerminal = true
    for columns in [24, 40, 80] {
      desktop.columns = columns
      let out = desktop.run("script", "larkspur", "--kind", "switchboard", "--now", "2026-10-13").out
      // Commands stay whole, to be copied.
      for line in out.split(separator: "\n") where !line.contains("followup ") {
        #expect(DisplayWidth.of(String(line)) <= columns, "\(line)")
      }
      #expect(out.split(whereSeparator: \.isWhitespace) == wide.split(whereSeparator: \.isWhitespace))
    }
  }
}
