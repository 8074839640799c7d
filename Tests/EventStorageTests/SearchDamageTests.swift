import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// The search index follows from the log: whatever becomes of it, nothing that is recorded is lost or in the way.
@Suite struct SearchDamageTests {
  private static let stores: UInt64 = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] == nil ? 60 : 500
  private static let first: UInt64 =
    ProcessInfo.processInfo.environment["FOLLOWUP_SEED"].flatMap { UInt64($0) } ?? 1

  private static func id(_ number: Int) -> RecordID {
    RecordID(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64(number))
  }

  private static let words = ["call", "Zoë", "offer", "Dampfschifffahrt", "产品经理", "committee", "voicemail"]

  /// Fills a store with enough words for several pages of each table.
  private static func fill(_ store: EventStore) throws {
    for start in stride(from: 1, through: 360, by: 120) {
      _ = try store.append(
        (start..<start + 120).map { number in
          let text = (0..<6).map { "\(words[(number + $0) % words.count])" }.joined(separator: " ")
          return Draft(
            record: id(number), set: ["type": "note", "text": JSONValue("\(text) n\(number) x\(number * 7)")])
        })
    }
  }

  /// The records that are found, in order of their numbers, and what was said of the index.
  private static func found(_ words: [String], _ store: EventStore) throws -> (records: [RecordID], failure: String?) {
    var failure: String?
    let hits = try store.read { reader in
      try reader.search(SearchQuery(words)) { _ in
        true
      } onIndexFailure: {
        failure = $0
      }
    }
    return (hits.map(\.state.id).sorted(), failure)
  }

  @Test(arguments: [
    "UPDATE search_docsize SET sz = x''", "UPDATE search_docsize SET sz = x'05' WHERE id = 3",
    "DELETE FROM search_docsize WHERE id = 7",
    "DELETE FROM search_data WHERE id = 10", "DELETE FROM search_data WHERE id = 1", "DELETE FROM search_idx",
    "DELETE FROM search_data WHERE id > 10", "UPDATE search_data SET block = x'00' WHERE id = 1",
    "UPDATE search_data SET block = x'ffffffffffffffffffffffff' WHERE id > 10",
    "UPDATE search_config SET v = 3", "DROP TABLE search_config", "DROP TABLE search_data", "DROP TABLE search_idx",
    "DROP TABLE search_docsize", "DROP TABLE search",
    "INSERT INTO search (search, rowid, text) VALUES ('delete', 2, 'other words')",
    "INSERT INTO search (search, rowid, text) VALUES ('delete', 2, 'call'); INSERT INTO search (rowid, text) VALUES (2, 'x')",
    "INSERT INTO search (search) VALUES ('delete-all')",
  ]) func whateverBecomesOfItAllIsFoundAndARebuildMendsIt(damage: String) throws {
    let bench = try Workbench()
    let first = try bench.open()
    try Self.fill(first)
    let sound = try Self.found(["offer"], first)
    #expect(sound.failure == nil && !sound.records.isEmpty)
    #expect(try first.verify().problems == [])
    try first.execute(damage)
    try first.close()
    let store = try bench.open()
    let digest = try store.digest()
    let problems = try store.verify().problems
    #expect(!problems.isEmpty && problems.allSatisfy { $0.hasSuffix("run followup rebuild") }, "\(problems)")
    #expect(try StoreExamination.searchIndexProblem(in: store.path, damage: []) != nil)
    let looked = try Self.found(["offer"], store)
    // What is there and wrong in itself can only be told by a check.
    if looked.failure != nil { #expect(looked.records == sound.records) }
    // Writing is as ever.
    try store.set(["text": "written meanwhile"], of: Self.id(500))
    try store.set(["text": "offer no more"], of: Self.id(1))
    #expect(try store.fields(of: Self.id(500)) == ["text": "\"written meanwhile\""])
    #expect(try store.digest() != digest)
    if looked.failure != nil { #expect(try Self.found(["meanwhile"], store).records == [Self.id(500)]) }
    try store.rebuild()
    #expect(try store.verify().problems == [])
    #expect(try Self.found(["meanwhile"], store) == ([Self.id(500)], nil))
    #expect(try Self.found(["offer"], store).records == (sound.records + [Self.id(1)]).sorted().uniqued())
  }

  @Test func aWriteThatMeetsADamagedIndexMakesItAnew() throws {
    for damage in ["DELETE FROM search_data WHERE id = 10", "DROP TABLE search_docsize", "DROP TABLE search"] {
      let bench = try Workbench()
      let store = try bench.open()
      try Self.fill(store)
      try store.execute(damage)
      let (other, _) = (try bench.open(), try store.set(["text": "written meanwhile"], of: Self.id(500)))
      #expect(try store.verify().problems == [], "\(damage)")
      for one in [store, other] {
        #expect(try Self.found(["meanwhile"], one) == ([Self.id(500)], nil), "\(damage)")
        #expect(try Self.found(["voicemail"], one).records.count > 100, "\(damage)")
      }
      // A merge and a bulk load do, too.
      var log = DeviceLog(1)
      for number in 0..<3_000 {
        try log.write(
          Self.id(600 + number % 50), ["text": JSONValue("merged \(number)")], at: Workbench.wall + Int64(number))
      }
      try store.execute(damage)
      #expect(try store.ingest(lines: Array(log.lines.bytes.prefix(3))).accepted == 3)
      #expect(try store.verify().problems == [], "\(damage)")
      try store.execute(damage)
      #expect(try store.ingest(lines: log.lines.bytes).accepted == 2_997)
      #expect(try store.verify().problems == [], "\(damage)")
      #expect(try Self.found(["merged"], store).records.count == 50)
    }
  }

  @Test(arguments: [
    "UPDATE search_data SET block = x'ffffffffffffffffffffffff' WHERE id > 10", "DROP TABLE search_idx",
    "INSERT INTO search (search, rowid, text) VALUES ('delete', 2, 'call'); INSERT INTO search (rowid, text) VALUES (2, 'x')",
  ]) func theIndexOfAStoreFromElsewhereIsNeverReadAndNeverTakenOver(damage: String) throws {
    let bench = try Workbench()
    let other = try bench.open("other.db")
    try Self.fill(other)
    let sound = try Self.found(["offer"], other)
    try other.execute(damage)
    try other.close()
    let path = bench.file("other.db")
    // The person's own is held to every word, and one from elsewhere is not given to full-text search at all.
    #expect(try !EventStore.verify(path, isOwn: true).problems.isEmpty)
    #expect(try EventStore.verify(path).problems == [])
    let report = try Restoration(over: bench.file("new.db"), environment: bench.clock.environment(seed: 9)).run(
      .store(path))
    #expect(report.refused.isEmpty && report.events == 360)
    let store = try bench.open("new.db")
    #expect(try store.verify().problems == [])
    #expect(try Self.found(["offer"], store) == (sound.records, nil))
  }

  @Test func whatSomebodyElseThrowsIsTheirs() throws {
    struct Stop: Error {}
    let bench = try Workbench()
    let store = try bench.open()
    try Self.fill(store)
    for damage in ["", "DELETE FROM search_data WHERE id = 10"] {
      try store.execute(damage)
      #expect(throws: Stop.self) {
        _ = try store.read { try $0.search(SearchQuery(["offer"])) { _ in throw Stop() } }
      }
      // Also an error of SQLite, which is not taken for one of the index.
      let error = #expect(throws: StoreError.self) {
        _ = try store.read { reader in
          try reader.search(SearchQuery(["offer"])) { _ in
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a client's")
          }
        }
      }
      #expect(error?.code == .damaged)
      #expect(try store.read { try $0.search(SearchQuery(["offer"]), limit: 1) }.count == 1)
    }
  }

  /// Damages the index somewhere: rows, bytes of blobs, or bytes of the pages on which its tables lie.
  private static func damage(_ path: String, _ random: inout SeededGenerator) throws -> String {
    func bytes(_ db: Database, _ table: String, _ key: String, _ column: String) throws -> String {
      let rows = try Row.fetchAll(db, sql: "SELECT \(key), \(column) FROM \(table)")
      guard let row = rows.randomElement(using: &random) else { return "nothing" }
      let id: Int64 = row[0]
      var blob: [UInt8] = Array((row[1] as Data?) ?? Data())
      for _ in 0..<Int.random(in: 1...4, using: &random) where !blob.isEmpty {
        blob[Int.random(in: blob.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        blob.removeLast(Int.random(in: 0...blob.count, using: &random))
      }
      try db.execute(
        sql: "UPDATE \(table) SET \(column) = ? WHERE \(key) = ?", arguments: [Data(blob), id])
      return "\(table) \(id)"
    }
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    let kind = Int.random(in: 0..<8, using: &random)
    let (told, pages): (String, [Int64]) = try queue.writeWithoutTransaction { db in
      switch kind {
      case 0, 1, 2: return (try bytes(db, "search_data", "id", "block"), [])
      case 3: return (try bytes(db, "search_docsize", "id", "sz"), [])
      case 4:
        let (table, key) =
          [("search_data", "id"), ("search_idx", "pgno"), ("search_docsize", "id")].randomElement(using: &random)
          ?? ("search_data", "id")
        let (part, start) = (Int.random(in: 1...9, using: &random), Int.random(in: 0...9, using: &random))
        try db.execute(sql: "DELETE FROM \(table) WHERE (\(key) + \(start)) % 10 < \(part)")
        return ("rows of \(table)", [])
      case 5:
        let table =
          ["search_data", "search_idx", "search_docsize", "search_config", "search"]
          .randomElement(using: &random) ?? "search"
        try db.execute(sql: "DROP TABLE \(table)")
        return ("all of \(table)", [])
      default:
        try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        return (
          "pages",
          try Int64.fetchAll(
            db, sql: "SELECT pageno FROM dbstat WHERE name IN ('search_data', 'search_idx', 'search_docsize')")
        )
      }
    }
    guard !pages.isEmpty else { return told }
    try queue.close()
    var file = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let page = Int(pages.randomElement(using: &random) ?? 1)
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let offset = (page - 1) * 4096 + Int.random(in: 0..<4096, using: &random)
      if file.indices.contains(offset) { file[offset] = UInt8.random(in: 0...255, using: &random) }
    }
    try Data(file).write(to: URL(fileURLWithPath: path))
    return "page \(page)"
  }

  @Test(arguments: 0..<4 as Range<UInt64>) func damageByChanceStopsNothing(shard: UInt64) throws {
    for seed in stride(from: Self.first + shard, to: Self.first + Self.stores, by: 4) {
      var random = SeededGenerator(seed: seed)
      let bench = try Workbench()
      let made = try bench.open()
      try Self.fill(made)
      let expected = try Self.found(["offer"], made).records
      let all = try Self.found(["n77"], made).records
      let digest = try made.digest()
      try made.close()
      let what = "seed \(seed): \(try Self.damage(bench.file("a.db"), &random))"
      var step = "opening"
      do {
        let store = try bench.open()
        step = "searching"
        for words in [["offer"], ["schifffahrt"], ["经理"], ["n77"]] {
          // SQLite can refuse to end the reading transaction in which it met a damaged page: then that is what is said.
          do { _ = try Self.found(words, store) } catch let error as StoreError where error.code == .damaged {}
        }
        step = "verifying"
        let problems = try store.verify().problems
        #expect(problems.allSatisfy { $0.hasSuffix("run followup rebuild") }, "\(what): \(problems)")
        #expect(try store.digest() == digest, "\(what)")
        step = "writing"
        try store.set(["text": "written meanwhile"], of: Self.id(500))
        try store.set(["text": "another word"], of: Self.id(77))
        step = "rebuilding"
        try store.rebuild()
        #expect(try store.verify().problems == [], "\(what)")
        step = "searching again"
        #expect(try Self.found(["meanwhile"], store) == ([Self.id(500)], nil), "\(what)")
        #expect(try Self.found(["n77"], store).records == [] && all == [Self.id(77)], "\(what)")
        #expect(try Self.found(["offer"], store).records == expected.filter { $0 != Self.id(77) }, "\(what)")
        try store.close()
      } catch { Issue.record("\(what), \(step): \(error)") }
    }
  }
}

extension Array where Element: Hashable {
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
