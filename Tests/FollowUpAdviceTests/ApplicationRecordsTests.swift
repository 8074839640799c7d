import EventLog
import FollowUp
import FollowUpAdvice
import Testing

/// An application is assessed from its own records, so that a store can be read one application at a time.
@Suite struct ApplicationRecordsTests {
  @Test(arguments: StoryAdviceTests.stories) func adviceIsTheSameFromAnApplicationsOwnRecords(_ story: String) throws {
    let lines = try StoryAdviceTests.lines(story)
    var compared = 0
    for now in try StoryAdviceTests.days(lines).enumerated().filter({ $0.offset % 5 == 4 }).map(\.element) {
      let states = try StoryAdviceTests.states(lines, at: now)
      let advisor = try makeAdvisor(states, now)
      let contacts = ContactBook(states)
      let applications = Application.all(in: states)
      let assessments = applications.filter { !$0.isClosed }.map { application in
        let own = states.filter { $0["application"]?.string == application.id.text }
        return advisor.assess(ApplicationRecords(application, records: own, contacts: contacts))
      }
      let advice = advisor.next(assessments, closed: applications.filter(\.isClosed))
      #expect(advice == allNext(states, advisor), "\(now)")
      compared += assessments.count
    }
    #expect(compared > 0)
  }

  @Test func applicationsThatWereForgottenAreOnePieceOfAdvice() throws {
    var bench = Workbench(applied: nil, ["retracted": JSONValue(true)])
    for number in 1...1_000 {
      bench.records.append(
        RecordState(
          id: id(UInt64(10_000 + number)),
          values: [
            "type": "application", "company": JSONValue("Firm \(number)"), "role": "Clerk",
            "applied_on": JSONValue(number <= 990 ? "2026-08-01" : "2026-09-28"),
          ]))
    }
    let advisor = try bench.advisor("martin", "2026-10-12T07:00:00-04:00")
    let contacts = ContactBook(bench.records)
    let assessments = Application.all(in: bench.records).map { application in
      advisor.assess(ApplicationRecords(application, records: [application.state], contacts: contacts))
    }
    let advice = advisor.next(assessments)
    #expect(advice.map(\.action) == Array(repeating: .call, count: 10) + [.closeOrRevive])
    #expect(advice.last?.subjects.count == 990)
    #expect(assessments.filter(\.isOld).count == 990)
  }
}
