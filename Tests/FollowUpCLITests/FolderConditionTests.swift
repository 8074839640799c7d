import EventStorage
import Foundation
import Testing

@testable import FollowUpCLI

/// Whatever a carrier makes of a file, or somebody puts in its way: `sync`, `verify`, `status` and `doctor` name it alike, and
/// no status 3 is without a word.
@Suite struct FolderConditionTests {
  private let writer: Desktop
  private let reader: Desktop
  private let shared: String
  private let segment: String

  init() throws {
    writer = try Desktop()
    reader = try Desktop()
    shared = writer.folder + "/shared"
    writer.done("open", "Acme", "Engineer")
    writer.done("sync", shared)
    segment = try Self.segments(shared)[0]
  }

  private static func segments(_ shared: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: shared).filter {
      $0.hasPrefix("log/") && $0.hasSuffix(".jsonl")
    }
    .sorted()
  }

  private var path: String { "\(shared)/\(segment)" }

  private func put(_ bytes: some Sequence<UInt8>) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

  private func bytes() throws -> [UInt8] { try Array(Data(contentsOf: URL(fileURLWithPath: path))) }

  /// What of a file is said by each command of the laptop that lacks its events.
  private func isNamed(_ words: String, doctor code: String, at location: SourceLocation = #_sourceLocation) {
    let verified = reader.run("verify", shared)
    #expect(
      verified.status == 3 && verified.err.contains("\(segment): \(words)"), "\(verified.err)", sourceLocation: location
    )
    let status = reader.run("status")
    #expect(
      status.status == 0 && status.out.contains("\(segment): \(words)"), "\(status.out)", sourceLocation: location)
    let doctor = reader.run("doctor", "--json")
    #expect(
      doctor.status == 3 && doctor.out.contains(code) && doctor.out.contains(words), "\(doctor.out)",
      sourceLocation: location)
  }

  @Test(arguments: [
    ("", "it has no bytes"), ("half", "it ends before its name says"), ("in a line", "it ends before its name says"),
  ])
  func whatMayBeOnItsWayIsNamedAtOnceAndIsThreeAtTheNextSync(kind: String, words: String) throws {
    let whole = try bytes()
    let firstLine = try #require(whole.firstIndex(of: 0x0a)) + 1
    try put(kind.isEmpty ? [] : whole.prefix(kind == "half" ? firstLine : firstLine + 20))
    let first = reader.run("sync", shared)
    #expect(first.status == 0 && first.err.contains("\(segment): \(words)"), "\(first.err)")
    #expect(!first.out.contains("nothing new"))
    for _ in 0..<6 {
      let next = reader.run("sync")
      #expect(next.status == 3 && next.err.contains("\(segment): \(words)"), "\(next.err)")
    }
    isNamed(words, doctor: "segment-incomplete")
    // Whoever has the events mends it in one sync, and says so.
    let mended = writer.run("sync")
    #expect(
      mended.status == 0 && mended.err.contains("\(segment): \(words); it was written again"), "\(mended.err)")
    #expect(writer.run("sync").err.isEmpty)
    #expect(reader.run("sync").status == 0 && reader.run("verify", shared).status == 0)
    #expect(!reader.run("status").out.contains(words) && reader.run("doctor").status == 0)
  }

  @Test func whatIsNotDownloadedIsNamedAtOnceAndIsThreeAtTheNextSync() throws {
    let whole = try bytes()
    let parts = segment.split(separator: "/")
    let placeholder = "\(shared)/log/\(parts[1])/.\(parts[2]).icloud"
    try Data("bplist".utf8).write(to: URL(fileURLWithPath: placeholder))
    try FileManager.default.removeItem(atPath: path)
    let first = reader.run("sync", shared)
    #expect(first.status == 0 && first.out.contains("on the way  1 file not downloaded yet"))
    #expect(first.err.contains("it is not downloaded yet; download it"), "\(first.err)")
    #expect(reader.run("sync").status == 3)
    for command in ["verify", "merge"] {
      let result = reader.run(command, shared)
      #expect(
        result.status == 3 && result.err.contains(".icloud: it is not downloaded yet"), "\(command): \(result.err)")
    }
    #expect(reader.run("status").out.contains("it is not downloaded yet") && reader.run("doctor").status == 3)
    // It comes.
    try put(whole)
    try FileManager.default.removeItem(atPath: placeholder)
    #expect(reader.done("sync").contains("took in     2 events"))
  }

  @Test func convertedLineEndsAreNamedAsThat() throws {
    let whole = String(decoding: try bytes(), as: UTF8.self)
    let converted = whole.replacing("\n", with: "\r\n")
    try put(converted.utf8)
    let result = reader.run("sync", shared)
    #expect(result.status == 3 && result.err.contains("a program has converted the line ends"), "\(result.err)")
    #expect(result.err.contains(".gitattributes"))
    let merged = reader.run("merge", try reader.file("log.jsonl", converted))
    #expect(merged.status == 3 && merged.err.contains("log.jsonl:2: byte"))
    #expect(merged.err.components(separatedBy: ".gitattributes").count == 2, "\(merged.err)")
    #expect(reader.run("verify", shared).err.contains("a program has converted the line ends"))
    #expect(reader.run("doctor").out.contains("a program has converted the line ends"))
    #expect(writer.run("sync").status == 0)
    #expect(reader.done("sync").contains("took in     2 events"))
  }

  @Test func aFolderInAWorkTreeOfGitIsKeptFromConversion() throws {
    let tree = writer.folder + "/tree"
    try FileManager.default.createDirectory(atPath: tree + "/.git", withIntermediateDirectories: true)
    writer.done("sync", tree + "/shared")
    let attributes = tree + "/shared/.gitattributes"
    #expect(try String(contentsOfFile: attributes, encoding: .utf8) == "* -text\n")
    // Others pass over it, and what a person has written there stays.
    #expect(reader.run("sync", tree + "/shared").err.isEmpty)
    #expect(reader.run("verify", tree + "/shared").err.isEmpty)
    try Data("* binary\n".utf8).write(to: URL(fileURLWithPath: attributes))
    writer.done("sync", tree + "/shared")
    #expect(try String(contentsOfFile: attributes, encoding: .utf8) == "* binary\n")
    #expect(!FileManager.default.fileExists(atPath: shared + "/.gitattributes"))
  }

  @Test(arguments: ["log", "log/*", "acks", "acks/*"])
  func aLinkInTheWayIsNamedAndNothingGoesThroughIt(place: String) throws {
    let device = String(segment.split(separator: "/")[1])
    let name = "\(shared)/\(place.replacing("*", with: device))"
    let outside = writer.folder + "/outside"
    try FileManager.default.moveItem(atPath: name, toPath: outside)
    try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: outside)
    let before = try FileManager.default.subpathsOfDirectory(atPath: outside)
    writer.done("log", "note", "acme", "hello")
    let result = writer.run("sync", "--json")
    #expect(result.status == 3 && result.err.contains("\(name): this is a symbolic link, which is not followed"))
    #expect(try FileManager.default.subpathsOfDirectory(atPath: outside) == before)
    let isLog = place.hasPrefix("log")
    #expect(result.json["healed"]?.number == 0 && result.json["unpublished"]?.number == (isLog ? 3 : 0))
    #expect(!isLog || result.err.contains("3 events could not be written to the folder"))
    let folders = writer.run("status", "--json").json["folders"]?.array?.first?.object
    #expect(folders?.first { $0.name == "unpublished" }?.value.number == (isLog ? 3 : 0))
    #expect(writer.run("doctor").out.contains("this is a symbolic link"))
    #expect(writer.run("verify", shared).status == 3)
    // Out of the way, all is done.
    try FileManager.default.removeItem(atPath: name)
    #expect(writer.done("sync").contains(isLog ? "healed" : "nothing new"))
    #expect(writer.done("verify", shared).contains("3 events"))
  }

  @Test func linksInPlaceOfTheMarkerASegmentAndAnAckAreNamed() throws {
    let outside = try writer.file("outside.json", #"{"encryption":"none","format":"followup-folder","v":1}"# + "\n")
    let acks = try FileManager.default.subpathsOfDirectory(atPath: shared).filter {
      $0.hasPrefix("acks/") && $0.hasSuffix(".json")
    }
    for name in [segment] + acks {
      try FileManager.default.removeItem(atPath: "\(shared)/\(name)")
      try FileManager.default.createSymbolicLink(atPath: "\(shared)/\(name)", withDestinationPath: outside)
      let result = reader.run("sync", shared)
      #expect(result.status == 3 && result.err.contains("\(name): this is a symbolic link"), "\(result.err)")
    }
    let marker = shared + "/followup-folder.json"
    try FileManager.default.removeItem(atPath: marker)
    try FileManager.default.createSymbolicLink(atPath: marker, withDestinationPath: outside)
    let result = reader.run("sync", shared)
    #expect(result.status == 1 && result.err.contains("followup-folder.json"), "\(result.err)")
  }

  /// Every way in which a segment can be spoilt, one after the other: no sync ends with 3 and says nothing.
  @Test func noStatusThreeIsWithoutAWord() throws {
    let whole = try bytes()
    var spoilt: [[UInt8]] = [[], [0], [0x0a], Array(whole.dropLast()), whole + whole, whole + Array("{}\n".utf8)]
    spoilt += stride(from: 1, to: whole.count, by: 37).map { Array(whole.prefix($0)) }
    spoilt += stride(from: 0, to: whole.count, by: 53).map { index in
      var bytes = whole
      bytes[index] ^= 0x21
      return bytes
    }
    for (number, bytes) in spoilt.enumerated() {
      let fresh = try Desktop()
      try put(bytes)
      for laptop in [fresh, fresh, writer, writer] {
        let result = laptop.run("sync", shared, "--quiet")
        #expect([0, 3].contains(result.status), "\(number): \(result.err)")
        if result.status == 3 { #expect(result.err.contains(segment), "\(number): \(result.err)") }
      }
      #expect(try self.bytes() == whole, "\(number)")
    }
  }

  @Test func missingEventsAreThreeInVerify() throws {
    writer.done("log", "note", "acme", "one")
    writer.done("log", "note", "acme", "two")
    let lines = writer.done("export").split(separator: "\n")
    let gap = try reader.file("gap.jsonl", (lines.prefix(2) + lines.suffix(1)).joined(separator: "\n") + "\n")
    reader.done("merge", gap)
    for arguments in [["verify"], ["verify", gap], ["verify", reader.storePath]] {
      let result = reader.run(arguments: arguments)
      #expect(result.status == 3 && result.err.contains("event 3"), "\(arguments): \(result.err)")
    }
    // What waits is no damage of the store.
    #expect(reader.run("verify", "--json").json["sound"]?.bool == true)
    reader.done("merge", try reader.file("rest.jsonl", lines.joined(separator: "\n") + "\n"))
    reader.done("verify")
  }

  @Test func aFolderOfWhichOnlyTheAcksHaveComeIsNotNothingNew() throws {
    try FileManager.default.removeItem(atPath: shared + "/log")
    let result = reader.run("sync", shared)
    #expect(result.status == 0 && !result.out.contains("nothing new"), "\(result.out)")
    #expect(result.err.contains("reports events that are not here"), "\(result.err)")
    #expect(reader.run("verify", shared).status == 3)
  }
}
