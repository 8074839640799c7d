import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import Testing

/// The lines of PLAYBOOKS, "Exactly", and the table of PLAYBOOKS, "The six playbooks", cell by cell.
@Suite struct ExactlyTests {
  private func morning(_ day: String) -> String { "\(day)T07:00:00-04:00" }

  private func interviewed(_ at: String = "2026-10-06") -> Workbench {
    var bench = Workbench()
    bench.person(10, "Dana", "interviewer")
    bench.interview(at, with: 10)
    return bench
  }

  /// The first step of each cell, as its days are written in PLAYBOOKS; the last column is the channel.
  static let cells: [(name: String, known: String, from: String, to: String, channel: Channel)] = [
    ("martin", "P", "2026-10-13", "2026-10-13", .call), ("collegegrad", "P", "2026-10-12", "2026-10-12", .call),
    ("quast", "P", "2026-10-13", "2026-10-14", .email), ("three-tips", "P", "2026-10-13", "2026-10-16", .call),
    ("phone", "P", "2026-10-12", "2026-10-12", .call), ("balanced", "P", "2026-10-13", "2026-10-13", .email),
    ("martin", "I", "2026-10-13", "2026-10-16", .call), ("collegegrad", "I", "2026-10-13", "2026-10-16", .call),
    ("quast", "I", "2026-10-13", "2026-10-16", .email), ("three-tips", "I", "2026-10-13", "2026-10-16", .call),
    ("phone", "I", "2026-10-13", "2026-10-16", .call), ("balanced", "I", "2026-10-13", "2026-10-16", .email),
    ("martin", "A", "2026-10-12", "2026-10-12", .call), ("quast", "A", "2026-10-12", "2026-10-12", .email),
    ("three-tips", "A", "2026-10-12", "2026-10-12", .call), ("balanced", "A", "2026-10-12", "2026-10-12", .email),
    ("phone", "A", "2026-10-12", "2026-10-12", .call), ("collegegrad", "A", "2026-10-12", "2026-10-12", .call),
    ("martin", "L", "2026-10-05", "2026-10-05", .call), ("quast", "L", "2026-10-05", "2026-10-05", .email),
    ("collegegrad", "L", "2026-10-05", "2026-10-05", .call), ("three-tips", "L", "2026-10-05", "2026-10-05", .call),
    ("phone", "L", "2026-10-05", "2026-10-05", .call), ("balanced", "L", "2026-10-05", "2026-10-05", .email),
    ("martin", "in", "2026-10-15", "2026-10-15", .call), ("balanced", "in", "2026-10-15", "2026-10-15", .email),
  ]

  @Test(arguments: cells.indices) func theFirstStepIsThatOfTheTable(_ index: Int) throws {
    let cell = Self.cells[index]
    var bench = cell.known == "L" ? Workbench(applied: nil, ["at": "2026-09-28"]) : Workbench()
    if ["P", "I", "in"].contains(cell.known) { bench.interview("2026-10-06") }
    if cell.known == "P" { bench.log("promise", "2026-10-06", ["by": "2026-10-09"]) }
    if cell.known == "in" { bench.log("email", "2026-10-08", ["direction": "in"]) }
    let now = cell.known == "L" || cell.known == "A" ? "2026-09-30" : "2026-10-09"
    let step = try #require(try bench.step(cell.name, morning(now)))
    #expect(step.notBefore == day(cell.from) && step.notAfter == day(cell.to) && step.channel == cell.channel)
    #expect(step.tryNumber == 1)
  }

  /// What follows a voicemail of Tuesday the 13th.
  @Test(arguments: [
    ("martin", "call", "2026-10-15"), ("collegegrad", "call", "2026-10-16"), ("quast", "ask_insider", "2026-10-16"),
    ("three-tips", "call", "2026-10-15"), ("phone", "call", "2026-10-21"), ("balanced", "ask_insider", "2026-10-16"),
  ]) func theNextTryIsThatOfTheTable(_ name: String, _ action: String, _ date: String) throws {
    var bench = interviewed()
    bench.call("2026-10-13", to: 10)
    let step = try #require(try bench.step(name, morning("2026-10-14")))
    #expect(step.action.rawValue == action && step.notBefore == day(date))
  }

