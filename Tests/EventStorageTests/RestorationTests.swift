import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// Restores: what is lost (nothing), what is refused (whatever is not proved), and who writes afterwards.
@Suite struct RestorationTests {
  private static func restore(
    _ source: Restoration.Source, over name: String = "a.db", _ bench: Workbench, isPartial: Bool = false,
    isDryRun: Bool = false
  ) throws -> Restoration.Report {
    var options = Restoration.Options()
    (options.isPartial, options.isDryRun) = (isPartial, isDryRun)
    let environment = bench.clock.environment(seed: 4_711, anchorDirectory: bench.anchors)
    return try Restoration(over: bench.file(name), environment: environment, options: options).run(source)
  }

  private static func lines(_ lines: [[UInt8]]) -> Restoration.Source {
    .lines([MemoryLineSource(name: "lines", lines: lines)], name: "lines")
  }

  /// A store of six events, closed, and a backup of its first four.
  private static func prepared() throws -> (bench: Workbench, device: DeviceID, lines: [EventLine]) {
    let bench = try Workbench()
    let store = try bench.open()
    for number in 0..<4 { try store.set(["n": JSONValue(integer: number)]) }
    _ = try store.backup(to: bench.file("b.db"))
    for number in 4..<6 { try store.set(["n": JSONValue(integer: number)]) }
    let prepared = (bench, try #require(try store.writerHere()), try store.lines())
    try store.close()
    return prepared
  }

  @Test func overAnOldStoreNothingIsLostAndANewDeviceWrites() throws {
    let (bench, device, lines) = try Self.prepared()
    let before = try bench.bytes("a.db")
    let trial = try Self.restore(.store(bench.file("b.db")), bench, isDryRun: true)
    #expect(trial.events == 6 && trial.sourceEvents == 4 && trial.keptEvents == 2 && trial.setAside == nil)
    #expect(try bench.bytes("a.db") == before)
    let report = try Self.restore(.store(bench.file("b.db")), bench)
    let aside = try #require(report.setAside)
    #expect(aside == bench.file("a.db.before-restore-2026-05-28T202640Z"))
    #expect(report.digest == trial.digest && report.events == 6 && report.lost == [] && report.refused == [])
    #expect(report.device != nil && report.device != device)
    let store = try bench.open()
    let receipt = try store.set(["n": "after"])
    #expect(receipt.device == report.device && receipt.minting == nil)
    let line = try #require(try store.line(receipt.events.first))
    #expect(line.seq == 1 && line.seen == [lines[5].hash])
    #expect(try store.fields() == ["n": "\"after\""])
    #expect(try store.problems() == [])
    try store.close()
    // The old store is as it was, and goes on as a store of its own.
    #expect(try EventStore.verify(aside).problems == [])
    #expect(try EventStore.verify(aside).events == 6)
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path).sorted()
    #expect(names == ["a.db", "a.db.before-restore-2026-05-28T202640Z", "anchors", "b.db"], "\(names)")
    // Once more: another name, the first one stays.
    let bytes = try bench.bytes("a.db.before-restore-2026-05-28T202640Z")
    #expect(try Self.restore(.store(bench.file("b.db")), bench).setAside == aside + "-2")
    #expect(try bench.bytes("a.db.before-restore-2026-05-28T202640Z") == bytes)
  }

