import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// Backups: taken while others write, proved, and brought back.
@Suite struct BackupTests {
  private static let histories: UInt64 = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] == nil ? 24 : 2_000
  private static let shards: UInt64 = 4

  @Test(arguments: 0..<shards) func everyBackupIsRestoredAndItsDigestIsTheSame(shard: UInt64) throws {
    for seed in stride(from: shard, to: Self.histories, by: Int(Self.shards)) {
      do { try Self.check(seed: seed) } catch { Issue.record("seed \(seed): \(error)") }
    }
  }

  private static func check(seed: UInt64) throws {
    let history = try RandomHistory(seed: seed)
    var random = SeededGenerator(seed: seed ^ 0x77)
    let bench = try Workbench()
    let store = try bench.open()
    let lines = history.lines.shuffled(using: &random)
    let first = Array(lines.prefix(Int.random(in: 1...lines.count, using: &random)))
    _ = try store.ingest(lines: first.map(\.bytes))
    if Bool.random(using: &random) { try store.set(["own": JSONValue(true)]) }
    let report = try store.backup(to: bench.file("b.db"))
    let status = try store.status()
    #expect(report.digest == status.digest && report.events == status.events, "seed \(seed)")
    #expect(report.waiting == status.waiting.reduce(0) { $0 + Int64($1.lines) }, "seed \(seed)")
    let bytes = try bench.bytes("b.db")
    #expect(report.size == Int64(bytes.count))
    // Into a new store, and over one that went on, or never had some of it.
    let into = try restore(.store(bench.file("b.db")), over: "new.db", bench)
    #expect(
      into.digest == status.digest && into.events == status.events && into.waiting == report.waiting, "seed \(seed)")
    let rest = lines.dropFirst(Int.random(in: 0...lines.count, using: &random))
    let other = try bench.open("other.db")
    _ = try other.ingest(lines: rest.map(\.bytes))
    try other.close()
    let over = try restore(.store(bench.file("b.db")), over: "other.db", bench)
    let own = try store.lines().filter { line in !first.contains(line) }
    let reference = MergedLog(first + rest + own)
    #expect(over.digest == reference.digest && over.events == Int64(reference.accepted.count), "seed \(seed)")
    #expect(over.waiting == Int64(reference.waiting.count) && over.lost == [], "seed \(seed)")
    // The source was only read, and nothing is left beside.
    #expect(try bench.bytes("b.db") == bytes)
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path)
    #expect(
      !names.contains { $0.contains(".restoring-") || $0.contains(".making-") || $0.hasPrefix("b.db-") }, "\(names)")
    try store.close()
  }

  private static func restore(_ source: Restoration.Source, over name: String, _ bench: Workbench) throws
    -> Restoration.Report
  {
    let environment = bench.clock.environment(seed: 77, anchorDirectory: bench.anchors)
    return try Restoration(over: bench.file(name), environment: environment).run(source)
  }

  @Test func aBackupIsOneFileOfItsOwn() throws {
    let bench = try Workbench()
    let store = try bench.open()
    for number in 0..<50 { try store.set(["n": JSONValue(integer: number)]) }
    let report = try store.backup(to: bench.file("b.db"))
    #expect(report.events == 50)
    let attributes = try FileManager.default.attributesOfItem(atPath: bench.file("b.db"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    // Whoever looks at it leaves nothing beside it.
    #expect(try EventStore.verify(bench.file("b.db")).problems == [])
    let queue = try DatabaseQueue(path: bench.file("b.db"))
    #expect(try queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "delete")
    try queue.close()
    // It is of its moment, whatever came after, and what stands there is not written over.
    try store.set(["n": "later"])
    #expect(try EventStore.verify(bench.file("b.db")).events == 50)
    let bytes = try bench.bytes("b.db")
    let error = #expect(throws: StoreError.self) { try store.backup(to: bench.file("b.db")) }
    #expect(error?.path == bench.file("b.db"))
    #expect(try bench.bytes("b.db") == bytes)
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path).sorted()
    #expect(names == ["a.db", "a.db-shm", "a.db-wal", "anchors", "b.db"], "\(names)")
  }

  @Test func twoWriteWhileItIsTaken() async throws {
    let bench = try Workbench()
    let store = try bench.open()
    for number in 0..<300 { try store.set(["n": JSONValue(integer: number)]) }
    let other = try bench.open()
    let backups = try await withThrowingTaskGroup(of: [EventStore.BackupReport].self) { group in
      for writer in [store, other] {
        group.addTask {
          for number in 0..<60 { try writer.set(["m": JSONValue(integer: number)], of: Workbench.second) }
          return []
        }
      }
      group.addTask {
        let third = try bench.open()
        return try (0..<8).map { try third.backup(to: bench.file("b\($0).db")) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(backups.count == 8)
    let events = backups.map(\.events)
    #expect(events == events.sorted() && events.allSatisfy { (300...420).contains($0) }, "\(events)")
    for backup in backups {
      let report = try EventStore.verify(backup.path)
      #expect(report.problems == [] && report.events == backup.events && report.digest == backup.digest)
    }
    #expect(try store.status().events == 420)
  }

  @Test func aDamagedStoreGivesNoBackup() throws {
    let damages = [
      #"UPDATE events SET line = replace(line, '"n":3', '"n":4')"#, "DELETE FROM events WHERE id = 3",
      "UPDATE survivors SET value = '7'", "UPDATE chains SET head = zeroblob(32)", "DROP TABLE dangling",
    ]
    for damage in damages {
      let bench = try Workbench()
      let store = try bench.open()
      for number in 0..<6 { try store.set(["n": JSONValue(integer: number)]) }
      for kind in ["updated", "deleted"] { try store.execute("DROP TRIGGER events_are_never_\(kind)") }
      try store.execute(damage)
      let error = #expect(throws: StoreError.self, "\(damage)") { try store.backup(to: bench.file("b.db")) }
      #expect(
        error?.code == .damaged && error?.message.contains("no backup was made") == true,
        "\(damage): \(error?.description ?? "")")
      let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path)
      #expect(!names.contains { $0.contains("b.db") || $0.contains(".making-") }, "\(damage): \(names)")
    }
  }

  @Test func aFolderThatCannotBeWrittenIsToldOf() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["x": "y"])
    let error = #expect(throws: StoreError.self) { try store.backup(to: bench.file("none/b.db")) }
    #expect(error?.path == bench.file("none/b.db"))
  }

  @Test func onlyTheOwnBackupsOfAFolderAreCounted() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.file("f"), withIntermediateDirectories: false)
    let store = try bench.open()
    try store.set(["x": "y"])
    func name(_ store: EventStore, _ minutes: Int64, _ device: DeviceID? = nil) throws -> String {
      let milliseconds = Workbench.wall + minutes * 60_000
      return try #require(
        BackupName(milliseconds: milliseconds, label: nil, device: device ?? store.writerHere())
      ).text
    }
    let own = try (0..<3).map { try name(store, $0) }
    for name in own { _ = try store.backup(to: bench.file("f/\(name)")) }
    // Another laptop's, a copy of this store at another place, which knows this place too, and a name that lies.
    let other = try bench.open("other.db", machine: "another machine")
    try other.set(["x": "z"])
    _ = try other.backup(to: bench.file("f/" + name(other, 3)))
    _ = try store.backup(to: bench.file("clone.db"))
    let clone = try bench.open("clone.db", machine: "another machine")
    try clone.set(["x": "clone"])
    #expect(try clone.writerHere() != store.writerHere())
    _ = try clone.backup(to: bench.file("f/" + name(clone, 4)))
    _ = try other.backup(to: bench.file("f/" + name(store, 5)))
    // Whatever else is called so.
    try bench.put("f/" + name(store, 6), Array("text".utf8))
    try bench.put("f/" + name(store, 7), Array(try bench.bytes("f/" + own[0]).prefix(60)))
    try bench.put("f/notes.txt", [1])
    try FileManager.default.createDirectory(
      atPath: bench.file("f/" + name(store, 8)), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: bench.file("f/" + name(store, 9)), withDestinationPath: own[0])
    let before = try bench.contents()
    let folder = try BackupFolder(bench.file("f"), of: store)
    #expect(folder.backups.map(\.name.text) == own)
    #expect(folder.others.count == 7, "\(folder.others)")
    #expect(try BackupFolder(bench.file("f"), of: clone).backups.map(\.name.text) == [name(clone, 4)])
    #expect(try bench.contents() == before)
    // After a restore in its place, the store's earlier backups are still its own.
    try store.close()
    _ = try Self.restore(.store(bench.file("f/" + own[2])), over: "a.db", bench)
    let again = try bench.open()
    #expect(try again.set(["after": JSONValue(true)]).minting == nil)
    #expect(try BackupFolder(bench.file("f"), of: again).backups.map(\.name.text) == own)
    #expect(try BackupFolder(bench.file("none"), of: again).backups.isEmpty)
  }

  @Test func leftoversGoAfterADay() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["x": "y"])
    let names = [
      ".followup-2026-11-21T094012Z-354f76.db.making-77", ".followup-2026-11-21T094012Z-354f76.db.making-77-journal",
    ]
    for name in names + [".followup-other", "followup.db.making-77"] { try bench.put(name, [1]) }
    let folder = try BackupFolder(bench.folder.path, of: store)
    let now = Int64(Date().timeIntervalSince1970 * 1_000)
    folder.removeLeftovers(wallMilliseconds: now + 3_600_000)
    #expect(names.allSatisfy { FileManager.default.fileExists(atPath: bench.file($0)) })
    folder.removeLeftovers(wallMilliseconds: now + 25 * 3_600_000)
    #expect(!names.contains { FileManager.default.fileExists(atPath: bench.file($0)) })
    #expect(try bench.contents().count >= 3)
    #expect(FileManager.default.fileExists(atPath: bench.file(".followup-other")))
    #expect(FileManager.default.fileExists(atPath: bench.file("followup.db.making-77")))
  }
}
