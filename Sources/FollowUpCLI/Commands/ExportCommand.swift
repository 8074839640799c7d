import ArgumentParser
import EventLog
import EventStorage

/// `export`
struct ExportCommand: FollowupCommand {
  /// The formats; ``writer(_:)`` says what each is.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case log, state
  }

  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the log, or the state, as JSON lines.",
    discussion: """
      The log is every event exactly as it was written; merging it elsewhere gives the same state. \
      The state is what two devices compare.
      """)

  @Option(help: "log or state.") var format: Format = .log
  @Option(
    name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("The file (default: -).", valueName: "file"))
  var output = "-"
  @OptionGroup var options: GlobalOptions

  /// What writes a format.
  private func writer(_ choices: ExportChoices) -> any ExportFormat {
    switch format {
    case .log: LogExport()
    case .state: StateExport()
    }
  }

  func validate() throws {
    if output == "-", options.json || options.plain {
      throw ValidationError("What is exported is data already; --json and --plain go with -o FILE.")
    }
  }

  func run(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    defer { tellOfWaiting(store, session) }
    let writer = writer(ExportChoices())
    guard output != "-" else {
      _ = try writer.write(store, session) { bytes in
        if writer.isJSON { session.out.lines(bytes) } else { session.out.foreign(bytes) }
        // Nobody reads any more, or the disk is full: there is no use in going on.
        if let failure = session.out.failure { throw failure }
      }
      return
    }
    try refuseStore(session)
    let file: ReplacedFile
    let rows: Int?
    do {
      file = try ReplacedFile(output)
      rows = try writer.write(store, session) { try file.write($0) }
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

  /// A store must not be replaced by its own export.
  private func refuseStore(_ session: Session) throws {
    guard let file = FileIdentity(output) else { return }
    guard !["", "-wal", "-shm"].contains(where: { FileIdentity(session.storePath + $0) == file }) else {
      throw CommandFailure("\(output): this is the store itself; export to another file", status: ExitStatus.wrongUsage)
    }
  }
}
