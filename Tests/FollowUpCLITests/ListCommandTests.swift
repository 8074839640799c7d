import EventLog
import FollowUp
import Testing

@testable import FollowUpCLI

@Suite struct ListCommandTests {
  /// Friday 20 November 2026. Five open applications and one that was refused.
  private static func desktop() throws -> Desktop {
    let desktop = try Desktop()
    desktop.done("setting", "playbook", "martin")
    desktop.done("open", "Acme GmbH", "Swift engineer", "--at", "2026-10-26")
    desktop.done("log", "interview", "acme", "phone", "--at", "2026-11-12")
    desktop.done("log", "promise", "acme", "--by", "2026-11-18", "--at", "2026-11-12")
    desktop.done("open", "Blaufeld", "Backend", "--at", "2026-11-18")
    desktop.done("open", "Crane & Sons", "Plumber", "--at", "2026-11-02")
    desktop.done("edit", "crane", "playbook=phone")
    desktop.done("log", "call", "crane", "spoke", "--at", "2026-11-06")
    desktop.done("open", "Delta", "Rower", "--lead")
    desktop.done("open", "Écru", "Dyer", "--at", "2026-11-16")
    desktop.done("log", "interview", "ecru", "--at", "2026-11-30", "--ahead")
    desktop.done("open", "Fjord", "Pilot", "--at", "2026-10-01")
    desktop.done("log", "reply", "fjord", "rejected", "--at", "2026-10-28")
    return desktop
  }

  private static func companies(_ desktop: Desktop, _ arguments: String...) -> [String] {
    let result = desktop.run(arguments: ["list", "--plain"] + arguments)
    #expect(result.status == 0, "\(arguments): \(result.err)")
    return result.out.split(separator: "\n").map {
      String($0.split(separator: "\t", omittingEmptySubsequences: false)[1])
    }
  }

  @Test func eachFilterLetsThroughWhatItSays() throws {
    let desktop = try Self.desktop()
    #expect(Self.companies(desktop) == ["Delta", "Blaufeld", "Écru", "Acme GmbH", "Crane & Sons"])
    #expect(Self.companies(desktop, "--stage", "applied") == ["Blaufeld", "Crane & Sons"])
    #expect(Self.companies(desktop, "--stage", "lead", "--stage", "overdue") == ["Delta", "Acme GmbH"])
    #expect(Self.companies(desktop, "--stage", "lead,interview-ahead") == ["Delta", "Écru"])
    #expect(Self.companies(desktop, "--stage", "Interview Ahead") == ["Écru"])
    #expect(Self.companies(desktop, "--stage", "rejected") == ["Fjord"])
    #expect(Self.companies(desktop, "--company", "ECRU") == ["Écru"])
    #expect(Self.companies(desktop, "--company", "r") == ["Écru", "Crane & Sons"])
    #expect(Self.companies(desktop, "--company", "r", "--all") == ["Écru", "Crane & Sons", "Fjord"])
    #expect(Self.companies(desktop, "--playbook", "phone") == ["Crane & Sons"])
    #expect(Self.companies(desktop, "--playbook", "martin") == ["Delta", "Blaufeld", "Écru", "Acme GmbH"])
    // Acme was heard on the 12th, Crane on the 6th, Écru was sent on the 16th.
    #expect(Self.companies(desktop, "--silent-for", "1w") == ["Acme GmbH", "Crane & Sons"])
    #expect(Self.companies(desktop, "--silent-for", "8d") == ["Acme GmbH", "Crane & Sons"])
    #expect(Self.companies(desktop, "--silent-for", "9 days") == ["Crane & Sons"])
    #expect(Self.companies(desktop, "--silent-for", "10bd") == ["Crane & Sons"])
    #expect(Self.companies(desktop, "--silent-for", "11bd") == [])
    #expect(Self.companies(desktop, "--silent-for", "1m", "--all") == [])
    #expect(Self.companies(desktop, "--silent-for", "1w", "--playbook", "phone") == ["Crane & Sons"])
    #expect(Self.companies(desktop, "--stage", "lead", "--silent-for", "1w") == [])
  }

  @Test func whatIsDueIsWhatNextSays() throws {
    let desktop = try Self.desktop()
    let advice = desktop.run("next", "--json").json["advice"]?.array ?? []
    let due = Set(
      advice.filter { one in
        !["keep_searching", "close_or_revive", "wait"].contains(one.object?.first { $0.name == "action" }?.value.string)
      }.flatMap { one -> [String] in
        let applications = one.object?.first { $0.name == "applications" }?.value.array ?? []
        return applications.compactMap { $0.object?.first { $0.name == "company" }?.value.string }
      })
    #expect(due.contains("Acme GmbH") && due.count < 5)
    #expect(Set(Self.companies(desktop, "--due")) == due)
    // One that was refused is due to be closed, and stands there though it is over.
    #expect(due.contains("Fjord"))
    let sorted = Self.companies(desktop, "--sort", "due", "--all")
    #expect(Set(sorted.prefix(due.count)) == due)
    let text = desktop.done("list", "--sort", "due", "--all").split(separator: "\n")
    #expect(text.prefix(due.count).allSatisfy { $0.hasSuffix("  due") })
    #expect(text.dropFirst(due.count).allSatisfy { $0.contains("next ") || $0.contains("Delta") })
    let json = desktop.run("list", "--json").json["applications"]?.array ?? []
    let named = json.filter { $0.object?.first { $0.name == "due" }?.value == JSONValue(true) }
      .compactMap { $0.object?.first { $0.name == "company" }?.value.string }
    #expect(Set(named) == due)
  }

