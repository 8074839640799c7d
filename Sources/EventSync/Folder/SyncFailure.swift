/// Why a folder was not synced with: what is the matter, and what now.
public struct SyncFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is the matter; new codes may come with new releases.
  public struct Code: Hashable, Sendable, RawRepresentable {
    /// The code as it is logged.
    public let rawValue: String
    /// The code with that name, be it a known one or not.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// There is no such folder.
    public static let missing = Code(rawValue: "missing")
    /// The folder was synced with before and is empty now.
    public static let emptied = Code(rawValue: "emptied")
    /// It holds parts of a shared folder, without the file that says so.
    public static let incomplete = Code(rawValue: "incomplete")
    /// It holds other things, or is no folder.
    public static let foreign = Code(rawValue: "foreign")
    /// A later release made it.
    public static let newer = Code(rawValue: "newer")
    /// It is encrypted.
    public static let encrypted = Code(rawValue: "encrypted")
    /// It went away while it was worked on.
    public static let vanished = Code(rawValue: "vanished")
    /// The system refuses it.
    public static let io = Code(rawValue: "io")
  }

  /// The kind of failure.
  public let code: Code
  /// The folder.
  public let path: String
  /// What is the matter and what now, as half a sentence.
  public let message: String

  init(_ code: Code, _ path: String, _ message: String) {
    self.code = code
    self.path = path
    self.message = message
  }

  /// `PATH: MESSAGE`
  public var description: String { "\(path): \(message)" }
}
