/// A number with leading zeros; it is never cut.
package func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// What a person typed, in quotes, cut where it is too long for a message and without control characters.
package func quoted(_ text: some StringProtocol) -> String {
  let isLong = text.count > 60
  let shown = text.prefix(isLong ? 57 : 60).map { character in
    character.unicodeScalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) } ? "\u{fffd}" : character
  }
  return "“\(String(shown))\(isLong ? "…" : "")”"
}

/// A text without white space at its ends.
package func trim(_ text: some StringProtocol) -> String {
  var rest = Substring(text)
  while rest.first?.isWhitespace == true { rest.removeFirst() }
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return String(rest)
}

/// Lists in a sentence.
package enum Phrase {
  /// `a`, `a or b`, `a, b or c`.
  package static func or(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " or " + last
  }
}
