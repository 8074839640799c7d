import CivilTime
import EventLog
import EventStorage
import FollowUpFormats
import FollowUpKit

/// One run of `import`: has the files looked through, shows what they hold, asks, and has them written.
struct ImportJob {
  let command: ImportCommand
  let session: Session

  func run() throws {
    let opened = try existingStore()
    defer { try? opened?.close() }
    var page = ImportView(session: session, isDryRun: command.isDryRun)
    let importer = Importer(try request(), context())
    session.progress.show("reading \(Plural.of(command.files.count, "file"))")
    let survey = try reading(opened) { try importer.survey($0) }
    if survey.sources.count == 0, let first = survey.unread.first?.failure {
      for (_, failure) in survey.unread.dropFirst() { session.say("followup: \(failure)") }
      throw first
    }
    session.progress.end()
    page.zone = survey.zone
    page.unread = survey.unread
    page.sources = survey.sources
    page.drafts = try reading(opened) { try importer.mapDrafts(survey.sources.tables, $0) }

    let isAsked = session.context.ask != nil && !command.isAgreed && !command.files.contains("-")
    if isAsked, !command.isDryRun, session.options.noInput {
      throw CommandFailure(
        "import cannot ask for confirmation here; add --yes to import, or --dry-run to look",
        status: ExitStatus.wrongUsage)
    }
    if command.isDryRun || isAsked {
      page.outcome = try reading(opened) { try importer.take(survey.sources, $0, page.drafts) { _ in } }
      page.print()
      if command.isDryRun { return page.finish(nil) }
      guard page.events > 0 else { return page.finish(nil) }
      guard try isAgreed(page.events) else {
        session.say("nothing was written")
        return
      }
    }
    try write(importer, opened, &page, isShown: isAsked)
  }

  private func request() throws -> ImportRequest {
    var request = ImportRequest(files: command.files)
    request.format = command.format
    request.wish = try command.wish()
    request.saveMap = command.saveMap
    request.dates = command.dates
    request.application = command.application
    return request
  }

  private func context() -> Importer.Context {
    Importer.Context(
      zones: session.zones, zone: session.zone, now: session.now, query: session.query,
      application: { try $0.application($1) }, temporaryFolder: session.temporaryFolder)
  }

  /// The store, if there is one: what is only shown makes none.
  private func existingStore() throws -> EventStore? {
    Platform.status(session.storePath) == nil ? nil : try session.openStore()
  }

  /// Reads from one moment of the store, or from none where there is no store yet.
  private func reading<Result>(_ store: EventStore?, _ body: (StoreReader?) throws -> Result) throws -> Result {
    guard let store else { return try body(nil) }
    return try store.read { try body($0) }
  }

  private func isAgreed(_ events: Int) throws -> Bool {
    session.out.flush()
    let answer = session.context.ask?("Import \(events)? [y/N]") ?? ""
    return ["y", "yes"].contains(trim(answer).lowercased())
  }

  private func write(
    _ importer: Importer, _ opened: EventStore?, _ page: inout ImportView, isShown: Bool
  ) throws {
    guard page.sources.hasRows else {
      throw CommandFailure("nothing to import in \(command.files.joined(separator: ", ")); nothing was written")
    }
    let store = try opened ?? session.makeStore()
    defer { if opened == nil { try? store.close() } }
    let step = session.newStep()
    let (written, receipt) = try importer.write(
      page.sources, page.drafts, to: store, session.recorder(store), step: step
    ) {
      session.progress.show("\($0) events written")
    } confirm: { outcome in
      // Shown, then written.
      page.outcome = outcome
      session.progress.end()
      if !isShown { page.print() }
    }
    if written > 0 { session.trace.hasRecorded = true }
    session.explain(receipt.minting)
    page.finish(written == 0 ? nil : step, events: written)
  }
}
