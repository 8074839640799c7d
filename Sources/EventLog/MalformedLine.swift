/// Why a line is not an event (FORMAT 2): the first byte that breaks a rule, and the rule.
public struct MalformedLine: Error, Sendable, Equatable, CustomStringConvertible {
  /// The offset of the byte in the line; the first is 0.
  public let offset: Int
  /// The rule that is broken, as half a sentence.
  public let reason: String

  /// The reason for a line that is as it should be but for a CR at its end.
  package static let convertedLineEnd =
    "a carriage return before the line end (CRLF): a program has converted the line ends, as git does with core.autocrlf"

  /// What is wrong at an offset, counted from 0.
  package init(at offset: Int, _ reason: String) {
    self.offset = offset
    self.reason = reason
  }

  /// `byte 17: …`, counted from 1.
  public var description: String { "byte \(offset + 1): \(reason)" }
}
