import Foundation
import TestSupport
import Testing

@testable import EventSync

/// What every shared folder promises that is reached in whatever way, asked of each kind there is.
@Suite struct FolderConformanceTests {
  enum Kind: CaseIterable, CustomTestStringConvertible {
    case disk
    case memory
    /// The one with faults, without any.
    case faultless

    var testDescription: String {
      switch self {
      case .disk: "DiskFolder"
      case .memory: "MemoryFolder"
      case .faultless: "FaultyFolder without faults"
      }
    }
  }

  /// A folder that is empty, and what keeps it.
  private static func make(_ kind: Kind) throws -> (folder: any FolderAccess, keeper: TemporaryFolder?) {
    switch kind {
    case .disk:
      let keeper = try TemporaryFolder()
      return (DiskFolder(path: keeper.path), keeper)
    case .memory: return (MemoryFolder(), nil)
    case .faultless:
      return (
        FaultyFolder(MemoryFolder(), faults: [], seed: 1, foldsCase: false, former: FolderImage(), carry: { _ in }), nil
      )
    }
  }

  private static func bytes(_ folder: any FolderAccess, _ path: String) throws -> [UInt8] {
    try FolderReading.bytes(folder, path, limit: 1 << 20)
  }

  @discardableResult
  private static func write(_ folder: any FolderAccess, _ path: String, _ text: String) throws -> FolderEntry {
    try folder.write(Array(text.utf8), to: path, temporaryName: ".tmp-x-1", isDurable: true)
  }

  private static func isMissing(_ error: any Error) -> Bool { (error as? FolderFailure)?.isMissing == true }

  @Test(arguments: Kind.allCases) func anEmptyFolderIsADirectoryWithNothingInIt(_ kind: Kind) throws {
    let (folder, keeper) = try Self.make(kind)
    defer { withExtendedLifetime(keeper) {} }
    #expect(try folder.entry(at: "")?.kind == .directory)
    #expect(try folder.entries(of: "") == [])
    #expect(try folder.entry(at: "a") == nil && folder.entry(at: "a/b/c") == nil)
    #expect { try folder.entries(of: "a") } throws: { Self.isMissing($0) }
    #expect { try folder.open("a") } throws: { Self.isMissing($0) }
    // What is not there is removed already.
    try folder.remove("a")
    try folder.remove("a/b/c")
  }

  @Test(arguments: Kind.allCases) func directoriesAreMadeWithThoseAbove(_ kind: Kind) throws {
    let (folder, keeper) = try Self.make(kind)
    defer { withExtendedLifetime(keeper) {} }
    for _ in 0..<2 { try folder.makeDirectory("log/device") }
    #expect(try folder.entries(of: "").map(\.name) == ["log"])
    #expect(try folder.entries(of: "log").map { "\($0.name) \($0.kind)" } == ["device directory"])
    #expect(try folder.entries(of: "log/device") == [])
    #expect(try folder.entry(at: "log/device")?.name == "device")
    #expect(throws: FolderFailure.self) { try folder.open("log/device") }
    #expect(throws: FolderFailure.self) { try folder.remove("log/device") }
  }

  @Test(arguments: Kind.allCases) func aFileIsReadAsItWasWrittenAndListedAsItStands(_ kind: Kind) throws {
    let (folder, keeper) = try Self.make(kind)
    defer { withExtendedLifetime(keeper) {} }
    #expect { try Self.write(folder, "log/device/a", "x") } throws: { Self.isMissing($0) }
    try folder.makeDirectory("log/device")
    let entry = try Self.write(folder, "log/device/a", "one\ntwo\n")
    #expect(entry.name == "a" && entry.kind == .file && entry.size == 8)
    #expect(try folder.entry(at: "log/device/a") == entry)
    // Nothing of the writing is left.
    #expect(try folder.entries(of: "log/device") == [entry])
    #expect(try Self.bytes(folder, "log/device/a") == Array("one\ntwo\n".utf8))
    let file = try folder.open("log/device/a")
    #expect(file.entry == entry)
    var collected: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 3)
    while true {
      let count = try piece.withUnsafeMutableBytes { try file.read(into: $0) }
      if count == 0 { break }
      collected += piece[..<count]
    }
    #expect(collected == Array("one\ntwo\n".utf8))
    try Self.write(folder, "top", "")
    #expect(try folder.entry(at: "top")?.size == 0)
    #expect(try Self.bytes(folder, "top") == [])
    #expect(try folder.entries(of: "").map(\.name).sorted() == ["log", "top"])
  }

  @Test(arguments: Kind.allCases) func writingReplacesAFileAsAWholeAndShowsThatItIsAnother(_ kind: Kind) throws {
    let (folder, keeper) = try Self.make(kind)
    defer { withExtendedLifetime(keeper) {} }
    let first = try Self.write(folder, "a", "first")
    let opened = try folder.open("a")
    let second = try Self.write(folder, "a", "other")
    #expect(first.size == second.size && first.inode != second.inode)
    #expect(try Self.bytes(folder, "a") == Array("other".utf8))
    // Who has the former one open reads that to its end.
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = try bytes.withUnsafeMutableBytes { try opened.read(into: $0) }
    #expect(Array(bytes[..<count]) == Array("first".utf8))
    try folder.remove("a")
    #expect(try folder.entry(at: "a") == nil && folder.entries(of: "") == [])
  }

  @Test(arguments: Kind.allCases) func aDirectoryInPlaceOfAFileIsNotReplaced(_ kind: Kind) throws {
    let (folder, keeper) = try Self.make(kind)
    defer { withExtendedLifetime(keeper) {} }
    try folder.makeDirectory("a/b")
    #expect(throws: FolderFailure.self) { try Self.write(folder, "a", "x") }
    #expect(try folder.entries(of: "").map(\.name) == ["a"])
    #expect(try folder.entries(of: "a").map(\.name) == ["b"])
    // And what is below a file is not there.
    try Self.write(folder, "f", "x")
    #expect(try folder.entry(at: "f/g") == nil)
    #expect(throws: FolderFailure.self) { try Self.write(folder, "f/g", "x") }
    #expect(throws: FolderFailure.self) { try folder.makeDirectory("f/g") }
  }
}
