import EventLog
import EventStorage

extension FolderMemory {
  /// The files that were not whole at the last sync and that somebody should look at: what was only on its way then is not
  /// among them, nor is what is in the way of nobody, for its events are here.
  ///
  /// - Parameter reader: the store that remembers the folder.
  package func notes(_ reader: StoreReader) throws -> [(condition: FileCondition, note: FolderNote)] {
    let found = files.compactMap { path, file in FileCondition(file, path: path).map { (path: path, condition: $0) } }
    guard !found.isEmpty else { return [] }
    var locator = SegmentLocator(view: reader, outline: try reader.outline())
    return try found.sorted { $0.path < $1.path }.compactMap { path, condition in
      if condition.mayBeOnItsWay, let name = SegmentName(path: path) ?? FolderListing.placeholderName(path: path),
        try locator.position(of: name) != nil
      {
        return nil
      }
      return (condition, FolderNote(path: path, condition))
    }
  }
}
