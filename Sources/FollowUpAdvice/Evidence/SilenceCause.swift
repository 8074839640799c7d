import FollowUp

/// A likely cause of a silence (PLAYBOOKS 25): evidence about the employer, and no proof of anything.
///
/// Five are S1's; two of them are harmless: nobody decided against you. The other two are S4's, from a reader.
public enum SilenceCause: String, CaseIterable, Hashable, Sendable {
  /// They have no answer for anybody yet.
  case stalling
  /// They shrink from telling bad news.
  case avoidingNo = "avoiding_no"
  /// They do not know, or forget, that an answer is due.
  case unprofessional
  /// Whoever held the interview is gone.
  case interviewerLeft = "interviewer_left"
  /// There is too much else to do.
  case swamped
  /// They see who calls, and do not answer.
  case screening
  /// The position or the person has moved.
  case reorganised

  /// The cause in a few words.
  public var title: String {
    switch self {
    case .stalling: "there is no answer yet"
    case .avoidingNo: "nobody wants to say no"
    case .unprofessional: "nobody saw to it"
    case .interviewerLeft: "the interviewer has left"
    case .swamped: "they have too much to do"
    case .screening: "your calls are not taken"
    case .reorganised: "the department was reorganised"
    }
  }

  /// What it means, in plain words.
  public var explanation: String {
    switch self {
    case .stalling:
      "They may still be seeing others, or waiting for somebody's answer before they give you theirs. Nothing is"
        + " decided; a call brings you back to mind."
    case .avoidingNo:
      "Bad news is unpleasant to bring, and some would rather bring none. It says how they treat people, and little"
        + " about you."
    case .unprofessional:
      "Somebody does not know that an answer is due, or has lost your papers in a pile. It says something about how"
        + " they work."
    case .interviewerLeft:
      "Whoever spoke with you may be gone, and your application with nobody. Find out who has taken over."
    case .swamped:
      "There may have been dozens of candidates, or more urgent work than letters. A short, friendly call often brings"
        + " “I was going to ring you”."
    case .screening:
      "They may look at the number and let it ring. Try another hour, or write; it says something about their manners."
    case .reorganised:
      "The position may have gone, and the person to another department. Ask somebody inside, and find out who decides"
        + " now."
    }
  }

  /// Whether it is one of the five that S1 calls likely.
  public var isLikely: Bool { source == "S1" }

  /// Whether it says nothing against you and little against them: they have not decided, or have not got round to it.
  public var isHarmless: Bool { self == .stalling || self == .swamped }

  /// Where it comes from.
  public var source: String { self == .screening || self == .reorganised ? "S4" : "S1" }

  /// What is said beside every cause.
  public static let caution = "This is evidence, not proof: nobody but they know why they are silent."
}
