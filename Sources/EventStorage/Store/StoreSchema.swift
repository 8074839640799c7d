import EventLog
import GRDB
import Schema

/// What stands in a database's schema, held against what a store has there.
///
/// A database from elsewhere can bear our names and mean something else: a view over a query without an end, a trigger,
/// a table whose columns compute. So before anything is read of a store, each table, index, trigger and view of ours must
/// have exactly our text. Tables of other programs may stand beside ours (a tool that replicates the file makes some) as
/// long as they touch nothing of ours.
struct StoreSchema {
  /// One entry of `sqlite_schema`.
  struct Object: Hashable {
    let type: String
    let name: String
    let table: String
    let sql: String

    /// A table of the full-text index's own, whose text is that of the SQLite that made it.
    var isShadow: Bool { type == "table" && name.hasPrefix("search_") && sql.hasPrefix("CREATE TABLE 'search_") }
    /// Whether it holds rows that cannot be made again.
    var isTable: Bool { type == "table" && !isShadow && !sql.hasPrefix("CREATE VIRTUAL") }
    /// What SQLite makes for itself along with a table.
    var isAutomatic: Bool { type == "index" && sql.isEmpty }
  }

  /// How a schema differs from that of a store.
  struct Difference: Equatable {
    /// Tables of ours that are not there.
    var lost: [String] = []
    /// Indexes, triggers, views and the search index that are not there, and can be made again.
    var missing: [Object] = []
    /// What has one of our names and is something else, or touches ours: in words.
    var foreign: [String] = []
    /// Tables, indexes and views that are none of ours and touch nothing of ours.
    var additions: [String] = []

    var isStore: Bool { lost.isEmpty && foreign.isEmpty }
  }

  let objects: [Object]

  /// The schema of a database as it stands.
  init(_ db: Database) throws {
    let select = try RawStatement(db, "SELECT type, name, tbl_name, sql FROM main.sqlite_master ORDER BY name, type")
    var objects: [Object] = []
    while try select.step() {
      objects.append(
        Object(type: select.text(0), name: select.text(1), table: select.text(2), sql: select.text(3)))
    }
    self.objects = objects
  }

  /// The schema of a store of a version, as this release's SQL makes it.
  init(version: Int64) throws {
    let queue = try DatabaseQueue()
    defer { try? queue.close() }
    self = try queue.writeWithoutTransaction { db in
      for sql in Schema.versions.prefix(Int(version)) { try db.execute(sql: String(decoding: sql, as: UTF8.self)) }
      return try StoreSchema(db)
    }
  }

  /// The tables whose rows have numbers, by plain names; other programs' may be among them.
  var numberedTables: [String] {
    objects.filter { $0.isTable && $0.sql.contains("\n  id INTEGER PRIMARY KEY") }.map(\.name)
      .filter { LinkedTables.isName($0) }
  }

  // MARK: Quickly

  /// The hashes of each version's schema, so that most stores are known by one look; a test holds them to the SQL.
  ///
  /// In the order of the versions; not a dictionary, whose making would cost every command more than the look itself.
  static let fingerprints = [
    "d2b0df5f9b153dbe9e8a967d11e84b686311c4ce48ab36b8236120b6545aa89e",
    "972d8fd6274436c1059b50311600924746203337ab842eb8184b0716abaedfbc",
    "c938866b5730ab07f0f6b6e5f7d50795c1a6751ee30d3d283ac97980ef939b8a",
  ]

  /// The hash of a schema.
  static func fingerprint(_ db: Database) throws -> String {
    let select = try RawStatement(db, "SELECT type, name, tbl_name, sql FROM main.sqlite_master ORDER BY name, type")
    let shadow = Array("search_".utf8)
    let shadowText = Array("CREATE TABLE 'search_".utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1 << 13)
    while try select.step() {
      for column in 0..<3 {
        bytes += select.bytes(Int32(column))
        bytes.append(0)
      }
      let text = select.bytes(3)
      bytes += select.bytes(1).starts(with: shadow) ? text.prefix(shadowText.count) : text[...]
      bytes.append(0)
    }
    return bytes.withUnsafeBufferPointer { EventHash(hashing: $0).text }
  }

  // MARK: In full

  /// How this schema differs from that of a store of a version.
  func difference(from version: Int64) throws -> Difference {
    let expected = try StoreSchema(version: version).objects
    let ours = Dictionary(expected.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { $1 })
    let tables = Set(expected.map { $0.table.lowercased() })
    var difference = Difference()
    var found: Set<String> = []
    for object in objects {
      let name = object.name.lowercased()
      if let own = ours[name] {
        guard object == own || (object.isShadow && own.isShadow && object.table == own.table) else {
          difference.foreign.append("\(object.type) \(object.name) differs from a store's")
          continue
        }
        found.insert(name)
      } else if object.isHarmless(beside: Set(ours.keys), tables) {
        if !object.isAutomatic { difference.additions.append("\(object.type) \(object.name)") }
      } else {
        difference.foreign.append("\(object.type) \(object.name) does not belong to a store")
      }
    }
    for own in expected where !found.contains(own.name.lowercased()) {
      if own.isTable {
        difference.lost.append(own.name)
      } else if !own.isShadow, !own.isAutomatic {
        difference.missing.append(own)
      }
    }
    return difference
  }

