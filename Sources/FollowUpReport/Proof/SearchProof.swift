import CivilTime
import EventLog
import FollowUp

/// The proof of a search, as employment offices ask for it: who was contacted, when, how, about which position, and what
/// came of it.
///
/// A row is an application that was sent, an interview that was held, or a call, a letter or a message in either
/// direction. What a person noted, asked insiders or thinks of an employer is not the office's and never in it.
package enum SearchProof {
  /// One contact with an employer.
  package struct Row: Hashable, Sendable {
    /// The day of the contact.
    package let date: CivilDate
    /// The employer's name.
    package let employer: String
    /// A number, an address of either kind, or the advertisement's.
    package let reach: String?
    /// Who was spoken to or written to.
    package let person: String?
    /// How they were reached, in words such as `online application`.
    package let method: String
    /// The position that it was about.
    package let position: String?
    /// What came of it.
    package let result: String

    /// The row for a spreadsheet, in the order of ``columns``.
    package var cells: [String] {
      [date.text, employer, reach ?? "", person ?? "", method, position ?? "", result]
    }
  }

  /// The columns for a spreadsheet.
  package static let columns = ["date", "employer", "address_or_phone", "person", "method", "position", "result"]

  /// The types of the records that make a row.
  package static let types = [RecordType.interview] + RecordType.touches

  /// The row of an application that was sent; nil for a lead, and where no employer is recorded.
  package static func row(sent status: ApplicationStatus) -> Row? {
    let application = status.application
    guard let date = application.appliedOn, let employer = application.company else { return nil }
    let isOnline = application.url.map { HTMLText.link($0) != nil } ?? false
    return Row(
      date: date, employer: employer, reach: application.url ?? application.location, person: nil,
      method: isOnline ? "online application" : "application", position: application.role,
      result: result(of: status))
  }

  /// The row of an interview or a touch; nil for other records, and where no employer or no day is recorded.
  package static func row(of state: RecordState, names: ReferenceIndex, clock: ReaderClock) -> Row? {
    let application = names.application(state["application"]?.string.flatMap { RecordID($0) })
    let people = names.people(of: state)
    guard let type = RecordType(of: state), types.contains(type), let date = clock.date(of: state),
      let employer = application?.company ?? people.lazy.compactMap(\.company).first
    else { return nil }
    let persons = people.map { [$0.displayName, $0.title].compactMap(\.self).joined(separator: ", ") }
    return Row(
      date: date, employer: employer, reach: reach(state, people.first, application),
      person: persons.isEmpty ? nil : persons.joined(separator: "; "), method: method(state),
      position: application?.role, result: result(of: state))
  }

  // MARK: In words

  private static func reach(_ state: RecordState, _ contact: Contact?, _ application: Application?) -> String? {
    let isDirect = contact?.directLine.map { $0.contains { $0.isNumber } } ?? false
    let phone = isDirect ? contact?.directLine : contact?.phone
    let place = application?.location ?? application?.url
    switch RecordType(of: state) {
    case .call?, .message?: return phone ?? contact?.email ?? place
    case .interview?:
      let format = Interview(state)?.format.map { Folding.fold($0) } ?? ""
      let isRemote = ["phone", "video", "online", "call"].contains { format.contains($0) }
      return isRemote ? phone ?? contact?.email ?? place : place ?? phone ?? contact?.email
    default: return contact?.email ?? phone ?? place
    }
  }

  private static func method(_ state: RecordState) -> String {
    if let interview = Interview(state) {
      return ["interview", interview.format].compactMap(\.self).joined(separator: ", ")
    }
    let isIncoming = Touch(state)?.isIncoming ?? false
    switch RecordType(of: state) {
    case .call?: return isIncoming ? "telephone, they called" : "telephone"
    case .email?: return isIncoming ? "e-mail from them" : "e-mail"
    case .message?: return isIncoming ? "message from them" : "message"
    case .letter?: return isIncoming ? "letter from them" : "letter"
    case .thankYou?: return "thank-you note"
    case let other: return other?.kind ?? ""
    }
  }

  private static func result(of state: RecordState) -> String {
    if Interview(state) != nil { return "held" }
    let isCall = RecordType(of: state) == .call
    switch Touch(state)?.outcome {
    case .voicemail?: return "left a voicemail"
    case .spoke?: return "spoke"
    case .noAnswer?: return isCall ? "nobody answered" : "no answer"
    case .screened?: return "not put through"
    case .sent?: return "sent"
    case .bounced?: return "not delivered"
    case let other?: return other.rawValue
    case nil: return Touch(state)?.isIncoming ?? false ? "received" : isCall ? "called" : "sent"
    }
  }

  /// What came of an application: the decision, else an interview, else whether they answered.
  private static func result(of status: ApplicationStatus) -> String {
    func on(_ state: RecordState) -> String { status.clock.date(of: state).map { " on \($0)" } ?? "" }
    if let decision = status.decision {
      switch decision.answer {
      case .offer?: return "offer" + on(decision.state)
      case .rejected?: return "declined" + on(decision.state)
      case .filled?: return "position filled, told" + on(decision.state)
      default: return "position gone, told" + on(decision.state)
      }
    }
    if let interview = status.interview { return "interview" + on(interview.state) }
    if let answer = status.past.last(where: \.isIncoming) { return "answered" + on(answer) + ", no decision" }
    return "no answer"
  }
}
