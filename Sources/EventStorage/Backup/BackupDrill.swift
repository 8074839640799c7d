import EventLog

extension EventStore {
  /// Proves a backup where it lies: reads and hashes every event in it, restores it into a store that is thrown away, and
  /// holds the two against each other. The backup is only read.
  ///
  /// - Parameters:
  ///   - path: the backup.
  ///   - scratch: where a store may come into being; nothing stands there before, and whoever calls removes its folder.
  ///   - environment: as for ``EventStore``; without anchors.
  /// - Throws: ``StoreError`` where the backup does not prove.
  package static func drill(_ path: String, restoringTo scratch: String, environment: StoreEnvironment) throws
    -> BackupReport
  {
    guard let size = Platform.status(path)?.size else { throw StoreError(.io, path, "no such file") }
    let found = try verify(path)
    if let problem = found.problems.first {
      let more = found.problems.count > 1 ? " (and \(found.problems.count - 1) more)" : ""
      throw StoreError(.damaged, path, "\(problem)\(more)")
    }
    let restored = try Restoration(over: scratch, environment: environment).run(.store(path))
    if let refused = restored.refused.first { throw StoreError(.damaged, path, refused) }
    guard restored.events == found.events, restored.waiting == found.waiting, restored.digest == found.digest else {
      throw StoreError(.damaged, path, "a test restore differs from its contents")
    }
    return BackupReport(
      path: path, size: size, events: found.events, waiting: found.waiting, digest: found.digest)
  }
}
