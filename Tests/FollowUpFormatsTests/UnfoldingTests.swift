import Testing

@testable import FollowUpFormats

@Suite struct UnfoldingTests {
  /// The summary of an event whose SUMMARY line is given, ends included.
  private func summary(_ line: [UInt8]) -> String? {
    let before = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261225\r\n"
    let bytes = Array(before.utf8) + line + Array("END:VEVENT\r\nEND:VCALENDAR".utf8)
    return ICalendar(reading: bytes, file: "f").events.first?.summary
  }

  private func summary(_ line: String) -> String? { summary(Array(line.utf8)) }

  @Test(arguments: [
    ("SUMMARY:a\r\n", "a"), ("SUMMARY:a\n", "a"), ("SUMMARY:a\r", "a"), ("SUMMARY:a\r\n b\r\n", "ab"),
    ("SUMMARY:a\n b\n", "ab"), ("SUMMARY:a\n\tb\n", "ab"), ("SUMMARY:a\r\n  b\r\n", "a b"),
    ("SUMM\r\n ARY:a\r\n", "a"), ("SUMMARY:a\r\n \r\n b\r\n", "ab"), ("SUMMARY:a\r\n\r\n", "a"),
    ("SUMMARY:a\r b\r", "ab"), ("summary:a\n", "a"), ("SUMMARY;LANGUAGE=de:a\n", "a"),
    ("SUMMARY;X=\"p;q:r,s\":a\n", "a"), ("SUMMARY;X=\"p\",\"q\":a\n", "a"),
    ("SUMMARY:a\\, b\\; c\\\\ d\\n e\n", "a, b; c\\ d\n e"),
    ("SUMMARY:a:b;c,d\n", "a:b;c,d"), ("SUMMARY:a\\x\n", "a\\x"), ("SUMMARY:a\\\n", "a\\"), ("SUMMARY:\n", nil),
  ])
  func lines(_ line: String, _ expected: String?) { #expect(summary(line) == expected) }

  @Test func aFoldMayCutACharacter() {
    let bytes = Array("SUMMARY:Fröhliche 🎄 Weihnachten\r\n".utf8)
    for cut in 8..<bytes.count - 2 {
      let folded = bytes[..<cut] + Array("\r\n ".utf8) + bytes[cut...]
      #expect(summary(Array(folded)) == "Fröhliche 🎄 Weihnachten", "cut at \(cut)")
    }
  }

  @Test func parametersAreRead() throws {
    let text = "BEGIN:VCALENDAR\nX-A;One=\"a^nb^'c^^d^x\";TWO=p,\"q,r\";three=:v\nEND:VCALENDAR"
    let line = try #require(ICalendar(reading: text.utf8, file: "f").components.first?.properties.first)
    #expect(line.name == "X-A" && line.value == "v" && line.line == 2)
    #expect(line.parameters.map(\.name) == ["ONE", "TWO", "THREE"])
    #expect(line.parameters.map(\.values) == [["a\nb\"c^d^x"], ["p", "q,r"], [""]])
    #expect(line.parameter("TWO") == "p" && line.parameter("FOUR") == nil)
  }
}
