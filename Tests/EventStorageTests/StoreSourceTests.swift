import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// Merging from another store: without writing to it, and in proportion to what is new.
@Suite struct StoreSourceTests {
  private static func merge(_ name: String, into store: EventStore, _ bench: Workbench) throws -> IngestReport {
    try store.ingest([StoreLineSource(path: bench.file(name), into: store)])
  }

  @Test func theSourceIsNotWrittenTo() throws {
    let bench = try Workbench()
    let source = try bench.open("source.db")
    for number in 0..<20 { try source.set(["n": JSONValue(integer: number)]) }
    let target = try bench.open("target.db")
    func contents() throws -> [String: [UInt8]] { try bench.contents().filter { $0.key.hasPrefix("source") } }
    // Open, with everything still in its write-ahead log.
    var before = try contents()
    #expect(before.keys.sorted() == ["source.db", "source.db-shm", "source.db-wal"])
    #expect(try Self.merge("source.db", into: target, bench).accepted == 20)
    #expect(try contents() == before)
    try source.set(["n": JSONValue(integer: 20)])
    before = try contents()
    #expect(try Self.merge("source.db", into: target, bench).accepted == 1)
    #expect(try contents() == before)
    try source.close()
    // Closed: nothing appears beside it. Nor where it cannot be written at all.
    before = try contents()
    #expect(before.keys.contains("source.db"))
    let other = try bench.open("other.db")
    #expect(try Self.merge("source.db", into: other, bench).accepted == 21)
    #expect(try contents() == before)
    #expect(try Self.merge("source.db", into: other, bench).lines == 0)
    #expect(try contents() == before)
    #expect(try other.digest() == target.digest())
  }

  @Test func onlyWhatIsNewIsRead() throws {
    let bench = try Workbench()
    let (left, right) = (try bench.open("l.db"), try bench.open("r.db"))
    for number in 0..<50 { try left.set(["n": JSONValue(integer: number)]) }
    var log = DeviceLog(1)
    for number in 0..<10 { try log.write(Workbench.record, ["m": JSONValue(integer: number)], at: Workbench.wall) }
    _ = try left.ingest(lines: log.lines.bytes)
    let first = try Self.merge("l.db", into: right, bench)
    #expect(first.accepted == 60 && first.lines == 60)
    let none = try Self.merge("l.db", into: right, bench)
    #expect(none.accepted == 0 && none.lines == 0)
    for number in 0..<3 { try left.set(["n": JSONValue(integer: number)]) }
    try right.set(["k": "x"])
    try log.write(Workbench.record, ["m": "x"], at: Workbench.wall)
    _ = try left.ingest(lines: log.lines.bytes)
    let second = try Self.merge("l.db", into: right, bench)
    #expect(second.accepted == 4 && second.lines == 4)
    let back = try Self.merge("r.db", into: left, bench)
    #expect(back.accepted == 1 && back.lines == 1)
    #expect(try left.digest() == right.digest())
    #expect(try left.problems() == [] && right.problems() == [])
  }

  @Test func branchesAndWhatWaitsOnEitherSide() throws {
    let bench = try Workbench()
    let (left, right) = (try bench.open("l.db"), try bench.open("r.db"))
    var trunk = DeviceLog(1)
    for number in 0..<5 {
      try trunk.write(Workbench.record, ["x": JSONValue(integer: number)], at: Workbench.wall + Int64(number))
    }
    var fork = DeviceLog(continuing: Array(trunk.lines[..<3]))
    try fork.write(Workbench.record, ["x": "fork"], at: Workbench.wall + 9)
    try fork.write(Workbench.record, ["x": "fork 2"], at: Workbench.wall + 10)
    try trunk.write(Workbench.record, ["x": "trunk"], at: Workbench.wall + 8)
    _ = try left.ingest(lines: (trunk.lines + fork.lines).bytes)
    // The right side has the branch as its trunk, and something that waits for the other one.
    _ = try right.ingest(lines: (fork.lines + [trunk.lines[4]]).bytes)
    #expect(try right.status().waiting.map(\.lines) == [1])
    let report = try Self.merge("l.db", into: right, bench)
    #expect(report.accepted == 3 && report.waiting == 0)
    #expect(try right.digest() == left.digest())
    #expect(try right.digest() == MergedLog(trunk.lines + fork.lines).digest)
    #expect(try Self.merge("r.db", into: left, bench).lines == 0)
    #expect(try right.problems() == [])
  }

  @Test func aStoreMergedIntoItselfHasNothingNew() throws {
    let bench = try Workbench()
    let store = try bench.open()
    for _ in 0..<3 { try store.set(["x": "y"]) }
    let report = try Self.merge("a.db", into: store, bench)
    #expect(report.accepted == 0 && report.refused == 0 && report.lines == 0)
    try store.set(["x": "z"])
    #expect(try store.problems() == [])
  }

  @Test func whatIsNoStoreIsRefusedWithAReason() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["x": "y"])
    let newer = try bench.open("newer.db")
    try newer.set(["x": "newer"])
    try newer.execute("PRAGMA user_version = 99")
    try newer.close()
    let foreign = try DatabaseQueue(path: bench.file("foreign.db"))
    try foreign.write { try $0.execute(sql: "CREATE TABLE notes (text)") }
    try foreign.close()
    try bench.put("text.db", Array("{\"device\":1}\n".utf8))
    try FileManager.default.createDirectory(atPath: bench.file("folder.db"), withIntermediateDirectories: false)
    let before = try bench.contents()
    let rows: [(name: String, code: StoreError.Code)] = [
      ("newer.db", .newer), ("foreign.db", .foreign), ("text.db", .foreign), ("folder.db", .foreign),
      ("none.db", .missing),
    ]
    for row in rows {
      let error = #expect(throws: StoreError.self, "\(row.name)") { try Self.merge(row.name, into: store, bench) }
      #expect(error?.code == row.code, "\(row.name)")
      #expect(error?.path == bench.file(row.name))
    }
    #expect(try bench.contents() == before)
    // An empty file is a store without events.
    try bench.put("empty.db", [])
    #expect(try Self.merge("empty.db", into: store, bench) == IngestReport())
    #expect(try bench.bytes("empty.db") == [])
  }

  @Test func aDamagedSourceGivesWhatIsGood() throws {
    let bench = try Workbench()
    let source = try bench.open("source.db")
    for number in 0..<400 { try source.set(["n": JSONValue(integer: number)]) }
    try source.close()
    let lines = try bench.open("source.db").lines()
    var bytes = try bench.bytes("source.db")
    // One letter of one line in the middle: its followers cannot come without it.
    let needle = Array("\"seq\":200,\"set\":{\"n\":199}".utf8)
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: needle) })
    bytes[place + needle.count - 2] = UInt8(ascii: "8")
    try bench.put("damaged.db", bytes)
    let store = try bench.open()
    let report = try Self.merge("damaged.db", into: store, bench)
    // The changed line is an event of its own, which nobody has followed: its hash is another one.
    #expect(report.accepted == 200 && report.waiting == 200)
    #expect(try store.lines().prefix(199) == lines.prefix(199))
    #expect(try EventStore.verify(bench.file("damaged.db")).problems != [])
    // The good store heals it.
    #expect(try store.ingest(lines: lines.bytes).waiting == 0)
    #expect(try Set(store.lines()).isSuperset(of: lines))
    #expect(try store.problems() == [])
  }
}
