import EventLog
import EventStorage
import Testing

@testable import FollowUpCLI

@Suite struct RecordingTests {
  /// A laptop with one application.
  private func desktop() throws -> Desktop {
    let desktop = try Desktop()
    desktop.done("open", "Acme GmbH", "Swift engineer", "--at", "2 weeks ago", "--source", "a friend")
    return desktop
  }

  @Test func whatIsRecordedIsEchoedWithItsDatesResolved() throws {
    let desktop = try desktop()
    let call = desktop.done("log", "call", "acme", "voicemail", "--at", "tue")
    #expect(call.hasPrefix("call to Acme GmbH — Swift engineer, Tue 2026-11-17, voicemail  ["))
    let promise = desktop.done("log", "promise", "acme", "--by", "fri")
    #expect(promise.hasPrefix("promise from Acme GmbH — Swift engineer, Fri 2026-11-20, by Fri 2026-11-27"))
    let reply = desktop.done("log", "reply", "swift", "pending", "--by", "+3bd")
    #expect(reply.contains("new date Wed 2026-11-25"))
    let interview = desktop.done("log", "interview", "acme", "second", "video", "--at", "tue 10:00", "--ahead")
    #expect(interview.contains("Tue 2026-11-24 10:00 -06:00 (America/Chicago)"))
  }

  @Test func aSentenceIsWhatWasSaid() throws {
    let desktop = try desktop()
    let call = desktop.run("log", "call", "acme", "spoke", "she said Friday", "--json").json
    let set = call["recorded"]?.array?.first.flatMap { $0["set"] }
    #expect(set?["note"]?.string == "she said Friday" && set?["outcome"]?.string == "spoke")
    // Words that are understood together are no sentence, and a misspelt one is still refused.
    #expect(desktop.done("log", "call", "acme", "no answer").contains("no_answer"))
    #expect(desktop.run("log", "call", "acme", "voicmail").status == 2)
    #expect(desktop.run("log", "call", "acme", "she said", "he said").status == 2)
    #expect(desktop.run("log", "call", "acme", "she said", "--note", "other").status == 2)
  }

