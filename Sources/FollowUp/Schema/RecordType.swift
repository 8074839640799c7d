import CivilTime
import EventLog

/// The type of a record: the value of its field `type` (PLAYBOOKS, "Record types and fields").
///
/// Types are open: one that this release does not know is kept, relayed and shown as it is.
public struct RecordType: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The spelling in the log: `thank_you`.
  public let rawValue: String

  /// The type of a spelling, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The type of a kind as the program spells it: `thank-you`, and `thank_you` too.
  public init(kind: some StringProtocol) { self.init(rawValue: kind.swapping("-", for: "_")) }

  /// The type of a record; nil when it has none, or one that is no text.
  public init?(of state: RecordState) {
    guard let text = state["type"]?.string, !text.isEmpty else { return nil }
    self.init(rawValue: text)
  }

  /// The spelling in the program: the type with `-` for `_`.
  public var kind: String { rawValue.swapping("_", for: "-") }

  /// Whether this release knows the type.
  public var isKnown: Bool { RecordSchema.of(self) != nil }

  /// The type as the log has it.
  public var description: String { rawValue }

  /// Orders types by their text.
  public static func < (left: RecordType, right: RecordType) -> Bool { left.rawValue < right.rawValue }
}

extension RecordType {
  /// An application, or a lead that has not been applied to yet.
  public static let application = RecordType(rawValue: "application")
  /// A person at an employer or beside it.
  public static let contact = RecordType(rawValue: "contact")
  /// An interview, ahead or held.
  public static let interview = RecordType(rawValue: "interview")
  /// What they said comes next.
  public static let nextSteps = RecordType(rawValue: "next_steps")
  /// When they said they would decide or call.
  public static let promise = RecordType(rawValue: "promise")
  /// Whether one may call, and when.
  public static let permission = RecordType(rawValue: "permission")
  /// A thank-you note.
  public static let thankYou = RecordType(rawValue: "thank_you")
  /// An e-mail, out or in.
  public static let email = RecordType(rawValue: "email")
  /// A telephone call, out or in.
  public static let call = RecordType(rawValue: "call")
  /// A text or chat message, out or in.
  public static let message = RecordType(rawValue: "message")
  /// A letter on paper, out or in.
  public static let letter = RecordType(rawValue: "letter")
  /// An answer about the application.
  public static let reply = RecordType(rawValue: "reply")
  /// A question put to somebody known inside.
  public static let insiderAsk = RecordType(rawValue: "insider_ask")
  /// News from inside.
  public static let intel = RecordType(rawValue: "intel")
  /// What they said of the interview.
  public static let feedback = RecordType(rawValue: "feedback")
  /// A guess at the cause of a silence.
  public static let silence = RecordType(rawValue: "silence")
  /// What an employer's behaviour says of it.
  public static let employerNote = RecordType(rawValue: "employer_note")
  /// A note on an application.
  public static let note = RecordType(rawValue: "note")
  /// The name that a person gave to a device.
  public static let device = RecordType(rawValue: "device")
  /// A setting that holds on every device.
  public static let setting = RecordType(rawValue: "setting")
  /// A person's own playbook: the rules that advice is given by.
  public static let playbook = RecordType(rawValue: "playbook")
  /// A person's own map of a table's columns, for imports.
  public static let importMap = RecordType(rawValue: "import_map")

  /// The five ways of getting in touch; their records have the same fields.
  public static let touches: [RecordType] = [.thankYou, .email, .call, .message, .letter]
}
