import ArgumentParser

/// How results are printed.
enum OutputFormat {
  case text, plain, json
}

/// What every command takes.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The store's file (default: $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).", valueName: "file"),
    completion: .file())
  var store: String?

  @Option(
    help: ArgumentHelp(
      "Use this time as \"now\", such as 2026-11-20T09:00:00-05:00 or 2026-11-20 (noon).", valueName: "time"))
  var now: String?

  @Flag(
    name: .customLong("store-anyway"),
    help: "Use a store in a synced folder or on a network share, at your own risk.")
  var storeAnyway = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Print one record per line, with tabs between fields.")
  var plain = false

  @Flag(
    name: .customLong("no-input"),
    help: "Never prompt; fail on ambiguous input and list the choices.")
  var noInput = false

  @Flag(
    name: [.customLong("quiet"), .customShort("q")],
    help: "Print only data and errors.")
  var quiet = false

  @Flag(
    name: .customLong("no-pager"),
    help: "Do not use a pager for long output ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).")
  var noPager = false

  var format: OutputFormat { json ? .json : plain ? .plain : .text }

  func validate() throws {
    if json, plain { throw ValidationError("--json and --plain cannot be combined; choose one.") }
  }
}

/// Every command of the program.
protocol FollowupCommand: ParsableCommand {
  var options: GlobalOptions { get }
  /// Whether what it prints for a person may be longer than a terminal is high, and is then shown page by page.
  static var isPaged: Bool { get }
  /// Does the command's work.
  func run(_ session: Session) throws
}

extension FollowupCommand {
  static var isPaged: Bool { false }
}
