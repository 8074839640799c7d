import Foundation
import Testing

@testable import FollowUpReport

/// The colours of the report: whatever is written in one of them can be read.
@Suite struct PaletteTests {
  /// The contrast of two colours by WCAG 2.2.
  static func contrast(_ one: String, _ other: String) -> Double {
    let (light, dark) = (max(luminance(one), luminance(other)), min(luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
  }

  private static func luminance(_ colour: String) -> Double {
    let value = Int(colour.dropFirst(), radix: 16) ?? 0
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double(value >> shift & 0xff) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  @Test func contrastIsReckonedAsTheStandardSays() {
    #expect(abs(Self.contrast("#ffffff", "#000000") - 21) < 0.001)
    #expect(abs(Self.contrast("#777777", "#ffffff") - 4.48) < 0.01)
  }

  @Test(arguments: ["light", "dark", "paper"]) func textAndMarksStandOut(theme: String) throws {
    let palettes: [String: ReportPalette] = ["light": .light, "dark": .dark, "paper": .paper]
    let colours = Dictionary(uniqueKeysWithValues: try #require(palettes[theme]).colours.map { ($0.name, $0.value) })
    func contrast(_ one: String, _ other: String) throws -> Double {
      Self.contrast(try #require(colours[one]), try #require(colours[other]))
    }
    // Every ground that text lies on, with what is written there.
    let texts = [
      "page": ["ink", "muted", "accent", "alert"], "card": ["ink", "muted", "accent", "alert"],
      "off": ["ink", "muted", "accent", "alert"], "soft": ["accent", "ink"], "alert-soft": ["alert", "ink"],
    ]
    for (ground, inks) in texts {
      for ink in inks { #expect(try contrast(ink, ground) >= 4.5, "\(theme): \(ink) on \(ground)") }
    }
    for shape in ["ink", "accent", "alert", "wait"] {
      #expect(try contrast(shape, "card") >= 3, "\(theme): \(shape) as a shape")
    }
  }

  /// The style sheet uses the palette's colours and no others, all of them, and fetches nothing.
  @Test func theStyleSheetUsesThePaletteAlone() {
    let css = ReportStyle.css
    let palettes = [ReportPalette.light, .dark, .paper]
    var rest = css
    for palette in palettes { rest = rest.replacingOccurrences(of: palette.properties, with: "") }
    #expect(rest.firstMatch(of: /#[0-9a-fA-F]{3,8}\b/) == nil)
    #expect(!rest.contains("rgb") && !rest.contains("url(") && !rest.contains("@import") && !rest.contains("http"))
    #expect(!css.contains("<") && !css.contains("&"))
    let used = Set(rest.matches(of: /var\(--([a-z-]+)\)/).map { String($0.1) })
    #expect(used.isSubset(of: Set(ReportPalette.light.colours.map(\.name))))
    for part in ["@media print", "prefers-color-scheme:dark", "max-width:760px"] { #expect(css.contains(part)) }
  }
}
