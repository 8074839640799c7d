import EventLog
import FollowUp
import FollowUpAdvice
import Testing

@Suite struct CallSheetTests {
  private typealias Bench = ScriptBench

  private func lines(_ sheet: CallSheet) -> [String] { sheet.text.split(separator: "\n").map(String.init) }

  private func said(_ sheet: CallSheet) -> String { sheet.text.components(between: "\"").joined(separator: " | ") }

  @Test func everyBuiltInTemplateIsReadAndWantsOnlyWhatTheLogHas() throws {
    for kind in ScriptKind.allCases {
      let sheet = try Bench.sheet(kind)
      #expect(!sheet.text.isEmpty, "\(kind)")
      #expect(sheet.missing.isEmpty == (kind != .insider), "\(kind): \(sheet.missing)")
      for hole in ["{", "}", "[", "]", "\"\"", "|", " \"\n", " .", " ,", "..", ".T", ".I"] {
        #expect(!sheet.text.contains(hole), "\(kind): \(hole)")
      }
      for line in lines(sheet) { #expect(!line.hasPrefix("#") && line.last != " ", "\(kind): \(line)") }
      #expect(sheet.template == "\(kind.fileStem).txt")
    }
  }

  @Test func rule15ThroughASwitchboardOneSaysWhoOneIsTwice() throws {
    let sheet = try Bench.sheet(.switchboard)
    #expect(
      said(sheet) == """
        Hello, my name is Marisol Vega. Could you put me through to Tobias Lindqvist, please? | \
        Hello Tobias Lindqvist, this is Marisol Vega. I was interviewed on Tuesday, October 6 for the position of \
        Claims associate. | Could you tell me how the decision stands? | May I ask how I did in the interview?
        """)
    #expect(lines(sheet).first == "Call Tobias Lindqvist on 312-555-0142. Have paper and a pen at hand.")
    #expect(sheet.text.contains("write down what they say"))
  }

  @Test func rule15OnADirectLineStraightToIt() throws {
    var states = Bench.states
    states[1] = Bench.record(
      0xc1, "contact", ["name": "Tobias Lindqvist", "phone": "312-555-0142", "direct_line": "312-555-0149"])
    let sheet = try Bench.sheet(.directLine, states)
    #expect(lines(sheet).first == "Call Tobias Lindqvist on 312-555-0149. Have paper and a pen at hand.")
    #expect(!sheet.text.contains("put me through"))
    #expect(ScriptKind.call(to: Contact(states[1])) == .directLine)
    #expect(ScriptKind.call(to: Contact(Bench.interviewer)) == .switchboard)
    #expect(ScriptKind.call(to: nil) == .switchboard)
    states[1] = Bench.record(
      0xc1, "contact", ["name": "Tobias Lindqvist", "phone": "312-555-0142", "direct_line": JSONValue(true)])
    #expect(try lines(Bench.sheet(.directLine, states)).first?.contains("on 312-555-0142.") == true)
  }

  @Test func rule15NothingSpeaksOfSilenceOrLateness() throws {
    for kind in ScriptKind.allCases {
      for tryNumber in 1...3 {
        let sheet = try Bench.sheet(kind, manner: .of(source: "S0", tryNumber: tryNumber))
        let text = sheet.text.lowercased()
        for word in ["heard", "silen", "late", "delay", "waiting", "overdue", "yet", "should have", "promised by"] {
          #expect(!text.contains(word), "\(kind): \(word)")
        }
      }
    }
  }

  @Test func rule16AVoicemailSaysEverythingInOrder() throws {
    let text = try Bench.sheet(.voicemail).text
    var rest = text[...]
    for part in [
      "Tobias Lindqvist", "Marisol Vega", "Tuesday, October 6", "Claims associate", "how the decision stands",
      "still being considered", "a call", "3 1 2, 5 5 5, 0 1 1 7", "Thank you",
    ] {
      let range = try #require(rest.firstRange(of: part), "\(part) does not follow")
      rest = rest[range.upperBound...]
    }
  }

  @Test func rule16OnlyS0AsksForACallToday() throws {
    #expect(try Bench.sheet(.voicemail, manner: .of(source: "S0", tryNumber: 1)).text.contains("glad of a call today."))
    for source in ["S1", "S2", "S3", "S4", "ours", ""] {
      let sheet = try Bench.sheet(.voicemail, manner: .of(source: source, tryNumber: 3))
      #expect(sheet.text.contains("glad of a call."), "\(source)")
      #expect(!sheet.text.contains("first choice"), "\(source)")
    }
  }

  @Test func rule17TheNumberIsSaidSlowlyAndTwice() throws {
    #expect(try Bench.sheet(.voicemail).text.ranges(of: "3 1 2, 5 5 5, 0 1 1 7").count == 2)
  }

