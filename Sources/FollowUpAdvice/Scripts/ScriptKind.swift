import CivilTime
import FollowUp

/// What a script is for.
public enum ScriptKind: String, CaseIterable, Hashable, Sendable {
  /// A call that somebody else puts through.
  case switchboard
  /// A call that reaches the person at once.
  case directLine = "direct-line"
  /// A message on the person's voicemail.
  case voicemail
  /// An e-mail that asks how things stand.
  case email
  /// A question to somebody known inside.
  case insider
  /// The note of thanks after an interview.
  case thankYou = "thank-you"
  /// They say that the position is filled.
  case filled
  /// They say that it is not decided yet.
  case pending
  /// They say that the decision was put off.
  case postponed
  /// They say that they will call back.
  case callbackPromised = "callback-promised"

  /// What heads the sheet.
  public var title: String {
    switch self {
    case .switchboard: "A call through the switchboard"
    case .directLine: "A call on the direct line"
    case .voicemail: "A message on their voicemail"
    case .email: "An e-mail"
    case .insider: "A word to somebody inside"
    case .thankYou: "A note of thanks"
    case .filled: "If the position is filled"
    case .pending: "If the decision is still pending"
    case .postponed: "If the decision was postponed"
    case .callbackPromised: "If they promise to call you back"
    }
  }

  /// The rules of PLAYBOOKS by which the built-in template is written.
  public var rules: [Int] {
    switch self {
    case .switchboard, .directLine: [15, 18, 20, 24]
    case .voicemail: [16, 17, 18, 20]
    case .email: [7, 9, 18, 20]
    case .insider: [8, 18]
    case .thankYou: [4, 27]
    case .filled: [22, 24, 27]
    case .pending: [1, 2, 23]
    case .postponed: [2, 21, 23]
    case .callbackPromised: [3, 17]
    }
  }

  /// Where those rules come from.
  public var sources: [String] {
    switch self {
    case .switchboard, .directLine: ["S0", "S3", "S4"]
    case .voicemail: ["S0", "S3", "S4"]
    case .email: ["S0", "S2", "S4"]
    case .insider: ["S2", "S4"]
    case .thankYou: ["S0", "S2", "S3"]
    case .filled: ["S0", "S3"]
    case .pending: ["S1", "S2", "S3", "S4"]
    case .postponed: ["S3", "S4"]
    case .callbackPromised: ["S3", "S4"]
    }
  }

  /// What may follow when somebody answers: the sheets to have at hand beside this one.
  public var branches: [ScriptKind] {
    switch self {
    case .switchboard, .directLine: [.voicemail, .pending, .postponed, .callbackPromised, .filled]
    default: []
    }
  }

  /// The script for a call: the direct line where the person has one, else the switchboard.
  public static func call(to contact: Contact?) -> ScriptKind {
    contact?.hasDirectLine == true ? .directLine : .switchboard
  }

  /// The stem of the built-in template's file, and of a person's own: `direct_line`.
  public var fileStem: String { rawValue.swapping("-", for: "_") }
}

/// What a playbook's source says beyond what all have in common.
public struct ScriptManner: Hashable, Sendable {
  /// Whether a message asks for a call back on the same day: S0 alone does (PLAYBOOKS 16).
  var asksForCallToday: Bool
  /// Whether to say that they are the first choice, and that one would like to know before considering others
  /// (PLAYBOOKS 20).
  var saysFirstChoice: Bool

  /// A manner; by default what all sources have in common.
  public init(asksForCallToday: Bool = false, saysFirstChoice: Bool = false) {
    self.asksForCallToday = asksForCallToday
    self.saysFirstChoice = saysFirstChoice
  }

  /// The manner of a source.
  ///
  /// - Parameters:
  ///   - source: whose playbook it is: `S0` … `S4`; anything else has no manner of its own.
  ///   - tryNumber: which try of the round this is, from 1; the first says nothing of other offers yet.
  public static func of(source: String, tryNumber: Int) -> ScriptManner {
    guard source == "S0" else { return ScriptManner() }
    return ScriptManner(asksForCallToday: true, saysFirstChoice: tryNumber >= 2)
  }
}
