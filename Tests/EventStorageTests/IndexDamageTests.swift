import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Indexes of tables that have lost what they held, while their text stands as it was.
@Suite struct IndexDamageTests {
  /// Takes all rows out of an index.
  private static func empty(_ index: String, at path: String) throws {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    try queue.writeWithoutTransaction { db in
      let sql = try #require(
        try String.fetchOne(db, sql: "SELECT sql FROM sqlite_master WHERE name = ?", arguments: [index]))
      let base = sql.components(separatedBy: " WHERE ")[0]
      try db.execute(sql: "DROP INDEX \(index); \(base) WHERE 0; PRAGMA writable_schema = ON")
      try db.execute(sql: "UPDATE sqlite_master SET sql = ? WHERE name = ?", arguments: [sql, index])
      try db.execute(sql: "PRAGMA writable_schema = RESET")
    }
  }

  private static let indexes = [
    "events_chain_seq", "events_hash", "events_record", "survivors_type", "survivors_reference", "survivors_contested",
    "waiting_prev",
  ]

  @Test(arguments: indexes) func itIsNamedAndARebuildMendsIt(_ index: String) throws {
    let bench = try Workbench()
    let first = try bench.open()
    for number in 0..<6 {
      try first.set(["n": JSONValue(integer: number), "type": "note", "of": JSONValue(Workbench.second.text)])
    }
    var (a, b) = (DeviceLog(1), DeviceLog(2))
    try a.write(Workbench.record, ["n": "a"], at: Workbench.wall + 5)
    try b.write(Workbench.record, ["n": "b"], at: Workbench.wall + 6)
    try b.write(Workbench.record, ["n": "c"], at: Workbench.wall + 7)
    _ = try first.ingest(lines: [a.lines[0].bytes, b.lines[1].bytes])
    let digest = try first.digest()
    try first.close()
    try Self.empty(index, at: bench.file("a.db"))
    let store = try bench.open()
    let report = try store.verify()
    #expect(
      report.problems.contains { $0.contains("the database's indexes") && $0.contains("rebuild") },
      "\(report.problems)")
    let damage = try StoreExamination.damage(in: store.path, environment: bench.clock.environment(seed: 9))
    #expect(StoreExamination.tableIndexProblem(damage) != nil, "\(damage)")
    try store.rebuild()
    #expect(try store.verify().problems == [])
    #expect(try store.digest() == digest)
  }

  @Test func whatAnIndexNoLongerFindsIsNotTakenForNothing() throws {
    let bench = try Workbench()
    let source = try bench.open("source.db")
    for number in 0..<6 { try source.set(["n": JSONValue(integer: number)]) }
    try source.close()
    try Self.empty("events_chain_seq", at: bench.file("source.db"))
    let store = try bench.open("own.db")
    let error = #expect(throws: StoreError.self) {
      _ = try store.ingest([try StoreLineSource(path: bench.file("source.db"), into: store)])
    }
    #expect(error?.code == .damaged)
    // Nor is a part of it published for the whole.
    let damaged = try bench.open("source.db")
    let published = #expect(throws: StoreError.self) {
      try damaged.read { reader in
        var bytes: [UInt8] = []
        let branch = try #require(try reader.outline().branches.first)
        return try reader.appendLines(
          of: LogOutline.Piece(branch: 0, seqs: branch.firstSeq...branch.lastSeq), to: &bytes, limit: 1 << 20)
      }
    }
    #expect(published?.code == .damaged)
  }

  @Test(arguments: ["-journal", "-wal", "-shm"]) func aPipeBesideAStoreIsToldOf(_ suffix: String) throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["n": "a"])
    try store.close()
    for one in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store.path + one) }
    #expect(mkfifo(store.path + suffix, 0o600) == 0)
    let error = #expect(throws: StoreError.self) { _ = try bench.open() }
    #expect(error?.path.hasSuffix(suffix) == true)
    #expect(error?.message.contains("regular file") == true)
  }
}
