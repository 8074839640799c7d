import EventLog
import Foundation
import TestSupport
import Testing

@testable import EventStorage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What `doctor --salvage` rescues of damaged files, held against a search of the same bytes that knows nothing of SQLite.
@Suite struct SalvageTests {
  /// The files of a store before they were damaged, and every line in it.
  private struct Patient {
    let bench: Workbench
    let lines: [EventLine]
    let digest: EventHash
    var files: [String: [UInt8]]

    /// - Parameter inLog: leaves what is written last in the write-ahead log.
    init(seed: UInt64, inLog: Bool) throws {
      bench = try Workbench()
      var random = SeededGenerator(seed: seed)
      var options = RandomHistory.Options()
      options.events = 30...80
      var lines = try RandomHistory(seed: seed, options: options).lines
      // Lines that go on in other pages, one of them over many; their log waits for its first event, or does not.
      var long = DeviceLog(900 + seed)
      for (number, size) in [30, 3_900, 4_050, 5_000, 9_000, 20_000].enumerated() {
        try long.write(
          Workbench.second,
          ["text": JSONValue(String(repeating: "abcdefgh", count: size / 8)), "n": JSONValue(integer: number)],
          at: Workbench.wall + Int64(number))
      }
      lines += long.lines.dropFirst(Bool.random(using: &random) ? 1 : 0)
      lines.removeAll { _ in Int.random(in: 0..<40, using: &random) == 0 }
      let store = try bench.open()
      _ = try store.ingest(lines: lines.bytes)
      try store.close()
      let again = try bench.open()
      for number in 0..<5 { try again.set(["n": JSONValue(integer: number), "type": "note"]) }
      let name = "a.db"
      if inLog {
        files = ["": try bench.bytes(name), "-wal": try bench.bytes(name + "-wal")]
      } else {
        files = [:]
      }
      let waiting = try again.query("SELECT line FROM waiting").map { try EventLine(reading: Array($0.utf8)) }
      self.lines = try again.lines() + waiting
      digest = try again.digest()
      try again.close()
      if !inLog { files = ["": try bench.bytes(name)] }
    }

    /// Damages the files.
    ///
    /// - Returns: in words what was done, and the bytes that were changed.
    mutating func damage(_ random: inout SeededGenerator) -> (what: String, changed: [String: [Range<Int>]]) {
      var changed: [String: [Range<Int>]] = [:]
      var what: [String] = []
      func overwrite(_ file: String, _ range: Range<Int>, zeros: Bool, _ files: inout [String: [UInt8]]) {
        guard let count = files[file]?.count else { return }
        for index in range.clamped(to: 0..<count) {
          files[file]?[index] = zeros ? 0 : UInt8.random(in: 0...255, using: &random)
        }
        changed[file, default: []].append(range)
      }
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let file = files.keys.sorted().randomElement(using: &random) ?? ""
        let count = files[file]?.count ?? 0
        switch Int.random(in: 0..<7, using: &random) {
        case 0:
          what.append("header of \(file)")
          overwrite(file, 0..<100, zeros: Bool.random(using: &random), &files)
        case 1, 2:
          let spots = Int.random(in: 1...30, using: &random)
          what.append("\(spots) spots of \(file)")
          for _ in 0..<spots {
            let start = Int.random(in: 0..<max(1, count), using: &random)
            overwrite(file, start..<start + Int.random(in: 1...40, using: &random), zeros: false, &files)
          }
        case 3, 4:
          let pages = Int.random(in: 1...max(1, count / 4_096 / 3), using: &random)
          what.append("\(pages) pages of \(file)")
          for _ in 0..<pages {
            let start = Int.random(in: 0...count / 4_096, using: &random) * 4_096
            overwrite(file, start..<start + 4_096, zeros: Bool.random(using: &random), &files)
          }
        case 5:
          let end = Int.random(in: count / 2...count, using: &random)
          what.append("\(file) cut off at \(end)")
          files[file] = files[file].map { Array($0.prefix(end)) }
          changed[file, default: []].append(end..<Int.max)
        default:
          guard file == "-wal" else { continue }
          what.append("no write-ahead log")
          files[file] = nil
          changed[file, default: []].append(0..<Int.max)
        }
      }
      return (what.joined(separator: ", "), changed)
    }

