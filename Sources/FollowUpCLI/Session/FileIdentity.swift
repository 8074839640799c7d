#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// What tells one file from all others, by whatever path, link or hard link it is named.
struct FileIdentity: Equatable {
  private let device: UInt64
  private let inode: UInt64

  /// The file at a path, following symbolic links; nil when there is none.
  init?(_ path: String) {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: info.st_dev)
    inode = UInt64(truncatingIfNeeded: info.st_ino)
  }
}

extension Session {
  /// Refuses a file that is the store: it must not be replaced by what is written from it.
  func refuseStore(as path: String) throws {
    guard let file = FileIdentity(path) else { return }
    guard !["", "-wal", "-shm"].contains(where: { FileIdentity(storePath + $0) == file }) else {
      throw CommandFailure("\(path): this is the store itself; name another file", status: ExitStatus.wrongUsage)
    }
  }
}
