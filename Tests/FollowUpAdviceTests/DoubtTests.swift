import EventLog
import FollowUp
import FollowUpAdvice
import Testing

/// Contradictory and damaged records: advice stays defined, and says what it doubts.
@Suite struct DoubtTests {
  private let now = "2026-10-13T07:00:00-04:00"

  private func doubts(_ bench: Workbench) throws -> String {
    try bench.advisor("martin", now).why(bench.records()).doubts.map(\.text).joined(separator: "; ")
  }

  @Test func anAnswerBeforeTheInterviewIsDoubted() throws {
    var bench = Workbench()
    bench.log("reply", "2026-10-01", ["answer": "rejected"])
    bench.interview("2026-10-06")
    #expect(try doubts(bench).contains("the answer of Thu 2026-10-01 is dated before the interview of Tue 2026-10-06"))
    #expect(try bench.next("martin", now).first?.action == .call)
  }

  @Test func eachContradictionIsNamed() throws {
    var bench = Workbench(applied: "2026-10-08", ["tz": "Mars/Olympus"])
    bench.interview("2026-10-06")
    bench.log("promise", "2026-10-08", ["by": "2026-10-07"])
    bench.log(
      "permission", "2026-10-08", ["granted": JSONValue(true), "not_before": "2026-10-13", "not_after": "2026-10-09"])
    bench.log("call", "2026-10-30", ["direction": "out"])
    bench.log("call", nil, ["direction": "out"])
    bench.log("email", "2026-10-09", ["direction": "out", "outcome": "sent", "contact": JSONValue(id(99).text)])
    bench.records[0].conflicts = ["applied_on", "note"]
    let text = try doubts(bench)
    for part in [
      "the interview of Tue 2026-10-06 is dated before applied_on, Thu 2026-10-08",
      "for Wed 2026-10-07, an earlier day",
      "the permission ends on Fri 2026-10-09, before it begins", "dated Fri 2026-10-30, which is in the future",
      "call: it has no date", "a record names a contact that is not in the log", "“Mars/Olympus”",
      "applied_on differently",
    ] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
    let step = try #require(try bench.step("martin", now))
    #expect(step.notBefore == day("2026-10-13") && step.window?.tz == "America/New_York")
  }

  @Test func whatCannotBeReadInTheSettingsIsDoubted() throws {
    var bench = Workbench()
    bench.interview("2026-10-06")
    bench.settings = ["tz": "Mars/Olympus", "holidays": "soon", "working_week": JSONValue(integer: 3)]
    let text = try doubts(bench)
    for part in ["tz: no IANA time zone", "holidays is unreadable", "working_week is unreadable"] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
    #expect(try bench.next("martin", now).first?.action == .call)
  }

  @Test func aRefusalOfAnEarlierRoundIsRemembered() throws {
    var bench = Workbench()
    bench.interview("2026-10-01")
    bench.log("permission", "2026-10-01", ["granted": JSONValue(false)])
    bench.log("email", "2026-10-06", ["direction": "in"])
    #expect(try doubts(bench).contains("they asked not to be called on Thu 2026-10-01"))
  }

  @Test func successorsInACircleEnd() throws {
    var bench = Workbench()
    bench.person(10, "Dana", "interviewer", ["left_on": "2026-10-01", "successor": JSONValue(id(11).text)])
    bench.person(11, "Sam", "interviewer", ["left_on": "2026-10-01", "successor": JSONValue(id(10).text)])
    bench.interview("2026-10-06", with: 10)
    let step = try #require(try bench.step("martin", now))
    #expect(step.to.isEmpty && step.question == "Dana is not there any more: who has the work now?")
  }

  @Test func anApplicationWithNothingButItsRecordIsDefined() throws {
    var bench = Workbench(applied: nil)
    bench.records = [RecordState(id: RecordID(high: 0x1_4000, low: 5), values: ["type": "application"])]
    #expect(try bench.next(nil, now).map(\.action) == [.wait, .closeOrRevive])
  }
}
