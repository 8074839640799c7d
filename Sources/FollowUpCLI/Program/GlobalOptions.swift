import ArgumentParser

/// How results are printed.
enum OutputFormat {
  case text, plain, json
}

/// What every command takes.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The store's file (otherwise $FOLLOWUP_STORE, then $XDG_DATA_HOME/followup/followup.db).", valueName: "file"),
    completion: .file())
  var store: String?

  @Option(
    help: ArgumentHelp(
      "Reckon dates from this moment, such as 2026-11-20T09:00:00-05:00 or 2026-11-20 (then noon).", valueName: "time"))
  var now: String?

  @Flag(
    name: .customLong("store-anyway"),
    help: "Use a store that lies in a synced folder or on a network share, at your own risk.")
  var storeAnyway = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Print one record a line, with tabs between the fields.")
  var plain = false

  @Flag(
    name: .customLong("no-input"),
    help: "Never ask: what may mean several things is refused, with what it may mean.")
  var noInput = false

  @Flag(
    name: [.customLong("quiet"), .customShort("q")],
    help: "Only data and what is wrong: no hints, no progress, no next step.")
  var quiet = false

  @Flag(
    name: .customLong("no-pager"),
    help: "Do not show long output page by page ($FOLLOWUP_PAGER, then $PAGER, then less -FRX).")
  var noPager = false

  var format: OutputFormat { json ? .json : plain ? .plain : .text }

  func validate() throws {
    if json, plain { throw ValidationError("--json and --plain exclude each other; choose one.") }
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
