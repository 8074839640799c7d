/// Lines of an iCalendar file as they are written (RFC 5545, 3.1): folded, each with its CRLF.
struct CalendarText {
  /// A line with its CRLF left aside is no longer than this, in octets.
  static let octetsMax = 75

  private(set) var bytes: [UInt8] = []

  /// Writes a line whose value needs no escaping: a date, a number, a word of the standard.
  mutating func line(_ line: String) {
    var column = 0
    for scalar in line.unicodeScalars {
      let width = UTF8.width(scalar)
      // A character is never cut in two: whoever unfolds after decoding would lose it.
      if column + width > Self.octetsMax {
        bytes += [0x0d, 0x0a, 0x20]
        column = 1
      }
      bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      column += width
    }
    bytes += [0x0d, 0x0a]
  }

  /// Writes a property whose value is text, whatever is in it.
  mutating func text(_ name: String, _ value: String) { line("\(name):\(Self.escaped(value))") }

  /// Text as a value (RFC 5545, 3.3.11): backslash, semicolon, comma and line ends are escaped. What would act on
  /// whoever shows it, control characters and changes of writing direction, is made visible or left out.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var wasCarriageReturn = false
    for scalar in text.unicodeScalars {
      defer { wasCarriageReturn = scalar == "\r" }
      switch scalar.value {
      case 0x0a where wasCarriageReturn: continue
      case 0x0a, 0x0d, 0x0b, 0x0c, 0x85, 0x2028, 0x2029: result.append(contentsOf: "\\n".unicodeScalars)
      case 0x09: result.append(" ")
      // The pictures of the control characters.
      case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{fffd}")
      case 0x7f: result.append("\u{2421}")
      case 0x80..<0xa0, 0xfffe, 0xffff: result.append("\u{fffd}")
      case 0x202a...0x202e, 0x2066...0x2069, 0xfeff: continue
      case 0x5c, 0x3b, 0x2c:
        result.append("\\")
        result.append(scalar)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
