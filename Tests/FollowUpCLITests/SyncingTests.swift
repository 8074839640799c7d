import EventLog
import EventStorage
import Foundation
import Testing

@testable import FollowUpCLI

/// `sync FOLDER` between laptops: what people see of it.
@Suite struct SyncingTests {
  /// A shared folder that is removed with the value.
  private final class Shared {
    let path: String

    init() throws {
      path = NSTemporaryDirectory() + "followup-shared-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The paths of all files, relative and sorted.
    func files() throws -> [String] {
      try FileManager.default.subpathsOfDirectory(atPath: path).filter { name in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder) && !isFolder.boolValue
      }.sorted()
    }

    func contents() throws -> [String: Data] {
      Dictionary(
        uniqueKeysWithValues: try files().map { ($0, try Data(contentsOf: URL(fileURLWithPath: path + "/" + $0))) })
    }

    func segments() throws -> [String] { try files().filter { $0.hasPrefix("log/") } }

    func write(_ name: String, _ text: String) throws {
      let url = URL(fileURLWithPath: path + "/" + name)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }

  private func digest(_ desktop: Desktop) -> String? { desktop.run("status", "--json").json["digest"]?.string }

  private func number(_ desktop: Desktop, _ name: String) -> Int? {
    desktop.run("status", "--json").json[name]?.number.map { Int($0) }
  }

  /// Two laptops that have synced, each with a change of its own since.
  private func laptops(_ shared: Shared) throws -> (Desktop, Desktop) {
    let (kitchen, travel) = (try Desktop(), try Desktop())
    kitchen.done("device", "kitchen laptop")
    kitchen.done("open", "Acme GmbH", "Swift engineer")
    kitchen.done("sync", shared.path)
    travel.done("sync", shared.path)
    travel.done("device", "travel laptop")
    kitchen.done("edit", "acme", "role=Senior")
    travel.wallMilliseconds += 60_000
    travel.done("edit", "acme", "role=Principal")
    return (kitchen, travel)
  }

  @Test func twoLaptopsAndOneFolder() throws {
    let shared = try Shared()
    let (kitchen, travel) = try laptops(shared)
    // Remembered: the folder need not be named again.
    #expect(kitchen.done("sync").contains("published   1 event"))
    let met = travel.done("sync")
    #expect(met.contains("took in     1 event") && met.contains("published   2 events"))
    #expect(kitchen.done("sync").contains("took in     2 events"))
    #expect(digest(kitchen) == digest(travel))
    #expect(kitchen.done("conflicts").contains("travel laptop"))
    kitchen.done("conflicts", "settle", "acme", "role", "--take", "2")
    kitchen.done("sync")
    travel.done("sync")
    #expect(digest(kitchen) == digest(travel))
    #expect(number(travel, "conflicts") == 0)
    // A round with nothing new writes nothing but what one side has yet to acknowledge.
    kitchen.done("sync")
    let before = try shared.contents()
    #expect(kitchen.done("sync") == "synced with \(shared.path)\n  nothing new on either side\n")
    #expect(travel.done("sync") == "synced with \(shared.path)\n  nothing new on either side\n")
    #expect(try shared.contents() == before)
    #expect(kitchen.done("verify", shared.path).contains("all in order"))
  }

