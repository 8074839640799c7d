/// Folding of names for comparison: without case and without the marks on Latin letters, the same on every machine.
///
/// No locale takes part: `Zoë`, `ZOE` and a decomposed `Zoë` fold to `zoe`, `Straße` to `strasse`.
package enum Folding {
  /// The folded form of a text; white space becomes single spaces.
  package static func fold(_ text: some StringProtocol) -> String { fold(String(text)) }

  // Not generic, for other modules could not have it specialized, and every name is folded.
  /// The folded form of a text; white space becomes single spaces.
  package static func fold(_ text: String) -> String {
    var copy = text
    if let plain = copy.withUTF8({ plain($0) }) { return plain }
    let folded = text.lowercased().map(fold).joined()
    return folded.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The folded form of a text of printable ASCII and spaces, which most names are; nil for others.
  private static func plain(_ text: UnsafeBufferPointer<UInt8>) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    for byte in text {
      switch byte {
      case 0x20: if let last = bytes.last, last != byte { bytes.append(byte) }
      case 0x41...0x5a: bytes.append(byte | 0x20)
      case 0x21...0x7e: bytes.append(byte)
      default: return nil
      }
    }
    if bytes.last == 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The words of a text, folded; whatever is neither a letter nor a digit separates them.
  package static func words(_ text: some StringProtocol) -> [String] {
    fold(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  private static func fold(_ character: Character) -> String {
    guard let scalar = character.unicodeScalars.first else { return "" }
    // An ASCII letter loses whatever combines with it.
    if scalar.isASCII { return String(scalar) }
    switch scalar {
    case "ß": return "ss"
    case "æ": return "ae"
    case "œ": return "oe"
    case "ø": return "o"
    case "đ", "ð": return "d"
    case "ł": return "l"
    case "þ": return "th"
    case "ı": return "i"
    default: break
    }
    // The name of a marked letter holds its base: "LATIN SMALL LETTER E WITH ACUTE".
    if let name = scalar.properties.name, name.hasPrefix("LATIN SMALL LETTER "), name.contains(" WITH ") {
      let base = name.dropFirst("LATIN SMALL LETTER ".count).prefix { $0 != " " }
      if base.count == 1 { return base.lowercased() }
    }
    return String(character)
  }
}

extension StringProtocol {
  /// The text with another text in place of each such character.
  package func swapping(_ old: Character, for new: String) -> String { String(self).swapped(old, for: new) }
}

extension String {
  /// The text with another text in place of each such character. Most texts are ASCII, and most have none of it.
  fileprivate func swapped(_ old: Character, for new: String) -> String {
    guard let sought = old.asciiValue else { return map { $0 == old ? new : String($0) }.joined() }
    var text = self
    let isPlain = text.withUTF8 { bytes in bytes.allSatisfy { $0 < 0x80 } }
    guard isPlain else { return map { $0 == old ? new : String($0) }.joined() }
    guard text.utf8.contains(sought) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 { if byte == sought { bytes += new.utf8 } else { bytes.append(byte) } }
    return String(decoding: bytes, as: UTF8.self)
  }
}
