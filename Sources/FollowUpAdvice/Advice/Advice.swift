import CivilTime
import EventLog
import FollowUp

/// One piece of advice: what to do, with whom, how, when and why.
///
/// The keys of `next --json` are its parts (COMMANDS, "next").
public struct Advice: Hashable, Sendable {
  /// What is to be done.
  public enum Action: String, CaseIterable, Hashable, Sendable {
    /// Get in touch in that way: a try.
    case call, email, message, letter
    /// Thank for an interview.
    case thankYou = "thank_you"
    /// Ask somebody known inside.
    case askInsider = "ask_insider"
    /// Ask in the interview what comes next, and by when.
    case askNextSteps = "ask_next_steps"
    /// Answer an offer by its day.
    case answerOffer = "answer_offer"
    /// Close the application: the tries are used up.
    case close
    /// Applications that nobody has touched for long: close them, or revive them.
    case closeOrRevive = "close_or_revive"
    /// Look for further openings; it is about no application.
    case keepSearching = "keep_searching"
    /// Do nothing until the day that is named.
    case wait

    /// Whether somebody is to be contacted about the application.
    public var isOutreach: Bool {
      switch self {
      case .call, .email, .message, .letter, .askInsider: true
      default: false
      }
    }
  }

  /// An application that the advice is about.
  public struct Subject: Hashable, Sendable {
    /// The record.
    public let application: RecordID
    /// The employer.
    public let company: String?
    /// The position.
    public let role: String?
    /// `Company — Role`, as far as they are known.
    public let title: String
  }

  /// Who is contacted.
  public struct Addressee: Hashable, Sendable {
    /// The contact's record.
    public let contact: RecordID
    /// What the person is called.
    public let name: String
    /// The number to call, where one is recorded; a direct line before a switchboard.
    public let phone: String?
    /// Whether the number goes past the switchboard.
    public let isDirect: Bool
    /// The address to write to, where one is recorded.
    public let email: String?
  }

  /// What is to be done.
  public var action: Action
  /// The applications that it is about: one, several where one contact is due for more than one, or none.
  public var subjects: [Subject] = []
  /// Who is contacted; empty where nobody is known (``question`` then asks).
  public var to: [Addressee] = []
  /// By which channel; nil where nobody is contacted.
  public var channel: Channel?
  /// To whom by their part in the application; nil where the advice is about no outreach.
  public var addresseeKind: AddresseeKind?
  /// Not before this day.
  public var notBefore: CivilDate?
  /// Not after this day, or it is overdue.
  public var notAfter: CivilDate?
  /// The day to act on: the next permitted one from today.
  public var on: CivilDate?
  /// Whether it is due today.
  public var isDue = false
  /// Whether ``notAfter`` has passed.
  public var isOverdue = false
  /// When to call, on the other person's clock.
  public var window: CallWindow?
  /// Which try of the round it is, from 1; nil where it is none.
  public var tryNumber: Int?
  /// Of how many; nil where that is open.
  public var tryLimit: Int?
  /// Of a `wait`: the day on which it ends; nil where nothing is to come.
  public var until: CivilDate?
  /// Of a `wait`: what is to be done then.
  public var then: Action?
  /// The playbook that advises it; nil where all do.
  public var playbook: String?
  /// The name of the playbook's step.
  public var step: String?
  /// The rules that it follows, by their numbers in PLAYBOOKS.
  public var rules: [Int] = []
  /// Where it is from: `S0` … `S4`, and `ours`.
  public var sources: [String] = []
  /// Why: one or two sentences.
  public var reason: String = ""
  /// What the person is asked for by name: somebody to contact, a number.
  public var question: String?
  /// What it rests on, oldest first.
  public var facts: [Fact] = []
  /// What is doubtful in the log.
  public var doubts: [Doubt] = []

  /// Advice of an action; everything else is filled in.
  public init(_ action: Action) { self.action = action }

  /// Adds rules, and their sources behind those that are there; what is there already is not repeated.
  mutating func cite(_ numbers: [Int], sources own: [String] = []) {
    for source in own where !sources.contains(source) { sources.append(source) }
    for number in numbers where !rules.contains(number) {
      rules.append(number)
      for source in Rule.of(number)?.sources ?? [] where source != "ours" && !sources.contains(source) {
        sources.append(source)
      }
    }
  }
}

extension Advice.Subject {
  /// An application as a subject.
  public init(_ application: Application) {
    self.init(
      application: application.id, company: application.company, role: application.role, title: application.title)
  }
}

extension Advice.Addressee {
  /// A contact as an addressee.
  public init(_ contact: Contact) {
    let line = contact.directLine.flatMap { FieldReadable.isNumber($0) ? $0 : nil }
    self.init(
      contact: contact.id, name: contact.displayName, phone: line ?? contact.phone, isDirect: contact.hasDirectLine,
      email: contact.email)
  }
}

/// `direct_line` may be a number or a yes.
enum FieldReadable {
  static func isNumber(_ text: String) -> Bool { text.contains { $0.isNumber } }
}
