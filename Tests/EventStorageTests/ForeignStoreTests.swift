import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// Stores that somebody else made, or changed: nothing of them is believed that no store has ever written.
@Suite struct ForeignStoreTests {
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    let store = try bench.open()
    for number in 0..<4 { try store.set(["n": JSONValue(integer: number), "type": "note"]) }
    var other = DeviceLog(3)
    try other.write(Workbench.second, ["n": "b"], at: Workbench.wall)
    try other.write(Workbench.second, ["n": "c"], at: Workbench.wall + 1)
    try other.write(Workbench.second, ["n": "d"], at: Workbench.wall + 2)
    _ = try store.ingest(lines: [other.lines[0].bytes, other.lines[2].bytes])
    try store.close()
    return bench
  }

  private func change(_ path: String, _ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// Opens, reads and merges a store, and says how that ended: the codes of its errors, and the refusals of the merge.
  private func outcome(_ bench: Workbench, _ name: String) throws -> [String] {
    let path = bench.file(name)
    var said: [String] = []
    func attempt(_ body: () throws -> Void) throws {
      do { try body() } catch let error as StoreError { said.append(error.code.rawValue) }
    }
    try attempt {
      let store = try EventStore(readingAt: path, environment: .fixed())
      defer { try? store.close() }
      _ = try store.status()
      _ = try store.read { try $0.conflicts() }
      for record in try store.read({ try $0.records() }) { _ = try store.read { try $0.history(of: record.id) } }
    }
    try attempt { if try !EventStore.verify(path).problems.isEmpty { said.append("problems") } }
    let mine = try bench.open("mine-\(name)")
    defer { try? mine.close() }
    try attempt {
      let report = try mine.ingest([StoreLineSource(path: path, into: mine)])
      said += report.refusals.map(\.reason)
    }
    #expect(try EventStore.verify(mine.path).problems == [])
    return said
  }

  @Test(arguments: [
    "UPDATE chains SET last_seq = 9223372036854775807", "UPDATE chains SET first_seq = -9223372036854775808",
    "UPDATE chains SET first_seq = 0", "UPDATE chains SET last_seq = 9007199254740992",
    "UPDATE chains SET last_seq = 9007199254740991, head = zeroblob(32)", "UPDATE chains SET head = zeroblob(31)",
    "UPDATE chains SET device = 'x'", "UPDATE chains SET parent = 9", "UPDATE chains SET id = 7 WHERE id = 2",
    "UPDATE chains SET parent = -9223372036854775808",
    "UPDATE events SET id = 9223372036854775807 WHERE id = 5", "UPDATE events SET id = -5 WHERE id = 1",
    "UPDATE events SET seq = 9223372036854775807 WHERE id = 5", "UPDATE events SET chain = -9223372036854775808",
    "UPDATE events SET record = 9223372036854775807 WHERE id = 2",
    "UPDATE records SET id = 9223372036854775807 WHERE id = 2", "UPDATE records SET id = 0 WHERE id = 1",
    "UPDATE waiting SET seq = -9223372036854775808", "UPDATE waiting SET prev = x''",
    "UPDATE survivors SET seq = -9223372036854775808", "UPDATE survivors SET chain = 9223372036854775807",
    "UPDATE survivors SET place = -1", "UPDATE survivors SET record = -1 WHERE record = 1 AND field = 'type'",
    "UPDATE survivors SET value = '\"'",
    "UPDATE survivors SET value = '['", "UPDATE survivors SET value = '{\"a\"'", "UPDATE survivors SET value = ''",
    "INSERT INTO frontiers VALUES (1, -9223372036854775808, x'ffffffffffffffff7f')",
    "UPDATE dangling SET seq = -9223372036854775808", "UPDATE clock_days SET hlc = 'x'",
    "UPDATE writers SET seq = 9223372036854775807", "UPDATE writers SET hash = x'00'",
  ])
  func aNumberThatNoStoreWritesIsDamage(sql: String) throws {
    let bench = try bench()
    try change(
      bench.file("a.db"), "DROP TRIGGER events_are_never_updated; DROP TRIGGER events_are_never_deleted; \(sql)")
    let said = try outcome(bench, "a.db")
    // In what is not read for a merge it is found by verify all the same, but for what is only remembered of the place.
    #expect(!said.isEmpty || sql.contains("writers") || sql.contains("dangling"), "\(said)")
    // It can be written to, or says why not.
    let store = try? EventStore(openingAt: bench.file("a.db"), environment: .fixed(), connections: .single)
    if let store {
      do { try store.set(["n": "new"]) } catch let error as StoreError { #expect(error.code == .damaged) }
      try store.close()
    }
  }

  /// Two logs of 2^53 events each cannot be counted together.
  @Test func sumsDoNotOverflow() throws {
    let bench = try bench()
    try change(
      bench.file("a.db"),
      """
      WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
      INSERT INTO chains SELECT i, (SELECT device FROM chains), NULL, 1, 9007199254740991, randomblob(32) FROM n
      """)
    #expect(try outcome(bench, "a.db").filter { $0 == "damaged" }.count >= 2)
  }

  private static let endless = "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r)"

  @Test(arguments: [
    "ALTER TABLE events RENAME TO kept; CREATE VIEW events AS \(endless) SELECT k.* FROM kept k, r",
    "ALTER TABLE chains RENAME TO kept; CREATE VIEW chains AS \(endless) SELECT k.* FROM kept k, r",
    "ALTER TABLE waiting RENAME TO kept; CREATE VIEW waiting AS \(endless) SELECT k.* FROM kept k, r",
    """
    CREATE TRIGGER busy AFTER DELETE ON writers BEGIN
      INSERT INTO dangling SELECT randomblob(32), x, x FROM (\(endless) SELECT x FROM r); END
    """,
    "DROP TABLE waiting; CREATE VIRTUAL TABLE waiting USING fts5 (hash, device, seq, prev, line)",
    "CREATE VIRTUAL TABLE other USING fts5 (text)",
    "DROP INDEX events_hash; CREATE INDEX events_hash ON events (chain, hash)",
    "ALTER TABLE chains ADD COLUMN more INTEGER",
    "DROP VIEW log; CREATE VIEW log AS SELECT 1",
    """
    PRAGMA writable_schema = ON;
    INSERT INTO sqlite_master VALUES ('table', 'zz', 'zz', 0, 'CREATE TRIGGER t AFTER INSERT ON events BEGIN SELECT 1; END')
    """,
  ])
  func aSchemaThatIsNotAStoresIsRefused(sql: String) throws {
    let bench = try bench()
    let path = bench.file("a.db")
    try change(path, "PRAGMA legacy_alter_table = ON; \(sql)")
    #expect(try outcome(bench, "a.db") == ["damaged", "damaged", "damaged"])
    let error = #expect(throws: StoreError.self) {
      try Restoration(over: bench.file("new.db"), environment: .fixed()).run(.store(path))
    }
    #expect(error?.code == .damaged)
    #expect(throws: StoreError.self) { try EventStore(openingAt: path, environment: .fixed()) }
    // What its tables hold is still found, by SQLite or in its bytes.
    let salvaged = try Salvage(of: path, environment: .fixed()).run(into: bench.file("salvaged.db"))
    #expect(salvaged.events == 5)
  }

  @Test func whatTouchesNothingOfOursMayStay() throws {
    let bench = try bench()
    let path = bench.file("a.db")
    try change(
      path,
      """
      CREATE TABLE _replica_seq (id INTEGER PRIMARY KEY, seq INTEGER); CREATE INDEX replica ON _replica_seq (seq);
      CREATE TABLE "another one" (x UNIQUE); CREATE VIEW mine AS SELECT * FROM log; ANALYZE
      """)
    let store = try EventStore(openingAt: path, environment: .fixed(), connections: .single)
    try store.set(["n": "5"])
    #expect(try store.problems() == [])
    try store.close()
    let oddities = try StoreExamination.oddities(in: path, environment: .fixed())
    #expect(oddities.missing == [] && oddities.additions.contains("table _replica_seq"))
    #expect(oddities.additions.contains("view mine"), "\(oddities.additions)")
  }

  @Test func whatWasLostBesideTheTablesIsMended() throws {
    for loss in [
      "PRAGMA user_version = 0", "PRAGMA application_id = 0", "PRAGMA application_id = 0; PRAGMA user_version = 0",
      "PRAGMA user_version = 1", "PRAGMA user_version = 2", "PRAGMA user_version = -7",
      "DROP INDEX survivors_contested; DROP TRIGGER events_are_never_deleted; DROP VIEW log", "DROP TABLE search",
      "DROP TABLE search; DROP INDEX events_hash; PRAGMA application_id = 0; PRAGMA user_version = 0",
    ] {
      let bench = try bench()
      let path = bench.file("a.db")
      let digest = try EventStore.verify(path).digest
      try change(path, loss)
      if !loss.hasPrefix("DROP") {
        for attempt in [
          { _ = try EventStore(openingAt: path, environment: .fixed()) }, { _ = try EventStore.verify(path) },
          { _ = try StoreExamination.oddities(in: path, environment: .fixed()) },
        ] {
          let error = #expect(throws: StoreError.self, "\(loss)") { try attempt() }
          #expect(error?.code == .unnumbered && error?.message.contains("followup doctor") == true, "\(loss)")
        }
      }
      let report = try StoreMending(of: path, environment: .fixed()).run()
      #expect(!report.mended.isEmpty && report.verification.problems == [], "\(loss): \(report)")
      #expect(report.verification.digest == digest && report.schema >= 2, "\(loss)")
      // What is set aside is the store as it was.
      let aside = try #require(report.setAside)
      let isWhole =
        try StoreSchema.fingerprint(ofFile: aside) == StoreSchema.fingerprints[Int(StoreDatabase.version) - 1]
      #expect(isWhole == !loss.hasPrefix("DROP"), "\(loss)")
      let store = try bench.open()
      try store.set(["n": "9"])
      #expect(try store.problems() == [])
      #expect(try store.read { try $0.search(SearchQuery(["nothing"])) } == [])
      try store.close()
      // Once is enough.
      let again = try StoreMending(of: path, environment: .fixed()).run()
      #expect(again.mended == [] && again.setAside == nil)
    }
  }

  @Test func whatIsNoStoreIsNotMended() throws {
    let bench = try bench()
    try change(bench.file("other.db"), "CREATE TABLE events (id INTEGER PRIMARY KEY, text)")
    try change(bench.file("bare.db"), "PRAGMA application_id = 1182233968; PRAGMA user_version = 3")
    try bench.put("empty.db", [])
    #expect(mkfifo(bench.file("fifo"), 0o600) == 0)
    for name in ["other.db", "bare.db", "empty.db", "fifo", "none.db"] {
      #expect(throws: StoreError.self, "\(name)") {
        try StoreMending(of: bench.file(name), environment: .fixed()).run()
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder.path).filter { $0.contains("mend") } == [])
  }

  /// The hashes by which most stores are known at once are those of the SQL.
  @Test func theFingerprintsAreThoseOfTheSchema() throws {
    #expect(StoreSchema.fingerprints.count == Int(StoreDatabase.version))
    for version in 1...StoreDatabase.version {
      let found = try StoreSchema.fingerprint(of: version)
      #expect(
        found == StoreSchema.fingerprints[Int(version) - 1],
        "put \(found) for version \(version) into StoreSchema.swift")
    }
  }

  @Test func aFileThatIsShorterThanItsHeaderSaysIsNamed() throws {
    let bench = try Workbench()
    let store = try bench.open()
    for number in 0..<40 {
      try store.set(["n": JSONValue(String(repeating: "x", count: 150 + number)), "type": "note"])
    }
    // Pages that are used no more, and hold zeros, stand at the end of the file.
    try store.execute("PRAGMA secure_delete = ON; CREATE TABLE more (x); INSERT INTO more VALUES (zeroblob(20000))")
    try store.execute("DROP TABLE more")
    _ = try store.backup(to: bench.file("backup.db"))
    try store.close()
    var bytes = try bench.bytes("backup.db")
    let whole = bytes.count
    // Whole pages that are missing are found by SQLite.
    while bytes.last == 0, bytes.count > whole - 4_000 { bytes.removeLast() }
    try #require(bytes.count < whole)
    try bench.put("cut.db", bytes)
    #expect(
      try EventStore.verify(bench.file("cut.db")).problems.contains { $0.contains("\(whole - bytes.count) bytes") })
    let report = try Restoration(over: bench.file("new.db"), environment: .fixed()).run(.store(bench.file("cut.db")))
    #expect(report.shortness?.contains("\(whole - bytes.count) bytes shorter") == true && report.events == 40)
    let sound = try Restoration(over: bench.file("new2.db"), environment: .fixed()).run(.store(bench.file("backup.db")))
    #expect(sound.shortness == nil)
  }
}

extension StoreSchema {
  static func fingerprint(of version: Int64) throws -> String {
    let bench = try Workbench()
    let queue = try DatabaseQueue(path: bench.file("\(version).db"))
    for object in try StoreSchema(version: version).objects where !object.isShadow && !object.isAutomatic {
      try queue.writeWithoutTransaction { try $0.execute(sql: object.sql) }
    }
    return try queue.read { try fingerprint($0) }
  }

  static func fingerprint(ofFile path: String) throws -> String {
    try DatabaseQueue(path: path).read { try fingerprint($0) }
  }
}
