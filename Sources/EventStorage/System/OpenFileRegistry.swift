import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// The files that stores of this process have open.
///
/// POSIX drops all locks that a process has on a file as soon as it closes any descriptor of that file. SQLite's locks would
/// be gone with it, another process would take itself for the last one, fold the write-ahead log away, and what is committed
/// afterwards would be lost. So whoever looks at such a file beside SQLite does it through ``withDescriptor(_:_:)``, which
/// closes nothing as long as a store has the file open. SQLite does the same within itself.
enum OpenFileRegistry {
  fileprivate struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64

    init?(_ descriptor: Int32) {
      var info = stat()
      guard fstat(descriptor, &info) == 0 else { return nil }
      self.init(info)
    }

    init?(path: String) {
      var info = stat()
      guard stat(path, &info) == 0 else { return nil }
      self.init(info)
    }

    private init(_ info: stat) {
      device = UInt64(truncatingIfNeeded: info.st_dev)
      inode = UInt64(truncatingIfNeeded: info.st_ino)
    }
  }

  /// How many stores have a file open, and the descriptors that are to be closed with the last of them.
  fileprivate static let files = Mutex<[Identity: (stores: Int, descriptors: [Int32])]>([:])

  /// One store's entry, which ends with it: from before SQLite opens the file until after it has closed it.
  final class Entry: Sendable {
    private let identity: Identity

    /// - Returns: nil when nothing stands there.
    init?(_ path: String) {
      guard let identity = Identity(path: path) else { return nil }
      self.identity = identity
      files.withLock { $0[identity, default: (0, [])].stores += 1 }
    }

    deinit {
      files.withLock { table in
        guard var entry = table[identity] else { return }
        entry.stores -= 1
        if entry.stores <= 0 {
          for descriptor in entry.descriptors { close(descriptor) }
          table[identity] = nil
        } else {
          table[identity] = entry
        }
      }
    }
  }

  /// Calls `body` with a descriptor for reading.
  static func withDescriptor<Result>(
    _ path: String, _ body: (Int32) throws(Platform.Failure) -> Result
  ) throws(Platform.Failure) -> Result {
    // A pipe in the place of a file would be waited for without O_NONBLOCK; a file is read as ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Platform.failure("open", path) }
    defer {
      files.withLock { table in
        if let identity = Identity(descriptor), table[identity] != nil {
          table[identity]?.descriptors.append(descriptor)
        } else {
          close(descriptor)
        }
      }
    }
    return try body(descriptor)
  }
}
