/// Indexes of tables that do not hold what their tables do. The rows are whole, and a rebuild makes the indexes anew.
enum TableIndexDamage {
  /// The sentence for what SQLite's integrity check says, where all of it is of such indexes; else nil.
  static func problem(_ messages: [String]) -> String? {
    guard let first = messages.first, messages.allSatisfy(isOfIndex) else { return nil }
    return "the database's indexes do not match its tables (\(first)); run followup rebuild"
  }

  private static func isOfIndex(_ message: String) -> Bool {
    message.contains(" missing from index ") || message.hasPrefix("wrong # of entries in index ")
      || message.hasPrefix("non-unique entry in index ")
  }
}
