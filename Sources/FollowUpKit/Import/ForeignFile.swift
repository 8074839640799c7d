import EventStorage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// A file from elsewhere that is read more than once, in pieces: an import looks through it before it takes anything.
final class ForeignFile {
  /// What it is called in messages.
  let name: String
  private let path: String
  /// The copy of what came by standard input, which can be read once only.
  private let copy: String?
  private let size: Int64
  private let modifiedNanoseconds: Int64

  /// So much of standard input is kept.
  private static let copyBytesMax = 1 << 30
  private static let pieceBytes = 1 << 17

  /// Opens a file; `-` is standard input, which is copied beside other temporary files until the command ends.
  ///
  /// - Parameter temporaryFolder: where the copy may lie; nil where `-` is a file like any other.
  init(_ path: String, temporaryFolder: String?) throws {
    if path == "-", let temporaryFolder {
      name = "standard input"
      let copy = "\(temporaryFolder)/followup-import-\(Platform.processID())"
      try Self.copyInput(to: copy)
      self.copy = copy
      self.path = copy
    } else {
      name = path
      copy = nil
      self.path = path
    }
    guard let status = Platform.status(self.path) else {
      throw ImportFailure("\(path): no such file; check the name")
    }
    if status.kind == .directory {
      throw ImportFailure("\(path): this is a folder; name the files in it")
    }
    if status.kind == .other {
      throw ImportFailure("\(path): can be read only once; pass it on standard input: followup import -")
    }
    size = status.size
    modifiedNanoseconds = status.modifiedNanoseconds
  }

  deinit { if let copy { unlink(copy) } }

  private static func copyInput(to copy: String) throws {
    let target = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard target >= 0 else { throw ImportFailure("\(Platform.failure("open", copy)); set TMPDIR to another place") }
    defer { close(target) }
    var total = 0
    do {
      try pieces(of: 0, "standard input") { piece in
        total += piece.count
        guard total <= copyBytesMax else {
          throw ImportFailure("standard input: larger than \(copyBytesMax >> 30) GiB; nothing was written")
        }
        try Platform.writeAll(Array(piece), to: target, copy)
      }
    } catch {
      unlink(copy)
      throw error
    }
  }

  /// The first bytes, and whether they are all.
  func beginning(_ limit: Int) throws -> (bytes: [UInt8], isWhole: Bool) {
    let bytes: [UInt8]
    do { bytes = try Platform.readFile(path, limit: limit) } catch {
      throw ImportFailure("\(error); nothing was read")
    }
    return (bytes, Int64(bytes.count) >= size)
  }

  /// Reads the file from its beginning to its end.
  ///
  /// - Throws: what `body` throws; ``CommandFailure`` when it cannot be read, or is not what it was before.
  func forEachPiece(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ImportFailure("\(Platform.failure("open", name)); nothing was imported from it")
    }
    defer { close(descriptor) }
    try Self.pieces(of: descriptor, name, body)
    guard let status = Platform.status(path), status.size == size, status.modifiedNanoseconds == modifiedNanoseconds
    else { throw ImportFailure("\(name): the file changed while it was read; nothing was imported from it") }
  }

  private static func pieces(
    of descriptor: Int32, _ name: String, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws {
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: pieceBytes)
    defer { room.deallocate() }
    while true {
      let count = read(descriptor, room.baseAddress, room.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw ImportFailure("\(Platform.failure("read", name)); nothing was imported from it") }
      if count == 0 { return }
      try body(UnsafeBufferPointer(rebasing: room[..<count]))
    }
  }
}
