import EventLog
import EventStorage

/// What keeps git from converting line ends in a shared folder that it carries: an event's bytes are what is hashed.
enum GitAttributes {
  static let path = ".gitattributes"
  static let content = Array("* -text\n".utf8)

  /// Writes the file into a folder that lies in a work tree of git and has none.
  ///
  /// - Throws: ``FolderFailure``.
  static func writeIfCarried(_ folder: any FolderAccess, device: DeviceID) throws {
    guard let path = Platform.realPath(folder.name), isInWorkTree(path), try folder.entry(at: Self.path) == nil else {
      return
    }
    _ = try folder.write(
      content, to: Self.path, temporaryName: Temporary.name(device: device, nonce: 0), isDurable: true)
  }

  /// Whether a directory lies in a work tree: it, or one above it, has a `.git`, which is a file in a linked work tree.
  private static func isInWorkTree(_ path: String) -> Bool {
    var directory = path
    while true {
      let prefix = directory == "/" ? "" : directory
      if Platform.status("\(prefix)/.git") != nil { return true }
      guard directory != "/", let slash = directory.lastIndex(of: "/") else { return false }
      directory = slash == directory.startIndex ? "/" : String(directory[..<slash])
    }
  }
}
