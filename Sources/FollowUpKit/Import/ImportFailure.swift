/// Why a file, or a whole import, is not taken in: what is wrong, and what now.
public struct ImportFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, and the way out.
  public let description: String
  /// Whether it is the person's to say something else, rather than the file that is at fault.
  public let isUsage: Bool
  /// What goes with it, a line each.
  public let details: [String]

  package init(_ description: String, isUsage: Bool = false, details: [String] = []) {
    self.description = description
    self.isUsage = isUsage
    self.details = details
  }
}
