import CivilTime

/// One of the 28 rules, told in the project's own words (PLAYBOOKS, "The rules, each with its source").
public struct Rule: Hashable, Sendable {
  /// Its number in PLAYBOOKS, from 1.
  public let number: Int
  /// The articles that say it: `S0` … `S4`, and `ours` where a part of it is.
  public let sources: [String]
  /// When it holds.
  public let when: String
  /// What it says.
  public let then: String

  /// The sources that there are.
  public static let sources = ["S0", "S1", "S2", "S3", "S4", "ours"]

  /// The rule of a number, or nil.
  public static func of(_ number: Int) -> Rule? {
    all.indices.contains(number - 1) ? all[number - 1] : nil
  }

  /// The title of a source, for people.
  public static func title(ofSource source: String) -> String {
    switch source {
    case "S0": "C. Martin, “What Should You Do if They Don't Call You Back After Job Interview?”"
    case "S1": "CollegeGrad, five reasons why they did not call"
    case "S2": "L. Quast, “What To Do When You've Interviewed, But Haven't Heard Back” (2018)"
    case "S3": "“Job Interview Follow Up Call: 3 Tips”"
    case "S4": "“Why Won't They Call Me Back?” (phone follow-up)"
    default: "ours"
    }
  }

  /// All rules, by number.
  public static let all: [Rule] = [
    Rule(1, "S1 S2", "an interview closes", "ask for the next steps and for the date of the decision, and record both"),
    Rule(2, "S4", "an interview closes", "ask whether you may call, and when it suits"),
    Rule(3, "S4", "they ask not to be called", "the day and time that they promise instead is the clock"),
    Rule(4, "S0 S2", "an interview was held", "send a thank-you note"),
    Rule(5, "S2", "the date of a decision is known", "it stands in the calendar on that day"),
    Rule(6, "S1", "the time that they named has passed", "it is up to you to call: persistent, and personal"),
    Rule(
      7, "S2", "two to three days past the date of the decision",
      "write to the recruiter or to HR if they were the channel, else to the hiring manager"),
    Rule(8, "S2", "a few days without a reply", "ask people whom you know inside the employer"),
    Rule(9, "S2", "the recruiter stays silent several more days", "write to the hiring manager"),
    Rule(10, "S2", "writing brings nothing", "last, call, prepared for a person and for a voicemail"),
    Rule(11, "S2", "several more days, or weeks", "move on, and weigh an employer whose roles all fall silent"),
    Rule(12, "S3", "an interview was held", "call after five to eight business days, unless they come first"),
    Rule(13, "S0", "promised by the end of the week, and Friday is silent", "call on Tuesday morning, not on Monday"),
    Rule(
      14, "S4", "any call",
      "best from 8:00 to 8:30 or after 16:30 on their clock, at lunch sometimes; not when meetings begin"),
    Rule(
      15, "S3", "on the line",
      "say who you are, the position and the day of the interview; ask for the status, and never mention lateness"),
    Rule(
      16, "S0", "a voicemail answers", "names, when you met, the position, the status, a call back, your number, thanks"
    ),
    Rule(17, "S3", "a voicemail was left", "the number slowly; again after two business days"),
    Rule(18, "S4", "any message", "say who you are and which position, or where and when you met"),
    Rule(
      19, "S4", "nobody calls back",
      "a few days' grace, then once a week at other hours and weekdays; any form of answer counts"),
    Rule(20, "S0", "nobody calls back", "one to three tries that say they are your first choice; then silence is a no"),
    Rule(
      21, "S4", "three weeks without a call", "probably not the news you want; the decision may also be postponed"),
    Rule(22, "S3", "the position is filled", "no disappointment: thank them, and ask to be kept in mind"),
    Rule(23, "S3 ours", "the decision is pending", "restate your interest; a new date moves everything"),
    Rule(24, "S0", "a person answers", "you may ask how you did in the interview"),
    Rule(
      25, "S0 S1 S2 ours", "silence",
      "it is evidence about the employer, not proof; if the interviewer has left, find the successor"),
    Rule(26, "S0 S2", "always", "keep searching; do not put all hopes on one application"),
    Rule(27, "S3", "always", "stay cordial; the contact outlives the application"),
    Rule(
      28, "S4 ours", "news from inside that the position is gone, or that somebody moved",
      "offer to close, and find who has it now"),
  ]

  private init(_ number: Int, _ sources: String, _ when: String, _ then: String) {
    self.number = number
    self.sources = sources.split(separator: " ").map(String.init)
    self.when = when
    self.then = then
  }
}
