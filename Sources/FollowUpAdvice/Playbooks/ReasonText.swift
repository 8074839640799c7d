import FollowUp

/// The reasons of a playbook: text with named placeholders for days.
enum ReasonText {
  /// The placeholders that a reason may have.
  static let placeholders = [
    "promised", "permitted", "interviewed", "applied", "lead", "heard", "last_try", "first_try",
  ]

  /// The first placeholder that there is not, or nil.
  static func unknownPlaceholder(in text: String) -> String? {
    parts(text).lazy.compactMap { $0.isPlaceholder && !placeholders.contains($0.text) ? $0.text : nil }.first
  }

  /// The reason with what is known filled in; what is not known reads as an unknown day.
  static func filled(_ text: String, _ values: [String: String]) -> String {
    let filled = parts(text).map { $0.isPlaceholder ? values[$0.text] ?? "an unrecorded day" : $0.text }
    return filled.joined().split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private static func parts(_ text: String) -> [(text: String, isPlaceholder: Bool)] {
    var parts: [(String, Bool)] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      parts.append((String(rest[..<open]), false))
      let after = rest[rest.index(after: open)...]
      guard let close = after.firstIndex(of: "}") else {
        parts.append((String(after), true))
        return parts
      }
      parts.append((String(after[..<close]), true))
      rest = after[after.index(after: close)...]
    }
    parts.append((String(rest), false))
    return parts
  }
}
