import Foundation
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program on a pseudo-terminal, at which the test is the person.
final class Terminal {
  private let master: Int32
  private let id: pid_t
  private var hasEnded = false
  private var isSilent = false
  /// Everything that was shown so far, echoes included.
  private(set) var output = ""

  /// Whether this machine has pseudo-terminals.
  static let isThere: Bool = {
    var (master, slave) = (Int32(-1), Int32(-1))
    guard openpty(&master, &slave, nil, nil, nil) == 0 else { return false }
    close(master)
    close(slave)
    return true
  }()

  #if canImport(Darwin)
    private static let newSession = Int16(POSIX_SPAWN_SETSID)
  #else
    /// POSIX_SPAWN_SETSID, which the headers give to GNU sources alone.
    private static let newSession: Int16 = 0x80
  #endif

  /// So long is waited for what should be shown; only a failing test waits.
  private static let patienceMilliseconds: Int32 = 20_000

  /// Starts a program with a terminal of this size as its standard input, output and error.
  init(_ executable: String, _ arguments: [String], environment: [String: String], columns: UInt16, rows: UInt16) throws
  {
    var (master, slave) = (Int32(-1), Int32(-1))
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw POSIXError(.ENXIO) }
    self.master = master
    // Nothing else that is started meanwhile keeps either side open.
    for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    defer { close(slave) }
    let name = try ttyname(slave).map { String(cString: $0) } ?? { throw POSIXError(.ENXIO) }()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Opened by the leader of a new session, it is the terminal that Ctrl-C comes from.
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What runs the tests may ignore or hold back Ctrl-C; a shell does not.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGQUIT, SIGPIPE, SIGHUP] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Self.newSession | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var id = pid_t()
    let code = posix_spawn(&id, executable, &actions, &attributes, &argv, &envp)
    self.id = id
    guard code == 0 else {
      hasEnded = true
      throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
    }
  }

  deinit {
    if !hasEnded {
      kill(id, SIGKILL)
      var state: Int32 = 0
      waitpid(id, &state, 0)
    }
    close(master)
  }

  /// Types at the terminal.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
  }

  /// Waits until a text is shown so many times.
  func expect(_ text: String, times: Int = 1, at location: SourceLocation = #_sourceLocation) {
    while output.components(separatedBy: text).count <= times {
      guard readMore() else {
        Issue.record("\(text) was not shown, but: \(output)", sourceLocation: location)
        return
      }
    }
  }

  /// Waits for the end of the program.
  ///
  /// - Returns: its exit status; 128 and the signal, where one ended it.
  func end() -> Int32 {
    while readMore() {}
    // One that waits for what nobody will type is ended here.
    if isSilent { kill(id, SIGKILL) }
    var state: Int32 = 0
    while waitpid(id, &state, 0) < 0, errno == EINTR {}
    hasEnded = true
    let signal = state & 0x7f
    return signal == 0 ? (state >> 8) & 0xff : 128 + signal
  }

  /// The lines as they stand on the screen in the end, those that were wiped left out; without colours.
  var screen: [String] {
    let wiped = output.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.components(separatedBy: "\r\u{1b}[K").last ?? ""
    }
    return wiped.map { $0.replacing(/\u{1b}\[[0-9]*m/, with: "") }
  }

  private var pending: [UInt8] = []

  private func readMore() -> Bool {
    var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, Self.patienceMilliseconds) > 0 else {
      isSilent = true
      return false
    }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = bytes.withUnsafeMutableBytes { read(master, $0.baseAddress, $0.count) }
    // When nobody has the other side open any more, Linux fails and Darwin ends.
    guard count > 0 else { return false }
    pending += bytes[..<count]
    guard let text = String(validating: pending, as: UTF8.self) else { return true }
    output += text
    pending = []
    return true
  }
}

extension Laptop {
  /// Runs the program on a terminal.
  func terminal(
    _ arguments: [String], columns: UInt16 = 80, rows: UInt16 = 24, _ more: [String: String] = [:]
  ) throws -> Terminal {
    try Terminal(
      Tools.followup, arguments, environment: environment.merging(["TERM": "xterm"]) { $1 }.merging(more) { $1 },
      columns: columns, rows: rows)
  }
}
