import EventLog
import EventStorage
import Foundation
import Testing

@testable import FollowUpCLI

/// Copied databases, old ones put over newer ones, cloned homes: with a shared folder between them (FORMAT 6).
@Suite struct CloneTests {
  private let shared: String

  init() throws {
    shared = NSTemporaryDirectory() + "followup-shared-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: true)
  }

  private func digest(_ desktop: Desktop) -> String? { desktop.run("status", "--json").json["digest"]?.string }

  private func ownDevices(_ desktop: Desktop) -> Int {
    desktop.run("status", "--json").json["devices"]?.array?.compactMap(\.object).filter { device in
      device.contains { $0.name == "own" && $0.value.bool == true }
    }.count ?? 0
  }

  /// Syncs until everybody has had two turns, and expects one state, with these notes in it.
  private func settle(_ desktops: [Desktop], notes: [String]) {
    for _ in 0..<3 { for desktop in desktops { desktop.done("sync", shared) } }
    let digests = Set(desktops.map { digest($0) })
    #expect(digests.count == 1)
    for desktop in desktops {
      let text = desktop.done("show", "acme")
      for note in notes { #expect(text.contains(note), "\(note)") }
      desktop.done("verify")
    }
    #expect(desktops[0].done("verify", shared).contains("all in order"))
    try? FileManager.default.removeItem(atPath: shared)
  }

  private func copyStore(_ one: Desktop, to other: Desktop) throws {
    try? FileManager.default.createDirectory(
      atPath: other.folder + "/data/followup", withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: other.storePath)
    try FileManager.default.copyItem(atPath: one.storePath, toPath: other.storePath)
  }

  @Test func aDatabaseCopiedToAnotherLaptop() throws {
    let (one, two) = (try Desktop(), try Desktop())
    one.done("open", "Acme", "Engineer")
    one.done("sync", shared)
    try copyStore(one, to: two)
    one.done("log", "note", "acme", "from one")
    // The copy does not take the folder of the other machine's for its own: it has to be named.
    let first = two.run("log", "note", "acme", "from two")
    #expect(first.err.contains("it writes as a new device") && first.err.contains("nothing was lost"))
    #expect(!two.run("log", "note", "acme", "again").err.contains("new device"))
    settle([one, two], notes: ["from one", "from two", "again"])
    #expect(ownDevices(one) == 1)
  }

  @Test func anOldDatabaseOverANewerOne() throws {
    let (one, two) = (try Desktop(), try Desktop())
    one.done("open", "Acme", "Engineer")
    one.done("sync", shared)
    let old = one.folder + "/old.db"
    try FileManager.default.copyItem(atPath: one.storePath, toPath: old)
    one.done("log", "note", "acme", "since then")
    one.done("sync")
    try FileManager.default.removeItem(atPath: one.storePath)
    try FileManager.default.moveItem(atPath: old, toPath: one.storePath)
    // Whether it writes or syncs first, it says so once.
    let result = one.run("sync")
    #expect(result.status == 0)
    #expect(result.out.contains("took in     1 event"))
    one.done("log", "note", "acme", "after the restore")
    two.done("sync", shared)
    settle([one, two], notes: ["since then", "after the restore"])
  }

  @Test func anOldDatabaseThatWritesBeforeItSyncs() throws {
    let (one, two) = (try Desktop(), try Desktop())
    one.done("open", "Acme", "Engineer")
    one.done("sync", shared)
    let old = one.folder + "/old.db"
    try FileManager.default.copyItem(atPath: one.storePath, toPath: old)
    one.done("log", "note", "acme", "since then")
    one.done("sync")
    try FileManager.default.removeItem(atPath: one.storePath)
    try FileManager.default.moveItem(atPath: old, toPath: one.storePath)
    let result = one.run("log", "note", "acme", "after the restore")
    #expect(result.err.contains("another copy of this store, perhaps an older one"))
    two.done("sync", shared)
    settle([one, two], notes: ["since then", "after the restore"])
  }

  @Test func aClonedHomeBranchesAndOneSentenceTellsOfIt() throws {
    // The same machine identity, paths and anchors: nothing can tell the clone from its original.
    let one = try Desktop()
    one.done("open", "Acme", "Engineer")
    one.done("sync", shared)
    let aside = one.folder + "-clone"
    try FileManager.default.copyItem(atPath: one.folder, toPath: aside)
    one.done("log", "note", "acme", "from the original")
    one.done("sync")
    // Now the clone is where the original was.
    func swap() throws {
      try FileManager.default.moveItem(atPath: one.folder, toPath: one.folder + "-x")
      try FileManager.default.moveItem(atPath: aside, toPath: one.folder)
      try FileManager.default.moveItem(atPath: one.folder + "-x", toPath: aside)
    }
    try swap()
    one.done("log", "note", "acme", "from the clone")
    let told = one.run("sync")
    #expect(told.status == 0)
    #expect(told.err.contains("has written as the same device elsewhere"))
    #expect(!one.run("sync").err.contains("device"))
    one.done("log", "note", "acme", "the clone goes on")
    #expect(ownDevices(one) == 2)
    one.done("sync")
    try swap()
    let original = one.run("sync")
    #expect(original.status == 0 && original.out.contains("took in"))
    #expect(original.err.contains("has written as the same device elsewhere"))
    one.done("log", "note", "acme", "the original goes on")
    one.done("sync")
    try swap()
    one.done("sync")
    try swap()
    let notes = ["from the original", "from the clone", "the clone goes on", "the original goes on"]
    settle([one], notes: notes)
    let first = digest(one)
    try swap()
    #expect(digest(one) == first)
    try FileManager.default.removeItem(atPath: aside)
  }
}
