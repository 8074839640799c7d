/// The colours of a report, by the names that the style sheet calls them, for a light and a dark page and for paper.
///
/// A test works out the contrast of every pair that is used.
struct ReportPalette: Hashable, Sendable {
  /// The page, and what lies on it.
  var page, card: String
  /// Text, and text that stands back.
  var ink, muted: String
  /// Thin lines that only divide.
  var rule: String
  /// The one accent, what stands on it, and a faint ground of it.
  var accent, onAccent, soft: String
  /// What is late, and its ground.
  var alert, alertSoft: String
  /// Bars of waiting.
  var wait: String
  /// Days off.
  var off: String

  static let light = ReportPalette(
    page: "#f6f6f2", card: "#ffffff", ink: "#1c2126", muted: "#565d66", rule: "#dcddd6", accent: "#0a676d",
    onAccent: "#ffffff", soft: "#dfeeee", alert: "#a3242b", alertSoft: "#fae6e3", wait: "#7b9596", off: "#eeeee8")

  static let dark = ReportPalette(
    page: "#121517", card: "#1b1f23", ink: "#e9eae6", muted: "#a7aeb5", rule: "#353b41", accent: "#74cdd0",
    onAccent: "#10282a", soft: "#1b3638", alert: "#ff9d91", alertSoft: "#42211f", wait: "#64807f", off: "#16191c")

  static let paper = ReportPalette(
    page: "#ffffff", card: "#ffffff", ink: "#000000", muted: "#3d3d3d", rule: "#9a9a9a", accent: "#000000",
    onAccent: "#ffffff", soft: "#f0f0f0", alert: "#000000", alertSoft: "#f0f0f0", wait: "#8a8a8a", off: "#ededed")

  /// The colours by name.
  var colours: [(name: String, value: String)] {
    [
      ("page", page), ("card", card), ("ink", ink), ("muted", muted), ("rule", rule), ("accent", accent),
      ("on-accent", onAccent), ("soft", soft), ("alert", alert), ("alert-soft", alertSoft), ("wait", wait),
      ("off", off),
    ]
  }

  /// The colours as custom properties of CSS.
  var properties: String { colours.map { "--\($0.name):\($0.value)" }.joined(separator: ";") }
}
