import EventLog
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// Logs of many branches: the state of the reference, and what is stored in proportion to what is there.
@Suite struct BranchFloodTests {
  private static func history(_ seed: UInt64) throws -> WideHistory {
    try WideHistory(
      seed: seed, count: 300 + Int(seed) * 10, devices: [1, 3, 40, 400][Int(seed % 4)],
      records: [1, 6][Int(seed / 4 % 2)], seenMax: [0, 2, 9][Int(seed % 3)])
  }

  @Test(arguments: 0..<12 as Range<UInt64>) func anyOrderGivesTheStateOfTheReference(seed: UInt64) throws {
    let lines = try Self.history(seed).lines
    var random = SeededGenerator(seed: seed)
    let bench = try Workbench()
    let store = try bench.open()
    // In order, against it, and mixed; in one transaction and in several.
    var rest = (seed % 3 == 0 ? lines : seed % 3 == 1 ? lines.reversed() : lines.shuffled(using: &random))[...]
    var soFar: [EventLine] = []
    while !rest.isEmpty {
      let share = rest.prefix(seed < 4 ? rest.count : Int.random(in: 1...200, using: &random))
      rest = rest.dropFirst(share.count)
      soFar += share
      _ = try store.ingest(lines: Array(share).bytes)
      #expect(try store.digest() == MergedLog(soFar).digest)
    }
    let reference = MergedLog(lines)
    let conflicts = try store.read { try $0.conflicts() }
    #expect(conflicts.map { $0.sides.map(\.hash) } == reference.conflicts.map { $0.survivors.map(\.hash) })
    #expect(try store.problems() == [])
    let before = try store.read { try $0.projection() }
    try store.rebuild()
    #expect(try store.read { try $0.projection() } == before)
    // The past of every event, as far as the table tells it.
    let positions = try store.query("SELECT chain, seq FROM events ORDER BY id")
    try store.read { reader in
      let branches = try BranchTable(reader.db)
      let frontiers = try CausalHistory(reader.db, branches)
      let events = try Row.fetchAll(reader.db, sql: "SELECT chain, seq, line FROM events").map {
        (
          position: LogPosition(branch: Int($0["chain"] as Int64) - 1, seq: $0["seq"] as Int64),
          hash: EventHash(of: ($0["line"] as String).utf8)
        )
      }
      #expect(events.count == positions.count)
      for one in events {
        let past = try frontiers.past(of: one.position.branch, seq: one.position.seq)
        let known = Set(events.filter { past[$0.position.branch] >= $0.position.seq }.map(\.hash))
        #expect(known == Set(events.map(\.hash).filter { $0 == one.hash || reference.isPast($0, of: one.hash) }))
      }
    }
  }