  @Test func amISynced() throws {
    let shared = try Shared()
    let (kitchen, travel) = try laptops(shared)
    travel.done("sync")
    // The kitchen has synced when nobody else had: what it knows is from then.
    var text = kitchen.done("status")
    #expect(text.contains("4 events exist only here") && text.contains("lacks 1 event"))
    kitchen.done("sync")
    text = kitchen.done("status")
    #expect(text.contains("travel laptop") && text.contains("3 of 4") && text.contains("it lacks 1 event"))
    let device = kitchen.run("status", "--json").json["devices"]?.array?.compactMap(\.object).map {
      Dictionary($0.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }.first { $0["own"]?.bool == false }
    #expect(device?["label"] == "travel laptop")
    #expect(device?["has_of_mine"]?.number == 3 && device?["mine"]?.number == 4 && device?["lacks"]?.number == 1)
    #expect(number(kitchen, "only_here") == 1)
    #expect(kitchen.done("device", "train laptop", "--of", "Travel Laptop").contains("travel laptop is train laptop"))
    #expect(kitchen.done("device").contains("train laptop"))
    #expect(kitchen.run("device", "x", "--of", "nobody").err.contains("train laptop"))
    kitchen.done("undo")
    kitchen.done("sync")
    #expect(number(kitchen, "only_here") == 3)
    travel.done("sync")
    kitchen.done("sync")
    #expect(kitchen.done("status").contains("every event is also on another device"))
    #expect(number(kitchen, "only_here") == 0)
  }

  @Test func overAStickAloneItIsKnownTooWhatTheOtherHas() throws {
    let (kitchen, travel) = (try Desktop(), try Desktop())
    kitchen.done("open", "Acme GmbH", "Swift engineer")
    travel.done("merge", kitchen.storePath)
    travel.done("device", "travel laptop")
    #expect(kitchen.done("status").contains("No other device is known yet"))
    kitchen.done("merge", travel.storePath)
    kitchen.done("log", "note", "acme", "x")
    let text = kitchen.done("status")
    #expect(text.contains("2 of 3") && text.contains("it lacks 1 event") && text.contains("1 event exists only here"))
  }

  @Test func aDryRunTellsAndChangesNothing() throws {
    let shared = try Shared()
    let (kitchen, travel) = try laptops(shared)
    travel.done("sync")
    let before = (try shared.contents(), digest(kitchen), number(kitchen, "events"))
    let told = kitchen.done("sync", "--dry-run")
    #expect(told.contains("would sync with") && told.contains("took in     2 events"))
    #expect(told.contains("published   1 event"))
    #expect(try shared.contents() == before.0)
    #expect(digest(kitchen) == before.1 && number(kitchen, "events") == before.2)
    #expect(kitchen.done("sync").contains("took in     2 events"))
    // On a folder that is not one yet.
    let empty = try Shared()
    #expect(kitchen.done("sync", empty.path, "--dry-run").contains("published"))
    #expect(try empty.files().isEmpty)
  }

  @Test func whatVanishedOrWasDamagedIsHealed() throws {
    let shared = try Shared()
    let (kitchen, travel) = try laptops(shared)
    kitchen.done("sync")
    travel.done("sync")
    kitchen.done("sync")
    let whole = try shared.contents()
    let own = try shared.segments()
    for name in own { try FileManager.default.removeItem(atPath: shared.path + "/" + name) }
    // The own log at once, the other's only if it is still lacking at the next sync.
    let first = kitchen.done("sync")
    #expect(first.contains("healed") && first.contains("healing     2 events from other devices"))
    #expect(kitchen.done("sync").contains("healed      2 events"))
    // Written by another device: under the same names, with the same bytes.
    for name in try shared.segments() where own.contains(name) {
      #expect(try shared.contents()[name] == whole[name])
    }
    #expect(kitchen.done("verify", shared.path).contains("all in order"))
    // Damage in the middle of a file.
    let name = try #require(try shared.segments().first)
    var bytes = try #require(try shared.contents()[name])
    bytes[bytes.count / 2] ^= 0x40
    try bytes.write(to: URL(fileURLWithPath: shared.path + "/" + name))
    #expect(kitchen.run("verify", shared.path).status == 3)
    _ = travel.run("sync")
    _ = travel.run("sync")
    #expect(travel.run("sync").status == 0)
    #expect(travel.done("verify", shared.path).contains("all in order"))
    #expect(digest(kitchen) == digest(travel))
  }

  @Test func carriersCopiesAreTakenInAndForeignFilesLeftAlone() throws {
    let shared = try Shared()
    let (kitchen, _) = try laptops(shared)
    kitchen.done("sync")
    let name = try #require(try shared.segments().last)
    let stem = String(name.dropLast(".jsonl".count))
    let copies = [
      "\(stem) (Ann's conflicted copy 2026-11-20).jsonl", "\(stem).sync-conflict-20261120-101112-ABCDEFG.jsonl",
      "\(stem) (1).jsonl", "\(stem)-LAPTOP.jsonl", "\(stem) 2.jsonl",
    ]
    for copy in copies {
      try FileManager.default.moveItem(atPath: shared.path + "/" + name, toPath: shared.path + "/" + copy)
      let fresh = try Desktop()
      #expect(fresh.done("sync", shared.path).contains("took in     4 events"), "\(copy)")
      #expect(digest(fresh) == digest(kitchen), "\(copy)")
      try? FileManager.default.removeItem(atPath: shared.path + "/" + name)
      try FileManager.default.moveItem(atPath: shared.path + "/" + copy, toPath: shared.path + "/" + name)
      for file in try shared.segments() where file != name && !file.hasPrefix(String(stem.prefix(40))) {
        try FileManager.default.removeItem(atPath: shared.path + "/" + file)
      }
    }
    for foreign in ["notes.txt", "log/x.pdf", ".DS_Store", "log/.hidden.jsonl"] { try shared.write(foreign, "x") }
    try shared.write("\(name.prefix { $0 != "/" })/empty.jsonl", "")
    let fresh = try Desktop()
    let text = fresh.done("sync", shared.path)
    #expect(text.contains("left alone  log/x.pdf, notes.txt: not part of the shared folder"))
    #expect(try shared.files().contains("notes.txt"))
  }

  @Test func hostileFilesAreNamedAndAllElseIsDone() throws {
    let shared = try Shared()
    let (kitchen, _) = try laptops(shared)
    kitchen.done("sync")
    let directory = try #require(try shared.segments().first).split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createSymbolicLink(
      atPath: shared.path + "/\(directory)/link.jsonl", withDestinationPath: "/etc/passwd")
    try FileManager.default.createSymbolicLink(atPath: shared.path + "/log/out", withDestinationPath: "/")
    mkfifo(shared.path + "/\(directory)/pipe.jsonl", 0o600)
    try shared.write("\(directory)/..jsonl", "{}\n")
    try shared.write("\(directory)/a..b.jsonl", "{}\n")
    let huge = shared.path + "/\(directory)/huge.jsonl"
    try Data().write(to: URL(fileURLWithPath: huge))
    truncate(huge, 5 << 30)
    let fresh = try Desktop()
    let result = fresh.run("sync", shared.path)
    #expect(result.status == 3)
    #expect(result.out.contains("took in     4 events"))
    for named in ["link.jsonl", "log/out", "pipe.jsonl", "a..b.jsonl", "huge.jsonl"] {
      #expect(result.err.contains(named), "\(named)")
    }
    #expect(digest(fresh) == digest(kitchen))
    #expect(try shared.files().contains("\(directory)/a..b.jsonl"))
  }

