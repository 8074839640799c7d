import CivilTime
import FollowUp

/// What a person is asked where something that was said may be any of several things.
struct Question {
  struct Option {
    /// As it is shown.
    let label: String
    /// What is taken in place of what was said.
    let meaning: String
  }

  let topic: Answers.Topic
  let said: String
  let options: [Option]
  /// What is wrong, where it is not that something may be several things.
  var statement: String?
  /// What may be typed in place of the number of an option.
  var typed: Typed?

  /// An answer that is typed.
  struct Typed: Sendable {
    let prompt: String
    /// What is meant by what was typed, or why it means nothing.
    let meaning: @Sendable (String) -> Result<String, ZoneProblem>
  }

  /// What there is to choose.
  var text: String { statement ?? "\"\(said)\" matches all of these" }

  /// More than these nobody looks through.
  private static let optionsMax = 20
  private static let triesMax = 5

  /// The question that an error raises; nil where there is nothing to choose from.
  init?(of error: any Error) {
    if let question = (error as? CommandFailure)?.question {
      guard question.options.count <= Self.optionsMax else { return nil }
      self = question
      return
    }
    guard let ambiguity = (error as? CommandProblem)?.ambiguity else { return nil }
    self.init(
      topic: ambiguity.topic, said: ambiguity.said,
      options: ambiguity.readings.map { Option(label: $0, meaning: $0) })
  }

  init(topic: Answers.Topic, said: String, options: [Option]) {
    self.topic = topic
    self.said = said
    self.options = options
  }

  /// Asks, on standard error; nothing is held or locked meanwhile.
  ///
  /// - Returns: what is meant; nil where the person left it.
  func answer(_ err: Output, _ ask: (String) -> String?) -> String? {
    err.line(options.isEmpty ? text : "\(text):")
    for (index, option) in options.enumerated() { err.line("  \(index + 1)  \(option.label)") }
    for _ in 0..<Self.triesMax {
      let which = options.isEmpty ? "" : "Which one? 1 to \(options.count), or Enter to cancel:"
      let answer = trim(ask(typed.map { which.isEmpty ? $0.prompt : "\(which) Or: \($0.prompt)" } ?? which) ?? "")
      if answer.isEmpty { return nil }
      if let number = Int(answer), options.indices.contains(number - 1) { return options[number - 1].meaning }
      switch typed?.meaning(answer) {
      case .success(let meaning)?: return meaning
      case .failure(let problem)?: err.line("\(problem)")
      case nil: err.line("\"\(answer)\" is not one of them")
      }
    }
    return nil
  }
}
