import EventSync
import Foundation
import TestSupport
import Testing

/// Random histories of 2 to 8 laptops that share a folder which everything happens to: after the faults have stopped and
/// every laptop has synced four times they all agree, nothing is lost, and the folder is quiet.
///
/// A share of the histories runs in `make test`, 20,000 with FOLLOWUP_SOAK. A history that fails is printed with the
/// fewest actions that still make it fail. To run one alone:
///
///     FOLLOWUP_SEED=1234 SWIFT_DETERMINISTIC_HASHING=1 swift test --filter FaultyFolderTests
@Suite struct FaultyFolderTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let isSoak = environment["FOLLOWUP_SOAK"] != nil
  private static let histories: UInt64 =
    environment["FOLLOWUP_HISTORIES"].flatMap { UInt64($0) } ?? (isSoak ? 20_000 : 300)
  private static let first: UInt64 = environment["FOLLOWUP_FIRST"].flatMap { UInt64($0) } ?? 0
  private static let shards: UInt64 = 8

  @Test(arguments: 0..<shards) func everybodyAgreesAndNothingIsLost(shard: UInt64) throws {
    var met = FolderSimulation.Met()
    if let seed = Self.environment["FOLLOWUP_SEED"].flatMap({ UInt64($0) }) {
      if seed % Self.shards == shard { Self.check(seed, &met) }
      return
    }
    for seed in stride(from: Self.first + shard, to: Self.first + Self.histories, by: Int(Self.shards)) {
      Self.check(seed, &met)
    }
    print("shard \(shard): \(met)")
    // The histories are what they are said to be.
    #expect(met.crashes > 0 && met.failures > 0 && met.damages > 0 && met.copies > 0 && met.published > 0)
    #expect(met.healed > 0 && met.rolledUp > 0 && met.removed > 0 && met.problems > 0 && met.postponed > 0)
    #expect(met.clones > 0 && met.restores > 0 && met.mintings > 0)
  }

  private static func check(_ seed: UInt64, _ met: inout FolderSimulation.Met) {
    let history = FolderHistory(seed: seed, usesRealStores: seed % 23 == 7)
    if let failure = history.failure(met: &met) { Issue.record("\(failure)") }
  }

  /// Seed 1895: the marker was torn before anything else was in the folder, and what the message advises did not help.
  @Test func aTornMarkerInAnEmptyFolderIsWrittenAgainWhenThePersonSaysSo() throws {
    let folder = MemoryFolder()
    let store = MemoryStore(place: "laptop", clock: TestClock(), seed: 1)
    folder.put(Array("{\"encryption\":".utf8), at: "followup-folder.json")
    for _ in 1...2 {
      let failure = try #require(throws: SyncFailure.self) {
        try FolderSync(folder: folder, syncStore: store).run()
      }
      #expect(failure.code == .incomplete && failure.message.contains("--refill"))
    }
    _ = try FolderSync(folder: folder, syncStore: store).run(FolderSync.Options(refill: true))
    let report = try FolderSync(folder: folder, syncStore: store).run()
    #expect(report.bytesWritten == 0)
  }
}