  @Test func aSegmentThatClaimsAnotherLogIsNamedAndLeft() throws {
    let shared = try Shared()
    let (kitchen, _) = try laptops(shared)
    kitchen.done("sync")
    let name = try #require(try shared.segments().first)
    let text = String(decoding: try #require(try shared.contents()[name]), as: UTF8.self)
    let directory = name.split(separator: "/").dropLast().joined(separator: "/")
    let forged = "\(directory)/0000000001-0000000009-0123456789abcdef.jsonl"
    try shared.write(forged, text)
    let other = "log/01a1fc65-add5-7854-910a-703389354f76/\(name.split(separator: "/").last ?? "")"
    try shared.write(other, text)
    let fresh = try Desktop()
    let result = fresh.run("sync", shared.path)
    #expect(result.status == 3)
    #expect(result.err.contains(other) && result.err.contains("which the file's name does not announce"))
    #expect(digest(fresh) == digest(kitchen))
    #expect(try shared.files().contains(other) && shared.files().contains(forged))
  }

  @Test func foldersThatAreNone() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer")
    let marker = "followup-folder.json"
    func refused(_ words: String, _ make: (Shared) throws -> Void) throws {
      let shared = try Shared()
      try make(shared)
      let before = try shared.contents()
      let result = desktop.run("sync", shared.path)
      #expect(result.status == 1 && result.err.contains(words), "\(words): \(result.err)")
      #expect(try shared.contents() == before)
    }
    try refused("it contains other files") { try $0.write("taxes.ods", "x") }
    try refused("a later release created this folder (version 2)") {
      try $0.write(marker, #"{"encryption":"none","format":"followup-folder","v":2}"#)
    }
    try refused("this folder is encrypted (age)") {
      try $0.write(marker, #"{"encryption":"age","format":"followup-folder","v":1}"#)
    }
    try refused("belongs to another program") { try $0.write(marker, #"{"format":"other","v":1}"#) }
    try refused("damaged or incomplete") { try $0.write(marker, #"{"encryption":"no"#) }
    try refused("is missing, so some files may not have arrived") { try $0.write("log/x/y.jsonl", "") }
    try refused("not downloaded yet") { try $0.write(".\(marker).icloud", "x") }
    let file = try desktop.file("plain", "x")
    #expect(desktop.run("sync", file).err.contains("not a folder"))
    #expect(
      desktop.run("sync", desktop.folder + "/a/b/c").err.contains("neither the folder nor the one above it exists"))
    #expect(!FileManager.default.fileExists(atPath: desktop.folder + "/a"))
    #expect(desktop.run("sync", desktop.folder).err.contains("is in this folder"))
    #expect(desktop.run("sync").status == 2)
    // One that is not there is made, in a place that is.
    #expect(desktop.done("sync", desktop.folder + "/new").contains("it is a shared folder now"))
  }

  @Test func aFolderThatWentAwayIsNotFilledByAccident() throws {
    let desktop = try Desktop()
    let shared = try Shared()
    desktop.done("open", "Acme", "Engineer")
    desktop.done("sync", shared.path)
    let aside = shared.path + "-aside"
    try FileManager.default.moveItem(atPath: shared.path, toPath: aside)
    #expect(desktop.run("sync").err.contains("the folder is missing"))
    #expect(!FileManager.default.fileExists(atPath: shared.path))
    // An empty mount point.
    try FileManager.default.createDirectory(atPath: shared.path, withIntermediateDirectories: false)
    #expect(desktop.run("sync").err.contains("the folder is empty, but was not"))
    #expect(try shared.files().isEmpty)
    #expect(desktop.done("sync", "--refill").contains("it is a shared folder now"))
    #expect(desktop.done("verify", shared.path).contains("2 events"))
    // The marker alone is lost: who knows the folder writes it again.
    try FileManager.default.removeItem(atPath: shared.path + "/followup-folder.json")
    desktop.done("sync")
    #expect(try shared.files().contains("followup-folder.json"))
    try FileManager.default.removeItem(atPath: aside)
  }

  @Test func aStoreInASyncedFolderIsRefused() throws {
    let desktop = try Desktop()
    let shared = try Shared()
    desktop.done("open", "Acme", "Engineer")
    desktop.done("sync", shared.path)
    for folder in [shared.path, desktop.folder + "/Dropbox", desktop.folder + "/OneDrive - Contoso"] {
      let store = folder + "/sub/my.db"
      let result = desktop.run("--store", store, "open", "Globex", "Engineer")
      #expect(result.status == 1 && result.err.contains("--store-anyway"), "\(result.err)")
      #expect(!FileManager.default.fileExists(atPath: store))
    }
    try FileManager.default.createDirectory(
      atPath: desktop.folder + "/carried/.stfolder", withIntermediateDirectories: true)
    #expect(desktop.run("--store", desktop.folder + "/carried/x.db", "open", "A", "B").err.contains("Syncthing"))
    desktop.done("--store", desktop.folder + "/Dropbox/my.db", "--store-anyway", "open", "Globex", "Engineer")
    #expect(desktop.run("--store", desktop.folder + "/Dropbox/my.db", "list").status == 1)
  }

  @Test func aFolderIsASourceOfAMerge() throws {
    let shared = try Shared()
    let (kitchen, _) = try laptops(shared)
    kitchen.done("sync")
    let before = try shared.contents()
    let fresh = try Desktop()
    #expect(fresh.done("merge", shared.path).hasPrefix("merged 1 source: 4 new,"))
    #expect(digest(fresh) == digest(kitchen))
    #expect(try shared.contents() == before)
    try shared.write("log/torn.jsonl", "{\"device\":\n")
    let result = fresh.run("merge", shared.path)
    #expect(result.status == 3 && result.err.contains("torn.jsonl:1:"))
    let other = try Desktop()
    #expect(fresh.run("merge", other.folder).err.contains("not a shared folder"))
  }
}