  @Test func whereThereIsNoStoreOneIsMade() throws {
    let (bench, device, lines) = try Self.prepared()
    let report = try Self.restore(.store(bench.file("b.db")), over: "deep/er/new.db", bench)
    #expect(report.setAside == nil && report.keptEvents == 0 && report.events == 4)
    let folder = try FileManager.default.attributesOfItem(atPath: bench.file("deep"))
    #expect(folder[.posixPermissions] as? Int == 0o700)
    let store = try bench.open("deep/er/new.db")
    let receipt = try store.set(["n": "after"])
    #expect(receipt.device == report.device && receipt.device != device)
    #expect(try store.line(receipt.events.first)?.seen == [lines[3].hash])
    #expect(try store.problems() == [])
    try store.close()
    // From lines, in any order; a write-ahead log without its store would be played into whatever takes its place.
    try bench.put("b.db-wal", [])
    try FileManager.default.moveItem(atPath: bench.file("a.db"), toPath: bench.file("moved.db"))
    try bench.put("a.db-wal", Array(repeating: 7, count: 5_000))
    let second = try Self.restore(Self.lines(lines.reversed().map(\.bytes)), bench)
    #expect(second.events == 6 && second.digest == MergedLog(lines).digest)
    #expect(try second.setAside.map { try Data(contentsOf: URL(fileURLWithPath: $0)).count } == 5_000)
    let attributes = try FileManager.default.attributesOfItem(atPath: bench.file("a.db"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let made = try bench.open()
    #expect(try made.query("PRAGMA journal_mode") == ["wal"])
    #expect(try made.set(["n": "x"]).device == second.device)
    #expect(try made.problems() == [])
  }

  @Test func anOlderStoreIsMigratedInTheCopyAlone() throws {
    let bench = try Workbench()
    let bytes = try Fixtures.bytes("stores/v1.db")
    try bench.put("old.db", bytes)
    let report = try Self.restore(.store(bench.file("old.db")), bench)
    #expect(report.events == 8 && report.waiting == 1)
    #expect(report.digest.text == "cc383b53f5113663f1dfab587079347e31b23084221154d631e75a5c26a63f0b")
    #expect(try bench.bytes("old.db") == bytes)
    let store = try bench.open()
    #expect(try store.query("PRAGMA user_version") == ["\(StoreDatabase.version)"])
    #expect(try store.query("PRAGMA journal_mode") == ["wal"])
    try store.close()
    // Over one of an older release: what it holds is taken in, and it is set aside as it was.
    try bench.put("v1.db", bytes)
    let over = try Self.restore(Self.lines([lines()[0]]), over: "v1.db", bench)
    #expect(over.events == 9 && over.keptEvents == 9 && over.waiting == 1)
    func lines() throws -> [[UInt8]] { try Fixtures.lines("stories/s0-martin.jsonl") }
    #expect(
      try DatabaseQueue(path: over.setAside ?? "").read { try Int64.fetchOne($0, sql: "PRAGMA user_version") } == 1)
  }

  @Test func whatIsNotProvedIsRefusedAndNothingChanges() throws {
    let (bench, device, lines) = try Self.prepared()
    let backup = try bench.bytes("b.db")
    func tampered(_ sql: String) throws -> String {
      let name = "t\(UInt64.random(in: 0 ... .max)).db"
      try bench.put(name, backup)
      let queue = try DatabaseQueue(path: bench.file(name))
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "DROP TRIGGER events_are_never_updated; DROP TRIGGER events_are_never_deleted")
        try db.execute(sql: sql)
      }
      try queue.close()
      return bench.file(name)
    }
    try bench.put("empty.db", [])
    try bench.put("text.db", Array("hello\n".utf8))
    try bench.put("truncated.db", Array(backup.prefix(backup.count / 2)))
    try bench.put("header.db", Array(backup.prefix(50)))
    let foreign = try DatabaseQueue(path: bench.file("foreign.db"))
    try foreign.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE t (x)") }
    try foreign.close()
    let changed = lines.map(\.bytes)
    var altered = changed
    altered[2] = Array(String(decoding: changed[2], as: UTF8.self).replacing(#""n":2"#, with: #""n":7"#).utf8)
    let text = String(decoding: altered[2], as: UTF8.self)
    #expect(text.contains(#""n":7"#))
    let sources: [(source: Restoration.Source, code: StoreError.Code, says: String)] = [
      (
        .store(try tampered(#"UPDATE events SET line = replace(line, '"n":2', '"n":7')"#)), .damaged,
        "event 3 of device \(device)"
      ),
      (.store(try tampered("DELETE FROM events WHERE seq = 2")), .damaged, "event 2 of device \(device): missing"),
      (.store(try tampered("UPDATE survivors SET value = '9'")), .damaged, "survivors"),
      (.store(try tampered("PRAGMA user_version = 99")), .newer, "newer release"),
      (.store(try tampered("PRAGMA application_id = 5")), .foreign, "another program"),
      (.store(bench.file("empty.db")), .foreign, "empty"), (.store(bench.file("text.db")), .foreign, "not a database"),
      (.store(bench.file("truncated.db")), .damaged, "damaged"),
      (.store(bench.file("header.db")), .damaged, "damaged"),
      (.store(bench.file("foreign.db")), .foreign, "another program"),
      (.store(bench.file("none.db")), .missing, "no such file"),
      (Self.lines([]), .foreign, "no events"), (Self.lines([Array("x".utf8)]), .damaged, "line 1: byte 1"),
      (Self.lines(Array(changed.dropFirst(2))), .damaged, "event 2 of device \(device) is missing"),
      (Self.lines(altered), .damaged, "event 3 of device \(device) is not the one that event 4 names"),
      (Self.lines([changed[0], changed[2], Array(changed[1].dropLast(3))]), .damaged, "line 3"),
    ]
    let before = try bench.contents()
    for (source, code, says) in sources {
      let error = #expect(throws: StoreError.self, "\(says)") { try Self.restore(source, bench) }
      #expect(
        error?.code == code && error?.message.contains(says) == true, "\(says): \(error?.description ?? "nothing")")
      #expect(try bench.contents() == before, "\(says)")
    }
    // What is sound of it can be asked for.
    let partial = try Self.restore(sources[0].source, over: "p.db", bench, isPartial: true)
    #expect(partial.events == 2 && partial.waiting == 1 && !partial.refused.isEmpty)
    #expect(try Self.restore(Self.lines(altered), over: "q.db", bench, isPartial: true).events == 3)
    #expect(throws: StoreError.self) {
      try Self.restore(.store(bench.file("foreign.db")), over: "r.db", bench, isPartial: true)
    }
  }

  @Test func whatIsNoStoreInItsPlaceIsLeftThere() throws {
    let (bench, _, _) = try Self.prepared()
    try bench.put("text.db", Array("hello\n".utf8))
    let newer = try bench.open("newer.db")
    try newer.execute("PRAGMA user_version = 99")
    try newer.close()
    try FileManager.default.createDirectory(atPath: bench.file("folder"), withIntermediateDirectories: false)
    let before = try bench.contents()
    for name in ["text.db", "newer.db", "folder"] {
      let error = #expect(throws: StoreError.self) { try Self.restore(.store(bench.file("b.db")), over: name, bench) }
      #expect(error?.path == bench.file(name) && error?.message.contains("Nothing was restored") == true)
    }
    #expect(try bench.contents() == before)
  }

  @Test func aStoreInUseIsNotReplaced() throws {
    let (bench, _, _) = try Self.prepared()
    // Open and idle, reading, writing: whoever has it open would go on in a file that is another one.
    let idle = try bench.open()
    #expect(try idle.fields() == ["n": "5"])
    let error = #expect(throws: StoreError.self) { try Self.restore(.store(bench.file("b.db")), bench) }
    #expect(error?.code == .busy && error?.message.contains("is using the store") == true)
    try idle.set(["n": "goes on"])
    try idle.close()
    let report = try Self.restore(.store(bench.file("b.db")), bench)
    #expect(report.events == 7)
    #expect(try bench.open().fields() == ["n": "\"goes on\""])
  }

  @Test func ofADamagedStoreComesWhatStillHashes() throws {
    for seed in 0..<12 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let bench = try Workbench()
      let store = try bench.open()
      let filler = JSONValue(String(repeating: "x", count: 300))
      for number in 0..<40 { try store.set(["n": JSONValue(integer: number), "t": filler]) }
      _ = try store.backup(to: bench.file("b.db"))
      for number in 40..<120 { try store.set(["n": JSONValue(integer: number), "t": filler]) }
      let lines = try store.lines()
      try store.close()
      var bytes = try bench.bytes("a.db")
      if seed % 4 == 0 {
        bytes.removeLast(Int.random(in: 1...bytes.count / 2, using: &random))
      } else {
        for _ in 0..<Int.random(in: 1...6, using: &random) {
          let start = Int.random(in: 4_096..<bytes.count - 300, using: &random)
          for index in start..<start + 200 { bytes[index] = UInt8.random(in: 0...255, using: &random) }
        }
      }
      try bench.put("a.db", bytes)
      let report: Restoration.Report
      do { report = try Self.restore(.store(bench.file("b.db")), bench) } catch {
        Issue.record("seed \(seed): \(error)")
        continue
      }
      // All lines of the backup, and of the rest only true ones.
      let restored = try bench.open()
      let found = Set(try restored.lines().map(\.hash))
      #expect(found.isSuperset(of: lines.prefix(40).map(\.hash)), "seed \(seed)")
      #expect(found.isSubset(of: lines.map(\.hash)), "seed \(seed)")
      #expect(try restored.problems() == [], "seed \(seed)")
      #expect(found.count == lines.count || !report.lost.isEmpty, "seed \(seed)")
      // What was damaged is set aside, byte for byte as far as SQLite copies it.
      #expect(report.setAside.map { FileManager.default.fileExists(atPath: $0) } == true, "seed \(seed)")
      try restored.close()
    }
  }

