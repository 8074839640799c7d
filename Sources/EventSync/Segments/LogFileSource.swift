import EventLog
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

/// The lines of a log file (FORMAT 4).
public final class LogFileSource: LineSource {
  /// Why a file cannot be read as a log.
  public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What the system said.
    public let reason: String
    /// Why the file is refused.
    public var description: String { reason }
  }

  /// The file's path; `-` for standard input.
  public let name: String
  /// How many lines the file may have, from its size; 0 for a pipe.
  public let estimatedLines: Int
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private let reader = LineReader()

  /// Opens a log file.
  ///
  /// - Parameter path: the file; `-` is standard input.
  /// - Throws: ``Failure`` when there is no such file, or it is a folder, or cannot be opened.
  public init(path: String) throws(Failure) {
    if path == "-" {
      name = "standard input"
      estimatedLines = 0
      descriptor = 0
      ownsDescriptor = false
    } else {
      // Not blocking on a pipe that nobody writes to.
      let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard opened >= 0 else { throw Failure(path: path, reason: String(cString: strerror(errno))) }
      var info = stat()
      guard fstat(opened, &info) == 0, info.st_mode & S_IFMT != S_IFDIR else {
        close(opened)
        throw Failure(path: path, reason: "this is a folder, not a log file")
      }
      if info.st_mode & S_IFMT == S_IFIFO { _ = fcntl(opened, F_SETFL, 0) }
      name = path
      // A line of format 1 has about 280 bytes.
      estimatedLines = Int(info.st_size) / 280
      descriptor = opened
      ownsDescriptor = true
    }
    let (name, descriptor) = (name, descriptor)
    reader.start { memory in
      while true {
        let count = read(descriptor, memory.baseAddress, memory.count)
        if count >= 0 { return count }
        if errno != EINTR {
          throw Failure(path: name, reason: "reading stopped: \(String(cString: strerror(errno)))")
        }
      }
    }
  }

  deinit { if ownsDescriptor { close(descriptor) } }

  /// The next lines, or nil at the end. Throws ``Failure`` when the file cannot be read.
  public func nextBatch() throws -> LineBatch? { try reader.nextBatch() }
}
