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

/// A shared folder on a disk that this machine sees.
///
/// The folder itself is reached as the person named it, links included. Below it nothing is: each component of a path is
/// opened in the one before it, so whoever else can write to the folder cannot lead what is read or written out of it.
public final class DiskFolder: FolderAccess, Sendable {
  /// The folder's path, for messages.
  public let name: String

  /// - Parameter path: the folder; it need not be there yet.
  public init(path: String) { name = path }

  /// What lies in a directory; see ``FolderAccess/entries(of:)``.
  public func entries(of directory: String) throws -> [FolderEntry] {
    try within(directory) { opened in
      // The stream closes its descriptor.
      let descriptor = fcntl(opened.descriptor, F_DUPFD_CLOEXEC, 0)
      guard descriptor >= 0 else { throw failure(directory, errno) }
      guard let stream = fdopendir(descriptor) else {
        let code = errno
        close(descriptor)
        throw failure(directory, code)
      }
      defer { closedir(stream) }
      return try entries(stream, descriptor, directory)
    }
  }

  private func entries(_ stream: DirectoryStream, _ descriptor: Int32, _ directory: String) throws -> [FolderEntry] {
    var result: [FolderEntry] = []
    while true {
      errno = 0
      guard let item = readdir(stream) else {
        guard errno == 0 else { throw failure(directory, errno) }
        return result
      }
      let bytes = withUnsafeBytes(of: &item.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      // A name that is not text is nobody's segment; lossy, it leads nowhere and is left alone.
      let name = String(decoding: bytes, as: UTF8.self)
      if name == "." || name == ".." { continue }
      var info = stat()
      let isThere = withUnsafeBytes(of: &item.pointee.d_name) { name in
        name.baseAddress.map {
          fstatat(descriptor, $0.assumingMemoryBound(to: CChar.self), &info, AT_SYMLINK_NOFOLLOW)
        } == 0
      }
      // It went away meanwhile.
      guard isThere else { continue }
      result.append(FolderEntry(name, info))
    }
  }

  /// What stands at a path; see ``FolderAccess/entry(at:)``.
  public func entry(at path: String) throws -> FolderEntry? {
    if path.isEmpty {
      var info = stat()
      guard lstat(name, &info) == 0 else {
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw failure(path, errno)
      }
      return FolderEntry("", info)
    }
    do { return try status(path) } catch let failure as FolderFailure where failure.isMissing { return nil }
  }

  private func status(_ path: String) throws -> FolderEntry {
    let (parent, last) = split(path)
    return try within(parent) { opened in
      do throws(Platform.Failure) { return FolderEntry(last, try opened.status(last)) } catch {
        throw failure(path, error.code)
      }
    }
  }

  /// Opens a file for reading; symbolic links are not followed.
  public func open(_ path: String) throws -> any FolderFile {
    let (parent, last) = split(path)
    return try within(parent) { opened in
      let descriptor: Int32
      do throws(Platform.Failure) { descriptor = try opened.openFile(last) } catch { throw failure(path, error.code) }
      var info = stat()
      guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
        close(descriptor)
        throw FolderFailure(path: path, .special)
      }
      return DiskFile(descriptor, path, FolderEntry(last, info))
    }
  }

  /// Makes a directory with those above it; one that is there already will do.
  public func makeDirectory(_ path: String) throws {
    // Never the folder itself: where a drive was unmounted, it must not come into being on the mount point.
    var parent = ""
    for part in path.split(separator: "/").map({ String($0) }) {
      let made = parent.isEmpty ? part : "\(parent)/\(part)"
      try within(parent) { opened in
        do throws(Platform.Failure) { try opened.makeDirectory(part) } catch { throw failure(made, error.code) }
      }
      parent = made
    }
    try within(parent) { _ in }
  }

  /// Writes a file whole, by a temporary one beside it and a rename; durable ones are synced to the disk.
  public func write(_ bytes: [UInt8], to path: String, temporaryName: String, isDurable: Bool) throws -> FolderEntry {
    let (parent, last) = split(path)
    try within(parent) { opened in
      do throws(Platform.Failure) {
        try opened.replaceFile(last, with: bytes, temporary: temporaryName, durable: isDurable)
      } catch {
        throw failure(path, error.code)
      }
    }
    // By its path once more: it may have been written into a directory that has been exchanged for another.
    guard let entry = try entry(at: path) else {
      throw FolderFailure(path: path, reason: "it disappeared right after it was written", isMissing: true)
    }
    return entry
  }

  /// Removes a file; one that is gone already will do.
  public func remove(_ path: String) throws {
    let (parent, last) = split(path)
    do {
      try within(parent) { opened in
        do throws(Platform.Failure) { try opened.removeFile(last) } catch { throw failure(path, error.code) }
      }
    } catch let failure as FolderFailure where failure.isMissing { return }
  }

  /// Calls `body` with a directory of the folder, every step on the way to which is a directory and no link.
  private func within<Result>(
    _ directory: String, _ body: (borrowing OpenDirectory) throws -> Result
  ) throws -> Result {
    var walked = ""
    do {
      var current = try OpenDirectory(name)
      for part in directory.split(separator: "/").map({ String($0) }) {
        walked += walked.isEmpty ? part : "/" + part
        current = try current.directory(part)
      }
      return try body(current)
    } catch let error as Platform.Failure { throw failure(walked, error.code) }
  }

  private func split(_ path: String) -> (parent: String, last: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[..<slash]), String(path[path.index(after: slash)...]))
  }

  private func failure(_ path: String, _ code: Int32) -> FolderFailure {
    if code == ELOOP, !path.isEmpty { return FolderFailure(path: path, .link) }
    return FolderFailure(
      path: path, reason: String(cString: strerror(code)), isMissing: code == ENOENT || code == ENOTDIR)
  }
}

#if canImport(Darwin)
  private typealias DirectoryStream = UnsafeMutablePointer<DIR>
#else
  private typealias DirectoryStream = OpaquePointer
#endif

/// A file of a ``DiskFolder`` that is open for reading.
private final class DiskFile: FolderFile {
  let entry: FolderEntry
  private let descriptor: Int32
  private let path: String

  init(_ descriptor: Int32, _ path: String, _ entry: FolderEntry) {
    self.descriptor = descriptor
    self.path = path
    self.entry = entry
  }

  deinit { close(descriptor) }

  func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = systemRead(descriptor, memory)
      if count >= 0 { return count }
      if errno != EINTR {
        throw FolderFailure(path: path, reason: "reading stopped: \(String(cString: strerror(errno)))")
      }
    }
  }
}

private func systemRead(_ descriptor: Int32, _ memory: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, memory.baseAddress, memory.count)
}

extension FolderEntry {
  fileprivate init(_ name: String, _ info: stat) {
    let kind: Kind =
      switch info.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .link
      default: .other
      }
    #if canImport(Darwin)
      let modified = info.st_mtimespec
    #else
      let modified = info.st_mtim
    #endif
    self.init(
      name: name, kind: kind, size: Int64(info.st_size),
      modifiedNanoseconds: Int64(modified.tv_sec) &* 1_000_000_000 &+ Int64(modified.tv_nsec),
      inode: UInt64(info.st_ino))
  }
}
