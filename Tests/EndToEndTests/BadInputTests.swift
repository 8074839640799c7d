import Foundation
import Testing

/// Whatever a merge is given: a sentence with file, line and reason, a status, and a store that holds exactly what was
/// good; when the cause is gone, a second run completes.
@Suite struct BadInputTests {
  private let source: Laptop
  private let log: [String]

  init() throws {
    source = try Laptop()
    try source.done("open", "Acme GmbH", "Swift engineer")
    for number in 1...4 { try source.done("log", "note", "acme", "note \(number)") }
    log = try source.done("export").split(separator: "\n").map(String.init)
    // The zone and the release of its rules come first.
    try #require(log.count == 7)
  }

  /// Merges a bad file into a fresh store and then the good one.
  private func check(
    _ name: String, _ bytes: some Sequence<UInt8>, refused: [Int], good: Int, reason: String,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let laptop = try Laptop()
    let path = try laptop.file(name, bytes)
    let result = try laptop.run(["merge", path])
    #expect(result.status == (refused.isEmpty ? 0 : 3), "\(result.err)", sourceLocation: location)
    for line in refused {
      #expect(result.err.contains("\(path):\(line): "), "\(result.err)", sourceLocation: location)
    }
    #expect(reason.isEmpty || result.err.contains(reason), "\(result.err)", sourceLocation: location)
    #expect(try laptop.status()["events"] as? Int == good, sourceLocation: location)
    // What is good is in order; where something waits for what was refused, that is missing.
    let isWaiting = try laptop.status()["waiting"] as? Int != 0
    #expect(try laptop.run(["verify"]).status == (isWaiting ? 3 : 0), sourceLocation: location)
    _ = try laptop.file(name, (log.joined(separator: "\n") + "\n").utf8)
    #expect(try laptop.run(["merge", path]).status == 0, sourceLocation: location)
    #expect(try laptop.digest() == source.digest(), sourceLocation: location)
  }

  @Test func aMalformedLineInTheMiddle() throws {
    var lines = log
    lines[2] = lines[2].replacingOccurrences(of: "\"v\":1", with: "\"v\": 1")
    // What comes after it in that log waits.
    try check("malformed.jsonl", (lines.joined(separator: "\n") + "\n").utf8, refused: [3], good: 2, reason: "byte ")
  }

  @Test func aTruncatedFile() throws {
    let bytes = Array(log.joined(separator: "\n").utf8)
    try check("truncated.jsonl", bytes.dropLast(40), refused: [log.count], good: log.count - 1, reason: "byte ")
  }

  @Test func aLastLineWithoutItsEndCounts() throws {
    try check("unended.jsonl", log.joined(separator: "\n").utf8, refused: [], good: log.count, reason: "")
  }

  @Test func aForeignFile() throws {
    try check("letter.txt", "Dear Sir,\n\nthank you.\n".utf8, refused: [1, 3], good: 0, reason: "byte 1")
    let noise = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) }
    let laptop = try Laptop()
    #expect(try laptop.run(["merge", try laptop.file("noise", noise)]).status == 3)
    #expect(try laptop.status()["events"] as? Int == 0)
  }

  @Test func bytesThatAreNotUTF8() throws {
    var bytes = Array((log.joined(separator: "\n") + "\n").utf8)
    let place = (log[0].utf8.count + 1 + log[1].utf8.count + 1) + 300
    bytes[place] = 0xff
    try check("latin.jsonl", bytes, refused: [3], good: 2, reason: "byte ")
  }

  @Test func aLineOfTenMebibytes() throws {
    var bytes = Array((log[0] + "\n").utf8)
    bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 10 << 20)
    bytes += "\n\(log[1])\n".utf8
    try check("long.jsonl", bytes, refused: [2], good: 2, reason: "longer than 1 MiB")
  }

  @Test func aFileWithCarriageReturns() throws {
    let lines = log.joined(separator: "\r\n") + "\r\n"
    try check("dos.jsonl", lines.utf8, refused: Array(1...log.count), good: 0, reason: "byte ")
  }

  @Test func anEmptyFile() throws {
    try check("empty.jsonl", [], refused: [], good: 0, reason: "")
  }

  @Test func aFolderAndAMissingFileDoNotStopTheRest() throws {
    let laptop = try Laptop()
    let good = try laptop.file("good.jsonl", (log.joined(separator: "\n") + "\n").utf8)
    let result = try laptop.run(["merge", laptop.folder, laptop.folder + "/missing.jsonl", good])
    #expect(result.status == 3)
    #expect(result.err.contains("\(laptop.folder): not a shared folder"))
    #expect(result.err.contains("missing.jsonl: no such file"))
    #expect(try laptop.digest() == source.digest())
  }

  @Test func databasesThatAreNoStores() throws {
    let laptop = try Laptop()
    try laptop.done("open", "Other", "Engineer")
    let before = try laptop.digest()
    let header = Array("SQLite format 3\u{0}".utf8) + [UInt8](repeating: 0, count: 4_080)
    var paths = [try laptop.file("header.db", header)]
    let half = Array(try Data(contentsOf: URL(fileURLWithPath: source.store))).prefix(20_000)
    paths.append(try laptop.file("half.db", half))
    if Tools.hasSQLite {
      paths.append(laptop.folder + "/other.db")
      try Tools.shell("sqlite3 \"$1\" 'CREATE TABLE songs (title); INSERT INTO songs VALUES (1)'", [paths[2]])
    }
    for path in paths {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      let merge = try laptop.run(["merge", path])
      #expect(merge.status == 1, "\(path): \(merge.err)")
      #expect(merge.err.contains(path))
      let use = try laptop.run(["list", "--store", path])
      #expect(use.status == 1, "\(path): \(use.err)")
      #expect(use.err.contains(path))
      let open = try laptop.run(["open", "X", "Y", "--store", path])
      #expect(open.status == 1, "\(path): \(open.err)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes, "\(path)")
    }
    #expect(try laptop.digest() == before)
    try laptop.done("verify")
  }

  @Test func aStoreThatCannotBeWritten() throws {
    let laptop = try Laptop()
    // A folder where the store should be, and a file where its folder should be.
    let folder = try laptop.run(["open", "X", "Y", "--store", laptop.folder])
    #expect(folder.status == 1 && folder.err.contains("folder"))
    let file = try laptop.file("file", "x".utf8)
    let below = try laptop.run(["open", "X", "Y", "--store", file + "/store.db"])
    #expect(below.status == 1 && below.err.contains("store.db"))
    #expect(try laptop.run(["open", "X", "Y", "--store", "/proc/store.db"]).status == 1)
  }

  @Test func aDiskThatIsFullIsTold() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let result = try Tools.shell(
      "\"$1\" export > /dev/full", [Tools.followup], environment: source.environment)
    #expect(result.status == 1)
    #expect(result.err.contains("No space left"))
  }

  @Test func aReaderThatGoesAwayIsNoFailure() throws {
    let laptop = try Laptop()
    try laptop.done("open", "Acme", "Engineer")
    for _ in 1...3 { try laptop.done("log", "note", "acme", String(repeating: "many words ", count: 8_000)) }
    let result = try Tools.shell(
      "{ \"$1\" export; echo \"status $?\" >&2; } | head -c 10", [Tools.followup], environment: laptop.environment)
    #expect(result.err == "status 0\n")
  }
}
