import EventStorage
import FollowUpKit
import Foundation
import TestSupport
import Testing

/// What a client gets of a folder of backups without the program.
@Suite struct JobSearchBackupTests {
  @Test func onlyWhatThePolicyAsksForStays() throws {
    let folder = try SearchFolder()
    let backups = folder.folder.file("backups")
    try FileManager.default.createDirectory(atPath: backups, withIntermediateDirectories: true)
    try folder.search.open("Acme", "Engineer")
    var summary = try folder.search.backup(into: backups)
    let first = summary.kept
    #expect(first.count == 1 && summary.removed.isEmpty && summary.path == "\(backups)/\(first[0])")
    for day in 1...4 {
      folder.wait(seconds: 86_400)
      try folder.search.record("note", on: "acme", words: ["day \(day)"])
      summary = try folder.search.backup(into: backups)
    }
    #expect(summary.kept.count == 5)
    folder.wait(seconds: 86_400)
    summary = try folder.search.backup(into: backups, keeping: RetentionPolicy(daily: 2))
    #expect(summary.kept.count == 2 && summary.removed.count == 4 && summary.removed.first == first[0])
    #expect(try FileManager.default.contentsOfDirectory(atPath: backups).sorted() == summary.kept)
    // What stays is a search like any other.
    let copy = try JobSearch(
      openingAt: summary.path,
      environment: JobSearch.Environment(
        store: .fixed(seed: 9, machine: "another"), zones: TestZones.rules,
        zone: try TestZones.zone("America/Chicago")))
    defer { try? copy.close() }
    #expect(try copy.applications().map(\.application.company) == ["Acme"])
  }

  @Test func aFolderThatIsMissingIsAnError() throws {
    let folder = try SearchFolder()
    try folder.search.open("Acme", "Engineer")
    #expect(throws: StoreError.self) { try folder.search.backup(into: folder.folder.file("gone")) }
  }
}
