import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import TestSupport
import Testing

/// Monday is 2026-10-05.
@Suite struct PromiseEvidenceTests {
  private typealias Bench = ScriptBench

  private func evidence(
    _ records: [RecordState], today: String, holidays: Set<CivilDate> = []
  ) throws -> ApplicationEvidence {
    let application = try #require(Application(Bench.application))
    let context = try TestZones.context(today, calendar: WorkingCalendar(holidays: holidays))
    return ApplicationEvidence(
      context.status(
        of: ApplicationRecords(application, records: records, contacts: ContactBook(records))))
  }

  private func promise(_ by: String, _ fields: [String: JSONValue] = [:]) -> RecordState {
    Bench.own(1, "promise", "2026-10-06", fields.merging(["by": JSONValue(by)]) { first, _ in first })
  }

  private func outcome(
    _ promise: RecordState, _ others: [RecordState] = [], today: String
  ) throws -> PromiseEvidence.Outcome? {
    try evidence([promise] + others, today: today).promises.first?.outcome
  }

  private func call(_ at: String, _ fields: [String: JSONValue] = ["direction": "in"]) -> RecordState {
    Bench.own(2, "call", at, fields)
  }

  @Test func rule25PromisesAreKeptBrokenPostponedOrOpen() throws {
    let friday = promise("2026-10-09")
    #expect(try outcome(friday, today: "2026-10-09") == .open)
    #expect(try outcome(friday, today: "2026-10-10") == .broken)
    #expect(try outcome(friday, [call("2026-10-09")], today: "2026-10-12") == .kept)
    #expect(try outcome(friday, [call("2026-10-12")], today: "2026-10-12") == .broken)
    #expect(try outcome(friday, [call("2026-10-08", ["outcome": "voicemail"])], today: "2026-10-12") == .broken)
    #expect(try outcome(friday, [call("2026-10-08", ["outcome": "spoke"])], today: "2026-10-12") == .kept)
    let later = Bench.own(3, "reply", "2026-10-08", ["answer": "postponed", "new_date": "2026-10-16"])
    #expect(try outcome(friday, [later], today: "2026-10-12") == .postponed)
    let rejected = Bench.own(3, "reply", "2026-10-08", ["answer": "rejected"])
    #expect(try outcome(friday, [rejected], today: "2026-10-12") == .kept)
  }

  @Test func whatThePersonRecordedComesFirst() throws {
    for (kept, outcome) in [("yes", PromiseEvidence.Outcome.kept), ("no", .broken), ("postponed", .postponed)] {
      let own = promise("2026-10-09", ["kept": JSONValue(kept)])
      let found = try #require(try evidence([own], today: "2026-10-12").promises.first)
      #expect(found.outcome == outcome && found.isRecorded)
    }
    #expect(try outcome(promise("2026-10-09", ["kept": "maybe"]), today: "2026-10-12") == .broken)
  }

  @Test func aTimeHasPassedAtThatTimeAndAboutADayIsADayMore() throws {
    let exact = promise("2026-10-08T15:00:00-05:00")
    #expect(try outcome(exact, [call("2026-10-08T14:59:00-05:00")], today: "2026-10-12") == .kept)
    #expect(try outcome(exact, [call("2026-10-08T15:01:00-05:00")], today: "2026-10-12") == .broken)
    #expect(try outcome(exact, [call("2026-10-08T16:00:00-04:00")], today: "2026-10-12") == .kept)
    #expect(try outcome(exact, [call("2026-10-08")], today: "2026-10-12") == .kept)
    let about = promise("2026-10-09", ["precision": "about"])
    #expect(try outcome(about, today: "2026-10-12") == .open)
    #expect(try outcome(about, [call("2026-10-12")], today: "2026-10-13") == .kept)
    #expect(try outcome(about, today: "2026-10-13") == .broken)
  }

  @Test func theTalkInWhichItWasMadeDoesNotKeepIt() throws {
    #expect(try outcome(promise("2026-10-09"), [call("2026-10-06")], today: "2026-10-12") == .broken)
    let dated = Bench.own(1, "promise", "2026-10-06T10:00:00-05:00", ["by": "2026-10-06"])
    #expect(try outcome(dated, [call("2026-10-06T09:00:00-05:00")], today: "2026-10-12") == .broken)
    #expect(try outcome(dated, [call("2026-10-06T11:00:00-05:00")], today: "2026-10-12") == .kept)
    var undated = promise("2026-10-09")
    undated.values["at"] = nil
    #expect(try outcome(undated, [call("2026-10-06")], today: "2026-10-12") == .broken)
    #expect(try outcome(undated, [call("2026-10-09")], today: "2026-10-12") == .kept)
  }

  @Test func aReplyThatNamesADayIsAPromise() throws {
    let pending = Bench.own(3, "reply", "2026-10-08", ["answer": "pending", "new_date": "2026-10-14"])
    let found = try evidence([promise("2026-10-09"), pending], today: "2026-10-20").promises
    #expect(found.map(\.outcome) == [.postponed, .broken])
    #expect(found.map(\.record) == [Bench.id(1), Bench.id(3)])
    #expect(
      found[1].late
        == DaySpan(from: try Bench.date("2026-10-14"), to: try Bench.date("2026-10-20"), calendar: WorkingCalendar()))
  }

  @Test func howLateTheyWere() throws {
    let found = try #require(
      try evidence(
        [promise("2026-10-09"), call("2026-10-14")], today: "2026-10-20", holidays: [Bench.date("2026-10-12")]
      ).promises.first)
    #expect(found.late?.calendarDays == 5)
    #expect(found.late?.businessDays == 2)
    #expect(try found.answeredOn == Bench.date("2026-10-14"))
    #expect(try evidence([promise("2026-10-09"), call("2026-10-08")], today: "2026-10-20").promises.first?.late == nil)
    // Absurd days stay defined.
    let absurd = try evidence([promise("0001-01-01")], today: "9999-12-31").promises.first
    #expect(absurd?.outcome == .broken)
    #expect((absurd?.late?.businessDays ?? 0) > 2_000_000)
    #expect(try evidence([promise("soon")], today: "2026-10-20").promises == [])
  }

  @Test func workingDaysAreCountedAsBdCountsThem() throws {
    let calendars = try [
      WorkingCalendar(), WorkingCalendar(holidays: [Bench.date("2026-10-12"), Bench.date("2026-10-10")]),
      WorkingCalendar(workingWeek: [.sunday, .wednesday]), WorkingCalendar(workingWeek: []),
    ]
    let start = try Bench.date("2026-10-01")
    for calendar in calendars {
      for first in 0..<20 {
        for last in 0..<30 {
          let from = try #require(start.adding(days: first))
          let to = try #require(start.adding(days: last))
          let walked = (first < last ? Array(first + 1...last) : []).compactMap { start.adding(days: $0) }
            .count(where: calendar.isWorking)
          #expect(calendar.workingDays(after: from, through: to) == walked)
        }
      }
    }
  }
}
