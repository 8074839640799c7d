import EventLog
import FollowUp
import FollowUpAdvice
import Testing

/// The 28 rules, each by its number in PLAYBOOKS; 15, 16 and 18 are about what is said, and so in CallSheetTests.
/// Mornings are at seven in New York.
///
/// October 2026: the 1st is a Thursday, the 6th a Tuesday, the 9th a Friday, the 12th a Monday.
@Suite struct RuleTests {
  private func morning(_ day: String) -> String { "\(day)T07:00:00-04:00" }

  /// Interviewed on Tuesday the 6th by Dana, thanks sent.
  private func interviewed() -> Workbench {
    var bench = Workbench()
    bench.person(10, "Dana", "interviewer")
    bench.interview("2026-10-06", with: 10)
    return bench
  }

  /// … and promised a decision by Friday the 9th.
  private func promised(_ fields: [String: JSONValue] = [:]) -> Workbench {
    var bench = interviewed()
    bench.log("promise", "2026-10-06", ["by": "2026-10-09"].merging(fields) { $1 })
    return bench
  }

  @Test("rule 1: before an interview closes, ask for the next steps and the date") func rule1() throws {
    var bench = Workbench()
    bench.person(10, "Dana", "interviewer")
    bench.log("interview", "2026-10-06T10:00:00-04:00", ["with": JSONValue(array: [JSONValue(id(10).text)])])
    for date in ["2026-10-05", "2026-10-06"] {
      let advice = try #require(try bench.next("collegegrad", morning(date)).first)
      #expect(advice.action == .askNextSteps && advice.rules.contains(1) && advice.to.map(\.name) == ["Dana"])
      #expect(advice.sources.contains("S1") && advice.sources.contains("S2"))
      #expect(advice.on == day("2026-10-06"))
    }
    // Until its end, and not before the day before it.
    #expect(try bench.next("collegegrad", "2026-10-06T10:59:00-04:00").first?.action == .askNextSteps)
    #expect(try !bench.next("collegegrad", "2026-10-06T11:01:00-04:00").contains { $0.action == .askNextSteps })
    #expect(try bench.next("collegegrad", morning("2026-10-04")).first?.action == .wait)
  }

  @Test("rule 2: at the same moment ask whether one may call; what was agreed comes before promise and interview")
  func rule2() throws {
    var bench = promised()
    var asking = Workbench()
    asking.log("interview", "2026-10-06T10:00:00-04:00")
    #expect(try asking.next(nil, morning("2026-10-05")).first?.rules.contains(2) == true)

    bench.log("permission", "2026-10-06", ["granted": JSONValue(true), "not_before": "2026-10-08"])
    for name in PlaybookShelf.builtIn {
      let step = try #require(try bench.step(name, morning("2026-10-07")))
      #expect(step.notBefore == day("2026-10-08"), "\(name)")
      #expect(step.rules.contains(2) && step.sources.first == "S4", "\(name)")
      #expect(step.channel == (name == "quast" || name == "balanced" ? .email : .call), "\(name)")
    }
  }

  @Test("rule 3: they ask not to be called: their promise is the clock, then an e-mail, then one call") func rule3()
    throws
  {
    var bench = interviewed()
    bench.log("permission", "2026-10-06", ["granted": JSONValue(false)])
    bench.log("promise", "2026-10-06", ["by": "2026-10-08T15:00:00-04:00"])
    for name in PlaybookShelf.builtIn {
      let step = try #require(try bench.step(name, morning("2026-10-07")))
      #expect(step.action == .email && step.rules.contains(3) && step.notBefore == day("2026-10-09"), "\(name)")
    }
    bench.email("2026-10-09", to: 10)
    for name in PlaybookShelf.builtIn {
      let step = try #require(try bench.step(name, morning("2026-10-10")))
      #expect(step.action == .call && step.rules.contains(3) && step.notBefore == day("2026-10-13"), "\(name)")
    }
    // Without a promise nobody is called at all.
    var without = interviewed()
    without.log("permission", "2026-10-06", ["granted": JSONValue(false)])
    for name in PlaybookShelf.builtIn {
      let step = try #require(try without.step(name, morning("2026-10-07")))
      #expect(step.action == .email && step.rules.contains(3), "\(name)")
    }
  }

