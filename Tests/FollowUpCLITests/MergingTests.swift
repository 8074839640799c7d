import EventLog
import EventStorage
import Foundation
import Testing

@testable import FollowUpCLI

@Suite struct MergingTests {
  /// Two laptops that know of one application and have both changed its role since.
  private func laptops() throws -> (Desktop, Desktop) {
    let (one, two) = (try Desktop(), try Desktop())
    one.done("device", "kitchen")
    one.done("open", "Acme GmbH", "Swift engineer")
    two.done("merge", one.storePath)
    two.done("device", "desk")
    one.done("edit", "acme", "role=Senior")
    two.wallMilliseconds += 60_000
    two.done("edit", "acme", "role=Principal")
    return (one, two)
  }

  private func digest(_ desktop: Desktop) -> String? { desktop.run("status", "--json").json["digest"]?.string }

  @Test func bothLaptopsAgreeAndTheConflictIsSettled() throws {
    let (one, two) = try laptops()
    one.done("merge", two.storePath)
    two.done("merge", one.storePath)
    #expect(digest(one) == digest(two))
    let conflicts = one.run("conflicts", "--json").json["conflicts"]?.array
    #expect(conflicts?.count == 1)
    let members = Dictionary(uniqueKeysWithValues: (conflicts?.first?.object ?? []).map { ($0.name, $0.value) })
    #expect(members["value"] == "Principal")
    #expect(members["others"] == JSONValue(array: ["Senior"]))
    #expect(members["field"] == "role")
    let text = one.done("conflicts")
    #expect(text.contains("kitchen") && text.contains("desk") && text.contains("Fri 2026-11-20 09:01"))
    #expect(one.done("show", "acme").contains("in conflict"))
    #expect(one.run("conflicts", "settle", "acme", "role", "--take", "3").status == 2)
    #expect(one.run("conflicts", "settle", "acme", "source", "--take", "1").status == 1)
    one.done("conflicts", "settle", "acme", "role", "--take", "2")
    #expect(one.run("conflicts", "--json").json["conflicts"]?.array?.isEmpty == true)
    two.done("merge", one.storePath)
    #expect(digest(one) == digest(two))
    #expect(two.done("history", "acme").contains("role: Senior  (was Principal | Senior)"))
  }

  @Test func undoKeepsWhatWasChangedSince() throws {
    let (one, two) = try laptops()
    two.done("merge", one.storePath)
    two.done("conflicts", "settle", "acme", "role", "--value", "Boss")
    one.done("merge", two.storePath)
    let result = one.run("undo")
    #expect(result.status == 0)
    #expect(result.out.contains("kept: Acme GmbH — Boss: role, changed later on desk"))
    #expect(one.done("show", "acme").contains("Boss"))
  }

  @Test func undoTakesBackAnyNumberOfCommands() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    for role in ["One", "Two", "Two", "Three"] { desktop.done("edit", "acme", "role=\(role)") }
    let before = digest(desktop)
    desktop.done("log", "note", "acme", "x")
    #expect(desktop.done("undo").contains("taken back: note"))
    desktop.done("undo", "2")
    #expect(desktop.done("list").contains("Two"))
    desktop.done("undo", "2")
    #expect(desktop.done("list").contains("Engineer"))
    #expect(digest(desktop) != before)
    let list = desktop.run("undo", "--list", "--json").json["commands"]?.array ?? []
    #expect(list.count == 11)
    desktop.done("undo")
    #expect(desktop.run("list", "--all").out.isEmpty)
    #expect(desktop.run("undo").status == 1)
  }

  @Test func aMergeIsOneTransactionAndSaysWhatBecameOfEachSource() throws {
    let (one, two) = try laptops()
    let log = two.folder + "/two.jsonl"
    two.done("export", "-o", log)
    let bad = try one.file("bad.jsonl", "{\"not\":\"an event\"}\n")
    let result = one.run("merge", log, bad, one.folder, one.folder + "/nothing.jsonl", one.storePath, "--json")
    #expect(result.status == 3)
    #expect(result.json["new"]?.number == 2)
    #expect(result.json["refused"]?.number == 4)
    let text = one.run("merge", bad, one.folder, one.storePath, "nothing.jsonl", log)
    #expect(text.err.contains("\(bad):1: ") && text.err.contains("not a shared folder"))
    #expect(text.err.contains("this is the store itself") && text.err.contains("nothing.jsonl: no such file"))
    #expect(text.out.contains("0 new, 5 known, 4 refused"))
    two.done("merge", one.storePath)
    #expect(digest(one) == digest(two))
  }

  @Test func whatCannotBeReadMakesNoStore() throws {
    let desktop = try Desktop()
    #expect(desktop.run("merge", desktop.folder + "/nothing.jsonl").status == 1)
    #expect(!FileManager.default.fileExists(atPath: desktop.storePath))
  }

  @Test func whatWaitsIsTold() throws {
    let (one, two) = try laptops()
    let log = one.done("export").split(separator: "\n").map(String.init)
    let last = try one.file("last.jsonl", (log.last ?? "") + "\n")
    let fresh = try Desktop()
    let result = fresh.run("merge", last)
    #expect(result.status == 0)
    #expect(result.out.contains("1 line waits for event \(log.count - 1) of device "))
    #expect(fresh.run("status", "--json").json["waiting"]?.number == 1)
    fresh.done("merge", one.storePath, two.storePath)
    #expect(fresh.run("status", "--json").json["waiting"]?.number == 0)
  }

  @Test func aStoreThatIsLockedIsToldAndUnchanged() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    let log = desktop.folder + "/log.jsonl"
    desktop.done("export", "-o", log)
    desktop.busySeconds = 0.1
    let before = digest(desktop)
    let other = try EventStore(openingAt: desktop.storePath, environment: .live(anchorDirectory: nil))
    _ = try other.write { _ in
      for arguments in [["log", "note", "acme", "x"], ["merge", log], ["undo"], ["rebuild"]] {
        let result = desktop.run(arguments: arguments)
        #expect(result.status == 1, "\(arguments)")
        #expect(result.err.contains("locked"), "\(result.err)")
      }
      // Readers never wait.
      #expect(desktop.run("list").status == 0)
    }
    try other.close()
    #expect(digest(desktop) == before)
    desktop.done("log", "note", "acme", "x")
  }

  @Test func aCopyOfTheStoreWritesAsANewDevice() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    let copy = desktop.folder + "/copy.db"
    try FileManager.default.copyItem(atPath: desktop.storePath, toPath: copy)
    let result = desktop.run("log", "note", "acme", "x", "--store", copy)
    #expect(result.status == 0)
    #expect(result.err.contains("writes as a new device"))
    #expect(desktop.run("log", "note", "acme", "y", "--store", copy).err.isEmpty)
  }

  @Test func exportsAreWholeAndNeverOverTheStore() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    let file = desktop.folder + "/out.jsonl"
    #expect(desktop.done("export", "-o", file, "--json").contains("\"lines\":2"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == desktop.done("export"))
    #expect(desktop.run("export", "-o", desktop.storePath).status == 2)
    #expect(desktop.run("export", "-o", desktop.folder).status == 1)
    #expect(desktop.run("export", "-o", desktop.folder + "/no/such/out").status == 1)
    #expect(desktop.run("export", "--json").status == 2)
    #expect(desktop.done("export", "--format", "state").split(separator: "\n").count == 2)
    #expect(desktop.done("verify").contains("2 events, all in order"))
    let names = try FileManager.default.contentsOfDirectory(atPath: desktop.folder)
    #expect(!names.contains { $0.contains(".tmp-") })
  }
}
