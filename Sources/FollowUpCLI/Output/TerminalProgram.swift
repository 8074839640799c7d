import CivilTime
import FollowUpKit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// Other programs that take the terminal over for a while, started by the shell as git starts them.
enum TerminalProgram {
  /// The status of a shell that could not find or start a program.
  static let notFoundStatuses: ClosedRange<Int32> = 126...127

  /// Shows a text with a pager.
  ///
  /// - Returns: false where there is no such program. One that is left before the end, or fails, has shown it.
  static func page(_ text: [UInt8], with command: String, path: String?) -> Bool {
    guard isThere(command, path: path) else { return false }
    // As git does: a less that was set up by nobody shows colours, and leaves short texts alone.
    setenv("LESS", "FRX", 0)
    setenv("LV", "-c", 0)
    let stream = withDefaultSignals { popen(command, "w") }
    guard let stream else { return false }
    // Ctrl-C is the pager's while it runs.
    let former = signal(SIGINT, SIG_IGN)
    defer { signal(SIGINT, former) }
    // Past the stream's own buffer, for what is left in that after the pager has gone makes closing it fail. Where the
    // pager was left early, the rest is of no use.
    do { try text.withUnsafeBytes { try DescriptorSink(fileno(stream)).write($0) } } catch {}
    let state = pclose(stream)
    return state < 0 || !notFoundStatuses.contains(exitStatus(state))
  }

  /// Has a person edit a file, and waits until the editor ends.
  ///
  /// - Returns: its exit status.
  static func edit(_ file: String, with command: String) -> Int32 {
    withDefaultSignals { exitStatus(system("\(command) \(CommandLineWord.quoted(file))")) }
  }

  /// Starts a program in the state in which a shell would: it takes over what is ignored here.
  private static func withDefaultSignals<Result>(_ body: () -> Result) -> Result {
    let ignored = [SIGPIPE, SIGXFSZ]
    for one in ignored { signal(one, SIG_DFL) }
    defer { for one in ignored { signal(one, SIG_IGN) } }
    return body()
  }

  /// Whether the first word of a command is a program that can be found; what only a shell understands may be.
  private static func isThere(_ command: String, path: String?) -> Bool {
    guard let word = command.split(separator: " ").first.map(String.init) else { return false }
    guard word.utf8.allSatisfy({ $0 > 0x20 && !"'\"$`\\|&;<>()*?[#~=%{}".utf8.contains($0) }) else { return true }
    if word.contains("/") { return access(word, X_OK) == 0 }
    return (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").contains {
      access("\($0)/\(word)", X_OK) == 0
    }
  }

  /// The exit status in what waiting for a process gave; 128 and the signal for one that a signal ended.
  private static func exitStatus(_ state: Int32) -> Int32 {
    guard state >= 0 else { return 127 }
    return state & 0x7f == 0 ? (state >> 8) & 0xff : 128 + (state & 0x7f)
  }
}
