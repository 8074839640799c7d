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
public final class DiskFolder: FolderAccess, Sendable {
  /// The folder's path, for messages.
  public let name: String

  /// - Parameter path: the folder; it need not be there yet.
  public init(path: String) { name = path }

  /// What lies in a directory; see ``FolderAccess/entries(of:)``.
  public func entries(of directory: String) throws -> [FolderEntry] {
    let full = path(directory)
    let descriptor = open(full, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (directory.isEmpty ? 0 : O_NOFOLLOW))
    guard descriptor >= 0 else { throw failure(directory) }
    guard let stream = fdopendir(descriptor) else {
      close(descriptor)
      throw failure(directory)
    }
    defer { closedir(stream) }
    var result: [FolderEntry] = []
    while true {
      errno = 0
      guard let item = readdir(stream) else {
        guard errno == 0 else { throw failure(directory) }
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
    var info = stat()
    guard lstat(self.path(path), &info) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw failure(path)
    }
    return FolderEntry(path.split(separator: "/").last.map { String($0) } ?? "", info)
  }

  /// Opens a file for reading; symbolic links are not followed.
  public func open(_ path: String) throws -> any FolderFile {
    // Not waiting on a pipe; what is no regular file is not read.
    let descriptor = open(self.path(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { throw failure(path) }
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FolderFailure(path: path, reason: "this is not a regular file")
    }
    return DiskFile(descriptor, path, FolderEntry(path.split(separator: "/").last.map { String($0) } ?? "", info))
  }

  /// Makes a directory with those above it; one that is there already will do.
  public func makeDirectory(_ path: String) throws {
    // Never the folder itself: where a drive was unmounted, it must not come into being on the mount point.
    var made = ""
    for part in path.split(separator: "/") {
      made += made.isEmpty ? String(part) : "/" + part
      if mkdir(self.path(made), 0o700) != 0, errno != EEXIST { throw failure(made) }
    }
  }

  /// Writes a file whole, by a temporary one beside it and a rename; durable ones are synced to the disk.
  public func write(_ bytes: [UInt8], to path: String, temporaryName: String, isDurable: Bool) throws -> FolderEntry {
    let target = self.path(path)
    let directory = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
    do {
      try Platform.replaceFile(target, with: bytes, temporary: directory + temporaryName, durable: isDurable)
    } catch {
      Platform.remove(directory + temporaryName)
      throw FolderFailure(
        path: path, reason: String(cString: strerror(error.code)), isMissing: error.code == ENOENT)
    }
    guard let entry = try entry(at: path) else {
      throw FolderFailure(path: path, reason: "it was written, and is gone already", isMissing: true)
    }
    return entry
  }

  /// Removes a file; one that is gone already will do.
  public func remove(_ path: String) throws {
    guard unlink(self.path(path)) == 0 || errno == ENOENT else { throw failure(path) }
  }

  private func path(_ relative: String) -> String { relative.isEmpty ? name : name + "/" + relative }

  private func failure(_ path: String) -> FolderFailure {
    let code = errno
    return FolderFailure(
      path: path, reason: String(cString: strerror(code)), isMissing: code == ENOENT || code == ENOTDIR)
  }

  // The methods of this class hide the system's calls of the same name.
  private func open(_ path: String, _ flags: Int32) -> Int32 { systemOpen(path, flags) }
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

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
