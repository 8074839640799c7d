/// A way of getting in touch.
public enum Channel: String, CaseIterable, Hashable, Sendable {
  /// A telephone call, an e-mail, a text or chat message, a letter on paper.
  case call, email, message, letter
  /// Not the employer, but somebody known inside.
  case askInsider = "ask_insider"

  /// Whether it is a try by PLAYBOOKS' definition; a question to an insider is not.
  public var isTry: Bool { self != .askInsider }
}
