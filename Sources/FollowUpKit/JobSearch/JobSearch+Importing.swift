import EventLog
import EventStorage
import FollowUp
import FollowUpFormats

/// Taking in tables and calendars of other programs. The same file again changes nothing; a later one brings what is new or
/// was changed there, and what the person has changed stays.
extension JobSearch {
  /// What an import would bring; nothing is written.
  ///
  /// - Parameters:
  ///   - paths: CSV and iCalendar files.
  ///   - options: how they are read where they do not say it themselves.
  /// - Throws: ``ImportFailure`` when the options do not go with the files; ``JobSearchError``; `StoreError`.
  public func previewImport(
    of paths: [String], options: ImportOptions = ImportOptions()
  ) throws -> ImportSummary {
    let importer = try importer(paths, options)
    return try store.read { reader in
      let survey = try importer.survey(reader)
      let drafts = try importer.mapDrafts(survey.sources.tables, reader)
      var events = 0
      let outcome = try importer.take(survey.sources, reader, drafts) { _ in events += 1 }
      return ImportSummary(survey, outcome, events: events, step: nil)
    }
  }

  /// What an import would bring; see the twin that blocks.
  ///
  /// - Parameters:
  ///   - paths: CSV and iCalendar files.
  ///   - options: how they are read where they do not say it themselves.
  /// - Throws: ``ImportFailure``; ``JobSearchError``; `StoreError`; `CancellationError`.
  public func previewImport(
    of paths: [String], options: ImportOptions = ImportOptions()
  ) async throws -> ImportSummary {
    try await away { try self.previewImport(of: paths, options: options) }
  }

  /// Takes in files, in one transaction and one step. A file that cannot be read never stops the others.
  ///
  /// - Parameters:
  ///   - paths: CSV and iCalendar files.
  ///   - options: how they are read where they do not say it themselves.
  ///   - progress: called now and then with how many events are written.
  /// - Throws: ``ImportFailure`` when the options do not go with the files; ``JobSearchError``; `StoreError`.
  @discardableResult
  public func importFiles(
    _ paths: [String], options: ImportOptions = ImportOptions(), progress: (@Sendable (Int) -> Void)? = nil
  ) throws -> ImportSummary {
    try importFiles(paths, options, progress) {}
  }

  /// Takes in files; see the twin that blocks.
  ///
  /// When the task is cancelled before everything is written, nothing is.
  ///
  /// - Parameters:
  ///   - paths: CSV and iCalendar files.
  ///   - options: how they are read where they do not say it themselves.
  ///   - progress: called now and then with how many events are written.
  /// - Throws: ``ImportFailure``; ``JobSearchError``; `StoreError`; `CancellationError`.
  @discardableResult
  public func importFiles(
    _ paths: [String], options: ImportOptions = ImportOptions(), progress: (@Sendable (Int) -> Void)? = nil
  ) async throws -> ImportSummary {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      try await away { try self.importFiles(paths, options, progress) { try cancellation.check() } }
    } onCancel: {
      cancellation.cancel()
    }
  }

  /// - Parameter confirm: called before the import is committed; what it throws takes it back.
  private func importFiles(
    _ paths: [String], _ options: ImportOptions, _ progress: (@Sendable (Int) -> Void)?, confirm: () throws -> Void
  ) throws -> ImportSummary {
    let importer = try importer(paths, options)
    let (survey, drafts) = try store.read { reader in
      let survey = try importer.survey(reader)
      return (survey, try importer.mapDrafts(survey.sources.tables, reader))
    }
    guard survey.sources.hasRows else { return ImportSummary(survey, ImportOutcome(), events: 0, step: nil) }
    let step: StepID = environment.store.newIdentifier()
    var outcome = ImportOutcome()
    let (events, _) = try importer.write(
      survey.sources, drafts, to: store, recorder(), step: step
    ) {
      progress?($0)
    } confirm: {
      outcome = $0
      try confirm()
    }
    return ImportSummary(survey, outcome, events: events, step: events == 0 ? nil : step)
  }

  private func importer(_ paths: [String], _ options: ImportOptions) throws -> Importer {
    var request = ImportRequest(files: paths)
    request.wish.name = options.map
    for (name, column) in options.columns {
      guard let field = ImportField(rawValue: name) else {
        let fields = ImportField.allCases.map(\.rawValue).joined(separator: ", ")
        throw ImportFailure("no field \(name); the fields are \(fields)", isUsage: true)
      }
      request.wish.columns[field] = column
    }
    if options.map != nil, !options.columns.isEmpty {
      throw ImportFailure("a map and columns cannot be combined; choose one", isUsage: true)
    }
    if let name = options.savedMap {
      guard ImportMap.isOwnName(name) else {
        throw ImportFailure(
          "\(name): a map's name has lower-case letters, digits and hyphens, and is not a built-in map's",
          isUsage: true)
      }
      guard paths.count == 1 else { throw ImportFailure("a map can be saved from only one file", isUsage: true) }
    }
    request.saveMap = options.savedMap
    request.dates = options.dateOrder.flatMap { ForeignDateOrder(rawValue: $0.rawValue) }
    request.application = options.application
    return Importer(
      request,
      Importer.Context(
        zones: environment.zones, zone: { self.zone($0) }, now: { try self.now($0) }, query: { try self.query($0) },
        application: { try $0.application(named: $1) }, temporaryFolder: nil))
  }
}
