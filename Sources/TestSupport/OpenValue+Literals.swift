import FollowUp

// Tests write these values as the words that the log has.
extension ReplyAnswer: ExpressibleByStringLiteral {
  /// The value of a word, as the log has it.
  public init(stringLiteral value: String) { self.init(rawValue: value) }
}

extension TouchOutcome: ExpressibleByStringLiteral {
  /// The value of a word, as the log has it.
  public init(stringLiteral value: String) { self.init(rawValue: value) }
}

extension ContactRole: ExpressibleByStringLiteral {
  /// The value of a word, as the log has it.
  public init(stringLiteral value: String) { self.init(rawValue: value) }
}

extension PromiseOutcome: ExpressibleByStringLiteral {
  /// The value of a word, as the log has it.
  public init(stringLiteral value: String) { self.init(rawValue: value) }
}
