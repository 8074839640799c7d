#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

/// The few looks at the file system that finding a zone's rules takes.
enum SystemFile {
  /// The first bytes of a regular file, links followed; nil when there is none that can be read.
  static func bytes(_ path: String, limit: Int) -> [UInt8]? {
    // A pipe in the place of a file would be waited for without O_NONBLOCK.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let room = min(limit - bytes.count, 1 << 13)
      var got = 0
      let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        got = read(descriptor, buffer.baseAddress, room)
        count = max(0, got)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { return nil }
      if got == 0 { break }
      bytes += piece
    }
    return bytes
  }

  /// What a symbolic link says; nil when it is none.
  static func target(ofLink path: String) -> String? {
    var target = [CChar](repeating: 0, count: 4_096)
    let count = readlink(path, &target, target.count)
    guard count > 0 else { return nil }
    return String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Goes through the files of a folder and those below it, until one is wanted.
  ///
  /// - Parameter isWanted: is given the path within the folder.
  /// - Returns: whether one was.
  static func contains(_ root: String, _ isWanted: (String) -> Bool) -> Bool {
    var folders = [""]
    while let folder = folders.popLast() {
      guard let directory = opendir("\(root)/\(folder)") else { continue }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
            String(cString: $0)
          }
        }
        guard !name.hasPrefix(".") else { continue }
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        var info = stat()
        guard stat("\(root)/\(path)", &info) == 0 else { continue }
        if info.st_mode & S_IFMT == S_IFDIR {
          // Zones' names have three parts at most; a link to a folder above would go on for ever.
          if path.count(where: { $0 == "/" }) < depthMax { folders.append(path) }
        } else if isWanted(path) {
          return true
        }
      }
    }
    return false
  }

  private static let depthMax = 3
}
