import EventLog
import EventStorage
import Foundation
import Testing

@testable import FollowUpCLI

/// What went wrong in other programs that keep or sync what people write, as it was reported in 2026: each fault is one
/// test, by the name under which it would be reported here.
@Suite struct FaultsOfOthersTests {
  private static let day: Int64 = 86_400_000

  private func digest(_ desktop: Desktop) -> String? { desktop.run("status", "--json").json["digest"]?.string }

  private func shared(_ desktop: Desktop) -> String { desktop.folder + "/shared" }

  private func files(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }.sorted()
  }

  /// The store goes on counting where the backup ended, and others take what is written then for what they have.
  @Test func aRestoredStoreDropsNothingThatIsWrittenLater() throws {
    let (one, other) = (try Desktop(), try Desktop())
    let folder = shared(one)
    one.done("open", "Acme", "Engineer")
    one.done("backup", one.folder + "/backups")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: one.folder + "/backups").first)
    let backup = "\(one.folder)/backups/\(name)"
    one.done("log", "note", "acme", "written after the backup")
    one.done("sync", folder)
    other.done("sync", folder)
    for round in ["by restore", "by copying the file"] {
      if round == "by restore" {
        one.done("restore", backup)
      } else {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: one.storePath + suffix) }
        try FileManager.default.copyItem(atPath: backup, toPath: one.storePath)
      }
      for number in 1...3 { #expect(one.run("log", "note", "acme", "\(round) \(number)").status == 0) }
      #expect(one.run("sync", folder).status == 0)
      #expect(other.run("sync").status == 0)
      #expect(digest(one) == digest(other), "\(round)")
      let shown = other.done("show", "acme")
      for number in 1...3 { #expect(shown.contains("\(round) \(number)")) }
      #expect(shown.contains("written after the backup"))
    }
    for desktop in [one, other] { desktop.done("verify") }
  }

  /// The replica looks well as long as nobody needs it.
  @Test func whatReplicatesAlsoRestores() throws {
    let one = try Desktop()
    let folder = shared(one)
    one.done("open", "Acme", "Engineer")
    one.done("sync", folder)
    for number in 0..<40 {
      one.done("log", "note", "acme", "note \(number)")
      if number % 7 == 0 { one.done("sync") }
    }
    one.done("sync")
    one.done("backup", one.folder + "/backups")
    one.done("backup", one.folder + "/backups", "--drill")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: one.folder + "/backups").first)
    for source in [folder, "\(one.folder)/backups/\(name)"] {
      let fresh = try Desktop()
      fresh.done("restore", source)
      #expect(digest(fresh) == digest(one), "\(source)")
      fresh.done("verify")
      fresh.done("log", "note", "acme", "and goes on")
    }
  }

  /// A new machine that is told "synced", and has nothing.
  @Test func aNewReplicaThatGetsNothingIsToldSo() throws {
    let one = try Desktop()
    let folder = shared(one)
    one.done("open", "Acme", "Engineer")
    one.done("sync", folder)
    let good = try Desktop()
    #expect(good.done("sync", folder).contains("took in     2 events") && digest(good) == digest(one))
    // The carrier brings the names and not the bytes; or the acks and not the log.
    let names = try files(folder)
    for name in names { try Data().write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
    let empty = try Desktop()
    let first = empty.run("sync", folder)
    #expect(names.allSatisfy { first.err.contains($0) } && !first.out.contains("nothing new"))
    #expect(empty.run("sync").status == 3)
    try FileManager.default.removeItem(atPath: folder + "/log")
    let lacking = try Desktop()
    let second = lacking.run("sync", folder)
    #expect(second.err.contains("events that are not here") && !second.out.contains("nothing new"))
    #expect(lacking.run("verify", folder).status == 3)
    // The first machine has lost nothing by it.
    #expect(one.run("sync").status == 0)
    #expect(lacking.done("sync").contains("took in     2 events") && digest(lacking) == digest(one))
  }

  /// The laptop whose clock is ahead wins for five minutes, whatever is written elsewhere.
  @Test func noWriteIsLostToAClockFiveMinutesAhead() throws {
    let (right, ahead) = (try Desktop(), try Desktop())
    let folder = shared(right)
    right.done("open", "Acme", "Engineer")
    right.done("sync", folder)
    ahead.wallMilliseconds += 5 * 60_000
    ahead.done("sync", folder)
    ahead.done("edit", "acme", "role=Principal")
    ahead.done("sync")
    right.done("sync")
    // One minute later by the right clock, four before the other's: whoever has seen a value may change it.
    right.wallMilliseconds += 60_000
    right.done("edit", "acme", "role=Director")
    right.done("sync")
    ahead.done("sync")
    for desktop in [right, ahead] {
      #expect(desktop.done("list").contains("Director"))
      #expect(desktop.run("conflicts", "--json").json["conflicts"]?.array?.isEmpty == true)
    }
    // Where neither has seen the other's, both values are kept for the person to choose.
    right.done("edit", "acme", "location=Hammond")
    ahead.done("edit", "acme", "location=Gary")
    for desktop in [right, ahead, right] { desktop.done("sync") }
    for desktop in [right, ahead] {
      let conflicts = desktop.done("conflicts")
      #expect(conflicts.contains("Hammond") && conflicts.contains("Gary"))
    }
    #expect(digest(right) == digest(ahead))
  }

  /// A laptop that is given away is waited for: nothing is tidied, or nothing synced, until somebody removes it by hand.
  @Test func aRetiredDeviceBlocksNobody() throws {
    let (one, other, retired) = (try Desktop(), try Desktop(), try Desktop())
    let folder = shared(one)
    retired.done("open", "Acme", "Engineer")
    for number in 0..<10 {
      retired.done("log", "note", "acme", "old \(number)")
      retired.done("sync", folder)
    }
    one.done("sync", folder)
    other.done("sync", folder)
    // It writes once more, and is never seen again.
    retired.done("log", "note", "acme", "never synced")
    let before = try files(folder).count
    for round in 0..<12 {
      for desktop in [one, other] {
        desktop.wallMilliseconds += 8 * Self.day
        desktop.done("log", "note", "acme", "round \(round)")
        let result = desktop.run("sync")
        #expect(result.status == 0 && !result.err.contains("not here"), "\(round): \(result.err)")
      }
    }
    one.done("sync")
    #expect(digest(one) == digest(other))
    // Its log is tidied by those who are left, and of its files none is lost.
    let device = try #require(
      retired.run("device", "--json").json["devices"]?.array?.first?.object?.first { $0.name == "device" }?.value.string
    )
    let left = try files(folder).filter { $0.contains(device) }
    #expect(left.count < before && !left.isEmpty)
    #expect(one.done("verify", folder).contains("all in order"))
    #expect(one.done("doctor").contains("no problems found"))
    #expect(one.done("show", "acme").contains("old 9"))
  }

  /// A machine, or a carrier, that was away for a year brings back what was deleted since.
  @Test func whatWasDeletedDoesNotComeBackAfterAYear() throws {
    let (one, away) = (try Desktop(), try Desktop())
    let folder = shared(one)
    one.done("open", "Acme", "Engineer")
    one.done("open", "Globex", "Clerk")
    for number in 0..<20 {
      one.done("log", "note", "globex", "note \(number)")
      one.done("sync", folder)
    }
    away.done("sync", folder)
    // What the carrier of the one that is away will bring again.
    let old = Dictionary(
      uniqueKeysWithValues: try files(folder).map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
      })
    one.done("retract", "acme")
    for _ in 0..<30 {
      one.wallMilliseconds += 12 * Self.day
      one.done("log", "note", "globex", "later")
      one.done("sync")
    }
    let (tidy, state) = (try files(folder), digest(one))
    for (name, bytes) in old {
      let path = "\(folder)/\(name)"
      try FileManager.default.createDirectory(
        atPath: String(path[..<(try #require(path.lastIndex(of: "/")))]), withIntermediateDirectories: true)
      try bytes.write(to: URL(fileURLWithPath: path))
    }
    away.wallMilliseconds = one.wallMilliseconds
    away.done("sync")
    #expect(digest(away) == state)
    for _ in 0..<3 {
      one.done("sync")
      away.done("sync")
    }
    for desktop in [one, away] {
      #expect(!desktop.done("list").contains("Acme") && desktop.done("list").contains("Globex"))
      #expect(digest(desktop) == state)
      desktop.done("verify", folder)
    }
    // And the files that came back are tidied away again.
    let left = try files(folder)
    #expect(left.count <= tidy.count + 2, "\(left)")
  }
}
