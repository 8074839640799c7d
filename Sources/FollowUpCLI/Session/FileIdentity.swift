import FollowUpKit

extension Session {
  /// Refuses a file that is the store: it must not be replaced by what is written from it.
  func refuseStore(as path: String) throws {
    guard let file = FileIdentity(path) else { return }
    guard !["", "-wal", "-shm"].contains(where: { FileIdentity(storePath + $0) == file }) else {
      throw CommandFailure("\(path): this is the store itself; name another file", status: ExitStatus.wrongUsage)
    }
  }
}
