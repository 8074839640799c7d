import EventLog

/// A record that a search has found.
public struct SearchHit: Sendable, Equatable {
  /// A piece of a text.
  public struct Piece: Sendable, Equatable {
    /// As it was recorded, but with spaces for control characters.
    public let text: String
    /// Whether it is what was searched for.
    public let isMatch: Bool

    /// A piece.
    package init(text: String, isMatch: Bool) {
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
    package init(field: String, isValue: Bool, pieces: [Piece]) {
      self.field = field
      self.isValue = isValue
      self.pieces = pieces
    }
  }

  /// The record.
  public let state: RecordState
  /// How well it fits, by FTS5's bm25: the smaller, the better. 0 where that cannot be told.
  public let rank: Double
  /// Whether some word was found only inside a longer one. Such hits come after all others.
  public let isInsideWord: Bool
  /// Where something was found: the record's fields in order of their names, at least one of them.
  public let matches: [Match]

  /// A hit, as one who finds records in another way makes it.
  package init(state: RecordState, rank: Double, matches: [Match], isInsideWord: Bool = false) {
    self.state = state
    self.isInsideWord = isInsideWord
    self.rank = rank
    self.matches = matches
  }
}
