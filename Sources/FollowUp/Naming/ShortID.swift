import CivilTime
import EventLog

/// Short names of records for people to type: the last hexadecimal digits of the UUID.
///
/// Version 7 identifiers made together begin alike, so the end is what tells them apart.
package enum ShortID {
  /// The fewest digits that are shown.
  package static let digitsMin = 6

  /// The last six digits of a record's UUID.
  package static func shortID(_ id: RecordID) -> String { String(digits(id).suffix(digitsMin)) }

  /// The fewest digits, six at least, that no other record among `others` ends in.
  package static func shortID(_ id: RecordID, among others: some Sequence<RecordID>) -> String {
    let own = Array(digits(id).utf8)
    var shared = 0
    for other in others where other != id {
      let pairs = zip(own.reversed(), digits(other).utf8.reversed())
      shared = max(shared, pairs.prefix { $0 == $1 }.count)
    }
    return String(decoding: own.suffix(max(digitsMin, shared + 1)), as: UTF8.self)
  }

  /// The short ids of records among each other, as ``shortID(_:among:)`` gives them one by one.
  package static func shortIDs(_ ids: some Sequence<RecordID>) -> [RecordID: String] {
    // From the end, those that share most stand beside each other.
    let sorted = Set(ids).map { (id: $0, digits: Array(digits($0).utf8.reversed())) }
      .sorted { $0.digits.lexicographicallyPrecedes($1.digits) }
    var result: [RecordID: String] = [:]
    for (index, own) in sorted.enumerated() {
      let beside = [index - 1, index + 1].filter(sorted.indices.contains)
      let shared = beside.map { zip(own.digits, sorted[$0].digits).prefix { $0 == $1 }.count }.max() ?? 0
      result[own.id] = String(decoding: own.digits.prefix(max(digitsMin, shared + 1)).reversed(), as: UTF8.self)
    }
    return result
  }

  /// Whether a text names a record: its whole UUID with or without hyphens in either case, or its last six or more
  /// digits.
  package static func names(_ text: some StringProtocol, _ id: RecordID) -> Bool {
    let wanted = text.lowercased().swapping("-", for: "")
    return wanted.utf8.count >= digitsMin && digits(id).hasSuffix(wanted)
  }

  private static func digits(_ id: RecordID) -> String { id.text.swapping("-", for: "") }
}
