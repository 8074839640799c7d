import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import TestSupport
import Testing

@Suite struct EmployerEvidenceTests {
  private typealias Bench = ScriptBench

  private func evidence(_ records: [RecordState], today: String) throws -> EmployerEvidence {
    guard case .found(let employer) = Employer.find("larkspur", in: records) else {
      throw ScriptBenchProblem.noApplication
    }
    return EmployerEvidence(
      of: employer, states: records, try TestZones.context(today))
  }

  private func isSilent(_ records: [RecordState], today: String) throws -> Bool {
    try evidence([Bench.application] + records, today: today).applications.first?.isSilent ?? false
  }

  @Test func rule11AndRule21ARoleIsSilentAfterThreeWeeksOrABrokenPromise() throws {
    // Sent on Monday 28 September: three weeks are over on 19 October.
    #expect(try !isSilent([], today: "2026-10-18"))
    #expect(try isSilent([], today: "2026-10-19"))
    #expect(try !isSilent([Bench.interview], today: "2026-10-26"))
    #expect(try isSilent([Bench.interview], today: "2026-10-27"))
    let promise = Bench.own(2, "promise", "2026-10-06", ["by": "2026-10-09"])
    #expect(try !isSilent([Bench.interview, promise], today: "2026-10-09"))
    #expect(try isSilent([Bench.interview, promise], today: "2026-10-10"))
    let called = Bench.own(3, "call", "2026-10-12", ["direction": "in"])
    #expect(try !isSilent([Bench.interview, promise, called], today: "2026-10-13"))
    #expect(try isSilent([Bench.interview, promise, called], today: "2026-11-02"))
    let guess = Bench.own(4, "silence", "2026-10-08", ["cause": "swamped"])
    #expect(try isSilent([Bench.interview, guess], today: "2026-10-08"))
    #expect(try !isSilent([Bench.interview, guess, called], today: "2026-10-13"))
    let december = Bench.own(2, "promise", "2026-10-06", ["by": "2026-12-01"])
    #expect(try !isSilent([Bench.interview, december], today: "2026-11-20"))
    #expect(try isSilent([Bench.interview, december], today: "2026-12-02"))
    let rejected = Bench.own(5, "reply", "2026-10-07", ["answer": "rejected"])
    #expect(try !isSilent([Bench.interview, rejected], today: "2026-12-02"))
    let ahead = Bench.own(6, "interview", "2026-12-20")
    #expect(try !isSilent([ahead], today: "2026-12-02"))
  }

  @Test func rule11AClosedRoleIsJudgedAsOfItsClosing() throws {
    var closed = Bench.application
    closed.values["closed_on"] = "2026-10-10"
    #expect(try evidence([closed], today: "2027-01-01").silent == [])
    closed.values["closed_on"] = "2026-10-19"
    #expect(try evidence([closed], today: "2027-01-01").silent.count == 1)
  }

  @Test func rule11SeveralSilentRolesWeighTheEmployer() throws {
    let second = Bench.record(
      0xa2, "application", ["company": "LARKSPUR  mutual", "role": "Adjuster", "applied_on": "2026-10-01"])
    let elsewhere = Bench.record(
      0xa3, "application", ["company": "Larkspur Florists", "role": "Driver", "applied_on": "2026-09-01"])
    let all = [Bench.application, second, Bench.interviewer]
    let found = try evidence(all, today: "2026-10-22")
    #expect(found.isToBeWeighed)
    #expect(found.applications.map(\.application.role) == ["Adjuster", "Claims associate"])
    #expect(found.contacts.map(\.name) == ["Tobias Lindqvist"])
    #expect(try !evidence(all, today: "2026-10-21").isToBeWeighed)
    #expect(try evidence(all, today: "2026-10-21").silent.map(\.application.role) == ["Claims associate"])
    // The spelling that most records have.
    #expect(
      Employer.find("larkspur", in: all + [elsewhere])
        == .ambiguous([Employer(name: "Larkspur Florists"), Employer(name: "Larkspur Mutual")]))
  }

  @Test func employersAreFoundByName() {
    let all = [Bench.application, Bench.interviewer, Bench.record(5, "employer_note", ["company": "Zoë & Söhne"])]
    #expect(Employer.all(in: all) == [Employer(name: "Larkspur Mutual"), Employer(name: "Zoë & Söhne")])
    #expect(Employer.find("zoe", in: all) == .found(Employer(name: "Zoë & Söhne")))
    #expect(Employer.find("LARKSPUR MUTUAL", in: all) == .found(Employer(name: "Larkspur Mutual")))
    #expect(Employer.find("larkspurr", in: all) == .none(suggestions: [Employer(name: "Larkspur Mutual")]))
    #expect(Employer.find("umbrella", in: all) == .none(suggestions: []))
    #expect(Employer.find(" ", in: all) == .none(suggestions: []))
    var retracted = Bench.application
    retracted.values["retracted"] = JSONValue(true)
    #expect(Employer.all(in: [retracted]) == [])
  }

  /// The end of the story of the first source.
  @Test func rule25TheEvidenceOfTheFirstStory() throws {
    let records = try Stories.records("s0-martin")
    guard case .found(let larkspur) = Employer.find("larkspur", in: records),
      case .found(let harbor) = Employer.find("harbor", in: records)
    else {
      Issue.record("the employers are not found")
      return
    }
    let context = try TestZones.context("2026-10-31", calendar: Settings(records).calendar)
    let broken = EmployerEvidence(
      of: larkspur, states: records, context)
    #expect(broken.promises(.broken) == 1 && broken.promises(.kept) == 0)
    #expect(broken.applications.first?.promises.first?.late?.calendarDays == 13)
    #expect(broken.applications.first?.silences.map(\.cause) == ["unprofessional"])
    #expect(broken.notes.map(\.about) == ["Gave a date, let it pass, and did not answer three calls."])
    #expect(broken.silent.count == 1 && !broken.isToBeWeighed)
    // Applied on Monday, called on Thursday.
    #expect(broken.typicalAnswer?.businessDays == 3)
    #expect(broken.applications.first?.waiting?.days == 16)

    let kept = EmployerEvidence(
      of: harbor, states: records, context)
    #expect(kept.promises(.kept) == 1 && kept.promises(.broken) == 0)
    #expect(kept.applications.first?.answers.map(\.wait.businessDays) == [6, 3])
    #expect(kept.applications.first?.answers.map(\.wait.calendarDays) == [8, 5])
    #expect(kept.silent == [])
    #expect(kept.applications.first?.waiting == nil)
  }

  /// S2's story ends with weighing the employer: an earlier application was never answered either.
  @Test func rule11TheStoryOfTheThirdSource() throws {
    let records = try Stories.records("s2-quast")
    guard case .found(let copperline) = Employer.find("copperline", in: records) else {
      Issue.record("the employer is not found")
      return
    }
    let found = EmployerEvidence(
      of: copperline, states: records, try TestZones.context("2026-10-31", calendar: Settings(records).calendar))
    #expect(found.silent.count == 2)
    #expect(found.isToBeWeighed)
  }

  @Test func theOrderOfTheRecordsDoesNotMatter() throws {
    for story in Stories.names {
      let records = try Stories.records(story)
      let context = try TestZones.context("2026-11-20")
      for employer in Employer.all(in: records) {
        let one = EmployerEvidence(
          of: employer, states: records, context)
        let other = EmployerEvidence(
          of: employer, states: records.reversed(), context)
        #expect(one == other, "\(story), \(employer.name)")
      }
      #expect(Employer.all(in: records) == Employer.all(in: records.reversed()))
    }
  }
}
