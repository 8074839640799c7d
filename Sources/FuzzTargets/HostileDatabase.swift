import EventLog
import EventStorage
import EventSync
import GRDB
import TestSupport

/// Damage to a store, and stores that somebody made to do harm, from any source of random numbers: at run time, so that no
/// file that crashes SQLite itself needs to be kept.
public enum HostileDatabase {
  /// A store with all that one can hold: two devices and a branch, a conflict, lines that wait, a hash that was seen and
  /// is not here, what is remembered of a folder; as the bytes of one file.
  public static func sample() throws -> [UInt8] {
    let place = try TemporaryFolder(inMemory: true)
    let path = place.file("sample.db")
    let store = try EventStore(
      creatingAt: path, environment: .fixed(anchorDirectory: place.file("anchors")), connections: .single)
    let wall: Int64 = 1_780_000_000_000
    let records = (1...12).map { RecordID(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64($0)) }
    for (number, record) in records.enumerated() {
      _ = try store.append([
        Draft(record: record, set: ["type": "note", "text": JSONValue("voicemail number \(number), with Ana Birch")])
      ])
    }
    var (first, second) = (DeviceLog(1), DeviceLog(2))
    for number in 0..<8 {
      try first.write(
        records[number % 3], ["text": JSONValue("from the telephone \(number)")], at: wall + Int64(number),
        seen: number == 2 ? [EventHash(of: "nowhere".utf8)] : [])
      try second.write(records[number % 3], ["text": JSONValue("from the tablet \(number)")], at: wall + Int64(number))
    }
    var branch = DeviceLog(continuing: Array(first.lines.prefix(4)))
    try branch.write(records[4], ["text": "a branch"], at: wall + 90)
    let waiting = second.lines.suffix(2)
    _ = try store.ingest(
      lines: first.lines.bytes + branch.lines.suffix(1).bytes + second.lines.prefix(5).bytes + waiting.bytes)
    var memory = FolderMemory(locationID: store.locationID(ofRealPath: "/shared"), path: "/shared")
    memory.syncedMilliseconds = wall
    memory.files["log/x"] = FolderMemory.File(
      size: 10, modifiedNanoseconds: 5, inode: 7, sinceMilliseconds: wall, readMilliseconds: wall, reads: 1,
      head: first.head)
    memory.acks[first.device] = FolderMemory.Ack(n: 1, path: "acks/x", content: Array("{}".utf8))
    try store.remember(memory, former: nil)
    try store.close()
    return try Platform.readFile(path, limit: 1 << 24)
  }

  // MARK: Cells

  private static let values = [
    "NULL", "0", "1", "2", "-1", "9007199254740991", "9007199254740992", "9223372036854775807", "-9223372036854775808",
    "4294967296", "2147483648", "1.5", "1e300", "''", "'x'", "'null'", "char(34)", "'['", "'{'", "'[1,'", "'{\"a\"'",
    "x''",
    "zeroblob(31)", "zeroblob(32)", "zeroblob(70000)", "randomblob(32)", "x'ffffffffffffffffff7f'", "char(0)",
    "'9999-99-99'",
  ]

  /// Puts a value into a cell of a store that no store has ever put there, of any type, whatever the tables say.
  ///
  /// - Returns: what was done, in SQL; nil where it could not be.
  public static func spoilCell(at path: String, using random: inout some RandomNumberGenerator) throws -> String? {
    var kept: [(name: String, type: String, sql: String)] = []
    // Without their promises, so that every type can be put into them.
    try write(path) { db in
      kept = try Row.fetchAll(db, sql: "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL").map {
        ($0["name"], $0["type"], $0["sql"])
      }
      for one in kept where one.type == "trigger" { try db.execute(sql: "DROP TRIGGER \(one.name)") }
      try db.execute(
        sql: """
          PRAGMA writable_schema = ON;
          UPDATE sqlite_master SET sql = replace(replace(sql, ') STRICT', ') '), ' NOT NULL', '') WHERE type = 'table'
          """)
    }
    let tables = kept.filter { $0.type == "table" && !$0.name.hasPrefix("search") }.map(\.name).sorted()
    var done: String?
    for _ in 0..<8 where done == nil {
      guard let table = tables.randomElement(using: &random), let value = values.randomElement(using: &random) else {
        return nil
      }
      let row = Int.random(in: 0..<16, using: &random)
      let pick = Int.random(in: 0..<64, using: &random)
      try write(path) { db in
        let columns = try Row.fetchAll(db, sql: "PRAGMA table_info(\(table))").map { $0["name"] as String }
        let column = columns[pick % columns.count]
        let sql = """
          UPDATE OR REPLACE \(table) SET \(column) = \(value) WHERE \(columns[0]) = (SELECT \(columns[0]) FROM \(table)
          LIMIT 1 OFFSET \(row) % max(1, (SELECT count(*) FROM \(table))))
          """
        guard (try? db.execute(sql: sql)) != nil, db.changesCount > 0 else { return }
        done = sql
      }
    }
    try write(path) { db in
      try db.execute(sql: "PRAGMA writable_schema = ON")
      for one in kept where one.type == "table" {
        try db.execute(sql: "UPDATE sqlite_master SET sql = ? WHERE name = ?", arguments: [one.sql, one.name])
      }
      for one in kept where one.type == "trigger" { try db.execute(sql: one.sql) }
    }
    return done
  }

