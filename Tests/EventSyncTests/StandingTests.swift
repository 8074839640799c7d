import EventLog
import EventStorage
import TestSupport
import Testing

@testable import EventSync

/// "Am I synced?" among many branches, held against the pasts of the reference.
@Suite struct StandingTests {
  @Test(arguments: 0..<6 as Range<UInt64>) func eachDeviceHasWhatItHadSeen(seed: UInt64) throws {
    let folder = try TemporaryFolder(inMemory: true)
    let store = try EventStore(creatingAt: folder.file("a.db"), environment: .fixed())
    let first = try WideHistory(
      seed: seed, count: 150, devices: [3, 100][Int(seed % 2)], records: 2, seenMax: Int(seed % 4)
    ).lines
    _ = try store.ingest(lines: first.map(\.bytes))
    let record = try #require(first.first?.event?.record)
    let receipt = try store.append([Draft(record: record, set: ["a": "own"])])
    // Others go on, and some of them have seen what was written here.
    var lines = try store.read { reader in
      var log: [UInt8] = []
      try reader.exportLog { log += $0 }
      return try log.split(separator: 0x0a).map { try EventLine(reading: Array($0)) }
    }
    for number in 0..<80 {
      var log = DeviceLog(UInt64(number) + 1)
      lines.append(
        try log.write(
          record, ["b": JSONValue(integer: number)], at: 1_780_000_000_000,
          seen: number % 3 == 0 ? receipt.events : number % 3 == 1 ? [lines[lines.count - 1].hash] : []))
    }
    _ = try store.ingest(lines: lines.map(\.bytes))
    let standing = try store.read { try SyncStanding($0, of: store) }
    let reference = MergedLog(lines)
    let own = try #require(receipt.device)
    var theirs: Set<EventHash> = []
    let heads = Dictionary(grouping: reference.accepted.filter { reference.heads.contains($0.hash) }, by: \.device)
    #expect(Set(standing.devices.map(\.device)) == Set(heads.keys).subtracting([own]))
    for device in standing.devices {
      let has = reference.accepted.filter { line in
        heads[device.device]?.contains { $0.hash == line.hash || reference.isPast(line.hash, of: $0.hash) } == true
      }
      theirs.formUnion(has.map(\.hash))
      #expect(device.lacks == Int64(reference.accepted.count - has.count))
      #expect(device.hasOfMine == Int64(has.count { $0.device == own }) && device.mine == 1)
      #expect(device.here == Int64(reference.accepted.count { $0.device == device.device }))
    }
    #expect(standing.onlyHere == Int64(reference.accepted.count - theirs.count))
    try store.close()
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func aGapReachesBackToWhatIsThere(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let there = Set((0..<30).map { _ in Int64.random(in: 1...60, using: &random) })
    let set = RangeSet(seqs: there.map { $0...$0 })
    for seq in 1...70 as ClosedRange<Int64> {
      let start = (1...seq).last { there.contains($0) }.map { $0 + 1 } ?? 1
      #expect(set.gap(endingAt: seq) == (there.contains(seq) ? nil : start...seq))
    }
  }
}
