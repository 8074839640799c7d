import EventLog
import FollowUp

/// Who is contacted: the people of an application by their part in it, successors in place of those who left.
struct Addressees {
  let standing: Standing
  let contacts: ContactBook

  /// Somebody, or nobody and who of them is gone.
  struct Found {
    var person: Contact?
    var gone: [Contact] = []
  }

  /// Whom a step is addressed to.
  func find(_ kind: Playbook.AddresseeKind) -> Found {
    switch kind {
    case .interviewer: first(interviewers)
    case .hiringManager: first(hiringManagers, interviewers)
    case .recruiterOrHiringManager: first(recruiters, hiringManagers, interviewers)
    case .insider: Found(person: insiders.first)
    }
  }

  /// Whether a contact is a recruiter or of HR.
  func isRecruiter(_ id: RecordID) -> Bool { contacts.contact(id).map(Self.isRecruiter) ?? false }

  static func isRecruiter(_ contact: Contact) -> Bool { contact.role == "recruiter" || contact.role == "hr" }

  /// The people at an interview, as they are named in it.
  func people(of interview: Interview) -> [Contact] {
    interview.with.compactMap(contacts.contact).compactMap { contacts.current($0, on: standing.today).person }
  }

  /// The first of the groups that somebody belongs to decides, even where all of them are gone.
  private func first(_ groups: [Contact]...) -> Found {
    guard let group = groups.first(where: { !$0.isEmpty }) else { return Found() }
    var gone: [Contact] = []
    for contact in group {
      let current = contacts.current(contact, on: standing.today)
      if let person = current.person { return Found(person: person, gone: gone + current.gone) }
      gone += current.gone
    }
    return Found(person: nil, gone: gone)
  }

  private var people: [Contact] { standing.people.compactMap(contacts.contact) }
  private var colleagues: [Contact] { contacts.contacts(at: standing.application.company) }

  private var recruiters: [Contact] {
    people.filter { Self.isRecruiter($0) && standing.touched.contains($0.id) }
  }

  /// Of this application: the hiring manager of another one at the same employer is somebody else.
  private var hiringManagers: [Contact] { people.filter { $0.role == "hiring_manager" } }

  /// Who interviewed; else whom one dealt with last; else who is known at the employer.
  private var interviewers: [Contact] {
    let held = (standing.interview ?? standing.interviewAhead?.interview)?.with.compactMap(contacts.contact) ?? []
    if !held.isEmpty { return held }
    let dealt = people.filter { $0.role != "insider" && $0.role != "other" }
    if !dealt.isEmpty { return dealt }
    let known = colleagues.filter(Self.isRecruiter) + colleagues.filter { $0.role == "hiring_manager" }
    return known.isEmpty ? people : known
  }

  private var insiders: [Contact] {
    (people + colleagues).filter { $0.role == "insider" && !ContactBook.isGone($0, on: standing.today) }
  }
}
