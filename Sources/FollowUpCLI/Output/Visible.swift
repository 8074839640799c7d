import FollowUp

/// Makes characters visible that would otherwise act on a terminal: the log holds whatever anyone wrote into it.
enum Visible {
  /// The text with every character spelt out that acts without being seen (``HiddenCharacters``).
  static func text(_ text: String) -> String {
    guard HiddenCharacters.mayBeIn(text) else { return text }
    return HiddenCharacters.spellOut(text) { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      default: "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
  }

  /// A field of `--plain`: as ``text(_:)``, with backslashes doubled, so that a script can undo it.
  static func field(_ field: String) -> String {
    text(
      field.contains("\\")
        ? field.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\") : field)
  }

  /// JSON with the characters escaped that act without being seen; its line ends stay.
  static func json(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    return Array(
      HiddenCharacters.spellOut(text) { scalar in
        if scalar == "\n" { return "\n" }
        return Array(String(scalar).utf16).map { unit in
          let digits = String(unit, radix: 16)
          return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
      }.utf8)
  }
}
