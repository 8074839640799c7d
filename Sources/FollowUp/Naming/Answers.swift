import CivilTime

/// What a person answered, for one command, where something that was said may mean several things.
///
/// A client asks, puts the answer in, and carries the command out anew: whatever was read before may have changed while
/// the person thought.
public struct Answers: Hashable, Sendable {
  /// What was asked about.
  public enum Topic: String, Hashable, Sendable {
    /// A verb of the program, or its second verb.
    case verb
    /// A kind of record that `log` writes.
    case kind
    /// A word behind the application, such as an outcome.
    case word
    /// A day or a time.
    case date
    /// An application's name, or a part of it.
    case application
    /// A person's name, or a part of it.
    case contact
    /// The end of a record's identifier.
    case record
    /// An employer's name, or a part of it.
    case employer
    /// A time zone.
    case zone
  }

  private struct Key: Hashable, Sendable {
    let topic: Topic
    let said: String
  }

  private var meanings: [Key: String] = [:]

  /// Nothing was asked yet.
  public init() {}

  /// Keeps what was meant by something that was said.
  public mutating func settle(_ topic: Topic, _ said: String, as meaning: String) {
    meanings[Key(topic: topic, said: said)] = meaning
  }

  /// What was meant, or what was said where nobody was asked.
  public func meaning(of said: some StringProtocol, _ topic: Topic) -> String {
    let said = String(said)
    return meanings[Key(topic: topic, said: said)] ?? said
  }
}

/// Something that was said may mean several things.
public struct Ambiguity: Hashable, Sendable, CustomStringConvertible {
  /// What was said.
  public let topic: Answers.Topic
  /// As it was said.
  public let said: String
  /// What may be said instead, each with one meaning.
  public let readings: [String]

  init(_ topic: Answers.Topic, _ said: String, _ readings: [String]) {
    self.topic = topic
    self.said = said
    self.readings = readings
  }

  /// What was said, and what may be meant.
  public var description: String { "\(quoted(said)) is ambiguous: \(Phrase.or(readings)); choose one" }
}

/// Words that are shortened to their beginning.
package enum Abbreviation {
  /// The names that `text` begins, in their order; the name itself alone, where it is one. `-`, `_` and a space are the
  /// same in them.
  package static func names(_ text: some StringProtocol, among names: [String]) -> [String] {
    let wanted = folded(text)
    guard !wanted.isEmpty else { return [] }
    if let exact = names.first(where: { folded($0) == wanted }) { return [exact] }
    return names.filter { folded($0).hasPrefix(wanted) }
  }

  private static func folded(_ text: some StringProtocol) -> String {
    Folding.fold(text).swapping("-", for: "_").swapping(" ", for: "_")
  }
}

extension WhenProblem {
  /// The several ways to read what was said, where that is the problem.
  public var ambiguity: Ambiguity? { readings.count > 1 ? Ambiguity(.date, text, readings) : nil }
}
