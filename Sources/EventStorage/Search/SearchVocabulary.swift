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
  ///
  /// - Parameter wordsMax: more words of the index than these are not looked up one by one: of a character that is in most
  ///   texts of a script without spaces there are nearly as many as texts.
  func records(holding wanted: [ArraySlice<UInt8>], wordsMax: Int = 5_000) throws -> [Set<Int64>] {
    try SearchIndex.failing {
      var holders = [[[UInt8]]](repeating: [], count: wanted.count)
      let words = try RawStatement(db, "SELECT term FROM temp.search_words")
      while try words.step() {
        let word = words.bytes(0)
        for index in wanted.indices where Self.isPart(wanted[index], of: word) { holders[index].append(Array(word)) }
      }
      return try holders.map { words in
        words.count > wordsMax ? try recordsInOnePass(words) : try records(of: words)
      }
    }
  }

  private func records(of words: [[UInt8]]) throws -> Set<Int64> {
    let occurrences = try RawStatement(db, "SELECT doc FROM temp.search_places WHERE term = ?")
    var records: Set<Int64> = []
    for word in words {
      try word.withUnsafeBufferPointer { bytes in
        occurrences.bind(1, text: bytes)
        while try occurrences.step() { records.insert(try occurrences.number(0)) }
      }
    }
    return records
  }

  /// - Parameter words: in the order of the index, in which all places come as well.
  private func recordsInOnePass(_ words: [[UInt8]]) throws -> Set<Int64> {
    let occurrences = try RawStatement(db, "SELECT term, doc FROM temp.search_places")
    var records: Set<Int64> = []
    var next = 0
    while next < words.count, try occurrences.step() {
      let word = occurrences.bytes(0)
      if !word.elementsEqual(words[next]) {
        guard next + 1 < words.count, word.elementsEqual(words[next + 1]) else { continue }
        next += 1
      }
      records.insert(try occurrences.number(1))
    }
    occurrences.reset()
    return records
  }

  private static func isPart(_ wanted: ArraySlice<UInt8>, of word: UnsafeBufferPointer<UInt8>) -> Bool {
    word.count >= wanted.count && !wanted.occurrences(in: word).isEmpty
  }
}
