import CivilTime
import EventLog
import FollowUp

/// The person one turns to, where the advice names none.
public struct Addressee: Hashable, Sendable {
  /// The person; nil when nobody is known, or the one who was known has left and nobody has followed.
  public let contact: Contact?
  /// Who had that person's task before, where it has passed on.
  public let former: Contact?

  /// Finds the person for a script.
  ///
  /// An insider for ``ScriptKind/insider``; else who held the last interview (S3: "by name"), then whoever was dealt
  /// with last, then whoever is recorded at the employer, hiring managers first. One who has left or moved is replaced
  /// by the successor (PLAYBOOKS 25, 28).
  public static func find(
    _ kind: ScriptKind, application: Application, states: [RecordState], today: CivilDate, clock: ReaderClock
  ) -> Addressee {
    let contacts = Contact.all(in: states)
    let byID = Dictionary(contacts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let past = Timeline.of(application.id, in: states, clock: clock).filter { state in
      clock.date(of: state).map { $0 <= today } ?? true
    }
    let met = past.reversed().compactMap(Interview.init).first?.with ?? []
    let dealt = past.reversed().flatMap { Dealings.people(in: $0) }
    let company = Folding.fold(application.company ?? "")
    let colleagues = contacts.filter { !company.isEmpty && Folding.fold($0.company ?? "") == company }
      .sorted { (rank($0), $0.id) < (rank($1), $1.id) }

    let candidates = (met + dealt).compactMap { byID[$0] } + colleagues
    let wanted = candidates.filter { ($0.role == "insider") == (kind == .insider) }
    guard let first = wanted.first else { return Addressee(contact: nil, former: nil) }
    for candidate in wanted {
      guard let current = Succession.current(candidate, in: byID, today: today) else { continue }
      return Addressee(contact: current, former: current.id == candidate.id ? nil : candidate)
    }
    return Addressee(contact: nil, former: first)
  }

  private static func rank(_ contact: Contact) -> Int {
    ["hiring_manager", "interviewer", "recruiter", "hr", "insider"].firstIndex(of: contact.role ?? "") ?? 9
  }
}
