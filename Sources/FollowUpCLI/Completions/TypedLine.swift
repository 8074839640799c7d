import CivilTime
import FollowUp

/// The command line that somebody is typing, as the shell hands it over: words that still have their quotes.
struct TypedLine: Sendable {
  /// The words without quotes, the program's name first.
  let words: [String]
  private let home: String?

  init(words: [String], home: String?) {
    self.words = words.map(Self.unquoted)
    self.home = home
  }

  /// The value of an option, if it has one already.
  func value(of option: String) -> String? {
    for (index, word) in words.enumerated() {
      if word.hasPrefix(option + "=") { return path(String(word.dropFirst(option.count + 1))) }
      guard word == option, index + 1 < words.count else { continue }
      // Some shells take the equals sign for a word of its own.
      let next = words[index + 1] == "=" && index + 2 < words.count ? words[index + 2] : words[index + 1]
      return path(next)
    }
    return nil
  }

  /// The words behind a verb that are no options, as far as can be told without knowing which options take values.
  func words(after verb: String) -> [String] {
    guard let index = words.firstIndex(of: verb) else { return [] }
    return words[(index + 1)...].filter { !$0.hasPrefix("-") }
  }

  /// A path with the home folder in place of the shell's sign for it.
  private func path(_ text: String) -> String {
    guard let home, text.hasPrefix("~/") else { return text }
    return home + text.dropFirst()
  }

  /// A word without the quotes and backslashes that a shell would take away; one that is not closed yet counts too.
  static func unquoted(_ word: String) -> String {
    var result = ""
    var quote: Character?
    var isEscaped = false
    for character in word {
      if isEscaped {
        // Within double quotes a backslash stays before most characters.
        if quote == "\"", !"\"\\$`".contains(character) { result.append("\\") }
        result.append(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
      } else {
        result.append(character)
      }
    }
    return result
  }

  /// What completes what is typed so far to a name, if the name begins so: case and marks do not count, and what is
  /// typed stays as it is.
  static func completed(_ typed: String, to name: String) -> String? {
    var rest = name[...]
    for character in typed {
      guard let next = rest.first, same(character, next) else { return nil }
      rest = rest.dropFirst()
    }
    return typed + rest
  }

  private static func same(_ left: Character, _ right: Character) -> Bool {
    left.isWhitespace ? right.isWhitespace : Folding.fold(String(left)) == Folding.fold(String(right))
  }
}
