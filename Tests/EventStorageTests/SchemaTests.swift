import EventLog
import EventSync
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// How the database is set up, and that nothing in it can be taken back.
@Suite struct SchemaTests {
  @Test func theFileIsSetUpForDurability() throws {
    let bench = try Workbench(inMemory: false)
    for _ in 0..<2 {
      // New at first, then an existing one.
      let store = try bench.open()
      #expect(try store.synchronousLevel() == 2)
      try store.set(["type": "note"])
      #expect(try store.synchronousLevel() == 2)
      _ = try store.ingest(lines: [])
      try store.rebuild()
      #expect(try store.synchronousLevel() == 2)
      // What is remembered of a folder does not wait for the disk; what comes after it does.
      var memory = FolderMemory(locationID: "p", path: "/p")
      memory.syncedMilliseconds = 1
      try store.remember(memory, former: memory)
      #expect(try store.synchronousLevel() == 2)
      #expect(try store.query("PRAGMA journal_mode") == ["wal"])
      #expect(try store.query("PRAGMA application_id") == ["1182233968"])
      #expect(try store.query("PRAGMA user_version") == ["3"])
      let modes = try ["a.db", "a.db-wal", "a.db-shm"].map { name in
        try FileManager.default.attributesOfItem(atPath: bench.file(name))[.posixPermissions] as? Int
      }
      #expect(modes == [0o600, 0o600, 0o600])
      try store.close()
    }
    // In the file's header, where the program file(1) looks, and nothing is left beside it.
    let header = try bench.bytes("a.db")[68..<72].reduce(0) { $0 << 8 | Int64($1) }
    #expect(header == StoreDatabase.applicationID)
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path).sorted()
    #expect(names == ["a.db", "anchors"], "\(names)")
  }

  @Test func allTablesAreStrict() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let tables = try store.query(
      "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite%'")
    #expect(
      tables.sorted() == [
        "chains|1", "clock_days|1", "dangling|1", "events|1", "folder_acks|1", "folder_files|1", "folders|1",
        "frontiers|1",
        "own_devices|1", "records|1",
        "revisions|1",
        "survivors|1", "waiting|1", "writers|1",
      ])
  }

  @Test func noStatementChangesOrRemovesAnEvent() throws {
    let bench = try Workbench()
    let store = try bench.open()
    for number in 0..<3 { try store.set(["n": JSONValue(integer: number)]) }
    let before = try store.query("SELECT * FROM events ORDER BY id")
    #expect(before.count == 3)
    let row = "(2, 1, 2, 0, 1, 'forged')"
    let statements = [
      "UPDATE events SET line = 'forged'", "UPDATE events SET line = line WHERE id = 1",
      "UPDATE events SET id = id + 10",
      "UPDATE OR REPLACE events SET id = 1 WHERE id = 2", "UPDATE OR IGNORE events SET hash = 0",
      "DELETE FROM events", "DELETE FROM events WHERE id = 3",
      "INSERT INTO events VALUES \(row)", "INSERT OR REPLACE INTO events VALUES \(row)",
      "REPLACE INTO events VALUES \(row)",
      "INSERT OR IGNORE INTO events VALUES \(row)", "INSERT OR FAIL INTO events VALUES \(row)",
      "INSERT OR ROLLBACK INTO events VALUES \(row)",
      "INSERT INTO events VALUES \(row) ON CONFLICT (id) DO UPDATE SET line = excluded.line",
      "INSERT INTO events VALUES \(row) ON CONFLICT (id) DO NOTHING",
      "INSERT OR REPLACE INTO events (rowid, chain, seq, hash, record, line) VALUES \(row)",
    ]
    for statement in statements {
      let error = #expect(throws: DatabaseError.self, "\(statement)") { try store.execute(statement) }
      #expect(
        error?.message?.hasPrefix("the event log is append-only") == true, "\(statement): \(error?.message ?? "")")
      #expect(try store.query("SELECT * FROM events ORDER BY id") == before, "\(statement)")
    }
    // From a connection of another program too, with what it can switch off.
    let shell = try DatabaseQueue(path: bench.file("a.db"))
    for statement in ["DELETE FROM events", "REPLACE INTO events VALUES \(row)"] {
      #expect(throws: DatabaseError.self) {
        try shell.writeWithoutTransaction { db in
          try db.execute(sql: "PRAGMA recursive_triggers = 0; PRAGMA foreign_keys = 0; \(statement)")
        }
      }
    }
    try shell.close()
    #expect(try store.query("SELECT * FROM events ORDER BY id") == before)
    #expect(try store.problems() == [])
    // What is appended by the rules still goes.
    try store.set(["n": JSONValue(integer: 3)])
    #expect(try store.query("SELECT * FROM events ORDER BY id").count == 4)
  }

  @Test func peopleFindTheLogWithItsIdentifiers() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let receipt = try store.set(["type": "note"])
    let device = try #require(receipt.device)
    let line = try #require(try store.line(receipt.events.first))
    #expect(
      try store.query("SELECT * FROM log")
        == ["1|\(device)|1|\(Workbench.record)|\(String(decoding: line.bytes, as: UTF8.self))"])
  }
}
