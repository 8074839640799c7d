import EventLog
import GRDB

/// Tells where in the texts of one record the terms of a query are, and whether each of them is anywhere.
///
/// The store's index says which records may be meant. It holds no texts and does not know where one ends and the next
/// begins, so the texts are taken apart once more, by the same rules.
final class SearchContext {
  /// A text of a record.
  struct Text {
    let field: String
    let isValue: Bool
    let text: String
  }

  /// How far a term reaches.
  enum Reach: Equatable {
    /// Words are found whole, the last one of a query perhaps in its beginning.
    case wholeWords
    /// A word is found within a longer one too, where it has so many letters and was not quoted. In scripts that put no
    /// spaces between words it always is.
    case insideWords(lettersMin: Int)
  }

  /// A term as it is sought.
  struct Term {
    let term: SearchQuery.Term
    /// Its words as the index holds them; none where it is made of signs.
    let words: [ArraySlice<UInt8>]
    /// What must stand there as it was typed; nil where words say it all.
    fileprivate let signs: [Character]?

    /// Whether it is found within longer words, too.
    func isInside(_ reach: Reach) -> Bool {
      guard !words.isEmpty, case .insideWords(let lettersMin) = reach else { return false }
      return term.isUnspaced
        || !term.isQuoted && words.count == 1 && SearchContext.scalarCount(words[0]) >= lettersMin
    }
  }

  /// The terms of the query, in order.
  let terms: [Term]
  private let tokenizer: SearchTokenizer

  /// - Throws: `DatabaseError` where this SQLite has no full-text search.
  init(_ db: Database, _ query: SearchQuery) throws {
    let tokenizer = try SearchTokenizer(db)
    self.tokenizer = tokenizer
    terms = try query.terms.map { term in
      let words = try tokenizer.words(of: Array(term.text.utf8)).folded
      let isSigns = term.hasSigns || words.isEmpty
      return Term(term: term, words: words, signs: isSigns ? Array(term.text.lowercased()) : nil)
    }
  }

  /// The texts in which something was found; nil when a term is in none of them.
  func matches(in texts: [Text], _ reach: Reach) throws -> [SearchHit.Match]? {
    // Control characters are shown as spaces, so they are sought as such.
    let plain = texts.map { text in text.text.utf8.map { $0 < 0x20 ? UInt8(ascii: " ") : $0 } }
    let words = try plain.map { try tokenizer.words(of: $0) }
    var marks = [[Range<Int>]](repeating: [], count: texts.count)
    for term in terms {
      if let signs = term.signs {
        var isFound = false
        for index in plain.indices {
          guard let range = Self.range(of: signs, in: plain[index]) else { continue }
          isFound = true
          marks[index].append(range)
        }
        guard isFound else { return nil }
      }
      guard !term.words.isEmpty else { continue }
      let isInside = term.isInside(reach)
      var isFound = false
      for index in plain.indices {
        let whole = isInside ? [] : Self.wholeWords(term, in: words[index])
        // Without spaces the beginning of a run of letters is no more its beginning than the middle.
        let found =
          isInside || term.term.isUnspaced ? Self.insideWords(term, in: words[index], of: plain[index]) : whole
        if isInside ? !found.isEmpty : !whole.isEmpty { isFound = true }
        marks[index] += found
      }
      guard isFound else { return nil }
    }
    let matches = texts.indices.compactMap { index in
      marks[index].isEmpty
        ? nil
        : SearchHit.Match(
          field: texts[index].field, isValue: texts[index].isValue, pieces: Self.pieces(plain[index], marks[index]))
    }
    return matches.isEmpty ? nil : matches
  }

  // MARK: Words

  /// Where the words stand one after the other, the last of them perhaps only in its beginning.
  private static func wholeWords(_ term: Term, in words: SearchTokenizer.Words) -> [Range<Int>] {
    let count = term.words.count
    guard words.folded.count >= count else { return [] }
    return (0...words.folded.count - count).compactMap { start in
      for offset in 0..<count {
        let (word, wanted) = (words.folded[start + offset], term.words[offset])
        let goesOn = term.term.isPrefix && offset == count - 1
        guard goesOn ? word.starts(with: wanted) : word == wanted else { return nil }
      }
      return words.ranges[start].lowerBound..<words.ranges[start + count - 1].upperBound
    }
  }