  @Test("rule 4: after an interview, a thank-you note") func rule4() throws {
    var bench = Workbench()
    bench.person(10, "Dana", "interviewer")
    bench.interview("2026-10-06T10:00:00-04:00", with: 10, thanked: false)
    for (now, overdue) in [
      ("2026-10-06T12:00:00-04:00", false), (morning("2026-10-07"), false), (morning("2026-10-08"), true),
    ] {
      let advice = try #require(try bench.next("martin", now).first { $0.action == .thankYou })
      #expect(advice.rules.contains(4) && advice.sources.prefix(2) == ["S0", "S2"] && advice.isOverdue == overdue)
      #expect(advice.notBefore == day("2026-10-06") && advice.notAfter == day("2026-10-07"))
      #expect(advice.to.map(\.name) == ["Dana"])
    }
    bench.log("thank_you", "2026-10-06", ["direction": "out", "outcome": "bounced"])
    #expect(try bench.next("martin", morning("2026-10-07")).contains { $0.action == .thankYou })
    bench.log("thank_you", "2026-10-06", ["direction": "out", "outcome": "sent"])
    #expect(try !bench.next("martin", morning("2026-10-07")).contains { $0.action == .thankYou })
  }

  @Test("rule 5: a known date of decision stands in the calendar on that day") func rule5() throws {
    let bench = promised()
    let advisor = try bench.advisor("quast", morning("2026-10-07"))
    let agenda = try advisor.agenda([advisor.assess(bench.records())])
    let decision = try #require(agenda.first)
    #expect(decision.kind == .decision && decision.day == day("2026-10-09"))
    #expect(decision.fact?.text.contains("Fri 2026-10-09") == true)
    #expect(try bench.step("quast", morning("2026-10-07"))?.rules.contains(5) == true)
  }

  @Test("rule 6: the promised window has passed: it is up to you to call") func rule6() throws {
    let step = try #require(try promised().step("collegegrad", morning("2026-10-09")))
    #expect(step.action == .call && step.notBefore == day("2026-10-12") && step.rules.contains(6))
    #expect(step.sources.first == "S1")
  }

  @Test(
    "rule 7: two to three days past the date, an e-mail to the recruiter if that was the channel, else to the manager")
  func rule7() throws {
    var bench = promised()
    bench.person(11, "Moira", "hiring_manager")
    bench.person(12, "Rex", "recruiter")
    bench.log("next_steps", "2026-10-06", ["asked_of": JSONValue(id(11).text)])
    let toManager = try #require(try bench.step("quast", morning("2026-10-09")))
    #expect(toManager.action == .email && toManager.to.map(\.name) == ["Moira"] && toManager.rules.first == 7)
    #expect(toManager.notBefore == day("2026-10-13") && toManager.notAfter == day("2026-10-14"))
    bench.log("email", "2026-10-01", ["direction": "in", "contact": JSONValue(id(12).text)])
    let toRecruiter = try #require(try bench.step("quast", morning("2026-10-09")))
    #expect(toRecruiter.to.map(\.name) == ["Rex"])
  }

  @Test("rule 8: no reply in a few days: ask somebody inside; a rung without anybody asks who is known") func rule8()
    throws
  {
    var bench = promised()
    bench.email("2026-10-13", to: 10)
    let unknown = try #require(try bench.step("quast", morning("2026-10-14")))
    #expect(unknown.action == .askInsider && unknown.rules == [8] && unknown.notBefore == day("2026-10-16"))
    #expect(unknown.to.isEmpty && unknown.question == "Whom do you know inside Acme?" && unknown.tryNumber == nil)
    bench.person(13, "Ines", "insider")
    #expect(try bench.step("quast", morning("2026-10-14"))?.to.map(\.name) == ["Ines"])
    // The ladder's clock runs on: the call is due on its day all the same.
    #expect(try bench.next("quast", morning("2026-10-19")).map(\.action).filter(\.isOutreach) == [.call, .askInsider])
    bench.records.removeAll { $0.id == id(13) }
    #expect(try bench.next("quast", morning("2026-10-19")).map(\.action).filter(\.isOutreach) == [.call])
  }

