#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// A file that is read at any place, and read on behind places that the disk does not give back: they are zeros.
///
/// Not mapped into memory, for there a place that cannot be read ends the program.
final class RawFile {
  let path: String
  /// Bytes.
  let size: Int
  /// Bytes that the disk did not give back.
  private(set) var unreadable = 0
  private let descriptor: Int32
  private static let block = 4_096

  /// - Returns: nil where there is no such regular file, or it cannot be opened.
  init?(_ path: String) {
    let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard opened >= 0 else { return nil }
    var info = stat()
    guard fstat(opened, &info) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_size >= 0 else {
      close(opened)
      return nil
    }
    self.path = path
    size = Int(info.st_size)
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// The bytes of a range, as far as the file goes.
  func read(_ range: Range<Int>) -> [UInt8] {
    let range = range.clamped(to: 0..<size)
    var bytes = [UInt8](repeating: 0, count: range.count)
    var done = 0
    while done < range.count {
      let got = bytes[done...].withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(range.lowerBound + done))
      }
      if got > 0 {
        done += got
      } else if got < 0, errno == EINTR {
        continue
      } else if got == 0 {
        break
      } else {
        // What was given before is kept; the rest of this block stays zeros.
        let next = min(range.count, (range.lowerBound + done) / Self.block * Self.block + Self.block - range.lowerBound)
        unreadable += next - done
        done = next
      }
    }
    return bytes
  }
}

extension Platform {
  /// What a file or folder allows to whom, as `chmod` takes it; nil when nothing stands there.
  package static func permissions(_ path: String) -> UInt16? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    return UInt16(truncatingIfNeeded: info.st_mode & 0o7777)
  }

  /// Whether a folder's file system keeps who may read a file, tried with one that is removed at once; nil where none can
  /// be made.
  package static func keepsPermissions(in directory: String) -> Bool? {
    let path = "\(directory)/.followup-permissions-\(processID())"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
    defer {
      close(descriptor)
      unlink(path)
    }
    var info = stat()
    return fstat(descriptor, &info) == 0 ? info.st_mode & 0o077 == 0 : nil
  }

  /// Whether a path lies on a file system that is mounted for reading only.
  package static func isOnReadOnlyFileSystem(_ path: String) -> Bool {
    var info = statvfs()
    return statvfs(path, &info) == 0 && UInt64(info.f_flag) & UInt64(ST_RDONLY) != 0
  }

  /// Whether a file or folder is this user's own.
  package static func isOwn(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_uid == geteuid()
  }

  /// Bytes that this user may still write to the file system of a path; nil where it does not tell.
  package static func freeBytes(_ path: String) -> Int64? {
    var info = statvfs()
    guard statvfs(path, &info) == 0 else { return nil }
    let (bytes, overflow) = UInt64(info.f_bavail).multipliedReportingOverflow(by: UInt64(info.f_frsize))
    return overflow ? .max : Int64(clamping: bytes)
  }

  /// Fills a file that is there, piece by piece.
  ///
  /// - Parameter bytes: gives the bytes of a range.
  static func fill(_ path: String, size: Int, _ bytes: (Range<Int>) -> [UInt8]) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    var position = 0
    while position < size {
      let piece = bytes(position..<min(size, position + (1 << 20)))
      guard !piece.isEmpty else { return }
      try writeAll(piece, to: descriptor, path)
      position += piece.count
    }
  }
}
