import EventLog
import EventSync

/// A shared folder written as one text: a line `>path` begins a file, and what follows is its content.
///
/// In a path, `*` as the whole name of a file asks for a segment: its lines are mended, and it gets the name that they
/// ask for. A first line of one character says in how large pieces the files are read.
struct FolderInput {
  var files: [(path: String, bytes: [UInt8])] = []
  /// Bytes to each read; at least one.
  var pieceSize = 1 << 16

  init(_ input: [UInt8]) {
    var rest = input[...]
    if rest.count >= 2, rest[rest.startIndex + 1] == 0x0a {
      pieceSize = max(1, Int(rest[rest.startIndex]) - 0x2f)
      rest = rest.dropFirst(2)
    }
    var path = "log/0000000000000000/stray.jsonl"
    var lines: [[UInt8]] = []
    for line in rest.split(separator: 0x0a, omittingEmptySubsequences: false) {
      guard line.first == UInt8(ascii: ">") else {
        lines.append(Array(line))
        continue
      }
      end(path, lines)
      lines = []
      path = String(decoding: line.dropFirst(), as: UTF8.self)
    }
    end(path, lines)
  }

  private mutating func end(_ path: String, _ lines: [[UInt8]]) {
    guard !lines.isEmpty, files.count < 64 else { return }
    guard path.hasSuffix("/*") else { return files.append((path, Array(lines.joined(separator: [0x0a])))) }
    let mended = MendedLog.lines(lines.prefix(48))
    let events = mended.compactMap { try? EventLine(reading: $0) }
    guard let first = events.first, let last = events.last, first.seq <= last.seq else { return }
    let name = SegmentName(device: first.device, first: first.seq, last: last.seq, hash: last.hash)
    files.append((name.path, Array(mended.map { $0 + [0x0a] }.joined())))
  }
}

/// A folder that gives its files a few bytes at a time.
final class PieceFolder: FolderAccess {
  private let folder: any FolderAccess
  private let pieceSize: Int

  init(_ folder: any FolderAccess, pieceSize: Int) {
    self.folder = folder
    self.pieceSize = pieceSize
  }

  var name: String { folder.name }
  func entries(of directory: String) throws -> [FolderEntry] { try folder.entries(of: directory) }
  func entry(at path: String) throws -> FolderEntry? { try folder.entry(at: path) }
  func open(_ path: String) throws -> any FolderFile { PieceFile(try folder.open(path), pieceSize) }
  func makeDirectory(_ path: String) throws { try folder.makeDirectory(path) }
  func write(_ bytes: [UInt8], to path: String, temporaryName: String, isDurable: Bool) throws -> FolderEntry {
    try folder.write(bytes, to: path, temporaryName: temporaryName, isDurable: isDurable)
  }
  func remove(_ path: String) throws { try folder.remove(path) }

  private final class PieceFile: FolderFile {
    let file: any FolderFile
    let pieceSize: Int

    init(_ file: any FolderFile, _ pieceSize: Int) {
      self.file = file
      self.pieceSize = pieceSize
    }

    var entry: FolderEntry { file.entry }
    func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
      try file.read(into: UnsafeMutableRawBufferPointer(rebasing: memory.prefix(pieceSize)))
    }
  }
}
