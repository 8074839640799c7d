import EventLog
import GRDB

/// A record that a search has found.
public struct SearchHit: Sendable, Equatable {
  /// A piece of a text.
  public struct Piece: Sendable, Equatable {
    /// As it was recorded, but with spaces for control characters.
    public let text: String
    /// Whether it is what was searched for.
    public let isMatch: Bool

    /// A piece.
    public init(text: String, isMatch: Bool) {
      self.text = text
      self.isMatch = isMatch
    }
  }

  /// A text in which something was found, whole.
  public struct Match: Sendable, Equatable {
    /// The field whose value it is, or is in.
    public let field: String
    /// Whether it is the field's value; false for what another device has written, with which that is in conflict.
    public let isValue: Bool
    /// The text in order; control characters in it are spaces.
    public let pieces: [Piece]

    /// A match.
    public init(field: String, isValue: Bool, pieces: [Piece]) {
      self.field = field
      self.isValue = isValue
      self.pieces = pieces
    }
  }

  /// The record.
  public let state: RecordState
  /// How well it fits, by FTS5's bm25: the smaller, the better. 0 where that cannot be told.
  public let rank: Double
  /// Where something was found: the record's fields in order of their names, at least one of them.
  public let matches: [Match]

  /// A hit, as one who finds records in another way makes it.
  public init(state: RecordState, rank: Double, matches: [Match]) {
    self.state = state
    self.rank = rank
    self.matches = matches
  }
}

extension StoreReader {
  /// Searches all that is recorded, retracted records included.
  ///
  ///     let hits = try store.read { try $0.search(SearchQuery(["lindqvist", "voicemail"]), limit: 20) }
  ///
  /// Of a moment of the past (`EventStore.read(asOf:_:)`), what was recorded then is searched, without the index.
  ///
  /// - Parameters:
  ///   - query: what is searched for.
  ///   - limit: how many records are found at most.
  ///   - isWanted: which records count; asked of the best first, and of no more than are needed.
  /// - Returns: the best first; of equals those that came later to this store.
  /// - Throws: what `isWanted` throws, and `DatabaseError`, which `EventStore.read` makes a ``StoreError`` of.
  public func search(
    _ query: SearchQuery, limit: Int = .max, where isWanted: (RecordState) throws -> Bool = { _ in true }
  ) throws -> [SearchHit] {
    guard !query.terms.isEmpty, limit > 0 else { return [] }
    return try SearchContext.with(query) { context in
      var hits: [SearchHit] = []
      let values = try RawStatement(
        db, "SELECT field, place, value FROM survivors WHERE record = ? ORDER BY field, place")
      let candidates = try candidates(query)
      while hits.count < limit, try candidates.step() {
        let number = candidates.int(0)
        guard let state = try record(number: number), try isWanted(state) else { continue }
        var texts: [SearchContext.Text] = []
        values.bind(1, number)
        while try values.step() {
          let field = values.text(0)
          let value = JSONValue(unchecked: values.bytes(2))
          texts += SearchText.texts(of: value, field: field).map {
            SearchContext.Text(field: field, isValue: values.int(1) == 0, text: $0)
          }
        }
        if let matches = try context.matches(in: texts) {
          hits.append(SearchHit(state: state, rank: candidates.double(1), matches: matches))
        }
      }
      return hits
    }
  }

  /// The numbers of the records that may be meant, with their ranks, the best first.
  private func candidates(_ query: SearchQuery) throws -> RawStatement {
    let isPast = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM temp.sqlite_master WHERE name = 'survivors')")
    // The context holds every term against the texts anyway, so a few of them are enough here.
    let expression = query.terms.filter(\.hasWords).prefix(32).map(\.expression).joined(separator: " AND ")
    guard isPast != true, !expression.isEmpty else {
      return try RawStatement(db, "SELECT id, 0.0 FROM records ORDER BY id DESC")
    }
    let select = try RawStatement(
      db, "SELECT rowid, rank FROM search WHERE search MATCH ? ORDER BY rank, rowid DESC")
    return select.bind(1, expression)
  }
}
