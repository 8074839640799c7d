import FollowUp
import FollowUpAdvice
import Testing

/// The turns of each story by its own playbook, with the clock set to that morning (PLAYBOOKS, "The six playbooks").
@Suite struct StoryTests {
  /// The story, the morning, the employer in question, and how its advice begins.
  static let turns: [(story: String, day: String, company: String, advice: String)] = [
    // S0: interview on Tuesday, silence on Friday, Tuesday with a script, two more tries, a no.
    ("s0-martin", "2026-10-09", "Larkspur", "nothing"), ("s0-martin", "2026-10-12", "Larkspur", "nothing"),
    (
      "s0-martin", "2026-10-13", "Larkspur",
      "call, to Tobias Lindqvist, Larkspur Mutual, 10-13 on Tue 10-13, 08:00–08:30, try 1 of 3"
    ),
    (
      "s0-martin", "2026-10-15", "Larkspur",
      "call, to Tobias Lindqvist, Larkspur Mutual, 10-15 on Thu 10-15, 16:30–17:30, try 2 of 3"
    ),
    (
      "s0-martin", "2026-10-20", "Larkspur",
      "call, to Tobias Lindqvist, Larkspur Mutual, 10-20 on Tue 10-20, 08:00–08:30, try 3 of 3"
    ),
    ("s0-martin", "2026-10-22", "Larkspur", "close, Larkspur Mutual, 10-22 on Thu 10-22, rules 20 26"),
    // S1: the window passes on Wednesday; the interviewer leaves; an offer by Friday.
    ("s1-collegegrad", "2026-09-18", "Brightwater", "thank you, to Renata Holub"),
    (
      "s1-collegegrad", "2026-09-24", "Brightwater",
      "call, to Renata Holub, Brightwater Analytics, 09-24 on Thu 09-24, 08:00–08:30, try 1, rules 6"
    ),
    (
      "s1-collegegrad", "2026-09-29", "Brightwater",
      "call, to Renata Holub, Brightwater Analytics, 09-29 on Tue 09-29, 16:30–17:30, try 2"
    ),
    (
      "s1-collegegrad", "2026-10-05", "Brightwater",
      "call, to Renata Holub, Brightwater Analytics, 10-05 on Mon 10-05, 08:00–08:30, try 1"
    ),
    (
      "s1-collegegrad", "2026-10-15", "Brightwater",
      "call, to Idris Fontaine, Brightwater Analytics, 10-15 on Thu 10-15"
    ),
    ("s1-collegegrad", "2026-10-26", "Brightwater", "answer offer, Brightwater Analytics, 10-23..10-30"),
    // S2: recruiter, insider, hiring manager, a call at last, and on.
    (
      "s2-quast", "2026-10-02", "Copperline",
      "email, to Sunil Barrow, Copperline Logistics and Copperline Logistics, 09-22 on Fri 10-02, try 1 of 3, overdue, rules 18 7"
    ),
    ("s2-quast", "2026-10-07", "Copperline", "ask insider, Copperline Logistics, 10-07 on Wed 10-07, rules 8"),
    (
      "s2-quast", "2026-10-08", "Copperline",
      "email, to Greta Okonjo, Copperline Logistics, 10-08 on Thu 10-08, try 2 of 3, rules 9"
    ),
    (
      "s2-quast", "2026-10-14", "Copperline",
      "call, to Greta Okonjo, Copperline Logistics, 10-14 on Wed 10-14, 08:00–08:30, try 3 of 3, rules 10"
    ),
    ("s2-quast", "2026-10-21", "Copperline", "close, Copperline Logistics, 10-21 on Wed 10-21, rules 11"),
    // S3: five to eight business days, and two after a voicemail.
    ("s3-three-tips", "2026-10-13", "Tidewater", "nothing"),
    (
      "s3-three-tips", "2026-10-14", "Tidewater",
      "call, to Maeve Sorrento, Tidewater Botanical Garden, 10-14..10-19 on Wed 10-14, 08:00–08:30, try 1, rules 12"
    ),
    (
      "s3-three-tips", "2026-10-19", "Tidewater",
      "call, to Maeve Sorrento, Tidewater Botanical Garden, 10-19 on Mon 10-19, 16:30–17:30, try 2, rules 17"
    ),
    ("s3-three-tips", "2026-11-12", "Cedar", "call, to Linus Abara, Cedar Hollow Arboretum, 11-12..11-17 on Thu 11-12"),
    // S4: as agreed, then once a week on another weekday; no calls where they asked for none.
    ("s4-phone", "2026-09-29", "Meridian", "nothing"),
    (
      "s4-phone", "2026-09-30", "Meridian",
      "call, to Casper Oduya, Meridian Transit Works, 09-30 on Wed 09-30, 08:00–08:30, try 1, rules 2"
    ),
    (
      "s4-phone", "2026-10-08", "Meridian",
      "call, to Casper Oduya, Meridian Transit Works, 10-08 on Thu 10-08, 16:30–17:30, try 2, rules 19"
    ),
    (
      "s4-phone", "2026-10-16", "Meridian",
      "call, to Casper Oduya, Meridian Transit Works, 10-16 on Fri 10-16, 08:00–08:30, try 3, rules 19"
    ),
    ("s4-phone", "2026-10-21", "Meridian", "close, Meridian Transit Works, 10-21 on Wed 10-21, rules 21"),
    (
      "s4-phone", "2026-10-23", "Northgate",
      "email, to Agnes Whitlow, Northgate Ferries, 10-23 on Fri 10-23, try 1 of 2, rules 3"
    ),
    (
      "s4-phone", "2026-10-26", "Meridian",
      "call, to Casper Oduya, Meridian Transit Works, 10-26 on Mon 10-26, 08:00–08:30, try 4, rules 19"
    ),
    (
      "s4-phone", "2026-10-27", "Northgate",
      "call, to Agnes Whitlow, Northgate Ferries, 10-27 on Tue 10-27, 08:00–08:30, try 2 of 2, rules 3"
    ),
    ("s4-phone", "2026-10-28", "Meridian", "close, Meridian Transit Works, 10-27 on Wed 10-28, overdue, rules 28"),
  ]

  @Test(arguments: turns.indices) func eachTurnIsAdvisedOnItsDay(_ index: Int) throws {
    let turn = Self.turns[index]
    let lines = try StoryAdviceTests.lines(turn.story)
    let now = try #require(try StoryAdviceTests.days(lines).first { $0.hasPrefix(turn.day) })
    let states = try StoryAdviceTests.states(lines, at: now)
    let due = allNext(states, try makeAdvisor(states, now)).filter { advice in
      advice.isDue && ![.keepSearching, .closeOrRevive].contains(advice.action)
        && advice.subjects.contains { $0.company?.hasPrefix(turn.company) ?? false }
    }
    let found = due.isEmpty ? ["nothing"] : due.map(line)
    #expect(found.contains { $0.hasPrefix(turn.advice) }, "\(turn.story) on \(turn.day): \(found)")
  }
}