  @Test("rule 9: the recruiter stays silent: write to the hiring manager") func rule9() throws {
    var bench = promised()
    bench.person(11, "Moira", "hiring_manager")
    bench.person(12, "Rex", "recruiter")
    bench.log("next_steps", "2026-10-06", ["asked_of": JSONValue(id(11).text)])
    bench.email("2026-10-13", to: 12)
    bench.log("insider_ask", "2026-10-16")
    let step = try #require(try bench.step("quast", morning("2026-10-16")))
    #expect(step.action == .email && step.to.map(\.name) == ["Moira"] && step.rules.contains(9))
    #expect(step.notBefore == day("2026-10-19") && step.tryNumber == 2 && step.tryLimit == 3)
  }

  @Test("rule 10: e-mails bring nothing: last, a call") func rule10() throws {
    var bench = promised()
    bench.email("2026-10-13", to: 10)
    bench.log("insider_ask", "2026-10-16")
    let step = try #require(try bench.step("quast", morning("2026-10-16")))
    #expect(step.action == .call && step.rules.contains(10) && step.notBefore == day("2026-10-19"))
    #expect(step.tryNumber == 2 && step.tryLimit == 2)
  }

  @Test("rule 11: then move on, and weigh an employer whose roles all fall silent") func rule11() throws {
    var bench = promised()
    bench.email("2026-10-13", to: 10)
    bench.log("insider_ask", "2026-10-16")
    bench.call("2026-10-19", to: 10)
    #expect(try bench.next("quast", morning("2026-10-23")).first?.action == .wait)
    let close = try #require(try bench.next("quast", morning("2026-10-26")).first)
    #expect(close.action == .close && close.rules.first == 11 && !close.reason.contains("roles"))
    bench.put(2, "application", ["company": "ACME", "role": "Clerk", "applied_on": "2026-10-01", "at": "2026-10-01"])
    let both = try #require(try bench.next("quast", morning("2026-10-26")).first { $0.action == .close })
    #expect(both.reason.contains("2 roles at Acme have fallen silent"))
  }

  @Test("rule 12: first call after five to eight business days") func rule12() throws {
    let bench = interviewed()
    let step = try #require(try bench.step("three-tips", morning("2026-10-07")))
    #expect(step.action == .call && step.rules.first == 12 && step.sources.first == "S3")
    #expect(step.notBefore == day("2026-10-13") && step.notAfter == day("2026-10-16"))
    // Unless they come first.
    var heard = bench
    heard.log("email", "2026-10-08", ["direction": "in"])
    #expect(try heard.step("three-tips", morning("2026-10-09"))?.notBefore == day("2026-10-15"))
  }

  @Test("rule 13: promised by the end of the week, silent on Friday: not on Monday, but on Tuesday morning")
  func rule13() throws {
    let bench = promised(["precision": "week", "words": "before the end of the week"])
    #expect(try bench.next("martin", "2026-10-09T18:00:00-04:00").first?.action == .wait)
    #expect(try bench.next("martin", morning("2026-10-12")).first?.action == .wait)
    let call = try #require(try bench.next("martin", morning("2026-10-13")).first)
    #expect(line(call).hasPrefix("call, to Dana, Acme, 10-13 on Tue 10-13, 08:00–08:30, try 1 of 3, rules 13 "))
    #expect(call.sources.first == "S0")
  }

  @Test("rule 14: calls at 8:00 or after 16:30 on their clock, never when meetings begin") func rule14() throws {
    var bench = promised()
    let first = try #require(try bench.next("martin", morning("2026-10-13")).first)
    #expect(first.window?.span.description == "08:00–08:30" && first.rules.contains(14) && first.sources.contains("S4"))
    // Of what is left of the day, the better window is said; and then the next permitted day.
    #expect(try bench.next("martin", "2026-10-13T08:29:00-04:00").first?.window?.span.description == "08:00–08:30")
    #expect(try bench.next("martin", "2026-10-13T08:31:00-04:00").first?.window?.span.description == "16:30–17:30")
    let evening = try #require(try bench.next("martin", "2026-10-13T17:31:00-04:00").first)
    #expect(evening.action == .wait && evening.until == day("2026-10-14"))
    // Their clock, not one's own.
    bench.person(10, "Dana", "interviewer", ["tz": "America/Los_Angeles"])
    let west = try #require(try bench.next("martin", morning("2026-10-13")).first?.window)
    #expect(west.tz == "America/Los_Angeles" && west.span.description == "08:00–08:30" && west.ownFrom.time.hour == 11)
  }

