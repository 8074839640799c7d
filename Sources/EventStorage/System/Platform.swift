import EventLog

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// The few calls to the operating system that the libraries make, the same on Linux and Darwin.
package enum Platform {
  /// A call that failed: which, on what, and the system's own words.
  package struct Failure: Error, Sendable, CustomStringConvertible {
    /// The call, such as `open`.
    package let call: String
    /// What it was called on.
    package let path: String
    /// The system's `errno`.
    package let code: Int32
    package var description: String { "\(path): \(String(cString: strerror(code)))" }
  }

  /// The failure of a call that has just returned, from `errno`.
  package static func failure(_ call: String, _ path: String) -> Failure {
    Failure(call: call, path: path, code: errno)
  }

  /// Milliseconds since 1970 in UTC, by the machine's clock.
  package static func wallMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// What tells this machine from its clones: /etc/machine-id, or the platform's UUID, or nothing.
  package static func machineIdentity() -> String {
    #if canImport(Darwin)
      var uuid = [UInt8](repeating: 0, count: 16)
      var wait = timespec()
      guard gethostuuid(&uuid, &wait) == 0 else { return "" }
      return uuid.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
    #else
      guard let bytes = try? readFile("/etc/machine-id", limit: 256) else { return "" }
      return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    #endif
  }

  /// The path without symbolic links, `.` and `..`; nil when nothing is there.
  package static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The kind of thing that stands at a path.
  package enum Kind: Sendable { case file, directory, other }

  /// What the system says of a file.
  package struct Status: Sendable {
    /// What it is.
    package let kind: Kind
    /// In bytes.
    package let size: Int64
    /// When it was last changed: nanoseconds since 1970.
    package let modifiedNanoseconds: Int64
    /// Its number in its file system.
    package let inode: UInt64
  }

  /// What stands at a path, following symbolic links; nil when nothing does.
  package static func status(_ path: String) -> Status? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    let kind: Kind =
      switch info.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      default: .other
      }
    #if canImport(Darwin)
      let modified = info.st_mtimespec
    #else
      let modified = info.st_mtim
    #endif
    return Status(
      kind: kind, size: Int64(info.st_size),
      modifiedNanoseconds: Int64(modified.tv_sec) &* 1_000_000_000 &+ Int64(modified.tv_nsec),
      inode: UInt64(info.st_ino))
  }

  /// Whether this user may write a file and make others beside it, as SQLite must.
  package static func isWritable(_ path: String) -> Bool {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    return access(path, W_OK) == 0 && access(folder.isEmpty ? "/" : folder, W_OK) == 0
  }

  /// Makes a folder and those above it that are missing, for this user alone (0700).
  package static func makeDirectory(_ path: String) throws(Failure) {
    if status(path)?.kind == .directory { return }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeDirectory(String(path[..<slash]))
    }
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw failure("mkdir", path) }
  }

  /// The bytes of a small file.
  package static func readFile(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    try OpenFileRegistry.withDescriptor(path) { descriptor throws(Failure) in
      var bytes: [UInt8] = []
      while bytes.count < limit {
        // In proportion to what is there, not to what there may be.
        let room = min(limit - bytes.count, max(1 << 14, bytes.count))
        var got = 0
        let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
          got = read(descriptor, buffer.baseAddress, room)
          count = max(0, got)
        }
        if got < 0, errno == EINTR { continue }
        guard got >= 0 else { throw failure("read", path) }
        if got == 0 { break }
        bytes += piece
      }
      return bytes
    }
  }

  /// Writes a file under a temporary name beside it and renames it into place, as ``OpenDirectory`` does.
  ///
  /// - Parameters:
  ///   - temporary: a path in the same directory.
  ///   - durable: whether the file and its folder are on the disk before the call returns.
  package static func replaceFile(_ path: String, with bytes: [UInt8], temporary: String, durable: Bool)
    throws(Failure)
  {
    try OpenDirectory(directory(of: path)).replaceFile(
      name(of: path), with: bytes, temporary: name(of: temporary), durable: durable)
  }

  /// The directory that a path lies in.
  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last component of a path.
  private static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// Writes all of the bytes to a file that is open.
  ///
  /// - Parameter path: for the failure.
  package static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(Failure) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // Nothing written and no error: a device that takes nothing more.
      if count == 0 { errno = ENOSPC }
      guard count > 0 else { throw failure("write", path) }
      written += count
    }
  }

  /// Brings what was written to a file, or the names in a directory, to the disk itself.
  ///
  /// - Returns: 0, or -1 with `errno`.
  package static func flush(_ descriptor: Int32) -> Int32 {
    #if canImport(Darwin)
      // There fsync leaves it in the drive's own memory. File systems that do not know the call say so.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return 0 }
    #endif
    return fsync(descriptor)
  }

  /// Creates an empty file for this user alone (0600) if nothing stands there.
  package static func createPrivateFile(_ path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
    } else if errno != EEXIST {
      throw failure("open", path)
    }
  }

  /// The number of this process, for names of temporary files.
  package static func processID() -> Int32 { getpid() }
}

