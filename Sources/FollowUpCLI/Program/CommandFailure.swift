/// What the program's exit status says (ARCHITECTURE, "The program").
enum ExitStatus {
  static let done: Int32 = 0
  static let failed: Int32 = 1
  static let wrongUsage: Int32 = 2
  /// Done, but something was refused or is damaged and needs a person.
  static let needsPerson: Int32 = 3
  /// `next --check`: something is due.
  static let due: Int32 = 10
}

/// Why a command stopped: what happened, to which thing, and what now.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String
  var status = ExitStatus.failed
  /// What the person may choose from, a line each.
  var choices: [String] = []

  init(_ description: String, status: Int32 = ExitStatus.failed, choices: [String] = []) {
    self.description = description
    self.status = status
    self.choices = choices
  }
}
