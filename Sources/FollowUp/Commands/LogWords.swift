import CivilTime
import EventLog

/// The words that `log KIND APP` understands for a kind.
package struct LogWords: Hashable, Sendable {
  /// A field and the value that a word gives it.
  struct Meaning: Hashable, Sendable {
    let field: String
    let value: String
  }

  /// What each word, in lower case with `_` between its parts, stands for; empty where words are text.
  let meanings: [String: Meaning]
  /// Words that may stand there and mean nothing.
  let fillers: Set<String>
  /// The field that takes the words as text; nil where only known words are allowed.
  let textField: String?
  /// The words that are understood, as they are shown to people.
  package let shown: [String]

  /// The kinds that `log` writes: the types that belong to an application.
  package static let types: [RecordType] = RecordSchema.all.filter(\.isApplicationBound).map(\.type)

  /// The words of a type; nil when `log` does not write it.
  package static func of(_ type: RecordType) -> LogWords? {
    switch type {
    case .thankYou, .email, .call, .message, .letter:
      let ways = ["out": "out", "in": "in", "outgoing": "out", "incoming": "in"]
      return LogWords(
        [("outcome", RecordSchema.outcomes)], aliases: [("direction", ways)],
        shown: RecordSchema.outcomes + ["out", "in"])
    case .reply:
      return LogWords(
        [("answer", RecordSchema.answers)],
        aliases: [("answer", ["callback": "callback_promised", "gone": "position_gone"])], shown: RecordSchema.answers)
    case .silence:
      return LogWords(
        [("cause", RecordSchema.causes)], aliases: [("cause", ["reorganized": "reorganised"])],
        shown: RecordSchema.causes)
    case .interview:
      let rounds = Dictionary(uniqueKeysWithValues: (1...9).map { (String($0), String($0)) })
      let spelt = ["first": "1", "second": "2", "third": "3", "fourth": "4", "final": "final"]
      let places = ["in_person": "in person", "on_site": "in person", "onsite": "in person"]
      return LogWords(
        [("format", ["phone", "video", "panel"])],
        aliases: [("round", rounds), ("round", spelt), ("format", places)], fillers: ["round", "interview"],
        shown: ["phone", "video", "in person", "panel", "first", "second", "third", "final", "round N"])
    case .nextSteps: return LogWords(textField: "steps")
    case .insiderAsk, .intel, .feedback: return LogWords(textField: "about")
    case .promise, .permission: return LogWords(textField: "words")
    case .note: return LogWords(textField: "text")
    default: return nil
    }
  }

  private init(textField: String) {
    meanings = [:]
    fillers = []
    self.textField = textField
    shown = []
  }

  private init(
    _ choices: [(field: String, values: [String])], aliases: [(field: String, values: [String: String])] = [],
    fillers: Set<String> = [], shown: [String]
  ) {
    var meanings: [String: Meaning] = [:]
    for (field, values) in choices {
      for value in values { meanings[value] = Meaning(field: field, value: value) }
    }
    for (field, values) in aliases {
      for (word, value) in values { meanings[word] = Meaning(field: field, value: value) }
    }
    self.meanings = meanings
    self.fillers = fillers
    textField = nil
    self.shown = shown
  }

  /// What the words stand for: the values by field.
  ///
  /// Words may come as one argument or several, in any case, with `-`, `_` or a space within (`no answer`), and
  /// shortened to any beginning that has one meaning only; a word in full goes before what it begins.
  ///
  /// - Throws: ``CommandProblem`` for a word that is not understood or may be several, or two that contradict each other.
  func read(_ words: [String], kind: String, _ answers: Answers) throws(CommandProblem) -> [String: String] {
    let words = words.flatMap { argument in
      Folding.fold(argument).swapping("-", for: "_").split { $0.isWhitespace || $0 == "," }.map(String.init)
    }
    var values: [String: String] = [:]
    var index = 0
    while index < words.count {
      let word = answers.meaning(of: words[index], .word)
      let pair = index + 1 < words.count ? "\(word)_\(words[index + 1])" : ""
      if meanings[pair] == nil, meanings[word] == nil, fillers.contains(word) {
        index += 1
        continue
      }
      guard let (meaning, count) = try meaning(of: word, pair) else {
        let near = Nearest.suggestion(for: word, among: meanings.keys.sorted())
        throw .usage(
          "unknown word for \(kind): \(quoted(word))\(near.map { "; did you mean \($0)? It takes" } ?? "; it takes") "
            + "\(shown.joined(separator: ", ")); put other words into --note")
      }
      index += count
      if let former = values[meaning.field], former != meaning.value {
        throw .usage("\(kind) cannot be both \(former) and \(meaning.value); choose one")
      }
      values[meaning.field] = meaning.value
    }
    return values
  }

  /// The words without one argument of several words that says something else: somebody's own sentence, in quotes.
  func withoutRemark(_ words: [String], kind: String, _ answers: Answers) -> (words: [String], remark: String?) {
    let sentences = words.filter { argument in
      guard argument.contains(where: \.isWhitespace) else { return false }
      do throws(CommandProblem) {
        _ = try read([argument], kind: kind, answers)
        return false
      } catch { return error.ambiguity == nil }
    }
    guard sentences.count == 1, let remark = sentences.first else { return (words, nil) }
    return (words.filter { $0 != remark }, trim(remark))
  }

  /// What a word means, or it and the next together, and how many words that takes. Two that are one go before the
  /// first of them, and a word in full before those that it begins.
  private func meaning(of word: String, _ pair: String) throws(CommandProblem) -> (meaning: Meaning, count: Int)? {
    if let meaning = meanings[pair] { return (meaning, 2) }
    let pairs = begun(by: pair)
    if pairs.count == 1, let meaning = meanings[pairs[0]] { return (meaning, 2) }
    if let meaning = meanings[word] { return (meaning, 1) }
    let begun = begun(by: word)
    guard begun.count < 2 else { throw .ambiguous(Ambiguity(.word, word, begun)) }
    return begun.first.flatMap { meanings[$0] }.map { ($0, 1) }
  }

  /// The words that a text begins, one for each meaning.
  private func begun(by text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    var seen: Set<Meaning> = []
    // The shortest of those that mean the same, which is the one that is usual.
    return meanings.filter { $0.key.hasPrefix(text) }.sorted {
      ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key)
    }
    .filter { seen.insert($0.value).inserted }.map(\.key).sorted()
  }
}
