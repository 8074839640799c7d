import EventLog
import GRDB
import Schema

/// Holds the stored search index against what the survivors say. The store is only read.
struct SearchIndexCheck {
  private let db: Database

  /// How thorough a check is.
  enum Depth {
    /// Nothing: SQLite's full-text search is not for the bytes of strangers.
    case nothing
    /// Which records the index holds.
    case records
    /// Every word of it, and all that FTS5 needs to find it.
    case words
  }

  /// What is wrong with the index, and what to do about it; nil when nothing is, or when the store is older than the
  /// index.
  ///
  /// - Throws: `DatabaseError` when the survivors cannot be read.
  static func problem(_ db: Database, _ depth: Depth) throws -> String? {
    guard depth != .nothing, try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0 >= SearchIndex.version else {
      return nil
    }
    let check = SearchIndexCheck(db: db)
    do {
      try check.checkOpening()
      // What holds every word holds every record; which of the two is wrong is asked only then.
      if depth == .words, try check.areWordsSound() { return nil }
      let records = try check.differentRecords()
      if records > 0 {
        return "\(records) records of the search index differ from the log; run followup rebuild"
      }
      return depth == .words ? "the search index differs from the log; run followup rebuild" : nil
    } catch let failure as SearchIndex.Failure { return "\(failure.reason); run followup rebuild" }
  }

  /// Whether no page of any other table is damaged, so that what SQLite finds wrong with the file is the index, or room
  /// that it has left behind: then a rebuild mends it.
  static func isAllElseSound(_ db: Database) throws -> Bool {
    guard try db.count("SELECT count(*) FROM main.sqlite_master WHERE type = 'table' AND name = 'events'") == 1 else {
      return false
    }
    return try damageElsewhere(db).isEmpty
  }

  /// What SQLite finds wrong with the tables, and their indexes, that are not of full-text search, which takes no part.
  static func damageElsewhere(_ db: Database) throws -> [String] {
    let tables = try db.texts(
      "SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name")
    return try tables.filter { !SearchIndex.shadows.contains($0) }.flatMap { table in
      let quoted = table.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
      return try db.texts("PRAGMA integrity_check('\(quoted)')").filter { $0 != "ok" }
    }
  }

  /// The sentence for what SQLite says of the file, where all else is sound.
  static func damagedPages(_ messages: [String]) -> String {
    "pages of the search index are damaged, or were left behind by one that was "
      + "(\(messages.first?.split(separator: "\n").last ?? "no details")); run followup rebuild"
  }

  /// The table must be ours, and FTS5 able to open it.
  private func checkOpening() throws {
    let definition = try String.fetchOne(db, sql: "SELECT sql FROM main.sqlite_master WHERE name = 'search'")
    guard let definition else {
      throw SearchIndex.Failure(error: DatabaseError(resultCode: .SQLITE_ERROR, message: "no such table: search"))
    }
    guard definition == SearchIndex.definition else {
      throw SearchIndex.Failure(
        error: DatabaseError(resultCode: .SQLITE_ERROR, message: "the table search has another definition"))
    }
    try SearchIndex.failing { _ = try Int64.fetchOne(db, sql: "SELECT rowid FROM main.search LIMIT 0") }
  }

  /// How many records have text and are not in the index, or are in it and have none.
  private func differentRecords() throws -> Int {
    var differences = 0
    let stored = try SearchIndex.failing { try RawStatement(db, "SELECT id FROM main.search_docsize ORDER BY id") }
    func step() throws -> Bool { try SearchIndex.failing { try stored.step() } }
    var hasStored = try step()
    try forEachRecordWithText { record in
      while hasStored, try stored.anyInteger(0) < record {
        differences += 1
        hasStored = try step()
      }
      if hasStored, try stored.anyInteger(0) == record { hasStored = try step() } else { differences += 1 }
    }
    while hasStored {
      differences += 1
      hasStored = try step()
    }
    return differences
  }

