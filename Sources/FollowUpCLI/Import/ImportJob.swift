import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpFormats
import FollowUpKit

/// One run of `import`: looks through the files, shows what they hold, asks, and writes, in one transaction and one step.
struct ImportJob {
  let command: ImportCommand
  let session: Session

  /// So much of a file tells what it is.
  private static let beginningBytes = 1 << 16

  func run() throws {
    let opened = try existingStore()
    defer { try? opened?.close() }
    var page = ImportPage(session: session, isDryRun: command.isDryRun)
    session.progress.show("reading \(Plural.of(command.files.count, "file"))")
    let sources = try reading(opened) { reader in try survey(reader, &page) }
    session.progress.end()
    page.sources = sources
    page.drafts = try reading(opened) { try saving(sources.tables, $0) }

    let isAsked = session.context.ask != nil && !command.isAgreed && !command.files.contains("-")
    if isAsked, !command.isDryRun, session.options.noInput {
      throw CommandFailure(
        "import cannot ask for confirmation here; add --yes to import, or --dry-run to look",
        status: ExitStatus.wrongUsage)
    }
    if command.isDryRun || isAsked {
      page.outcome = try reading(opened) { try take(sources, $0, page.drafts) { _ in } }
      page.print()
      if command.isDryRun { return page.finish(nil) }
      guard page.events > 0 else { return page.finish(nil) }
      guard try isAgreed(page.events) else {
        session.say("nothing was written")
        return
      }
    }
    try write(sources, opened, &page, isShown: isAsked)
  }

  // MARK: Reading

  /// The store, if there is one: what is only shown makes none.
  private func existingStore() throws -> EventStore? {
    Platform.status(session.storePath) == nil ? nil : try session.openStore()
  }

  /// Reads from one moment of the store, or from none where there is no store yet.
  private func reading<Result>(_ store: EventStore?, _ body: (StoreReader?) throws -> Result) throws -> Result {
    guard let store else { return try body(nil) }
    return try store.read { try body($0) }
  }

  /// Finds out what the files are, and looks through each of them. One that cannot be read never stops the others.
  private func survey(_ reader: StoreReader?, _ page: inout ImportPage) throws -> ImportSources {
    let settings = Settings(try reader?.records(ofType: RecordType.setting.rawValue) ?? [])
    let own = ImportMap.own(try reader?.records(ofType: ImportMap.recordType) ?? [])
    let zone = try session.zone(settings)
    page.zone = zone
    let known = try KnownApplications(reader)
    let lookup = try reader.map { try RecordLookup($0) }
    var sources = ImportSources()
    for path in command.files {
      do {
        let file = try ForeignFile(path, temporaryFolder: session.temporaryFolder)
        let (bytes, isWhole) = try file.beginning(Self.beginningBytes)
        if command.format == .ics || (command.format == nil && CalendarFile.isOne(bytes)) {
          sources.calendars.append(try CalendarFile(file))
        } else {
          var table = try table(file, bytes, isWhole, own, zone)
          try table.survey(known: known) { try lookup?.values(of: $0)?["type"] != nil }
          sources.tables.append(table)
        }
      } catch let problem as ImportProblem {
        let status = problem.isUsage ? ExitStatus.wrongUsage : ExitStatus.failed
        page.unread.append((path, CommandFailure("\(problem)", status: status)))
      } catch let failure as CommandFailure {
        page.unread.append((path, failure))
      }
    }
    if sources.count == 0, let first = page.unread.first?.failure {
      for (_, failure) in page.unread.dropFirst() { session.say("followup: \(failure)") }
      throw first
    }
    // People come last: whom one knows where one has applied is an insider.
    sources.tables.sort { $0.map.target.order < $1.map.target.order }
    return sources
  }

  private func table(
    _ file: ForeignFile, _ bytes: [UInt8], _ isWhole: Bool, _ own: [ImportMap], _ zone: Zone
  ) throws -> ImportTable {
    let dialect: CSVDialect
    do throws(CSVProblem) { dialect = try CSVDialect.detected(in: bytes, isWhole: isWhole) } catch {
      throw CommandFailure("\(file.name): \(error); nothing was imported from it")
    }
    var first: [CSVRow] = []
    var reading = CSVReader(dialect, file: file.name)
    bytes.withUnsafeBufferPointer { reading.read($0, row: { first.append($0) }, refused: { _ in }) }
    if isWhole { reading.finish(row: { first.append($0) }, refused: { _ in }) }
    let chosen = try ImportMap.choose(first, file: file.name, wish: try command.wish(), own: own)
    return ImportTable(
      file: file.name, dialect: dialect, chosen: chosen, dates: command.dates, zone: zone, zones: session.zones
    ) {
      row, refused in
      var reader = CSVReader(dialect, file: file.name)
      try file.forEachPiece { try reader.read($0, row: row, refused: refused) }
      try reader.finish(row: row, refused: refused)
    }
  }