  /// Where the words stand, the first perhaps as the end of a longer one, the last as the beginning of one, and a single
  /// one anywhere within.
  private static func insideWords(_ term: Term, in words: SearchTokenizer.Words, of text: [UInt8]) -> [Range<Int>] {
    func range(_ index: Int, _ part: Range<Int>) -> Range<Int> {
      Self.range(of: part, in: words.folded[index], at: words.ranges[index], of: text)
    }
    guard term.words.count > 1 else {
      let wanted = term.words[0]
      return words.folded.indices.flatMap { index in
        wanted.occurrences(in: words.folded[index]).map { range(index, $0..<$0 + wanted.count) }
      }
    }
    let last = term.words.count - 1
    guard words.folded.count > last else { return [] }
    return (0..<words.folded.count - last).compactMap { start in
      let (head, tail) = (words.folded[start], words.folded[start + last])
      guard head.suffix(term.words[0].count) == term.words[0], tail.starts(with: term.words[last]) else { return nil }
      guard (1..<last).allSatisfy({ words.folded[start + $0] == term.words[$0] }) else { return nil }
      let from = range(start, head.count - term.words[0].count..<head.count)
      let to = range(start + last, 0..<term.words[last].count)
      return from.lowerBound..<to.upperBound
    }
  }

  /// The bytes of a text that became a part of a folded word; the whole word where that cannot be told.
  ///
  /// Folding makes one scalar of each, and none of a mark that is put on a letter.
  private static func range(
    of part: Range<Int>, in folded: ArraySlice<UInt8>, at range: Range<Int>, of text: [UInt8]
  ) -> Range<Int> {
    var starts: [Int] = []
    var startsWithoutMarks: [Int] = []
    var offset = range.lowerBound
    for scalar in String(decoding: text[range], as: UTF8.self).unicodeScalars {
      starts.append(offset)
      if scalar.properties.generalCategory != .nonspacingMark { startsWithoutMarks.append(offset) }
      offset += UTF8.width(scalar)
    }
    let count = scalarCount(folded)
    if starts.count != count { starts = startsWithoutMarks }
    guard starts.count == count else { return range }
    starts.append(range.upperBound)
    let first = scalarCount(folded.prefix(part.lowerBound))
    return starts[first]..<starts[first + scalarCount(folded.dropFirst(part.lowerBound).prefix(part.count))]
  }

  private static func scalarCount(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xc0 != 0x80 } }

  // MARK: Signs and pieces

  /// The first place at which the characters stand; nil when they stand nowhere. Case does not count.
  private static func range(of wanted: [Character], in text: [UInt8]) -> Range<Int>? {
    let characters = Array(String(decoding: text, as: UTF8.self))
    let folded = characters.map { Character(lowercase: $0) }
    guard !wanted.isEmpty, folded.count >= wanted.count else { return nil }
    guard
      let start = (0...folded.count - wanted.count).first(where: { start in
        wanted.indices.allSatisfy { folded[start + $0] == wanted[$0] }
      })
    else { return nil }
    let before = characters[..<start].reduce(0) { $0 + $1.utf8.count }
    return before..<before + characters[start..<start + wanted.count].reduce(0) { $0 + $1.utf8.count }
  }

  /// The text in pieces, with these places marked.
  private static func pieces(_ text: [UInt8], _ marks: [Range<Int>]) -> [SearchHit.Piece] {
    var pieces: [SearchHit.Piece] = []
    func add(_ range: Range<Int>, isMatch: Bool) {
      guard !range.isEmpty else { return }
      pieces.append(SearchHit.Piece(text: String(decoding: text[range], as: UTF8.self), isMatch: isMatch))
    }
    var end = 0
    var mark: Range<Int>?
    for next in marks.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let current = mark, next.lowerBound <= current.upperBound {
        mark = current.lowerBound..<max(current.upperBound, next.upperBound)
        continue
      }
      if let mark { add(mark, isMatch: true) }
      add((mark?.upperBound ?? end)..<next.lowerBound, isMatch: false)
      mark = next
    }
    if let mark {
      add(mark, isMatch: true)
      end = mark.upperBound
    }
    add(end..<text.count, isMatch: false)
    return pieces
  }
}

extension ArraySlice<UInt8> {
  /// Where these bytes begin in others, without overlaps.
  func occurrences(in other: some RandomAccessCollection<UInt8>) -> [Int] {
    guard let first, other.count >= count else { return [] }
    var found: [Int] = []
    var offset = 0
    while offset <= other.count - count {
      let start = other.index(other.startIndex, offsetBy: offset)
      if other[start] == first, other[start...].starts(with: self) {
        found.append(offset)
        offset += count
      } else {
        offset += 1
      }
    }
    return found
  }
}

extension Character {
  /// The lower case of a character, where that is one.
  fileprivate init(lowercase character: Character) {
    let lower = character.lowercased()
    self = lower.count == 1 ? lower[lower.startIndex] : character
  }
}
