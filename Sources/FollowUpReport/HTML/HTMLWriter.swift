/// Writes HTML that is XML as well: what is opened is closed, every attribute is quoted, every text escaped.
///
///     var html = HTMLWriter()
///     html.element("p", ["class": "note"]) { $0.text(note) }
struct HTMLWriter {
  /// What was written so far, in UTF-8.
  private(set) var bytes: [UInt8] = []

  typealias Attributes = KeyValuePairs<String, String>

  /// Writes markup that is the program's own.
  mutating func raw(_ markup: StaticString) {
    markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Writes the program's own style sheet, which holds neither `<` nor `&`.
  mutating func style(_ css: String) {
    raw("<style>\n")
    bytes += css.utf8
    raw("</style>\n")
  }

  /// Writes a text, escaped as ``HTMLText`` does.
  mutating func text(_ text: String) { bytes += HTMLText.escaped(text).utf8 }

  /// Writes an element with what `body` writes in it.
  mutating func element(
    _ name: StaticString, _ attributes: Attributes = [:], _ body: (inout HTMLWriter) throws -> Void
  ) rethrows {
    open(name, attributes)
    raw(">")
    try body(&self)
    raw("</")
    raw(name)
    raw(">")
  }

  /// Writes an element that holds a text.
  mutating func element(_ name: StaticString, _ attributes: Attributes = [:], text: String) {
    element(name, attributes) { $0.text(text) }
  }

  /// Writes an element without content, which has no end in HTML (`meta`) or is one of SVG.
  mutating func empty(_ name: StaticString, _ attributes: Attributes = [:]) {
    open(name, attributes)
    raw("/>")
  }

  /// Begins a new line, so that the file can be read and compared.
  mutating func newLine() { bytes.append(0x0a) }

  private mutating func open(_ name: StaticString, _ attributes: Attributes) {
    raw("<")
    raw(name)
    for (name, value) in attributes {
      bytes.append(0x20)
      bytes += name.utf8
      raw("=\"")
      text(value)
      raw("\"")
    }
  }
}
