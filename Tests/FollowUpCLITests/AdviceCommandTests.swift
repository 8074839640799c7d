import EventLog
import EventStorage
import Testing

@testable import FollowUpCLI

/// What `next`, `agenda`, `why` and `compare` promise to scripts and to people.
@Suite struct AdviceCommandTests {
  /// The morning of the call in the first story: Tuesday, five minutes before the window opens.
  private static let tuesday = "2026-10-13T07:55:00-05:00"
  private static let friday = "2026-10-09T12:00:00-05:00"

  private func larkspur() throws -> Desktop { try Desktop.story("s0-martin", until: "2026-10-12") }

  private func advice(_ desktop: Desktop, _ now: String) -> [JSONValue] {
    desktop.run("next", "--json", "--now", now).json["advice"]?.array ?? []
  }

  /// The keys of the contract (COMMANDS, "next").
  private static let keys = [
    "action", "application", "channel", "company", "not_after", "not_before", "of", "on", "overdue", "reason", "role",
    "rules", "sources", "to", "try", "window",
  ]

  private static func names(_ object: JSONValue) -> Set<String> { Set((object.object ?? []).map(\.name)) }

  @Test func theKeysOfNextAreThoseOfTheContract() throws {
    let desktop = try larkspur()
    let result = desktop.run("next", "--json", "--now", Self.tuesday)
    #expect(result.status == 0 && result.json["schema"]?.number == 1)
    let call = try #require(advice(desktop, Self.tuesday).first)
    #expect(Self.names(call).isSuperset(of: Self.keys))
    #expect(call["action"] == "call" && call["channel"] == "call" && call["to"] == "Tobias Lindqvist")
    #expect(call["company"] == "Larkspur Mutual" && call["phone"] == "312-555-0142")
    #expect(call["not_before"] == "2026-10-13" && call["not_after"] == "2026-10-13" && call["on"] == "2026-10-13")
    #expect(call["overdue"] == JSONValue(false) && call["try"]?.number == 1 && call["of"]?.number == 3)
    let window = try #require(call["window"])
    #expect(window["from"] == "08:00" && window["to"] == "08:30" && window["tz"] == "America/Chicago")
    #expect(call["rules"]?.array?.compactMap(\.number).prefix(2) == [13, 6])
    #expect(call["sources"]?.array?.first == "S0" && call["application"]?.string.flatMap { RecordID($0) } != nil)
    // A wait has the same keys, with null for what does not apply.
    let wait = try #require(advice(desktop, Self.friday).first)
    #expect(Self.names(wait) == Self.names(call))
    #expect(wait["action"] == "wait" && wait["until"] == "2026-10-13" && wait["then"] == "call")
    #expect(wait["window"] == .null && wait["try"] == .null)
  }

