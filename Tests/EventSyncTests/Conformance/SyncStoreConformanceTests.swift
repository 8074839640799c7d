import EventLog
import EventStorage
import TestSupport
import Testing

@testable import EventSync

/// What every store that syncs promises, asked of each kind there is: so a test with the one in memory says something
/// about the one on disk.
@Suite struct SyncStoreConformanceTests {
  enum Kind: CaseIterable, CustomTestStringConvertible {
    case memory
    case database

    var testDescription: String { self == .memory ? "MemoryStore" : "EventStore" }
  }

  private static let record = RecordID(high: 0x7000, low: 0x8000_0000_0000_0001)
  private static let wall: Int64 = 1_780_000_000_000

  /// A new store, and the folder that its file lies in.
  private static func make(_ kind: Kind, seed: UInt64 = 1) throws -> (
    store: any SimulatedStore, folder: TemporaryFolder?
  ) {
    let clock = TestClock(wall)
    guard kind == .database else { return (MemoryStore(place: "laptop", clock: clock, seed: seed), nil) }
    let folder = try TemporaryFolder()
    let environment = clock.environment(seed: seed, anchorDirectory: folder.file("anchors"))
    return (try RealStore(path: folder.file("a.db"), environment: environment), folder)
  }

  private static func take(_ lines: [EventLine], into store: any SyncStore) throws -> IngestReport {
    try store.takeIn(
      [MemoryLineSource(name: "lines", lines: lines.bytes)], isKept: true, former: nil, progress: nil
    ) { _ in nil }
  }

  private static func text(_ piece: LogOutline.Piece, _ view: any SyncView, limit: Int = .max) throws -> (String, Int64)
  {
    var bytes: [UInt8] = []
    let count = try view.appendLines(of: piece, to: &bytes, limit: limit)
    return (String(decoding: bytes, as: UTF8.self), count)
  }

  /// Two devices, of which the first has two branches: three events that both share, and two more on each.
  private static func branchedLines() throws -> (trunk: [EventLine], first: [EventLine], second: [EventLine]) {
    var log = DeviceLog(1)
    for number in 1...3 { try log.write(record, ["a": JSONValue("\(number)")], at: wall + Int64(number)) }
    var copy = DeviceLog(continuing: log.lines)
    for number in 4...5 {
      try log.write(record, ["a": JSONValue("one \(number)")], at: wall + Int64(number))
      try copy.write(record, ["b": JSONValue("two \(number)")], at: wall + Int64(number))
    }
    return (Array(log.lines[..<3]), Array(log.lines[3...]), Array(copy.lines[3...]))
  }

  // MARK: Taking in

