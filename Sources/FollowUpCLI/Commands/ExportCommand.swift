import ArgumentParser
import EventLog
import EventStorage
import FollowUpKit

/// `export`
struct ExportCommand: FollowupCommand {
  /// The formats; ``ExportFormat`` says what each is.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case log, state, csv, json, ics, proof
  }

  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Export the log, tables, a calendar, or a proof of your search.",
    discussion: """
      log: every event exactly as it was written; merging it elsewhere gives the same state.
      state: the state that two devices compare, as JSON lines.
      csv: applications, timeline or contacts for a spreadsheet (--what). A cell that a spreadsheet would read as a formula \
      gets a leading apostrophe.
      json: all three tables in one object, or the one that --what names.
      ics: an iCalendar file with what to do, interviews and the days they named. Export to the same file each time, and a \
      calendar program can subscribe to it.
      proof: whom you contacted, when, how, about which position and with what result, for an employment office; as CSV, \
      or as a page to print (--html, or -o FILE.html). It never contains notes.
      --as-of ends the log at a moment, and exports everything else as it was then.
      """)

  @Option(help: "What to export.") var format: Format = .log
  @Option(help: "With csv and json: the table.") var what: ExportTable?
  @Option(
    help: ArgumentHelp("With proof: the first day, such as \"last mon\".", valueName: "date"), completion: .pastDates)
  var from: String?
  @Option(help: ArgumentHelp("With proof: the last day.", valueName: "date"), completion: .pastDates) var to: String?
  @Flag(help: "With proof: write a page to print instead of CSV.") var html = false
  @Flag(help: "With csv and proof: start with a byte order mark; Excel on Windows needs it for accents.")
  var bom = false
  @Option(
    name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("The file (default: -).", valueName: "file"),
    completion: .file())
  var output = "-"
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var options: GlobalOptions

  /// What is written, with all that was said of it.
  private var exportFormat: ExportFormat {
    switch format {
    case .log: .log
    case .state: .state
    case .csv: .csv(what ?? .applications, hasByteOrderMark: bom)
    case .json: what.map { .json([$0]) } ?? .json()
    case .ics: .calendar
    case .proof: .proof(ProofOptions(from: from, through: to, isPage: isPage, hasByteOrderMark: bom))
    }
  }

  func validate() throws {
    if output == "-", options.json || options.plain {
      throw ValidationError("--json and --plain need -o FILE, because the export itself goes to standard output.")
    }
    try refuse(what != nil, "--what", unless: [.csv, .json])
    try refuse(from != nil, "--from", unless: [.proof])
    try refuse(to != nil, "--to", unless: [.proof])
    try refuse(html, "--html", unless: [.proof])
    // A calendar tells by itself what was planned when.
    try refuse(asOf.time != nil, "--as-of", unless: Format.allCases.filter { $0 != .ics })
    try refuse(bom, "--bom", unless: [.csv, .proof])
    if bom, isPage { throw ValidationError("--bom is for CSV; a page declares UTF-8 itself.") }
  }

  private func refuse(_ isGiven: Bool, _ option: String, unless formats: [Format]) throws {
    guard isGiven, !formats.contains(format) else { return }
    throw ValidationError("\(option) needs --format \(formats.map(\.rawValue).joined(separator: " or ")).")
  }

  private var isPage: Bool {
    html || format == .proof && [".html", ".htm"].contains { output.lowercased().hasSuffix($0) }
  }

  func run(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    let moment = try session.moment(asOf, store)
    defer { if moment == nil { tellOfWaiting(store, session) } }
    let format = exportFormat
    guard output != "-" else {
      _ = try write(format, moment, store, session) { bytes in
        if format.isJSON { session.out.lines(bytes) } else { session.out.foreign(bytes) }
        // Nobody reads any more, or the disk is full: there is no use in going on.
        if let failure = session.out.failure { throw failure }
      }
      return
    }
    try session.refuseStore(as: output)
    let file: ReplacedFile
    let rows: Int?
    do {
      file = try ReplacedFile(output)
      rows = try write(format, moment, store, session) { try file.write($0) }
      try file.finish()
    } catch let failure as Platform.Failure {
      throw CommandFailure("\(failure); nothing was exported")
    }
    tell(file, rows, session)
  }

  private func write(
    _ format: ExportFormat, _ moment: HybridTimestamp?, _ store: EventStore, _ session: Session,
    to put: ExportPieces
  ) throws -> Int? {
    let exporter = Exporter(
      of: store, asOf: moment, query: session.query, adviceReader: session.adviceReader,
      template: session.ownTemplates.template
    ) { notice in
      switch notice {
      case .period: session.say("\(notice)")
      case .withoutEmployer, .undated: session.say("followup: \(notice)")
      case .badTemplate:
        session.say("followup: \(notice)")
        session.status = ExitStatus.needsPerson
      }
    }
    do { return try exporter.write(format, to: put) } catch let problem as ExportProblem {
      throw CommandFailure(Self.words(problem), status: ExitStatus.wrongUsage)
    }
  }

  private static func words(_ problem: ExportProblem) -> String {
    switch problem {
    case .unreadableDay(.from, let problem): "--from \(problem)"
    case .unreadableDay(.through, let problem): "--to \(problem)"
    case .reversedPeriod(let from, let through):
      "--from \(from.echo) is after --to \(through.echo); nothing was exported"
    }
  }

  private func tell(_ file: ReplacedFile, _ rows: Int?, _ session: Session) {
    switch session.format {
    case .json:
      session.printJSON(
        [
          (name: "file", value: JSONValue(output)), (name: "format", value: JSONValue(format.rawValue)),
          (name: "lines", value: JSONValue(integer: file.lines)),
          (name: "bytes", value: JSONValue(integer: file.bytes)),
        ] + (rows.map { [(name: "rows", value: JSONValue(integer: $0))] } ?? []))
    case .plain: session.out.record([output, "\(file.lines)", "\(file.bytes)"])
    case .text:
      let count = rows.map { Plural.of($0, "row") } ?? Plural.of(file.lines, "line")
      session.out.line("\(output): \(count), \(Plural.of(file.bytes, "byte"))")
    }
  }

  /// What waits for its predecessor is no event yet, and not in a log file; another store takes it in.
  private func tellOfWaiting(_ store: EventStore, _ session: Session) {
    let waiting = ((try? store.read { try $0.waiting() }) ?? []).reduce(0) { $0 + Int($1.lines) }
    guard waiting > 0 else { return }
    session.hint(
      "the export leaves out \(Plural.of(waiting, "line")) waiting for events from other files; merge the store to include them"
    )
  }
}

extension ExportTable: ExpressibleByArgument {}
