import Foundation
import TestSupport
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// `kill -9` of the real program at random moments of every command that writes; 20 kills, 2,000 with FOLLOWUP_SOAK.
@Suite struct CommandKillTests {
  private let isLong = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] != nil
  private let seed = ProcessInfo.processInfo.environment["FOLLOWUP_SEED"].flatMap(UInt64.init) ?? 20_261_122

  /// A command and what it needs to have something to do.
  private struct Action: Sendable {
    let name: String
    /// Makes ready on the laptop that is killed and on the other one, and gives the command; `token` is in what it
    /// records, where it records something of its own.
    let make: @Sendable (_ laptop: Laptop, _ other: Laptop, _ token: String) throws -> [String]
    /// Whether the token must be in the log once the command was acknowledged.
    var isRecorded = true
    /// What must hold of the files that it writes, killed or not.
    var check: @Sendable (Laptop) throws -> Void = { _ in }
  }

  private static let actions: [Action] = [
    Action(name: "open") { ["open", $2, "Engineer"] },
    Action(name: "log") { ["log", "note", "acme", $2] },
    Action(name: "log promise") { ["log", "promise", "acme", "--by", "fri", "--note", $2] },
    Action(name: "edit") { ["edit", "acme", "location=\($2)"] },
    Action(name: "contact") { ["contact", "add", $2, "--app", "acme"] },
    Action(name: "device") { ["device", $2] },
    Action(name: "setting") { ["setting", "my_name", $2] },
    Action(name: "silence") { ["silence", "acme", "reorganised", "--note", $2] },
    Action(name: "close") { laptop, _, token in
      _ = try laptop.run(["reopen", "acme"])
      return ["close", "acme", token]
    },
    Action(
      name: "undo",
      make: { laptop, _, token in
        try laptop.done("log", "note", "acme", token)
        return ["undo"]
      }),
    Action(
      name: "conflicts settle",
      make: { laptop, other, token in
        try other.done("merge", laptop.store)
        try other.done("edit", "acme", "location=there \(token)")
        try laptop.done("edit", "acme", "location=here \(token)")
        try laptop.done("merge", other.store)
        return ["conflicts", "settle", "acme", "location", "--take", "2"]
      }),
    Action(name: "merge") { laptop, other, token in
      try other.done("merge", laptop.store)
      try other.done("log", "note", "acme", token)
      return ["merge", other.store]
    },
    Action(
      name: "sync",
      make: { laptop, _, token in
        try laptop.done("log", "note", "acme", token)
        return ["sync", laptop.folder + "/shared"]
      },
      check: { laptop in
        guard FileManager.default.fileExists(atPath: laptop.folder + "/shared/log") else { return }
        try laptop.done("verify", laptop.folder + "/shared")
      }),
    Action(name: "rebuild", make: { _, _, _ in ["rebuild"] }, isRecorded: false),
    Action(
      name: "export",
      make: { laptop, _, _ in ["export", "-o", laptop.folder + "/log.jsonl"] }, isRecorded: false,
      check: { try isWhole($0, "log.jsonl", Array("}\n".utf8)) }),
    Action(
      name: "export csv",
      make: { laptop, _, _ in ["export", "--format", "csv", "-o", laptop.folder + "/table.csv"] }, isRecorded: false,
      check: { try isWhole($0, "table.csv", Array("\r\n".utf8)) }),
    Action(
      name: "report",
      make: { laptop, _, _ in ["report", "-o", laptop.folder + "/report.html"] }, isRecorded: false,
      check: { try isWhole($0, "report.html", Array("</html>\n".utf8)) }),
    Action(name: "import") { laptop, _, token in
      let table = try laptop.file("in.csv", "company,role,applied\n\(token),Adjuster,2026-10-01\n".utf8)
      return ["import", table, "--yes"]
    },
    Action(
      name: "backup",
      make: { laptop, _, _ in ["backup", laptop.folder + "/backups", "--keep-last", "2"] }, isRecorded: false,
      check: { laptop in for name in backups(laptop) { try laptop.done("verify", name) } }),
    Action(
      name: "restore",
      make: { laptop, _, _ in
        try laptop.done("backup", laptop.folder + "/backups", "--keep-last", "2")
        return ["restore", try #require(backups(laptop).last)]
      }, isRecorded: false),
  ]

  private static func backups(_ laptop: Laptop) -> [String] {
    let folder = laptop.folder + "/backups"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
  }

  /// A file that is there is one that was written to its end.
  private static func isWhole(_ laptop: Laptop, _ name: String, _ ending: [UInt8]) throws {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: laptop.folder + "/" + name)) else { return }
    #expect(bytes.suffix(ending.count).elementsEqual(ending), "\(name) ends in \(Array(bytes.suffix(20)))")
  }

  private func log(_ laptop: Laptop) throws -> Set<String> {
    Set(try laptop.done("export").split(separator: "\n").map(String.init))
  }

  @Test func killedInAnyCommand() throws {
    var random = SeededGenerator(seed: seed)
    let (laptop, other) = (try Laptop(), try Laptop())
    try FileManager.default.createDirectory(atPath: laptop.folder + "/shared", withIntermediateDirectories: false)
    try laptop.done("open", "Acme", "Engineer")
    let help = try laptop.done("help")
    let actions = Self.actions.filter { action in help.contains("\n  \(action.name.prefix { $0 != " " }) ") }
    var usual: [String: UInt32] = [:]
    var known = try log(laptop)
    var killed = 0
    let kills = isLong ? 2_000 : 20
    // Each command is left alone once.
    for number in 1...kills + actions.count {
      let action = actions[number % actions.count]
      let token = "token-\(number)-\(seed)"
      let arguments = try action.make(laptop, other, token)
      // How long it takes, from a run that is left alone; the kills are spread over it.
      let clock = ContinuousClock()
      let start = clock.now
      let process = try RunningProcess(Tools.followup, arguments, environment: laptop.environment)
      if let usual = usual[action.name] {
        usleep(UInt32.random(in: 0...usual, using: &random))
        kill(process.id, SIGKILL)
      }
      let result = try process.finish()
      if usual[action.name] == nil {
        let (seconds, attoseconds) = (clock.now - start).components
        usual[action.name] = UInt32(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
        #expect(result.status == 0, "\(arguments): \(result.err)")
      }
      if result.status == 137 { killed += 1 }
      let round = "seed \(seed), kill \(number), \(arguments)"
      #expect(result.status == 0 || result.status == 137, "\(round): \(result.status) \(result.err)")
      let now = try log(laptop)
      #expect(known.isSubset(of: now), "\(round): \(known.subtracting(now).count) acknowledged events are gone")
      if result.status == 0, action.isRecorded {
        #expect(now.contains { $0.contains(token) }, "\(round): it was acknowledged and is not there")
      }
      known = now
      try action.check(laptop)
      if number % 20 == 0 { try laptop.done("verify") }
    }
    try laptop.done("verify")
    #expect(try log(laptop) == known)
    // No device has branched: each that a restore made goes on where it began.
    let devices = try laptop.status()["devices"] as? [[String: Any]] ?? []
    #expect(devices.allSatisfy { ($0["heads"] as? [Any])?.count == 1 })
    // The last backup and the shared folder bring everything back that they had.
    try laptop.done("sync", laptop.folder + "/shared")
    try laptop.done("verify", laptop.folder + "/shared")
    let third = try Laptop()
    try third.done("merge", laptop.folder + "/shared")
    #expect(try third.digest() == laptop.digest())
    // Most of them hit: otherwise this tests nothing.
    #expect(killed > kills / 4, "\(killed) of \(kills) were killed")
  }
}
