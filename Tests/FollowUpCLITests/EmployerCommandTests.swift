import EventLog
import Foundation
import Testing

@testable import FollowUpCLI

@Suite struct EmployerCommandTests {
  /// S2's story ends with weighing the employer.
  @Test func rules11And25AnEmployerThatFellSilentTwice() throws {
    let desktop = try Desktop.story("s2-quast")
    #expect(
      desktop.done("employer", "copperline", "--now", "2026-10-29") == """
        Copperline Logistics
          promises  1 broken
          answers   after 3 business days (n = 1)
          silent    2 applications: Regional operations planner, north; Dispatch coordinator
          2 applications here have gone silent: consider this employer as a whole (rule 11, S2).

        Regional operations planner, north: closed, silent  [38f519]
          promise  Tue 2026-09-22, by Wed 2026-09-30: broken, and no word 15 business days later
          answer   Tue 2026-09-15, after 3 business days
          silence  Wed 2026-10-21, nobody saw to it
          waited   since Tue 2026-09-22, 21 business days

        Dispatch coordinator: closed, silent  [8bc781]
          waited  since Tue 2026-09-08, 31 business days

        Notes
          Wed 2026-10-21  Two roles, one interview, two e-mails and a call: not a word. Weigh that.

        People
          Greta Okonjo  Director of operations, 303-555-0171
          Pavel Rusk    Yard supervisor, 303-555-0172
          Sunil Barrow  Talent partner, 303-555-0170

          This is evidence, not proof: nobody but they know why they are silent.

        """)
    let json = desktop.run("employer", "copperline", "--json", "--now", "2026-10-29").json
    let employer = json["employer"]
    #expect(json["schema"]?.number == 1)
    #expect(employer?["name"]?.string == "Copperline Logistics" && employer?["weigh"]?.bool == true)
    #expect(employer?["promises"]?["broken"]?.number == 1 && employer?["promises"]?["kept"]?.number == 0)
    #expect(employer?["answers"]?["count"]?.number == 1)
    #expect(employer?["answers"]?["typical"]?["business_days"]?.number == 3)
    #expect(employer?["applications"]?.array?.map { $0["silent"]?.bool } == [true, true])
    #expect(employer?["notes"]?.array?.count == 1)
  }

  /// S0's and S4's stories: promises kept, postponed and open.
  @Test func rule25PromisesAndAnswersOfOthers() throws {
    let martin = try Desktop.story("s0-martin")
    let kept = martin.run("employer", "harbor", "--json", "--now", "2026-10-31").json["employer"]
    #expect(kept?["promises"]?["kept"]?.number == 1 && kept?["weigh"]?.bool == false)
    #expect(kept?["answers"]?["count"]?.number == 2)
    let phone = try Desktop.story("s4-phone", until: "2026-10-29")
    let page = phone.done("employer", "northgate", "--now", "2026-10-29")
    #expect(page.contains("  promises  1 postponed, 1 open\n"))
    #expect(page.contains("  answers   typically after 8 business days, from 5 to 8 (n = 2)\n"))
    #expect(page.contains("promise  Thu 2026-10-15, by Thu 2026-10-22 15:00 +01:00: postponed, as you noted\n"))
  }

  @Test func anEmployerOfWhomNothingIsKnownYet() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--at", "2026-11-20")
    let page = desktop.done("employer", "acme")
    #expect(page.contains("promises  none recorded\n") && page.contains("answers   none yet\n"))
    #expect(!page.contains("silent  ") && !page.contains("weigh") && !page.contains("waiting"))
  }

  @Test func aNoteIsRecordedAndUndoneLikeAnythingElse() throws {
    let desktop = try Desktop.story("s0-martin")
    let noted = desktop.run("employer", "larkspur", "--note", "kind at the desk", "--at", "tue", "--now", "2026-10-29")
    #expect(noted.status == 0)
    #expect(noted.out.hasPrefix("note on the employer Larkspur Mutual, Tue 2026-10-27, kind at the desk  ["))
    #expect(noted.err.isEmpty)
    #expect(desktop.done("employer", "LARKSPUR").contains("  Tue 2026-10-27  kind at the desk\n"))
    desktop.done("undo")
    #expect(!desktop.done("employer", "larkspur").contains("kind at the desk"))
    // One that nothing is known of yet, and one that may be a slip.
    let new = desktop.run("employer", "Umbrella", "Works", "--note", "friendly at the fair")
    #expect(new.status == 0 && new.err == "followup: \"Umbrella Works\" is a new employer\n")
    let slip = desktop.run("employer", "larkspurr", "--note", "x")
    #expect(
      slip.err
        == "followup: \"larkspurr\" is a new employer; if you meant Larkspur Mutual, run followup undo and use that name\n"
    )
    #expect(desktop.done("employer", "umbrella").contains("friendly at the fair"))
    let first = try Desktop()
    #expect(first.done("employer", "Acme", "--note", "x").hasPrefix("note on the employer Acme, Fri 2026-11-20, x"))
  }

  @Test func namesThatAreNotClearAreListed() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme AG", "Tester")
    desktop.done("open", "Acme GmbH", "Engineer")
    for arguments in [["employer", "acme"], ["employer", "acme", "--note", "x"]] {
      let result = desktop.run(arguments: arguments)
      #expect(result.status == 1 && result.out.isEmpty)
      #expect(
        result.err == "followup: \"acme\" matches all of these; type more of the name\n  Acme AG\n  Acme GmbH\n")
    }
    #expect(desktop.run("employer", "acmee ag").err.contains("did you mean one of these?\n  Acme AG\n"))
    #expect(desktop.run("employer", "zzz").status == 1)
    for wrong in [["employer"], ["employer", "acme", "--at", "fri"], ["employer", "acme", "--note", " "]] {
      #expect(desktop.run(arguments: wrong).status == 2, "\(wrong)")
    }
    // A retracted application is nobody's.
    desktop.done("retract", "acme gmbh")
    #expect(desktop.done("employer", "acme").hasPrefix("Acme AG\n"))
  }

  @Test func plainAndNarrow() throws {
    let desktop = try Desktop.story("s2-quast")
    let rows = desktop.done("employer", "copperline", "--plain", "--now", "2026-10-29").split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(rows.first == ["employer", "Copperline Logistics"])
    #expect(rows.contains(["promises", "broken", "1"]) && rows.contains(["answers", "1", "3"]))
    #expect(rows.contains(["silent", "2", "weigh"]))
    let wide = desktop.done("employer", "copperline")
    desktop.isTerminal = true
    desktop.columns = 50
    let narrow = desktop.done("employer", "copperline")
    #expect(narrow.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 50 })
    #expect(
      narrow.split(whereSeparator: \.isWhitespace).sorted() == wide.split(whereSeparator: \.isWhitespace).sorted())
  }
}

