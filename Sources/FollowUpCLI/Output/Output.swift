import EventLog

/// How a piece of text stands out on a terminal; elsewhere it does not.
enum Style: String {
  case plain = ""
  case bold = "1"
  case dim = "2"
  case warning = "33"
}

/// One of the two streams of a command: text in lines, buffered, with control characters made visible.
///
/// A failure is kept, not thrown: what could not be written is told at the end, once.
package final class Output {
  /// Whether a person looks at it directly.
  package let isTerminal: Bool
  /// The width of the terminal in columns; nil where there is none.
  package let columns: Int?
  /// The height of the terminal in rows; nil where there is none.
  package let rows: Int?
  /// Whether it is a terminal that can wipe a line.
  let canWipe: Bool
  private let isColoured: Bool
  private let isBuffered: Bool
  private let sink: any ByteSink
  private var buffer: [UInt8] = []
  /// The first failure. Nothing is written after it.
  package private(set) var failure: OutputFailure?
  /// Whether everything is held back until ``finish()``.
  private var isHeld = false
  private var pager: (([UInt8]) -> Bool)?
  private var rowsTaken = 0

  /// - Parameters:
  ///   - columns: the width of the terminal; nil where there is none.
  ///   - rows: its height; nil where there is none.
  ///   - isDumb: whether it is a terminal that only types on.
  ///   - isBuffered: whether lines are held back until ``flush()`` or until they are many.
  package init(
    _ sink: any ByteSink, isTerminal: Bool, columns: Int?, rows: Int? = nil, isColoured: Bool, isDumb: Bool = false,
    isBuffered: Bool = true
  ) {
    self.sink = sink
    self.isTerminal = isTerminal
    self.columns = columns
    self.rows = rows
    canWipe = isTerminal && !isDumb
    self.isColoured = isColoured
    self.isBuffered = isBuffered
  }

  /// Writes a line of text. Control characters in it are made visible.
  func line(_ text: String = "", _ style: Style = .plain) { line([(text, style)]) }

  /// Writes a line of pieces, each in its style.
  func line(_ pieces: [(text: String, style: Style)]) {
    var line = ""
    for (text, style) in pieces {
      let visible = Visible.text(text)
      if isColoured, style != .plain, !visible.isEmpty {
        line += "\u{1b}[\(style.rawValue)m\(visible)\u{1b}[0m"
      } else {
        line += visible
      }
    }
    while line.last == " " { line.removeLast() }
    if isHeld { rowsTaken += taken(pieces) }
    put(line.utf8)
    put(CollectionOfOne(UInt8(ascii: "\n")))
    if !isBuffered { flush() }
  }

  /// Writes a text that goes on in further lines where the terminal is too narrow for it.
  func paragraph(_ text: String, indent: Int = 0, _ style: Style = .plain) {
    let lines = columns.map { DisplayWidth.wrap(Visible.text(text), max(20, $0 - indent)) } ?? [text]
    for piece in lines { line(String(repeating: " ", count: indent) + piece, style) }
  }

  /// Writes a text of several lines as it is; on a terminal, control characters in it are made visible.
  func text(_ text: String) {
    let text = text.hasSuffix("\n") ? text : text + "\n"
    guard isTerminal else { return put(text.utf8) }
    for piece in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) { line(String(piece)) }
  }

  /// Writes fields with tabs between; tabs, line ends and backslashes within them are escaped.
  func record(_ fields: [String]) {
    put(fields.map(Visible.field).joined(separator: "\t").utf8)
    put(CollectionOfOne(UInt8(ascii: "\n")))
  }

  /// Writes JSON as it is, with a line end.
  func json(_ value: JSONValue) {
    value.canonical.withUnsafeBufferPointer { lines($0) }
    put(CollectionOfOne(UInt8(ascii: "\n")))
  }

  /// Writes bytes of JSON lines as they are; on a terminal, DEL and the C1 controls are escaped.
  func lines(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard isTerminal else {
      put(bytes)
      return
    }
    put(Visible.json(bytes))
  }

  /// Writes whole lines of another format as they are; on a terminal, a CR at the end of a line is left out, and what
  /// else would act there is made visible.
  func foreign(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard isTerminal else { return put(bytes) }
    for piece in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
      line(String(decoding: piece.last == 0x0d ? piece.dropLast() : piece, as: UTF8.self))
    }
  }

  /// The rows of the terminal that a line takes.
  private func taken(_ pieces: [(text: String, style: Style)]) -> Int {
    guard let columns, columns > 0 else { return 1 }
    let width = pieces.reduce(0) { $0 + DisplayWidth.of(Visible.text($1.text)) }
    return max(1, (width + columns - 1) / columns)
  }

  /// Holds everything back until ``finish()``, which shows it page by page where it is longer than the terminal is high.
  ///
  /// - Parameter pager: shows a text, and says whether it could; nil for a stream that only waits its turn.
  func hold(for pager: (([UInt8]) -> Bool)?) {
    isHeld = true
    self.pager = pager
    rowsTaken = 0
  }

  /// Writes what is held back, or has it shown by the pager.
  func finish() {
    let pager = isHeld ? self.pager : nil
    isHeld = false
    self.pager = nil
    // The next prompt of the shell takes a row too.
    if let pager, let rows, rowsTaken >= rows, failure == nil, pager(buffer) { buffer.removeAll() }
    flush()
  }

  /// Shows how far long work is, in place of what it showed before; for terminals.
  func progress(_ text: String) {
    put("\r\u{1b}[K\(columns.map { DisplayWidth.fit(Visible.text(text), max(1, $0 - 1)) } ?? Visible.text(text))".utf8)
    flush()
  }

  /// Shows a question whose answer is typed behind it.
  func prompt(_ text: String) {
    put("\(Visible.text(text)) ".utf8)
    flush()
  }

  private func put(_ bytes: some Collection<UInt8>) {
    guard failure == nil else { return }
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 16 { flush() }
  }

  /// Hands on what is held back.
  package func flush() {
    guard !isHeld, failure == nil, !buffer.isEmpty else { return }
    failure = buffer.withUnsafeBytes { bytes in
      do throws(OutputFailure) {
        try sink.write(bytes)
        return nil
      } catch { return error }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
