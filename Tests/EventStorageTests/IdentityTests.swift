import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventStorage

/// As which device a store writes: it goes on where nothing speaks against it, and mints a new one wherever it may have
/// been copied or put back (FORMAT 6).
@Suite struct IdentityTests {
  private struct Stop: Error {}

  private static func anchor(_ store: EventStore) -> EventPosition? { store.anchorFile.read() }

  private static func write(_ store: EventStore, _ value: String = "x") throws -> WriteReceipt {
    try store.set(["x": JSONValue(value)])
  }

  /// What the new device's first event has seen.
  private static func seen(_ store: EventStore, _ receipt: WriteReceipt) throws -> Set<EventHash> {
    let line = try #require(try store.line(receipt.events.first))
    #expect(line.seq == 1 && line.prev == .zero)
    return Set(line.seen)
  }

  /// Merges two stores both ways and expects them to agree, with nothing lost.
  private static func expectAgreement(_ left: EventStore, _ right: EventStore, conflicts: [String]) throws {
    _ = try left.ingest([StoreLineSource(path: right.path, into: left)])
    _ = try right.ingest([StoreLineSource(path: left.path, into: right)])
    let lines = try left.lines()
    #expect(try Set(right.lines()) == Set(lines))
    #expect(try left.digest() == MergedLog(lines).digest)
    #expect(try right.digest() == MergedLog(lines).digest)
    for store in [left, right] {
      #expect(try store.conflicts() == conflicts)
      #expect(try store.problems() == [])
    }
  }

  @Test func theFirstWriteMintsAndReopeningGoesOn() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let first = try Self.write(store)
    #expect(first.minting == .first)
    #expect(
      Self.anchor(store)
        == EventPosition(device: try #require(first.device), seq: 1, hash: try #require(first.events.first)))
    try store.close()
    for number in 2...4 {
      let store = try bench.open()
      let receipt = try Self.write(store)
      #expect(receipt.device == first.device && receipt.minting == nil)
      #expect(try store.line(receipt.events.first)?.seq == Int64(number))
      #expect(
        Self.anchor(store)
          == EventPosition(
            device: try #require(first.device), seq: Int64(number), hash: try #require(receipt.events.first)))
      #expect(try store.ownDevices() == [try #require(first.device)])
      try store.close()
    }
    // Nothing piles up there: the anchor, its spare, the lock.
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.anchors)
    #expect(names.count <= 3 && names.contains(store.anchorFile.locationID), "\(names)")
  }

  @Test func aCopyAtAnotherPathIsAnotherDevice() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let original = try Self.write(store, "before")
    try store.close()
    try bench.copy("a.db", to: "b.db")
    let copy = try bench.open("b.db")
    let receipt = try Self.write(copy, "copy")
    #expect(receipt.minting == .moved)
    #expect(receipt.device != original.device)
    #expect(try Self.seen(copy, receipt) == Set(original.events))
    #expect(try copy.ownDevices() == [try #require(original.device), try #require(receipt.device)])
    #expect(try Self.write(copy, "copy").minting == nil)
    // The original knows nothing of it and goes on.
    let again = try bench.open()
    let next = try Self.write(again, "original")
    #expect(next.device == original.device && next.minting == nil)
    try Self.expectAgreement(again, copy, conflicts: [#"x: "copy", "original""#])
    // Whoever writes next has seen all.
    let settled = try Self.write(copy, "settled")
    #expect(settled.device == receipt.device && settled.minting == nil)
    try Self.expectAgreement(again, copy, conflicts: [])
    #expect(try again.fields() == ["x": "\"settled\""])
  }

  @Test func anOlderCopyPutBackIsAnotherDevice() throws {
    let bench = try Workbench()
    var store = try bench.open()
    let original = try Self.write(store, "1")
    try store.close()
    try bench.copy("a.db", to: "backup.db")
    store = try bench.open()
    let lost = try Self.write(store, "2")
    try store.close()
    try bench.copy("a.db", to: "lost.db")
    try bench.copy("backup.db", to: "a.db")
    store = try bench.open()
    let receipt = try Self.write(store, "3")
    #expect(receipt.minting == .restored)
    #expect(receipt.device != original.device)
    #expect(try Self.seen(store, receipt) == Set(original.events))
    #expect(try Self.write(store, "4").minting == nil)
    // What was lost turns up: nothing breaks, and it is a conflict like any other.
    let report = try store.ingest([StoreLineSource(path: bench.file("lost.db"), into: store)])
    #expect(report.accepted == 1)
    #expect(try store.line(lost.events.first) != nil)
    #expect(try store.conflicts() == [#"x: "4", "2""#])
    #expect(try Self.write(store, "5").minting == nil)
    #expect(try store.conflicts() == [])
    #expect(try store.problems() == [])
  }

  @Test func anotherMachineIsAnotherDevice() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let original = try Self.write(store)
    try store.close()
    let elsewhere = try bench.open(machine: "other machine")
    let receipt = try Self.write(elsewhere)
    #expect(receipt.minting == .moved)
    #expect(try Self.seen(elsewhere, receipt) == Set(original.events))
    #expect(try Self.write(elsewhere).device == receipt.device)
    try elsewhere.close()
    // The file comes home with what was written elsewhere: the anchor's event is in it, so home goes on.
    let home = try bench.open()
    let next = try Self.write(home)
    #expect(next.device == original.device && next.minting == nil)
    #expect(try home.line(next.events.first)?.seen.count == 1)
    #expect(try home.conflicts() == [])
    #expect(try home.problems() == [])
  }

