import CivilTime
import EventLog
import Foundation
import TestSupport
import Testing

@testable import FollowUpCLI

/// Whatever the program shows of an application, it shows the same everywhere: the stage, since when they are silent, the
/// interviews ahead, and who is there and who is gone.
@Suite struct CoherenceTests {
  @Test(arguments: 0..<40) func aRandomSearchIsReadOnce(_ seed: UInt64) throws {
    let search = RandomSearch(seed)
    var random = search.random
    let laptop = try Desktop()
    let lines = try search.log().map { String(decoding: $0.bytes, as: UTF8.self) }
    laptop.done("merge", try laptop.file("log.jsonl", lines.joined(separator: "\n") + "\n"))
    for _ in 0..<2 {
      let day = random.below(31)
      let now = "2026-10-\(day < 9 ? "0" : "")\(day + 1)T\(random.pick(["00:30", "07:55", "12:00", "23:45"])):00-05:00"
      try Surfaces(laptop, now, "seed \(seed), \(now)").agree()
    }
  }

  @Test(arguments: ["s0-martin", "s1-collegegrad", "s2-quast", "s3-three-tips", "s4-phone"])
  func aStoryIsReadOnce(_ story: String) throws {
    let laptop = try Desktop.story(story)
    for day in stride(from: 1, to: 31, by: 5) {
      for month in ["09", "10", "11"] {
        let now = "2026-\(month)-\(day < 10 ? "0" : "")\(day)T07:55:00-05:00"
        try Surfaces(laptop, now, "\(story), \(now)").agree()
      }
    }
  }

  /// Who took over is whom all commands name (the successor without a day of leaving), and who leaves later is there still.
  @Test func aSuccessorIsNamedEverywhere() throws {
    let laptop = try Desktop()
    func run(_ arguments: String...) -> Desktop.Result {
      laptop.run(arguments: ["--now", "2026-10-13T07:55:00-05:00"] + arguments)
    }
    for command in [
      ["open", "Larkspur", "Clerk", "--at", "2026-09-28"],
      ["contact", "add", "Tobias Lindqvist", "--app", "larkspur", "--email", "t@x.example"],
      ["contact", "add", "Anna Berg", "--app", "larkspur", "--email", "a@x.example"],
      ["log", "interview", "larkspur", "--at", "2026-10-06 10:00", "--contact", "tobias"],
      ["contact", "edit", "tobias", "successor=anna"],
    ] {
      let result = laptop.run(arguments: ["--now", "2026-10-13T07:55:00-05:00"] + command)
      #expect(result.status == 0, "\(result.err)")
    }
    #expect(run("next", "--json").out.contains("Anna Berg"))
    #expect(!run("next", "--json").out.contains("\"to\":\"Tobias"))
    #expect(run("script", "larkspur", "--kind", "email", "--json").json["to"]?["name"] == "Anna Berg")
    #expect(run("who", "tobias", "--json").out.contains("\"gone\":true"))
    // He leaves at the end of the month: until then he is the one.
    #expect(run("contact", "edit", "tobias", "left_on=2026-10-30", "moved_to=Birch").status == 0)
    #expect(run("script", "larkspur", "--kind", "email", "--json").json["to"]?["name"] == "Tobias Lindqvist")
    #expect(run("next", "--json").out.contains("\"to\":\"Tobias Lindqvist\""))
    #expect(run("who", "tobias", "--json").out.contains("\"gone\":false"))
  }

  /// One silence: since leave to call and a promise on 8 October, not since the interview of 28 September.
  @Test func aSilenceIsCountedOnce() throws {
    let laptop = try Desktop()
    func done(_ arguments: String...) -> Desktop.Result {
      let result = laptop.run(arguments: ["--now", "2026-10-13T12:00:00-05:00"] + arguments)
      #expect(result.status == 0 || result.status == 10, "\(result.err)")
      return result
    }
    _ = done("open", "Larkspur", "Clerk", "--at", "2026-09-21")
    _ = done("log", "interview", "larkspur", "--at", "2026-09-28")
    _ = done("log", "permission", "larkspur", "yes", "--at", "2026-10-08")
    _ = done("log", "promise", "larkspur", "--at", "2026-10-08", "--by", "2026-10-09")
    for application in [
      done("list", "--json").json["applications"]?.array?.first, done("show", "larkspur", "--json").json["application"],
      JSONValue(object: done("why", "larkspur", "--json").json.map { (name: $0.key, value: $0.value) }),
    ] {
      #expect(application?["silent_since"] == "2026-10-08")
      #expect(application?["silent_days"]?.number == 5 && application?["silent_working_days"]?.number == 3)
    }
    #expect(done("why", "larkspur").out.contains("silent since Thu 2026-10-08, for 3 working days"))
    #expect(done("employer", "larkspur").out.contains("since Thu 2026-10-08, 3 business days"))
  }
}

/// What each command says of a store at one moment.
private struct Surfaces {
  let laptop: Desktop
  let now: String
  let note: Comment

