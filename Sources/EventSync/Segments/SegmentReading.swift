import EventLog
import EventStorage

/// What a file of the folder turned out to be when it was read.
struct FileFinding: Equatable {
  enum Verdict: Equatable {
    /// Its lines are exactly the well-formed, chained events of its name; the hash is the last one's.
    case whole(EventHash)
    /// Good as far as it goes: it ends too early, or is a copy under a name that promises nothing.
    case incomplete
    /// A line was refused: which, and why.
    case refused(line: Int, reason: String)
    /// Its lines are good, and not those that its name promises.
    case mistaken(String)
    /// It changed while it was read, or could not be read, and why; nil where it went away. Nothing is remembered of it.
    case unsettled(String?)
  }

  let path: String
  let name: SegmentName?
  /// The file as it stood when it was opened.
  let entry: FolderEntry
  let verdict: Verdict

  /// Why a file is unsettled that did not stand still.
  static let changed = "it changed while being read"
}

/// Follows the lines of one file and holds them against its name.
struct SegmentExamination {
  let file: FolderListing.LogFile
  private var lines: Int64 = 0
  /// The bytes of the lines that were met, each with an LF.
  private var bytes: Int64 = 0
  private var previous: EventHash?
  private var lastNumber = 0
  /// The first thing that is not as the name says, and the number of its line.
  private var mismatch: (line: Int, reason: String)?
  private var refused: (line: Int, reason: String)?
  private var scanner = LineScanner()

  init(_ file: FolderListing.LogFile) { self.file = file }

  mutating func add(_ line: UnsafeBufferPointer<UInt8>, _ peeked: LineHeader?, number: Int, hash: EventHash) {
    defer {
      lines += 1
      bytes += Int64(line.count) + 1
      lastNumber = number
      previous = hash
    }
    guard let name = file.name, mismatch == nil else { return }
    guard let header = header(of: line, peeked) else {
      // The store will refuse it, and tell why.
      mismatch = (number, "line \(number) is malformed")
      return
    }
    let expected = name.first + lines
    if header.device != name.device {
      mismatch = (
        number, "line \(number) is an event of device \(header.device), which the file's name does not announce"
      )
    } else if header.seq != expected || expected > name.last {
      mismatch = (
        number, "line \(number) is event \(header.seq), but the file's name announces \(name.first) to \(name.last)"
      )
    } else if let previous, header.prev != previous {
      mismatch = (number, "line \(number) does not follow the line before it")
    }
  }

  private mutating func header(
    of line: UnsafeBufferPointer<UInt8>, _ peeked: LineHeader?
  ) -> (device: DeviceID, seq: Int64, prev: EventHash)? {
    if let peeked { return (peeked.device, peeked.seq, peeked.prev) }
    guard (try? scanner.scan(line)) != nil else { return nil }
    return (scanner.device, scanner.seq, scanner.prev)
  }

  mutating func noteOverlong(_ number: Int) {
    // Lines after it may have come before it, in the same batch.
    lastNumber = max(lastNumber, number)
    noteRefusal(line: number, reason: "the line is longer than 1 MiB")
  }

  mutating func noteRefusal(line number: Int, reason: String) {
    if refused.map({ number < $0.line }) ?? true { refused = (number, reason) }
  }

  /// What the file is, now that all of it was read.
  ///
  /// - Parameter bytesRead: how many bytes that were.
  func finding(opened entry: FolderEntry, bytesRead: Int64) -> FileFinding {
    func found(_ verdict: FileFinding.Verdict) -> FileFinding {
      FileFinding(path: file.path, name: file.name, entry: entry, verdict: verdict)
    }
    guard bytesRead == entry.size else { return found(.unsettled(FileFinding.changed)) }
    // The last line may be one that is still being written.
    let endsInLine = bytesRead != bytes
    if let refused, refused.line <= mismatch?.line ?? .max {
      if refused.line == lastNumber, endsInLine { return found(.incomplete) }
      return found(.refused(line: refused.line, reason: refused.reason))
    }
    if let mismatch { return found(.mistaken(mismatch.reason)) }
    guard let name = file.name, let head = previous else { return found(.incomplete) }
    guard lines == name.count else { return found(.incomplete) }
    guard head.prefix == name.hashPrefix else {
      return found(.mistaken("its last event is not the one its name announces"))
    }
    return bytesRead == bytes
      ? found(.whole(head)) : found(.mistaken("it has empty lines, or its last line is not terminated"))
  }
}