@Suite struct SilenceCommandTests {
  private func desktop() throws -> Desktop {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--at", "2026-11-02")
    return desktop
  }

  @Test func rule25WithoutACauseTheCausesAreListedWithTheCaution() throws {
    let desktop = try desktop()
    let before = desktop.state()
    let result = desktop.run("silence", "acme")
    let lines = result.out.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(result.status == 0 && result.err == "Record one: followup silence acme CAUSE\n")
    #expect(
      lines.first
        == "Why Acme — Engineer may be silent: five likely causes, two of them harmless (rule 25, S1)")
    #expect(
      lines[1...5].map { $0.split(separator: " ").prefix(2).joined(separator: " ").replacing("They", with: "") } == [
        "stalling (harmless)", "avoiding-no Bad", "unprofessional Somebody", "interviewer-left Whoever",
        "swamped (harmless)",
      ])
    #expect(lines[7] == "Other causes (S4)")
    #expect(lines.dropLast().last == "This is evidence, not proof: nobody but they know why they are silent.")
    #expect(desktop.state() == before)
    let json = desktop.run("silence", "--json").json
    let causes = json["causes"]?.array ?? []
    #expect(causes.filter { $0["likely"]?.bool == true }.count == 5)
    #expect(
      causes.filter { $0["harmless"]?.bool == true }.compactMap { $0["cause"]?.string } == ["stalling", "swamped"])
    #expect(json["caution"]?.string?.contains("not proof") == true)
    #expect(desktop.run("silence", "nowhere").status == 1)
  }

  @Test func rule25ACauseIsRecordedAndStandsWithTheEmployer() throws {
    let desktop = try desktop()
    let result = desktop.run("silence", "acme", "avoiding", "no", "--note", "the desk hinted at it", "--at", "tue")
    #expect(result.status == 0)
    #expect(result.out.hasPrefix("silence on Acme — Engineer, Tue 2026-11-17, avoiding_no, the desk hinted at it  ["))
    #expect(result.err.hasSuffix("This is evidence, not proof: nobody but they know why they are silent.\n"))
    #expect(
      desktop.done("employer", "acme").contains(
        "  silence  Tue 2026-11-17, nobody wants to say no, the desk hinted at it\n"))
    // The same record as log writes.
    desktop.done("undo")
    let logged = desktop.run("log", "silence", "acme", "avoiding_no", "--at", "tue", "--json").json
    desktop.done("undo")
    let said = desktop.run("silence", "acme", "avoiding-no", "--at", "tue", "--json").json
    func set(_ json: [String: JSONValue]) -> JSONValue? { json["recorded"]?.array?.first?["set"] }
    #expect(set(said) == set(logged) && set(said) != nil)
  }

  @Test func rules25And28WhoLeftIsToBeReplaced() throws {
    let desktop = try desktop()
    #expect(desktop.run("silence", "acme", "interviewer-left").err.contains("successor=NAME"))
    #expect(desktop.run("silence", "acme", "reorganized").out.contains("reorganised"))
    #expect(!desktop.run("silence", "acme", "swamped").err.contains("successor=NAME"))
  }

  @Test func aCauseThatIsNotClearListsThem() throws {
    let desktop = try desktop()
    let before = desktop.state()
    for (text, said) in [
      ("s", "\"s\" is ambiguous: stalling or swamped or screening"), ("swampd", "did you mean swamped?"),
      ("bored", "no cause is called \"bored\""), ("", "no cause is called \"\""),
    ] {
      let result = desktop.run("silence", "acme", text)
      #expect(result.status == 2 && result.out.isEmpty)
      #expect(result.err.contains(said), "\(result.err)")
      #expect(result.err.split(separator: "\n").count == 8, "\(result.err)")
      #expect(result.err.contains("  stalling: there is no answer yet (harmless)\n"))
    }
    #expect(desktop.state() == before)
    for (text, cause) in [("left", "interviewer_left"), ("stall", "stalling"), ("SCREENING", "screening")] {
      #expect(desktop.done("silence", "acme", text).contains(", \(cause)  ["))
    }
    #expect(desktop.run("silence", "acme", "--note", "x").status == 2)
    #expect(desktop.run("silence", "nowhere", "swamped").status == 1)
  }

  @Test func aClosedApplicationIsSaidToBeSo() throws {
    let desktop = try desktop()
    desktop.done("close", "acme")
    let result = desktop.run("silence", "acme", "swamped")
    #expect(
      result.status == 0 && result.err.hasPrefix("followup: Acme — Engineer is closed; followup reopen opens it\n"))
  }
}