  @Test func whatIsThereAlreadyIsTold() throws {
    let desktop = try desktop()
    #expect(
      desktop.run("open", "ACME GmbH", "swift engineer").err.contains("Acme GmbH — Swift engineer already exists"))
    desktop.done("undo")
    desktop.done("close", "acme", "took another")
    let events = desktop.run("status", "--json").json["events"]
    #expect(desktop.done("close", "acme") == "Acme GmbH — Swift engineer is already closed, took another\n")
    #expect(desktop.run("status", "--json").json["events"] == events)
  }

  /// A day that they named is after the day on which they did.
  @Test func onlyADayThatCanBeMeantIsOffered() throws {
    let desktop = try desktop()
    #expect(
      !desktop.run("log", "promise", "acme", "--at", "last tue", "--by", "last fri").err.contains("--by counts from"))
    #expect(
      desktop.run("log", "promise", "acme", "--at", "2 weeks ago", "--by", "fri").err.contains("--by counts from"))
  }

  @Test(arguments: [("offer", "log reply APP offer"), ("phone", "log call APP")])
  func naturalKindsLeadToTheirCommand(_ kind: String, _ way: String) throws {
    #expect(try desktop().run("log", kind, "acme").err.contains("use followup \(way)"))
  }

  @Test(arguments: [("interview", "log interview APP"), ("today", "next"), ("add", "open COMPANY ROLE")])
  func naturalVerbsLeadToTheirCommand(_ verb: String, _ way: String) throws {
    let result = try desktop().run(verb, "acme")
    #expect(result.status == 2 && result.err.contains("use followup \(way)"))
  }

  @Test func writingAnswersInJSON() throws {
    let desktop = try desktop()
    let json = desktop.run("log", "note", "acme", "hello", "--json").json
    #expect(json["schema"]?.number == 1)
    #expect(json["recorded"]?.array?.count == 1)
    #expect(json["events"]?.array?.count == 1)
    #expect(json["step"]?.string != nil)
    #expect(
      json["recorded"]?.array?.first?.object?.first { $0.name == "set" }?.value.object?.map(\.name)
        == ["application", "at", "text", "type"])
  }

  @Test func anApplicationIsClosedForAReasonAndDoesNotVanishByAnEdit() throws {
    let desktop = try desktop()
    for wrong in ["type=call", "type=", "company=", "role= "] {
      let refused = desktop.run("edit", "acme", wrong)
      #expect(refused.status == 2, "\(wrong)")
      #expect(refused.err.contains("retract"), "\(refused.err)")
    }
    #expect(desktop.done("edit", "acme", "type=application").isEmpty == false)
    #expect(desktop.done("close", "acme", "--reason", "took another offer").contains("took another offer"))
    #expect(desktop.run("list", "--json").json["applications"]?.array?.count == 1)
  }

  @Test func aSettingInConflictIsSettledByItsName() throws {
    let one = try desktop()
    let other = try Desktop()
    one.done("setting", "my_phone", "212-555-0100")
    other.done("setting", "my_phone", "212-555-0101")
    one.done("merge", other.storePath)
    #expect(one.run("conflicts", "--json").json["conflicts"]?.array?.count == 1)
    one.done("conflicts", "settle", "my_phone", "value", "--take", "2")
    #expect(one.run("conflicts", "--json").json["conflicts"]?.array?.isEmpty == true)
  }

  @Test func contactsAreRecordedNamedAndChanged() throws {
    let desktop = try desktop()
    desktop.done("contact", "add", "Jane Roe", "--app", "acme", "--role", "recruiter", "--phone", "555-0101")
    #expect(desktop.done("log", "call", "acme", "--contact", "jane").contains("with Jane Roe"))
    desktop.done("contact", "edit", "jane", "phone=555-0102")
    let list = desktop.done("contact", "list")
    #expect(list.contains("Acme GmbH") && list.contains("555-0102"))
    #expect(desktop.done("show", "acme").contains("Jane Roe, recruiter, 555-0102"))
    #expect(desktop.done("contact", "show", "roe").contains("call to Acme GmbH"))
    #expect(desktop.run("contact", "list", "--json").json["contacts"]?.array?.count == 1)
    #expect(desktop.run("log", "call", "acme", "--contact", "nobody").status == 1)
  }

  @Test func namesThatAreNotClearAreListed() throws {
    let desktop = try desktop()
    desktop.done("open", "Acme AG", "Tester")
    let result = desktop.run("log", "call", "acme")
    #expect(result.status == 1)
    #expect(result.err.contains("Acme AG — Tester") && result.err.contains("Acme GmbH — Swift engineer"))
    #expect(desktop.run("show", "amce gmbh").err.contains("Acme"))
    #expect(desktop.run("status", "--json").json["events"]?.number == 3)
  }

  @Test func editingSaysWhatItWas() throws {
    let desktop = try desktop()
    let echo = desktop.done("edit", "acme", "role=Senior engineer", "source=")
    #expect(
      echo.hasPrefix(
        "Acme GmbH — Swift engineer: role Swift engineer → Senior engineer, source cleared (was a friend)\n"))
    let wrong = desktop.run("edit", "acme", "rol=x")
    #expect(wrong.status == 2 && wrong.err.contains("did you mean role"))
    desktop.done("edit", "acme", "colour=green", "--allow-unknown")
    #expect(desktop.done("show", "acme").contains("colour"))
  }

  @Test func closedAndRetractedOnesAreHidden() throws {
    let desktop = try desktop()
    #expect(
      desktop.done("close", "acme", "they", "said", "no").contains(
        "closed Acme GmbH — Swift engineer, Fri 2026-11-20, they said no"))
    #expect(desktop.run("list").out.isEmpty)
    #expect(desktop.done("list", "--all").contains("closed"))
    desktop.done("reopen", "acme")
    #expect(desktop.done("list").contains("Acme"))
    #expect(desktop.done("snooze", "acme", "2", "weeks").contains("Fri 2026-12-04"))
    desktop.done("snooze", "acme", "--end")
    desktop.done("retract", "acme")
    #expect(desktop.run("list").out.isEmpty)
    #expect(desktop.done("list", "--all").contains("retracted"))
    desktop.done("undo")
    #expect(desktop.done("list").contains("Acme"))
  }

  @Test func settingsAndDevices() throws {
    let desktop = try desktop()
    desktop.done("setting", "working_week", "mon-thu")
    #expect(desktop.done("setting", "working_week") == "mon,tue,wed,thu\n")
    #expect(desktop.done("setting").contains("my_name"))
    #expect(desktop.run("setting", "tz", "Mars/Olympus").status == 2)
    #expect(desktop.run("setting", "--json").json["settings"]?.array?.count == 2)
    desktop.done("device", "kitchen laptop")
    #expect(desktop.done("device").contains("kitchen laptop"))
    #expect(desktop.done("history", "acme").contains("kitchen laptop"))
  }

  @Test func whatIsUnknownIsShownAsItIs() throws {
    let desktop = try desktop()
    let path = desktop.storePath
    let store = try EventStore(openingAt: path, environment: .live(anchorDirectory: nil))
    let application = try store.read { try $0.records(ofType: "application") }.first?.id.text ?? ""
    let record = RecordID(high: 1, low: 0xabcdef)
    _ = try store.append([
      Draft(
        record: record,
        set: [
          "type": "carrier_pigeon", "application": JSONValue(application), "at": JSONValue(integer: 17),
          "speed": JSONValue(array: ["f", "s"]),
          "bad": "\u{1b}]0;owned\u{7}",
        ])
    ])
    try store.close()
    let page = desktop.done("show", "abcdef")
    #expect(page.contains("carrier-pigeon") && page.contains("[\"f\",\"s\"]") && page.contains("17"))
    #expect(!page.contains("\u{1b}") && page.contains("\\u{1b}]0;owned\\u{7}"))
    #expect(desktop.done("show", "acme").contains("carrier-pigeon"))
  }
}
