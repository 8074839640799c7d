import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice

/// What a question to a store is answered from: one moment of it, and the present. Valid only within its transaction.
package struct QueryContext {
  /// The store at that moment.
  package let reader: StoreReader
  /// The applications, the people, the settings and the devices' names.
  package let snapshot: Snapshot
  /// The present on the person's clock.
  package let now: Now
  /// The person's zone.
  package let zone: Zone
  /// The rules of time zones.
  package let zones: any ZoneRules
  /// What the person answered where something may mean several things.
  package let answers: Answers
  /// Makes the identifier of a new record.
  package let newRecord: () -> RecordID

  /// A context of a moment of a store.
  package init(
    reader: StoreReader, snapshot: Snapshot, now: Now, zone: Zone, zones: any ZoneRules, answers: Answers,
    newRecord: @escaping () -> RecordID
  ) {
    self.reader = reader
    self.snapshot = snapshot
    self.now = now
    self.zone = zone
    self.zones = zones
    self.answers = answers
    self.newRecord = newRecord
  }

  /// By which records are read.
  package var context: ReadingContext { ReadingContext(now: now, settings: snapshot.settings, zones: zones) }

  /// By which the times of records are read.
  package var clock: ReaderClock { ReaderClock(now, zones: zones) }

  /// Reads what advice needs of the same moment.
  package func adviceReader() throws -> AdviceReader {
    try AdviceReader(reader, settings: snapshot.settings, now: now, zones: zones)
  }

  /// What reading a person's words needs.
  package func fieldContext(allowUnknown: Bool = false) -> FieldContext {
    let snapshot = self.snapshot
    let answers = self.answers
    return FieldContext(
      now: now, zones: zones, calendar: snapshot.settings.calendar, allowUnknown: allowUnknown,
      lookup: { snapshot.type(of: $0) },
      resolve: { text, types in
        if types.contains(.application) {
          let text = answers.meaning(of: text, .application)
          return ApplicationFinder.find(text, in: snapshot.namedApplications).map(\.id)
        }
        return ContactFinder.find(answers.meaning(of: text, .contact), in: snapshot.namedContacts).map(\.id)
      }, answers: answers)
  }

  // MARK: What a person names

  /// The applications that a name or a short id may mean. A retracted one is found by its id alone.
  package func match(application said: String) -> NameMatch<Application> {
    let text = answers.meaning(of: said, .application)
    let match = ApplicationFinder.find(text, in: snapshot.namedApplications)
    if case .none = match, let retracted = snapshot.applications.first(where: { ShortID.names(text, $0.id) }) {
      return .found(retracted)
    }
    return match
  }

  /// The contacts that a name or a short id may mean.
  package func match(contact said: String) -> NameMatch<Contact> {
    ContactFinder.find(answers.meaning(of: said, .contact), in: snapshot.namedContacts)
  }

  /// The records that an identifier or the digits of one name.
  package func records(withID text: String) throws -> [RecordState] {
    guard text.utf8.count >= ShortID.digitsMin,
      text.utf8.allSatisfy({ $0 == 0x2d || Character(Unicode.Scalar($0)).isHexDigit })
    else { return [] }
    if let id = RecordID(text.lowercased()) { return try reader.record(id).map { [$0] } ?? [] }
    return try reader.records().filter { ShortID.names(text, $0.id) }
  }

  /// The short id of an application, long enough to tell it from the others.
  package func shortID(_ id: RecordID) -> String { ShortID.shortID(id, among: snapshot.applications.map(\.id)) }

  // MARK: What a person reads

  /// A record in one line.
  package func summary(_ state: RecordState, echoes: [Drafted.Echo] = []) -> String {
    RecordLine.text(state, clock: clock, name: { snapshot.name(of: $0) }, echoes: echoes)
  }

  /// The fields of a record for reading.
  package func readings(_ state: RecordState) -> [FieldReading] {
    FieldReading.fields(of: state, clock: clock) { snapshot.name(of: $0) }
  }

  /// A moment of the log's clock on the person's clock.
  package func time(_ stamp: HybridTimestamp) -> String {
    guard let milliseconds = stamp.milliseconds, let time = zone.time(at: milliseconds / 1_000) else {
      return stamp.text
    }
    return "\(time.local.date.echo) \(time.local.time)"
  }
}

extension NameMatch {
  /// The match with each find replaced.
  package func map<Other: Sendable>(_ transform: (Found) -> Other) -> NameMatch<Other> {
    switch self {
    case .found(let found): .found(transform(found))
    case .ambiguous(let candidates): .ambiguous(candidates.map(transform))
    case .none(let suggestions): .none(suggestions: suggestions.map(transform))
    }
  }
}
