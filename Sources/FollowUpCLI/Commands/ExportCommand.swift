import ArgumentParser
import EventLog
import EventStorage

/// `export`
struct ExportCommand: FollowupCommand {
  /// The formats; ``writer(_:)`` says what each is.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case log, state, csv, json, ics, proof
  }

  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the log, tables for a spreadsheet, a calendar, or a proof of your search.",
    discussion: """
      log: every event exactly as it was written; merging it elsewhere gives the same state.
      state: what two devices compare, as JSON lines.
      csv: the applications, the timeline or the contacts for a spreadsheet (--what). A cell that a spreadsheet would take \
      for a formula gets an apostrophe before it.
      json: the three of them in one object, or the one of --what.
      ics: a calendar (iCalendar) of what to do, of interviews and of the days that they named; written to the same file \
      again and again, it can be subscribed to.
      proof: whom you contacted, when, how, about which position, and what came of it, for an employment office: as CSV, \
      or as a page to print (--html, or -o FILE.html). Notes are never in it.
      With --as-of the log goes up to a moment, and everything else is as it was then.
      """)

  @Option(help: "What is written.") var format: Format = .log
  @Option(help: "With csv and json: which table.") var what: ExportTable?
  @Option(
    help: ArgumentHelp("With proof: the first day, such as \"last mon\".", valueName: "date"), completion: .pastDates)
  var from: String?
  @Option(help: ArgumentHelp("With proof: the last day.", valueName: "date"), completion: .pastDates) var to: String?
  @Flag(help: "With proof: a page to print, and not CSV.") var html = false
  @Flag(help: "With csv and proof: begin with a byte order mark, as Excel on Windows needs it for accents.")
  var bom = false
  @Option(
    name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("The file (default: -).", valueName: "file"),
    completion: .file())
  var output = "-"
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var options: GlobalOptions

  /// What writes a format.
  private func writer(_ choices: ExportChoices) -> any ExportFormat {
    switch format {
    case .log: LogExport()
    case .state: StateExport()
    case .csv: CSVExport(table: choices.what ?? .applications, hasByteOrderMark: choices.hasByteOrderMark)
    case .json: JSONExport(tables: choices.what.map { [$0] } ?? Set(ExportTable.allCases))
    case .proof: ProofExport(choices: choices)
    case .ics: CalendarExport.Format()
    }
  }

  func validate() throws {
    if output == "-", options.json || options.plain {
      throw ValidationError("What is exported is data already; --json and --plain go with -o FILE.")
    }
    try refuse(what != nil, "--what", unless: [.csv, .json])
    try refuse(from != nil, "--from", unless: [.proof])
    try refuse(to != nil, "--to", unless: [.proof])
    try refuse(html, "--html", unless: [.proof])
    // A calendar tells by itself what was planned when.
    try refuse(asOf.time != nil, "--as-of", unless: Format.allCases.filter { $0 != .ics })
    try refuse(bom, "--bom", unless: [.csv, .proof])
    if bom, isPage { throw ValidationError("--bom goes with CSV; a page says by itself that it is UTF-8.") }
  }

  private func refuse(_ isGiven: Bool, _ option: String, unless formats: [Format]) throws {
    guard isGiven, !formats.contains(format) else { return }
    throw ValidationError("\(option) goes with --format \(formats.map(\.rawValue).joined(separator: " or ")).")
  }

  private var isPage: Bool {
    html || format == .proof && [".html", ".htm"].contains { output.lowercased().hasSuffix($0) }
  }

  func run(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    let source = ExportSource(store: store, moment: try session.moment(asOf, store))
    defer { if source.moment == nil { tellOfWaiting(store, session) } }
    let writer = writer(
      ExportChoices(what: what, from: from, through: to, isPage: isPage, hasByteOrderMark: bom))
    guard output != "-" else {
      _ = try writer.write(source, session) { bytes in
        if writer.isJSON { session.out.lines(bytes) } else { session.out.foreign(bytes) }
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
      rows = try writer.write(source, session) { try file.write($0) }
      try file.finish()
    } catch let failure as Platform.Failure {
      throw CommandFailure("\(failure); nothing was exported")
    }
    tell(file, rows, session)
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
      "\(Plural.of(waiting, "line")) that wait for events of other files are not in it; merging the store itself takes them"
    )
  }
}
