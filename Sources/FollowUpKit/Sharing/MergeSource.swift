import EventStorage
import EventSync

/// A source of a merge, found out by its content.
package struct MergeSource {
  /// Why something is no source of a merge.
  package struct Problem: Error, Hashable, CustomStringConvertible {
    /// What is wrong and what to do: a sentence without a full stop.
    package let description: String

    init(_ description: String) { self.description = description }
  }

  /// As it was named; `-` is standard input.
  package let path: String
  private let kind: Kind

  private enum Kind {
    case file(LogFileSource)
    case store
    case folder(FolderContents)
  }

  /// Looks at a source and opens it, if it is a log file or a shared folder.
  ///
  /// - Throws: ``Problem`` and what reading throws.
  package init(_ path: String, into storePath: String) throws {
    self.path = path
    let status = path == "-" ? nil : Platform.status(path)
    if status == nil, path != "-" { throw Problem("no such file or folder; check the name") }
    if status?.kind == .other {
      throw Problem("not a regular file; pass it on standard input: followup merge -")
    }
    if status?.kind == .directory {
      do { kind = .folder(try FolderContents(of: DiskFolder(path: path))) } catch let failure as SyncFailure {
        throw Problem(
          failure.code == .foreign
            ? "not a shared folder; name the log files or stores in it" : failure.message)
      }
      return
    }
    if status != nil, let source = FileIdentity(path), source == FileIdentity(storePath) {
      throw Problem("this is the store itself; name another store with --store FILE, or another source")
    }
    if status?.kind == .file, try Platform.readFile(path, limit: 16).elementsEqual("SQLite format 3\u{0}".utf8) {
      kind = .store
    } else {
      kind = .file(try LogFileSource(path: path))
    }
  }

  /// The source's lines.
  package func lines(into store: EventStore) throws -> [any LineSource] {
    switch kind {
    case .file(let file): [file]
    case .store: [try StoreLineSource(path: path, into: store)]
    case .folder(let contents): contents.sources
    }
  }

  /// What is to be said of a folder's files, after its lines were read.
  package var problems: [FolderNote] {
    if case .folder(let contents) = kind { return contents.problems }
    return []
  }
}
