import CivilTime
import EventLog
import FollowUp
import Testing

/// Kinds and words that are shortened, and what may be several things.
@Suite struct AbbreviationTests {
  private func log(_ kind: String, _ words: [String], _ answers: Answers = Answers()) throws -> [String: String] {
    var context = try context()
    context.answers = answers
    let entry = LogEntry(kind: kind, application: id(1), words: words)
    return assignments(try entry.drafted(id: id(2), context: context))
  }

  @Test(
    arguments: [
      ("c", "call"), ("em", "email"), ("e", "email"), ("m", "message"), ("le", "letter"), ("t", "thank-you"),
      ("thank", "thank-you"), ("pr", "promise"), ("pe", "permission"), ("r", "reply"), ("inter", "interview"),
      ("ins", "insider-ask"), ("INS", "insider-ask"), ("next", "next-steps"), ("note", "note"), ("no", "note"),
      ("f", "feedback"), ("s", "silence"),
    ])
  func aKindMayBeShortened(_ said: String, _ kind: String) throws {
    #expect(try LogEntry.type(ofKind: said).kind == kind)
  }

  @Test func everyKindIsItself() throws {
    for type in LogWords.types { #expect(try LogEntry.type(ofKind: type.kind) == type) }
  }

  @Test(
    arguments: [
      ("p", ["promise", "permission"]), ("i", ["interview", "insider-ask", "intel"]), ("n", ["next-steps", "note"]),
    ])
  func aKindThatMayBeSeveralIsRefusedWithThem(_ said: String, _ kinds: [String]) throws {
    let problem = #expect(throws: CommandProblem.self) { try LogEntry.type(ofKind: said) }
    #expect(problem?.ambiguity?.readings == kinds)
    #expect(problem?.ambiguity?.topic == .kind)
    var answers = Answers()
    answers.settle(.kind, said, as: kinds[0])
    #expect(try LogEntry.type(ofKind: said, answers: answers).kind == kinds[0])
  }

  @Test(
    arguments: [
      ("call", ["v"], ["outcome": "voicemail"]), ("call", ["no"], ["outcome": "no_answer"]),
      ("call", ["no", "ans"], ["outcome": "no_answer"]),
      ("call", ["in", "sp"], ["direction": "in", "outcome": "spoke"]),
      ("call", ["inc"], ["direction": "in"]), ("email", ["b"], ["outcome": "bounced"]),
      ("reply", ["pen"], ["answer": "pending"]), ("reply", ["rej"], ["answer": "rejected"]),
      ("reply", ["callback", "prom"], ["answer": "callback_promised"]),
      ("reply", ["c"], ["answer": "callback_promised"]),
      ("interview", ["sec", "vid"], ["round": "2", "format": "video"]),
      ("interview", ["in", "person"], ["format": "in person"]), ("interview", ["in", "p"], ["format": "in person"]),
    ] as [(String, [String], [String: String])])
  func aWordMayBeShortened(_ kind: String, _ words: [String], _ expected: [String: String]) throws {
    let set = try log(kind, words)
    for (field, value) in expected { #expect(set[field] == (value == "2" ? value : "\"\(value)\""), "\(words)") }
  }

  @Test func aWordThatMayBeSeveralIsRefusedWithThem() throws {
    let problem = #expect(throws: CommandProblem.self) { try log("call", ["s"]) }
    #expect(problem?.ambiguity?.readings == ["screened", "sent", "spoke"])
    #expect(problem?.description == "“s” is ambiguous: screened, sent or spoke; choose one")
    var answers = Answers()
    answers.settle(.word, "s", as: "spoke")
    #expect(try log("call", ["s"], answers)["outcome"] == "\"spoke\"")
    // A word in full is itself, whatever else it begins.
    #expect(try log("reply", ["callback"])["answer"] == "\"callback_promised\"")
    #expect(throws: CommandProblem.self) { try log("reply", ["po"]) }
  }

  @Test func namesThatThereAreNot() throws {
    #expect(
      #expect(throws: CommandProblem.self) { try LogEntry.type(ofKind: "cal l") }?.description.hasPrefix(
        "no kind is called “cal l”; did you mean call? Choose from interview,") == true)
    #expect(
      #expect(throws: CommandProblem.self) { try LogEntry.type(ofKind: "xyzzy") }?.description.hasPrefix(
        "no kind is called “xyzzy”; choose from interview,") == true)
    let nearest = #expect(throws: CommandProblem.self) { try log("call", ["voicemial"]) }
    #expect(nearest?.description.contains("did you mean voicemail? It takes sent,") == true)
    let state = record(1, "application", ["company": "Acme", "role": "Engineer"])
    let playbook = #expect(throws: CommandProblem.self) {
      try EditCommands.edit(state, ["playbook=quist"], context: try context(), playbooks: ["martin", "quast"])
    }
    #expect(playbook?.description == "no playbook is called “quist”; did you mean quast? Choose from martin, quast")
    #expect(
      try assignments(EditCommands.edit(state, ["playbook=quast"], context: context(), playbooks: ["quast"])) == [
        "playbook": "\"quast\""
      ])
  }

  // MARK: Dates

  @Test(
    arguments: [
      ("at 7", ["7am", "7pm"]), ("tue at 4", ["tue 4am", "tue 4pm"]), ("tue 4", ["tue 4am", "tue 4pm", "the 4th"]),
      ("tue 16", ["tue 16:00", "the 16th"]), ("7", ["7am", "7pm", "the 7th"]), ("22", ["22:00", "the 22nd"]),
      ("3/4/2026", ["4 mar 2026", "3 apr 2026"]), ("3/4", ["4 mar", "3 apr"]), ("3.4.", ["4 mar", "3 apr"]),
      ("nov 20 at 7", ["nov 20 7am", "nov 20 7pm"]),
    ])
  func aDateThatIsReadInSeveralWays(_ said: String, _ readings: [String]) throws {
    let now = try wednesday()
    for direction in [When.Direction.past, .future] {
      let problem = #expect(throws: WhenProblem.self) { try WhenParser.parse(said, now: now, direction: direction) }
      #expect(problem?.readings == readings, "\(said): \(problem?.description ?? "")")
      // Each of the readings is read in one way.
      for reading in problem?.readings ?? [] {
        _ = try WhenParser.parse(reading, now: now, direction: direction)
      }
    }
  }

  @Test(
    arguments: [
      // said, for what happened, for what is due
      ("tomorrow morning", "2026-11-19", "2026-11-19"), ("this afternoon", "2026-11-18", "2026-11-18"),
      ("last night", "2026-11-17", "2026-11-17"), ("fri in the morning", "2026-11-13", "2026-11-20"),
      ("tomorrow morning at 9", "2026-11-19T09:00:00-05:00", "2026-11-19T09:00:00-05:00"),
      ("yesterday afternoon at 4", "2026-11-17T16:00:00-05:00", "2026-11-17T16:00:00-05:00"),
      ("mon evening at 7", "2026-11-16T19:00:00-05:00", "2026-11-23T19:00:00-05:00"),
      ("at 16", "2026-11-17T16:00:00-05:00", "2026-11-18T16:00:00-05:00"),
      ("tue at 16", "2026-11-17T16:00:00-05:00", "2026-11-24T16:00:00-05:00"),
      ("tomorrow morning 9:30", "2026-11-19T09:30:00-05:00", "2026-11-19T09:30:00-05:00"),
      ("eod", "2026-11-18", "2026-11-18"), ("end of the day", "2026-11-18", "2026-11-18"),
    ])
  func partsOfTheDay(_ said: String, _ past: String, _ future: String) throws {
    let now = try wednesday()
    #expect(try WhenParser.parse(said, now: now, direction: .past).moment.text == past)
    #expect(try WhenParser.parse(said, now: now, direction: .future).moment.text == future)
  }

  @Test func anAnswerIsTakenForWhatWasSaid() throws {
    var context = try context()
    context.answers.settle(.date, "3/4/2026", as: "3 apr 2026")
    context.answers.settle(.date, "at 7", as: "7pm")
    let entry = LogEntry(kind: "promise", application: id(1), at: "at 7", by: "3/4/2026")
    let set = assignments(try entry.drafted(id: id(2), context: context))
    #expect(set["by"] == "\"2026-04-03\"" && set["words"] == "\"3/4/2026\"")
    #expect(set["at"] == "\"2026-11-17T19:00:00-05:00\"")
    // In free words a date that is read in several ways is asked about too.
    let words = LogEntry(kind: "promise", application: id(1), words: ["3/5/2026"])
    let problem = #expect(throws: CommandProblem.self) { try words.drafted(id: id(2), context: context) }
    #expect(problem?.ambiguity?.readings == ["5 mar 2026", "3 may 2026"])
    let edited = #expect(throws: CommandProblem.self) {
      try EditCommands.edit(record(1, "application"), ["applied_on=3/5/2026"], context: context)
    }
    #expect(edited?.ambiguity?.said == "3/5/2026")
  }

  @Test func whatLiesOnTheWrongSideIsTold() throws {
    func remarks(_ kind: String, at: String? = nil, by: String? = nil) throws -> [String] {
      try LogEntry(kind: kind, application: id(1), at: at, by: by).drafted(id: id(2), context: context()).remarks
    }
    #expect(try remarks("call", at: "yesterday") == [])
    #expect(try remarks("interview", at: "tomorrow") == [])
    #expect(
      try remarks("call", at: "tomorrow") == [
        "Thu 2026-11-19 is in the future, and log is for past events; undo takes it back"
      ])
    #expect(try remarks("promise", by: "fri") == [])
    #expect(try remarks("promise", at: "mon", by: "fri") == [])
    #expect(
      try remarks("promise", at: "last fri", by: "tue") == [
        "--by counts from today; from Fri 2026-11-13 it is Tue 2026-11-17: if you meant that, undo, and use --by 2026-11-17"
      ])
  }
}
