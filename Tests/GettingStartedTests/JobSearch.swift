// The code of docs/GETTING-STARTED.md: what stands between `page:` and `end` is on that page, in this order.

// page: client
import CivilTime
import EventLog
import EventStorage
import EventSync
import FollowUp
import FollowUpAdvice

/// A search for a job, as a client keeps it.
struct JobSearch {
  let store: EventStore
  let environment: StoreEnvironment
  let zones: any ZoneRules
  let zone: Zone
  // end

  // page: open
  /// Opens the store in a folder, and makes it when there is none.
  init(folder: String, zone: String) throws {
    environment = StoreEnvironment.live(anchorDirectory: folder + "/anchors")
    store = try EventStore(creatingAt: folder + "/search.db", environment: environment)
    // The rules that the system has; a client that brings its own names them as `bundled`.
    zones = LayeredZoneRules.ofMachine(tzdir: nil, bundled: nil)
    self.zone = try zones.zone(zone)
  }

  /// The present, on the person's clock.
  func now() throws -> Now {
    try Now(secondsSince1970: environment.wallMilliseconds() / 1_000, zone: zone)
  }
  // end

  // page: record
  /// Records an application, and returns its identifier.
  func open(_ company: String, _ role: String, at day: String) throws -> RecordID {
    let id: RecordID = environment.newIdentifier()
    let command = OpenApplication(company: company, role: role, at: day)
    let drafted = try command.drafted(id: id, context: FieldContext(now: now(), zones: zones))
    _ = try store.append(drafted.drafts)
    return id
  }

  /// Records what happened, in a person's words: "call", ["voicemail"], "yesterday".
  func log(_ kind: String, _ application: RecordID, _ words: [String], at day: String? = nil) throws {
    let entry = LogEntry(kind: kind, application: application, words: words, at: day)
    _ = try store.write { writer in
      let context = FieldContext(now: try now(), zones: zones, states: try writer.reader().records())
      let drafted = try entry.drafted(id: environment.newIdentifier(), context: context)
      let step: StepID = environment.newIdentifier()
      for draft in drafted.drafts { try writer.append(draft, step: step) }
    }
  }
  // end

  // page: read
  /// The applications, and what happened with each, the oldest first.
  func applications() throws -> [(application: Application, timeline: [RecordState])] {
    try store.read { reader in
      let clock = ReaderClock(try now(), zones: zones)
      return try reader.records(ofType: RecordType.application.rawValue).compactMap(Application.init).map {
        application in
        (application, Timeline.of(application.id, in: try reader.records(referringTo: application.id), clock: clock))
      }
    }
  }
  // end

  // page: advise
  /// What is due now: whom to contact, how, when and why; or one wait, until when.
  func advice() throws -> [Advice] {
    try store.read { reader in
      let settings = Settings(try reader.records(ofType: RecordType.setting.rawValue))
      let own = try reader.records(ofType: PlaybookShelf.recordType)
      let advisor = Advisor(now: try now(), zones: zones, settings: settings, own: own)
      let people = ContactBook(try reader.records(ofType: RecordType.contact.rawValue))

      let applications = try reader.records(ofType: RecordType.application.rawValue).compactMap(Application.init)
      let current = applications.filter { !$0.isClosed && !$0.isRetracted }
      let assessments = try current.map { application in
        let records = try reader.records(referringTo: application.id)
        return advisor.assess(ApplicationRecords(application, records: records, contacts: people))
      }
      return advisor.next(assessments, closed: applications.filter(\.isClosed))
    }
  }
  // end

  // page: search
  /// The records in which all of the words are, the best first; the last word may go on.
  func search(_ words: String) throws -> [RecordState] {
    try store.read { reader in
      try reader.search(SearchQuery([words]), limit: 20) { !$0.isRetracted }.map(\.state)
    }
  }
  // end

  // page: sync
  /// Keeps the store and a folder the same, both directions. Anything may carry the folder between devices.
  func sync(with folder: String) throws -> SyncReport {
    try FolderSync(folder: DiskFolder(path: folder), store: store).run()
  }
  // end
}

// page: observe
/// Shows the applications again whenever they change, whoever has changed them: this process, another one, a sync.
func follow(_ search: JobSearch, show: ([String]) -> Void) async throws {
  let changes = search.store.changes()
  show(try search.applications().map(\.application.title))
  for await _ in changes {
    show(try search.applications().map(\.application.title))
  }
}
// end
