import FollowUp
import Testing

/// What acts without being seen is spelt out, and what scripts and emoji are made of is not.
@Suite struct HiddenCharactersTests {
  private func spelt(_ text: String) -> String {
    HiddenCharacters.spellOut(text) { "<\(String($0.value, radix: 16))>" }
  }

  /// The list agrees with Unicode's own properties, so that none is forgotten.
  @Test func noFormatCharacterIsForgotten() {
    for value in UInt32(0)...0x10ffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      // Signs of numbers and abbreviations that stand before others, and are seen.
      let isSeen =
        [0x600...0x605, 0x6dd...0x6dd, 0x70f...0x70f, 0x890...0x891, 0x8e2...0x8e2].contains { $0.contains(value) }
        || value == 0x110bd || value == 0x110cd
      let category = scalar.properties.generalCategory
      let acts =
        category == .control || category == .format || category == .lineSeparator || category == .paragraphSeparator
        || scalar.properties.isDefaultIgnorableCodePoint
      #expect(HiddenCharacters.isSuspect(scalar) == (acts && !isSeen), "U+\(String(value, radix: 16))")
    }
  }

  @Test(arguments: [
    ("a\u{200e}b\u{200f}", "a<200e>b<200f>"), ("\u{61c}\u{feff}\u{200b}x", "<61c><feff><200b>x"),
    ("Ac\u{ad}me", "Ac<ad>me"), ("a\u{2060}\u{2063}b", "a<2060><2063>b"), ("\u{3164}", "<3164>"),
    ("hi\u{e0068}\u{e0069}", "hi<e0068><e0069>"), ("\u{e0001}", "<e0001>"),
    // Bytes hidden behind an emoji.
    ("😀\u{fe0f}\u{fe01}\u{e0100}", "😀\u{fe0f}<fe01><e0100>"), ("a\u{fe0f}", "a<fe0f>"),
    // Joiners that join nothing.
    ("a \u{200d}b\u{200c}", "a <200d>b<200c>"), ("\u{200d}", "<200d>"), ("x\u{200c}\u{200c}y", "x<200c><200c>y"),
    ("\u{1f3f4}\u{e0067}x", "\u{1f3f4}<e0067>x"),
  ])
  func whatActsUnseenIsSpeltOut(_ text: String, _ expected: String) {
    #expect(Array(spelt(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(arguments: [
    "plain, é, 日本, Ω", "می\u{200c}خواهم", "क्\u{200d}ष", "👩\u{200d}👩\u{200d}👧", "❤\u{fe0f}\u{200d}🔥",
    "1\u{fe0f}\u{20e3}",
    "☎\u{fe0e}", "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", "葛\u{e0100}", "≨\u{fe00}", "ᠠ\u{180b}",
    "🏳\u{fe0f}\u{200d}🌈",
    "👍🏽", "🇩🇪", "שּׁ", "١٢٣\u{600}",
  ])
  func whatScriptsAndEmojiNeedStays(_ text: String) {
    #expect(Array(spelt(text).unicodeScalars) == Array(text.unicodeScalars))
  }
}