  @Test("rule 17: a voicemail was left: again after two business days; nothing left: the next day") func rule17() throws
  {
    var bench = interviewed()
    bench.call("2026-10-15", "voicemail")
    let again = try #require(try bench.step("three-tips", morning("2026-10-16")))
    #expect(again.notBefore == day("2026-10-19") && again.rules.first == 17 && again.sources.first == "S3")
    var missed = interviewed()
    missed.call("2026-10-15", "no_answer")
    let sooner = try #require(try missed.step("three-tips", morning("2026-10-16")))
    #expect(sooner.notBefore == day("2026-10-16") && sooner.sources.first == "ours")
  }

  @Test("rule 19: once a week, at other hours and weekdays, until any answer comes") func rule19() throws {
    var bench = promised()
    bench.call("2026-10-12T08:10:00-04:00")
    let second = try #require(try bench.step("phone", morning("2026-10-13")))
    #expect(second.notBefore == day("2026-10-20") && second.rules.first == 19 && second.sources.first == "S4")
    #expect(second.window?.span.description == "16:30–17:30" && second.tryLimit == nil)
    bench.call("2026-10-20T16:40:00-04:00")
    let third = try #require(try bench.step("phone", morning("2026-10-21")))
    #expect(third.notBefore == day("2026-10-28") && third.window?.span.description == "08:00–08:30")
    for kind in ["email", "letter", "call"] {
      var answered = bench
      answered.log(kind, "2026-10-22", ["direction": "in", "outcome": kind == "call" ? "voicemail" : "sent"])
      let step = try #require(try answered.step("phone", morning("2026-10-23")))
      #expect(step.notBefore == day("2026-10-29") && step.tryNumber == 1, "\(kind)")
    }
  }

  @Test("rule 20: one to three tries, then silence is a no") func rule20() throws {
    var bench = promised()
    for (tried, next) in [("2026-10-13", "2026-10-15"), ("2026-10-15", "2026-10-20")] {
      bench.call(tried)
      let step = try #require(try bench.step("martin", morning(tried).replacing("T07", with: "T12")))
      #expect(step.notBefore == day(next) && step.rules.first == 20 && step.tryLimit == 3)
    }
    bench.call("2026-10-20")
    #expect(try bench.next("martin", morning("2026-10-21")).first?.action == .wait)
    let close = try #require(try bench.next("martin", morning("2026-10-22")).first)
    #expect(close.action == .close && close.rules.first == 20 && close.rules.contains(26))
    #expect(close.reason.contains("Treat it as a no, and keep searching"))
  }

  @Test("rule 21: three weeks without a call: be realistic; a postponed decision moves everything") func rule21() throws
  {
    var bench = promised()
    bench.call("2026-10-12")
    bench.call("2026-10-20")
    bench.call("2026-10-28")
    #expect(try !bench.next("phone", morning("2026-10-30")).contains { $0.action == .close })
    let advice = try bench.next("phone", "2026-11-05T07:00:00-05:00")
    #expect(advice.map(\.action) == [.call, .close])
    #expect(advice.last?.rules.first == 21 && advice.last?.notBefore == day("2026-11-02"))
    for name in ["collegegrad", "three-tips"] {
      #expect(try bench.next(name, "2026-11-05T07:00:00-05:00").map(\.action) == [.close], "\(name)")
    }
    bench.log("reply", "2026-11-05", ["answer": "postponed", "new_date": "2026-12-04"])
    let moved = try #require(try bench.step("phone", "2026-11-06T07:00:00-05:00"))
    #expect(moved.notBefore == day("2026-12-07") && moved.tryNumber == 1)
  }

  @Test("rule 22: filled: thank them, and ask to be kept in mind") func rule22() throws {
    var bench = promised()
    bench.log("reply", "2026-10-13", ["answer": "filled"])
    let close = try #require(try bench.next("three-tips", morning("2026-10-14")).first)
    #expect(close.action == .close && close.rules.first == 22 && close.reason.contains("kept in mind"))
  }

