import CivilTime
import EventLog
import FollowUp

/// Who may be on the telephone (`who NUMBER|NAME`): the person, the applications, and what was said last.
///
///     switch CallerMatch.find("+1 312 555 0124", in: states, context) { … }
public struct CallerMatch: Sendable {
  /// One application that the person has to do with.
  public struct Subject: Sendable {
    /// Where the application stands.
    public let status: ApplicationStatus
    /// The application.
    public var application: Application { status.application }
    /// How far it is.
    public var stage: Stage { status.stage }
    /// What happened last, either way; nil when nothing is recorded.
    public let last: RecordState?
    /// What they said last: a call or an answer that came in, a promise, a permission, the next steps, news.
    public let lastSaid: RecordState?
  }

  /// The person; nil when an employer was named at which nobody is recorded.
  public let contact: Contact?
  /// Who has the person's task now; nil when the person still has it, or nobody is known.
  public let successor: Contact?
  /// Whether the person is no longer there.
  public let isGone: Bool
  /// The applications: open ones first, and of those the one that was dealt with last.
  public let subjects: [Subject]

  /// What was found.
  public enum Result: Sendable {
    /// By a number: everybody who has it, as a switchboard is shared by many.
    case number([CallerMatch])
    /// By a name, or a short id.
    case name([CallerMatch])
    /// Nothing; these people's or employers' names come near.
    case nobody(near: [String])

    /// The people found; none where there is nobody.
    public var callers: [CallerMatch] {
      switch self {
      case .number(let callers), .name(let callers): callers
      case .nobody: []
      }
    }
  }

  /// Finds whom a number or a name stands for.
  ///
  /// Numbers are compared by their digits, with or without country, area and extension
  /// (`PhoneNumber.reaches`); names as `ContactFinder` and `ApplicationFinder` do.
  public static func find(_ text: some StringProtocol, in states: [RecordState], _ context: ReadingContext) -> Result {
    let contacts = Contact.all(in: states)
    let matching = Matching(states: states, contacts: contacts, book: ContactBook(contacts), context: context)
    if PhoneNumber.isNumber(text) {
      let reached = ContactFinder.find(number: text, in: contacts)
      if !reached.isEmpty { return .number(matching.callers(reached)) }
    }
    var near: [String] = []
    switch ContactFinder.find(text, in: contacts) {
    case .found(let contact): return .name([matching.caller(contact)])
    case .ambiguous(let several): return .name(matching.callers(several))
    case .none(let suggestions): near = suggestions.map(\.displayName)
    }
    let applications = Application.all(in: states)
    switch ApplicationFinder.find(text, in: applications) {
    case .found(let application): return .name(matching.callers(of: [application]))
    case .ambiguous(let several): return .name(matching.callers(of: several))
    case .none(let suggestions): return .nobody(near: near + suggestions.map(\.title))
    }
  }

  /// What is needed to put callers together.
  private struct Matching {
    let states: [RecordState]
    let contacts: [Contact]
    let book: ContactBook
    let context: ReadingContext

    /// Several people, those with an open application first.
    func callers(_ people: [Contact]) -> [CallerMatch] {
      people.map(caller(_:)).enumerated().sorted { left, right in
        let open = (left.element.hasOpenSubject ? 0 : 1, right.element.hasOpenSubject ? 0 : 1)
        return (open.0, left.offset) < (open.1, right.offset)
      }.map(\.element)
    }

    func caller(_ contact: Contact) -> CallerMatch {
      let company = Folding.fold(contact.company ?? "")
      let named = Set(
        states.filter { !$0.isRetracted && $0.namedPeople.contains(contact.id) }
          .compactMap { $0["application"]?.string })
      let own = Application.all(in: states).filter { application in
        named.contains(application.id.text)
          || (!company.isEmpty && Folding.fold(application.company ?? "") == company)
      }
      let isGone = contact.isGone(on: context.today)
      return CallerMatch(
        contact: contact, successor: isGone ? book.current(contact, on: context.today).person : nil, isGone: isGone,
        subjects: subjects(own.map(status(of:)), with: contact.id))
    }

    private func status(of application: Application) -> ApplicationStatus {
      context.status(of: ApplicationRecords(application, records: states, contacts: book))
    }

    /// The people of applications; one caller without a person where nobody is recorded.
    func callers(of applications: [Application]) -> [CallerMatch] {
      applications.map { application in
        let status = status(of: application)
        let addressee = ApplicationPeople(status, contacts: book).addressee(for: .interviewer)
        let former = addressee.gone.first
        return CallerMatch(
          contact: former ?? addressee.person, successor: former == nil ? nil : addressee.person,
          isGone: former != nil, subjects: subjects([status], with: nil))
      }
    }

    /// - Parameter contact: whose own applications come before the employer's others.
    private func subjects(_ statuses: [ApplicationStatus], with contact: RecordID?) -> [Subject] {
      let entries = statuses.map { status -> (subject: Subject, key: [Int]) in
        let past = status.past
        let isOwn = contact.map { contact in status.timeline.contains { $0.namedPeople.contains(contact) } } ?? true
        let subject = Subject(status: status, last: past.last, lastSaid: past.last(where: \.isSaid))
        let day = past.last.flatMap { context.clock.date(of: $0)?.dayNumber } ?? CivilDate.first.dayNumber
        return (subject, [status.stage.isOpen ? 0 : 1, isOwn ? 0 : 1, -day])
      }
      return entries.sorted { left, right in
        left.key == right.key
          ? left.subject.application.id < right.subject.application.id
          : left.key.lexicographicallyPrecedes(right.key)
      }.map(\.subject)
    }
  }

  private var hasOpenSubject: Bool { subjects.contains { $0.stage.isOpen } }
}
