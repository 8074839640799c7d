/// One thing that is wrong, or good to know, and the command that mends it.
public struct Diagnostic: Hashable, Sendable {
  /// How much it matters.
  public enum Severity: String, CaseIterable, Sendable {
    /// Something is lost or cannot be used until a person does something.
    case error
    /// A person should do something.
    case warning
    /// Good to know; nothing needs to be done.
    case note
  }

  /// What kind of thing; programs go by it.
  public let code: String
  /// How much it matters.
  public let severity: Severity
  /// The file, the device, the setting.
  public let about: String
  /// What is the case.
  public let what: String
  /// Why that matters, or how it came.
  public let why: String
  /// The one command that mends it; nil where no command does.
  public let command: String?

  init(_ code: String, _ severity: Severity, about: String, what: String, why: String, command: String? = nil) {
    self.code = code
    self.severity = severity
    self.about = about
    self.what = what
    self.why = why
    self.command = command
  }
}
