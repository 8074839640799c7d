import EventStorage
import Foundation
import TestSupport
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Backups and restores of the real program: killed at random moments, beside others that write, on a full disk.
@Suite struct BackupKillTests {
  /// 20 kills, 500 with FOLLOWUP_SOAK.
  private var kills: Int { ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] == nil ? 10 : 250 }

  private func laptop() throws -> Laptop {
    let laptop = try Laptop()
    let stories = try Fixtures.names("stories").filter { $0.hasSuffix(".jsonl") }
    #expect(try laptop.run(["merge"] + stories.map { "\(Fixtures.path)/stories/\($0)" }).status == 0)
    try laptop.done("open", "Acme", "Engineer")
    return laptop
  }

  private func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// The last of some backups: by their bare names only those of different seconds are in order.
  private func last(of backups: [String]) throws -> String {
    try #require(backups.compactMap { BackupName($0) }.max()).text
  }

  /// How long one undisturbed run takes, in microseconds: the kills are spread over it.
  private func duration(_ body: () throws -> Void) rethrows -> UInt32 {
    let (seconds, attoseconds) = try ContinuousClock().measure(body).components
    return UInt32(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
  }

  private func killed(_ laptop: Laptop, _ arguments: [String], after microseconds: UInt32) throws -> Finished {
    let process = try RunningProcess(Tools.followup, arguments, environment: laptop.environment)
    usleep(microseconds)
    kill(process.id, SIGKILL)
    let result = try process.finish()
    #expect(result.status == 0 || result.status == 137, "\(arguments): \(result.status) \(result.err)")
    return result
  }

  @Test func killedWhileBackingUp() throws {
    var random = SeededGenerator(seed: 61)
    let laptop = try laptop()
    let folder = laptop.folder + "/backups"
    let usual = try duration { try laptop.done("backup", folder) }
    for number in 1...kills {
      try laptop.done("log", "note", "acme", "note \(number)")
      let digest = try laptop.digest()
      _ = try killed(
        laptop, ["backup", folder, "--keep-last", "3"], after: UInt32.random(in: 0...usual, using: &random))
      // What has the name of a backup is whole, and the store is as it was.
      let backups = names(folder).filter { !$0.hasPrefix(".") }
      #expect(!backups.isEmpty)
      for backup in backups { try laptop.done("verify", "\(folder)/\(backup)") }
      #expect(try laptop.digest() == digest)
      try laptop.done("backup", folder, "--keep-last", "3")
    }
    try laptop.done("verify")
    let backups = names(folder).filter { !$0.hasPrefix(".") }
    #expect(backups.count == 3, "\(backups)")
    // The last one brings everything back.
    let digest = try laptop.digest()
    let other = try Laptop()
    try other.done("restore", "\(folder)/\(try last(of: backups))")
    #expect(try other.digest() == digest)
  }

  @Test func killedWhileRestoring() throws {
    var random = SeededGenerator(seed: 62)
    let laptop = try laptop()
    let folder = laptop.folder + "/backups"
    try laptop.done("backup", folder)
    let backup = try #require(names(folder).first.map { "\(folder)/\($0)" })
    try laptop.done("log", "note", "acme", "since then")
    let usual = try duration { try laptop.done("restore", backup) }
    var asides = 1
    for number in 1...kills {
      // Now over a store that knows more than the backup, now where there is none.
      if number % 4 == 0 {
        let logs = laptop.folder + "/log.jsonl"
        try laptop.done("export", "-o", logs)
        let whole = try laptop.digest()
        try FileManager.default.removeItem(atPath: laptop.store)
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: laptop.store + suffix) }
        _ = try killed(laptop, ["restore", logs], after: UInt32.random(in: 0...usual, using: &random))
        if FileManager.default.fileExists(atPath: laptop.store) {
          try laptop.done("verify")
          #expect(try laptop.digest() == whole)
        }
        try laptop.done("restore", logs)
        #expect(try laptop.digest() == whole, "kill \(number)")
      } else {
        try laptop.done("log", "note", "acme", "note \(number)")
        let digest = try laptop.digest()
        _ = try killed(laptop, ["restore", backup], after: UInt32.random(in: 0...usual, using: &random))
        // Nothing that was acknowledged is gone, whichever of the two is there.
        #expect(FileManager.default.fileExists(atPath: laptop.store), "kill \(number)")
        try laptop.done("verify")
        #expect(try laptop.digest() == digest, "kill \(number)")
        // What has the name of a store that was set aside is whole.
        let aside = names(laptop.folder + "/data/followup").filter { $0.contains(".before-restore-") }
        #expect(aside.count >= asides, "kill \(number): one that was set aside is gone")
        asides = aside.count
        if let last = aside.last { try laptop.done("verify", laptop.folder + "/data/followup/" + last) }
        try laptop.done("restore", backup)
        #expect(try laptop.digest() == digest, "kill \(number)")
        asides += 1
      }
      try laptop.done("log", "note", "acme", "goes on \(number)")
    }
    try laptop.done("verify")
    let object = try JSONSerialization.jsonObject(with: Data(try laptop.run(["show", "acme", "--json"]).out))
    let timeline = (object as? [String: Any])?["timeline"] as? [[String: Any]] ?? []
    #expect(timeline.count == 1 + kills + kills - kills / 4)
  }

  @Test func twoProcessesWriteWhileBackupsAreTaken() throws {
    let laptop = try laptop()
    let folder = laptop.folder + "/backups"
    let loop = #"n=0; while [ $n -lt 15 ]; do n=$((n + 1)); "$1" log note acme "$2 $n" > /dev/null || exit 1; done"#
    let writers = try ["one", "two"].map { name in
      try RunningProcess("/bin/sh", ["-c", loop, "sh", Tools.followup, name], environment: laptop.environment)
    }
    for _ in 0..<6 {
      let result = try laptop.run(["backup", folder])
      #expect(result.status == 0, "\(result.err)")
    }
    for writer in writers {
      let result = try writer.finish()
      #expect(result.status == 0 && result.err.isEmpty, "\(result.err)")
    }
    try laptop.done("backup", folder)
    let backups = names(folder)
    #expect(backups.count == 7, "\(backups)")
    for backup in backups { try laptop.done("verify", "\(folder)/\(backup)") }
    let other = try Laptop()
    try other.done("restore", "\(folder)/\(try last(of: backups))")
    #expect(try other.digest() == laptop.digest())
  }

  @Test func aDiskWithoutRoomLeavesEverythingAsItWas() throws {
    let laptop = try laptop()
    let folder = laptop.folder + "/backups"
    try laptop.done("backup", folder)
    let backup = try #require(names(folder).first.map { "\(folder)/\($0)" })
    try laptop.done("log", "note", "acme", "since then")
    let digest = try laptop.digest()
    let before = (names(folder), names(laptop.folder + "/data/followup"))
    for arguments in [["backup", folder], ["restore", backup]] {
      // No file may grow beyond 32 KiB: to the program that is a write that fails.
      let result = try Tools.shell(
        "trap '' XFSZ; ulimit -f 64; \"$@\"", [Tools.followup] + arguments, environment: laptop.environment)
      #expect(result.status == 1, "\(arguments): \(result.status) \(result.err)")
      #expect(result.err.split(separator: "\n").count == 1, "\(result.err)")
      #expect(result.out.isEmpty)
      #expect(names(folder) == before.0)
      #expect(
        names(laptop.folder + "/data/followup").filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") } == before.1)
      #expect(try laptop.digest() == digest)
      try laptop.done("verify")
    }
    for arguments in [["backup", folder], ["restore", backup]] { #expect(try laptop.run(arguments).status == 0) }
  }

  @Test func aStoreThatIsOpenElsewhereIsNotReplaced() throws {
    guard let sqlite = Tools.path("sqlite3") else { return }
    let laptop = try laptop()
    let folder = laptop.folder + "/backups"
    try laptop.done("backup", folder)
    let backup = try #require(names(folder).first.map { "\(folder)/\($0)" })
    let digest = try laptop.digest()
    for statement in ["SELECT count(*) FROM events;", "BEGIN IMMEDIATE;"] {
      let started = laptop.folder + "/started"
      try? FileManager.default.removeItem(atPath: started)
      let other = try RunningProcess(
        "/bin/sh",
        [
          "-c", "(echo \"$3\"; echo '.shell touch \"'$2'\"'; sleep 6) | \"$1\" \"$4\"", "sh", sqlite, started,
          statement, laptop.store,
        ],
        environment: laptop.environment)
      while !FileManager.default.fileExists(atPath: started) { usleep(10_000) }
      let result = try laptop.run(["restore", backup])
      #expect(
        result.status == 1 && result.err.contains("another program is using the store"),
        "\(result.status) \(result.err)")
      #expect(result.err.split(separator: "\n").count == 1)
      kill(other.id, SIGTERM)
      _ = try other.finish()
    }
    #expect(try laptop.digest() == digest)
    let left = names(laptop.folder + "/data/followup")
    #expect(!left.contains { $0.contains(".before-restore-") || $0.contains(".restoring-") }, "\(left)")
  }

  @Test(arguments: ["000", "077", "022"]) func filesAreForTheirOwnerAloneWhateverTheMask(mask: String) throws {
    let laptop = try Laptop()
    let script = """
      umask "$2"
      set -e
      f=$1
      "$f" open Acme Engineer
      "$f" sync "$HOME/shared"
      "$f" backup "$HOME/backups"
      "$f" export -o "$HOME/log.jsonl"
      "$f" restore "$HOME"/backups/*.db
      "$f" log note acme hello
      "$f" --store "$HOME/other/deep/store.db" restore "$HOME/log.jsonl"
      "$f" --store "$HOME/other/deep/store.db" log note acme hello
      """
    try FileManager.default.createDirectory(atPath: laptop.folder + "/shared", withIntermediateDirectories: false)
    let result = try Tools.shell(script, [Tools.followup, mask], environment: laptop.environment)
    #expect(result.status == 0, "\(result.err)")
    let files = try #require(FileManager.default.enumerator(atPath: laptop.folder))
    var seen = 0
    for case let name as String in files where name != "shared" {
      let attributes = try FileManager.default.attributesOfItem(atPath: laptop.folder + "/" + name)
      let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
      #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(name)")
      seen += 1
    }
    #expect(seen > 15)
  }
}
