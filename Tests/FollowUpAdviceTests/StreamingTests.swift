import EventLog
import FollowUp
import FollowUpAdvice
import Testing

/// One application at a time: what is kept of each is enough for what concerns several.
@Suite struct StreamingTests {
  @Test func aThousandApplicationsAreAssessedOneByOne() throws {
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
      // Only its own records are at hand.
      advisor.assess(ApplicationRecords(application, records: [application.state], contacts: contacts))
    }
    let advice = advisor.next(assessments)
    #expect(advice.map(\.action) == Array(repeating: .call, count: 10) + [.closeOrRevive])
    #expect(advice.last?.subjects.count == 990)
    #expect(assessments.filter(\.isOld).count == 990)
  }
}
