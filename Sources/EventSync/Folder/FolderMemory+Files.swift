import EventStorage

extension FolderMemory.File {
  /// A file that was whole, and was not there any more at the last sync.
  var isGone: Bool { size < 0 }

  var gone: FolderMemory.File {
    var file = self
    file.size = -1
    return file
  }

  /// Whether a file stands as it did when it was read.
  func stands(_ entry: FolderEntry) -> Bool {
    size == entry.size && modifiedNanoseconds == entry.modifiedNanoseconds && inode == entry.inode
  }
}
