import EventStorage

/// Whether it is kept who may read a file: file systems for sticks and for other systems know nothing of it, show the same
/// for every file, and take a `chmod` without doing anything.
package enum FilePermissions {
  private static let typesWithout = ["vfat", "msdos", "exfat", "ntfs", "ntfs3", "hfs", "umsdos"]
  /// Of these the type alone does not tell: it depends on what lies behind them, and on how they are mounted.
  private static let typesToTry = ["fuse", "9p", "cifs", "smb", "vboxsf", "drvfs", "virtiofs", "lifs"]

  /// The file system on which something lies, if it keeps no permissions.
  ///
  /// Where its type does not tell, a file is made beside it and removed at once.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - mounts: what is mounted where; for tests.
  /// - Returns: its type, such as `exfat`; nil where permissions are kept.
  package static func fileSystemWithout(at path: String, mounts: [StoreHazard.Mount]? = nil) -> String? {
    guard let directory = StoreHazard.realDirectory(of: path),
      let type = StoreHazard.fileSystem(of: directory, mounts)
    else { return nil }
    let folded = type.lowercased()
    if typesWithout.contains(folded) { return type }
    guard typesToTry.contains(where: { folded.hasPrefix($0) }) else { return nil }
    return Platform.keepsPermissions(in: directory.isEmpty ? "/" : directory) == false ? type : nil
  }
}
