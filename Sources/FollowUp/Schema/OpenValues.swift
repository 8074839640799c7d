/// A value of a field that may hold one of a few words: the words this release knows, and any other that a newer release
/// or another program wrote. Unknown words are kept and shown as they are.
public protocol OpenValue: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == String {
  /// The words that this release knows, in the order in which help lists them.
  static var known: [Self] { get }
  /// The value of a word, known or not.
  init(rawValue: String)
}

extension OpenValue {
  /// The word as people read it: `position gone`.
  public var label: String { rawValue.swapping("_", for: " ") }
  /// The word in the log.
  public var description: String { rawValue }
}

/// What they answered: the field `answer` of a reply.
public struct ReplyAnswer: OpenValue {
  /// The word in the log.
  public let rawValue: String
  /// The value of a word, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Nothing is decided yet.
  public static let pending = ReplyAnswer(rawValue: "pending")
  /// Somebody else has the position.
  public static let filled = ReplyAnswer(rawValue: "filled")
  /// They offer the position.
  public static let offer = ReplyAnswer(rawValue: "offer")
  /// They declined.
  public static let rejected = ReplyAnswer(rawValue: "rejected")
  /// The decision was put off.
  public static let postponed = ReplyAnswer(rawValue: "postponed")
  /// They will call back.
  public static let callbackPromised = ReplyAnswer(rawValue: "callback_promised")
  /// The position no longer exists.
  public static let positionGone = ReplyAnswer(rawValue: "position_gone")

  /// The words that this release knows.
  public static let known: [ReplyAnswer] = [
    .pending, .filled, .offer, .rejected, .postponed, .callbackPromised, .positionGone,
  ]

  /// Whether it ends the application: nothing more can come of it unless an interview follows.
  public var isRefusal: Bool { self == .rejected || self == .filled || self == .positionGone }
  /// Whether it decides the application, either way.
  public var isDecision: Bool { self == .offer || isRefusal }
}

/// How a touch went: the field `outcome` of a call, an e-mail, a message, a letter or a thank-you note.
public struct TouchOutcome: OpenValue {
  /// The word in the log.
  public let rawValue: String
  /// The value of a word, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// It was sent.
  public static let sent = TouchOutcome(rawValue: "sent")
  /// It came back undelivered.
  public static let bounced = TouchOutcome(rawValue: "bounced")
  /// A voicemail was left.
  public static let voicemail = TouchOutcome(rawValue: "voicemail")
  /// They talked.
  public static let spoke = TouchOutcome(rawValue: "spoke")
  /// Nobody answered.
  public static let noAnswer = TouchOutcome(rawValue: "no_answer")
  /// Somebody else picked up and did not put the call through.
  public static let screened = TouchOutcome(rawValue: "screened")

  /// The words that this release knows.
  public static let known: [TouchOutcome] = [.sent, .bounced, .voicemail, .spoke, .noAnswer, .screened]
}

/// What the person says became of a promise: the field `kept`.
public struct PromiseOutcome: OpenValue {
  /// The word in the log.
  public let rawValue: String
  /// The value of a word, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// They were in touch in time.
  public static let kept = PromiseOutcome(rawValue: "yes")
  /// They were not.
  public static let broken = PromiseOutcome(rawValue: "no")
  /// They named another day before this one had passed.
  public static let postponed = PromiseOutcome(rawValue: "postponed")

  /// The words that this release knows.
  public static let known: [PromiseOutcome] = [.kept, .broken, .postponed]

  /// Whether its day no longer sets a clock. A broken promise still does.
  public var isSettled: Bool { self == .kept || self == .postponed }
}

/// A contact's part in an application: the field `role` of a contact.
public struct ContactRole: OpenValue {
  /// The word in the log.
  public let rawValue: String
  /// The value of a word, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A recruiter, of the employer or of an agency.
  public static let recruiter = ContactRole(rawValue: "recruiter")
  /// Human resources.
  public static let hr = ContactRole(rawValue: "hr")
  /// Whoever decides.
  public static let hiringManager = ContactRole(rawValue: "hiring_manager")
  /// Whoever held an interview.
  public static let interviewer = ContactRole(rawValue: "interviewer")
  /// Somebody known inside, with no part in the decision.
  public static let insider = ContactRole(rawValue: "insider")
  /// Anybody else.
  public static let other = ContactRole(rawValue: "other")

  /// The words that this release knows.
  public static let known: [ContactRole] = [.recruiter, .hr, .hiringManager, .interviewer, .insider, .other]

  /// Whether recruiting is the person's work: a recruiter, or human resources.
  public var isRecruiting: Bool { self == .recruiter || self == .hr }
}
