import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice

/// What a call sheet is to be: for which channel, to whom, in which manner.
struct ScriptChoice {
  let kind: ScriptKind
  /// The person one turns to; nil finds one (``Addressee/find(_:application:states:today:)``).
  let addressee: RecordID?
  let manner: ScriptManner
  /// Why this kind, where the person did not say: half a sentence.
  let reason: String?
}

extension Desk {
  /// The choice for an application, as far as the person leaves it open: by the channel that was used last, else by what
  /// is known of the person.
  ///
  /// - Parameters:
  ///   - records: of the application, and the people.
  ///   - kind: what the person wants; nil leaves it open.
  ///   - contact: whom the person wants to turn to; nil leaves it open.
  ///   - advised: the next outreach that is advised: the sheet speaks as its try asks.
  ///   - source: whose playbook that follows.
  func scriptChoice(
    for application: Application, records: [RecordState], kind: ScriptKind?, to contact: Contact?, advised: Advice?,
    source: String
  ) -> ScriptChoice {
    func choice(_ kind: ScriptKind, _ reason: String?) -> ScriptChoice {
      ScriptChoice(
        kind: kind, addressee: contact?.id, manner: .of(source: source, tryNumber: advised?.tryNumber ?? 1),
        reason: reason)
    }
    if let kind { return choice(kind, nil) }
    if let contact, contact.role == "insider" { return choice(.insider, "\(contact.displayName) is inside") }
    let person =
      contact
      ?? Addressee.find(.switchboard, application: application, states: records, today: now.today, clock: clock).contact
    let past = Timeline.of(application.id, in: records, clock: clock).filter { state in
      clock.date(of: state).map { $0 <= now.today } ?? true
    }
    let last = past.compactMap(Touch.init).last(where: \.isTry)
    if let last {
      let kind = last.type == .call ? ScriptKind.call(to: person) : .email
      let day = clock.date(of: last).map { " on \($0.echo)" } ?? ""
      return choice(kind, "your last try\(day) was \(last.type == .call ? "by telephone" : "in writing")")
    }
    guard let person else { return choice(.switchboard, nil) }
    let hasNumber = person.phone != nil || person.directLine != nil
    if !hasNumber, person.email != nil { return choice(.email, "no number is recorded") }
    return choice(ScriptKind.call(to: person), nil)
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
