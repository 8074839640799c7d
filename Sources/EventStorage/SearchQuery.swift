/// What a person searches for: words, and phrases in quotes. Whatever is typed is a query; there are no operators, so
/// nothing can be mistyped.
///
///     SearchQuery(["lindqvist", "call ba"])   // the word, and a phrase whose last word goes on: "call back"
///     SearchQuery(["\"call back\" offer"])    // a phrase, and words that begin with "offer"
///
/// A record is found when each term is in one of its values: case and the marks on letters do not count, words are
/// whole, and the last one may go on unless it was quoted. Signs that no word is made of (`c++`, `#`, an emoji) must be
/// there as they were typed; other punctuation only separates words.
public struct SearchQuery: Sendable, Hashable {
  /// A word or a phrase.
  public struct Term: Sendable, Hashable {
    /// As it was typed, without the quotes; control characters are spaces.
    public let text: String
    /// Whether its last word may go on.
    public let isPrefix: Bool

    /// Whether any word is in it, so that the index can find it.
    var hasWords: Bool { text.unicodeScalars.contains(where: SearchQuery.isOfWord) }
    /// Whether signs are in it that must be there as they were typed.
    var hasSigns: Bool { text.unicodeScalars.contains(where: SearchQuery.isSign) }

    /// The term in the language of FTS5, in which a quoted string can hold anything.
    var expression: String {
      "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + (isPrefix ? "\" *" : "\"")
    }
  }

  /// The terms, in order. None: nothing was asked for, and nothing is found.
  public let terms: [Term]

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
      return Term(text: piece.text, isPrefix: index == kept.count - 1 && !piece.isQuoted && goesOn)
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

  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
    default: scalar == "#"
    }
  }
}
