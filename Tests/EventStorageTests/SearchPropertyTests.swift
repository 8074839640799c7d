import EventLog
import Foundation
import TestSupport
import Testing

@testable import EventStorage

/// Searches in random histories, against a plain scan of the state.
@Suite struct SearchPropertyTests {
  private static let histories: UInt64 = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] == nil ? 16 : 2_000
  private static let first: UInt64 =
    ProcessInfo.processInfo.environment["FOLLOWUP_SEED"].flatMap { UInt64($0) } ?? 1

  private static let words = [
    "call", "back", "Zoë", "offer", "calls", "naïve", "x", "Acme", "straße", "12", "café", "产品经理", "经理", "recall",
  ]

  private static func text(_ random: inout SeededGenerator) -> JSONValue {
    let count = Int.random(in: 0...4, using: &random)
    let text = (0..<count).map { _ in words.randomElement(using: &random) ?? "x" }
    let joined = text.joined(separator: [" ", ", ", "\n", "-", "\"", "\u{0}"].randomElement(using: &random) ?? " ")
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return .null
    case 1: return JSONValue(array: [JSONValue(joined), JSONValue("2026-11-20")])
    case 2: return JSONValue(object: [(name: "a", value: JSONValue(joined))])
    case 3: return JSONValue(true)
    default: return JSONValue(joined)
    }
  }

  /// The words of a text, without case and accents, by another way than the index's.
  private static func folded(_ text: String) -> [String] {
    text.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars.filter { !(0x300...0x36f).contains($0.value) }
      .split { !CharacterSet.alphanumerics.contains($0) }.map { String(String.UnicodeScalarView($0)) }
  }

  private static func texts(_ value: JSONValue) -> [String] {
    value.string.map { [$0] } ?? value.array?.flatMap(texts) ?? value.object?.flatMap { texts($0.value) } ?? []
  }

  /// Whether the words stand one after the other in a text, the last of them perhaps only in its beginning.
  private static func holds(_ text: [String], _ term: [String], goesOn: Bool) -> Bool {
    guard text.count >= term.count else { return false }
    return (0...text.count - term.count).contains { start in
      term.indices.allSatisfy { index in
        let word = text[start + index]
        return goesOn && index == term.count - 1 ? word.hasPrefix(term[index]) : word == term[index]
      }
    }
  }

  /// Whether a word stands in a text, perhaps inside a longer one: of one that is written with spaces at least so many
  /// letters.
  private static func holdsInside(_ text: [String], _ term: [String], goesOn: Bool, lettersMin: Int) -> Bool {
    guard term.contains(where: { $0.contains("经") }) else {
      guard term.count == 1, term[0].unicodeScalars.count >= lettersMin else {
        return holds(text, term, goesOn: goesOn)
      }
      return text.contains { $0.contains(term[0]) }
    }
    guard term.count > 1 else { return text.contains { $0.contains(term[0]) } }
    guard text.count >= term.count else { return false }
    return (0...text.count - term.count).contains { start in
      term.indices.allSatisfy { index in
        let word = text[start + index]
        return index == 0
          ? word.hasSuffix(term[index]) : index == term.count - 1 ? word.hasPrefix(term[index]) : word == term[index]
      }
    }
  }

  /// The records in which a plain scan of all survivors finds every term: as whole words, and inside others.
  private static func scan(_ store: EventStore, _ terms: [String]) throws -> (
    whole: Set<RecordID>, inside: Set<RecordID>
  ) {
    var values: [RecordID: [String]] = [:]
    for row in try store.query(
      "SELECT r.uuid, hex(s.value) FROM survivors s JOIN records r ON r.id = s.record WHERE s.field <> 'type'")
    {
      let parts = row.split(separator: "|")
      guard parts.count == 2, let id = RecordID(String(parts[0])) else { continue }
      var bytes: [UInt8] = []
      var rest = parts[1][...]
      while let byte = UInt8(rest.prefix(2), radix: 16) {
        bytes.append(byte)
        rest = rest.dropFirst(2)
      }
      values[id, default: []] += texts(JSONValue(unchecked: bytes))
    }
    let texts = values.mapValues { $0.filter { $0 != "2026-11-20" }.map(Self.folded) }
    func records(_ isFound: (_ text: [String], _ term: [String], _ goesOn: Bool) -> Bool) -> Set<RecordID> {
      Set(
        texts.filter { _, texts in
          terms.enumerated().allSatisfy { index, term in
            texts.contains { isFound($0, Self.folded(term), index == terms.count - 1) }
          }
        }.keys)
    }
    let whole = records { holds($0, $1, goesOn: $2) }
    let inside = records { holdsInside($0, $1, goesOn: $2, lettersMin: whole.isEmpty ? 2 : 4) }
    return (whole, inside.subtracting(whole))
  }

  /// What the index holds, word by word.
  private static func index(_ store: EventStore) throws -> [String] {
    try store.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab (main, search, instance)")
    var rows: [String] = []
    try store.database.writeWithoutTransaction { db in
      let select = try RawStatement(db, "SELECT term, doc, offset FROM temp.words ORDER BY doc, offset, term")
      while try select.step() {
        rows.append("\(try select.number(1)) \(try select.count(2)) \(select.text(0))")
      }
    }
    return rows
  }

  private static func check(_ store: EventStore, _ random: inout SeededGenerator, _ seed: UInt64) throws {
    for _ in 0..<6 {
      var terms = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        (0..<(Int.random(in: 0..<4, using: &random) == 0 ? 2 : 1)).map { _ in words.randomElement(using: &random) ?? "x"
        }
        .joined(separator: " ")
      }
      let last = terms.removeLast()
      terms.append(String(last.prefix(Int.random(in: 1...last.count, using: &random))))
      terms = terms.filter { $0.contains { !$0.isWhitespace } }
      // A phrase that was cut behind a space ends with a whole word, or is none.
      terms = terms.map { $0.trimmingCharacters(in: .whitespaces) }
      let found = try store.read { try $0.search(SearchQuery(terms)) }
      let expected = try scan(store, terms)
      let whole = found.prefix { !$0.isInsideWord }
      #expect(Set(whole.map(\.state.id)) == expected.whole, "seed \(seed): \(terms)")
      #expect(Set(found.dropFirst(whole.count).map(\.state.id)) == expected.inside, "seed \(seed): \(terms)")
      #expect(found.count == expected.whole.count + expected.inside.count, "seed \(seed): \(terms)")
      #expect(found.allSatisfy { hit in hit.matches.contains { $0.pieces.contains(where: \.isMatch) } }, "seed \(seed)")
    }
    let before = try index(store)
    #expect(try store.problems() == [], "seed \(seed)")
    #expect(try index(store) == before, "seed \(seed): a rebuild gives another index")
  }

  @Test(arguments: 0..<4 as Range<UInt64>) func aSearchFindsWhatAScanFinds(shard: UInt64) throws {
    for seed in stride(from: Self.first + shard, to: Self.first + Self.histories, by: 4) {
      var random = SeededGenerator(seed: seed)
      let bench = try Workbench()
      let stores = try ["a.db", "b.db", "c.db"].map { try bench.open($0, machine: $0) }
      let records = (0..<6).map { _ in RecordID.version7(milliseconds: Workbench.wall, random: &random) }
      let fields = ["text", "note", "type", "at", "retracted"]
      for _ in 0..<Int.random(in: 10...40, using: &random) {
        bench.clock.milliseconds += Int64.random(in: 0...2_000, using: &random)
        let index = Int.random(in: stores.indices, using: &random)
        let store = stores[index]
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
          let other = ["a.db", "b.db", "c.db"][Int.random(in: 0..<3, using: &random)]
          _ = try store.ingest([StoreLineSource(path: bench.file(other), into: store)])
        case 1:
          let last = try store.read { try $0.commands { _, found in found < 1 } }.first
          if let last, let plan = try store.read({ try $0.undoPlan(for: last.step) }), !plan.drafts.isEmpty {
            _ = try store.append(plan.drafts, step: plan.step)
          }
        case 2: try store.rebuild()
        default:
          let drafts = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            Draft(
              record: records.randomElement(using: &random) ?? records[0],
              set: Dictionary(
                (0..<Int.random(in: 1...2, using: &random)).map { _ in
                  (fields.randomElement(using: &random) ?? "text", Self.text(&random))
                }, uniquingKeysWith: { $1 }))
          }
          _ = try store.append(drafts)
        }
      }
      for store in stores { try Self.check(store, &random, seed) }
      for store in stores { try store.close() }
    }
  }

  /// Enough events at once that the index is set aside and filled in one pass, into an empty store and into one that
  /// holds some; then a few more, one by one.
  @Test func aBulkLoadGivesTheIndexThatSingleEventsGive() throws {
    var random = SeededGenerator(seed: Self.first)
    let bench = try Workbench()
    let source = try bench.open("source.db")
    let records = (0..<700).map { _ in RecordID.version7(milliseconds: Workbench.wall, random: &random) }
    for _ in 0..<30 {
      _ = try source.append(
        (0..<100).map { _ in
          Draft(
            record: records.randomElement(using: &random) ?? records[0],
            set: ["text": Self.text(&random), "note": "word"])
        })
    }
    let target = try bench.open("target.db", machine: "another")
    try target.set(["text": "was here before"])
    for name in ["fresh.db", "target.db"] {
      let store = name == "target.db" ? target : try bench.open(name, machine: "third")
      let report = try store.ingest([StoreLineSource(path: bench.file("source.db"), into: store)])
      #expect(report.accepted == 3_000)
      try Self.check(store, &random, Self.first)
      try store.set(["text": "word and more"], of: records[0])
      try Self.check(store, &random, Self.first)
    }
    // An import writes many events of its own in one transaction, and may look at them on the way.
    let imported = try bench.open("import.db")
    _ = try imported.write { writer in
      try writer.expect(events: 2_500)
      for number in 0..<2_500 {
        try writer.append(Draft(record: records[number % 700], set: ["text": Self.text(&random)]), step: nil)
        if number == 1_200 { #expect(try writer.reader().search(SearchQuery(["zzz"])) == []) }
      }
    }
    try Self.check(imported, &random, Self.first)
  }
}
