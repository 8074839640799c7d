/// How a shared folder is reached (FORMAT 5): on a disk (``DiskFolder``), through what a platform offers for its cloud
/// drive, or in memory for tests.
///
/// Paths are relative to the folder, with `/` between their parts; the empty path is the folder itself. Nothing is
/// promised of listings but that they are honest at some moment: they may be late, and the next one may differ.
public protocol FolderAccess: AnyObject {
  /// What a person calls the folder: its path.
  var name: String { get }

  /// What stands in a directory, in any order; without `.` and `..`.
  ///
  /// - Throws: ``FolderFailure``; with ``FolderFailure/isMissing`` when there is no such directory.
  func entries(of directory: String) throws -> [FolderEntry]

  /// What stands at a path, not following symbolic links; nil when nothing does.
  func entry(at path: String) throws -> FolderEntry?

  /// Opens a regular file for reading, not following symbolic links.
  ///
  /// - Throws: ``FolderFailure``.
  func open(_ path: String) throws -> any FolderFile

  /// Makes a directory and those above it within the folder; nothing happens where it is there already.
  func makeDirectory(_ path: String) throws

  /// Writes a file so that it appears whole or not at all where the file system allows it: under the temporary name in
  /// the same directory, then renamed over whatever stands at `path`.
  ///
  /// - Parameters:
  ///   - bytes: the whole content.
  ///   - path: where it goes, within the folder.
  ///   - temporaryName: the name that it has until it is whole.
  ///   - isDurable: whether the file and its directory are brought to the disk before this returns.
  /// - Returns: the file as it stands now.
  func write(_ bytes: [UInt8], to path: String, temporaryName: String, isDurable: Bool) throws -> FolderEntry

  /// Removes a file; nothing happens where there is none.
  func remove(_ path: String) throws
}

/// A file that is open for reading.
public protocol FolderFile: AnyObject {
  /// The file as it stood when it was opened.
  var entry: FolderEntry { get }
  /// Reads some bytes; 0 at the end.
  ///
  /// - Throws: ``FolderFailure``.
  func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int
}

/// What stands in a directory of a shared folder.
public struct FolderEntry: Sendable, Equatable {
  /// The kind of thing.
  public enum Kind: Sendable { case file, directory, link, other }

  /// Its name, without the directory.
  public let name: String
  /// What it is.
  public let kind: Kind
  /// In bytes.
  public let size: Int64
  /// When it was last changed, in nanoseconds since 1970, as the file system tells.
  public let modifiedNanoseconds: Int64
  /// Its number in its file system; 0 where there is none.
  public let inode: UInt64

  /// An entry of a directory.
  public init(name: String, kind: Kind, size: Int64, modifiedNanoseconds: Int64, inode: UInt64) {
    self.name = name
    self.kind = kind
    self.size = size
    self.modifiedNanoseconds = modifiedNanoseconds
    self.inode = inode
  }
}

/// Why something in a shared folder could not be read or written.
public struct FolderFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// Within the folder.
  public let path: String
  /// The system's own words.
  public let reason: String
  /// Whether there is no such thing.
  public let isMissing: Bool
  /// What stands there, where that is the reason.
  let condition: FileCondition?

  /// A failure because of what stands at a path within the folder.
  package init(path: String, _ condition: FileCondition) {
    self.path = path
    reason = condition.what
    isMissing = false
    self.condition = condition
  }

  /// A failure at a path within the folder, with half a sentence.
  public init(path: String, reason: String, isMissing: Bool = false) {
    self.path = path
    self.reason = reason
    self.isMissing = isMissing
    condition = nil
  }

  /// `PATH: REASON`, or the reason alone when it is about the folder itself.
  public var description: String { path.isEmpty ? reason : "\(path): \(reason)" }
}
