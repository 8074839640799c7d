import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpFormats

/// What exports for people read of one moment of the store: one application at a time.
struct ExportReader {
  let reader: StoreReader
  let snapshot: Snapshot
  let now: Now
  let names: ReferenceIndex
  /// By which the times of records are read.
  var clock: ReaderClock { context.clock }
  /// By which records are read.
  let context: ReadingContext
  private let query: QueryContext

  init(_ query: QueryContext) {
    self.query = query
    reader = query.reader
    snapshot = query.snapshot
    now = query.now
    context = query.context
    names = ReferenceIndex(applications: snapshot.applications, contacts: snapshot.contacts)
  }

  /// Where an application stands.
  func status(of application: Application) throws -> ApplicationStatus {
    context.status(
      of: ApplicationRecords(
        application, records: try reader.records(referringTo: application.id), contacts: nil))
  }

  /// What happened, without what is retracted or belongs to a retracted application.
  func items(_ types: [RecordType]) throws -> DatedItems {
    try DatedItems(
      reader, types: types, applications: snapshot.namedApplications, clock: clock,
      hiding: Set(snapshot.applications.filter(\.isRetracted).map(\.id)))
  }

  /// The columns of a table.
  static func columns(_ table: ExportTable) -> [String] {
    switch table {
    case .applications: ApplicationTable.columns
    case .timeline: TimelineTable.columns
    case .contacts: ContactTable.columns
    }
  }

  /// Calls `body` with each row of a table, in its order.
  func forEachRow(of table: ExportTable, _ body: (TableRow) throws -> Void) throws {
    switch table {
    case .applications: try applications(body)
    case .timeline: try timeline(body)
    case .contacts:
      for contact in ContactTable.sorted(snapshot.contacts) { try body(ContactTable.row(of: contact, names: names)) }
    }
  }

  private func applications(_ body: (TableRow) throws -> Void) throws {
    let advice = try query.adviceReader()
    let words = AdviceFormatter(now: now)
    let ids = ShortID.shortIDs(snapshot.applications.map(\.id))
    for application in ApplicationTable.sorted(snapshot.applications) {
      let next = try advice.advice(on: application).first.map { first in
        ApplicationTable.Next(
          on: first.action == .wait ? first.until : first.on ?? first.notBefore,
          words: first.action == .wait ? "wait" : words.headline(first))
      }
      try body(
        ApplicationTable.row(
          try status(of: application), id: ids[application.id] ?? ShortID.shortID(application.id), next: next))
    }
  }

  private func timeline(_ body: (TableRow) throws -> Void) throws {
    let types = RecordSchema.all.filter { $0.isApplicationBound || $0.type == .employerNote }.map(\.type)
    try items(types).read { item in
      switch item {
      case .record(let state): try body(TimelineTable.row(of: state, names: names))
      case .applied(let application): if let row = TimelineTable.applied(application) { try body(row) }
      case .closed(let application): if let row = TimelineTable.closed(application) { try body(row) }
      }
    }
  }
}
