import EventLog
import FollowUp
import Testing

@Suite struct LogEntryTests {
  /// The draft without what every one has.
  func log(
    _ kind: String, _ words: [String] = [], at: String? = nil, by: String? = nil, note: String? = nil,
    contact: RecordID? = nil, details: [String: String] = [:]
  ) throws -> [String: String] {
    let entry = LogEntry(
      kind: kind, application: id(1), words: words, at: at, by: by, note: note, contact: contact, details: details)
    var set = try assignments(entry.drafted(id: id(2), context: context()))
    #expect(set.removeValue(forKey: "application") == "\"\(id(1).text)\"")
    #expect(set.removeValue(forKey: "type") == "\"\(kind.split(separator: "-").joined(separator: "_"))\"")
    if at == nil { #expect(set.removeValue(forKey: "at") == "\"2026-11-18\"") }
    return set
  }

  @Test(
    arguments: [
      ("call", [], ["direction": "out"]),
      ("call", ["voicemail"], ["direction": "out", "outcome": "voicemail"]),
      ("call", ["spoke"], ["direction": "out", "outcome": "spoke"]),
      ("call", ["no-answer"], ["direction": "out", "outcome": "no_answer"]),
      ("call", ["no_answer"], ["direction": "out", "outcome": "no_answer"]),
      ("call", ["no", "answer"], ["direction": "out", "outcome": "no_answer"]),
      ("call", ["No answer"], ["direction": "out", "outcome": "no_answer"]),
      ("call", ["screened"], ["direction": "out", "outcome": "screened"]),
      ("call", ["in", "spoke"], ["direction": "in", "outcome": "spoke"]),
      ("email", [], ["direction": "out", "outcome": "sent"]),
      ("email", ["bounced"], ["direction": "out", "outcome": "bounced"]),
      ("email", ["in"], ["direction": "in"]),
      ("letter", [], ["direction": "out", "outcome": "sent"]),
      ("message", ["out"], ["direction": "out", "outcome": "sent"]),
      ("thank-you", [], ["direction": "out", "outcome": "sent"]),
      ("reply", ["pending"], ["answer": "pending"]),
      ("reply", ["callback", "promised"], ["answer": "callback_promised"]),
      ("reply", ["position-gone"], ["answer": "position_gone"]),
      ("reply", [], [:]),
      ("silence", ["swamped"], ["cause": "swamped"]),
      ("silence", ["avoiding", "no"], ["cause": "avoiding_no"]),
      ("interview", [], [:]),
      ("interview", ["second", "round", "video"], ["round": "2", "format": "video"]),
      ("interview", ["on", "site"], ["format": "in person"]),
      ("interview", ["final"], ["round": "final"]),
      ("note", ["they", "use", "Swift"], ["text": "they use Swift"]),
      ("intel", ["budget frozen"], ["about": "budget frozen"]),
      ("feedback", ["went", "well"], ["about": "went well"]),
      ("insider-ask", [], [:]),
      ("next-steps", ["a second", "round"], ["steps": "a second round"]),
    ] as [(String, [String], [String: String])])
  func wordsAreUnderstood(_ kind: String, _ words: [String], _ expected: [String: String]) throws {
    #expect(try log(kind, words) == expected.mapValues { $0 == "2" ? $0 : "\"\($0)\"" })
  }

  @Test func everyChoiceOfTheCatalogueIsAWord() throws {
    for outcome in RecordSchema.outcomes {
      for touch in RecordType.touches { #expect(try log(touch.kind, [outcome])["outcome"] == "\"\(outcome)\"") }
    }
    for answer in RecordSchema.answers { #expect(try log("reply", [answer])["answer"] == "\"\(answer)\"") }
    for cause in RecordSchema.causes { #expect(try log("silence", [cause])["cause"] == "\"\(cause)\"") }
    for type in LogWords.types { #expect(LogWords.of(type) != nil) }
    #expect(LogWords.types.count > 10)
  }

  @Test func promisesKeepTheWordsAndTheDay() throws {
    #expect(
      try log("promise", by: "fri") == ["by": "\"2026-11-20\"", "precision": "\"day\"", "words": "\"fri\""])
    #expect(
      try log("promise", ["we", "decide", "soon"], by: "about fri")
        == ["by": "\"2026-11-20\"", "precision": "\"about\"", "words": "\"we decide soon\""])
    #expect(
      try log("promise", ["end of the week"])
        == ["by": "\"2026-11-20\"", "precision": "\"week\"", "words": "\"end of the week\""])
    #expect(
      try log("promise", by: "thu 15:00")
        == ["by": "\"2026-11-19T15:00:00-05:00\"", "tz": "\"America/New_York\"", "words": "\"thu 15:00\""])
    let vague = LogEntry(kind: "promise", application: id(1), words: ["we will be in touch"])
    let drafted = try vague.drafted(id: id(2), context: context())
    #expect(assignments(drafted)["by"] == nil)
    #expect(drafted.remarks.count == 1)
  }

  @Test(
    arguments: [
      ([], nil, ["granted": "true"]),
      (["yes", "mid-week"], nil, ["granted": "true", "not_before": "2026-11-18", "not_after": "2026-11-19"]),
      (["after", "Tuesday"], nil, ["granted": "true", "not_before": "2026-11-25"]),
      (["fri"], nil, ["granted": "true", "not_before": "2026-11-20"]),
      (["by fri"], nil, ["granted": "true", "not_after": "2026-11-20"]),
      (["any", "time"], "fri", ["granted": "true", "not_after": "2026-11-20"]),
      (["no"], nil, ["granted": "false"]), (["don’t", "call"], nil, ["granted": "false"]),
      (["please don't call us"], nil, ["granted": "false"]),
    ] as [([String], String?, [String: String])])
  func permissionsAreBounded(_ words: [String], _ by: String?, _ expected: [String: String]) throws {
    var set = try log("permission", words, by: by)
    let said = words.joined(separator: " ")
    #expect(set.removeValue(forKey: "words") == (said.isEmpty ? nil : "\"\(said)\""))
    #expect(set == expected.mapValues { $0 == "true" || $0 == "false" ? $0 : "\"\($0)\"" })
  }

  @Test func byGoesWhereTheAnswerSays() throws {
    #expect(try log("reply", ["pending"], by: "fri") == ["answer": "\"pending\"", "new_date": "\"2026-11-20\""])
    #expect(try log("reply", ["offer"], by: "fri") == ["answer": "\"offer\"", "respond_by": "\"2026-11-20\""])
    #expect(try log("reply", by: "fri") == ["new_date": "\"2026-11-20\""])
  }

  @Test func timesNotesAndContacts() throws {
    #expect(
      try log("call", ["spoke"], at: "tue 16:30", note: "friendly", contact: id(10))
        == [
          "at": "\"2026-11-17T16:30:00-05:00\"", "tz": "\"America/New_York\"", "note": "\"friendly\"",
          "contact": "\"\(id(10).text)\"", "direction": "\"out\"", "outcome": "\"spoke\"",
        ])
    #expect(try log("interview", contact: id(10))["with"] == "[\"\(id(10).text)\"]")
    #expect(try log("next-steps", contact: id(10))["asked_of"] == "\"\(id(10).text)\"")
    #expect(try log("promise", by: "fri", contact: id(10))["made_by"] == "\"\(id(10).text)\"")
    #expect(try log("note", note: "only a note") == ["text": "\"only a note\""])
    #expect(try log("call", details: ["script": "first try"])["script"] == "\"first try\"")
    let ahead = LogEntry(kind: "interview", application: id(1), at: "tue 16:30", atDirection: .future)
    let drafted = try ahead.drafted(id: id(2), context: context())
    #expect(assignments(drafted)["at"] == "\"2026-11-24T16:30:00-05:00\"")
    #expect(drafted.echoes.map(\.field) == ["at"])
  }

