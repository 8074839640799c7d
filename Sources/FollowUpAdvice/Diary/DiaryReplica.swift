import CivilTime
import EventLog
import FollowUp

/// What the log said of one application at some earlier time: its events taken in one after the other.
///
/// The last assignment in the order of the clocks is a field's value, which is what FORMAT 3 comes to wherever the clocks
/// follow the order of causes.
struct DiaryReplica {
  private let id: RecordID
  private let contactIDs: Set<RecordID>
  private var application: RecordState
  private var records: [RecordID: RecordState] = [:]
  private var contacts: [RecordID: RecordState] = [:]
  private var book = ContactBook()

  init(_ application: RecordID, contacts: Set<RecordID>) {
    id = application
    contactIDs = contacts
    self.application = RecordState(id: application)
  }

  /// The application; nil before it is one.
  var current: Application? { Application(application) }

  /// Whether it is an application that is neither closed nor retracted.
  var isOpen: Bool { current.map { !$0.isRetracted && !$0.isClosed } ?? false }

  /// A record of the application or the application itself.
  subscript(record: RecordID) -> RecordState? { record == id ? application : records[record] }

  /// The day after the first day to come on which something was said to happen; nil where there is none.
  func nextDay(after now: Now, clock: ReaderClock) -> CivilDate? {
    let days = records.values.lazy.compactMap { state -> CivilDate? in
      guard let moment = clock.moment(of: state) else { return nil }
      let isAhead = moment.time.map { $0.secondsSince1970 > now.time.secondsSince1970 } ?? (moment.date > now.today)
      return isAhead ? max(moment.date, now.today) : nil
    }
    return days.min()?.adding(days: 1)
  }

  mutating func apply(_ event: Event) {
    func assign(_ state: inout RecordState) {
      for assignment in event.set { state.values[assignment.field] = assignment.value.isNull ? nil : assignment.value }
    }
    if event.record == id {
      assign(&application)
    } else if contactIDs.contains(event.record) {
      assign(&contacts[event.record, default: RecordState(id: event.record)])
      book = ContactBook(contacts.values)
    } else {
      assign(&records[event.record, default: RecordState(id: event.record)])
    }
  }

  /// Takes what holds in the end, for where clocks ran against the order of causes.
  ///
  /// - Returns: whether that is anything else.
  mutating func settle(_ log: ApplicationLog) -> Bool {
    func values(_ states: some Sequence<RecordState>) -> [RecordID: [String: JSONValue]] {
      Dictionary(states.lazy.filter { !$0.values.isEmpty }.map { ($0.id, $0.values) }, uniquingKeysWith: { $1 })
    }
    guard
      application.values != log.application.state.values || values(records.values) != values(log.records)
        || values(contacts.values) != values(log.people)
    else { return false }
    application = log.application.state
    records = Dictionary(log.records.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    contacts = Dictionary(log.people.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    book = ContactBook(log.people)
    return true
  }

  /// What the advisor reads; nil where there is no application, or it is closed or retracted.
  var applicationRecords: ApplicationRecords? {
    guard isOpen, let current else { return nil }
    return ApplicationRecords(current, records: records.values, contacts: book)
  }
}

extension RecordState {
  /// Whether it says that somebody did what advice of an action asks for.
  func does(_ action: Advice.Action) -> Bool {
    guard !isRetracted, let type = RecordType(of: self) else { return false }
    switch action {
    case .call, .email, .message, .letter: return Touch(self)?.isTry ?? false
    case .thankYou: return type == .thankYou && Touch(self)?.isIncoming == false
    case .askInsider: return type == .insiderAsk
    case .askNextSteps: return [.nextSteps, .promise, .permission].contains(type)
    case .close, .closeOrRevive, .answerOffer: return Application(self)?.isClosed ?? false
    case .keepSearching, .wait: return false
    }
  }
}