  @Test(arguments: [
    ("312-555-0117", "3 1 2, 5 5 5, 0 1 1 7"), ("3125550117", "3 1 2, 5 5 5, 0 1 1 7"),
    ("+1 (312) 555-0117", "plus 1, 3 1 2, 5 5 5, 0 1 1 7"), ("+49 30 5550117", "plus 4 9, 3 0, 5 5 5, 0 1 1 7"),
    ("555-0117 ext. 42", "5 5 5, 0 1 1 7, extension 4 2"), ("112", "1 1 2"), ("ask me", "ask me"), ("", ""),
    ("555-0117 x", "5 5 5, 0 1 1 7, extension"),
  ])
  func rule17Numbers(_ number: String, _ spoken: String) { #expect(SpokenNumber.text(number) == spoken) }

  @Test func rule18WithoutAnInterviewOneSaysWhereOneMetOrWhenOneApplied() throws {
    let contact = Bench.record(
      0xc1, "contact",
      [
        "name": "Ada Moreau", "company": "Larkspur Mutual", "met_where": "the chamber evening", "met_on": "2026-10-01",
        "phone": "312-555-0150",
      ])
    var application = Bench.application
    application.values["offered"] = "an introduction to the hiring manager"
    let met = try Bench.sheet(.voicemail, [application, contact] + Bench.settings)
    #expect(
      met.text.contains(
        "We met at the chamber evening on Thursday, October 1, and you kindly offered me an introduction to the hiring "
          + "manager; it is about the position of Claims associate."))
    let applied = try Bench.sheet(.voicemail, [Bench.application] + Bench.settings)
    #expect(applied.text.contains("I applied for the position of Claims associate on Monday, September 28."))
    let lead = Bench.record(0xa1, "application", ["company": "Acme", "role": "Dev"])
    #expect(try Bench.sheet(.voicemail, [lead] + Bench.settings).text.contains("It is about the position of Dev."))
    // Another year, when it could be mistaken.
    #expect(
      try Bench.sheet(.voicemail, [Bench.application] + Bench.settings, today: "2027-09-01").text.contains(
        "on Monday, September 28, 2026."))
  }

  @Test func rule20LaterTriesOfS0SayThatTheyAreTheFirstChoice() throws {
    for kind in [ScriptKind.switchboard, .directLine, .voicemail, .email] {
      #expect(try !Bench.sheet(kind, manner: .of(source: "S0", tryNumber: 1)).text.contains("first choice"))
      for tryNumber in 2...3 {
        let text = try Bench.sheet(kind, manner: .of(source: "S0", tryNumber: tryNumber)).text
        #expect(text.contains("You are my first choice, and I would like to know before I consider other positions."))
      }
    }
  }

  @Test func rule22FilledShowsNoDisappointment() throws {
    let text = try Bench.sheet(.filled).text
    #expect(text.contains("Thank you for telling me, Tobias Lindqvist"))
    #expect(text.contains("I liked what I saw of Larkspur Mutual."))
    #expect(text.contains("glad if you thought of me"))
    for word in ["sorry", "pity", "disappoint", "sad", "unfortunately"] { #expect(!text.lowercased().contains(word)) }
  }

  @Test func rule23PendingRestatesInterestAndWelcomesTheDecisionAndQuestions() throws {
    let text = try Bench.sheet(.pending).text
    #expect(text.contains("I am very interested in the position of Claims associate"))
    #expect(
      text.contains("I would be glad to hear from you when you have decided, or if you have any question for me."))
    #expect(text.contains("followup log reply 0000a1 pending --by DAY"))
    #expect(try Bench.sheet(.postponed).text.contains("followup log reply 0000a1 postponed --by DAY"))
    #expect(try Bench.sheet(.callbackPromised).text.contains("followup log reply 0000a1 callback-promised --by"))
  }

  @Test func rule24OneAsksHowOneDidAfterAnInterviewOnly() throws {
    for kind in [ScriptKind.switchboard, .directLine, .filled] {
      #expect(try Bench.sheet(kind).text.contains("in the interview?"), "\(kind)")
      #expect(
        try !Bench.sheet(kind, [Bench.application] + Bench.settings).text.contains("in the interview?"), "\(kind)")
    }
  }

  @Test func rule27TheContactOutlivesTheApplication() throws {
    #expect(try Bench.sheet(.filled).text.contains("May I stay in touch?"))
  }

  @Test func rules7And8TheEmailAndTheInsider() throws {
    #expect(
      try Bench.sheet(.email).text.hasPrefix(
        """
        To: t.lindqvist@larkspur.example.org
        Subject: Claims associate, interview on Tuesday, October 6

        Dear Tobias Lindqvist,

        I was interviewed on Tuesday, October 6 for the position of Claims associate. What I learned made me more
        """))
    let insider = Bench.record(
      0xc2, "contact",
      ["name": "Pavel Rusk", "company": "larkspur mutual", "role": "insider", "phone": "312-555-0160"])
    let sheet = try Bench.sheet(.insider, Bench.states + [insider])
    #expect(sheet.missing == [])
    #expect(sheet.text.hasPrefix("Call Pavel Rusk on 312-555-0160.\n\nHello Pavel Rusk,\n"))
    #expect(sheet.text.contains("I was interviewed by Tobias Lindqvist on Tuesday, October 6"))
    // Nobody asks the insider in the interviewer's stead.
    #expect(try Bench.facts(.voicemail, Bench.states + [insider]).contact?.name == "Tobias Lindqvist")
  }
}

extension String {
  /// What stands between pairs of a character.
  fileprivate func components(between mark: Character) -> [String] {
    split(separator: mark, omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
      .map { String($0.element) }
  }

}