  @Test func withoutItsAnchorAStoreIsACopy() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let original = try Self.write(store)
    try FileManager.default.removeItem(atPath: bench.anchors)
    let receipt = try Self.write(store)
    #expect(receipt.minting == .moved && receipt.device != original.device)
    #expect(try Self.seen(store, receipt) == Set(original.events))
    #expect(try Self.write(store).minting == nil)
  }

  @Test func aDamagedAnchorIsNone() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let name = "anchors/" + store.anchorFile.locationID
    var devices: Set<DeviceID> = [try #require(try Self.write(store).device)]
    let good = try bench.bytes(name)
    let text = String(decoding: good, as: UTF8.self)
    let damaged: [[UInt8]] = [
      [], Array(good.dropLast()), Array("{}\n".utf8), good + [0x20], Array(repeating: 0, count: good.count),
      Array(text.replacing("\"seq\":\"0", with: "\"seq\":\"-").utf8),
      Array(text.replacing("\"seq\":\"0", with: "\"seq\":\".").utf8),
      Array(text.replacing("\"seq\"", with: "\"sea\"").utf8),
    ]
    for bytes in damaged {
      #expect(bytes != good)
      try bench.put(name, bytes)
      let receipt = try Self.write(store)
      #expect(receipt.minting == .moved, "\(String(decoding: bytes, as: UTF8.self))")
      #expect(devices.insert(try #require(receipt.device)).inserted)
    }
    #expect(try store.ownDevices() == devices)
    #expect(try store.conflicts() == [])
  }

  /// The new anchor is shorter than what is left of the old ones.
  @Test func aNewDeviceAfterALongLogGoesOn() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let place = "anchors/" + store.anchorFile.locationID
    for _ in 0..<12 { _ = try Self.write(store) }
    try FileManager.default.removeItem(atPath: bench.file(place))
    let minted = try Self.write(store)
    #expect(minted.minting == .moved)
    for seq in 2...12 {
      let receipt = try Self.write(store)
      #expect(receipt.device == minted.device && receipt.minting == nil)
      #expect(
        Self.anchor(store)
          == EventPosition(
            device: try #require(minted.device), seq: Int64(seq), hash: try #require(receipt.events.first)))
    }
    #expect(try store.ownDevices().count == 2)
  }

  @Test func anAnchorThatLagsBehindIsGoodEnough() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let name = "anchors/" + store.anchorFile.locationID
    let device = try Self.write(store).device
    // Killed between the commit and the anchor's move, any number of times.
    var anchors = [try bench.bytes(name)]
    for round in 0..<6 {
      #expect(try Self.write(store).device == device)
      anchors.append(try bench.bytes(name))
      try bench.put(name, anchors[round / 2])
      let reopened = try bench.open()
      let receipt = try Self.write(reopened)
      #expect(receipt.device == device && receipt.minting == nil)
      try reopened.close()
    }
    #expect(Set(anchors.map { String(decoding: $0, as: UTF8.self) }).count == anchors.count)
    #expect(try store.lines().map(\.seq) == Array(1...13))
    #expect(try store.status().devices.map(\.heads.count) == [1])
  }

  @Test func theAnchorNeverMovesBack() throws {
    let bench = try Workbench()
    let store = try bench.open()
    var anchors: [EventPosition] = []
    for _ in 0..<3 {
      _ = try Self.write(store)
      anchors.append(try #require(Self.anchor(store)))
    }
    #expect(anchors.map(\.seq) == [1, 2, 3])
    // Two processes commit one after the other and come to the anchor the other way round.
    for late in anchors.reversed() {
      store.anchorFile.advance(to: late)
      #expect(Self.anchor(store) == anchors[2])
    }
    // Another process has minted meanwhile.
    let other = EventPosition(device: DeviceLog(9).device, seq: 0, hash: .zero)
    #expect(store.anchorFile.write(other))
    store.anchorFile.advance(to: EventPosition(device: anchors[2].device, seq: 4, hash: anchors[2].hash))
    #expect(Self.anchor(store) == other)
    // And one that is gone is not made again by moving on: its absence says something.
    try FileManager.default.removeItem(atPath: bench.anchors)
    store.anchorFile.advance(to: anchors[2])
    #expect(Self.anchor(store) == nil)
  }

  @Test func whereNoAnchorCanBeWrittenItsAbsenceSaysNothing() throws {
    for hasDirectory in [true, false] {
      let bench = try Workbench()
      // A file stands where the folder should be.
      try bench.put("anchors", [])
      let directory: String? = hasDirectory ? bench.anchors : nil
      let store = try bench.open(anchorDirectory: .some(directory))
      let first = try Self.write(store)
      #expect(first.minting == .first)
      #expect(try Self.write(store).minting == nil)
      try store.close()
      for _ in 0..<3 {
        let store = try bench.open(anchorDirectory: .some(directory))
        let receipt = try Self.write(store)
        #expect(receipt.device == first.device && receipt.minting == nil)
        try store.close()
      }
      // A copy at another path is told apart all the same, and another writer too.
      try bench.copy("a.db", to: "b.db")
      let copy = try bench.open("b.db", anchorDirectory: .some(directory))
      #expect(try Self.write(copy).minting == .moved)
      try copy.close()
      // Once there can be one, there is one, and from then on its absence says something.
      try FileManager.default.removeItem(atPath: bench.anchors)
      let reopened = try bench.open()
      let receipt = try Self.write(reopened)
      #expect(receipt.device == first.device && receipt.minting == nil)
      #expect(Self.anchor(reopened)?.hash == receipt.events.first)
      try FileManager.default.removeItem(atPath: bench.anchors)
      #expect(try Self.write(reopened).minting == .moved)
      try reopened.close()
    }
  }

  @Test func aMintingThatDidNotComeToItsFirstEventIsGoneOnWith() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let original = try #require(try Self.write(store).device)
    try FileManager.default.removeItem(atPath: bench.anchors)
    var minted: DeviceID?
    for _ in 0..<3 {
      #expect(throws: Stop.self) {
        _ = try store.write { writer -> Int in
          let device = try writer.device()
          #expect(minted == nil || minted == device)
          minted = device
          try writer.append(Draft(record: Workbench.record, set: ["x": "lost"]), step: nil)
          throw Stop()
        }
      }
    }
    #expect(try store.ownDevices() == [original])
    let receipt = try Self.write(store)
    #expect(receipt.device == minted && minted != original)
    #expect(receipt.minting == .moved)
    #expect(try store.ownDevices() == [original, try #require(minted)])
    #expect(try store.status().devices.map(\.isOwn) == [true, true])
    #expect(
      try store.query("SELECT device, first_event FROM own_devices ORDER BY first_event") == [
        "\(original)|1", "\(minted ?? original)|2",
      ])
    let next = try Self.write(store)
    #expect(next.device == minted && next.minting == nil)
    #expect(try store.lines().map(\.seq) == [1, 1, 2])
  }

  @Test func aVeryFirstMintingThatFailedLeavesNoDevice() throws {
    let bench = try Workbench()
    let store = try bench.open()
    #expect(throws: Stop.self) {
      _ = try store.write { writer -> Int in
        try writer.append(Draft(record: Workbench.record, set: ["x": "lost"]), step: nil)
        throw Stop()
      }
    }
    let receipt = try Self.write(store)
    #expect(receipt.minting == .first)
    #expect(try store.ownDevices() == [try #require(receipt.device)])
    #expect(try store.lines().count == 1)
    #expect(try Self.write(store).minting == nil)
  }

  /// The store's own log, as another copy of it would have gone on.
  private static func clone(_ store: EventStore, after seq: Int, _ device: DeviceID?) throws -> DeviceLog {
    DeviceLog(continuing: Array(try store.lines().filter { $0.device == device }.prefix(seq)))
  }

  @Test func aCopyThatWroteAsTheSameDeviceIsNoticed() throws {
    // How many events both have, and how many the copy wrote beyond them; the store itself has written three.
    for (common, beyond) in [(3, 1), (3, 2), (2, 1), (2, 2), (1, 2), (1, 5)] {
      let bench = try Workbench()
      let store = try bench.open()
      let original = try #require(try Self.write(store, "1").device)
      for value in ["2", "3"] { _ = try Self.write(store, value) }
      var copy = try Self.clone(store, after: common, original)
      for number in 0..<beyond { try copy.write(Workbench.record, ["x": "copy"], at: Workbench.wall + Int64(number)) }
      let report = try store.ingest(lines: copy.lines.bytes)
      #expect(report.accepted == beyond)
      let heads = Set(try #require(try store.status().devices.first).heads.map(\.hash))
      #expect(heads.count == (common == 3 ? 1 : 2))
      let receipt = try Self.write(store, "new")
      let comment: Comment = "\(common) in common, \(beyond) beyond"
      #expect(receipt.minting == .branched, comment)
      #expect(receipt.device != original, comment)
      #expect(try Self.seen(store, receipt) == heads, comment)
      #expect(try Self.write(store).minting == nil, comment)
      // Both branches stand, here and in whoever merges them.
      #expect(try store.lines().count == 3 + beyond + 2)
      let other = try bench.open("other.db")
      _ = try Self.write(other, "other")
      try Self.expectAgreement(store, other, conflicts: try conflict(store, other))
    }
    func conflict(_ store: EventStore, _ other: EventStore) throws -> [String] {
      MergedLog(try store.lines() + other.lines()).conflicts.map { conflict in
        "\(conflict.field): " + conflict.survivors.map(\.value.description).joined(separator: ", ")
      }
    }
  }

  @Test func whatOfTheOwnDeviceWaitsSpeaksToo() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let original = try Self.write(store, "1").device
    var copy = try Self.clone(store, after: 1, original)
    for value in ["a", "b", "c"] { try copy.write(Workbench.record, ["x": JSONValue(value)], at: Workbench.wall) }
    // Only the last one arrives, and waits.
    let report = try store.ingest(lines: [copy.lines[3].bytes])
    #expect(report.accepted == 0 && report.waiting == 1)
    let receipt = try Self.write(store, "2")
    #expect(receipt.minting == .branched && receipt.device != original)
    _ = try store.ingest(lines: copy.lines.bytes)
    #expect(try Self.write(store, "3").minting == nil)
    #expect(try store.problems() == [])
  }

  @Test func whatOthersRelayOfTheOwnLogIsNoSign() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let device = try Self.write(store, "1").device
    for value in ["2", "3", "4"] { _ = try Self.write(store, value) }
    let log = try store.lines()
    let report = try store.ingest(lines: log.bytes)
    #expect(report.known == 4 && report.accepted == 0)
    #expect(try Self.write(store, "5").device == device)
    // A branch that ended before what was written here since: a copy that was given up long ago.
    var copy = try Self.clone(store, after: 2, device)
    try copy.write(Workbench.record, ["x": "copy"], at: Workbench.wall)
    _ = try store.ingest(lines: copy.lines.bytes)
    let receipt = try Self.write(store, "6")
    #expect(receipt.device == device && receipt.minting == nil)
    #expect(try store.line(receipt.events.first)?.seen == [copy.head])
  }

  @Test func theMovedStoreIsFoundThroughALink() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let device = try Self.write(store).device
    try store.close()
    try FileManager.default.createSymbolicLink(atPath: bench.file("link.db"), withDestinationPath: bench.file("a.db"))
    let linked = try bench.open("link.db")
    let receipt = try Self.write(linked)
    #expect(receipt.device == device && receipt.minting == nil)
  }

  private static let reopening = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] == nil ? 2 : 1

  /// Reopening, clocks that go back, merges, failing commands and kills before the anchor moved: 2,000 times, and no
  /// device but the first.
  @Test func nothingOrdinaryMints() throws {
    let bench = try Workbench()
    var random = SeededGenerator(seed: 6)
    var store = try bench.open()
    let device = try #require(try Self.write(store).device)
    let name = "anchors/" + store.anchorFile.locationID
    var other = DeviceLog(77)
    for round in 0..<2_000 {
      // Opening takes most of the time; `make soak` does it each time.
      if round % Self.reopening == 0 {
        try store.close()
        store = try bench.open()
      }
      bench.clock.milliseconds += Int64.random(in: -50_000...60_000, using: &random)
      let before = try bench.bytes(name)
      switch Int.random(in: 0..<8, using: &random) {
      case 0:
        try other.write(Workbench.record, ["y": JSONValue(integer: round)], at: bench.clock.milliseconds)
        _ = try store.ingest(lines: [other.lines[other.lines.count - 1].bytes])
      case 1: #expect(throws: StoreError.self) { try store.set(["NO": .null]) }
      case 2:
        let last = try store.query("SELECT line FROM events ORDER BY id DESC LIMIT 3")
        #expect(try store.ingest(lines: last.map { Array($0.utf8) }).known == last.count)
      default: break
      }
      let receipt = try store.set(["x": JSONValue(integer: round)])
      guard receipt.device == device, receipt.minting == nil else {
        Issue.record("round \(round): \(receipt)")
        return
      }
      if Int.random(in: 0..<6, using: &random) == 0 { try bench.put(name, before) }
    }
    #expect(try store.ownDevices() == [device])
    #expect(try store.status().devices.map(\.heads.count) == [1, 1])
    #expect(try store.lines().count == 2_001 + other.lines.count)
    #expect(try store.problems() == [])
  }
}

extension EventStore {
  func status() throws -> StoreStatus { try read { try $0.status() } }
}