  @Test(arguments: Kind.allCases) func linesAreAcceptedOnceAndWaitForTheirPredecessors(_ kind: Kind) throws {
    let (store, _folder) = try Self.make(kind)
    defer { withExtendedLifetime(_folder) {} }
    let (trunk, first, _) = try Self.branchedLines()
    let early = try Self.take(first, into: store)
    #expect(early.accepted == 0 && early.waiting == 2 && early.refused == 0)
    #expect(
      try store.view { try $0.waiting() } == [StoreStatus.Waiting(device: trunk[0].device, lines: 2, missingSeq: 3)])
    #expect(try store.view { try $0.outline() } == LogOutline(branches: []))
    // What wakes others brings them along.
    let rest = try Self.take(trunk, into: store)
    #expect(rest.accepted == 5 && rest.waiting == 0)
    #expect(try store.view { try $0.waiting() } == [])
    #expect(try Self.take(trunk + first, into: store).accepted == 0)
    #expect(Set(try store.accepted.map(\.hash)) == Set((trunk + first).map(\.hash)))
    #expect(try store.digest() == MergedLog(trunk + first).digest)
  }

  @Test(arguments: Kind.allCases) func oneBadLineStopsNoOtherAndItsSourceIsTold(_ kind: Kind) throws {
    let (store, _folder) = try Self.make(kind)
    defer { withExtendedLifetime(_folder) {} }
    let (trunk, _, _) = try Self.branchedLines()
    let source = NotedSource([trunk[0].bytes, Array("nonsense".utf8), trunk[1].bytes])
    let report = try store.takeIn([source], isKept: true, former: nil, progress: nil) { _ in nil }
    #expect(report.accepted == 2 && report.refused == 1)
    #expect(source.refused == [2])
  }

  @Test(arguments: Kind.allCases) func whatIsNotKeptIsSeenAndTakenBack(_ kind: Kind) throws {
    let (store, _folder) = try Self.make(kind)
    defer { withExtendedLifetime(_folder) {} }
    let (trunk, _, _) = try Self.branchedLines()
    let before = try store.digest()
    let report = try store.takeIn(
      [MemoryLineSource(name: "lines", lines: trunk.bytes)], isKept: false, former: nil, progress: nil
    ) { view in
      let last = try view.outline().branches.map(\.lastSeq)
      #expect(last == [3])
      return FolderMemory(locationID: "p", path: "/p")
    }
    #expect(report.accepted == 3)
    #expect(try store.accepted == [] && store.digest() == before)
    #expect(try store.view { try $0.folder(locationID: "p") } == nil)
  }

  @Test(arguments: Kind.allCases) func linesAndMemoryAreKeptTogetherOrNotAtAll(_ kind: Kind) throws {
    struct Stop: Error {}
    let (store, _folder) = try Self.make(kind)
    defer { withExtendedLifetime(_folder) {} }
    let (trunk, _, _) = try Self.branchedLines()
    var memory = FolderMemory(locationID: "p", path: "/p")
    memory.syncedMilliseconds = 5
    #expect(throws: Stop.self) {
      try store.takeIn([MemoryLineSource(name: "x", lines: trunk.bytes)], isKept: true, former: nil, progress: nil) {
        _ in
        throw Stop()
      }
    }
    #expect(try store.accepted == [])
    _ = try store.takeIn([MemoryLineSource(name: "x", lines: trunk.bytes)], isKept: true, former: nil, progress: nil) {
      _ in
      memory
    }
    #expect(try store.accepted.count == 3)
    #expect(try store.view { try $0.folder(locationID: "p") } == memory)
  }

  // MARK: Looking

  @Test(arguments: Kind.allCases) func aLogWithBranchesIsOutlinedAndHandedOut(_ kind: Kind) throws {
    let (store, _folder) = try Self.make(kind)
    defer { withExtendedLifetime(_folder) {} }
    let (trunk, first, second) = try Self.branchedLines()
    _ = try Self.take(trunk + first, into: store)
    _ = try Self.take(second, into: store)
    try store.view { view in
      let outline = try view.outline()
      let device = trunk[0].device
      #expect(
        outline.branches == [
          LogOutline.Branch(device: device, parent: nil, firstSeq: 1, lastSeq: 5, head: first[1].hash),
          LogOutline.Branch(device: device, parent: 0, firstSeq: 4, lastSeq: 5, head: second[1].hash),
        ])
      let hashes = [trunk[1].hash, first[0].hash, second[1].hash, EventHash(of: "nobody's".utf8), .zero]
      let positions = try view.positions(of: hashes)
      #expect(
        positions == [
          LogPosition(branch: 0, seq: 2), LogPosition(branch: 0, seq: 4), LogPosition(branch: 1, seq: 5), nil, nil,
        ])
      for (hash, position) in zip(hashes, positions) {
        if let position { #expect(try view.hash(at: position) == hash) }
      }
      #expect(try view.hash(at: LogPosition(branch: 1, seq: 3)) == nil)
      #expect(try view.hash(at: LogPosition(branch: 7, seq: 1)) == nil)
      let all = trunk.map { String(decoding: $0.bytes, as: UTF8.self) + "\n" }
      #expect(try Self.text(LogOutline.Piece(branch: 0, seqs: 1...3), view) == (all.joined(), 3))
      // As many as fit, and none in part.
      let room = all[0].utf8.count + all[1].utf8.count
      #expect(try Self.text(LogOutline.Piece(branch: 0, seqs: 1...3), view, limit: room) == (all[0] + all[1], 2))
      #expect(try Self.text(LogOutline.Piece(branch: 0, seqs: 1...3), view, limit: room - 1) == (all[0], 1))
    }
  }

  @Test(arguments: Kind.allCases) func theClockIsReadAndNotMoved(_ kind: Kind) throws {
    let (store, _folder) = try Self.make(kind)
    defer { withExtendedLifetime(_folder) {} }
    let wall = Self.wall
    let now = HybridTimestamp(milliseconds: wall, counter: 0)
    #expect(store.wallMilliseconds == wall)
    for _ in 0..<2 { #expect(try store.view { try $0.clockReading(wallMilliseconds: wall) } == now) }
    var ahead = DeviceLog(2)
    try ahead.write(Self.record, ["a": .null], at: wall + 3_600_000)
    _ = try Self.take(ahead.lines, into: store)
    #expect(try store.view { try $0.clockReading(wallMilliseconds: wall) } == ahead.lines[0].hlc)
    // A clock that is further ahead than a day counts for nothing.
    var mad = DeviceLog(3)
    try mad.write(Self.record, ["a": .null], at: wall + 90_000_000)
    _ = try Self.take(mad.lines, into: store)
    #expect(try store.view { try $0.clockReading(wallMilliseconds: wall) } == ahead.lines[0].hlc)
  }

  // MARK: Writing

  @Test(arguments: Kind.allCases) func aStoreMintsItsDeviceOnceAndAgainWhenAnotherCopyWroteAsIt(_ kind: Kind) throws {
    let (store, _folder) = try Self.make(kind)
    defer { withExtendedLifetime(_folder) {} }
    let minted = try store.writerState(claims: [])
    #expect(minted.minting == .first)
    #expect(try store.writerState(claims: []) == StoreWriterState(device: minted.device, minting: nil))
    #expect(try store.view { try $0.ownDevices() } == [minted.device])
    let line = try store.write(Self.record, ["a": JSONValue("1")])
    #expect(line.device == minted.device && line.seq == 1)
    // Its own event under its own name is no sign of another; what it has not written is.
    let own = EventClaim(device: line.device, seq: 1, hashPrefix: line.hash.prefix)
    #expect(try store.writerState(claims: [own]).minting == nil)
    for claim in [
      EventClaim(device: line.device, seq: 2, hashPrefix: line.hash.prefix),
      EventClaim(device: line.device, seq: 1, hashPrefix: ~line.hash.prefix),
    ] {
      let before = try store.writerState(claims: []).device
      let state = try store.writerState(
        claims: [EventClaim(device: before, seq: max(claim.seq, 1), hashPrefix: claim.hashPrefix)])
      #expect(state.minting == .branched && state.device != before)
    }
    #expect(try store.view { try $0.ownDevices() }.count == 3)
  }

  @Test(arguments: Kind.allCases) func whatIsRememberedOfAFolderIsGivenBack(_ kind: Kind) throws {
    let (store, _folder) = try Self.make(kind)
    defer { withExtendedLifetime(_folder) {} }
    let id = store.locationID(ofRealPath: "/media/stick")
    #expect(id == store.locationID(ofRealPath: "/media/stick") && id != store.locationID(ofRealPath: "/media/other"))
    var memory = FolderMemory(locationID: id, path: "/media/stick")
    memory.syncedMilliseconds = 7
    memory.files["log/a/b.jsonl"] = FolderMemory.File(
      size: 5, modifiedNanoseconds: -3, inode: .max, sinceMilliseconds: 1, readMilliseconds: 2, reads: 3, head: nil,
      problem: "line 1: nothing")
    memory.acks[DeviceLog(4).device] = FolderMemory.Ack(n: 2, path: "acks/x", content: [0, 255])
    try store.remember(memory, former: nil)
    #expect(try store.view { try $0.folder(locationID: id) } == memory)
    let former = memory
    memory.files = [:]
    memory.acks[DeviceLog(5).device] = FolderMemory.Ack(n: 1, path: "acks/y", content: [])
    try store.remember(memory, former: former)
    #expect(try store.view { try $0.folder(locationID: id) } == memory)
    #expect(try store.view { try $0.folder(locationID: "other") } == nil)
  }
}

/// Lines in memory, and which of them were refused.
private final class NotedSource: LineSource {
  let name = "noted"
  var estimatedLines: Int { base.estimatedLines }
  private(set) var refused: [Int] = []
  private let base: MemoryLineSource

  init(_ lines: [[UInt8]]) { base = MemoryLineSource(name: "noted", lines: lines) }

  func nextBatch() -> LineBatch? { base.nextBatch() }
  func noteRefusal(line number: Int, reason: String) { refused.append(number) }
}
