import EventLog
import GRDB

extension StoreReader {
  /// Searches all that is recorded, retracted records included.
  ///
  ///     let hits = try store.read { try $0.search(SearchQuery(["lindqvist", "voicemail"]), limit: 20) }
  ///
  /// Of a moment of the past (`EventStore.read(asOf:_:)`), what was recorded then is searched, without the index. So is a
  /// store whose index is damaged: it gives the same records, more slowly, those that came later first.
  ///
  /// - Parameters:
  ///   - query: what is searched for.
  ///   - limit: how many records are found at most.
  ///   - isWanted: which records count; asked of the best first, and of no more than are needed.
  ///   - onIndexFailure: called with what is wrong with the index, in words, when it cannot be used.
  /// - Returns: the best first; of equals those that came later to this store. Records that have a word only inside a
  ///   longer one come last.
  /// - Throws: what `isWanted` throws, and `DatabaseError`, which `EventStore.read` makes a ``StoreError`` of.
  public func search(
    _ query: SearchQuery, limit: Int = .max, where isWanted: (RecordState) throws -> Bool = { _ in true },
    onIndexFailure: (_ reason: String) -> Void = { _ in }
  ) throws -> [SearchHit] {
    guard !query.terms.isEmpty, limit > 0 else { return [] }
    let context = try SearchContext(db, query)
    // The second half makes this connection see a schema that another one has changed. Otherwise it would go on failing to
    // open an index that was made anew, for SQLite does not look whether there is a new one then.
    let isPast = try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM temp.sqlite_master WHERE name = 'survivors')
        WHERE EXISTS (SELECT 1 FROM main.sqlite_master)
        """)
    if isPast != true, context.terms.contains(where: { !$0.words.isEmpty }) {
      var search = IndexedSearch(reader: self, context: context, limit: limit)
      do { return try search.run(isWanted) } catch let failure as SearchIndex.Failure {
        onIndexFailure(failure.reason)
      }
    }
    return try scan(context, limit, isWanted)
  }

  /// Looks at every record, those that came later first.
  private func scan(
    _ context: SearchContext, _ limit: Int, _ isWanted: (RecordState) throws -> Bool
  ) throws -> [SearchHit] {
    var hits: [SearchHit] = []
    var inside: [(hit: SearchHit, isLong: Bool)] = []
    let values = try SearchedValues(db)
    let records = try RawStatement(db, "SELECT id FROM records ORDER BY id DESC")
    while hits.count < limit, try records.step() {
      let number = try records.number(0)
      let texts = try values.texts(of: number)
      if let matches = try context.matches(in: texts, .wholeWords) {
        guard let state = try record(number: number), try isWanted(state) else { continue }
        hits.append(SearchHit(state: state, rank: 0, matches: matches))
        continue
      }
      // Those inside words count where whole ones do not fill the list.
      let isLong = try context.matches(in: texts, IndexedSearch.reach(hasHits: true)) != nil
      let room = limit - (isLong ? inside.count(where: \.isLong) : inside.count)
      guard isLong || hits.isEmpty, room > 0,
        let matches = try context.matches(in: texts, IndexedSearch.reach(hasHits: false)),
        let state = try record(number: number), try isWanted(state)
      else { continue }
      inside.append((SearchHit(state: state, rank: 0, matches: matches, isInsideWord: true), isLong))
    }
    let hasHits = !hits.isEmpty
    hits += inside.filter { $0.isLong || !hasHits }.map(\.hit)
    return Array(hits.prefix(limit))
  }
}

/// The texts of records, as they are searched.
private struct SearchedValues {
  private let select: RawStatement

  init(_ db: Database) throws {
    select = try RawStatement(
      db, "SELECT field, place, value FROM survivors WHERE record = ? ORDER BY field, place")
  }

  func texts(of record: Int64) throws -> [SearchContext.Text] {
    var texts: [SearchContext.Text] = []
    select.bind(1, record)
    while try select.step() {
      let field = select.text(0)
      let isValue = try select.count(1) == 0
      texts += SearchText.texts(of: JSONValue(unchecked: select.bytes(2)), field: field).map {
        SearchContext.Text(field: field, isValue: isValue, text: $0)
      }
    }
    return texts
  }
}

/// One search by the index: for whole words first, and where these give fewer than are wanted for those inside others.
private struct IndexedSearch {
  let reader: StoreReader
  let context: SearchContext
  let limit: Int
  private var hits: [SearchHit] = []
  /// The records that need not be looked at again.
  private var settled: Set<Int64> = []

  /// A word so long is seldom inside another one by chance.
  private static let lettersMin = 4
  /// Where nothing is found otherwise, one so short counts.
  private static let lettersLeast = 2

  static func reach(hasHits: Bool) -> SearchContext.Reach {
    .insideWords(lettersMin: hasHits ? lettersMin : lettersLeast)
  }

  init(reader: StoreReader, context: SearchContext, limit: Int) {
    self.reader = reader
    self.context = context
    self.limit = limit
  }

  mutating func run(_ isWanted: (RecordState) throws -> Bool) throws -> [SearchHit] {
    let values = try SearchedValues(reader.db)
    let candidates = try SearchIndex.failing {
      try RawStatement(
        reader.db, "SELECT rowid, rank FROM search WHERE search MATCH ? ORDER BY rank, rowid DESC"
      ).bind(1, Self.expression(context.terms))
    }
    func step() throws -> Bool { try SearchIndex.failing { try candidates.step() } }
    while hits.count < limit, try step() {
      let number = try SearchIndex.failing { try candidates.number(0) }
      try look(at: number, candidates.double(1), .wholeWords, values, isWanted)
    }
    guard hits.count < limit else { return hits }
    let reach = Self.reach(hasHits: !hits.isEmpty)
    for number in try recordsInside(reach) where !settled.contains(number) {
      try look(at: number, 0, reach, values, isWanted)
      if hits.count >= limit { break }
    }
    return hits
  }

  private mutating func look(
    at number: Int64, _ rank: Double, _ reach: SearchContext.Reach, _ values: SearchedValues,
    _ isWanted: (RecordState) throws -> Bool
  ) throws {
    guard let state = try reader.record(number: number), try isWanted(state) else {
      settled.insert(number)
      return
    }
    guard let matches = try context.matches(in: values.texts(of: number), reach) else { return }
    settled.insert(number)
    hits.append(SearchHit(state: state, rank: rank, matches: matches, isInsideWord: reach != .wholeWords))
  }

  /// The records that may have every term, some of them inside a word; those that came later first.
  private func recordsInside(_ reach: SearchContext.Reach) throws -> [Int64] {
    let inside = context.terms.filter { $0.isInside(reach) }
    guard !inside.isEmpty else { return [] }
    // Of several words the longest says most.
    let wanted = inside.map { term in term.words.max { $0.count < $1.count } ?? [] }
    var sets = try SearchVocabulary(reader.db).records(holding: wanted)
    let whole = context.terms.filter { !$0.words.isEmpty && !$0.isInside(reach) }
    if !whole.isEmpty {
      try SearchIndex.failing {
        let select = try RawStatement(reader.db, "SELECT rowid FROM search WHERE search MATCH ?")
        select.bind(1, Self.expression(whole))
        var records: Set<Int64> = []
        while try select.step() { records.insert(try select.number(0)) }
        sets.append(records)
      }
    }
    sets.sort { $0.count < $1.count }
    return sets.dropFirst().reduce(sets[0]) { $0.intersection($1) }.sorted(by: >)
  }

  /// The terms in the language of FTS5. The context holds every term against the texts anyway, so a few are enough here.
  private static func expression(_ terms: [SearchContext.Term]) -> String {
    terms.filter { !$0.words.isEmpty }.prefix(32).map(\.term.expression).joined(separator: " AND ")
  }
}
