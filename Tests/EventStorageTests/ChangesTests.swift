import EventLog
import TestSupport
import Testing

@testable import EventStorage

/// What a user interface is told of.
@Suite struct ChangesTests {
  /// The next changes until these records were all named, joined.
  private static func records(
    _ iterator: inout AsyncStream<StoreChange>.Iterator, until wanted: Set<RecordID>
  ) async -> Set<RecordID> {
    var found: Set<RecordID> = []
    while !found.isSuperset(of: wanted), let change = await iterator.next() { found.formUnion(change.records) }
    return found
  }

  @Test(.timeLimit(.minutes(2))) func ownWritesAndMergesAreToldAtOnce() async throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["x": "before"])
    // So seldom that only the signal within the process can be what is heard.
    var changes = store.changes(pollMilliseconds: 3_600_000).makeAsyncIterator()
    try store.set(["x": "1"], of: Workbench.second)
    #expect(await changes.next() == StoreChange(records: [Workbench.second], events: 2))
    var log = DeviceLog(1)
    try log.write(Workbench.record, ["x": "1"], at: Workbench.wall)
    _ = try store.ingest(lines: log.lines.bytes)
    #expect(await changes.next() == StoreChange(records: [Workbench.record], events: 3))
    // Nothing new is nothing to tell.
    _ = try store.ingest(lines: log.lines.bytes)
    #expect(throws: StoreError.self) { try store.set(["NO": .null]) }
    try store.set(["y": "1"])
    #expect(await changes.next() == StoreChange(records: [Workbench.record], events: 4))
    try store.close()
    #expect(await changes.next() == nil)
  }

  @Test(.timeLimit(.minutes(2))) func whatAnotherOpenStoreWritesIsFound() async throws {
    let bench = try Workbench()
    let (store, other) = (try bench.open(), try bench.open())
    var changes = store.changes(pollMilliseconds: 20).makeAsyncIterator()
    try other.set(["x": "1"], of: Workbench.second)
    #expect(await Self.records(&changes, until: [Workbench.second]) == [Workbench.second])
    try other.set(["x": "2"])
    #expect(await Self.records(&changes, until: [Workbench.record]) == [Workbench.record])
  }

  @Test(.timeLimit(.minutes(2))) func aRecordIsToldOfWhenALateEventEndsItsSurvivor() async throws {
    let bench = try Workbench()
    let store = try bench.open()
    let wall = Workbench.wall
    var (a, b, c) = (DeviceLog(1), DeviceLog(2), DeviceLog(3))
    try a.write(Workbench.record, ["x": "a"], at: wall + 5)
    // The link: it touches another record, and through it b turns out to have known a.
    try c.write(Workbench.second, ["y": "c"], at: wall, seen: [a.head])
    try b.write(Workbench.record, ["x": "b"], at: wall + 1, seen: [c.head])
    _ = try store.ingest(lines: (a.lines + b.lines).bytes)
    #expect(try store.conflicts() == [#"x: "a", "b""#])
    var changes = store.changes(pollMilliseconds: 3_600_000).makeAsyncIterator()
    _ = try store.ingest(lines: c.lines.bytes)
    #expect(await changes.next() == StoreChange(records: [Workbench.record, Workbench.second], events: 3))
    #expect(try store.conflicts() == [])
    #expect(try store.fields() == ["x": "\"b\""])
    #expect(try store.problems() == [])
  }
}