  @Test(
    arguments: [
      ("call", ["voicemial"], nil, ["did you mean voicemail", "sent, bounced", "--note"]),
      ("call", ["voicemail", "spoke"], nil, ["both voicemail and spoke"]),
      ("call", ["in", "out"], nil, ["both in and out"]),
      ("reply", ["maybe"], nil, ["pending, filled, offer"]),
      ("reply", ["rejected"], "fri", ["a day to come"]),
      ("call", ["spoke"], "fri", ["--by is for promise"]), ("note", ["x"], "fri", ["--by is for"]),
      ("promise", [], "3/4", ["--by", "4 mar or 3 apr"]), ("promise", [], nil, ["a promise needs a date"]),
      ("permission", ["no"], "fri", ["log promise"]), ("note", [], nil, ["needs text"]),
      ("cll", [], nil, ["did you mean call", "thank-you"]), ("application", [], nil, ["open COMPANY ROLE"]),
      ("setting", [], nil, ["setting NAME"]), ("employer-note", [], nil, ["employer NAME"]),
      ("", [], nil, ["choose from interview"]),
    ] as [(String, [String], String?, [String])])
  func whatIsNotUnderstoodIsSaid(_ kind: String, _ words: [String], _ by: String?, _ parts: [String]) throws {
    let entry = LogEntry(kind: kind, application: id(1), words: words, by: by)
    let problem = #expect(throws: CommandProblem.self) { try entry.drafted(id: id(2), context: context()) }
    for part in parts { #expect(problem?.description.contains(part) == true, "\(problem?.description ?? "")") }
  }

  @Test func referencesAreChecked() throws {
    let context = try context()
    #expect(throws: CommandProblem.self) {
      try LogEntry(kind: "call", application: id(7)).drafted(id: id(2), context: context)
    }
    #expect(throws: CommandProblem.self) {
      try LogEntry(kind: "call", application: id(1), contact: id(1)).drafted(id: id(2), context: context)
    }
    #expect(throws: CommandProblem.self) {
      try LogEntry(kind: "silence", application: id(1), contact: id(10)).drafted(id: id(2), context: context)
    }
  }
}
