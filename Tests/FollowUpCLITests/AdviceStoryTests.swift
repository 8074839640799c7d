import EventLog
import Testing

@testable import FollowUpCLI

/// The story of each source, played with the program's own commands and a fixed clock. The person is in Chicago.
@Suite struct AdviceStoryTests {
  /// A step of a story: what is typed at a moment, and what the program then says comes next.
  struct Turn {
    let now: String
    let arguments: [String]
    var next: String?

    init(_ now: String, _ arguments: String..., next: String? = nil) {
      self.now = now
      self.arguments = arguments
      self.next = next
    }
  }

  private func play(_ turns: [Turn], on desktop: Desktop) {
    for turn in turns {
      let result = desktop.run(arguments: turn.arguments + ["--now", "\(turn.now):00-05:00"])
      #expect(result.status == 0, "\(turn.arguments): \(result.err)")
      guard let next = turn.next else { continue }
      #expect(result.out.contains(next), "\(turn.now) \(turn.arguments): \(result.out)")
    }
  }

  /// An interview, with whom, the playbook, and thanks sent: what every story begins with.
  private func begin(
    _ company: String, interviewed day: String, with name: String, _ role: String, playbook: String
  ) throws -> Desktop {
    let desktop = try Desktop()
    let evening = "\(day)T17:00"
    play(
      [
        Turn(evening, "open", company, "Clerk", "--at", "3 weeks ago"), Turn(evening, "playbook", "use", playbook),
        Turn(evening, "contact", "add", name, "--app", company, "--role", role, "--phone", "312-555-0142"),
        Turn(evening, "log", "interview", company, "--set", "with=\(name)"),
        Turn(evening, "log", "thank-you", company, "sent"),
      ], on: desktop)
    return desktop
  }

  @Test func martinTuesdayFridayAndTheTuesdayAfter() throws {
    let desktop = try begin(
      "Larkspur Mutual", interviewed: "2026-10-06", with: "Tobias Lind", "hiring_manager", playbook: "martin")
    play(
      [
        Turn("2026-10-06T17:00", "log", "promise", "larkspur", "before the end of the week", "--by", "fri"),
        // Silent on Friday, and Mondays are bad.
        Turn("2026-10-09T17:00", "next", next: "Nothing is due today. On Tue 2026-10-13: call (Larkspur Mutual"),
        Turn("2026-10-12T07:55", "next", next: "Nothing is due today. On Tue 2026-10-13: call (Larkspur Mutual"),
        Turn("2026-10-13T07:55", "next", next: "Call Tobias Lind, 312-555-0142\n  today 08:00–08:30, try 1 of 3\n"),
        Turn("2026-10-13T08:05", "next", next: "Call Tobias Lind, 312-555-0142\n  now, until 08:30, try 1 of 3\n"),
        Turn(
          "2026-10-13T08:10", "log", "call", "larkspur", "voicemail",
          next: "next: Call Tobias Lind, 312-555-0142, Thu 2026-10-15 16:30–17:30, try 2 of 3\n"),
        Turn(
          "2026-10-15T16:40", "log", "call", "larkspur", "voicemail",
          next: "next: Call Tobias Lind, 312-555-0142, Tue 2026-10-20 08:00–08:30, try 3 of 3\n"),
        Turn("2026-10-20T08:00", "setting", "my_phone", "312-555-0177"),
        // Rules 16 and 20: the sheet is for the very try that is advised, and as S0 has it said.
        Turn("2026-10-20T08:00", "script", "larkspur", "--kind", "voicemail", next: "You are my first choice"),
        Turn("2026-10-20T08:00", "script", "larkspur", "--kind", "voicemail", next: "I would be glad of a call today"),
        Turn("2026-10-20T08:10", "log", "call", "larkspur", "voicemail", next: "next: Close it, Thu 2026-10-22\n"),
        Turn("2026-10-22T07:55", "next", next: "Treat it as a no, and keep searching."),
        Turn("2026-10-22T08:00", "close", "larkspur", "silence", next: "next: nothing more for this one"),
      ], on: desktop)
  }

  @Test func collegegradCallsWhenTheWindowHasPassed() throws {
    let desktop = try begin(
      "Brightwater", interviewed: "2026-09-17", with: "Renata Holub", "interviewer", playbook: "collegegrad")
    play(
      [
        Turn("2026-09-17T17:00", "log", "promise", "brightwater", "--by", "2026-09-23"),
        Turn("2026-09-23T09:00", "next", next: "Nothing is due today. On Thu 2026-09-24: call"),
        Turn("2026-09-24T07:30", "next", next: "Call Renata Holub, 312-555-0142\n  today 08:00–08:30, try 1\n"),
        Turn(
          "2026-09-24T08:10", "log", "call", "brightwater", "voicemail",
          next: "next: Call Renata Holub, 312-555-0142, Tue 2026-09-29 16:30–17:30, try 2\n"),
        Turn("2026-10-15T07:30", "next", next: "Close it\n  today\n"),
        // A new date moves everything.
        Turn("2026-10-15T09:00", "log", "reply", "brightwater", "postponed", "--by", "2026-10-23"),
        Turn("2026-10-16T09:00", "next", next: "Nothing is due today. On Mon 2026-10-26: call"),
      ], on: desktop)
  }

