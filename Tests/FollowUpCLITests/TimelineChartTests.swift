import EventLog
import Testing

@testable import FollowUpCLI

/// `show --timeline`: a timeline on a terminal.
@Suite struct TimelineChartTests {
  private static let tuesday = "2026-10-13T07:55:00-05:00"

  private func chart(_ columns: Int?, _ environment: [String: String] = [:]) throws -> String {
    let desktop = try Desktop.story("s0-martin", until: "2026-10-12")
    desktop.isTerminal = columns != nil
    desktop.columns = columns
    let result = desktop.run("show", "larkspur", "--timeline", "--now", Self.tuesday, environment: environment)
    #expect(result.status == 0 && result.err.isEmpty)
    return result.out
  }

  @Test func eightyColumns() throws {
    #expect(
      try chart(nil) == """
        Larkspur Mutual — Claims support associate  [ebdcd9]

                 28 Sep               5 Oct                today           19 Oct
        they                 ●            ·                  │
              ──────▷░░░░░░░░░────────────█▒▒▒▒▒▒▒▒✗▒▒▒▒▒▒▒▒▒│──────────────────────────
        you                  ·            ✚        ·         ○

        ▷ applied   ● call   ✚ thanks   █ interview   · note   ✗ promise broken
        ░ waited   ▒ waiting   ○ next step   │ today

        Waiting 5 business days since the interview on Tue 2026-10-06, without a word
        next: Call Tobias Lindqvist, 312-555-0142, today 08:00–08:30, try 1 of 3

        """)
  }

  @Test func withoutUnicode() throws {
    let plain = try chart(60, ["LC_ALL": "C"])
    #expect(
      plain == """
        Larkspur Mutual — Claims support associate  [ebdcd9]

               28 Sep         5 Oct           today      19 Oct
        they            c         .             |
              ---->::::::---------I======B======|-------------------
        you             .         t      .      C

        > applied   c call   t thanks   I interview   . note
        B promise broken   : waited   = waiting   C next step
        | today

        Waiting 5 business days since the interview on Tue
        2026-10-06, without a word
        next: Call Tobias Lindqvist, 312-555-0142, today
        08:00–08:30, try 1 of 3

        """)
    #expect(try chart(60, ["TERM": "dumb"]) == plain)
    #expect(try chart(60, ["LC_ALL": "", "LANG": "de_DE.utf8"]) != plain)
  }

  @Test(arguments: [20, 34, 40, 79, 120, 500]) func noLineIsTooWide(columns: Int) throws {
    let desktop = try Desktop()
    desktop.done("open", "株式会社とても長い名前", "職種の名前も長い " + String(repeating: "技術者", count: 20), "--at", "2026-09-01")
    desktop.done("contact", "add", "山田太郎", "--company", "株式会社とても長い名前")
    desktop.done("log", "call", "株式会社", "voicemail", "--at", "2026-11-02")
    desktop.done("log", "call", "株式会社", "voicemail", "--at", "2026-11-02")
    desktop.done("log", "interview", "株式会社", "--at", "2026-11-30 10:00")
    desktop.isTerminal = true
    desktop.columns = columns
    for line in desktop.done("show", "株式会社", "--timeline").split(separator: "\n") {
      #expect(DisplayWidth.of(String(line)) <= max(30, columns), "\(line)")
    }
  }

  @Test func scriptsGetTheMarks() throws {
    let desktop = try Desktop.story("s0-martin", until: "2026-10-12")
    let json = desktop.run("show", "larkspur", "--timeline", "--json", "--now", Self.tuesday).json
    let marks = json["marks"]?.array ?? []
    #expect(
      marks.compactMap { $0["kind"]?.string } == [
        "opened", "note", "call", "note", "interview", "thank_you", "note", "promise",
      ])
    #expect(json["next"]?["on"] == "2026-10-13" && json["next"]?["text"] == "Call Tobias Lindqvist")
    #expect(json["bars"]?.array?.compactMap { $0["kind"]?.string } == ["waited", "promise", "waiting"])
    let plain = desktop.done("show", "larkspur", "--timeline", "--plain", "--now", Self.tuesday)
    #expect(plain.contains("mark\t2026-10-09\t\tpromise\tboth\tbroken\t"))
    #expect(plain.contains("next\t2026-10-13\tcall\t\tCall Tobias Lindqvist"))
    // A contact has no timeline.
    #expect(desktop.run("show", "tobias", "--timeline").status == 1)
    desktop.done("close", "larkspur", "--now", Self.tuesday)
    #expect(desktop.run("show", "larkspur", "--timeline", "--now", "2027-03-01").status == 0)
  }
}
