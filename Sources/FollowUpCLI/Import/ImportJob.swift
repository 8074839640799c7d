import EventLog
import EventStorage
import FollowUp
import FollowUpExchange

/// One run of `import`: looks through the files, shows what they hold, asks, and writes, in one transaction and one step.
struct ImportJob {
  let command: ImportCommand
  let session: Session

  /// So much of a file tells what it is.
  private static let beginningBytes = 1 << 16

  func run() throws {
    let files = try command.files.map { try ForeignFile($0, temporaryFolder: session.temporaryFolder) }
    let opened = try existingStore()
    defer { try? opened?.close() }
    var page = ImportPage(session: session, isDryRun: command.isDryRun)
    var tables = try reading(opened) { reader in try survey(files, reader, &page) }
    // People come last: whom one knows where one has applied is an insider.
    tables.sort { $0.table.map.target.order < $1.table.map.target.order }
    page.drafts = saving(tables)

    let isAsked = session.context.ask != nil && !command.isAgreed && !command.files.contains("-")
    if isAsked, !command.isDryRun, command.isSilent {
      throw CommandFailure(
        "nobody is asked with --no-input; add --yes to import, or --dry-run to look", status: ExitStatus.wrongUsage)
    }
    if command.isDryRun || isAsked {
      page.tallies = try reading(opened) { try take(tables, $0, page.drafts) { _ in } }
      page.print(tables.map(\.table))
      if command.isDryRun { return page.finish(nil) }
      guard page.events > 0 else { return page.finish(nil) }
      guard try isAgreed(page.events) else {
        session.say("nothing was written")
        return
      }
    }
    try write(tables, opened, &page, isShown: isAsked)
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

  /// Finds out what the files are, and looks through each of them.
  private func survey(
    _ files: [ForeignFile], _ reader: StoreReader?, _ page: inout ImportPage
  ) throws -> [SurveyedTable] {
    let settings = Settings(try reader?.records(ofType: RecordType.setting.rawValue) ?? [])
    let own = ImportMap.own(try reader?.records(ofType: ImportMap.recordType) ?? [])
    let zone = try session.zone(settings)
    page.zone = zone
    let known = try KnownApplications(reader)
    let lookup = try reader.map { try RecordLookup($0) }
    return try files.map { file in
      let (bytes, isWhole) = try file.beginning(Self.beginningBytes)
      let dialect: CSVDialect
      do throws(CSVProblem) { dialect = try CSVDialect.detected(in: bytes, isWhole: isWhole) } catch {
        throw CommandFailure("\(file.name): \(error); nothing was written")
      }
      var first: [CSVRow] = []
      var reading = CSVReader(dialect, file: file.name)
      bytes.withUnsafeBufferPointer { reading.read($0, row: { first.append($0) }, refused: { _ in }) }
      if isWhole { reading.finish(row: { first.append($0) }, refused: { _ in }) }
      do {
        let chosen = try ImportMap.choose(first, file: file.name, wish: try command.wish(), own: own)
        var table = ImportTable(file: file.name, dialect: dialect, chosen: chosen, dates: command.dates, zone: zone) {
          row, refused in
          var reader = CSVReader(dialect, file: file.name)
          try file.forEachPiece { try reader.read($0, row: row, refused: refused) }
          try reader.finish(row: row, refused: refused)
        }
        try table.survey(known: known) { try lookup?.values(of: $0)?["type"] != nil }
        return SurveyedTable(table: table)
      } catch let problem as ImportProblem {
        throw CommandFailure("\(problem)", status: problem.isUsage ? ExitStatus.wrongUsage : ExitStatus.failed)
      }
    }
  }

  /// The drafts that record the map, where that is wanted.
  private func saving(_ tables: [SurveyedTable]) -> [Draft] {
    guard let name = command.saveMap, let table = tables.first?.table else { return [] }
    return [ImportMap.draft(name, table)]
  }

  // MARK: Taking

  /// Holds all rows against the log.
  private func take(
    _ tables: [SurveyedTable], _ reader: StoreReader?, _ drafts: [Draft], write: (Draft) throws -> Void
  ) throws -> [ImportTally] {
    let lookup = try reader.map { try RecordLookup($0) }
    let log = ImportLog(
      values: { try lookup?.values(of: $0) },
      history: { record, field in
        try lookup?.steps(of: record).compactMap { step in
          step.set[field].map { EarlierValue(value: $0, map: step.set[Reconciliation.marker]?.string) }
        } ?? []
      })
    // A map that is recorded like this already is not recorded again.
    for draft in drafts where try lookup?.values(of: draft.record) != draft.set { try write(draft) }
    var run = ImportRun(log: log, known: try KnownApplications(reader), files: tables.count)
    return try tables.map { try run.take($0.table, write: write) }
  }

  private func isAgreed(_ events: Int) throws -> Bool {
    session.out.flush()
    let answer = session.context.ask?("Import \(events)? [y/N]") ?? ""
    return ["y", "yes"].contains(trim(answer).lowercased())
  }

  private func write(
    _ tables: [SurveyedTable], _ opened: EventStore?, _ page: inout ImportPage, isShown: Bool
  ) throws {
    guard tables.contains(where: { $0.table.rows > 0 }) else {
      throw CommandFailure(
        "there are no rows in \(tables.map(\.table.file).joined(separator: ", ")); nothing was written")
    }
    let store = try opened ?? session.makeStore()
    defer { if opened == nil { try? store.close() } }
    let step = session.newStep()
    let rows = tables.reduce(0) { $0 + $1.table.rows }
    let drafts = page.drafts
    let (tallies, receipt) = try store.write { writer in
      let reader = try writer.reader()
      let settings = Settings(try reader.records(ofType: RecordType.setting.rawValue))
      var zone = try session.firstZone(reader, settings)
      var isFirst = true
      return try take(tables, reader, drafts) { draft in
        if isFirst {
          if let first = zone { try writer.append(first, step: nil) }
          zone = nil
          isFirst = false
          try writer.expect(events: rows)
        }
        try writer.append(draft, step: step)
      }
    }
    page.tallies = tallies
    if !isShown { page.print(tables.map(\.table)) }
    session.explain(receipt.minting)
    page.finish(receipt.events.isEmpty ? nil : step)
  }
}

/// A table that was looked through.
struct SurveyedTable {
  let table: ImportTable
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
