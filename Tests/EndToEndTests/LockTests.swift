import EventLog
import EventStorage
import Foundation
import TestSupport
import Testing

/// A store that is open keeps its locks, whatever else this process does with the file: without them another process would
/// take itself for the last one, fold the write-ahead log away, and later commits would be lost.
@Suite struct LockTests {
  @Test(arguments: [StoreConnections.single, .pool]) func anOpenStoreStaysLocked(
    connections: StoreConnections
  ) throws {
    guard let sqlite = Tools.path("sqlite3") else { return }
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    func isLocked() throws -> Bool {
      let result = try Tools.shell(
        "\"$1\" \"$2\" 'PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT'", [sqlite, path])
      return result.status != 0 && result.err.contains("locked")
    }
    func open() throws -> EventStore {
      try EventStore(creatingAt: path, environment: .fixed(), connections: connections)
    }
    let record: RecordID = StoreEnvironment.fixed().newIdentifier()
    let draft = Draft(record: record, set: ["x": "y"])
    let made = try open()
    #expect(try isLocked(), "made")
    _ = try made.append([draft])
    try made.close()
    #expect(try !isLocked(), "closed")
    let store = try open()
    _ = try store.append([draft])
    #expect(try isLocked(), "opened")
    #expect(try store.verify().problems == [])
    #expect(try isLocked(), "verified")
    _ = try store.backup(to: folder.file("b.db"))
    #expect(try isLocked(), "backed up")
    #expect(
      try store.read(asOf: #require(HybridTimestamp("2999-01-01T00:00:00.000Z-0000"))) { try $0.record(record) } != nil)
    #expect(try isLocked(), "read as of then")
    _ = try BackupFolder(folder.path, of: store)
    let other = try open()
    _ = try other.ingest([StoreLineSource(path: folder.file("b.db"), into: other)])
    try other.close()
    #expect(try isLocked(), "opened twice and closed once")
    _ = try store.append([draft])
    #expect(try EventStore.verify(path).events == 3)
    #expect(try isLocked(), "verified by its path")
    try store.close()
    #expect(try !isLocked(), "closed at last")
  }
}
