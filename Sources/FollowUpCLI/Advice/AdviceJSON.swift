import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice

/// Advice as members of `--json` (COMMANDS, "next"). Every key is always there; what does not apply is null.
enum AdviceJSON {
  /// One piece of advice.
  static func value(_ advice: Advice) -> JSONValue {
    JSONValue(object: members(advice) + [(name: "playbook", value: text(advice.playbook))])
  }

  /// The members of a piece of advice but its playbook; of none, all are null or empty.
  static func members(_ advice: Advice?) -> [(name: String, value: JSONValue)] {
    let subject = advice?.subjects.first
    let addressee = advice?.to.first
    return [
      (name: "application", value: text(subject?.application.text)),
      (name: "company", value: text(subject?.company)),
      (name: "role", value: text(subject?.role)),
      (name: "action", value: text(advice?.action.rawValue)),
      (name: "to", value: text(advice.map { $0.to.map(\.name).joined(separator: ", ") })),
      (name: "channel", value: text(advice?.channel?.rawValue)),
      (name: "not_before", value: day(advice?.notBefore)),
      (name: "not_after", value: day(advice?.notAfter)),
      (name: "on", value: day(advice?.on)),
      (name: "due", value: advice.map { JSONValue($0.isDue) } ?? .null),
      (name: "overdue", value: advice.map { JSONValue($0.isOverdue) } ?? .null),
      (name: "window", value: window(advice?.window)),
      (name: "try", value: number(advice?.tryNumber)),
      (name: "of", value: number(advice?.tryLimit)),
      (name: "rules", value: JSONValue(array: (advice?.rules ?? []).map { JSONValue(integer: $0) })),
      (name: "sources", value: JSONValue(array: (advice?.sources ?? []).map { JSONValue($0) })),
      (name: "reason", value: text(advice?.reason)),
      (name: "phone", value: text(addressee?.phone)),
      (name: "email", value: text(addressee?.email)),
      (name: "contacts", value: JSONValue(array: (advice?.to ?? []).map(contact))),
      (name: "applications", value: JSONValue(array: (advice?.subjects ?? []).map(application))),
      (name: "until", value: day(advice?.until)),
      (name: "then", value: text(advice?.then?.rawValue)),
      (name: "question", value: text(advice?.question)),
      (name: "step", value: text(advice?.step)),
      (name: "facts", value: JSONValue(array: (advice?.facts ?? []).map(fact))),
      (name: "doubts", value: JSONValue(array: (advice?.doubts ?? []).map { JSONValue($0.text) })),
    ]
  }

  /// A text, or null.
  static func text(_ text: String?) -> JSONValue { text.map { JSONValue($0) } ?? .null }

  /// A day, or null.
  static func day(_ day: CivilDate?) -> JSONValue { text(day?.text) }

  private static func number(_ number: Int?) -> JSONValue { number.map { JSONValue(integer: $0) } ?? .null }

  /// An application that advice is about.
  static func application(_ subject: Advice.Subject) -> JSONValue {
    JSONValue(object: [
      (name: "application", value: JSONValue(subject.application.text)),
      (name: "company", value: text(subject.company)), (name: "role", value: text(subject.role)),
    ])
  }

  private static func contact(_ addressee: Advice.Addressee) -> JSONValue {
    JSONValue(object: [
      (name: "contact", value: JSONValue(addressee.contact.text)), (name: "name", value: JSONValue(addressee.name)),
      (name: "phone", value: text(addressee.phone)), (name: "direct", value: JSONValue(addressee.isDirect)),
      (name: "email", value: text(addressee.email)),
    ])
  }

  /// The window on their clock; what the person's own shows then stands beside it.
  private static func window(_ window: CallWindow?) -> JSONValue {
    guard let window else { return .null }
    return JSONValue(object: [
      (name: "from", value: JSONValue(window.span.from.description)),
      (name: "to", value: JSONValue(window.span.to.description)),
      (name: "tz", value: JSONValue(window.tz)),
      (name: "own_from", value: JSONValue(window.ownFrom.description)),
      (name: "own_to", value: JSONValue(window.ownTo.description)),
    ])
  }

  /// Something in the log that advice rests on.
  static func fact(_ fact: Fact) -> JSONValue {
    JSONValue(object: [
      (name: "record", value: JSONValue(fact.record.text)), (name: "at", value: fact.at?.value ?? .null),
      (name: "text", value: JSONValue(fact.text)),
    ])
  }
}
