/// How far an application is: ``ApplicationStatus/stage``, computed from its records and never stored.
public enum Stage: String, CaseIterable, Hashable, Sendable {
  /// Found, and not applied to yet.
  case lead
  /// Sent.
  case applied
  /// An interview lies ahead, or goes on.
  case interviewAhead = "interview_ahead"
  /// An interview was held, and no date of a decision is known.
  case interviewed
  /// They named a day that has not passed.
  case promised
  /// The day that they named has passed without a word.
  case overdue
  /// They offered the position.
  case offer
  /// They declined.
  case rejected
  /// The position is filled or gone.
  case filled
  /// Closed by the person.
  case closed

  /// What a list shows: `interview ahead`.
  public var label: String { rawValue.swapping("_", for: " ") }

  /// Whether something may still come of it.
  public var isOpen: Bool {
    switch self {
    case .rejected, .filled, .closed: false
    default: true
    }
  }

  /// Whether they decided, either way.
  public var isDecided: Bool { self == .offer || self == .rejected || self == .filled }
}

extension ApplicationStatus {
  /// How far the application is.
  ///
  /// It follows from the same reading as all advice (PLAYBOOKS, "Where an application stands"): a decision first, then an
  /// interview ahead, the day that they named, an interview held, and how it began.
  public var stage: Stage { application.isClosed ? .closed : stageIfOpen }

  /// How far it is, or was before the person closed it.
  public var stageIfOpen: Stage {
    switch decision?.answer {
    case .offer?: return .offer
    case .rejected?: return .rejected
    case .filled?, .positionGone?: return .filled
    default: break
    }
    if !interviewsAhead.isEmpty { return .interviewAhead }
    if let promised { return promised.hasPassed ? .overdue : .promised }
    if interview != nil { return .interviewed }
    return applied == nil ? .lead : .applied
  }
}
