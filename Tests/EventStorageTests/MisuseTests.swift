import EventLog
import TestSupport
import Testing

@testable import EventStorage

/// What a client may get wrong: each is an error that says what to do, and nothing ends the process.
@Suite struct MisuseTests {
  private func code(_ body: () throws -> Void) -> StoreError.Code? {
    do { try body() } catch let error as StoreError { return error.message.isEmpty ? nil : error.code } catch {}
    return nil
  }

  @Test(arguments: [StoreConnections.pool, .single])
  func aCallWithinACallIsRefused(connections: StoreConnections) throws {
    let bench = try Workbench()
    let store = try EventStore(
      creatingAt: bench.file("a.db"), environment: bench.clock.environment(anchorDirectory: bench.anchors),
      connections: connections)
    try store.set(["n": "0"])
    try store.read { _ in
      #expect(code { _ = try store.read { try $0.digest() } } == .misuse)
      #expect(code { try store.set(["n": "1"]) } == .misuse)
      #expect(code { try store.close() } == .misuse)
    }
    _ = try store.write { writer in
      #expect(code { try store.set(["n": "1"]) } == .misuse)
      #expect(code { _ = try store.read { try $0.digest() } } == .misuse)
      #expect(code { try store.rebuild() } == .misuse)
      try writer.append(Draft(record: Workbench.record, set: ["n": "2"]), step: nil)
    }
    _ = try store.ingest([], isKept: true) { _, _ in
      #expect(code { _ = try store.ingest(lines: [[0x7b]]) } == .misuse)
    }
    // What was asked for in between stands, and the store goes on.
    #expect(try store.fields() == ["n": "\"2\""])
    #expect(try store.problems() == [])
    // Another store is another matter.
    let other = try bench.open("b.db")
    _ = try store.read { _ in try other.set(["n": "3"]) }
    try other.close()
    try store.close()
  }

  @Test func whatIsOverIsRefused() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["type": "note"])
    var reader: StoreReader?
    var lookup: RecordLookup?
    var writer: StoreWriter?
    try store.read {
      reader = $0
      lookup = try RecordLookup($0)
      _ = try lookup?.values(of: Workbench.record)
    }
    _ = try store.write { writer = $0 }
    #expect(code { _ = try reader?.digest() } == .misuse)
    #expect(code { _ = try reader?.record(Workbench.record) } == .misuse)
    #expect(code { _ = try lookup?.values(of: Workbench.record) } == .misuse)
    #expect(code { _ = try writer?.append(Draft(record: Workbench.record, set: ["n": "1"]), step: nil) } == .misuse)
    #expect(code { _ = try writer?.reader() } == .misuse)
    try store.read(asOf: .greatest) { reader = $0 }
    #expect(code { _ = try reader?.digest() } == .misuse)
    // In the closure of a later call it is as little valid.
    try store.read { _ in #expect(code { _ = try reader?.digest() } == .misuse) }
    #expect(try store.lines().count == 1)
  }

  @Test func aClosedStoreSaysSo() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["type": "note"])
    try store.close()
    try store.close()
    #expect(code { try store.set(["n": "1"]) } == .closed)
    #expect(code { _ = try store.read { try $0.digest() } } == .closed)
    #expect(code { _ = try store.ingest(lines: [[0x7b]]) } == .closed)
    #expect(code { try store.read(asOf: .greatest) { _ in } } == .closed)
    #expect(code { try store.rebuild() } == .closed)
    #expect(code { _ = try store.writerState() } == .closed)
    #expect(try bench.open().lines().count == 1)
  }

  /// Each of these starts over where the two share a statement.
  @Test func readsMayBeNested() throws {
    let bench = try Workbench()
    let store = try bench.open()
    for number in 0..<4 {
      let record = RecordID(high: 0x7000, low: 0x8000_0000_0000_0000 | UInt64(number + 1))
      try store.set(["type": "note", "text": JSONValue("hello \(number)")], of: record)
    }
    let digest = try store.digest()
    var count = 0
    try store.read { reader in
      try reader.forEachStateLine { _ in
        count += 1
        let nested = try reader.digest()
        #expect(nested == digest)
      }
      #expect(count == 4)
      var pairs = 0
      try reader.forEachState(ofTypes: ["note"], fields: ["text"]) { _ in
        try reader.forEachState(ofTypes: ["note"], fields: ["text"]) { _ in pairs += 1 }
      }
      #expect(pairs == 16)
      let hits = try reader.search(SearchQuery(["hello"])) { _ in
        try reader.search(SearchQuery(["hello"])).count == 4
      }
      #expect(hits.count == 4)
      var exported = 0
      try reader.exportLog { _ in
        exported += 1
        _ = try reader.commands { _, _ in true }
      }
      #expect(exported == 1)
    }
    // Nothing of it holds the store at an old moment.
    try store.set(["type": "note"])
    #expect(try store.lines().count == 5)
  }

  /// A transaction ends on every way out, and nothing of it is left.
  @Test func aTransactionAlwaysEnds() throws {
    struct Refusal: Error {}
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["n": "0"])
    #expect(throws: Refusal.self) {
      try store.write { writer in
        try writer.append(Draft(record: Workbench.record, set: ["n": "1"]), step: nil)
        try writer.reader().forEachStateLine { _ in throw Refusal() }
      }
    }
    #expect(throws: Refusal.self) { try store.ingest([], isKept: true) { _, _ in throw Refusal() } }
    #expect(throws: Refusal.self) { try store.read { try $0.forEachStateLine { _ in throw Refusal() } } }
    #expect(throws: Refusal.self) { try store.read(asOf: .greatest) { _ in throw Refusal() } }
    #expect(try store.fields() == ["n": "\"0\""])
    try store.set(["n": "2"])
    #expect(try store.problems() == [])
  }
}
