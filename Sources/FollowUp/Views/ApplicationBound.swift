import CivilTime
import EventLog

/// A record that belongs to an application.
public protocol ApplicationBound: RecordView {}

extension ApplicationBound {
  /// The application it belongs to.
  public var application: RecordID? { reference("application") }
}

/// An interview, ahead or held.
public struct Interview: ApplicationBound {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.interview]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// The contacts who were there.
  public var with: [RecordID] { references("with") }
  /// Which of several, as it is shown: a number, or a word such as `final`.
  public var round: String? {
    state["round"].flatMap { $0.number == nil ? text("round") : $0.displayed }
  }
  /// Phone, video, in person …
  public var format: String? { text("format") }
}

/// What they said comes next (S1, S2).
public struct NextSteps: ApplicationBound {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.nextSteps]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// Who was asked.
  public var askedOf: RecordID? { reference("asked_of") }
  /// What they said comes next.
  public var steps: String? { text("steps") }
}

/// When they said they would decide or call; PLAYBOOKS' P.
public struct Promise: ApplicationBound {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.promise]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// How exactly it was said; nil when that is not recorded.
  public var precision: When.Precision? { text("precision").flatMap(When.Precision.init) }
  /// As it was said.
  public var words: String? { text("words") }
  /// Who promised.
  public var madeBy: RecordID? { reference("made_by") }
  /// What the person says became of it.
  public var kept: PromiseOutcome? { text("kept").map(PromiseOutcome.init) }
}

/// Whether one may call, and when (S4).
public struct Permission: ApplicationBound {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.permission]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// Whether one may; nil when that is not recorded.
  public var granted: Bool? { boolean("granted") }
  /// The hours that suit them.
  public var window: String? { text("window") }
  /// As it was said.
  public var words: String? { text("words") }
}

/// A thank-you note, an e-mail, a call, a message or a letter.
public struct Touch: ApplicationBound {
  /// The record types that the view reads.
  public static let types = RecordType.touches
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// The other person.
  public var contact: RecordID? { reference("contact") }
  /// Whether they got in touch; what does not say so went out.
  public var isIncoming: Bool { text("direction") == "in" }
  /// How it went.
  public var outcome: TouchOutcome? { text("outcome").map(TouchOutcome.init) }
  /// The script that was used.
  public var script: String? { text("script") }
  /// Whether it is a try: outgoing, no thank-you note, and not bounced (PLAYBOOKS, "Exactly").
  public var isTry: Bool { !isIncoming && type != .thankYou && outcome != .bounced }
  /// Whether something came in by it: they got in touch, or one spoke.
  public var broughtAnswer: Bool { isIncoming || outcome == .spoke }
}

/// An answer about the application.
public struct Reply: ApplicationBound {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.reply]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// Who answered.
  public var contact: RecordID? { reference("contact") }
  /// What they said.
  public var answer: ReplyAnswer? { text("answer").map(ReplyAnswer.init) }
}

/// A question put to somebody known inside, news from there, or what they said of the interview.
public struct Remark: ApplicationBound {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.insiderAsk, .intel, .feedback]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// The other person.
  public var contact: RecordID? { reference("contact") }
  /// What was asked, learned or said.
  public var about: String? { text("about") }
}

/// A guess at the cause of a silence (S0, S1, S2).
public struct Silence: ApplicationBound {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.silence]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// Why: a cause that `followup silence` lists, or another word from elsewhere.
  public var cause: String? { text("cause") }
}

/// A note on an application.
public struct NoteRecord: ApplicationBound {
  /// The record types that the view reads.
  public static let types: [RecordType] = [.note]
  /// What the log says of the record.
  public let state: RecordState

  /// The view of a record, or nil when its type is another.
  public init?(_ state: RecordState) {
    guard Self.accepts(state) else { return nil }
    self.state = state
  }

  /// The note.
  public var text: String? { text("text") }
}