/// The lines of one directory's files, one file after the other, each held against its name on the way.
final class SegmentSource: LineSource {
  var name: String { "\(folder.name)/\(examination?.file.path ?? "")" }
  let estimatedLines: Int
  /// What became of the files that were read to their ends.
  private(set) var findings: [FileFinding] = []
  private let folder: any FolderAccess
  private var files: ArraySlice<FolderListing.LogFile>
  private let reader = LineReader()
  private var examination: SegmentExamination?
  private var opened: (any FolderFile)?

  /// - Parameter files: read in this order; predecessors first saves the waiting.
  init(_ folder: any FolderAccess, files: [FolderListing.LogFile]) {
    self.folder = folder
    self.files = files[...]
    // A line of format 1 has about 280 bytes.
    estimatedLines = Int(files.reduce(0) { $0 + $1.entry.size } / 280)
  }

  /// Sources for files: one for each device's directory, so that memory does not grow with the number of files.
  static func sources(_ folder: any FolderAccess, _ files: [FolderListing.LogFile]) -> [SegmentSource] {
    let groups = Dictionary(grouping: files) { $0.name?.device }
    return groups.sorted { ($0.key?.text ?? "") < ($1.key?.text ?? "") }.map { _, files in
      SegmentSource(
        folder,
        files: files.sorted {
          ($0.name?.first ?? 0, $0.name?.last ?? 0, $0.path) < ($1.name?.first ?? 0, $1.name?.last ?? 0, $1.path)
        })
    }
  }

  func nextBatch() throws -> LineBatch? {
    while true {
      if opened == nil, !openNext() { return nil }
      do {
        if let batch = try reader.nextBatch() { return examined(batch) }
        finishFile()
      } catch { fail("\((error as? FolderFailure)?.reason ?? "\(error)")") }
    }
  }

  func noteRefusal(line number: Int, reason: String) { examination?.noteRefusal(line: number, reason: reason) }

  private func openNext() -> Bool {
    while let file = files.popFirst() {
      examination = SegmentExamination(file)
      do {
        let opened = try folder.open(file.path)
        self.opened = opened
        reader.start { try opened.read(into: $0) }
        return true
      } catch {
        let failure = error as? FolderFailure
        // What went away between the listing and now is the carrier's work.
        fail(failure?.isMissing == true ? nil : failure?.reason ?? "\(error)")
      }
    }
    return false
  }

  private func examined(_ batch: LineBatch) -> LineBatch {
    var lines: [LineBatch.Line] = []
    lines.reserveCapacity(batch.lines.count)
    for line in batch.lines {
      let bytes = UnsafeBufferPointer(rebasing: batch.bytes[line.range])
      let hash = EventHash(hashing: bytes)
      let header = LineHeader(peeking: bytes)
      examination?.add(bytes, header, number: line.number, hash: hash)
      lines.append(LineBatch.Line(range: line.range, number: line.number, hash: hash, header: header))
    }
    for number in batch.overlong { examination?.noteOverlong(number) }
    return LineBatch(bytes: batch.bytes, lines: lines, overlong: batch.overlong)
  }

  private func finishFile() {
    if let examination, let opened {
      findings.append(examination.finding(opened: opened.entry, bytesRead: reader.bytesRead))
    }
    opened = nil
  }

  private func fail(_ reason: String?) {
    if let file = examination?.file {
      findings.append(
        FileFinding(path: file.path, name: file.name, entry: file.entry, verdict: .unsettled(reason)))
    }
    opened = nil
  }

  /// Reads one file without taking anything in, and holds it against its name.
  ///
  /// - Returns: nil when it is gone.
  static func examine(_ folder: any FolderAccess, _ file: FolderListing.LogFile) -> FileFinding? {
    let source = SegmentSource(folder, files: [file])
    var scanner = LineScanner()
    while let batch = try? source.nextBatch() {
      for line in batch.lines {
        do throws(MalformedLine) {
          try scanner.scan(UnsafeBufferPointer(rebasing: batch.bytes[line.range]))
        } catch { source.noteRefusal(line: line.number, reason: "\(error)") }
      }
    }
    return source.findings.last
  }
}
