/// What a person searches for: words, and phrases in quotes. Whatever is typed is a query; there are no operators, so
/// nothing can be mistyped.
///
///     SearchQuery(["lindqvist", "call ba"])   // the word, and a phrase whose last word goes on: "call back"
///     SearchQuery(["\"call back\" offer"])    // a phrase, and words that begin with "offer"
///
/// A record is found when each term is in one of its values: case and the marks on letters do not count, words are
/// whole, and the last one may go on unless it was quoted. After these come the records that have a word inside a longer
/// one, unless it was quoted; in scripts without spaces between words (Chinese, Japanese, Korean, Thai and others), where
/// nothing tells a word from a part of one, quoted or not. Signs that no word is made of (`c++`, `#`, an emoji) must be
/// there as they were typed; other punctuation only separates words.
public struct SearchQuery: Sendable, Hashable {
  /// A word or a phrase.
  package struct Term: Sendable, Hashable {
    /// As it was typed, without the quotes; control characters are spaces.
    package let text: String
    /// Whether its last word may go on.
    package let isPrefix: Bool
    /// Whether it was quoted, so that its words are whole.
    let isQuoted: Bool

    /// Whether letters are in it that are written without spaces between words.
    var isUnspaced: Bool { text.unicodeScalars.contains(where: SearchQuery.isUnspaced) }
    /// Whether signs are in it that must be there as they were typed.
    var hasSigns: Bool { text.unicodeScalars.contains(where: SearchQuery.isSign) }

    /// The term in the language of FTS5, in which a quoted string can hold anything.
    var expression: String {
      "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + (isPrefix ? "\" *" : "\"")
    }
  }

  /// The terms, in order. None: nothing was asked for, and nothing is found.
  package let terms: [Term]

  /// The query of what was typed.
  ///
  /// - Parameter arguments: each a word or several; one with white space in it and no quotes is a phrase, as a shell
  ///   hands on what was quoted there.
  public init(_ arguments: some Sequence<String>) {
    var pieces: [(text: String, isQuoted: Bool)] = []
    for argument in arguments {
      let argument = String(String.UnicodeScalarView(argument.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
      guard argument.unicodeScalars.contains("\"") else {
        pieces.append((argument, false))
        continue
      }
      for (index, part) in argument.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
        if index % 2 == 1 {
          pieces.append((String(part), true))
        } else {
          pieces += part.split(separator: " ").map { (String($0), false) }
        }
      }
    }
    let all = pieces.filter { $0.text.contains { !$0.isWhitespace } }
    // A dash between words says nothing, unless nothing else is there.
    let telling = all.filter { $0.text.unicodeScalars.contains { Self.isOfWord($0) || Self.isSign($0) } }
    let kept = telling.isEmpty ? all : telling
    terms = kept.enumerated().map { index, piece in
      let goesOn = piece.text.unicodeScalars.last.map(Self.isOfWord) ?? false
      return Term(
        text: piece.text, isPrefix: index == kept.count - 1 && !piece.isQuoted && goesOn, isQuoted: piece.isQuoted)
    }
  }

  /// Letters, digits and the marks on them: what FTS5's tokenizer makes words of.
  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .privateUse:
      true
    default: false
    }
  }

  /// Letters of scripts that put no spaces between words, or, as Korean does, write what belongs to a word without one.
  private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Thai, Lao, Tibetan, Burmese; Khmer.
    case 0x0e00...0x0fff, 0x1000...0x109f, 0x1780...0x17ff: true
    // Hangul, as letters and in syllables.
    case 0x1100...0x11ff, 0x3130...0x318f, 0xa960...0xa97f, 0xac00...0xd7ff, 0xffa0...0xffdc: true
    // Kana, also of half the width, Bopomofo, and the marks that repeat a character.
    case 0x3005...0x3007, 0x3040...0x312f, 0x31a0...0x31bf, 0x31f0...0x31ff, 0xff66...0xff9f, 0x1aff0...0x1b16f: true
    // Han.
    case 0x3400...0x4dbf, 0x4e00...0x9fff, 0xf900...0xfaff, 0x20000...0x3ffff: true
    default: false
    }
  }

  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
    default: scalar == "#"
    }
  }
}
