#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// The three descriptors that a process is started with, and may be started without.
enum StandardStreams {
  /// Puts something in the place of those that are closed. Otherwise the next file to be opened would be it: the store
  /// would be read as standard input, or words be written into it.
  ///
  /// Each is opened the wrong way round, so that using it fails as it would have, and is told.
  static func occupy() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free descriptor is the one that is closed.
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }
}
