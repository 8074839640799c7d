import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice

/// What advice needs of one moment of the store, read sparingly: what is open, one application at a time, and only the
/// people who belong to it. What is closed costs next to nothing.
package final class AdviceReader {
  package let reader: StoreReader
  package let settings: Settings
  /// The playbooks that are built in, and the person's own.
  package let shelf: PlaybookShelf
  package let advisor: Advisor
  private let people: ContactLoader

  /// A reader of one moment.
  package init(_ reader: StoreReader, settings: Settings, now: Now, zones: any ZoneRules) throws {
    self.reader = reader
    self.settings = settings
    let own = try reader.records(ofType: PlaybookShelf.recordType)
    shelf = PlaybookShelf(own: own)
    advisor = Advisor(now: now, zones: zones, settings: settings, own: own)
    people = ContactLoader(reader)
  }

  /// The applications that are neither closed nor retracted.
  package func open() throws -> [Application] { try applications(people.index().open).filter { !$0.isClosed } }

  /// Closed applications whose reason may be an offer that was accepted: of the closed ones, only those count.
  package func closed() throws -> [Application] { try applications(people.index().accepted).filter(\.isClosed) }

  private func applications(_ numbers: [Int64]) throws -> [Application] {
    try numbers.compactMap { try reader.record(number: $0).flatMap(Application.init) }.filter { !$0.isRetracted }
      .sorted { $0.id < $1.id }
  }

  /// The applications that are open, or were closed since a day; retracted ones included, for they may stand in a
  /// calendar.
  package func applications(closedSince day: CivilDate) throws -> [Application] {
    let index = try people.index()
    let numbers = index.open + index.closed.filter { $0.on.map { $0 >= day } ?? true }.map(\.number)
    return try numbers.compactMap { try reader.record(number: $0).flatMap(Application.init) }.sorted { $0.id < $1.id }
  }

  /// An application with its log, for ``Advisor/diary(_:settings:closings:)``.
  package func log(of application: Application) throws -> ApplicationLog {
    let records = try reader.records(referringTo: application.id).filter { $0.id != application.id }
    let people = try people.people(application, records)
    var known = Set(people.map(\.id))
    known.insert(application.id)
    var lines = try reader.events(of: application.id)
    // A contact that refers to the application is one of the people already.
    lines += try reader.events(ofRecordsReferringTo: application.id).filter { line in
      line.event.map { !known.contains($0.record) } ?? false
    }
    for person in people { lines += try reader.events(of: person.id) }
    return ApplicationLog(
      application, records: records.filter { !known.contains($0.id) }, people: people,
      events: StoreReader.ordered(lines))
  }

  /// What the log says of one application, with its people.
  package func records(of application: Application) throws -> ApplicationRecords {
    let records = try reader.records(referringTo: application.id)
    return ApplicationRecords(application, records: records, contacts: try people.book(application, records))
  }

  /// The assessments of all open applications; their records are not kept.
  ///
  /// - Parameter withFacts: whether it is shown what the advice rests on.
  package func assessments(withFacts: Bool = true) throws -> [Assessment] {
    try open().map { advisor.assess(try records(of: $0), withFacts: withFacts) }
  }

  /// What is due, or the one wait.
  ///
  /// - Parameter withFacts: whether it is shown what the advice rests on.
  package func next(withFacts: Bool = true) throws -> [Advice] {
    advisor.next(try assessments(withFacts: withFacts), closed: try closed())
  }

  /// The advice on one application by itself, due first and then by day; of a closed one there is none.
  package func advice(on application: Application) throws -> [Advice] {
    guard !application.isClosed, !application.isRetracted else { return [] }
    let records = try records(of: application)
    let advice = advisor.why(records).advice.filter { ![.keepSearching, .wait].contains($0.action) }
    guard advice.isEmpty else {
      return advice.enumerated().sorted {
        (($0.element.isDue ? 0 : 1), $0.element.on ?? .last, $0.offset)
          < (($1.element.isDue ? 0 : 1), $1.element.on ?? .last, $1.offset)
      }.map(\.element)
    }
    return advisor.next([advisor.assess(records)]).filter { $0.action == .wait }
  }
}
