/// Characters that act without being seen: controls, changes of the writing direction, marks and fillers without a width,
/// and tags. Wherever text of the log is shown, they are spelt out, so that nothing is other than it looks.
///
/// Some of them are needed: joiners within words of many scripts and within emoji, selectors of a variant of the sign
/// before them, the tags of a flag. There, and only there, they stay as they are.
package enum HiddenCharacters {
  /// The text with each hidden character spelt out.
  ///
  /// - Parameter spelling: what is put in its place.
  package static func spellOut(_ text: String, _ spelling: (Unicode.Scalar) -> String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    forEach(text) { scalar, isHidden in
      if isHidden { result += spelling(scalar) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// Whether a text may hold any: false at once for most texts.
  package static func mayBeIn(_ text: String) -> Bool { text.unicodeScalars.contains(where: isSuspect) }

  /// Calls `body` with each scalar, and whether it acts without being seen where it stands.
  package static func forEach(_ text: String, _ body: (Unicode.Scalar, _ isHidden: Bool) -> Void) {
    let scalars = Array(text.unicodeScalars)
    // Behind the flag's own sign, how many tags belong to it.
    var tagsOfFlag = 0
    for (index, scalar) in scalars.enumerated() {
      if tagsOfFlag > 0 {
        tagsOfFlag -= 1
        body(scalar, false)
        continue
      }
      if scalar.value == 0x1f3f4 { tagsOfFlag = flagTags(scalars[(index + 1)...]) }
      let isHidden =
        isSuspect(scalar)
        && !isNeeded(
          scalar, after: index > 0 ? scalars[index - 1] : nil,
          before: index + 1 < scalars.count ? scalars[index + 1] : nil)
      body(scalar, isHidden)
    }
  }

  /// Whether a scalar is one of those that may act without being seen.
  package static func isSuspect(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0: true
    case ..<0xad: false
    case 0xad, 0x34f, 0x61c, 0x115f...0x1160, 0x17b4...0x17b5, 0x180b...0x180f, 0x200b...0x200f, 0x2028...0x202e,
      0x2060...0x206f, 0x3164, 0xfe00...0xfe0f, 0xfeff, 0xffa0, 0xfff0...0xfffb:
      true
    case ..<0x13430: false
    case 0x13430...0x1343f, 0x1bca0...0x1bca3, 0x1d173...0x1d17a, 0xe0000...0xe0fff: true
    default: false
    }
  }

  /// Whether a script or an emoji needs it between its neighbours.
  private static func isNeeded(
    _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?
  ) -> Bool {
    guard let previous else { return false }
    switch scalar.value {
    // Joiners stand between two letters, or between the parts of an emoji.
    case 0x200c, 0x200d: return isShown(previous) && next.map(isShown) ?? false
    // Variants of a sign: of an emoji, of signs that are no letters of ours, of ideographs.
    case 0xfe0e, 0xfe0f: return previous.properties.isEmoji
    case 0xfe00...0xfe0d: return previous.value > 0xff && !isSuspect(previous)
    case 0xe0100...0xe01ef: return previous.properties.isIdeographic
    case 0x180b...0x180f: return (0x1820...0x18af).contains(previous.value)
    // What holds combining marks apart.
    case 0x34f: return previous.properties.generalCategory == .nonspacingMark || isJoining(previous)
    // Fillers for a part of a Korean syllable.
    case 0x115f, 0x1160: return isJamo(previous) || next.map(isJamo) ?? false
    default: return false
    }
  }

  /// A letter or mark of a script in which letters change with their neighbours.
  private static func isJoining(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x590, !isSuspect(scalar) else { return false }
    switch scalar.properties.generalCategory {
    case .otherLetter, .nonspacingMark, .spacingMark, .modifierLetter: return true
    default: return false
    }
  }

  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0xfe0f || !isSuspect(scalar) && !scalar.properties.isWhitespace
  }

  private static func isJamo(_ scalar: Unicode.Scalar) -> Bool {
    !isSuspect(scalar) && ((0x1100...0x11ff).contains(scalar.value) || (0xa960...0xa97c).contains(scalar.value))
  }

  /// How many tags make a flag of a part of a country, such as Scotland: a few letters and digits, and the tag that ends
  /// them; 0 where these do not.
  private static func flagTags(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
    let letters = scalars.prefix { (0xe0030...0xe0039).contains($0.value) || (0xe0061...0xe007a).contains($0.value) }
    guard (3...6).contains(letters.count), scalars.dropFirst(letters.count).first?.value == 0xe007f else { return 0 }
    return letters.count + 1
  }
}
