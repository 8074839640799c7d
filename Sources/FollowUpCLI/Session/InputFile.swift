import EventStorage

/// A file that a command takes in whole.
enum InputFile {
  /// The bytes of a file; `-` is standard input.
  ///
  /// - Parameters:
  ///   - limitBytes: the most that is taken; what is larger is refused.
  ///   - what: what it should be, for the message: `a calendar`.
  static func read(_ path: String, limitBytes: Int, what: String) throws -> [UInt8] {
    var capacity = limitBytes + 1
    if path != "-" {
      guard let status = Platform.status(path) else {
        throw CommandFailure("\(path): no such file; name the file that contains \(what)")
      }
      if status.kind == .directory { throw CommandFailure("\(path): this is a folder; name the file in it") }
      if status.kind == .file { capacity = min(capacity, Int(clamping: status.size) + 1) }
    }
    let bytes: [UInt8]
    do { bytes = try Platform.readFile(path == "-" ? "/dev/stdin" : path, limit: capacity) } catch {
      throw CommandFailure("\(error); nothing was read")
    }
    guard bytes.count <= limitBytes else {
      throw CommandFailure("\(path): too large for \(what) (the limit is \(limitBytes >> 10) KiB); nothing was read")
    }
    return bytes
  }
}