  private func forEachRecordWithText(_ body: (_ record: Int64) throws -> Void) throws {
    let scan = try RawStatement(db, "SELECT record, field, value FROM main.survivors ORDER BY record")
    var last: Int64 = 0
    while try scan.step() {
      let record = try scan.number(0)
      if record != last, SearchText.hasText(scan.bytes(2), of: scan.bytes(1)) {
        last = record
        try body(record)
      }
    }
  }

  /// Whether FTS5's own check finds in a copy of the index exactly the words of the documents.
  ///
  /// The check wants to write and to see the texts. So the copy is made in a place that is thrown away, over a table of
  /// the documents.
  private func areWordsSound() throws -> Bool {
    let scratch = try DatabaseQueue(path: "", configuration: .scratch)
    defer { try? scratch.close() }
    return try scratch.writeWithoutTransaction { copy in
      var isSound = true
      try copy.inTransaction {
        try copy.execute(sql: "CREATE TABLE documents (id INTEGER PRIMARY KEY, text)")
        let insert = try RawStatement(copy, "INSERT INTO documents (id, text) VALUES (?, ?)")
        try SearchIndex.forEachDocument(db) { record, document in
          try document.withUnsafeBufferPointer { bytes in
            insert.bind(1, record).bind(2, text: bytes)
            try insert.run()
          }
        }
        try copy.execute(sql: Self.copyDefinition)
        isSound = try copyIndex(to: copy)
        guard isSound else { return .rollback }
        do {
          try SearchIndex.failing {
            try copy.execute(sql: "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
          }
        } catch let failure as SearchIndex.Failure where failure.error.resultCode == .SQLITE_CORRUPT {
          isSound = false
        }
        return .rollback
      }
      return isSound
    }
  }

  /// The table as it is, but with its texts in `documents`.
  private static let copyDefinition: String = {
    let parts = SearchIndex.definition.split(separator: "content = ''", maxSplits: 1)
    return parts.joined(separator: "content = 'documents', content_rowid = 'id'")
  }()

  /// Copies what FTS5 keeps.
  ///
  /// - Returns: whether each page of words is where a word is looked up, which FTS5's check does not ask.
  private func copyIndex(to copy: Database) throws -> Bool {
    try copy.execute(sql: "DELETE FROM search_data; DELETE FROM search_idx; DELETE FROM search_docsize")
    /// The pages on which a word begins, as the column `pgno` and the number of the segment name them.
    var pages: Set<SIMD2<Int64>> = []
    try SearchIndex.failing {
      let blocks = try RawStatement(db, "SELECT id, block FROM main.search_data")
      let insert = try RawStatement(copy, "INSERT INTO search_data (id, block) VALUES (?, ?)")
      while try blocks.step() {
        let (id, block) = (try blocks.anyInteger(0), blocks.bytes(1))
        try insert.bind(1, id).bind(2, blob: Array(block)).run()
        // Segment, 37 bits, of which the lowest 31 number a page of words; that ends with where its words begin.
        if id > 10, id & (1 << 37 - 1) < 1 << 31, block.count >= 4, Int(block[2]) << 8 | Int(block[3]) < block.count {
          pages.insert(SIMD2(id >> 37, id & (1 << 31 - 1)))
        }
      }
    }
    try SearchIndex.failing {
      let terms = try RawStatement(db, "SELECT segid, term, pgno FROM main.search_idx")
      let insert = try RawStatement(copy, "INSERT INTO search_idx (segid, term, pgno) VALUES (?, ?, ?)")
      while try terms.step() {
        try insert.bind(1, terms.anyInteger(0)).bind(2, blob: Array(terms.bytes(1))).bind(3, terms.anyInteger(2)).run()
        pages.remove(SIMD2(try terms.anyInteger(0), try terms.anyInteger(2) >> 1))
      }
      let sizes = try RawStatement(db, "SELECT id, sz FROM main.search_docsize")
      let insertSize = try RawStatement(copy, "INSERT INTO search_docsize (id, sz) VALUES (?, ?)")
      while try sizes.step() { try insertSize.bind(1, sizes.anyInteger(0)).bind(2, blob: Array(sizes.bytes(1))).run() }
    }
    return pages.isEmpty
  }
}
