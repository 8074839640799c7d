import EventLog
import EventStorage
import EventSync
import Foundation
import TestSupport
import Testing

/// Day after day of ordinary use: no false alarm, few files, little written.
@Suite struct OrdinarySyncTests {
  private static let isSoak = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] != nil

  @Test func manySyncsMintNothingAndLeaveFewFiles() throws {
    let rounds = Self.isSoak ? 5_000 : 250
    let place = try TemporaryFolder(inMemory: true)
    let clock = TestClock()
    let shared = place.file("shared")
    try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: true)
    let stores = try (0..<2).map { number in
      try EventStore(
        creatingAt: place.file("\(number)/a.db"),
        environment: clock.environment(
          seed: UInt64(number), machine: "machine \(number)", anchorDirectory: place.file("anchors\(number)")),
        connections: .single)
    }
    let record: RecordID = try #require(RecordID("01a1fc65-add5-7854-910a-703389354f76"))
    var minted = 0
    var written: Int64 = 0
    for round in 0..<rounds {
      for (number, store) in stores.enumerated() {
        clock.milliseconds += 3_600_000
        _ = try store.append([Draft(record: record, set: ["n": JSONValue(integer: round)])])
        let report = try FolderSync(folder: DiskFolder(path: shared), store: store).run()
        if report.minting != nil { minted += 1 }
        written += report.bytesWritten
        #expect(report.problems.isEmpty && report.healed == 0 && report.postponed == 0, "round \(round), \(number)")
      }
    }
    // Each store's first write mints, and nothing afterwards.
    #expect(minted == 0)
    for _ in 0..<3 { for store in stores { _ = try FolderSync(folder: DiskFolder(path: shared), store: store).run() } }
    let statuses = try stores.map { try $0.read { try $0.status() } }
    #expect(statuses[0].digest == statuses[1].digest)
    for status in statuses {
      #expect(status.events == Int64(2 * rounds) && status.waiting.isEmpty)
      #expect(status.devices.allSatisfy { $0.heads.count == 1 } && status.devices.count == 2)
    }
    let segments = try FileManager.default.subpathsOfDirectory(atPath: shared).filter { $0.hasSuffix(".jsonl") }
    #expect(segments.count <= 2 * 40, "\(segments.count)")
    var log: Int64 = 0
    try stores[0].read { try $0.exportLog { log += Int64($0.count) } }
    #expect(written <= 12 * log, "\(written) bytes for a log of \(log)")
    // The folder alone gives the same.
    let fresh = try EventStore(creatingAt: place.file("fresh.db"), environment: .fixed(), connections: .single)
    let contents = try FolderContents(of: DiskFolder(path: shared))
    #expect(try fresh.ingest(contents.sources).accepted == 2 * rounds)
    #expect(contents.problems.isEmpty)
    #expect(try fresh.read { try $0.digest() } == statuses[0].digest)
  }

  @Test func nothingIsOpenedThatStandsAsItDid() throws {
    let place = try TemporaryFolder(inMemory: true)
    let clock = TestClock()
    let store = try EventStore(
      creatingAt: place.file("a.db"),
      environment: clock.environment(anchorDirectory: place.file("anchors")), connections: .single)
    _ = try store.ingest(lines: try Fixtures.lines("stories/s2-quast.jsonl"))
    let record: RecordID = try #require(RecordID("01a1fc65-add5-7854-910a-703389354f76"))
    _ = try store.append([Draft(record: record, set: ["n": "x"])])
    let shared = place.file("shared")
    try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: true)
    let folder = WatchedFolder(DiskFolder(path: shared))
    _ = try FolderSync(folder: folder, store: store).run()
    folder.opened = []
    _ = try FolderSync(folder: folder, store: store).run()
    _ = try FolderSync(folder: folder, store: store).run()
    #expect(folder.opened.filter { $0.hasPrefix("log/") || $0.hasPrefix("acks/") } == [])
    // One that was touched is read again, and nothing else.
    let name = try #require(
      try FileManager.default.subpathsOfDirectory(atPath: shared).first { $0.hasSuffix(".jsonl") })
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000_000)], ofItemAtPath: shared + "/" + name)
    folder.opened = []
    _ = try FolderSync(folder: folder, store: store).run()
    #expect(folder.opened.filter { $0.hasPrefix("log/") } == [name])
  }
}

/// A folder that notes what is opened.
private final class WatchedFolder: FolderAccess {
  private let folder: DiskFolder
  var opened: [String] = []
  var name: String { folder.name }

  init(_ folder: DiskFolder) { self.folder = folder }

  func entries(of directory: String) throws -> [FolderEntry] { try folder.entries(of: directory) }
  func entry(at path: String) throws -> FolderEntry? { try folder.entry(at: path) }
  func open(_ path: String) throws -> any FolderFile {
    opened.append(path)
    return try folder.open(path)
  }
  func makeDirectory(_ path: String) throws { try folder.makeDirectory(path) }
  func write(_ bytes: [UInt8], to path: String, temporaryName: String, isDurable: Bool) throws -> FolderEntry {
    return try folder.write(bytes, to: path, temporaryName: temporaryName, isDurable: isDurable)
  }
  func remove(_ path: String) throws { try folder.remove(path) }
}
