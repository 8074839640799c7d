import FollowUp

/// A piece of HTML into which text goes only escaped.
///
///     let name = "<Acme> & Sons"
///     let cell: HTMLText = "<td>\(name)</td>"
///     cell.source  // "<td>&lt;Acme&gt; &amp; Sons</td>"
///
/// What the program's author writes between the quotes is HTML, what is put in by `\( )` is text: in an element or
/// within a quoted attribute it cannot become anything else. Only another piece of HTML goes in as it is.
package struct HTMLText: Hashable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
  /// The HTML.
  package private(set) var source: String

  /// A piece of HTML that the program's author wrote.
  package init(stringLiteral html: String) { source = html }

  /// A piece with its texts escaped.
  package init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

  /// Text, escaped. The label keeps a literal from being taken for HTML.
  package init(text: String) { source = Self.escaped(text) }

  package var description: String { source }

  /// The pieces one after the other.
  package static func joined(_ pieces: some Sequence<HTMLText>, separator: String = "") -> HTMLText {
    HTMLText(stringLiteral: pieces.map(\.source).joined(separator: separator))
  }

  /// One piece behind another.
  package static func + (left: HTMLText, right: HTMLText) -> HTMLText {
    HTMLText(stringLiteral: left.source + right.source)
  }

  /// Adds a piece at the end.
  package static func += (left: inout HTMLText, right: HTMLText) { left.source += right.source }

  /// Collects literals and texts.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var source = ""

    /// Begins with nothing; the compiler calls it.
    package init(literalCapacity: Int, interpolationCount: Int) { source.reserveCapacity(literalCapacity * 2) }

    /// HTML that stands in the source, as it is.
    package mutating func appendLiteral(_ literal: String) { source += literal }
    /// Text, escaped.
    package mutating func appendInterpolation(_ text: String) { source += HTMLText.escaped(text) }
    /// A whole number.
    package mutating func appendInterpolation(_ number: Int) { source += String(number) }
    /// HTML, as it is.
    package mutating func appendInterpolation(_ html: HTMLText) { source += html.source }
  }

  // MARK: Escaping

  /// The text as HTML shows it, in an element or within a quoted attribute.
  ///
  /// Beside the five characters that mean something, what acts without being seen (`HiddenCharacters`) is spelt out as
  /// `‹U+202E›`. Line feeds and tabs stay; other line ends become line feeds.
  package static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { mayNeedEscape($0) }) else { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    var isBehindReturn = false
    HiddenCharacters.forEach(text) { scalar, isHidden in
      let wasBehindReturn = isBehindReturn
      isBehindReturn = scalar == "\r"
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\r": result += "\n"
      case "\n": if !wasBehindReturn { result += "\n" }
      case "\t": result += "\t"
      case _ where isHidden || isNoncharacter(scalar):
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "‹U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)›"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte >= 0x7f || "&<>\"'".utf8.contains(byte)
  }

  /// What no HTML file may hold.
  private static func isNoncharacter(_ scalar: Unicode.Scalar) -> Bool {
    (0xfdd0...0xfdef).contains(scalar.value) || scalar.value & 0xfffe == 0xfffe
  }

  /// The address, if following it does no more than to open a page, a letter or the telephone; nil for any other, such
  /// as `javascript:`. It still has to be put in as text.
  package static func link(_ address: String) -> String? {
    let address = String(address.drop { $0.isWhitespace })
    guard let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let scheme = address[..<colon].lowercased()
    let rest = address[colon...].dropFirst()
    switch scheme {
    case "http", "https": return rest.hasPrefix("//") ? address : nil
    case "mailto", "tel": return address
    default: return nil
    }
  }
}
