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

/// Why a store should not lie where it does: something else copies the file while it is written, or the file system does
/// not keep the promises that a database needs.
///
/// Events are shared through segments, never by sharing the database (FORMAT 5 and 6).
package enum StoreHazard: Sendable, Equatable {
  /// It lies in a folder that a carrier syncs: which folder, and by what it was told.
  case syncedFolder(String, sign: String)
  /// It lies on a file system of another machine: of which type.
  case networkFileSystem(String)

  /// Looks at where a store lies, or would lie.
  ///
  /// - Parameters:
  ///   - path: the store's file; it need not be there yet.
  ///   - mounts: what is mounted where; for tests.
  /// - Returns: nil when nothing speaks against the place.
  package static func of(_ path: String, mounts: [Mount]? = nil) -> StoreHazard? {
    guard let real = realDirectory(of: path) else { return nil }
    var directory = real
    while directory.count > 1 {
      if let sign = sign(in: directory) { return .syncedFolder(directory, sign: sign) }
      guard let slash = directory.lastIndex(of: "/"), slash != directory.startIndex else { break }
      directory = String(directory[..<slash])
    }
    let type = fileSystem(of: real, mounts)
    return type.flatMap { isNetwork($0) ? .networkFileSystem($0) : nil }
  }

  /// What carriers and shared folders leave in the folders that they sync.
  private static let markers: [(name: String, sign: String)] = [
    (FolderMarker.path, "it is a shared folder of this program"), (".stfolder", "Syncthing's .stfolder"),
    (".dropbox", "Dropbox's .dropbox"), (".dropbox.cache", "Dropbox's .dropbox.cache"),
    (".sync_journal.db", "Nextcloud's journal"), (".owncloudsync.log", "ownCloud's log"),
    (".resilio", "Resilio's folder"), (".tmp.drivedownload", "Google Drive's folder"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive's marker"),
  ]

  /// Names under which the cloud drives put their folders into a home directory.
  private static let names = ["dropbox", "onedrive", "google drive", "googledrive", "nextcloud", "owncloud", "mega"]

  private static func sign(in directory: String) -> String? {
    for marker in markers where Platform.status("\(directory)/\(marker.name)") != nil { return marker.sign }
    let name = (directory.split(separator: "/").last ?? "").lowercased()
    if directory.hasSuffix("/Library/Mobile Documents") { return "iCloud Drive keeps its files there" }
    if directory.hasSuffix("/Library/CloudStorage") { return "cloud drives keep their files there" }
    // `OneDrive - Contoso`, `Dropbox (Personal)`
    return names.first { name == $0 || name.hasPrefix($0 + " ") }.map { _ in "it has the name of a cloud drive" }
  }

  /// The directory of a path without symbolic links, as far as it is there already.
  static func realDirectory(of path: String) -> String? {
    if let real = Platform.realPath(path), let slash = real.lastIndex(of: "/") { return String(real[..<slash]) }
    var directory = path
    var rest = ""
    while let slash = directory.lastIndex(of: "/") {
      directory = String(directory[..<slash])
      if let real = Platform.realPath(directory.isEmpty ? "/" : directory) { return (real == "/" ? "" : real) + rest }
      rest = "/" + (directory.split(separator: "/").last ?? "") + rest
    }
    return Platform.realPath(".").map { $0 + rest }
  }

  // MARK: File systems

  /// A file system and where it is mounted.
  package struct Mount: Sendable, Equatable {
    /// Where it is mounted.
    package let directory: String
    /// Such as `ext4`, `nfs4`, `fuse.sshfs`.
    package let type: String

    /// A file system mounted at a directory.
    package init(directory: String, type: String) {
      self.directory = directory
      self.type = type
    }
  }

  private static func isNetwork(_ type: String) -> Bool {
    let type = type.lowercased()
    let known = [
      "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "webdav", "davfs", "ncpfs", "9p",
      "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.davfs2", "fuse.s3fs",
      "fuse.gcsfuse", "fuse.google-drive-ocamlfuse", "fuse.glusterfs", "fuse.curlftpfs", "fuse.gvfsd-fuse",
      "fuse.smbnetfs", "fuse.onedriver",
    ]
    return known.contains(type)
  }

  static func fileSystem(of directory: String, _ mounts: [Mount]?) -> String? {
    #if canImport(Darwin)
      if mounts == nil {
        var info = statfs()
        guard statfs(directory, &info) == 0 else { return nil }
        return withUnsafeBytes(of: &info.f_fstypename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      }
    #endif
    let mounts = mounts ?? parse((try? Platform.readFile("/proc/self/mounts", limit: 1 << 20)) ?? [])
    // The longest prefix, and of those the last: it was mounted over the others.
    return mounts.enumerated().filter { _, mount in
      mount.directory == "/" || directory == mount.directory || directory.hasPrefix(mount.directory + "/")
    }.max { ($0.element.directory.utf8.count, $0.offset) < ($1.element.directory.utf8.count, $1.offset) }?.element.type
  }

  /// Reads `/proc/self/mounts`: device, directory, type, options; spaces are written `\040`.
  static func parse(_ bytes: [UInt8]) -> [Mount] {
    bytes.split(separator: 0x0a).compactMap { line in
      let words = line.split(separator: 0x20)
      guard words.count >= 3 else { return nil }
      return Mount(directory: unescape(words[1]), type: String(decoding: words[2], as: UTF8.self))
    }
  }

  private static func unescape(_ word: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    var rest = word
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == 0x5c, digits.count == 3, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) {
        bytes.append(value)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
