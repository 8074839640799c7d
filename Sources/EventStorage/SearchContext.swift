import EventLog
import GRDB

/// Tells where in the texts of one record the terms of a query are, and whether each of them is anywhere.
///
/// The texts are put into an index in memory, so that words are taken apart by the same rules as in the store's index,
/// which holds no texts and does not know where one ends and the next begins.
final class SearchContext {
  /// A text of a record.
  struct Text {
    let field: String
    let isValue: Bool
    let text: String
  }

  // Texts are given to the index without control characters, so these two are in none.
  private static let open: Unicode.Scalar = "\u{1}"
  private static let close: Unicode.Scalar = "\u{2}"

  private let db: Database
  private let words: [SearchQuery.Term]
  private let signs: [[Character]]
  private let marked: String
  private let insert: RawStatement
  private let find: RawStatement
  private let highlight: RawStatement

  /// Runs `body` with an index of its own.
  static func with<Result>(_ query: SearchQuery, _ body: (SearchContext) throws -> Result) throws -> Result {
    let queue = try DatabaseQueue()
    defer { try? queue.close() }
    return try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');
          BEGIN
          """)
      let result = try body(SearchContext(db, query))
      try db.execute(sql: "ROLLBACK")
      return result
    }
  }

  private init(_ db: Database, _ query: SearchQuery) throws {
    self.db = db
    words = query.terms.filter(\.hasWords)
    signs = query.terms.filter { $0.hasSigns || !$0.hasWords }.map { Array($0.text.lowercased()) }
    marked = words.map(\.expression).joined(separator: " OR ")
    insert = try RawStatement(db, "INSERT INTO texts (rowid, text) VALUES (?, ?)")
    find = try RawStatement(db, "SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1")
    highlight = try RawStatement(
      db, "SELECT rowid, highlight(texts, 0, char(1), char(2)) FROM texts WHERE texts MATCH ?")
  }

  /// The texts in which something was found; nil when a term is in none of them.
  func matches(in texts: [Text]) throws -> [SearchHit.Match]? {
    let plain = texts.map { text in
      String(String.UnicodeScalarView(text.text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    }
    var pieces = [[SearchHit.Piece]?](repeating: nil, count: texts.count)
    for sign in signs {
      var isFound = false
      for index in plain.indices {
        guard let found = Self.pieces(of: plain[index], around: sign) else { continue }
        isFound = true
        if pieces[index] == nil { pieces[index] = found }
      }
      guard isFound else { return nil }
    }
    if !words.isEmpty {
      try db.execute(sql: "DELETE FROM texts")
      for (index, text) in plain.enumerated() { try insert.bind(1, Int64(index)).bind(2, whole: text).run() }
      for term in words {
        find.bind(1, term.expression)
        defer { find.reset() }
        guard try find.step() else { return nil }
      }
      highlight.bind(1, marked)
      while try highlight.step() {
        let index = Int(highlight.int(0))
        if plain.indices.contains(index), pieces[index] == nil {
          pieces[index] = Self.pieces(marked: highlight.text(1))
        }
      }
    }
    let matches = zip(texts, pieces).compactMap { text, pieces in
      pieces.map { SearchHit.Match(field: text.field, isValue: text.isValue, pieces: $0) }
    }
    return matches.isEmpty ? nil : matches
  }

  /// The pieces between the marks.
  private static func pieces(marked: String) -> [SearchHit.Piece] {
    var pieces: [SearchHit.Piece] = []
    var text = String.UnicodeScalarView()
    func end(isMatch: Bool) {
      if !text.isEmpty { pieces.append(SearchHit.Piece(text: String(text), isMatch: isMatch)) }
      text = String.UnicodeScalarView()
    }
    for scalar in marked.unicodeScalars {
      switch scalar {
      case open: end(isMatch: false)
      case close: end(isMatch: true)
      default: text.append(scalar)
      }
    }
    end(isMatch: false)
    return pieces
  }

  /// The text with the first place marked at which the characters stand; nil when they stand nowhere. Case does not
  /// count.
  private static func pieces(of text: String, around wanted: [Character]) -> [SearchHit.Piece]? {
    let characters = Array(text)
    let folded = characters.map { Character(lowercase: $0) }
    guard !wanted.isEmpty, folded.count >= wanted.count else { return nil }
    guard
      let start = (0...folded.count - wanted.count).first(where: { start in
        wanted.indices.allSatisfy { folded[start + $0] == wanted[$0] }
      })
    else { return nil }
    let end = start + wanted.count
    return [
      (characters[..<start], false), (characters[start..<end], true), (characters[end...], false),
    ].filter { !$0.0.isEmpty }.map { SearchHit.Piece(text: String($0.0), isMatch: $0.1) }
  }
}

extension Character {
  /// The lower case of a character, where that is one.
  fileprivate init(lowercase character: Character) {
    let lower = character.lowercased()
    self = lower.count == 1 ? lower[lower.startIndex] : character
  }
}
