import EventLog
import FollowUpKit
import Foundation
import TestSupport
import Testing

/// What a client learns of a store without the program.
@Suite struct JobSearchDoctorTests {
  /// What the machine that runs the tests is at fault for.
  private static let machine: Set<String> = [
    "sqlite-old", "sqlite-fault", "store-network", "store-synced", "permissions", "permissions-not-kept", "disk-full",
    "anchor-missing",
  ]

  private func codes(_ folder: SearchFolder) async throws -> [String] {
    try await folder.search.doctor().map(\.code).filter { !Self.machine.contains($0) }
  }

  @Test func aSoundStoreNeedsNothing() async throws {
    let folder = try SearchFolder()
    try await folder.search.open("Acme", "Engineer")
    #expect(try await codes(folder) == [])
  }

  @Test func aClockThatIsAheadIsNamedWithItsCommand() async throws {
    let folder = try SearchFolder()
    try await folder.search.open("Acme", "Engineer")
    let other = try SearchFolder(seed: 2)
    other.clock.milliseconds += 2 * 86_400_000
    try await other.search.open("Harbour", "Pilot")
    let log = folder.folder.file("other.jsonl")
    try Data(try other.exported(.log).utf8).write(to: URL(fileURLWithPath: log))
    try await folder.search.merge([log])
    let found = try await folder.search.doctor().filter { $0.code == "clock-ahead" }
    #expect(found.count == 1 && found[0].severity == .warning && found[0].command != nil, "\(found)")
  }

  @Test func aFolderThatIsGoneIsNoted() async throws {
    let folder = try SearchFolder()
    let shared = folder.folder.file("shared")
    try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: true)
    try await folder.search.open("Acme", "Engineer")
    try await folder.search.sync(with: shared)
    #expect(try await codes(folder) == [])
    try FileManager.default.removeItem(atPath: shared)
    #expect(try await codes(folder) == ["folder-missing"])
  }
}
