import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice

/// What a call sheet is to be: for which channel, to whom, in which manner.
struct ScriptChoice {
  let kind: ScriptKind
  /// Whom one turns to: the person who was chosen, else whom the advice names.
  let addressee: ScriptAddressee
  let manner: ScriptManner
  /// Why this kind, where the person did not say: half a sentence.
  let reason: String?

  /// The choice for an application, as far as the person leaves it open: by the channel that was used last, else by what
  /// is known of the person.
  ///
  /// - Parameters:
  ///   - kind: what the person wants; nil leaves it open.
  ///   - contact: whom the person wants to turn to; nil leaves it open.
  ///   - advised: the next outreach that is advised: the sheet speaks as its try asks, to whom it names.
  ///   - source: whose playbook that follows.
  init(
    _ status: ApplicationStatus, contacts: ContactBook?, kind: ScriptKind?, to contact: Contact?, advised: Advice?,
    source: String
  ) {
    let part = advised?.addresseeKind.flatMap { $0 == .insider ? nil : $0 }
    let people = ApplicationPeople(status, contacts: contacts)
    let person = contact ?? people.addressee(for: part ?? .interviewer).person
    (self.kind, reason) = kind.map { ($0, nil) } ?? Self.kind(status, contact, person)
    addressee = contact.map { .contact($0.id) } ?? .advised(part)
    manner = .of(source: source, tryNumber: advised?.tryNumber ?? 1)
  }

  private static func kind(
    _ status: ApplicationStatus, _ contact: Contact?, _ person: Contact?
  ) -> (ScriptKind, String?) {
    if let contact, contact.role == .insider { return (.insider, "\(contact.displayName) is an insider") }
    if let last = status.lastTry {
      let isCall = last.channel == .call
      return (
        isCall ? ScriptKind.call(to: person) : .email,
        "your last try on \(last.day.echo) was \(isCall ? "by phone" : "in writing")"
      )
    }
    guard let person else { return (.switchboard, nil) }
    let hasNumber = person.phone != nil || person.directLine != nil
    if !hasNumber, person.email != nil { return (.email, "no number is on record") }
    return (ScriptKind.call(to: person), nil)
  }
}

extension ScriptKind {
  /// The command that records how it went, as the built-in template says it too.
  ///
  /// - Parameters:
  ///   - application: the application's short id.
  ///   - contact: the person's, where it has to be said which one it was.
  func outcome(_ application: String, contact: String? = nil) -> String {
    let said =
      switch self {
      case .switchboard, .directLine: "log call \(application) spoke"
      case .voicemail: "log call \(application) voicemail"
      case .email: "log email \(application)"
      case .insider: "log insider-ask \(application) \"how the decision stands\""
      case .thankYou: "log thank-you \(application)"
      case .filled: "log reply \(application) filled"
      case .pending: "log reply \(application) pending --by DAY"
      case .postponed: "log reply \(application) postponed --by DAY"
      case .callbackPromised: "log reply \(application) callback-promised --by \"DAY TIME\""
      }
    return "followup \(said)" + (contact.map { " --contact \($0)" } ?? "")
  }
}