  @Test("rule 23: pending: a new date re-anchors everything, and without one a working week does") func rule23() throws
  {
    var bench = promised()
    bench.call("2026-10-13")
    bench.log("reply", "2026-10-14", ["answer": "pending", "new_date": "2026-10-21"])
    #expect(try bench.step("collegegrad", morning("2026-10-15"))?.notBefore == day("2026-10-22"))
    var open = promised()
    open.log("reply", "2026-10-14", ["answer": "pending"])
    let step = try #require(try open.step("collegegrad", morning("2026-10-15")))
    #expect(step.notBefore == day("2026-10-21") && step.rules.contains(23))
  }

  @Test("rule 24: a person answers: you may ask how you did") func rule24() throws {
    var bench = promised()
    bench.log("reply", "2026-10-13", ["answer": "rejected"])
    let close = try #require(try bench.next("martin", morning("2026-10-14")).first)
    #expect(close.rules.contains(24) && close.sources.contains("S0") && close.reason.contains("how you did"))
  }

  @Test("rule 25: silence is evidence; an interviewer who left is replaced by the successor") func rule25() throws {
    var bench = promised()
    bench.person(10, "Dana", "interviewer", ["left_on": "2026-10-08", "successor": JSONValue(id(11).text)])
    bench.person(11, "Sam", "other")
    let step = try #require(try bench.step("martin", morning("2026-10-13")))
    #expect(
      step.to.map(\.name) == ["Sam"] && step.rules.contains(25) && step.reason.contains("Dana is not there any more"))
    bench.person(10, "Dana", "interviewer", ["left_on": "2026-10-08"])
    let unknown = try #require(try bench.step("martin", morning("2026-10-13")))
    #expect(unknown.to.isEmpty && unknown.question == "Dana is not there any more: who has the work now?")
    bench.log("silence", "2026-10-12", ["cause": "swamped"])
    let why = try bench.advisor("martin", morning("2026-10-13")).why(bench.records())
    #expect(why.chain.contains { $0.contains("swamped") && $0.contains("evidence, not proof") })
  }

  @Test("rule 26: keep searching, once a week while all hopes lie on one application") func rule26() throws {
    let bench = promised()
    var days: [String] = []
    for day in 1...28 {
      let text = "2026-10-\(day < 10 ? "0" : "")\(day)"
      if try bench.next("martin", morning(text)).contains(where: { $0.action == .keepSearching && $0.rules == [26] }) {
        days.append(text)
      }
    }
    #expect(days == ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"])
    var two = bench
    two.put(2, "application", ["company": "Other", "applied_on": "2026-10-01", "at": "2026-10-01"])
    #expect(try !two.next("martin", morning("2026-10-12")).contains { $0.action == .keepSearching })
  }

  @Test("rule 27: stay cordial: the contact outlives the application") func rule27() throws {
    for answer in ["filled", "rejected", "position_gone"] {
      var bench = promised()
      bench.log("reply", "2026-10-13", ["answer": JSONValue(answer)])
      let close = try #require(try bench.next("phone", morning("2026-10-14")).first)
      #expect(close.action == .close && close.rules.contains(27) && close.sources.contains("S3"), "\(answer)")
    }
  }

  @Test("rule 28: the position is gone, or somebody moved: offer to close, and find who has it now") func rule28()
    throws
  {
    var bench = promised()
    bench.call("2026-10-13")
    bench.log("reply", "2026-10-14", ["answer": "position_gone"])
    let close = try #require(try bench.next("phone", morning("2026-10-15")).first)
    #expect(
      close.action == .close && close.rules.first == 28 && close.question == "Who has the work of this position now?")
    var moved = promised()
    moved.person(10, "Dana", "interviewer", ["moved_to": "another department"])
    let step = try #require(try moved.step("phone", morning("2026-10-13")))
    #expect(step.to.isEmpty && step.rules.contains(28))
  }

  @Test func everyRuleHasItsSourceAndItsNumber() {
    #expect(Rule.all.map(\.number) == Array(1...28))
    let sources = Rule.all.map { $0.sources.filter { $0 != "ours" }.joined(separator: " ") }
    #expect(
      sources == [
        "S1 S2", "S4", "S4", "S0 S2", "S2", "S1", "S2", "S2", "S2", "S2", "S2", "S3", "S0", "S4", "S3", "S0", "S3",
        "S4",
        "S4", "S0", "S4", "S3", "S3", "S0", "S0 S1 S2", "S0 S2", "S3", "S4",
      ])
  }
}
