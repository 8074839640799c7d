/// How many columns of a terminal a text takes.
enum DisplayWidth {
  /// The width of a text: East Asian wide characters and emoji take two columns, combining marks none.
  static func of(_ text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// The width of one character as a reader counts them. What is shown as an emoji is one sign of two columns however
  /// many parts it is made of (a family, a flag, a colour of skin); of other characters the parts stand beside each
  /// other, as the letters of some scripts do that belong together.
  static func of(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if first.isASCII, character.unicodeScalars.count == 1 { return 1 }
    let isEmoji = character.unicodeScalars.contains { $0.value == 0xfe0f || $0.properties.isEmojiPresentation }
    if isEmoji { return 2 }
    return character.unicodeScalars.reduce(0) { $0 + of($1) }
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    // Vowels and endings of Korean syllables stand within the first letter's two columns.
    if (0x1160...0x11ff).contains(scalar.value) || (0xd7b0...0xd7ff).contains(scalar.value) { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    // A soft hyphen is shown.
    case .format: return scalar.value == 0xad ? 1 : 0
    default: return isWide(scalar.value) ? 2 : 1
    }
  }

  /// The text, cut to a width, with `…` where something was left out.
  static func fit(_ text: String, _ width: Int) -> String {
    guard of(text) > width else { return text }
    var result = ""
    var used = 0
    for character in text {
      let next = of(character)
      guard used + next <= width - 1 else { break }
      result.append(character)
      used += next
    }
    return width > 0 ? result + "…" : ""
  }

  /// The text in lines of a width, broken between words, or within one that is too long.
  static func wrap(_ text: String, _ width: Int) -> [String] {
    guard of(text) > width, width > 1 else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, of(line) + 1 + of(String(word)) > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? word : " \(word)"
      while of(line) > width {
        var head = ""
        var used = 0
        for character in line {
          used += of(character)
          if used > width { break }
          head.append(character)
        }
        lines.append(head)
        line.removeFirst(head.count)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// The text with spaces behind it up to a width.
  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - of(text)))
  }

  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0xa4cf,
      0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff01...0xff60,
      0xffe0...0xffe6, 0x16fe0...0x18cff, 0x1aff0...0x1b2ff, 0x1f200...0x1f265, 0x20000...0x3fffd:
      true
    default: false
    }
  }
}
