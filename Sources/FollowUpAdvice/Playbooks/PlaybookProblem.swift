/// What is wrong with a playbook, and where.
public struct PlaybookProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or what stands for it.
  public let file: String
  /// The line, counted from 1; nil where the whole is meant.
  public let line: Int?
  /// What is wrong, with the way out: a sentence without a full stop.
  public let reason: String

  /// A problem at a line.
  public init(file: String, line: Int?, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  /// `martin.yaml:12: the wait is below nothing …`.
  public var description: String { "\(file):\(line.map { "\($0): " } ?? " ")\(reason)" }
}
