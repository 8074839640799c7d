/// Makes characters visible that would otherwise act on a terminal: the log holds whatever anyone wrote into it.
enum Visible {
  /// The text with every control character, line end and change of writing direction spelt out.
  static func text(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isControl(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A field of `--plain`: as ``text(_:)``, with backslashes doubled, so that a script can undo it.
  static func field(_ field: String) -> String {
    text(
      field.contains("\\")
        ? field.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\") : field)
  }

  /// JSON with DEL and the C1 controls escaped, which its canonical form leaves as they are.
  static func json(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x7f {
        result += "\\u007f".utf8
      } else if byte == 0xc2, index + 1 < bytes.count, bytes[index + 1] < 0xa0 {
        index += 1
        result += "\\u00\(String(bytes[index], radix: 16))".utf8
      } else {
        result.append(byte)
      }
      index += 1
    }
    return result
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0x2028...0x202e, 0x2066...0x2069: true
    default: false
    }
  }
}