  /// The drafts that record the map, where that is wanted and it is not recorded like this already.
  private func saving(_ tables: [ImportTable], _ reader: StoreReader?) throws -> [Draft] {
    guard let name = command.saveMap else { return [] }
    guard let table = tables.first else {
      throw CommandFailure("--save-map is for tables; a calendar needs no map", status: ExitStatus.wrongUsage)
    }
    let draft = ImportMap.draft(name, table)
    return try reader?.record(draft.record)?.values == draft.set ? [] : [draft]
  }

  // MARK: Taking

  /// Holds all that is in the files against the log.
  private func take(
    _ sources: ImportSources, _ reader: StoreReader?, _ drafts: [Draft], write: (Draft) throws -> Void
  ) throws -> ImportOutcome {
    let lookup = try reader.map { try RecordLookup($0) }
    let log = ImportLog(
      values: { try lookup?.values(of: $0) },
      history: { record, field in
        try lookup?.steps(of: record).compactMap { step in
          step.set[field].map { EarlierValue(value: $0, map: step.set[Reconciliation.marker]?.string) }
        } ?? []
      })
    for draft in drafts { try write(draft) }
    var run = ImportRun(log: log, known: try KnownApplications(reader), files: sources.count)
    var outcome = ImportOutcome()
    outcome.tables = try sources.tables.map { try run.take($0, write: write) }
    guard !sources.calendars.isEmpty else { return outcome }
    let query = try reader.map { try session.query($0) }
    for calendar in sources.calendars {
      outcome.calendars.append(
        try calendar.take(&run, query, session, application: command.application, write: write))
    }
    return outcome
  }

  private func isAgreed(_ events: Int) throws -> Bool {
    session.out.flush()
    let answer = session.context.ask?("Import \(events)? [y/N]") ?? ""
    return ["y", "yes"].contains(trim(answer).lowercased())
  }

  private func write(
    _ sources: ImportSources, _ opened: EventStore?, _ page: inout ImportPage, isShown: Bool
  ) throws {
    guard sources.hasRows else {
      throw CommandFailure("nothing to import in \(command.files.joined(separator: ", ")); nothing was written")
    }
    let store = try opened ?? session.makeStore()
    defer { if opened == nil { try? store.close() } }
    let step = session.newStep()
    let rows = sources.tables.reduce(0) { $0 + $1.rows }
    let drafts = page.drafts
    var written = 0
    let recorder = session.recorder(store)
    let (_, receipt) = try store.write { writer in
      let reader = try writer.reader()
      let settings = Settings(try reader.records(ofType: RecordType.setting.rawValue))
      let zone = try recorder.announceZone(reader, settings)
      let rules = try recorder.announceZoneRules(reader, writer)
      var isFirst = true
      page.outcome = try take(sources, reader, drafts) { draft in
        if isFirst {
          for draft in [zone, rules].compactMap(\.self) { try writer.append(draft, step: nil) }
          isFirst = false
          try writer.expect(events: rows)
        }
        try writer.append(draft, step: step)
        written += 1
        if written.isMultiple(of: 1_000) { session.progress.show("\(written) events written") }
      }
      // Shown, then written.
      session.progress.end()
      if !isShown { page.print() }
    }
    if written > 0 { session.trace.hasRecorded = true }
    session.explain(receipt.minting)
    page.finish(written == 0 ? nil : step, events: written)
  }
}

/// The files of an import, by what they are.
struct ImportSources {
  /// Tables, which were looked through, in the order in which they are taken in.
  var tables: [ImportTable] = []
  var calendars: [CalendarFile] = []

  var count: Int { tables.count + calendars.count }
  var hasRows: Bool { tables.contains { $0.rows > 0 } || calendars.contains { !$0.calendar.events.isEmpty } }
}

/// What became of the files, in the order of ``ImportSources``.
struct ImportOutcome {
  var tables: [ImportTally] = []
  var calendars: [CalendarOutcome] = []

  var all: [ImportTally] { tables + calendars.map(\.tally) }
}

extension ImportTarget {
  /// In which order files are taken in.
  fileprivate var order: Int {
    switch self {
    case .application: 0
    case .lead: 1
    case .contact: 2
    }
  }
}

extension KnownApplications {
  /// The applications of a store that are not retracted.
  fileprivate init(_ reader: StoreReader?) throws {
    self.init()
    let fields = ["company", "role", "applied_on", "retracted"]
    try reader?.forEachRecord(of: [(RecordType.application.rawValue, fields)]) { number, _, values in
      guard values["retracted"]?.bool != true, let company = values["company"]?.string, let reader,
        let id = try reader.recordID(number: number)
      else { return }
      add(id, company: company, role: values["role"]?.string, appliedOn: Moment(values["applied_on"])?.date)
    }
  }
}
