import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// Opening files of every kind: what is not ours is left as it is.
@Suite struct OpeningTests {
  private static func foreign(_ path: String, _ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test func whatIsNotOursIsRefusedAndUntouched() throws {
    let bench = try Workbench()
    try bench.put("garbage", (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    try bench.put("text", Array("a log\n".utf8))
    try bench.put("short", [0])
    try bench.put("magic", Array("SQLite format 3\u{0}".utf8) + Array(repeating: 0x41, count: 600))
    try bench.put("header", Array("SQLite format 3\u{0}".utf8))
    try Self.foreign(bench.file("notes"), "CREATE TABLE notes (text); PRAGMA user_version = 1")
    try Self.foreign(bench.file("app"), "PRAGMA application_id = 77; CREATE TABLE notes (text)")
    try Self.foreign(bench.file("wal"), "PRAGMA journal_mode = WAL; CREATE TABLE notes (text)")
    try Self.foreign(bench.file("versioned"), "PRAGMA user_version = 3")
    let store = try bench.open("newer")
    try store.set(["x": "y"])
    try store.execute("PRAGMA user_version = \(StoreDatabase.version + 1)")
    try store.close()
    try FileManager.default.createDirectory(atPath: bench.file("folder"), withIntermediateDirectories: false)
    #expect(mkfifo(bench.file("fifo"), 0o600) == 0)
    let names = [
      "app", "fifo", "folder", "garbage", "header", "magic", "newer", "notes", "short", "text", "versioned", "wal",
    ]
    func contents() throws -> [String: [UInt8]] {
      try Dictionary(
        uniqueKeysWithValues: names.filter { $0 != "fifo" && $0 != "folder" }.map { ($0, try bench.bytes($0)) })
    }
    func listing() throws -> [String] {
      try FileManager.default.subpathsOfDirectory(atPath: bench.folder.path).sorted()
    }
    let before = (try contents(), try listing())
    for name in names {
      let error = #expect(throws: StoreError.self, "\(name)") { try bench.open(name) }
      #expect(error?.code == (name == "newer" ? .newer : .foreign), "\(name): \(error?.description ?? "")")
      #expect(error?.path == bench.file(name))
      #expect(throws: StoreError.self, "\(name)") { try EventStore.verify(bench.file(name)) }
    }
    #expect(try contents() == before.0)
    let left = try listing()
    #expect(left == before.1, "\(Set(left).symmetricDifference(before.1))")
    let error = #expect(throws: StoreError.self) {
      try EventStore(openingAt: bench.file("none"), environment: .fixed())
    }
    #expect(error?.code == .missing)
    #expect(try listing() == left)
  }

  @Test func anEmptyFileAndAFolderThatIsNotThereBecomeStores() throws {
    let bench = try Workbench()
    try bench.put("zero.db", [])
    try Self.foreign(bench.file("bare.db"), "VACUUM")
    for name in ["zero.db", "bare.db", "deep/er/new.db"] {
      let store = try bench.open(name)
      #expect(try store.status() == emptyStatus(), "\(name)")
      try store.set(["x": "y"])
      try store.close()
      #expect(try bench.open(name).lines().count == 1, "\(name)")
    }
    let folder = try FileManager.default.attributesOfItem(atPath: bench.file("deep"))
    #expect(folder[.posixPermissions] as? Int == 0o700)
    func emptyStatus() -> StoreStatus {
      var status = StoreStatus()
      status.digest = MergedLog([]).digest
      return status
    }
  }

  @Test func aFolderThatCannotBeMadeIsToldOf() throws {
    let bench = try Workbench()
    try bench.put("file", [])
    let error = #expect(throws: StoreError.self) { try bench.open("file/a.db") }
    #expect(error?.path == bench.file("file/a.db"))
    #expect(error?.message.isEmpty == false)
  }

  /// A store whose header says an older schema, as far as there can be one: it is set aside before it is changed.
  @Test func anOlderStoreIsSetAsideWholeBeforeItChanges() throws {
    let bench = try Workbench()
    // Of schema 0 there is nothing but the name: the current schema can be applied to it.
    try Self.foreign(bench.file("old.db"), "PRAGMA application_id = \(StoreDatabase.applicationID)")
    try Self.foreign(bench.file("old.db"), "CREATE TABLE kept (text); INSERT INTO kept VALUES ('as it was')")
    let store = try bench.open("old.db")
    #expect(try store.query("PRAGMA user_version") == ["\(StoreDatabase.version)"])
    #expect(try store.query("SELECT text FROM kept") == ["as it was"])
    try store.set(["x": "y"])
    let copy = "old.db.before-schema-\(StoreDatabase.version)"
    let aside = try DatabaseQueue(path: bench.file(copy))
    let found = try aside.read { db in
      try (
        String.fetchAll(db, sql: "SELECT name FROM sqlite_master"), String.fetchAll(db, sql: "SELECT text FROM kept"),
        Int64.fetchOne(db, sql: "PRAGMA user_version")
      )
    }
    try aside.close()
    #expect(found.0 == ["kept"] && found.1 == ["as it was"] && found.2 == 0)
    #expect(try FileManager.default.attributesOfItem(atPath: bench.file(copy))[.posixPermissions] as? Int == 0o600)
    try store.close()
    // Nothing half done is left beside it, and what was set aside stays as it is.
    let bytes = try bench.bytes(copy)
    try bench.open("old.db").close()
    #expect(try bench.bytes(copy) == bytes)
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path).sorted()
    #expect(names == ["anchors", "old.db", copy], "\(names)")
  }

  @Test func aStoreThatAnotherOneLocksIsWaitedForAndToldOf() throws {
    let bench = try Workbench()
    var environment = bench.clock.environment(anchorDirectory: bench.anchors)
    environment.busySeconds = 0.05
    let store = try EventStore(creatingAt: bench.file("a.db"), environment: environment)
    try store.set(["x": "1"])
    let other = try bench.open()
    let (error, receipt) = try other.write { writer in
      try writer.append(Draft(record: Workbench.record, set: ["x": "2"]), step: nil)
      // Readers do not wait.
      #expect(try store.fields() == ["x": "\"1\""])
      return #expect(throws: StoreError.self) { try store.set(["x": "3"]) }
    }
    #expect(error?.code == .busy)
    #expect(receipt.events.count == 1)
    try store.set(["x": "3"])
    #expect(try other.fields() == ["x": "\"3\""])
    #expect(try other.lines().map(\.seq) == [1, 2, 3])
  }
}