extension Platform {
  /// Waits.
  package static func sleep(milliseconds: UInt32) { usleep(milliseconds * 1_000) }
}

extension Platform {
  /// Runs `body` while no other process runs one under the same file; without a lock where none can be had.
  package static func withFileLock(_ path: String, _ body: () -> Void) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    defer { if descriptor >= 0 { close(descriptor) } }
    if descriptor >= 0 { while flock(descriptor, LOCK_EX) != 0, errno == EINTR {} }
    body()
  }

  /// Asks the system to bring a file and its folder entry to the disk.
  package static func syncFile(_ path: String) throws(Failure) {
    try OpenFileRegistry.withDescriptor(path) { descriptor throws(Failure) in
      guard flush(descriptor) == 0 else { throw failure("fsync", path) }
    }
    syncFolder(of: path)
  }

  /// Asks the system to bring a file's folder entry to the disk, where the file system knows how to.
  package static func syncFolder(of path: String) {
    if let directory = try? OpenDirectory(directory(of: path)) { _ = flush(directory.descriptor) }
  }

  /// Renames a file over another one.
  package static func move(_ path: String, to other: String) throws(Failure) {
    guard rename(path, other) == 0 else { throw failure("rename", other) }
  }

  /// Gives a file a second name, if nothing stands there.
  package static func addName(_ other: String, to path: String) throws(Failure) {
    guard link(path, other) == 0 else { throw failure("link", other) }
  }

  /// Leaves a file to this user alone (0600).
  package static func makePrivate(_ path: String) { chmod(path, 0o600) }

  /// Removes a file, if it is there.
  package static func remove(_ path: String) { unlink(path) }

  /// Removes a file, and says why where that cannot be done.
  package static func removeFile(_ path: String) throws(Failure) {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure("unlink", path) }
  }

  /// Whether a symbolic link stands at a path.
  package static func isLink(_ path: String) -> Bool {
    var info = stat()
    return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
  }

  /// The names in a folder, in no order.
  package static func names(in path: String) throws(Failure) -> [String] {
    guard let stream = opendir(path) else { throw failure("opendir", path) }
    defer { closedir(stream) }
    var names: [String] = []
    while let item = readdir(stream) {
      let name = withUnsafePointer(to: &item.pointee.d_name) { name in
        String(cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Removes a folder and the files in it, which holds no other folders.
  package static func removeDirectory(_ path: String) {
    if let stream = opendir(path) {
      while let item = readdir(stream) {
        withUnsafePointer(to: &item.pointee.d_name) { name in
          _ = unlinkat(dirfd(stream), UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self), 0)
        }
      }
      closedir(stream)
    }
    rmdir(path)
  }
}

extension Platform {
  /// Writes bytes over a spare file of the same length and renames it into place, so that the file at `path` changes as a
  /// whole; what stood there becomes the spare file. So no file is made, and no space has to be found for one.
  ///
  /// - Returns: false where that cannot be done, as on file systems without hard links; then `path` stands as it did.
  package static func rotateFile(_ path: String, spare: String, with bytes: [UInt8]) -> Bool {
    let descriptor = open(spare, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else { return false }
    let former = spare + ".former"
    if link(path, former) != 0 {
      guard errno == EEXIST, unlink(former) == 0, link(path, former) == 0 else { return false }
    }
    guard rename(spare, path) == 0 else { return false }
    // Without it the next time makes a new one.
    rename(former, spare)
    return true
  }
}
