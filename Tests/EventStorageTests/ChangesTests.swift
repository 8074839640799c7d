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

  /// Takes elements until so many events are told of, with a pause before each.
  private static func slowly(
    _ iterator: inout AsyncStream<StoreChange>.Iterator, until events: Int64
  ) async throws -> [StoreChange] {
    var taken: [StoreChange] = []
    while (taken.last?.events ?? 0) < events {
      try await Task.sleep(for: .milliseconds(20))
      guard let change = await iterator.next() else { break }
      taken.append(change)
    }
    return taken
  }

  @Test(.timeLimit(.minutes(2)), arguments: [true, false])
  func aSlowWatcherIsToldOfAllInFewElements(isOwn: Bool) async throws {
    let bench = try Workbench()
    let store = try bench.open()
    let writer = isOwn ? store : try bench.open()
    var changes = store.changes(pollMilliseconds: isOwn ? 3_600_000 : 5).makeAsyncIterator()
    let records = (1...200).map { RecordID(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64($0)) }
    for record in records { try writer.set(["x": "1"], of: record) }
    let taken = try await Self.slowly(&changes, until: 200)
    #expect(taken.count <= 3)
    #expect(taken.reduce(into: Set()) { $0.formUnion($1.records) } == Set(records))
    #expect(taken.last?.events == 200)
    // While it is slow and the other goes on, each element has what came since the one before.
    let more = Task {
      for record in records {
        try writer.set(["x": "2"], of: record)
        await Task.yield()
      }
    }
    let second = try await Self.slowly(&changes, until: 400)
    try await more.value
    #expect(second.count < 100)
    #expect(second.reduce(into: Set()) { $0.formUnion($1.records) } == Set(records))
    #expect(zip(second, second.dropFirst()).allSatisfy { $0.events < $1.events })
  }

  @Test(.timeLimit(.minutes(2))) func aStoreThatCannotBeReadIsToldOfOnceAndNothingIsLost() async throws {
    let bench = try Workbench()
    let store = try bench.open()
    let other = try bench.open()
    var changes = store.changes(pollMilliseconds: 5).makeAsyncIterator()
    try other.set(["x": "1"])
    try other.execute("ALTER TABLE revisions RENAME TO elsewhere")
    let told = try #require(await changes.next())
    #expect(told.problem?.code == .io && told.records == [])
    try await Task.sleep(for: .milliseconds(50))
    try other.execute("ALTER TABLE elsewhere RENAME TO revisions")
    #expect(await changes.next() == StoreChange(records: [Workbench.record], events: 1))
    // Where it could not be read at the start either.
    try other.execute("ALTER TABLE events RENAME TO elsewhere")
    var late = store.changes(pollMilliseconds: 5).makeAsyncIterator()
    #expect(await late.next()?.problem != nil)
    try other.execute("ALTER TABLE elsewhere RENAME TO events")
    #expect(await late.next()?.records == [Workbench.record])
    try store.close()
    #expect(await late.next() == nil)
  }

  @Test(.timeLimit(.minutes(2))) func aStreamEndsWithItsStore() async throws {
    let bench = try Workbench()
    var store: EventStore? = try bench.open()
    var changes = try #require(store).changes(pollMilliseconds: 3_600_000).makeAsyncIterator()
    store = nil
    #expect(await changes.next() == nil)
  }
}
