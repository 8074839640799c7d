/// What the program's exit status says (COMMANDS, "What holds for every command").
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
  /// What a person at a terminal may be asked instead.
  var question: Question?

  init(_ description: String, status: Int32 = ExitStatus.failed, choices: [String] = []) {
    self.description = description
    self.status = status
    self.choices = choices
  }
}

extension CommandFailure {
  /// Something that a person said may be any of several things: they are listed, and at a terminal one is chosen.
  ///
  /// - Parameter way: what to say instead, where nobody can be asked.
  init(_ question: Question, way: String, status: Int32 = ExitStatus.failed) {
    self.init("\(question.text); \(way)", status: status, choices: question.options.map(\.label))
    self.question = question
  }
}
