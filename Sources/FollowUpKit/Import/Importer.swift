import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpFormats

/// Looks through files of other programs, holds them against the log, and writes what is new, in one transaction and one
/// step.
package struct Importer {
  /// What an import takes from the program that runs it.
  package struct Context {
    /// The rules of time zones.
    package let zones: any ZoneRules
    /// The person's zone, in which days are meant.
    package let zone: (Settings) throws -> Zone
    /// The present on the person's clock.
    package let now: (Settings) throws -> Now
    /// What a question is answered from at a moment of the store.
    package let query: (StoreReader) throws -> QueryContext
    /// The application that a person names.
    package let application: (QueryContext, _ said: String) throws -> Application
    /// Where a copy of standard input may lie; nil where `-` is a file like any other.
    package let temporaryFolder: String?

    package init(
      zones: any ZoneRules, zone: @escaping (Settings) throws -> Zone, now: @escaping (Settings) throws -> Now,
      query: @escaping (StoreReader) throws -> QueryContext,
      application: @escaping (QueryContext, _ said: String) throws -> Application, temporaryFolder: String?
    ) {
      self.zones = zones
      self.zone = zone
      self.now = now
      self.query = query
      self.application = application
      self.temporaryFolder = temporaryFolder
    }
  }

  /// What a look through the files has found.
  package struct Survey {
    /// The files that can be taken in.
    package var sources = ImportSources()
    /// Files of which nothing can be taken, and why.
    package var unread: [(file: String, failure: ImportFailure)] = []
    /// The zone in which days are meant.
    package let zone: Zone
  }

  private let request: ImportRequest
  private let context: Context

  package init(_ request: ImportRequest, _ context: Context) {
    self.request = request
    self.context = context
  }

  /// So much of a file tells what it is.
  private static let beginningBytes = 1 << 16

  // MARK: Reading

  /// Finds out what the files are, and looks through each of them. One that cannot be read never stops the others.
  ///
  /// - Parameter reader: nil where there is no store yet.
  package func survey(_ reader: StoreReader?) throws -> Survey {
    let settings = Settings(try reader?.records(ofType: RecordType.setting.rawValue) ?? [])
    let own = ImportMap.own(try reader?.records(ofType: ImportMap.recordType) ?? [])
    var survey = Survey(zone: try context.zone(settings))
    let known = try KnownApplications(reader)
    let lookup = try reader.map { try RecordLookup($0) }
    for path in request.files {
      do {
        let file = try ForeignFile(path, temporaryFolder: context.temporaryFolder)
        let (bytes, isWhole) = try file.beginning(Self.beginningBytes)
        if request.format == .ics || (request.format == nil && CalendarFile.isOne(bytes)) {
          survey.sources.calendars.append(try CalendarFile(file))
        } else {
          var table = try table(file, bytes, isWhole, own, survey.zone)
          try table.survey(known: known) { try lookup?.values(of: $0)?["type"] != nil }
          survey.sources.tables.append(table)
        }
      } catch let problem as ImportProblem {
        survey.unread.append((path, ImportFailure("\(problem)", isUsage: problem.isUsage)))
      } catch let failure as ImportFailure {
        survey.unread.append((path, failure))
      }
    }
    // People come last: whom one knows where one has applied is an insider.
    survey.sources.tables.sort { $0.map.target.order < $1.map.target.order }
    return survey
  }

  private func table(
    _ file: ForeignFile, _ bytes: [UInt8], _ isWhole: Bool, _ own: [ImportMap], _ zone: Zone
  ) throws -> ImportTable {
    let dialect: CSVDialect
    do throws(CSVProblem) { dialect = try CSVDialect.detected(in: bytes, isWhole: isWhole) } catch {
      throw ImportFailure("\(file.name): \(error); nothing was imported from it")
    }
    var first: [CSVRow] = []
    var reading = CSVReader(dialect, file: file.name)
    bytes.withUnsafeBufferPointer { reading.read($0, row: { first.append($0) }, refused: { _ in }) }
    if isWhole { reading.finish(row: { first.append($0) }, refused: { _ in }) }
    let chosen = try ImportMap.choose(first, file: file.name, wish: request.wish, own: own)
    return ImportTable(
      file: file.name, dialect: dialect, chosen: chosen, dates: request.dates, zone: zone, zones: context.zones
    ) {
      row, refused in
      var reader = CSVReader(dialect, file: file.name)
      try file.forEachPiece { try reader.read($0, row: row, refused: refused) }
      try reader.finish(row: row, refused: refused)
    }
  }

  /// The drafts that record the map, where that is wanted and it is not recorded like this already.
  ///
  /// - Parameter reader: nil where there is no store yet.
  package func mapDrafts(_ tables: [ImportTable], _ reader: StoreReader?) throws -> [Draft] {
    guard let name = request.saveMap else { return [] }
    guard let table = tables.first else {
      throw ImportFailure("--save-map is for tables; a calendar needs no map", isUsage: true)
    }
    let draft = ImportMap.draft(name, table)
    return try reader?.record(draft.record)?.values == draft.set ? [] : [draft]
  }

  // MARK: Taking

  /// Holds all that is in the files against the log.
  ///
  /// - Parameters:
  ///   - reader: nil where there is no store yet.
  ///   - drafts: what is written beside the rows, before them.
  ///   - write: called with each draft, in order.
  package func take(
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
    let query = try reader.map { try context.query($0) }
    for calendar in sources.calendars {
      outcome.calendars.append(
        try calendar.take(&run, query, context, application: request.application, write: write))
    }
    return outcome
  }

  /// Writes what is new in the files.
  ///
  /// - Parameters:
  ///   - drafts: what is written beside the rows, before them.
  ///   - step: the step of the whole import.
  ///   - progress: called now and then with how many events are written.
  ///   - confirm: called with what came of the files before it is committed; what it throws takes all of it back.
  package func write(
    _ sources: ImportSources, _ drafts: [Draft], to store: EventStore, _ recorder: Recorder, step: StepID,
    progress: (Int) -> Void, confirm: (ImportOutcome) throws -> Void
  ) throws -> (events: Int, receipt: WriteReceipt) {
    let rows = sources.tables.reduce(0) { $0 + $1.rows }
    let (events, receipt) = try store.write { writer -> Int in
      let reader = try writer.reader()
      let settings = Settings(try reader.records(ofType: RecordType.setting.rawValue))
      let zone = try recorder.announceZone(reader, settings)
      let rules = try recorder.announceZoneRules(reader, writer)
      var written = 0
      let outcome = try take(sources, reader, drafts) { draft in
        if written == 0 {
          for draft in [zone, rules].compactMap(\.self) { try writer.append(draft, step: nil) }
          try writer.expect(events: rows)
        }
        try writer.append(draft, step: step)
        written += 1
        if written.isMultiple(of: 1_000) { progress(written) }
      }
      try confirm(outcome)
      return written
    }
    return (events, receipt)
  }
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
