import CivilTime

/// A telephone number as somebody wrote it, for comparing with another spelling of it.
///
///     PhoneNumber("+1 (312) 555-0124 ext. 7")?.digits     // "13125550124"
///     PhoneNumber("+1 (312) 555-0124 ext. 7")?.extension  // "7"
package struct PhoneNumber: Hashable, Sendable {
  /// The number without its extension, digits alone; of `+49 (0)30 …` without the zero that is not dialled.
  package let digits: String
  /// The digits behind `ext.`, `x`, `#` or any other word; nil when there are none.
  package let `extension`: String?

  /// The fewest digits with which a number may leave out what stands before them: the area, the country.
  static let localDigitsMin = 7
  /// The most digits that may stand before a whole number: an international prefix and a country's code.
  private static let prefixDigitsMax = 6

  /// The number in a text, or nil when it has fewer than three digits.
  package init?(_ text: some StringProtocol) {
    var text = trim(text)
    if text.lowercased().hasPrefix("tel:") { text.removeFirst(4) }
    if text.hasPrefix("+") || text.hasPrefix("00"), let zero = text.firstRange(of: "(0)") { text.removeSubrange(zero) }
    var main = ""
    var rest = ""
    var isBehindWord = false
    for character in text {
      if character.isASCII, character.isNumber {
        if isBehindWord { rest.append(character) } else { main.append(character) }
      } else if !main.isEmpty, character.isLetter || character == "#" || character == ";" {
        isBehindWord = true
      }
    }
    guard main.utf8.count >= 3 else { return nil }
    digits = main
    `extension` = rest.isEmpty ? nil : rest
  }

  /// Whether a text is written as a number is: digits and what stands between them, and at its end perhaps a short
  /// word for the extension.
  package static func isNumber(_ text: some StringProtocol) -> Bool {
    guard PhoneNumber(text) != nil, let first = text.first(where: { !$0.isWhitespace }) else { return false }
    guard first.isNumber || first == "+" || first == "(" else { return text.lowercased().hasPrefix("tel:") }
    let words = text.split { !$0.isLetter }
    return words.allSatisfy { ["x", "ext", "extension"].contains($0.lowercased()) }
  }

  /// Whether two spellings may be one number: they have the same digits, or one of them leaves out the country, the
  /// trunk's zero or the area, and has seven digits at least. An extension counts only where both name one.
  package func reaches(_ other: PhoneNumber) -> Bool {
    if let own = self.extension, let others = other.extension, own != others { return false }
    if digits == other.digits { return true }
    return Self.ends(digits, in: other.digits) || Self.ends(other.digits, in: digits)
  }

  private static func ends(_ short: String, in long: String) -> Bool {
    let bare = short.first == "0" ? short.drop { $0 == "0" } : short[...]
    guard bare.utf8.count >= localDigitsMin, long.hasSuffix(bare) else { return false }
    return long.utf8.count - bare.utf8.count <= prefixDigitsMax
  }
}