  @Test func theKeysOfCompareAreThePlaybookAndTheSame() throws {
    let desktop = try larkspur()
    let list = desktop.run("compare", "larkspur", "--json", "--now", Self.friday).json["comparisons"]?.array ?? []
    #expect(
      list.compactMap { $0["playbook"]?.string } == [
        "martin", "collegegrad", "quast", "three-tips", "phone", "balanced",
      ])
    for comparison in list {
      #expect(Self.names(comparison).isSuperset(of: Self.keys + ["playbook"]))
    }
    let days = list.compactMap { $0["not_before"]?.string }
    #expect(days == ["2026-10-13", "2026-10-12", "2026-10-13", "2026-10-13", "2026-10-12", "2026-10-13"])
    #expect(list.compactMap { $0["action"]?.string } == ["call", "call", "email", "call", "call", "email"])
    let table = desktop.done("compare", "larkspur", "--now", Self.friday)
    #expect(table.contains("martin") && table.contains("Tue 2026-10-13") && table.contains("1 of 3"))
    desktop.done("close", "larkspur")
    let closed = desktop.run("compare", "larkspur", "--json").json["comparisons"]?.array ?? []
    #expect(closed.count == list.count && closed.allSatisfy { $0["action"] == .null })
    #expect(desktop.run("compare", "harbor", "--playbook", "nope").status == 3)
  }

  @Test func checkSaysByItsStatusWhetherSomethingIsDue() throws {
    let desktop = try larkspur()
    let due = desktop.run("next", "--check", "--now", Self.tuesday)
    #expect(due.status == 10 && due.out.isEmpty && due.err.isEmpty)
    #expect(desktop.run("next", "--check", "--json", "--now", Self.tuesday).json["advice"]?.array?.count == 1)
    let idle = desktop.run("next", "--check", "--now", Self.friday)
    #expect(idle.status == 0 && idle.out.isEmpty && idle.err.isEmpty)
    // One hope only: to keep searching is said, and is no appointment.
    let lone = try Desktop()
    lone.done("open", "Acme", "Engineer", "--at", "2026-10-05")
    let week = "2026-10-12T09:00:00-05:00"
    #expect(advice(lone, week).map { $0["action"] } == ["wait", "keep_searching"])
    #expect(lone.run("next", "--check", "--now", week).status == 0)
    #expect(try Desktop().run("next", "--check").status == 0)
    #expect(desktop.run("next", "--check", "--timer", "cron").status == 2)
  }

  @Test func theBareCommandSaysWhatNextSays() throws {
    let desktop = try larkspur()
    let bare = desktop.run("--now", Self.tuesday)
    #expect(bare.out == desktop.done("next", "--now", Self.tuesday))
    #expect(bare.out.hasPrefix("Tue 2026-10-13 07:55\n\nCall Tobias Lindqvist, 312-555-0142\n  today 08:00–08:30"))
    #expect(bare.err.contains("followup list"))
    // What is printed to be typed can be typed.
    for line in bare.out.split(separator: "\n") where line.hasPrefix("  followup script ") {
      let words = line.split(separator: " ").dropFirst().map(String.init)
      #expect(desktop.run(arguments: words + ["--now", Self.tuesday]).out.contains("Tobias Lindqvist"), "\(words)")
    }
    #expect(bare.out.contains("followup script ") && bare.out.contains("followup log call "))
    #expect(desktop.run("--json", "--now", Self.tuesday).json["advice"] != nil)
    #expect(
      desktop.run("next", "--plain", "--now", Self.tuesday).out.contains("\tcall\tTobias Lindqvist\t312-555-0142\t"))
  }

  @Test(arguments: [30, 40, 60]) func itFitsNarrowTerminals(columns: Int) throws {
    let desktop = try larkspur()
    desktop.isTerminal = true
    desktop.columns = columns
    for arguments in [["next"], ["agenda"], ["why", "larkspur"]] {
      let out = desktop.run(arguments: arguments + ["--now", Self.tuesday]).out
      // A command that is to be typed stays whole.
      for line in out.split(separator: "\n") where !line.contains("followup log") && !line.contains("followup script") {
        #expect(DisplayWidth.of(String(line)) <= columns, "\(line)")
      }
    }
  }

  @Test func theAgendaGoesDayByDay() throws {
    let desktop = try larkspur()
    let json = desktop.run("agenda", "--json", "--now", Self.friday).json
    #expect(json["days"]?.number == 14 && json["from"] == "2026-10-09")
    let entries = json["agenda"]?.array ?? []
    #expect(entries.map { $0["on"]?.string } == ["2026-10-09", "2026-10-13", "2026-10-22"])
    #expect(entries.map { $0["kind"]?.string } == ["decision", "advice", "advice"])
    #expect(entries[1]["advice"]?["to"] == "Tobias Lindqvist")
    let text = desktop.done("agenda", "--days", "5", "--now", Self.friday)
    #expect(text.contains("Fri 2026-10-09, today\n") && text.contains("Tue 2026-10-13\n  08:00–08:30  Call Tobias"))
    #expect(!text.contains("2026-10-22"))
    #expect(desktop.run("agenda", "--days", "0").status == 2)
    #expect(try Desktop().run("agenda").status == 0)
  }

  @Test func whyShowsTheChainWithRulesAndTheirSources() throws {
    let desktop = try larkspur()
    let why = desktop.done("why", "larkspur", "--now", Self.tuesday)
    for part in [
      "promised on Tue 2026-10-06 by Fri 2026-10-09", "They named Fri 2026-10-09; it has passed.",
      "Rule 13, promised by the end of the week", "S0: C. Martin, “What Should You Do if They Don't Call You Back",
      "The playbook is martin, version 1",
    ] { #expect(why.contains(part), "\(part)") }
    let json = desktop.run("why", "larkspur", "--json", "--now", Self.tuesday).json
    #expect(json["playbook"] == "martin" && json["facts"]?.array?.isEmpty == false)
    let rules = json["rules"]?.array ?? []
    #expect(rules.compactMap { $0["rule"]?.number } == [6, 13, 14, 15, 16, 18])
    #expect(rules[1]["sources"]?.array?.first?["source"] == "S0")
    #expect(desktop.run("why", "nobody").status == 1)
  }

  @Test func theMachinesOwnZoneChangesNothing() throws {
    let desktop = try larkspur()
    let now = "2026-10-13T12:55:00Z"
    let expected = desktop.done("next", "--now", now)
    #expect(expected.hasPrefix("Tue 2026-10-13 07:55"))
    for zone in ["Asia/Tokyo", "Pacific/Auckland", "Nowhere/Nothing", nil] {
      desktop.zone = zone
      #expect(desktop.done("next", "--now", now) == expected, "\(zone ?? "none")")
    }
  }

  @Test func theOtherClockIsShownBesideOnesOwn() throws {
    let desktop = try larkspur()
    desktop.done("setting", "tz", "America/New_York")
    let next = desktop.done("edit", "larkspur", "tz=America/Chicago", "--now", Self.tuesday)
    #expect(next.contains("next: Call Tobias Lindqvist"))
    let text = desktop.done("next", "--now", Self.tuesday)
    #expect(text.contains("today 08:00–08:30 their clock (America/Chicago), 09:00–09:30 yours, try 1 of 3"))
  }

  @Test func whatIsDoubtfulIsSaidAndAdviceGoesOn() throws {
    let desktop = try larkspur()
    let store = try EventStore(openingAt: desktop.storePath, environment: .live(anchorDirectory: nil))
    let application = try store.read { try $0.records(ofType: "application") }.first {
      $0["company"] == "Larkspur Mutual"
    }
    let id = try #require(application?.id)
    _ = try store.append([
      Draft(record: id, set: ["tz": "Mars/Olympus", "playbook": "nobodys", "snooze_until": "9999-99-99"]),
      Draft(
        record: RecordID(high: 1, low: 7),
        set: ["type": "promise", "application": JSONValue(id.text), "at": "0000-00-00", "by": "when pigs fly"]),
    ])
    try store.close()
    let result = desktop.run("next", "--now", Self.tuesday)
    #expect(result.status == 0 && result.out.contains("Call Tobias Lindqvist, 312-555-0142"))
    #expect(result.out.contains("doubtful: the playbook nobodys cannot be used"))
    #expect(result.out.contains("snooze_until"))
    #expect(desktop.run("next", "--now", "whenever").status == 2)
    for now in ["0001-01-02T00:00:00Z", "9999-12-31T12:00:00Z"] {
      #expect(desktop.run("next", "--now", now).status == 0, "\(now)")
      #expect(desktop.run("agenda", "--days", "3660", "--now", now).status == 0, "\(now)")
    }
  }

  @Test func onlyTheOneApplicationIsTold() throws {
    let desktop = try larkspur()
    let json = desktop.run("log", "call", "larkspur", "voicemail", "--json", "--now", "2026-10-13T08:05:00-05:00").json
    #expect(json["next"]?["on"] == "2026-10-15" && json["next"]?["company"] == "Larkspur Mutual")
    #expect(desktop.run("close", "larkspur", "--json").json["next"] == .null)
    #expect(!desktop.done("setting", "my_name", "Ann").contains("next:"))
    #expect(!desktop.done("contact", "add", "Jo").contains("next:"))
    #expect(desktop.done("reopen", "larkspur", "--now", Self.tuesday).contains("next: "))
  }

  @Test func anAcceptedOfferAmongTheClosedSilencesTheRest() throws {
    let desktop = try larkspur()
    desktop.done("close", "harbor", "offer", "accepted", "--at", "2026-10-12", "--now", Self.tuesday)
    #expect(desktop.done("next", "--now", Self.tuesday).contains("You accepted the offer of Harbor"))
    desktop.done("edit", "harbor", "closed_reason=offer not accepted", "--now", Self.tuesday)
    #expect(desktop.done("next", "--now", Self.tuesday).contains("Call Tobias Lindqvist"))
  }
}
