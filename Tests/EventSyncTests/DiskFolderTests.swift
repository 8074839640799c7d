import EventStorage
import Foundation
import TestSupport
import Testing

@testable import EventSync

/// The file access of a folder on a disk: what others put into it does not lead out of it.
@Suite struct DiskFolderTests {
  private let place: TemporaryFolder
  private let folder: DiskFolder

  init() throws {
    place = try TemporaryFolder()
    for name in ["shared/log/device", "outside/device"] {
      try FileManager.default.createDirectory(atPath: place.file(name), withIntermediateDirectories: true)
    }
    try Data("theirs".utf8).write(to: URL(fileURLWithPath: place.file("outside/device/a.jsonl")))
    folder = DiskFolder(path: place.file("shared"))
  }

  private func link(_ name: String, to target: String) throws {
    try? FileManager.default.removeItem(atPath: place.file(name))
    try FileManager.default.createSymbolicLink(atPath: place.file(name), withDestinationPath: place.file(target))
  }

  private func outside() throws -> [String: String] {
    let root = place.file("outside")
    var found: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
      found[name] = try? String(contentsOfFile: "\(root)/\(name)", encoding: .utf8)
    }
    return found
  }

  private func write(_ path: String, _ text: String = "mine") throws -> FolderEntry {
    try folder.write(Array(text.utf8), to: path, temporaryName: ".tmp-x-1", isDurable: true)
  }

  @Test(arguments: [("shared/log", "outside", "log"), ("shared/log/device", "outside/device", "log/device")])
  func aLinkOnTheWayIsNeitherReadNorWrittenThrough(name: String, target: String, named: String) throws {
    try link(name, to: target)
    let before = try outside()
    let path = "log/device/a.jsonl"
    for attempt in [
      { _ = try self.write(path) }, { _ = try self.folder.open(path) }, { try self.folder.remove(path) },
      { _ = try self.folder.entries(of: "log/device") }, { try self.folder.makeDirectory("log/device/new") },
      { _ = try self.folder.entry(at: path) },
    ] as [() throws -> Void] {
      let failure = #expect(throws: FolderFailure.self) { try attempt() }
      #expect(failure?.condition == .link && failure?.path == named && failure?.isMissing == false)
    }
    #expect(try outside() == before)
  }

  @Test func aLinkInPlaceOfAFileIsReplacedAndNeverFollowed() throws {
    let before = try outside()
    for name in ["shared/log/device/a.jsonl", "shared/log/device/.tmp-x-1"] {
      try link(name, to: "outside/device/a.jsonl")
    }
    #expect(throws: FolderFailure(path: "log/device/a.jsonl", .link)) { try folder.open("log/device/a.jsonl") }
    #expect(try folder.entry(at: "log/device/a.jsonl")?.kind == .link)
    #expect(try write("log/device/a.jsonl").kind == .file)
    #expect(try outside() == before)
    // A second name of a file of theirs, where the temporary one is to be.
    try FileManager.default.linkItem(
      atPath: place.file("outside/device/a.jsonl"), toPath: place.file("shared/log/device/.tmp-x-1"))
    _ = try write("log/device/b.jsonl")
    #expect(try outside() == before)
    #expect(try folder.entries(of: "log/device").map(\.name).sorted() == ["a.jsonl", "b.jsonl"])
  }

  @Test func theFolderItselfMayBeALink() throws {
    try link("named", to: "shared")
    let named = DiskFolder(path: place.file("named"))
    #expect(try named.entry(at: "")?.kind == .link)
    _ = try named.write([0x61], to: "log/device/a.jsonl", temporaryName: ".tmp-x-1", isDurable: false)
    #expect(try folder.entry(at: "log/device/a.jsonl")?.size == 1)
  }

  @Test func whatIsMissingIsSaidToBeMissing() throws {
    #expect(try folder.entry(at: "log/other/a.jsonl") == nil)
    try folder.remove("log/other/a.jsonl")
    let failure = #expect(throws: FolderFailure.self) { _ = try write("log/other/a.jsonl") }
    #expect(failure?.isMissing == true)
    try folder.makeDirectory("log/other")
    #expect(try write("log/other/a.jsonl").size == 4)
    let gone = DiskFolder(path: place.file("gone"))
    #expect(try gone.entry(at: "") == nil)
    #expect(throws: FolderFailure.self) { try gone.makeDirectory("log") }
    #expect(!FileManager.default.fileExists(atPath: gone.name))
  }

  /// Another program swaps a directory for a link as fast as it can: nothing ever gets out.
  @Test func aDirectoryThatIsExchangedMeanwhileLeadsNowhere() throws {
    let before = try outside()
    let (real, aside) = (place.file("shared/log/device"), place.file("shared/log/aside"))
    let target = place.file("outside/device")
    let stop = place.file("stop")
    let swapper = Thread {
      while !FileManager.default.fileExists(atPath: stop) {
        rename(real, aside)
        symlink(target, real)
        unlink(real)
        rename(aside, real)
        usleep(UInt32.random(in: 0...300))
      }
    }
    swapper.start()
    var written = 0
    for number in 0..<2_000 {
      let path = "log/device/\(number).jsonl"
      let entry = try? folder.write([0x61], to: path, temporaryName: ".tmp-x-1", isDurable: false)
      if entry != nil { written += 1 }
      _ = try? folder.open("log/device/a.jsonl")
      try? folder.remove("log/device/a.jsonl")
    }
    try Data().write(to: URL(fileURLWithPath: stop))
    while !swapper.isFinished { usleep(1_000) }
    #expect(try outside() == before)
    #expect(written > 0)
  }

  // MARK: Permissions

  @Test func fileSystemsWithoutPermissionsAreKnown() throws {
    func without(_ type: String) -> String? {
      FilePermissions.fileSystemWithout(
        at: place.file("shared/x"), mounts: [StoreHazard.Mount(directory: "/", type: type)])
    }
    for type in ["exfat", "vfat", "ntfs", "ntfs3", "msdos"] { #expect(without(type) == type) }
    for type in ["ext4", "btrfs", "xfs", "tmpfs", "overlay", "apfs", "zfs"] { #expect(without(type) == nil, "\(type)") }
    // Of these it is tried, and here permissions are kept.
    for type in ["fuseblk", "fuse.exfat", "cifs", "9p"] { #expect(without(type) == nil, "\(type)") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.file("shared")) == ["log"])
  }
}
