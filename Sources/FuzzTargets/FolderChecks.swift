import EventLog
import EventStorage
import EventSync
import TestSupport

/// A shared folder of any content.
enum FolderChecks {
  static func check(_ input: [UInt8]) throws {
    let said = FolderInput(input)
    for file in said.files { try checkName(file.path) }
    let folder = MemoryFolder()
    folder.put(Array(marker.utf8), at: "followup-folder.json")
    for file in said.files where !file.path.isEmpty && !file.path.hasSuffix("/") {
      folder.put(file.bytes, at: file.path)
    }
    let whole = try lines(of: folder)
    let pieces = try lines(of: PieceFolder(folder, pieceSize: said.pieceSize))
    try expect(whole == pieces, "other pieces give other lines: \(whole ?? []) and \(pieces ?? [])")
  }

  private static let marker = "{\"encryption\":\"none\",\"format\":\"followup-folder\",\"v\":1}\n"

  /// A name that is understood is the name that is written.
  private static func checkName(_ path: String) throws {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, let name = SegmentName(directory: String(parts[1]), file: String(parts[2])) else { return }
    try expect(name.first >= 1 && name.first <= name.last, "a segment of nothing: \(name)")
    try expect(name.file == String(parts[2]).lowercased(), "\(parts[2]) is written \(name.file)")
  }

  /// All lines that come out of a folder, with their files; nil when it is none.
  private static func lines(of folder: any FolderAccess) throws -> [String]? {
    let contents: FolderContents
    do { contents = try FolderContents(of: folder) } catch is SyncFailure { return nil }
    var result: [String] = []
    var scanner = LineScanner()
    for source in contents.sources {
      while let batch = try source.nextBatch() {
        for number in batch.overlong { result.append("\(source.name):\(number) is too long") }
        for line in batch.lines {
          let bytes = UnsafeBufferPointer(rebasing: batch.bytes[line.range])
          let hash = EventHash(hashing: bytes)
          try expect(line.hash == nil || line.hash == hash, "a line came with the hash of another")
          do throws(MalformedLine) { try scanner.scan(bytes) } catch {
            source.noteRefusal(line: line.number, reason: error.reason)
            result.append("\(source.name):\(line.number) \(error)")
            continue
          }
          if let header = line.header {
            try expect(
              header.device == scanner.device && header.prev == scanner.prev && header.seq == scanner.seq,
              "a line came with the header of another")
          }
          result.append("\(source.name):\(line.number) \(hash)")
        }
      }
    }
    result += contents.problems.map(\.description)
    result.append("\(contents.wholeFiles) whole, \(contents.notDownloaded) to come")
    result += contents.acks().map { "\($0)" }
    return result
  }
}

/// A store that takes in the lines of a log, once as they are and once mended.
enum StoreChecks {
  static func check(_ input: [UInt8]) throws {
    let raw = input.split(separator: 0x0a).prefix(64).map(Array.init)
    let mended = MendedLog.lines(raw)
    let given = mended + raw
    let place = try TemporaryFolder(inMemory: true)
    let store = try EventStore(
      creatingAt: place.file("store.db"), environment: .fixed(), connections: .single)
    // The first lines come last, so that others wait for them.
    let third = given.count / 3
    let first = try store.ingest(lines: Array(given[third...]))
    let rest = try store.ingest(lines: Array(given[..<third]))
    try expect(first.refusals.allSatisfy { !$0.reason.isEmpty }, "a refusal without a reason")
    let good = given.compactMap { try? EventLine(reading: $0) }
    let merged = MergedLog(good)
    let (digest, events) = try store.read { reader in
      let status = try reader.status()
      return (status.digest, status.events)
    }
    try expect(events == Int64(merged.accepted.count), "\(events) events of \(merged.accepted.count); \(first) \(rest)")
    try expect(digest == merged.digest, "the store and the merge rule disagree")
    try store.rebuild()
    try expect(try store.read { try $0.digest() } == digest, "the state made again is another one")
    try store.close()
  }
}
