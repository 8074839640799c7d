import EventStorage

/// The part of a long text that stands around what was found in it.
enum SearchExcerpt {
  /// The pieces, cut to a width around the first match, with `…` where something was left out.
  static func pieces(_ pieces: [SearchHit.Piece], width: Int) -> [SearchHit.Piece] {
    var signs: [(character: Character, width: Int, isMatch: Bool)] = []
    for piece in pieces {
      // Measured as they are printed: what would act on a terminal is spelt out.
      for character in Visible.text(piece.text) {
        let isSpace = character.isWhitespace
        // Lines of a note become one.
        if isSpace, signs.last?.character == " " { continue }
        signs.append((isSpace ? " " : character, isSpace ? 1 : DisplayWidth.of(character), piece.isMatch))
      }
    }
    guard signs.reduce(0, { $0 + $1.width }) > width else { return joined(signs[...]) }
    let match = signs.firstIndex(where: \.isMatch) ?? 0
    var start = match
    // A third of the room shows what comes before.
    var before = width / 3
    while start > 0, before >= signs[start - 1].width {
      before -= signs[start - 1].width
      start -= 1
    }
    if start > 0, let space = signs[start..<match].firstIndex(where: { $0.character == " " }) { start = space + 1 }
    var room = width - (start > 0 ? 1 : 0)
    var end = start
    while end < signs.count, signs[end].width <= room - (end < signs.count - 1 ? 1 : 0) {
      room -= signs[end].width
      end += 1
    }
    // Not in the middle of a word, unless it is the one.
    if end < signs.count, let space = signs[start..<end].lastIndex(where: { $0.character == " " }),
      space > (signs[start..<end].lastIndex(where: \.isMatch) ?? start)
    {
      end = space
    }
    var result = joined(signs[start..<end])
    if start > 0 { result.insert(SearchHit.Piece(text: "…", isMatch: false), at: 0) }
    if end < signs.count { result.append(SearchHit.Piece(text: "…", isMatch: false)) }
    return result
  }

  private static func joined(
    _ signs: ArraySlice<(character: Character, width: Int, isMatch: Bool)>
  ) -> [SearchHit.Piece] {
    var result: [SearchHit.Piece] = []
    var text = ""
    var isMatch = false
    for sign in signs {
      if sign.isMatch != isMatch, !text.isEmpty {
        result.append(SearchHit.Piece(text: text, isMatch: isMatch))
        text = ""
      }
      isMatch = sign.isMatch
      text.append(sign.character)
    }
    if !text.isEmpty { result.append(SearchHit.Piece(text: text, isMatch: isMatch)) }
    return result
  }
}