  @Test func whatCutShortRestoresLeftGoesAfterADay() throws {
    let (bench, _, _) = try Self.prepared()
    let names = ["a.db.restoring-7", "a.db.restoring-7-wal", "a.db.restoring-8-aside"]
    for name in names + ["b.db.restoring-7", "a.db.restored"] { try bench.put(name, [1]) }
    bench.clock.milliseconds = Int64(Date().timeIntervalSince1970 * 1_000)
    _ = try Self.restore(.store(bench.file("b.db")), bench)
    #expect(names.allSatisfy { FileManager.default.fileExists(atPath: bench.file($0)) })
    bench.clock.milliseconds += 25 * 3_600_000
    _ = try Self.restore(.store(bench.file("b.db")), bench)
    #expect(!names.contains { FileManager.default.fileExists(atPath: bench.file($0)) })
    #expect(FileManager.default.fileExists(atPath: bench.file("b.db.restoring-7")))
    #expect(FileManager.default.fileExists(atPath: bench.file("a.db.restored")))
  }

  @Test func aBackupPutThereByHandIsAStoreLikeAnyOther() throws {
    let (bench, device, _) = try Self.prepared()
    try FileManager.default.copyItem(atPath: bench.file("b.db"), toPath: bench.file("c.db"))
    let store = try EventStore(
      openingAt: bench.file("c.db"), environment: bench.clock.environment(seed: 9, anchorDirectory: bench.anchors),
      connections: .single)
    #expect(try store.query("PRAGMA journal_mode") == ["wal"])
    #expect(try store.synchronousLevel() == 2)
    let receipt = try store.set(["n": "x"])
    #expect(receipt.minting == .moved && receipt.device != device)
  }
}
