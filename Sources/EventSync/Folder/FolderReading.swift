enum FolderReading {
  /// The bytes of a small file.
  ///
  /// - Throws: ``FolderFailure``.
  static func bytes(_ folder: any FolderAccess, _ path: String, limit: Int) throws -> [UInt8] {
    let file = try folder.open(path)
    var bytes = [UInt8](repeating: 0, count: Int(min(Int64(limit), max(0, file.entry.size))) + 1)
    var count = 0
    while count < bytes.count {
      let got = try bytes.withUnsafeMutableBytes { memory in
        try file.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
      }
      if got == 0 { break }
      count += got
    }
    return Array(bytes[..<count])
  }
}
