import EventLog
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// What `verify` finds, and what a rebuild does and does not do about it.
@Suite struct DamageTests {
  /// A store with two devices, a conflict, a `seen` that dangles and a line that waits.
  private static func store(_ bench: Workbench) throws -> EventStore {
    let store = try bench.open()
    for number in 0..<6 { try store.set(["n": JSONValue(integer: number), "type": "note"]) }
    var (a, b) = (DeviceLog(1), DeviceLog(2))
    try a.write(Workbench.record, ["n": "a"], at: Workbench.wall + 5, seen: [EventHash(of: "nowhere".utf8)])
    try b.write(Workbench.record, ["n": "b"], at: Workbench.wall + 6)
    try b.write(Workbench.record, ["n": "c"], at: Workbench.wall + 7)
    _ = try store.ingest(lines: [a.lines[0].bytes, b.lines[1].bytes])
    try store.set(["m": "x"], of: Workbench.second)
    return store
  }

  @Test func aDamagedProjectionIsFoundAndRebuilt() throws {
    let damages = [
      "UPDATE survivors SET value = '7' WHERE field = 'type'", "DELETE FROM survivors WHERE place = 1",
      "INSERT INTO survivors VALUES (1, 'extra', 0, 'true', 1, 1)",
      "UPDATE survivors SET seq = seq - 1 WHERE field = 'm'",
      "UPDATE frontiers SET past = x'0101'", "DELETE FROM frontiers",
      "UPDATE clock_days SET hlc = '2026-01-01T00:00:00.000Z-0000'",
      "DELETE FROM clock_days", "DELETE FROM dangling", "INSERT INTO dangling VALUES (x'00', 1, 1)",
    ]
    for damage in damages {
      let bench = try Workbench()
      let store = try Self.store(bench)
      #expect(try store.verify().problems == [])
      let before = try store.read { try $0.projection() }
      try store.execute(damage)
      let report = try store.verify()
      #expect(report.problems.count == 1 && report.problems[0].contains("rebuild"), "\(damage): \(report.problems)")
      try store.rebuild()
      #expect(try store.read { try $0.projection() } == before, "\(damage)")
      #expect(try store.verify().problems == [], "\(damage)")
    }
  }

  /// Damages that go round the triggers, as those of a disk do.
  @Test func aDamagedLogIsFoundAndNotRebuiltOver() throws {
    let damages = [
      #"UPDATE events SET line = replace(line, '"n":3', '"n":4')"#, "UPDATE events SET line = 'x' || line WHERE id = 3",
      "UPDATE events SET hash = hash + 1 WHERE id = 3", "UPDATE events SET seq = 9 WHERE id = 6",
      "UPDATE events SET record = 2 WHERE id = 2", "UPDATE events SET chain = 9 WHERE id = 7",
      "DELETE FROM events WHERE id = 3",
      "DELETE FROM events WHERE id = 8", "UPDATE chains SET last_seq = last_seq + 1 WHERE id = 1",
      "UPDATE chains SET head = zeroblob(32) WHERE id = 2",
    ]
    for damage in damages {
      let bench = try Workbench()
      let store = try Self.store(bench)
      let digest = try store.digest()
      for kind in ["updated", "deleted"] { try store.execute("DROP TRIGGER events_are_never_\(kind)") }
      try store.execute(damage)
      let before = try store.read { try $0.projection() }
      let report = try store.verify()
      #expect(!report.problems.isEmpty, "\(damage)")
      let error = #expect(throws: StoreError.self, "\(damage)") { try store.rebuild() }
      #expect(error?.code == .damaged, "\(damage)")
      // Nothing was changed: the state is what it was, and so is what verify says.
      #expect(try store.read { try $0.projection() } == before, "\(damage)")
      #expect(try store.digest() == digest, "\(damage)")
      #expect(try store.verify() == report, "\(damage)")
    }
  }

  @Test func whatWaitsIsCheckedToo() throws {
    let damages = [
      "UPDATE waiting SET line = line || ' '", "UPDATE waiting SET hash = zeroblob(32)", "UPDATE waiting SET seq = 7",
      "UPDATE waiting SET prev = zeroblob(32)", "UPDATE waiting SET device = 'x'",
    ]
    for damage in damages {
      let bench = try Workbench()
      let store = try Self.store(bench)
      #expect(try store.verify().waiting == 1)
      try store.execute(damage)
      #expect(try store.verify().problems.count == 1, "\(damage)")
    }
  }

  @Test func verifyAndStatusTellTheSameNumbersAndWriteNothing() throws {
    let bench = try Workbench()
    let store = try Self.store(bench)
    let before = try bench.contents()
    let report = try store.verify()
    let status = try store.status()
    var expected = VerifyReport()
    (expected.events, expected.waiting, expected.digest) = (status.events, 1, status.digest)
    #expect(report == expected)
    #expect(status.events == 8 && status.conflicts == 1)
    #expect(status.devices.map(\.events).sorted() == [1, 7])
    #expect(try EventStore.verify(bench.file("a.db")) == report)
    #expect(try bench.contents() == before)
  }
}
