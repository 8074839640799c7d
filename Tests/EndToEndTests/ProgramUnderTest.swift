import Foundation
import TestSupport
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// What a process left behind.
struct Finished {
  let status: Int32
  let out: [UInt8]
  let err: String
  var text: String { String(decoding: out, as: UTF8.self) }
}

/// A process whose output goes to files, so that no pipe can fill however much it writes.
struct RunningProcess {
  let id: pid_t
  private let folder: String

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - executable: its path.
  ///   - input: what it reads from standard input.
  init(_ executable: String, _ arguments: [String], environment: [String: String], input: [UInt8] = []) throws {
    folder = try TemporaryPlace.make()
    try Data(input).write(to: URL(fileURLWithPath: folder + "/in"))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, folder + "/in", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, folder + "/out", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, folder + "/err", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var id = pid_t()
    let code = posix_spawn(&id, executable, &actions, nil, &argv, &envp)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
    self.id = id
  }

  /// Waits for the end.
  func finish() throws -> Finished {
    var state: Int32 = 0
    while waitpid(id, &state, 0) < 0, errno == EINTR {}
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let signal = state & 0x7f
    return Finished(
      status: signal == 0 ? (state >> 8) & 0xff : 128 + signal,
      out: Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/out"))),
      err: String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/err")), as: UTF8.self))
  }
}

/// Folders of tests.
enum TemporaryPlace {
  static func make() throws -> String {
    let path = NSTemporaryDirectory() + "followup-e2e-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }
}

/// The built program and the tools around it.
enum Tools {
  /// The program `followup`, which lies beside the bundle of tests.
  static let followup: String = {
    let bundles = Bundle.allBundles.map(\.bundlePath) + CommandLine.arguments.prefix(1)
    let places = bundles.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    let candidates = places + [FileManager.default.currentDirectoryPath + "/.build/debug"]
    return candidates.map { $0 + "/followup" }.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "followup"
  }()

  /// The path of a tool, or nil when it is not installed.
  static func path(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  static let hasSQLite = path("sqlite3") != nil

  /// Runs a script of the shell.
  @discardableResult
  static func shell(_ script: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws
    -> Finished
  {
    let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
      .merging(environment) { $1 }
    return try RunningProcess("/bin/sh", ["-c", script, "sh"] + arguments, environment: environment).finish()
  }
}

/// One laptop: a folder with its own store, on which the built program runs.
final class Laptop {
  let folder: String
  let environment: [String: String]

  init(zone: String = "America/Chicago") throws {
    folder = try TemporaryPlace.make()
    environment = [
      "HOME": folder, "XDG_DATA_HOME": folder + "/data", "XDG_STATE_HOME": folder + "/state", "TZ": zone,
      // Rules of a known release on every machine: the first command of a device records which.
      "TZDIR": Fixtures.path + "/zoneinfo/2026f",
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    ]
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var store: String { folder + "/data/followup/followup.db" }

  /// The path of a file of the laptop's, with this content.
  func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let path = folder + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Runs the program.
  func run(_ arguments: [String], input: [UInt8] = []) throws -> Finished {
    try RunningProcess(Tools.followup, arguments, environment: environment, input: input).finish()
  }

  /// Runs the program, which must succeed, and returns what it printed.
  @discardableResult
  func done(_ arguments: String..., at location: SourceLocation = #_sourceLocation) throws -> String {
    let result = try run(arguments)
    #expect(result.status == 0, "\(arguments): \(result.err)", sourceLocation: location)
    return result.text
  }

  /// The members of `status --json`.
  func status() throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(try run(["status", "--json"]).out))
    return object as? [String: Any] ?? [:]
  }

  /// The state digest.
  func digest() throws -> String { try status()["digest"] as? String ?? "" }

  /// The list under a noun of a `--json`.
  func list(_ noun: String, _ arguments: String...) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(try run(arguments + ["--json"]).out)) as? [String: Any]
    return object?[noun] as? [[String: Any]] ?? []
  }
}
