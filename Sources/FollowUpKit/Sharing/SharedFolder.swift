import EventLog
import EventStorage
import EventSync
import FollowUp

/// A shared folder as a person names it.
package enum SharedFolder {
  /// The path of a folder to sync with. One that does not exist is made, but not those above it: where a drive is missing,
  /// nothing should come into being.
  ///
  /// - Returns: the path without links, by which the store remembers it.
  /// - Throws: `Platform.Failure` when the folder cannot be made.
  package static func made(_ path: String) throws(Platform.Failure) -> String {
    if Platform.status(path) == nil, Platform.status(path.parentDirectory)?.kind == .directory {
      try Platform.makeDirectory(path)
    }
    return Platform.realPath(path) ?? path
  }

  /// What the devices that a store writes as are called, for others to read in the folder.
  package static func labels(_ query: QueryContext) throws -> [DeviceID: String?] {
    Dictionary(
      try query.reader.ownDevices().map { ($0, query.snapshot.label(of: $0)) }, uniquingKeysWith: { one, _ in one })
  }
}
