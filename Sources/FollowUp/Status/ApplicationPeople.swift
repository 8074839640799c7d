import EventLog

/// Who is contacted: the people of an application by their part in it, successors in place of those who left.
public struct ApplicationPeople: Sendable {
  let status: ApplicationStatus
  let contacts: ContactBook

  /// Whom one turns to: somebody, or nobody and who of them is gone.
  public struct Addressee: Hashable, Sendable {
    /// The person; nil when nobody is known, or those who were known have left and nobody followed.
    public var person: Contact?
    /// Those who had the person's task before, the one who was known first.
    public var gone: [Contact] = []

    /// Somebody who has nobody's task.
    public init(_ person: Contact) { self.person = person }

    /// Nobody, or somebody who has the task of others.
    public init(person: Contact? = nil, gone: [Contact] = []) {
      self.person = person
      self.gone = gone
    }
  }

  /// The people of an application.
  public init(_ status: ApplicationStatus, contacts: ContactBook?) {
    self.status = status
    self.contacts = contacts ?? ContactBook()
  }

  /// Whom something is addressed to.
  public func addressee(for kind: AddresseeKind) -> Addressee {
    switch kind {
    case .interviewer: first(interviewers)
    case .hiringManager: first(hiringManagers, interviewers)
    case .recruiterOrHiringManager: first(recruiters, hiringManagers, interviewers)
    case .insider: Addressee(person: insiders.first)
    }
  }

  /// Whether recruiting is a contact's work.
  public func isRecruiting(_ id: RecordID) -> Bool { contacts.contact(id)?.role?.isRecruiting ?? false }

  /// Who has the tasks of the people at an interview, in the order in which it names them.
  public func people(of interview: Interview) -> [Contact] {
    interview.with.compactMap(contacts.contact).compactMap { contacts.current($0, on: status.today).person }
  }

  /// The first of the groups that somebody belongs to decides, even where all of them are gone.
  private func first(_ groups: [Contact]...) -> Addressee {
    guard let group = groups.first(where: { !$0.isEmpty }) else { return Addressee() }
    var gone: [Contact] = []
    for contact in group {
      let current = contacts.current(contact, on: status.today)
      if let person = current.person { return Addressee(person: person, gone: gone + current.gone) }
      gone += current.gone
    }
    return Addressee(person: nil, gone: gone)
  }

  private var people: [Contact] { status.people.compactMap(contacts.contact) }
  private var colleagues: [Contact] { contacts.contacts(at: status.application.company) }

  private var recruiters: [Contact] {
    people.filter { $0.role?.isRecruiting ?? false && status.touched.contains($0.id) }
  }

  /// Of this application: the hiring manager of another one at the same employer is somebody else.
  private var hiringManagers: [Contact] { people.filter { $0.role == .hiringManager } }

  /// Who interviewed; else whom one dealt with last; else who is known at the employer.
  private var interviewers: [Contact] {
    let held = (status.interview ?? status.interviewAhead?.interview)?.with.compactMap(contacts.contact) ?? []
    if !held.isEmpty { return held }
    let dealt = people.filter { $0.role != .insider && $0.role != .other }
    if !dealt.isEmpty { return dealt }
    // A person whose part is not recorded is one to contact (PLAYBOOKS, "Exactly").
    let known =
      colleagues.filter { $0.role?.isRecruiting ?? false } + colleagues.filter { $0.role == .hiringManager }
      + colleagues.filter { $0.role == nil || $0.role == .interviewer }
    return known.isEmpty ? people : known
  }

  private var insiders: [Contact] {
    (people + colleagues).filter { $0.role == .insider && !$0.isGone(on: status.today) }
  }
}