  // MARK: Schemas

  private static let endless = "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r)"

  /// Changes to the schema: some harmless, some of another program's, some made to hang whoever reads.
  private static func schemaChanges(_ table: String) -> [String] {
    [
      "DROP INDEX events_hash", "DROP INDEX survivors_contested", "DROP VIEW log",
      "DROP TRIGGER events_are_never_updated",
      "CREATE TABLE _replica_seq (id INTEGER PRIMARY KEY, seq INTEGER)", "DROP TABLE \(table)", "DROP TABLE search",
      "PRAGMA user_version = 0", "PRAGMA user_version = 1", "PRAGMA user_version = 2", "PRAGMA user_version = 16777216",
      "PRAGMA application_id = 0", "PRAGMA application_id = 0; PRAGMA user_version = 0", "PRAGMA user_version = -1",
      "ALTER TABLE \(table) ADD COLUMN more", "ALTER TABLE \(table) RENAME TO \(table)_2",
      """
      ALTER TABLE \(table) RENAME TO kept;
      CREATE VIEW \(table) AS \(endless) SELECT k.* FROM kept k, r
      """,
      """
      CREATE TRIGGER busy AFTER INSERT ON \(table) BEGIN
        INSERT INTO dangling (hash, chain, seq) SELECT randomblob(32), x, x FROM (\(endless) SELECT x FROM r); END
      """,
      "CREATE TRIGGER gone AFTER DELETE ON writers BEGIN DELETE FROM survivors; END",
      "CREATE VIRTUAL TABLE other USING fts5 (text)",
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_master SET sql = replace(sql, 'line TEXT NOT NULL', 'line TEXT CHECK (length(randomblob(9)) > 1)')
        WHERE name = 'events'
      """,
      """
      PRAGMA writable_schema = ON;
      INSERT INTO sqlite_master VALUES ('table', 'zz', 'zz', 0, 'CREATE VIEW zz AS SELECT 1')
      """,
      "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 2 WHERE name = '\(table)'",
      "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'CREATE TABLE' WHERE name = '\(table)'",
    ]
  }

  /// Changes the schema of a store.
  ///
  /// - Returns: what was done, in SQL; nil where it could not be.
  public static func spoilSchema(at path: String, using random: inout some RandomNumberGenerator) throws -> String? {
    let tables = [
      "events", "chains", "waiting", "records", "survivors", "frontiers", "clock_days", "writers", "own_devices",
      "folder_files",
    ]
    guard let table = tables.randomElement(using: &random),
      let change = schemaChanges(table).randomElement(using: &random)
    else { return nil }
    var done: String?
    try write(path) { if (try? $0.execute(sql: change)) != nil { done = change } }
    return done
  }

  private static func write(_ path: String, _ body: (Database) throws -> Void) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA legacy_alter_table = ON")
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    try queue.writeWithoutTransaction(body)
  }

  // MARK: Pages

  /// Damages the bytes of a database as disks and copies do: bits and bytes, blocks of zeros, pages in the wrong place, an
  /// end that is missing.
  public static func spoilBytes(_ bytes: inout [UInt8], using random: inout some RandomNumberGenerator) {
    let page = 4_096
    let pages = max(1, bytes.count / page)
    func start(_ random: inout some RandomNumberGenerator) -> Int { Int.random(in: 0..<pages, using: &random) * page }
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1, 2:
        for index in place..<min(bytes.count, place + Int.random(in: 1...16, using: &random)) {
          bytes[index] = UInt8.random(in: .min ... .max, using: &random)
        }
      case 3:
        let length = 512 << Int.random(in: 0..<4, using: &random)
        for index in place..<min(bytes.count, place + length) { bytes[index] = 0 }
      case 4, 5:
        // Within the first bytes of a page, where it says what it is and where its cells are.
        let index = start(&random) + Int.random(in: 0..<100, using: &random)
        if index < bytes.count { bytes[index] = UInt8.random(in: .min ... .max, using: &random) }
      case 6:
        let (from, to) = (start(&random), start(&random))
        for index in 0..<page where max(from, to) + index < bytes.count { bytes[to + index] = bytes[from + index] }
      default:
        if Int.random(in: 0..<3, using: &random) == 0 { bytes.removeSubrange(place...) }
      }
    }
  }
}

/// Random numbers that are the bytes of an input, so that a fuzzer chooses them; behind its end they have it as their seed.
struct InputGenerator: RandomNumberGenerator {
  private var rest: ArraySlice<UInt8>
  private var seeded: SeededGenerator

  init(_ input: [UInt8]) {
    rest = input[...]
    seeded = SeededGenerator(seed: input.reduce(1) { $0 &* 31 &+ UInt64($1) })
  }

  mutating func next() -> UInt64 {
    guard let first = rest.popFirst(), let second = rest.popFirst() else { return seeded.next() }
    // What is drawn uses the upper bits.
    return (UInt64(first) << 8 | UInt64(second)) << 48 | 0x8000_0000
  }
}
