import CivilTime
import EventLog
import FollowUp

/// Who may be on the telephone (`who NUMBER|NAME`): the person, the applications, and what was said last.
///
///     switch Caller.find("+1 312 555 0124", in: states, today: today, clock: clock) { … }
public struct Caller: Hashable, Sendable {
  /// One application that the person has to do with.
  public struct Matter: Hashable, Sendable {
    /// The application.
    public let application: Application
    /// How far it is.
    public let stage: Stage
    /// What happened last, either way; nil when nothing is recorded.
    public let last: RecordState?
    /// What they said last: a call or an answer that came in, a promise, a permission, the next steps, news.
    public let lastSaid: RecordState?
    /// The interviews that lie ahead, the next first.
    public let ahead: [Interview]
  }

  /// The person; nil when an employer was named at which nobody is recorded.
  public let contact: Contact?
  /// Who has the person's task now; nil when the person still has it, or nobody is known.
  public let successor: Contact?
  /// Whether the person is no longer there.
  public let isGone: Bool
  /// The applications: open ones first, and of those the one that was dealt with last.
  public let matters: [Matter]

  /// What was found.
  public enum Found: Hashable, Sendable {
    /// By a number: everybody who has it, as a switchboard is shared by many.
    case number([Caller])
    /// By a name, or a short id.
    case name([Caller])
    /// Nothing; these people's or employers' names come near.
    case nobody(near: [String])
  }

  /// Finds whom a number or a name stands for.
  ///
  /// Numbers are compared by their digits, with or without country, area and extension
  /// (`PhoneNumber`); names as `ContactFinder` and `ApplicationFinder` do.
  public static func find(_ text: some StringProtocol, in states: [RecordState], today: CivilDate, clock: ReaderClock)
    -> Found
  {
    let contacts = Contact.all(in: states)
    let desk = Desk(states: states, contacts: contacts, today: today, clock: clock)
    if PhoneNumber.isNumber(text) {
      let reached = ContactFinder.find(number: text, in: contacts)
      if !reached.isEmpty { return .number(desk.callers(reached)) }
    }
    var near: [String] = []
    switch ContactFinder.find(text, in: contacts) {
    case .found(let contact): return .name([desk.caller(contact)])
    case .ambiguous(let several): return .name(desk.callers(several))
    case .none(let suggestions): near = suggestions.map(\.displayName)
    }
    let applications = Application.all(in: states)
    switch ApplicationFinder.find(text, in: applications) {
    case .found(let application): return .name(desk.callers(of: [application]))
    case .ambiguous(let several): return .name(desk.callers(of: several))
    case .none(let suggestions): return .nobody(near: near + suggestions.map(\.title))
    }
  }

  /// What is needed to put callers together.
  private struct Desk {
    let states: [RecordState]
    let contacts: [Contact]
    let today: CivilDate
    let clock: ReaderClock

    var byID: [RecordID: Contact] { Dictionary(contacts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }) }

    /// Several people, those with an open application first.
    func callers(_ people: [Contact]) -> [Caller] {
      people.map(caller).enumerated().sorted { left, right in
        let open = (left.element.hasOpenMatter ? 0 : 1, right.element.hasOpenMatter ? 0 : 1)
        return (open.0, left.offset) < (open.1, right.offset)
      }.map(\.element)
    }

    func caller(_ contact: Contact) -> Caller {
      let company = Folding.fold(contact.company ?? "")
      let named = Set(
        states.filter { !$0.isRetracted && Dealings.people(in: $0).contains(contact.id) }
          .compactMap { $0["application"]?.string })
      let own = Application.all(in: states).filter { application in
        named.contains(application.id.text)
          || (!company.isEmpty && Folding.fold(application.company ?? "") == company)
      }
      let isGone = Succession.isGone(contact, today: today)
      return Caller(
        contact: contact, successor: isGone ? Succession.current(contact, in: byID, today: today) : nil,
        isGone: isGone, matters: matters(own, with: contact.id))
    }

    /// The people of applications; one caller without a person where nobody is recorded.
    func callers(of applications: [Application]) -> [Caller] {
      applications.map { application in
        let addressee = Addressee.find(
          .switchboard, application: application, states: states, today: today, clock: clock)
        let contact = addressee.former ?? addressee.contact
        return Caller(
          contact: contact, successor: addressee.former == nil ? nil : addressee.contact,
          isGone: addressee.former != nil, matters: matters([application], with: nil))
      }
    }

    /// - Parameter contact: whose own applications come before the employer's others.
    private func matters(_ applications: [Application], with contact: RecordID?) -> [Matter] {
      let entries = applications.map { application -> (matter: Matter, key: [Int]) in
        let all = Timeline.of(application.id, in: states, clock: clock)
        let dated = all.filter { clock.moment(of: $0) != nil }
        let past = dated.filter { clock.date(of: $0).map { $0 <= today } ?? false }
        let stage = Stage.of(application: application, records: all, today: today, clock: clock)
        let isOwn = contact.map { contact in all.contains { Dealings.people(in: $0).contains(contact) } } ?? true
        let matter = Matter(
          application: application, stage: stage, last: past.last, lastSaid: past.last(where: Dealings.isSaid),
          ahead: dated.compactMap(Interview.init).filter { clock.date(of: $0).map { $0 > today } ?? false })
        let day = past.last.flatMap { clock.date(of: $0)?.dayNumber } ?? CivilDate.first.dayNumber
        return (matter, [stage.isOpen ? 0 : 1, isOwn ? 0 : 1, -day])
      }
      return entries.sorted { left, right in
        left.key == right.key
          ? left.matter.application.id < right.matter.application.id : left.key.lexicographicallyPrecedes(right.key)
      }.map(\.matter)
    }
  }

  private var hasOpenMatter: Bool { matters.contains { $0.stage.isOpen } }
}
