import Testing

@testable import FollowUpCLI

@Suite struct OutputTests {
  @Test func controlCharactersAreMadeVisible() {
    #expect(Visible.text("a\u{1b}[31mb\nc\u{9b}\u{202e}") == "a\\u{1b}[31mb\\nc\\u{9b}\\u{202e}")
    #expect(Visible.text("plain — 日本 é") == "plain — 日本 é")
    #expect(Visible.field("a\\b\tc") == "a\\\\b\\tc")
    let json = Array("\"a\u{7f}\u{9b}é\"".utf8)
    #expect(String(decoding: json.withUnsafeBufferPointer(Visible.json), as: UTF8.self) == "\"a\\u007f\\u009bé\"")
  }

  @Test(arguments: [
    ("abc", 3), ("日本", 4), ("é", 1), ("e\u{301}", 1), ("👩‍💻", 2), ("🇩🇪", 2), ("한국", 4), ("ｱ", 1), ("❤️", 2), ("", 0),
    // Emoji of several parts, half a flag, a keycap, a sign that is text, one that is an emoji by itself.
    ("👨‍👩‍👧‍👦", 2), ("👍🏽", 2), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2), ("🇩🇪🇯🇵", 4), ("1️⃣", 2), ("❤", 1), ("🌡", 1), ("⌚", 2), ("🛒", 2),
    // Letters with several marks, in composed and in decomposed form; scripts whose letters belong together.
    ("o\u{302}\u{323}", 1), ("\u{1112}\u{1161}\u{11ab}", 2), ("한", 2), ("क्ष", 2), ("กำ", 2), ("עִברִית", 5),
    // Wide and narrow forms, spaces and signs; what is not shown takes nothing.
    ("Ａ１", 4), ("ﾊﾝ", 2), ("　", 2), ("（）", 4), ("€—…", 3), ("a\u{200b}b\u{feff}", 2), ("co\u{ad}op", 5), ("𠮷", 2),
  ])
  func widthIsWhatATerminalTakes(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test func cuttingCountsColumns() {
    #expect(DisplayWidth.fit("日本語", 5) == "日本…")
    #expect(DisplayWidth.fit("日本語", 4) == "日…")
    #expect(DisplayWidth.fit("abc", 3) == "abc")
    #expect(DisplayWidth.pad("日", 4) == "日  ")
  }

  @Test func wrappingLosesNothing() {
    #expect(DisplayWidth.wrap("one two three", 7) == ["one two", "three"])
    #expect(DisplayWidth.wrap("abcdefghij kl", 4) == ["abcd", "efgh", "ij", "kl"])
    #expect(DisplayWidth.wrap("日本語です", 4) == ["日本", "語で", "す"])
    #expect(DisplayWidth.wrap("", 4) == [""])
    let sink = MemorySink()
    let out = Output(sink, isTerminal: true, columns: 30, isColoured: false)
    var table = Table()
    table.add(["1", "2026-11-20", "what was said goes on in further lines"])
    table.print(to: out, indent: 2, wrapsLast: true)
    out.flush()
    #expect(
      sink.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        == "1 2026-11-20 what was said goes on in further lines")
  }

  @Test func tablesFitTheTerminal() {
    let sink = MemorySink()
    let out = Output(sink, isTerminal: true, columns: 30, isColoured: false)
    var table = Table()
    table.add(["1", String(repeating: "wide ", count: 20), "end"])
    table.add(["22", "日本", "x\u{1b}"])
    table.print(to: out)
    out.flush()
    let lines = sink.text.split(separator: "\n").map(String.init)
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= 30 })
    #expect(lines[1].hasSuffix("x\\u{1b}"))
  }

  @Test func colourIsOnlyWhereItIsWanted() {
    func text(isColoured: Bool) -> String {
      let sink = MemorySink()
      let out = Output(sink, isTerminal: true, columns: nil, isColoured: isColoured)
      out.line("x", .bold)
      out.flush()
      return sink.text
    }
    #expect(text(isColoured: true) == "\u{1b}[1mx\u{1b}[0m\n")
    #expect(text(isColoured: false) == "x\n")
  }

  @Test func whatCannotBePrintedIsTold() {
    final class FullSink: ByteSink {
      func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFailure) { throw OutputFailure(code: 28) }
    }
    let out = Output(FullSink(), isTerminal: false, columns: nil, isColoured: false)
    out.line("x")
    out.flush()
    #expect(out.failure == OutputFailure(code: 28))
  }
}