    /// The lines that stand in the damaged bytes, in one piece or in pages of which none was damaged, and whose hash
    /// stands in them too.
    func intact(before: [String: [UInt8]], changed: [String: [Range<Int>]]) -> [EventLine] {
      lines.filter { line in
        let prefix = withUnsafeBytes(of: line.hash.prefix.bigEndian) { Array($0) }
        let isNamed = files.values.contains { Self.holds($0, prefix) || Self.holds($0, Array(line.hash.text.utf8)) }
        guard isNamed else { return false }
        if files.values.contains(where: { Self.holds($0, line.bytes) }) { return true }
        return before.contains { file, bytes in
          guard file.isEmpty, !Self.holds(bytes, line.bytes), let pages = Self.pages(of: line, in: bytes) else {
            return false
          }
          let damaged = changed[file] ?? []
          return pages.allSatisfy { page in
            !damaged.contains { $0.overlaps(page * 4_096..<page * 4_096 + 4_096) }
          }
        }
      }
    }

    static func holds(_ bytes: [UInt8], _ part: [UInt8]) -> Bool { offset(of: part, in: bytes) != nil }

    private static func offset(of part: [UInt8], in bytes: [UInt8]) -> Int? {
      bytes.withUnsafeBytes { bytes in
        part.withUnsafeBytes { part in
          guard let start = bytes.baseAddress, let wanted = part.baseAddress, let first = part.first else { return nil }
          var place = 0
          while place + part.count <= bytes.count,
            let found = memchr(start + place, Int32(first), bytes.count - part.count - place + 1)
          {
            if memcmp(found, wanted, part.count) == 0 { return UnsafeRawPointer(found) - start }
            place = UnsafeRawPointer(found) - start + 1
          }
          return nil
        }
      }
    }

    /// The pages over which a line is spread; nil where they are not all found.
    private static func pages(of line: EventLine, in bytes: [UInt8]) -> [Int]? {
      guard let first = offset(of: Array(line.bytes.prefix(400)), in: bytes) else { return nil }
      var pages = [first / 4_096]
      for page in 0..<bytes.count / 4_096 {
        let content = Array(bytes[page * 4_096 + 4..<page * 4_096 + 84])
        // The text repeats itself, so that the page of another long line can be taken for one of this line's: then more
        // must be sound than needs to be.
        if holds(line.bytes, content) { pages.append(page) }
      }
      // The end of the line may be too short to be found as a page of its own.
      let needed = (line.bytes.count - 4_000) / 4_092 + 1
      guard pages.count > needed else { return nil }
      return pages
    }

