import GRDB

/// The words of the search index, to find those that hold another one within: an index of words leads to their beginnings
/// only, but all of them are few beside the texts.
struct SearchVocabulary {
  private let db: Database

  /// - Throws: `SearchIndex.Failure` when the index cannot be read.
  init(_ db: Database) throws {
    self.db = db
    // A reading connection makes no tables, not even temporary ones that are in nobody's way, until it is told to.
    let isGuarded = try Bool.fetchOne(db, sql: "PRAGMA query_only") ?? false
    if isGuarded { try db.execute(sql: "PRAGMA query_only = 0") }
    defer { if isGuarded { try? db.execute(sql: "PRAGMA query_only = 1") } }
    try SearchIndex.failing {
      try db.execute(
        sql: """
          CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab (main, search, row);
          CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_places USING fts5vocab (main, search, instance);
          """)
    }
  }

  /// For each of the words the records in which it is, or is a part of a longer one.
  func records(holding wanted: [ArraySlice<UInt8>]) throws -> [Set<Int64>] {
    try SearchIndex.failing {
      var holders = [[[UInt8]]](repeating: [], count: wanted.count)
      let words = try RawStatement(db, "SELECT term FROM temp.search_words")
      while try words.step() {
        let word = words.bytes(0)
        for index in wanted.indices where Self.isPart(wanted[index], of: word) { holders[index].append(Array(word)) }
      }
      let places = try RawStatement(db, "SELECT doc FROM temp.search_places WHERE term = ?")
      return try holders.map { words in
        var records: Set<Int64> = []
        for word in words {
          try word.withUnsafeBufferPointer { bytes in
            places.bind(1, text: bytes)
            while try places.step() { records.insert(places.int(0)) }
          }
        }
        return records
      }
    }
  }

  private static func isPart(_ wanted: ArraySlice<UInt8>, of word: UnsafeBufferPointer<UInt8>) -> Bool {
    word.count >= wanted.count && !wanted.occurrences(in: word).isEmpty
  }
}
