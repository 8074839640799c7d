import CivilTime
import EventStorage
import FollowUp
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// Plays the sample search through the program's own commands, in a folder of its own.
struct DemoPlayer {
  /// A command that was given, and what came of it.
  struct Played {
    let moment: OffsetTime
    let arguments: [String]
    let status: Int32
    /// What it printed, on either stream, in order.
    let bytes: [UInt8]
  }

  /// What the commands print for: a terminal as wide as this one, or none.
  let context: CommandContext
  /// Where the store and everything else of theirs lies.
  let folder: String
  /// Whether what is printed is looked at as it is: then it looks as it does on this terminal.
  var isShown = true

  var storePath: String { folder + "/followup.db" }

  /// Plays all steps. What the person keeps elsewhere is neither read nor written.
  func play(_ steps: [DemoStory.Step]) -> [(step: DemoStory.Step, played: [Played])] {
    // The same identifiers each time: the demo shows the same to everybody.
    let random = CountedRandom()
    return steps.map { step in
      guard let start = OffsetTime(step.moment) else { return (step, []) }
      let played = step.commands.enumerated().map { index, arguments in
        let seconds = start.secondsSince1970 + Int64(index) * Self.secondsBetween
        let sink = MemorySink()
        let status = Program.run(
          arguments + ["--store-anyway"], context: context(at: seconds * 1_000, sink: sink, random: random))
        return Played(moment: start, arguments: arguments, status: status, bytes: sink.bytes)
      }
      return (step, played)
    }
  }

  private static let secondsBetween: Int64 = 20

  private func context(at milliseconds: Int64, sink: MemorySink, random: CountedRandom) -> CommandContext {
    let outer = context.out
    // Not what this machine may be set to, but what a new one is; only the looks of the terminal are the same.
    let isTerminal = isShown && outer.isTerminal
    let isColoured =
      isTerminal && (context.environment["NO_COLOR"] ?? "").isEmpty && context.environment["TERM"] != "dumb"
    let output = Output(sink, isTerminal: isTerminal, columns: isShown ? outer.columns : nil, isColoured: isColoured)
    var environment = [
      "HOME": folder, "FOLLOWUP_STORE": storePath, "XDG_DATA_HOME": folder + "/data",
      "XDG_STATE_HOME": folder + "/state", "XDG_CONFIG_HOME": folder + "/config", "TMPDIR": folder,
    ]
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] { environment[name] = context.environment[name] }
    var inner = CommandContext(
      environment: environment, out: output, err: output, wallMilliseconds: { milliseconds },
      zoneRules: { [context] in UnreleasedZoneRules(context.zoneRules()) },
      machineZone: { MachineZone.find(tz: DemoStory.zone, rules: $0) },
      storeEnvironment: { anchors in
        StoreEnvironment(
          wallMilliseconds: { milliseconds }, random: { random.next() }, machine: "demo", anchorDirectory: anchors)
      })
    inner.programPath = "followup"
    return inner
  }

  // MARK: The folder

  /// Runs `body` with nothing interrupting it: Ctrl-C and a closed window wait until it is done, which is a moment
  /// later, so that nothing is left lying around.
  static func withoutInterruption<Result>(_ body: () throws -> Result) rethrows -> Result {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    var former = sigset_t()
    pthread_sigmask(SIG_BLOCK, &signals, &former)
    defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
    return try body()
  }

  /// Removes what the commands keep beside the store.
  static func removeState(in folder: String) {
    for name in ["state/followup/anchors", "state/followup", "state"] { Platform.removeDirectory("\(folder)/\(name)") }
  }
}

/// Numbers that look random and are the same each time (SplitMix64).
private final class CountedRandom: Sendable {
  private let state = Mutex<UInt64>(0x464f_4c4c_4f57_5550)

  func next() -> UInt64 {
    state.withLock { state in
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = state
      value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
      return value ^ (value >> 31)
    }
  }
}