  @Test func theLadderOfBalancedIsClimbedToItsEnd() throws {
    var bench = interviewed()
    bench.person(12, "Rex", "recruiter")
    bench.log("email", "2026-10-05", ["direction": "in", "contact": JSONValue(id(12).text)])
    bench.email("2026-10-13", to: 12)
    var steps: [String] = []
    for date in ["2026-10-16", "2026-10-21", "2026-10-26", "2026-11-03", "2026-11-11"] {
      let step = try #require(try bench.step("balanced", "\(date)T06:00:00-05:00"))
      steps.append("\(step.action.rawValue) \(step.notBefore?.text ?? "") \(step.tryNumber ?? 0)/\(step.tryLimit ?? 0)")
      switch step.action {
      case .askInsider: bench.log("insider_ask", date)
      case .email: bench.email(date, to: 10)
      default: bench.call(date, to: 10)
      }
    }
    #expect(
      steps == [
        "ask_insider 2026-10-16 0/0", "email 2026-10-21 2/5", "call 2026-10-26 3/5", "call 2026-11-03 4/5",
        "call 2026-11-11 5/5",
      ])
    // The last rung or 21 days, whichever is later: here the last rung.
    let close = try #require(try bench.step("balanced", "2026-11-12T06:00:00-05:00"))
    #expect(close.action == .close && close.notBefore == day("2026-11-16"))
  }

  @Test func aPromiseForSaturdayActsLikeFridays() throws {
    for by in ["2026-10-09", "2026-10-10", "2026-10-11"] {
      var bench = interviewed()
      bench.log("promise", "2026-10-06", ["by": JSONValue(by)])
      #expect(try bench.step("collegegrad", morning("2026-10-07"))?.notBefore == day("2026-10-12"), "\(by)")
    }
  }

  @Test func holidaysAndTheWorkingWeekAreRecordedSettings() throws {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": "2026-10-09"])
    bench.settings["holidays"] = JSONValue(array: ["2026-10-12", "2026-10-13"])
    #expect(try bench.step("collegegrad", morning("2026-10-07"))?.notBefore == day("2026-10-14"))
    bench.settings = ["tz": "America/New_York", "working_week": "sun-thu"]
    #expect(try bench.step("collegegrad", morning("2026-10-07"))?.notBefore == day("2026-10-11"))
  }

  @Test func todayIsTheDateInTheRecordedZone() throws {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": "2026-10-12"])
    // One moment: Tuesday in Tokyo, Monday in New York.
    let now = "2026-10-12T22:00:00Z"
    #expect(try bench.next("collegegrad", now).first?.action == .wait)
    bench.settings["tz"] = "Asia/Tokyo"
    #expect(try bench.next("collegegrad", now).first?.action == .call)
  }

  /// L of a lead without a day of its own is the day on which it was noted, on the clock of the recorded zone.
  @Test func aLeadsDayIsADateInTheRecordedZone() throws {
    // Noted at one moment: Thursday evening in New York, Friday in London.
    let seconds = try OffsetTime.parse("2026-10-08T21:30:00-04:00").secondsSince1970
    let noted = RecordID(high: UInt64(seconds * 1_000) << 16 | 0x7000, low: 0x8000_0000_0000_0001)
    var bench = Workbench()
    bench.records = [
      RecordState(id: noted, values: ["type": "application", "company": "Acme", "role": "Engineer"])
    ]
    for (tz, first) in [("America/New_York", "2026-10-15"), ("Europe/London", "2026-10-16")] {
      bench.settings["tz"] = JSONValue(tz)
      // Known from the evening itself on.
      for now in ["2026-10-08T21:40:00-04:00", "2026-10-12T07:00:00-04:00"] {
        let status = try bench.advisor("martin", now).status(of: bench.records(noted))
        #expect(status.lead == day(tz == "Europe/London" ? "2026-10-09" : "2026-10-08"), "\(tz) \(now)")
        let wait = try #require(try bench.next("martin", now).first)
        #expect(wait.action == .wait && wait.until == day(first) && wait.then == .call, "\(tz) \(now)")
      }
    }
  }

  @Test func whatComesInBeginsANewRound() throws {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": "2026-10-09"])
    bench.call("2026-10-13")
    bench.call("2026-10-15")
    #expect(try bench.step("martin", morning("2026-10-16"))?.tryNumber == 3)
    bench.call("2026-10-16", "spoke")
    let step = try #require(try bench.step("martin", morning("2026-10-17")))
    #expect(step.tryNumber == 1 && step.notBefore == day("2026-10-23"))
    // The newest word wins.
    bench.log("promise", "2026-10-16", ["by": "2026-10-21"])
    bench.log("promise", "2026-10-17", ["by": "2026-10-28"])
    #expect(try bench.step("martin", morning("2026-10-18"))?.notBefore == day("2026-10-29"))
  }

  @Test func aTryIsWhatWentOutButThanksAndWhatBounced() throws {
    var bench = interviewed()
    for (kind, outcome) in [
      ("email", "sent"), ("message", "sent"), ("letter", "sent"), ("email", "bounced"), ("thank_you", "sent"),
    ] {
      bench.log(kind, "2026-10-13", ["direction": "out", "outcome": JSONValue(outcome)])
    }
    let status = try bench.advisor("martin", morning("2026-10-14")).status(of: bench.records())
    #expect(status.tries.map(\.channel) == [.email, .message, .letter])
  }

  @Test func whileAnInterviewLiesAheadOneWaits() throws {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": "2026-10-09"])
    bench.log("interview", "2026-10-29T10:00:00-04:00")
    for name in PlaybookShelf.builtIn {
      let advice = try #require(try bench.next(name, morning("2026-10-20")).first)
      #expect(advice.action == .wait && advice.until == day("2026-10-29") && advice.then == .askNextSteps, "\(name)")
      #expect(try bench.step(name, morning("2026-10-20"))?.notBefore == day("2026-11-05"), "\(name)")
    }
  }

  /// What they say, recorded as the program records it, and the day from which collegegrad calls.
  @Test(arguments: [
    ("2026-10-09", "day", "2026-10-12"), ("2026-10-09", "week", "2026-10-12"), ("2026-10-08", "about", "2026-10-12"),
    ("2026-10-08T15:00:00-04:00", "day", "2026-10-09"),
  ]) func theWordsOfAPromise(_ by: String, _ precision: String, _ date: String) throws {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": JSONValue(by), "precision": JSONValue(precision)])
    #expect(try bench.step("collegegrad", morning("2026-10-07"))?.notBefore == day(date))
  }

  @Test func anExactTimeHasPassedAtThatTime() throws {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": "2026-10-08T15:00:00-04:00"])
    let before = try bench.advisor(nil, "2026-10-08T14:59:00-04:00").status(of: bench.records())
    let after = try bench.advisor(nil, "2026-10-08T15:00:00-04:00").status(of: bench.records())
    #expect(before.promised?.hasPassed == false && after.promised?.hasPassed == true)
    // A day has passed at its end.
    bench.log("promise", "2026-10-07", ["by": "2026-10-08"])
    let evening = try bench.advisor(nil, "2026-10-08T23:59:00-04:00").status(of: bench.records())
    let night = try bench.advisor(nil, "2026-10-09T00:00:00-04:00").status(of: bench.records())
    #expect(evening.promised?.hasPassed == false && night.promised?.hasPassed == true)
  }

  @Test func whatWasKeptOrPutOffIsNoLongerTheClockAndWhatWasBrokenIs() throws {
    for (kept, date) in [("no", "2026-10-12"), ("yes", "2026-10-13"), ("postponed", "2026-10-13")] {
      var bench = interviewed()
      bench.log("promise", "2026-10-06", ["by": "2026-10-09", "kept": JSONValue(kept)])
      #expect(try bench.step("collegegrad", morning("2026-10-10"))?.notBefore == day(date), "\(kept)")
    }
  }

  @Test func midWeekIsFromWednesdayToThursday() throws {
    var bench = interviewed()
    bench.log(
      "permission", "2026-10-06", ["granted": JSONValue(true), "not_before": "2026-10-14", "not_after": "2026-10-15"])
    let step = try #require(try bench.step("martin", morning("2026-10-07")))
    #expect(step.notBefore == day("2026-10-14") && step.notAfter == day("2026-10-15"))
    // Never earlier than the very time that was agreed, and in the hours that were.
    bench.log(
      "permission", "2026-10-07",
      ["granted": JSONValue(true), "not_before": "2026-10-14T12:00:00-04:00", "window": "10:00-12:30"])
    let timed = try #require(try bench.step("martin", morning("2026-10-08")))
    #expect(timed.on == day("2026-10-15") && timed.window?.span.description == "10:00–12:30")
  }

  @Test func aMissedDayStaysDue() throws {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": "2026-10-09"])
    for (now, on) in [("2026-10-14", "2026-10-14"), ("2026-10-16", "2026-10-16"), ("2026-10-17", "2026-10-20")] {
      let step = try #require(try bench.step("martin", morning(now)))
      #expect(step.notBefore == day("2026-10-13") && step.on == day(on) && step.isOverdue, "\(now)")
    }
    // A day off and Monday are no days for martin.
    #expect(try bench.next("martin", morning("2026-10-19")).first?.action == .wait)
  }

  @Test func oneContactWhoIsDueForTwoIsOnePieceOfAdvice() throws {
    var bench = interviewed()
    bench.put(2, "application", ["company": "Acme", "role": "Clerk", "applied_on": "2026-09-28", "at": "2026-09-28"])
    bench.log("interview", "2026-10-06", ["with": JSONValue(array: [JSONValue(id(10).text)])], of: id(2))
    bench.log("thank_you", "2026-10-06", ["direction": "out"], of: id(2))
    let advice = try bench.next("martin", morning("2026-10-13"))
    #expect(advice.count == 1)
    #expect(advice.first?.subjects.map(\.role) == ["Engineer", "Clerk"] && advice.first?.to.map(\.name) == ["Dana"])
  }

  @Test func anOffersDayBringsTheOthersForward() throws {
    var bench = interviewed()
    bench.put(2, "application", ["company": "Other", "role": "Clerk", "applied_on": "2026-10-01", "at": "2026-10-01"])
    bench.log("reply", "2026-10-07", ["answer": "offer", "respond_by": "2026-10-14"], of: id(2))
    let advice = try bench.next("martin", morning("2026-10-08"))
    #expect(advice.map(\.action) == [.answerOffer, .call])
    let forward = try #require(advice.last)
    #expect(forward.notBefore == day("2026-10-07") && forward.notAfter == day("2026-10-14"))
    #expect(forward.reason.hasPrefix("Other — Clerk made you an offer and wants your answer by Wed 2026-10-14"))
    // Asked once; and never before an agreed permission.
    var asked = bench
    asked.call("2026-10-08")
    #expect(try asked.next("martin", morning("2026-10-09")).map(\.action) == [.answerOffer])
    var agreed = bench
    agreed.log("permission", "2026-10-06", ["granted": JSONValue(true), "not_before": "2026-10-13"])
    #expect(try agreed.next("martin", morning("2026-10-09")).map(\.action) == [.answerOffer])
    // Accepted: the rest is silent.
    bench.put(2, "application", ["company": "Other", "closed_on": "2026-10-09", "closed_reason": "accepted"])
    let silent = try bench.next("martin", morning("2026-10-13"))
    #expect(silent.map(\.action) == [.wait] && silent.first?.until == nil)
    // A new search afterwards is not.
    bench.put(3, "application", ["company": "Third", "applied_on": "2026-10-20", "at": "2026-10-20"])
    #expect(try bench.next("martin", "2026-11-03T07:00:00-05:00").first?.subjects.map(\.company) == ["Third"])
  }

  @Test func oldApplicationsAreOneLine() throws {
    var bench = Workbench(applied: "2026-08-01")
    for number in 2...12 {
      bench.put(UInt64(number), "application", ["company": JSONValue("Firm \(number)"), "applied_on": "2026-07-15"])
    }
    let advice = try bench.next(nil, morning("2026-10-06"))
    #expect(advice.map(\.action) == [.wait, .closeOrRevive])
    #expect(
      advice.last?.subjects.count == 12
        && advice.last?.reason.hasPrefix("12 old applications: close or revive?") == true)
    // On the thirtieth day it is old, and not before.
    #expect(try bench.next(nil, morning("2026-08-30")).first { $0.action == .closeOrRevive }?.subjects.count == 11)
    #expect(try bench.next(nil, morning("2026-08-31")).first { $0.action == .closeOrRevive }?.subjects.count == 12)
  }

  @Test func closeAndSnoozeSilenceIt() throws {
    var bench = interviewed()
    bench.put(1, "application", ["company": "Acme", "applied_on": "2026-09-28", "snooze_until": "2026-10-21"])
    let wait = try #require(try bench.next("martin", morning("2026-10-15")).first)
    #expect(wait.action == .wait && wait.until == day("2026-10-21"))
    #expect(try bench.next("martin", morning("2026-10-21")).first?.action == .call)
    bench.put(1, "application", ["company": "Acme", "applied_on": "2026-09-28", "closed_on": "2026-10-15"])
    #expect(try bench.next("martin", morning("2026-10-21")).map(\.action) == [.wait])
  }

  @Test func compareShowsSixStepsEvenIfTheyLieAhead() throws {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": "2026-10-09"])
    let comparisons = try bench.advisor(nil, morning("2026-10-07")).compare(bench.records())
    #expect(comparisons.map(\.playbook) == PlaybookShelf.builtIn)
    #expect(comparisons.allSatisfy { $0.advice?.action.isOutreach == true })
    let days = comparisons.map { $0.advice?.notBefore?.text.suffix(5) ?? "" }
    #expect(days == ["10-13", "10-12", "10-13", "10-13", "10-12", "10-13"])
  }

  @Test func whereNothingIsDueOneWaitSaysUntilWhenAndWhatThen() throws {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": "2026-10-09"])
    let advice = try bench.next("quast", morning("2026-10-08"))
    #expect(advice.count == 1)
    let wait = try #require(advice.first)
    #expect(wait.action == .wait && wait.until == day("2026-10-13") && wait.then == .email && !wait.isDue)
    #expect(wait.reason.contains("On Tue 2026-10-13: email (Acme — Engineer)"))
    #expect(
      try Workbench(applied: nil, ["retracted": JSONValue(true)]).next(nil, morning("2026-10-08")).map(\.action) == [
        .wait
      ])
  }

  @Test func theAgendaHoldsDatesAndAdvice() throws {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": "2026-10-09"])
    bench.put(2, "application", ["company": "Other", "role": "Clerk", "applied_on": "2026-10-01", "at": "2026-10-01"])
    bench.log("interview", "2026-10-15T10:00:00-04:00", of: id(2))
    let advisor = try bench.advisor("martin", morning("2026-10-08"))
    let agenda = advisor.agenda(assessments(bench.records, advisor), days: 14)
    let shown = agenda.map { entry in
      let what =
        switch entry.kind {
        case .advice(let advice): advice.action.rawValue
        case .interview: "interview"
        case .decision: "decision"
        case .respondBy: "respond by"
        case .snoozeEnds: "snooze ends"
        }
      return "\(entry.day.text.suffix(5)) \(what)"
    }
    #expect(shown == ["10-09 decision", "10-13 call", "10-15 interview", "10-15 ask_next_steps"])
    #expect(advisor.agenda(assessments(bench.records, advisor), days: 2).count == 1)
  }

  @Test func whyTellsTheChainTheFactsAndTheRules() throws {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": "2026-10-09", "words": "before the end of the week"])
    bench.call("2026-10-13")
    let why = try bench.advisor("martin", morning("2026-10-15")).why(bench.records())
    #expect(why.playbook?.name == "martin")
    #expect(why.rules.map(\.number) == why.rules.map(\.number).sorted() && why.rules.contains { $0.number == 20 })
    #expect(
      why.chain == [
        "This round started on Tue 2026-10-06, when you had the interview.",
        "They named Fri 2026-10-09; it has passed.",
        "1 try in this round: the first on Tue 2026-10-13, the last on Tue 2026-10-13.",
        "They have been silent since Tue 2026-10-06, for 7 working days.",
        "The playbook is martin, version 1: Three tries, then a no.",
      ])
    let call = try #require(why.advice.first)
    #expect(
      call.facts.contains { $0.text == "promised on Tue 2026-10-06 by Fri 2026-10-09: “before the end of the week”" })
    #expect(call.facts.contains { $0.text == "call on Tue 2026-10-13: voicemail" && $0.record != Workbench.acme })
  }
}
