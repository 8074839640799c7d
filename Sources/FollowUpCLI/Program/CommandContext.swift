import CivilTime
import EventStorage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// What a command takes from the world around it, in one value that tests replace.
package struct CommandContext {
  /// The environment variables that are looked at.
  package var environment: [String: String]
  /// Standard output: data.
  package var out: Output
  /// Standard error: words.
  package var err: Output
  /// The wall clock, in milliseconds since 1970 in UTC.
  package var wallMilliseconds: @Sendable () -> Int64
  /// The rules of time zones; asked for once by each command that needs any.
  package var zoneRules: () -> any ZoneRules
  /// The machine's time zone, for a store that is written for the first time.
  package var machineZone: (any ZoneRules) -> MachineZone
  /// What a store takes from the world, given the folder of its anchors.
  package var storeEnvironment: (_ anchorDirectory: String?) -> StoreEnvironment
  /// Asks the person who sits there, and returns the line that was typed; nil where nobody does.
  package var ask: ((_ question: String) -> String?)?
  /// Shows a long text page by page, and says whether it could; nil where nobody looks.
  package var pager: ((_ text: [UInt8]) -> Bool)?
  /// Has the person who sits there edit a file, and returns the editor's exit status; nil where nobody does.
  package var edit: ((_ file: String) -> Int32)?
  /// The program's own path, for what is printed to start it later.
  package var programPath = "followup"

  package init(
    environment: [String: String], out: Output, err: Output, wallMilliseconds: @escaping @Sendable () -> Int64,
    zoneRules: @escaping () -> any ZoneRules, machineZone: @escaping (any ZoneRules) -> MachineZone,
    storeEnvironment: @escaping (_ anchorDirectory: String?) -> StoreEnvironment
  ) {
    self.environment = environment
    self.out = out
    self.err = err
    self.wallMilliseconds = wallMilliseconds
    self.zoneRules = zoneRules
    self.machineZone = machineZone
    self.storeEnvironment = storeEnvironment
  }

  /// This process's environment, streams, clock and machine.
  package static func live() -> CommandContext {
    var environment: [String: String] = [:]
    let names = [
      "FOLLOWUP_STORE", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME", "TZ", "TZDIR", "TMPDIR",
      "NO_COLOR",
      "TERM", "COLUMNS", "LINES", "LC_ALL", "LC_CTYPE", "LANG", "PATH", "FOLLOWUP_PAGER", "PAGER", "VISUAL", "EDITOR",
      "SAP_SHELL",
    ]
    for name in names {
      if let value = getenv(name) { environment[name] = String(cString: value) }
    }
    let isDumb = environment["TERM"] == "dumb"
    let isColourWanted = (environment["NO_COLOR"] ?? "").isEmpty && !isDumb
    func stream(_ descriptor: Int32, isBuffered: Bool) -> Output {
      let isTerminal = isatty(descriptor) == 1
      let size = isTerminal ? size(descriptor, environment) : (columns: nil, rows: nil)
      return Output(
        DescriptorSink(descriptor), isTerminal: isTerminal, columns: size.columns, rows: size.rows,
        isColoured: isTerminal && isColourWanted, isDumb: isDumb, isBuffered: isBuffered)
    }
    var context = CommandContext(
      environment: environment, out: stream(1, isBuffered: true), err: stream(2, isBuffered: false),
      wallMilliseconds: { Platform.wallMilliseconds() },
      zoneRules: { [tzdir = environment["TZDIR"]] in FoundationZoneRules.ofMachine(tzdir: tzdir) },
      machineZone: { [tz = environment["TZ"]] in MachineZone.find(tz: tz, rules: $0) },
      storeEnvironment: { StoreEnvironment.live(anchorDirectory: $0) })
    if isatty(0) == 1, context.err.isTerminal {
      let err = context.err
      context.ask = { question in
        err.prompt(question)
        if let line = readLine() { return line }
        // The end of input leaves the cursor behind the question.
        err.line()
        return ""
      }
      let editor = environment["VISUAL"].nonEmpty ?? environment["EDITOR"].nonEmpty ?? "vi"
      context.edit = { TerminalProgram.edit($0, with: editor) }
    }
    let pager = environment["FOLLOWUP_PAGER"] ?? environment["PAGER"].nonEmpty ?? "less -FRX"
    if context.out.isTerminal, !isDumb, !["", "cat"].contains(pager) {
      let path = environment["PATH"]
      context.pager = { TerminalProgram.page($0, with: pager, path: path) }
    }
    context.programPath = ProgramPath.absolute(
      CommandLine.arguments.first ?? "followup", path: environment["PATH"])
    return context
  }

  /// The size of a terminal: what the variables say goes before what the terminal says.
  private static func size(_ descriptor: Int32, _ environment: [String: String]) -> (columns: Int?, rows: Int?) {
    func said(_ name: String) -> Int? { environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
    return (
      said("COLUMNS") ?? (isKnown && size.ws_col > 0 ? Int(size.ws_col) : nil),
      said("LINES") ?? (isKnown && size.ws_row > 0 ? Int(size.ws_row) : nil)
    )
  }
}

extension String? {
  /// The text, or nil where it is empty.
  fileprivate var nonEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }
}

/// Where the program itself lies.
enum ProgramPath {
  /// The absolute path of the program that was started by a name. Links are left as they are: a package manager moves
  /// what they lead to.
  ///
  /// - Parameters:
  ///   - name: a path, or a name that was found in `path`.
  ///   - path: folders with colons between.
  static func absolute(_ name: String, path: String?) -> String {
    if name.hasPrefix("/") { return name }
    if name.contains("/") { return (Platform.realPath(".") ?? ".") + "/" + name }
    let folders = (path ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    return folders.map { "\($0)/\(name)" }.first { Platform.status($0)?.kind == .file } ?? name
  }
}
