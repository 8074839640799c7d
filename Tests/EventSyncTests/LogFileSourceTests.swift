import EventLog
import EventStorage
import EventSync
import Foundation
import Synchronization
import TestSupport
import Testing

/// Log files as people have them (FORMAT 4): whole, cut, foreign, far too long, and not files at all.
@Suite struct LogFileSourceTests {
  private static let record = RecordID(high: 0x7000, low: 0x8000_0000_0000_0001)
  private static let wall: Int64 = 1_780_000_000_000
  private static let lf: [UInt8] = [0x0a]

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder(inMemory: true) }

  private func put(_ bytes: [UInt8], _ name: String = "log.jsonl") throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: folder.file(name)))
    return folder.file(name)
  }

  /// Everything a source has, as text, with the numbers of the lines.
  private static func read(_ path: String) throws -> (lines: [String], overlong: [Int]) {
    let source = try LogFileSource(path: path)
    var result: (lines: [String], overlong: [Int]) = ([], [])
    while let batch = try source.nextBatch() {
      #expect(!batch.lines.isEmpty || !batch.overlong.isEmpty)
      for line in batch.lines {
        result.lines.append("\(line.number): " + String(decoding: batch.bytes[line.range], as: UTF8.self))
      }
      result.overlong += batch.overlong
    }
    #expect(try source.nextBatch() == nil)
    return result
  }

  private static func log(_ count: Int) throws -> DeviceLog {
    var log = DeviceLog(1)
    for number in 0..<count { try log.write(record, ["x": JSONValue(integer: number)], at: wall + Int64(number)) }
    return log
  }

  /// An event whose line has exactly this many bytes.
  private static func line(of count: Int) throws -> EventLine {
    var log = DeviceLog(2)
    let short = try log.write(record, ["x": ""], at: wall).bytes.count
    log = DeviceLog(2)
    return try log.write(record, ["x": JSONValue(String(repeating: "x", count: count - short))], at: wall)
  }

  private func ingest(_ path: String, into name: String = "a.db") throws -> (report: IngestReport, store: EventStore) {
    let store = try EventStore(creatingAt: folder.file(name), environment: .fixed())
    return (try store.ingest([LogFileSource(path: path)]), store)
  }

  @Test func linesAreSplitAtLineFeedsAlone() throws {
    let rows: [(text: String, lines: [String])] = [
      ("", []), ("\n", []), ("\n\n\n\n", []), ("a", ["1: a"]), ("a\n", ["1: a"]), ("a\nb", ["1: a", "2: b"]),
      ("\na\n\n\nb\n\n", ["2: a", "5: b"]),
      ("a\r\nb\rc\u{2028}d\u{b}e\u{85}f\n", ["1: a\r", "2: b\rc\u{2028}d\u{b}e\u{85}f"]),
      ("\u{0}\n\u{0}\u{0}", ["1: \u{0}", "2: \u{0}\u{0}"]),
    ]
    for row in rows {
      let read = try Self.read(try put(Array(row.text.utf8)))
      #expect(read.lines.map { Array($0.utf8) } == row.lines.map { Array($0.utf8) }, "\(row.text.debugDescription)")
      #expect(read.overlong == [])
    }
  }

  @Test func piecesDoNotShowInTheLines() throws {
    for seed in UInt64(0)..<6 {
      var random = SeededGenerator(seed: seed)
      var bytes: [UInt8] = []
      var expected: [String] = []
      for number in 1...400 {
        let count = [0, 1, 300, 20_000, 60_000].randomElement(using: &random) ?? 1
        let text = [UInt8](repeating: UInt8.random(in: 0x61...0x7a, using: &random), count: count)
        bytes += text + Self.lf
        if count > 0 { expected.append("\(number): " + String(decoding: text, as: UTF8.self)) }
      }
      #expect(bytes.count > 3 << 20)
      let read = try Self.read(try put(bytes))
      #expect(read.lines == expected, "seed \(seed)")
      #expect(read.overlong == [])
    }
  }

  @Test func aLineOfOneMebibyteIsOneAndALongerOneIsToldOf() throws {
    let longest = 1 << 20
    let good = try Self.log(2).lines
    for (count, isGood) in [(longest - 1, true), (longest, true), (longest + 1, false), (longest + 2, false)] {
      for isLast in [true, false] {
        for endsWithLF in isLast ? [true, false] : [true] {
          let long =
            isGood ? try Self.line(of: count).bytes : [UInt8](repeating: UInt8(ascii: "x"), count: count)
          var bytes = good[0].bytes + Self.lf + long
          if endsWithLF { bytes += Self.lf }
          if !isLast { bytes += good[1].bytes }
          let (report, store) = try ingest(try put(bytes), into: "\(count) \(isLast) \(endsWithLF).db")
          let comment: Comment = "\(count) bytes, last: \(isLast), with LF: \(endsWithLF)"
          #expect(report.accepted == 1 + (isGood ? 1 : 0) + (isLast ? 0 : 1), comment)
          #expect(report.lines == (isLast ? 2 : 3), comment)
          #expect(report.refusals.map(\.line) == (isGood ? [] : [2]), comment)
          #expect(report.refusals.allSatisfy { $0.reason.contains("longer than 1 MiB") }, comment)
          try store.close()
        }
      }
    }
  }

  @Test func aLineOfManyMebibytesIsPassedOver() throws {
    let good = try Self.log(3).lines
    for tail in [[], Self.lf, Self.lf + good[2].bytes] {
      let long = [UInt8](repeating: UInt8(ascii: "["), count: 10 << 20)
      let path = try put(good[0].bytes + Self.lf + long + Self.lf + good[1].bytes + Self.lf + long + tail)
      let read = try Self.read(path)
      #expect(read.overlong == [2, 4])
      #expect(read.lines.count == (tail.count > 1 ? 3 : 2))
      // No batch is larger than the buffer, so memory is flat.
      let source = try LogFileSource(path: path)
      while let batch = try source.nextBatch() { #expect(batch.bytes.count <= (2 << 20) + 16) }
    }
    let (report, _) = try ingest(try put([UInt8](repeating: 0, count: 3 << 20)))
    #expect(report.refusals.map(\.line) == [1] && report.lines == 1)
  }

  @Test func aFileWithCarriageReturnsIsRefusedLineByLine() throws {
    let log = try Self.log(4)
    let path = try put(log.lines.flatMap { $0.bytes + [0x0d, 0x0a] })
    let (report, store) = try ingest(path)
    #expect(report.accepted == 0 && report.refused == 4 && report.lines == 4)
    for (index, refusal) in report.refusals.enumerated() {
      #expect(refusal.source == path && refusal.line == index + 1)
      #expect(refusal.reason.contains("carriage return"), "\(refusal)")
      #expect(refusal.reason.hasPrefix("byte \(log.lines[index].bytes.count + 1):"), "\(refusal)")
    }
    // With its own line ends the file completes.
    let again = try store.ingest([LogFileSource(path: try put(log.lines.flatMap { $0.bytes + Self.lf }))])
    #expect(again.accepted == 4 && again.refused == 0)
  }

  @Test func aFileThatWasCutGivesWhatIsWhole() throws {
    let log = try Self.log(3)
    let whole = log.lines.flatMap { $0.bytes + Self.lf }
    var random = SeededGenerator(seed: 8)
    for _ in 0..<12 {
      let count = Int.random(in: 0...whole.count, using: &random)
      let cut = Array(whole[..<count])
      let complete = log.lines.filter { line in
        cut.split(separator: 0x0a).contains { $0.elementsEqual(line.bytes) }
      }
      let (report, store) = try ingest(try put(cut), into: "\(count).db")
      let hasRest =
        !cut.isEmpty && cut.last != 0x0a && !complete.contains { cut.suffix($0.bytes.count).elementsEqual($0.bytes) }
      #expect(report.accepted == complete.count && report.refused == (hasRest ? 1 : 0), "cut at \(count)")
      if hasRest { #expect(report.refusals.map(\.line) == [complete.count + 1]) }
      #expect(try store.ingest([LogFileSource(path: try put(whole))]).accepted == 3 - complete.count)
      try store.close()
    }
  }

  @Test func whatIsNoFileIsRefusedWithAReason() throws {
    let missing = #expect(throws: LogFileSource.Failure.self) { try LogFileSource(path: folder.file("none.jsonl")) }
    #expect(missing?.path == folder.file("none.jsonl") && missing?.reason.isEmpty == false)
    let directory = #expect(throws: LogFileSource.Failure.self) { try LogFileSource(path: folder.path) }
    #expect(directory?.reason == "this is a folder, not a log file")
    // Other kinds of files have no events, and say so line by line.
    let (report, _) = try ingest(try put((0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 37) }))
    #expect(report.accepted == 0 && report.refused > 0 && report.refused == report.lines)
  }

  @Test func aPipeIsReadUntilItsWriterIsDone() throws {
    let path = folder.file("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let log = try Self.log(2_000)
    let bytes = log.lines.flatMap { $0.bytes + Self.lf }
    // Held open for reading too, so that opening it waits for nobody on either side.
    let writer = open(path, O_RDWR)
    #expect(writer >= 0)
    let source = try LogFileSource(path: path)
    let written = Mutex(0)
    // A thread of its own: a task would wait for its turn behind other tests, and the reader for it.
    Thread.detachNewThread {
      var count = 0
      while count < bytes.count {
        let more = bytes[count...].withUnsafeBytes { write(writer, $0.baseAddress, min(7_000, $0.count)) }
        guard more > 0 else { break }
        count += more
      }
      written.withLock { $0 = count }
      close(writer)
    }
    let store = try EventStore(creatingAt: folder.file("a.db"), environment: .fixed())
    let report = try store.ingest([source])
    #expect(written.withLock { $0 } == bytes.count)
    #expect(report.accepted == 2_000 && report.refused == 0)
  }

  @Test func manyFilesInAnyOrderComeToOneState() throws {
    for seed in UInt64(0)..<15 {
      var random = SeededGenerator(seed: seed)
      let history = try RandomHistory(seed: seed)
      // Dealt out over three files, some lines to two of them.
      var files: [[UInt8]] = [[], [], []]
      for line in history.lines.shuffled(using: &random) {
        for index in Set([Int.random(in: 0..<3, using: &random), Int.random(in: 0..<3, using: &random)]) {
          files[index] += line.bytes + Self.lf
        }
      }
      let store = try EventStore(creatingAt: folder.file("\(seed).db"), environment: .fixed())
      let sources = try files.enumerated().map { try LogFileSource(path: put($1, "\(seed)-\($0).jsonl")) }
      let report = try store.ingest(sources)
      let reference = MergedLog(history.lines)
      #expect(report.accepted == reference.accepted.count && report.refused == 0, "seed \(seed)")
      #expect(try store.read { try $0.digest() } == reference.digest, "seed \(seed)")
      // What is exported is a log file again, and two of them are one.
      var exported: [UInt8] = []
      try store.read { try $0.exportLog { exported += $0 } }
      let other = try EventStore(creatingAt: folder.file("\(seed)-other.db"), environment: .fixed())
      let again = try other.ingest([LogFileSource(path: put(exported + exported, "\(seed)-export.jsonl"))])
      #expect(again.accepted == report.accepted && again.known == report.accepted, "seed \(seed)")
      #expect(try other.read { try $0.digest() } == reference.digest, "seed \(seed)")
      try store.close()
      try other.close()
    }
  }
}
