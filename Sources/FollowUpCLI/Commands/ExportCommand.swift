import ArgumentParser
import EventLog
import EventStorage

/// `export`
struct ExportCommand: FollowupCommand {
  /// What is exported.
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

  func validate() throws {
    if output == "-", options.json || options.plain {
      throw ValidationError("What is exported is JSON lines already; --json and --plain go with -o FILE.")
    }
  }

  func run(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    defer { tellOfWaiting(store, session) }
    guard output != "-" else {
      return try write(store) { bytes in
        session.out.lines(bytes)
        // Nobody reads any more, or the disk is full: there is no use in going on.
        if let failure = session.out.failure { throw failure }
      }
    }
    try refuseStore(session)
    let file: ReplacedFile
    do {
      file = try ReplacedFile(output)
      try write(store) { try file.write($0) }
      try file.finish()
    } catch let failure as Platform.Failure {
      throw CommandFailure("\(failure); nothing was exported")
    }
    switch session.format {
    case .json:
      session.printJSON([
        (name: "file", value: JSONValue(output)), (name: "format", value: JSONValue(format.rawValue)),
        (name: "lines", value: JSONValue(integer: file.lines)), (name: "bytes", value: JSONValue(integer: file.bytes)),
      ])
    case .plain: session.out.record([output, "\(file.lines)", "\(file.bytes)"])
    case .text: session.out.line("\(output): \(Plural.of(file.lines, "line")), \(Plural.of(file.bytes, "byte"))")
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

  private func write(_ store: EventStore, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
    try store.read { reader in
      switch format {
      case .log: try reader.exportLog(body)
      case .state:
        var piece: [UInt8] = []
        try reader.forEachStateLine { line in
          piece += line
          piece.append(UInt8(ascii: "\n"))
          if piece.count >= 1 << 16 {
            try piece.withUnsafeBufferPointer(body)
            piece.removeAll(keepingCapacity: true)
          }
        }
        try piece.withUnsafeBufferPointer(body)
      }
    }
  }
}