  @Test func eachOrderIsKeptAndTurnedRound() throws {
    let desktop = try Self.desktop()
    let orders: [String: [String]] = [
      "touched": ["Delta", "Blaufeld", "Écru", "Acme GmbH", "Crane & Sons"],
      "company": ["Acme GmbH", "Blaufeld", "Crane & Sons", "Delta", "Écru"],
      "stage": ["Delta", "Blaufeld", "Crane & Sons", "Écru", "Acme GmbH"],
      "silent": ["Crane & Sons", "Acme GmbH", "Écru", "Blaufeld", "Delta"],
      "applied": ["Blaufeld", "Écru", "Crane & Sons", "Acme GmbH", "Delta"],
    ]
    for (order, expected) in orders {
      #expect(Self.companies(desktop, "--sort", order) == expected, "\(order)")
      #expect(Self.companies(desktop, "--sort", order, "--reverse") == expected.reversed(), "\(order)")
    }
    let silent = desktop.done("list", "--sort", "silent").split(separator: "\n")
    #expect(silent.first?.hasSuffix("silent for 14 days") == true, "\(silent)")
  }

  @Test func aDeviceIsFoundByWhatItWrote() throws {
    let kitchen = try Self.desktop()
    kitchen.done("device", "kitchen laptop")
    let train = try Desktop()
    train.wallMilliseconds += 1_000
    train.done("open", "Gull", "Cook")
    train.done("device", "train laptop")
    train.done("merge", kitchen.storePath)
    train.done("log", "note", "crane", "from the train")
    #expect(Set(Self.companies(train, "--device", "train laptop")) == ["Gull", "Crane & Sons"])
    #expect(!Self.companies(train, "--device", "Kitchen laptop").contains("Gull"))
    #expect(Self.companies(train, "--device", "kitchen laptop").count == 5)
    let unknown = train.run("list", "--device", "attic")
    #expect(unknown.status == 1 && unknown.err.contains("kitchen laptop") && unknown.err.contains("train laptop"))
  }

  @Test func wrongValuesGetSuggestions() throws {
    let desktop = try Self.desktop()
    for (arguments, words) in [
      (["--stage", "intervewed"], "did you mean interviewed?"), (["--stage", "new"], "; choose from lead, applied"),
      (["--silent-for", "2x"], "write 10d, 2w, 1m, or 5bd"), (["--silent-for", "w"], "not a length of time"),
      (["--silent-for", "0d"], "not a length of time"),
      (["--silent-for", "99999999999999999999d"], "not a length of time"),
      (["--playbook", "martn"], "did you mean martin?"),
      (["--sort", "compny"], "did you mean company?"),
    ] {
      let result = desktop.run(arguments: ["list"] + arguments)
      #expect(result.status == 2 && result.err.contains(words), "\(arguments): \(result.status) \(result.err)")
    }
    let nothing = desktop.run("list", "--company", "zzz")
    #expect(nothing.status == 0 && nothing.err.contains("No application matches"))
    // Before there is a store, a wrong word is wrong all the same.
    let empty = try Desktop()
    #expect(empty.run("list", "--sort", "x").status == 2)
    #expect(empty.run("list", "--due", "--json").json["applications"] == JSONValue(array: []))
    #expect(empty.run("list").err.contains("Nothing is recorded yet"))
  }

  @Test func scriptsGetTheSameKeysWhateverIsAsked() throws {
    let desktop = try Self.desktop()
    for arguments in [[], ["--due"], ["--sort", "silent"], ["--all"], ["--as-of", "now"]] {
      let applications = desktop.run(arguments: ["list", "--json"] + arguments).json["applications"]?.array ?? []
      #expect(!applications.isEmpty)
      for application in applications {
        #expect(
          application.object?.map(\.name).sorted() == [
            "closed", "company", "conflicts", "due", "fields", "id", "last", "next_on", "playbook", "record",
            "retracted",
            "role", "silent_days", "silent_since", "silent_working_days", "stage", "type",
          ])
      }
    }
  }

  @Test func columnsFitAnyTerminal() throws {
    let desktop = try Desktop()
    desktop.done("open", "株式会社 日本語 🇯🇵", "ソフトウェア・エンジニア 👩🏽‍💻 (正社員)")
    desktop.done("open", "Cafe\u{301} Zu\u{308}rich ❤️", "Wide 👨‍👩‍👧‍👦 role of an engineer who writes long titles")
    desktop.isTerminal = true
    for columns in [40, 57, 80, 132] {
      desktop.columns = columns
      for arguments in [
        ["list"], ["list", "--sort", "due"], ["list", "--silent-for", "1d"], ["list", "--sort", "silent"],
      ] {
        for line in desktop.run(arguments: arguments).out.split(separator: "\n") {
          #expect(DisplayWidth.of(String(line)) <= columns, "\(columns): \(line)")
        }
      }
    }
  }
}