  @Test func quastClimbsTheLadder() throws {
    let desktop = try begin(
      "Copperline", interviewed: "2026-09-11", with: "Greta Okonjo", "hiring_manager", playbook: "quast")
    play(
      [
        Turn(
          "2026-09-11T17:00", "contact", "add", "Sunil Barrow", "--app", "copperline", "--role", "recruiter",
          "--email", "sunil@example.org"),
        Turn("2026-09-11T17:00", "log", "email", "copperline", "sent", "--contact", "sunil", "--at", "2026-09-08"),
        Turn("2026-09-11T17:00", "log", "promise", "copperline", "--by", "2026-09-18"),
        Turn("2026-09-21T09:00", "next", next: "Nothing is due today. On Tue 2026-09-22: email"),
        Turn(
          "2026-09-22T09:00", "next",
          next: "E-mail Sunil Barrow, sunil@example.org\n  today, by Wed 2026-09-23, try 1 of 3\n"),
        Turn(
          "2026-09-22T09:10", "log", "email", "copperline", "sent", "--contact", "sunil",
          next: "next: Ask somebody inside, Fri 2026-09-25\n"),
        Turn("2026-09-25T09:00", "next", next: "Whom do you know inside Copperline?"),
        Turn(
          "2026-09-25T09:10", "log", "insider-ask", "copperline",
          next: "next: E-mail Greta Okonjo, Mon 2026-09-28, try 2 of 3\n"),
        Turn(
          "2026-09-28T09:00", "log", "email", "copperline", "sent", "--contact", "greta",
          next: "next: Call Greta Okonjo, 312-555-0142, Fri 2026-10-02 08:00–08:30, try 3 of 3\n"),
        Turn(
          "2026-10-02T08:10", "log", "call", "copperline", "voicemail", "--contact", "greta",
          next: "next: Close it, Fri 2026-10-09\n"),
        Turn("2026-10-09T08:00", "next", next: "Move on"),
      ], on: desktop)
  }

  @Test func threeTipsCallsAfterFiveToEightBusinessDays() throws {
    let desktop = try begin(
      "Tidewater", interviewed: "2026-10-07", with: "Maeve Sorrento", "interviewer", playbook: "three-tips")
    play(
      [
        Turn("2026-10-13T07:55", "next", next: "Nothing is due today. On Wed 2026-10-14: call"),
        Turn(
          "2026-10-14T07:55", "next",
          next: "Call Maeve Sorrento, 312-555-0142\n  today 08:00–08:30, by Mon 2026-10-19, try 1\n"),
        Turn(
          "2026-10-14T08:05", "log", "call", "tidewater", "voicemail",
          next: "next: Call Maeve Sorrento, 312-555-0142, Fri 2026-10-16 16:30–17:30, try 2\n"),
        // Nothing was left this time, so the next working day.
        Turn(
          "2026-10-16T16:35", "log", "call", "tidewater", "no-answer",
          next: "next: Call Maeve Sorrento, 312-555-0142, Mon 2026-10-19 08:00–08:30, try 3\n"),
        Turn("2026-10-19T08:05", "log", "reply", "tidewater", "filled", next: "next: Close it, today\n"),
      ], on: desktop)
  }

  @Test func phoneCallsAsAgreedAndThenOnceAWeek() throws {
    let desktop = try begin(
      "Meridian", interviewed: "2026-09-24", with: "Casper Oduya", "hiring_manager", playbook: "phone")
    play(
      [
        Turn(
          "2026-09-24T17:00", "log", "permission", "meridian", "--set", "granted=yes", "--set",
          "not_before=2026-09-30", "--set", "words=after Tuesday"),
        Turn("2026-09-29T07:55", "next", next: "Nothing is due today. On Wed 2026-09-30: call"),
        Turn("2026-09-30T07:55", "next", next: "Call Casper Oduya, 312-555-0142\n  today 08:00–08:30, try 1\n"),
        Turn(
          "2026-09-30T08:05", "log", "call", "meridian", "voicemail",
          next: "next: Call Casper Oduya, 312-555-0142, Thu 2026-10-08 16:30–17:30, try 2\n"),
        Turn(
          "2026-10-08T16:35", "log", "call", "meridian", "voicemail",
          next: "next: Call Casper Oduya, 312-555-0142, Fri 2026-10-16 08:00–08:30, try 3\n"),
        Turn("2026-10-21T08:00", "next", next: "Three weeks without a call since Wed 2026-09-30"),
        Turn("2026-10-21T08:05", "snooze", "meridian", "2026-11-02", next: "Mon 2026-11-02"),
        Turn("2026-10-22T08:05", "next", next: "Nothing is due"),
      ], on: desktop)
  }
}
