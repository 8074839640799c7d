/// Numbers with their nouns.
package enum Plural {
  /// `1 event`, `2 events`
  package static func of(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
