#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// A directory that is open: what is done through it is done in it, whatever becomes of its path meanwhile.
///
/// Nothing in it is reached through a symbolic link. So whoever goes down from a directory that he trusts, one component
/// after the other, stays within it, however those who can write there exchange its parts.
package struct OpenDirectory: ~Copyable {
  /// The descriptor, for reading the directory's names.
  package let descriptor: Int32
  private let path: String

  /// Opens a directory by its path; links on the way are followed.
  package init(_ path: String) throws(Platform.Failure) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Platform.failure("open", path) }
    self.path = path
  }

  private init(_ descriptor: Int32, _ path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  private func path(of name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  /// Opens a directory in this one.
  ///
  /// - Throws: the code of the failure is `ELOOP` where a link stands, `ENOTDIR` where something else does.
  package func directory(_ name: String) throws(Platform.Failure) -> OpenDirectory {
    let opened = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard opened >= 0 else {
      // What a link gives depends on the system.
      if errno == ENOTDIR || errno == ELOOP { errno = isLink(name) ? ELOOP : ENOTDIR }
      throw Platform.failure("open", path(of: name))
    }
    return OpenDirectory(opened, path(of: name))
  }

  private func isLink(_ name: String) -> Bool {
    var info = stat()
    return fstatat(descriptor, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && info.st_mode & S_IFMT == S_IFLNK
  }

  /// What the system says of a name, a link itself included.
  package func status(_ name: String) throws(Platform.Failure) -> stat {
    var info = stat()
    guard fstatat(descriptor, name, &info, AT_SYMLINK_NOFOLLOW) == 0 else {
      throw Platform.failure("stat", path(of: name))
    }
    return info
  }

  /// Opens a file for reading; a pipe is not waited for.
  ///
  /// - Throws: the code of the failure is `ELOOP` where a link stands.
  package func openFile(_ name: String) throws(Platform.Failure) -> Int32 {
    let opened = openat(descriptor, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard opened >= 0 else { throw Platform.failure("open", path(of: name)) }
    return opened
  }

  /// Makes a directory for this user alone (0700), unless something of that name is there.
  package func makeDirectory(_ name: String) throws(Platform.Failure) {
    guard mkdirat(descriptor, name, 0o700) == 0 || errno == EEXIST else {
      throw Platform.failure("mkdir", path(of: name))
    }
  }

  /// Removes a file, if it is there.
  package func removeFile(_ name: String) throws(Platform.Failure) {
    guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
      throw Platform.failure("unlink", path(of: name))
    }
  }

  /// Writes a file under a temporary name and renames it into place: it appears whole or not at all, and what stood at
  /// either name, a link included, is replaced and never written into.
  ///
  /// - Parameter durable: whether the file and this directory are on the disk before the call returns.
  package func replaceFile(
    _ name: String, with bytes: [UInt8], temporary: String, durable: Bool
  ) throws(Platform.Failure) {
    do throws(Platform.Failure) {
      let file = try newFile(temporary)
      var isWritten = false
      defer { if !isWritten { close(file) } }
      try Platform.writeAll(bytes, to: file, path(of: temporary))
      if durable, Platform.flush(file) != 0 { throw Platform.failure("fsync", path(of: temporary)) }
      // Some file systems say only now that they could not keep what was written.
      isWritten = true
      guard close(file) == 0 else { throw Platform.failure("close", path(of: temporary)) }
      guard renameat(descriptor, temporary, descriptor, name) == 0 else {
        throw Platform.failure("rename", path(of: name))
      }
    } catch {
      unlinkat(descriptor, temporary, 0)
      throw error
    }
    // Where the file system does not know how to, one goes on without.
    if durable { _ = Platform.flush(descriptor) }
  }

  /// A new file for this user alone (0600), in place of what a process that was killed may have left under its name.
  private func newFile(_ name: String) throws(Platform.Failure) -> Int32 {
    for _ in 0..<2 {
      let opened = openat(descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
      if opened >= 0 { return opened }
      guard errno == EEXIST else { break }
      try removeFile(name)
    }
    throw Platform.failure("open", path(of: name))
  }
}