    func put() throws {
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: bench.file("sick.db" + suffix))
        if let bytes = files[suffix] { try bench.put("sick.db" + suffix, bytes) }
      }
    }
  }

  private static func salvage(_ bench: Workbench, into name: String = "new.db") throws -> (Salvage.Report, [EventLine])
  {
    let environment = bench.clock.environment(seed: 77, anchorDirectory: bench.anchors)
    let report = try Salvage(of: bench.file("sick.db"), environment: environment).run(into: bench.file(name))
    let store = try bench.open(name)
    defer { try? store.close() }
    let waiting = try store.query("SELECT line FROM waiting").map { try EventLine(reading: Array($0.utf8)) }
    #expect(try store.verify().problems == [])
    return (report, try store.lines() + waiting)
  }

  @Test(arguments: [false, true]) func aSoundStoreIsRescuedWhole(inLog: Bool) throws {
    let patient = try Patient(seed: 5, inLog: inLog)
    try patient.put()
    let (report, lines) = try Self.salvage(patient.bench)
    #expect(Set(lines) == Set(patient.lines) && report.digest == patient.digest)
    #expect(report.doubtful == 0 && report.problems == [])
    #expect(try patient.bench.bytes("sick.db") == patient.files[""])
    // Into a place where something stands, nothing is put.
    let error = #expect(throws: StoreError.self) { try Self.salvage(patient.bench) }
    #expect(error?.message.contains("already exists") == true)
  }

  /// Without its header SQLite sees no database at all: everything comes from the bytes.
  @Test func fromTheBytesAlone() throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      var patient = try Patient(seed: seed, inLog: false)
      for index in 0..<100 { patient.files[""]?[index] = 0xaa }
      try patient.put()
      let (report, lines) = try Self.salvage(patient.bench)
      let lost = Set(patient.lines).subtracting(lines).map { "\($0.seq), \($0.bytes.count) bytes" }
      #expect(lost == [] && lines.count == patient.lines.count, "seed \(seed)")
      #expect(report.digest == patient.digest && report.problems.count == 1, "seed \(seed): \(report.problems)")
    }
  }

  /// A byte that has become another one makes another line, which nothing names: it is not taken for an event.
  @Test func aChangedLineIsNoEvent() throws {
    var patient = try Patient(seed: 9, inLog: false)
    let line = try #require(
      patient.lines.first { String(decoding: $0.bytes, as: UTF8.self).contains("\"type\":\"note\"") })
    let text = Array("\"type\":\"note\"".utf8)
    var bytes = try #require(patient.files[""])
    var count = 0
    for index in 0..<bytes.count - text.count where bytes[index..<index + text.count].elementsEqual(text) {
      bytes[index + 8] = UInt8(ascii: "v")
      count += 1
    }
    #expect(count > 0)
    patient.files[""] = bytes
    for headless in [false, true] {
      if headless { for index in 0..<16 { patient.files[""]?[index] = 0 } }
      try patient.put()
      let (report, lines) = try Self.salvage(patient.bench, into: "new-\(headless).db")
      #expect(!lines.contains(line) && Set(lines).isSubset(of: patient.lines))
      #expect(report.doubtful > 0)
    }
  }

  @Test func everyLineThatIsIntactIsRescued() throws {
    let isSoak = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] != nil
    let first = ProcessInfo.processInfo.environment["FOLLOWUP_SEED"].flatMap { UInt64($0) } ?? 1
    var rescued = 0
    for seed in first..<first + (isSoak ? 1_000 : 20) {
      var random = SeededGenerator(seed: seed)
      var patient = try Patient(seed: seed, inLog: seed % 3 == 0)
      let before = patient.files
      let (what, changed) = patient.damage(&random)
      try patient.put()
      let intact = patient.intact(before: before, changed: changed)
      do {
        let (_, lines) = try Self.salvage(patient.bench)
        #expect(
          Set(intact).subtracting(lines).isEmpty, "seed \(seed): \(what): \(Set(intact).subtracting(lines).count) lost")
        #expect(Set(lines).isSubset(of: patient.lines), "seed \(seed): \(what)")
        rescued += lines.count
      } catch let error as StoreError {
        #expect(intact.isEmpty, "seed \(seed): \(what): \(error)")
      }
      for (suffix, bytes) in patient.files {
        #expect(try patient.bench.bytes("sick.db" + suffix) == bytes, "seed \(seed)")
      }
    }
    #expect(rescued > 0)
  }

  @Test func whatIsNoStoreIsSaid() throws {
    let bench = try Workbench()
    #expect(throws: StoreError.self) { try Self.salvage(bench) }
    for bytes in [[], Array("hello".utf8), [UInt8](repeating: 7, count: 20_000)] {
      try bench.put("sick.db", bytes)
      let error = #expect(throws: StoreError.self) { try Self.salvage(bench) }
      #expect(error?.code == .damaged && error?.path == bench.file("sick.db"), "\(String(describing: error))")
      #expect(try bench.contents().keys.filter { $0.hasPrefix("new") } == [])
    }
  }
}
