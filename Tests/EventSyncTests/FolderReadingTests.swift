import EventLog
import EventStorage
import TestSupport
import Testing

@testable import EventSync

/// What the files of a folder are taken for: by their names, and by what is in them.
@Suite struct FolderReadingTests {
  private let device = DeviceID(high: 0x7000, low: 0x8000_0000_0000_0001)
  private let record = RecordID(high: 0x7000, low: 0x8000_0000_0000_00ff)

  // MARK: Listing

  @Test func everyFileIsTakenForWhatItIs() throws {
    let folder = MemoryFolder()
    let directory = "log/\(device.text)"
    let segment = SegmentName(device: device, first: 1, last: 4, hashPrefix: 0x1f2e)
    folder.put(FolderMarker.content, at: FolderMarker.path)
    folder.put([0x61], at: segment.path)
    let copies = CarrierService.allCases.map { $0.conflictName(of: segment.path, number: 1) }
    for copy in copies { folder.put([0x61], at: copy) }
    let second = SegmentName(device: device, first: 5, last: 8, hashPrefix: 0x2f2e)
    folder.put([0x62], at: CarrierService.placeholder(of: second.path))
    folder.put([0x61], at: "\(directory)/\(segment.file.uppercased())")
    folder.put([0x61], at: "log 2/\(device.text)/\(segment.file)")
    let empty = "\(directory)/0000000009-0000000009-00000000000000aa.jsonl"
    folder.put([], at: empty)
    folder.put([], at: "\(directory)/empty.jsonl")
    folder.put([0x61], at: "\(directory)/letter.jsonl")
    folder.put([0x61], at: "\(directory)/.syncthing.\(segment.file).tmp")
    folder.put([0x61], at: "\(directory)/.tmp-\(device.text)-1f")
    folder.put([0x61], at: "\(directory)/\(segment.file).partial")
    folder.put([0x61], at: "\(directory)/\(segment.file).crdownload")
    folder.put([0x61], at: "\(directory)/\(segment.file.dropLast(6))-0a0b0c0d.jsonl.age")
    folder.put([0x61], at: "notes.txt")
    folder.put([0x61], at: ".DS_Store")
    folder.put([0x61], at: "\(directory)/..jsonl")
    folder.put([0x61], at: "\(directory)/..hidden.jsonl")
    folder.put([0x61], at: "log/loose.jsonl")
    folder.put([0x61], at: "acks/\(device.text)/3-0a0b0c0d.json")
    folder.put([0x61], at: "acks/\(device.text)/3-0a0b0c0d (1).json")
    folder.put([0x61], at: "acks/\(device.text)/\(String(repeating: "9", count: 30))-0a0b0c0d.json")
    folder.put([0x61], at: "acks/\(device.text)/readme.md")
    folder.image.nodes["\(directory)/pipe.jsonl"] = FolderImage.Node(kind: .other)
    folder.image.nodes["\(directory)/link.jsonl"] = FolderImage.Node(kind: .link)
    folder.image.nodes["log/elsewhere"] = FolderImage.Node(kind: .link)
    folder.image.nodes["\(directory)/deep"] = FolderImage.Node(kind: .directory)
    folder.image.nodes["\(directory)/huge.jsonl"] = FolderImage.Node(kind: .file, size: 1 << 40)
    let listing = try FolderListing(folder)

    #expect(
      Set(listing.logs.map(\.path))
        == Set(
          [
            segment.path, "\(directory)/\(segment.file.uppercased())", "log 2/\(device.text)/\(segment.file)",
            "\(directory)/letter.jsonl", "log/loose.jsonl", empty,
          ] + copies))
    #expect(
      Set(listing.logs.filter { $0.name == segment }.map(\.path)) == [
        segment.path, "\(directory)/\(segment.file.uppercased())", "log 2/\(device.text)/\(segment.file)",
      ])
    #expect(listing.logs.filter { $0.name != nil }.count == 4)
    #expect(listing.placeholders.map(\.name) == [second])
    #expect(listing.acks.map(\.path) == ["acks/\(device.text)/3-0a0b0c0d.json"])
    #expect(listing.temporaries.map(\.path) == ["\(directory)/.tmp-\(device.text)-1f"])
    #expect(
      Set(listing.foreign) == [
        "notes.txt", "\(directory)/\(segment.file).partial", "\(directory)/\(segment.file).crdownload",
        "\(directory)/deep", "acks/\(device.text)/readme.md",
      ])
    #expect(
      Set(listing.problems.map(\.path)) == [
        "\(directory)/pipe.jsonl", "\(directory)/link.jsonl", "log/elsewhere", "\(directory)/huge.jsonl",
        "\(directory)/\(segment.file.dropLast(6))-0a0b0c0d.jsonl.age",
      ])
    #expect(listing.isComplete)
  }

  @Test func aDirectoryThatCannotBeListedIsToldAndAbsenceSaysNothing() throws {
    let base = MemoryFolder()
    base.put(FolderMarker.content, at: FolderMarker.path)
    base.put([0x61], at: "log/\(device.text)/a.jsonl")
    var incomplete = 0
    for seed in UInt64(0)..<40 {
      let folder = FaultyFolder(
        base, faults: .failingListings, seed: seed, foldsCase: false, former: FolderImage()
      ) { _ in }
      guard let listing = try? FolderListing(folder) else { continue }
      #expect(listing.isComplete == listing.problems.isEmpty, "seed \(seed)")
      if !listing.isComplete { incomplete += 1 }
    }
    #expect(incomplete > 0)
  }

  // MARK: Acks

  @Test func acksComeBackAsTheyWere() throws {
    let hlc = try #require(HybridTimestamp(milliseconds: 1_780_000_000_000, counter: 3))
    for (label, heads) in [
      (nil, [:]), ("Ana's laptop \u{1F4BB}\n\"", [device: [EventHash(of: [1]), EventHash(of: [2])]]),
    ] as [(String?, [DeviceID: [EventHash]])] {
      let ack = FolderAck(device: device, heads: heads.mapValues { $0.sorted() }, hlc: hlc, label: label, n: 7)
      #expect(FolderAck(content: ack.content) == ack)
      #expect(FolderAck(content: ack.content.dropLast()) == ack)
      let name = AckName(device: device, n: 7, content: ack.content)
      let file = String(name.path.split(separator: "/")[2])
      #expect(AckName(directory: device.text, file: file) == name)
      #expect(AckName(directory: device.text.uppercased(), file: file.uppercased()) == name)
    }
  }

  @Test func hostileAcksAreNone() throws {
    let hlc = try #require(HybridTimestamp(milliseconds: 1_780_000_000_000, counter: 3))
    let good = FolderAck(device: device, heads: [device: [EventHash(of: [1])]], hlc: hlc, label: "x", n: 7).content
    let text = String(decoding: good, as: UTF8.self)
    for (from, to) in [
      ("\"v\":1", "\"v\":2"), ("\"n\":7", "\"n\":0"), ("\"n\":7", "\"n\":-1"), ("\"n\":7", "\"n\":7.5"),
      ("\"n\":7", "\"n\":1e400"), ("\"n\":7", "\"n\":9007199254740992"), ("\"n\":7", "\"n\":\"7\""),
      (device.text, "nobody"), ("\"heads\":{", "\"heads\":[{"), (hlc.text, "yesterday"), ("{", "["), ("}", ""),
    ] {
      #expect(FolderAck(content: Array(text.replacing(from, with: to).utf8)) == nil, "\(to)")
    }
    for length in 0..<good.count - 2 { #expect(FolderAck(content: Array(good[..<length])) == nil) }
    for bytes in [[], [0], [UInt8](repeating: 0, count: 200), [UInt8](repeating: 0x5b, count: 100_000), [0xff, 0xfe]] {
      #expect(FolderAck(content: bytes) == nil)
    }
    var random = SeededGenerator(seed: 9)
    for _ in 0..<2_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      // Whatever it is taken for, it traps nothing and is what its bytes say.
      if let ack = FolderAck(content: bytes) { #expect(ack.n >= 1) }
    }
  }

  // MARK: Verdicts

  /// What a file with these bytes under this name is found to be.
  private func verdict(_ bytes: [UInt8], _ name: SegmentName?, size: Int64? = nil) throws -> FileFinding.Verdict {
    let folder = MemoryFolder()
    let path = name?.path ?? "log/\(device.text)/copy (1).jsonl"
    folder.put(bytes, at: path)
    if let size { folder.image.nodes[path]?.size = size }
    let entry = try #require(folder.image.entry(path))
    let file = FolderListing.LogFile(path: path, entry: entry, name: name)
    return try #require(SegmentSource.examine(folder, file)).verdict
  }

  private func log(_ count: Int) throws -> [EventLine] {
    var log = DeviceLog(1)
    for number in 1...count { try log.write(record, ["a": JSONValue(integer: number)], at: 1_780_000_000_000) }
    return log.lines
  }

  @Test func aFileIsWholeOnlyWhenItIsExactlyWhatItsNamePromises() throws {
    let lines = try log(5)
    func text(_ lines: some Sequence<EventLine>) -> [UInt8] { lines.flatMap { $0.bytes + [0x0a] } }
    let name = SegmentName(device: lines[0].device, first: 2, last: 4, hash: lines[3].hash)
    let good = text(lines[1...3])
    #expect(try verdict(good, name) == .whole(lines[3].hash))

    func isMistaken(_ verdict: FileFinding.Verdict) -> Bool {
      if case .mistaken = verdict { true } else { false }
    }
    func isRefused(_ verdict: FileFinding.Verdict, _ number: Int) -> Bool {
      if case .refused(number, _) = verdict { true } else { false }
    }
    // Torn: between lines, within one, at the last LF.
    #expect(try verdict(text(lines[1...2]), name) == .incomplete)
    #expect(try verdict(Array(good.dropLast(40)), name) == .incomplete)
    #expect(isMistaken(try verdict(Array(good.dropLast()), name)))
    // Empty lines, at the front, inside, at the end, and only those.
    #expect(isMistaken(try verdict([0x0a] + good, name)))
    #expect(isMistaken(try verdict(good + [0x0a], name)))
    #expect(try verdict([0x0a, 0x0a], name) == .incomplete)
    // Lines too many, another's, out of order, missing inside.
    #expect(isMistaken(try verdict(text(lines[1...4]), name)))
    #expect(isMistaken(try verdict(text(lines[0...3]), name)))
    #expect(isMistaken(try verdict(text([lines[1], lines[3], lines[2]]), name)))
    #expect(isMistaken(try verdict(text([lines[1], lines[3]]), name)))
    #expect(isMistaken(try verdict(text([lines[1], lines[1], lines[2], lines[3]]), name)))
    // Another device, another last event.
    let other = SegmentName(
      device: DeviceID(high: 0x7000, low: 0x8000_0000_0000_0002), first: 2, last: 4, hash: lines[3].hash)
    #expect(isMistaken(try verdict(good, other)))
    #expect(isMistaken(try verdict(good, SegmentName(device: lines[0].device, first: 2, last: 4, hash: lines[2].hash))))
    // A line that does not follow the one before: the branch of a copied store.
    var branch = DeviceLog(continuing: Array(lines[0...1]))
    try branch.write(record, ["a": .null], at: 1_780_000_000_001)
    #expect(isMistaken(try verdict(text([lines[1], branch.lines[2], lines[3]]), name)))
    // Malformed lines, NULs, no text, a line beyond any length.
    #expect(isRefused(try verdict(text(lines[1...2]) + Array("{}\n".utf8), name), 3))
    #expect(isRefused(try verdict(Array("\u{feff}".utf8) + good, name), 1))
    #expect(try verdict([UInt8](repeating: 0, count: good.count), name) == .incomplete)
    #expect(isRefused(try verdict([UInt8](repeating: 0, count: 50) + good.dropFirst(50), name), 1))
    #expect(try verdict(good.dropLast(50) + [UInt8](repeating: 0, count: 50), name) == .incomplete)
    let overlong = [UInt8](repeating: 0x61, count: 1 << 20 | 1) + [0x0a]
    #expect(isRefused(try verdict(overlong + good, name), 1))
    #expect(try verdict(overlong, name) == .incomplete)
    #expect(isRefused(try verdict(good.map { $0 == 0x0a ? 0x0d : $0 } + [0x0a], name), 1))
    // It changed while it was read.
    #expect(try verdict(good, name, size: Int64(good.count) + 1) == .unsettled(FileFinding.changed))
    // No bytes at all: as one that is cut. Line ends that a program has converted are named as that.
    #expect(try verdict([], name) == .incomplete)
    let converted = text(lines[1...3]).flatMap { byte -> [UInt8] in byte == 0x0a ? [0x0d, 0x0a] : [byte] }
    guard case .refused(1, let reason) = try verdict(converted, name) else {
      Issue.record("converted line ends were taken")
      return
    }
    #expect(reason.hasSuffix(MalformedLine.convertedLineEnd))
    // A name that promises nothing is never whole, and never a reason to complain of good lines.
    #expect(try verdict(good, nil) == .incomplete)
  }
}