  /// The version whose tables these are; nil where they are none of a store.
  func recognizedVersion() throws -> Int64? {
    // Most databases of others have not even a name in common with a store.
    guard objects.contains(where: { $0.name == "events" }) else { return nil }
    var whole: Int64?
    for version in (1...StoreDatabase.version).reversed() {
      let difference = try difference(from: version)
      guard difference.isStore else { continue }
      if difference.missing.isEmpty { return version }
      whole = whole ?? version
    }
    return whole
  }
}

extension StoreSchema.Object {
  /// Whether an entry that is none of ours touches nothing of ours.
  ///
  /// The text counts, not what the entry says that it is: SQLite runs the text.
  func isHarmless(beside names: Set<String>, _ tables: Set<String>) -> Bool {
    guard !tables.contains(table.lowercased()) else { return false }
    switch type {
    case "table": return isNamed(after: "CREATE TABLE ", names)
    case "view": return isNamed(after: "CREATE VIEW ", names)
    case "index":
      return sql.isEmpty || sql.hasPrefix("CREATE INDEX ") || sql.hasPrefix("CREATE UNIQUE INDEX ")
    // A trigger acts on its own, and a virtual table is code that reads whatever is in it.
    default: return false
    }
  }

  private func isNamed(after start: String, _ names: Set<String>) -> Bool {
    guard sql.hasPrefix(start) else { return false }
    var rest = sql.dropFirst(start.count)
    let closing: [Character: Character] = ["\"": "\"", "'": "'", "`": "`", "[": "]"]
    let written: Substring
    if let first = rest.first, let end = closing[first] {
      rest.removeFirst()
      written = rest.prefix { $0 != end }
    } else {
      written = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
    }
    return written == name && !names.contains(name.lowercased())
  }
}

// MARK: - Holding a store against it

extension StoreSchema {
  /// Holds the schema of a database against that of a store, before anything else is read of it.
  ///
  /// Indexes, triggers and views that are missing are no reason to refuse it; `doctor` names them.
  ///
  /// - Parameter said: what the header says that its schema is; the write-ahead log may know better.
  /// - Returns: the version.
  /// - Throws: ``StoreError``, with ``StoreError/Code/damaged``, or ``StoreError/Code/unnumbered`` where only the numbers
  ///   are wrong.
  @discardableResult
  static func check(_ db: Database, version said: Int64, path: String) throws -> Int64 {
    if (1...Int64(fingerprints.count)).contains(said), try fingerprint(db) == fingerprints[Int(said) - 1] {
      return said
    }
    let current = try StoreDatabase.numbers(db).version
    let version = (0...StoreDatabase.version).contains(current) ? current : said
    let schema = try StoreSchema(db)
    let difference = try schema.difference(from: version)
    if difference.isStore, difference.missing.isEmpty, difference.additions.isEmpty { return version }
    if let other = try schema.recognizedVersion(), other > version { throw unnumbered(path) }
    if let first = difference.foreign.first {
      throw StoreError(
        .damaged, path,
        "the database is damaged, or another program changed it: \(first). Nothing else was read; followup doctor "
          + "says how to rescue the sound events")
    }
    if let first = difference.lost.first {
      let more = difference.lost.count > 1 ? " (nor \(difference.lost.count - 1) more)" : ""
      throw StoreError(
        .damaged, path,
        "the database is damaged: it says that it is a store, and has no table \(first)\(more); followup doctor says how to "
          + "rescue what is sound of it, if anything is")
    }
    return version
  }

  /// Whether these tables of a database are those of a store, be the rest of it damaged: then they can be read, though
  /// nothing else should be.
  static func hasOwn(_ tables: [String], _ db: Database) throws -> Bool {
    let found = try StoreSchema(db).objects
    let expected = try StoreSchema(version: StoreDatabase.version).objects
    let wanted = expected.filter { $0.isTable && tables.contains($0.name) }
    // Of two entries that make one name only one counts, so none of the others may make any of these.
    let (known, names) = (Set(expected), Set(wanted.map(\.name)))
    return wanted.allSatisfy { found.contains($0) }
      && found.allSatisfy { object in
        known.contains(object) || object.isShadow || object.isHarmless(beside: names, [])
          || object.type == "trigger" && object.sql.hasPrefix("CREATE TRIGGER ")
      }
  }

  static func unnumbered(_ path: String) -> StoreError {
    StoreError(
      .unnumbered, path,
      "this is a store whose numbers were lost, as a dump or a clone of the database loses them (application_id and "
        + "user_version); its tables are all there. followup doctor on this file says how they are brought back")
  }
}
