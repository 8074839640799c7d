import CivilTime
import EventLog
import FollowUp

/// What the log says of an employer (`employer NAME`; PLAYBOOKS 11 and 25): evidence, and no proof.
///
///     let evidence = EmployerEvidence(of: employer, states: states, context)
public struct EmployerEvidence: Hashable, Sendable {
  /// The employer.
  public let employer: Employer
  /// Its applications, the newest first.
  public let applications: [ApplicationEvidence]
  /// What the person noted about it, oldest first.
  public let notes: [EmployerNote]
  /// The people who are recorded there, by name.
  public let contacts: [Contact]

  /// Gathers the evidence of an employer.
  ///
  /// - Parameters:
  ///   - employer: the employer.
  ///   - states: the people of the store, the employer's applications and notes, and their records.
  ///   - context: the moment, the calendar and the clock of whoever reads.
  public init(of employer: Employer, states: [RecordState], _ context: ReadingContext) {
    self.employer = employer
    let clock = context.clock
    let own = Application.all(in: states).filter { employer.isNamed(by: $0.company) }
    let book = ContactBook(states)
    applications = own.map {
      ApplicationEvidence(context.status(of: ApplicationRecords($0, records: states, contacts: book)))
    }.sorted { Self.order($0.application, clock) > Self.order($1.application, clock) }
    notes = Timeline.sorted(states.filter { !$0.isRetracted }, clock: clock).compactMap(EmployerNote.init)
      .filter { employer.isNamed(by: $0.company) }
    contacts = Contact.all(in: states).filter { employer.isNamed(by: $0.company) }.sorted {
      $0.displayName < $1.displayName
    }
  }

  private static func order(_ application: Application, _ clock: ReaderClock) -> (Int, RecordID) {
    ((application.appliedOn ?? clock.date(of: application))?.dayNumber ?? .min, application.id)
  }

  /// How many promises had an outcome.
  public func promises(_ outcome: PromiseEvidence.Outcome) -> Int {
    applications.flatMap(\.promises).count { $0.outcome == outcome }
  }

  /// The middle one of their times to answer, by business days; of an even number, the longer of the two in the
  /// middle. Nil when they have answered nothing yet.
  public var typicalAnswer: DaySpan? {
    let waits = applications.flatMap(\.answers).map(\.wait).sorted {
      ($0.businessDays, $0.calendarDays, $0.from) < ($1.businessDays, $1.calendarDays, $1.from)
    }
    return waits.isEmpty ? nil : waits[waits.count / 2]
  }

  /// The applications on which they are silent.
  public var silent: [ApplicationEvidence] { applications.filter(\.isSilent) }

  /// Whether the employer as a whole is to be weighed: several silent roles, with or without an interview
  /// (PLAYBOOKS 11, S2).
  public var isToBeWeighed: Bool { silent.count >= 2 }
}

/// An employer: all records whose `company` is the same but for case and the marks on letters.
public struct Employer: Hashable, Sendable {
  /// The name, in the spelling that most records have, and of several the first by code points.
  public let name: String
  private let key: String

  /// An employer by its name.
  public init(name: String) {
    self.name = name
    key = Self.key(name)
  }

  static func key(_ name: String) -> String { Folding.fold(name) }

  /// Whether a record's `company` names this employer.
  public func isNamed(by company: String?) -> Bool { company.map { Self.key($0) == key } ?? false }

  /// All employers that applications, contacts and notes name, by name.
  public static func all(in states: [RecordState]) -> [Employer] {
    var spellings: [String: [String: Int]] = [:]
    for state in states where !state.isRetracted {
      let company = Application(state)?.company ?? Contact(state)?.company ?? EmployerNote(state)?.company
      guard let company, case let key = key(company), !key.isEmpty else { continue }
      spellings[key, default: [:]][company, default: 0] += 1
    }
    let names = spellings.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
    return names.compactMap { entry in
      entry.value.min {
        $0.value != $1.value
          ? $0.value > $1.value : $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars)
      }.map { Employer(name: $0.key) }
    }
  }

  /// The employers that a text names: exactly, else by a part of the name; failing both, those that come near.
  public static func find(_ text: some StringProtocol, in states: [RecordState]) -> NameMatch<Employer> {
    let wanted = key(String(text))
    guard !wanted.isEmpty else { return .none(suggestions: []) }
    let all = all(in: states)
    let exact = all.filter { key($0.name) == wanted }
    let found = exact.isEmpty ? all.filter { key($0.name).contains(wanted) } : exact
    if found.count == 1, let only = found.first { return .found(only) }
    if !found.isEmpty { return .ambiguous(found) }
    let near = all.filter { employer in
      Nearest.suggestion(for: wanted, among: [employer.name] + Folding.words(employer.name)) != nil
    }
    return .none(suggestions: near)
  }
}