  init(_ laptop: Desktop, _ now: String, _ note: String) {
    self.laptop = laptop
    self.now = now
    self.note = Comment(rawValue: note)
  }

  private func json(_ arguments: String...) -> [String: JSONValue] { read(arguments + ["--json"]) }

  private func read(_ arguments: [String]) -> [String: JSONValue] {
    let result = laptop.run(arguments: ["--now", now] + arguments)
    #expect(result.status == 0 || result.status == 10, "\(note): \(arguments): \(result.err)")
    return result.json
  }

  private func rows(_ value: JSONValue?) -> [JSONValue] { value?.array ?? [] }

  func agree() throws {
    let listed = rows(json("list", "--all")["applications"])
    let exported = laptop.run(arguments: ["--now", now, "export", "--format", "json", "--what", "applications"])
    // A row stands on a line of its own.
    let tables = try JSONValue(canonical: Array(exported.out.filter { $0 != "\n" }.utf8))
    let table = rows(tables["applications"])
    let agenda = rows(json("agenda", "--days", "120")["agenda"])
    var interviews: [String: Set<String>] = [:]
    for entry in agenda where entry["kind"] == "interview" {
      interviews[text(entry["application"]), default: []].insert(text(entry["on"]))
    }
    for application in listed {
      let id = text(application["record"])
      let shown = json("show", id)["application"]
      let why = json("why", id)
      for key in ["stage", "silent_since", "silent_days", "silent_working_days"] {
        #expect(shown?[key] == application[key], "\(note): show \(id) \(key)")
        #expect(why[key] == application[key], "\(note): why \(id) \(key)")
      }
      let row = table.first { $0["record"] == application["record"] }
      #expect(row?["stage"] == application["stage"], "\(note): export \(id)")
    }
    employers(listed)
    try people(listed, interviews)
    scripts(listed, agenda)
  }

  private func text(_ value: JSONValue?) -> String { value?.string ?? "" }

  private func employers(_ listed: [JSONValue]) {
    for company in Set(listed.map { text($0["company"]) }) {
      for role in rows(json("employer", company)["employer"]?["applications"]) {
        guard let application = listed.first(where: { $0["record"] == role["application"] }) else { continue }
        #expect(role["stage"] == application["stage"], "\(note): employer \(company)")
        // Nobody waits for what is decided, what lies ahead, or a lead that nobody wrote to.
        if let waiting = role["waiting"], !waiting.isNull, application["silent_since"]?.isNull == false {
          #expect(waiting["from"] == application["silent_since"], "\(note): employer \(company)")
          #expect(waiting["business_days"] == application["silent_working_days"], "\(note): employer \(company)")
        }
      }
    }
  }

  /// - Parameter interviews: the days of those ahead by application, as the agenda has them.
  private func people(_ listed: [JSONValue], _ interviews: [String: Set<String>]) throws {
    var gone: Set<String> = []
    for contact in rows(json("contact", "list")["contacts"]) {
      let id = text(contact["record"])
      for caller in rows(json("who", id)["callers"]) {
        if caller["gone"]?.bool == true { gone.insert(id) }
        for matter in rows(caller["applications"]) {
          guard let application = listed.first(where: { $0["record"] == matter["application"] }) else { continue }
          #expect(matter["stage"] == application["stage"], "\(note): who \(id)")
          let ahead = Set(rows(matter["ahead"]).filter { $0["what"] == "interview" }.map { text($0["on"]) })
          #expect(ahead == interviews[text(matter["application"])] ?? [], "\(note): who \(id)")
          #expect(
            !ahead.isEmpty == (text(matter["stage"]) == "interview_ahead") || text(matter["stage"]) == "offer",
            "\(note)")
        }
      }
    }
    for advice in rows(json("next")["advice"]) {
      for person in rows(advice["contacts"]) {
        #expect(!gone.contains(text(person["contact"])), "\(note): next names somebody who is gone")
      }
    }
  }

  /// The script is for whom the advice names.
  private func scripts(_ listed: [JSONValue], _ agenda: [JSONValue]) {
    for application in listed where text(application["stage"]) != "closed" {
      let id = text(application["record"])
      let outreach = rows(json("why", id)["advice"]).filter {
        ["email", "call", "message", "letter"].contains(text($0["action"]))
      }
      guard let advice = outreach.first else { continue }
      let script = json("script", id)
      let named = rows(advice["contacts"]).first.map { text($0["contact"]) } ?? ""
      #expect(text(script["to"]?["record"]) == named, "\(note): script \(id)")
      let planned = agenda.filter { entry in
        text(entry["application"]) == id && entry["advice"]?["action"] == advice["action"]
          && entry["advice"]?["step"] == advice["step"]
      }
      for entry in planned {
        #expect(rows(entry["advice"]?["contacts"]) == rows(advice["contacts"]), "\(note): agenda \(id)")
      }
    }
  }
}