  @Test(arguments: 0..<6 as Range<UInt64>) func historyAndMomentsAreThoseOfTheReference(seed: UInt64) throws {
    let lines = try Self.history(seed).lines
    let bench = try Workbench()
    let store = try bench.open()
    _ = try store.ingest(lines: lines.bytes)
    #expect(try store.problems() == [])
    let reference = MergedLog(lines)
    for record in Set(lines.compactMap { $0.event?.record }) {
      let entries = try store.read { try $0.history(of: record) }
      for (field, survivors) in reference.survivors[record] ?? [:] {
        let standing = entries.filter { entry in
          entry.changes.contains { $0.field == field && $0.standing != .replaced }
        }
        #expect(Set(standing.map(\.hash)) == Set(survivors.map(\.hash)))
        for entry in entries.prefix(60) where entry.changes.contains(where: { $0.field == field }) {
          let before = lines.filter { line in
            line.event?.record == record && line.event?.set.contains { $0.field == field } == true
              && reference.isPast(line.hash, of: entry.hash)
          }
          let last = before.filter { one in !before.contains { reference.isPast(one.hash, of: $0.hash) } }
          let values = last.compactMap { line in line.event?.set.first { $0.field == field }?.value.description }
          #expect(
            Set(entry.changes.filter { $0.field == field }.flatMap { $0.replaced.map(\.description) }) == Set(values))
        }
      }
    }
    let moment = try #require(HybridTimestamp(milliseconds: 1_780_000_000_500, counter: 0))
    #expect(try store.read(asOf: moment) { try $0.digest() } == MergedLog(lines, asOf: moment).digest)
  }

  /// Each event names the heads that nothing else leads to, 256 at most, and first those that it replaces something of.
  @Test(arguments: 0..<6 as Range<UInt64>) func anEventNamesTheHeadsThatItShould(seed: UInt64) throws {
    let lines = try WideHistory(
      seed: seed, count: 900, devices: [2, 800][Int(seed % 2)], records: 2, seenMax: Int(seed % 3)
    ).lines
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["x": "own"])
    _ = try store.ingest(lines: lines.bytes)
    var counts: [Int] = []
    for number in 0..<6 {
      let all = try store.lines()
      let reference = MergedLog(all)
      let own = try #require(all.last { $0.device == all.first?.device })
      let heads = try store.read { reader in try BranchTable(reader.db).branches.map(\.head) }.filter {
        $0 != own.hash && !reference.isPast($0, of: own.hash)
      }
      var expected = heads.filter { one in !heads.contains { reference.isPast(one, of: $0) } }
      let record = try #require(lines.first?.event?.record)
      if expected.count > 256 {
        let survivors = reference.survivors[record]?["a"]?.map(\.hash) ?? []
        let replaces = { (head: EventHash) in survivors.contains { $0 == head || reference.isPast($0, of: head) } }
        expected = expected.filter(replaces) + expected.filter { !replaces($0) }
      }
      let written = try #require(
        try store.line(try store.set(["a": JSONValue(integer: number)], of: record).events.first))
      #expect(written.seen == expected.prefix(256).sorted(), "event \(number)")
      counts.append(written.seen.count)
    }
    #expect(seed % 3 != 0 || counts.first == 256)
    #expect(try store.digest() == MergedLog(store.lines()).digest)
    #expect(try store.problems() == [])
  }

  /// Devices that each name the one before: their pasts are as long as the branch, and what is stored of them is not.
  @Test func whatIsStoredGrowsWithWhatIsThere() throws {
    let bench = try Workbench()
    var sizes: [Int64] = []
    for count in [1_000, 4_000] {
      let store = try bench.open("\(count).db")
      var last: EventLine?
      var lines: [EventLine] = []
      for number in 0..<count {
        var log = DeviceLog(UInt64(number) + 1)
        let line = try log.write(
          Workbench.record, ["x": JSONValue(integer: number)], at: Workbench.wall + Int64(number),
          seen: last.map { [$0.hash] } ?? [])
        lines.append(line)
        last = line
      }
      // Against the order too, so that every past grows afterwards.
      _ = try store.ingest(lines: (count == 1_000 ? lines.reversed() : lines).bytes)
      #expect(try store.conflicts().isEmpty)
      try store.set(["x": "own"])
      #expect(try store.problems() == [])
      let size = try #require(
        try store.read { try Int64.fetchOne($0.db, sql: "SELECT sum(length(past)) FROM frontiers") })
      sizes.append(size)
      #expect(size < 256 * Int64(count))
      try store.close()
    }
    #expect(sizes[1] < 5 * sizes[0])
  }

  /// A release before this one wrote every past as a whole.
  @Test func pastsThatAreWrittenAsWholesAreRead() throws {
    let lines = try WideHistory(seed: 5, count: 500, devices: 40, records: 2, seenMax: 3).lines
    let bench = try Workbench()
    let store = try bench.open()
    _ = try store.ingest(lines: lines.prefix(400).bytes)
    #expect(try store.query("SELECT count(*) FROM frontiers WHERE hex(substr(past, 1, 1)) = '00'") != ["0"])
    try store.database.writeWithoutTransaction { db in
      let frontiers = try CausalHistory(db, BranchTable(db))
      for row in try Row.fetchAll(db, sql: "SELECT chain, seq FROM frontiers") {
        var past = try frontiers.past(of: Int(row["chain"] as Int64) - 1, seq: row["seq"])
        let whole = past.encode(leaningOn: nil).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        try db.execute(
          sql: "UPDATE frontiers SET past = x'\(whole)' WHERE chain = ? AND seq = ?",
          arguments: [row["chain"] as Int64, row["seq"] as Int64])
        frontiers.forget()
      }
    }
    #expect(try store.verify().problems == [])
    _ = try store.ingest(lines: lines.bytes)
    #expect(try store.digest() == MergedLog(lines).digest)
    #expect(try store.verify().problems == [])
  }

  /// Whatever stands in the table, reading it ends, and the check finds it.
  @Test(arguments: ["00", "0001", "000101ff7f", "00020105", "0001018001010101", "00ffffffffffffffff7f0101"])
  func aPastThatLeansOnNothingIsFound(bytes: String) throws {
    let bench = try Workbench()
    let store = try bench.open()
    _ = try store.ingest(lines: try WideHistory(seed: 3, count: 300, devices: 40, records: 2, seenMax: 3).lines.bytes)
    try store.database.writeWithoutTransaction { db in
      try db.execute(sql: "UPDATE frontiers SET past = x'\(bytes)' WHERE chain > 70")
    }
    _ = try store.read { try $0.status() }
    _ = try store.read { reader in
      let heads = try reader.headVersions()
      for branch in try reader.outline().branches.indices { _ = try heads.past(of: branch) }
    }
    #expect(try store.problems().contains { $0.contains("frontiers") })
    try store.rebuild()
    #expect(try store.problems() == [])
  }
}
