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

/// A file that is written under a temporary name and renamed into place: it appears whole or not at all.
///
/// What is no regular file, such as a pipe or `/dev/stdout`, is written to directly.
final class ReplacedFile {
  private let path: String
  private let temporary: String?
  private var descriptor: Int32
  /// How many lines and bytes were written.
  private(set) var lines = 0
  private(set) var bytes = 0

  init(_ path: String) throws(Platform.Failure) {
    switch Platform.status(path)?.kind {
    case .directory?:
      errno = EISDIR
      throw Platform.failure("open", path)
    case .other?:
      self.path = path
      temporary = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
    case .file?, nil:
      // A link's target is replaced, not the link.
      let target = Platform.realPath(path) ?? path
      self.path = target
      var parts = target.split(separator: "/", omittingEmptySubsequences: false)
      let name = parts.popLast() ?? ""
      let temporary = (parts + [".\(name).tmp-\(Platform.processID())"]).joined(separator: "/")
      self.temporary = temporary
      // A file that somebody has put there, or a link, is not written into.
      unlink(temporary)
      descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }
    guard descriptor >= 0 else { throw Platform.failure("open", path) }
  }

  deinit { abandon() }

  /// Writes bytes of whole lines.
  func write(_ piece: UnsafeBufferPointer<UInt8>) throws(Platform.Failure) {
    do throws(OutputFailure) {
      try DescriptorSink(descriptor).write(UnsafeRawBufferPointer(piece))
    } catch {
      errno = error.code
      throw Platform.failure("write", path)
    }
    bytes += piece.count
    for byte in piece where byte == UInt8(ascii: "\n") { lines += 1 }
  }

  /// Makes sure that the bytes are on the disk, and puts the file into its place.
  func finish() throws(Platform.Failure) {
    guard let temporary else {
      let closing = close(descriptor)
      descriptor = -1
      guard closing == 0 else { throw Platform.failure("close", path) }
      return
    }
    guard Platform.flush(descriptor) == 0 else { throw Platform.failure("fsync", path) }
    let closing = close(descriptor)
    descriptor = -1
    guard closing == 0 else {
      let failure = Platform.failure("close", path)
      unlink(temporary)
      throw failure
    }
    guard rename(temporary, path) == 0 else {
      let failure = Platform.failure("rename", path)
      unlink(temporary)
      throw failure
    }
  }

  private func abandon() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if let temporary { unlink(temporary) }
  }
}
