import EventLog
import EventStorage

/// What a check of a whole shared folder found: every file read, every line hashed, the log put together again.
package struct FolderVerification: Sendable, Equatable {
  /// Events that were accepted.
  package var events: Int64 = 0
  /// Files that hold exactly what their names say.
  package var wholeFiles = 0
  /// The state digest of all events in the folder.
  package var digest = EventHash.zero
  /// Lines and files that are not as they should be.
  package var problems: [String] = []
  /// Lines that wait for their predecessors.
  package var waiting: Int64 = 0
  /// Events that are missing before others that are there, and who had them.
  package var missing: [MissingEvents] = []
  /// Heads of logs that some device says it has and that the folder lacks: by the device whose log it is, those that
  /// have it.
  package var elsewhere: [DeviceID: [DeviceID]] = [:]

  /// Reads a whole folder.
  ///
  /// - Parameters:
  ///   - folder: the shared folder.
  ///   - scratch: an empty store, into which the events are put.
  ///   - progress: called now and then with what was read so far.
  /// - Throws: ``SyncFailure`` when it is no shared folder, ``StoreError`` when the scratch store cannot be written.
  package init(of folder: any FolderAccess, scratch: EventStore, progress: ((IngestReport) -> Void)? = nil) throws {
    let contents = try FolderContents(of: folder)
    let report = try scratch.ingest(contents.sources, progress: progress)
    problems = report.refusalWords
    problems += contents.problems.map { "\(folder.name)/\($0)" }
    wholeFiles = contents.wholeFiles
    try scratch.read { reader in
      let status = try reader.status()
      events = status.events
      digest = status.digest
      waiting = Int64(report.waiting)
      let acks = contents.acks()
      missing = try MissingEvents.all(reader, acks: acks, files: contents.segments)
      for ack in acks {
        let heads = Array(Set(ack.heads.values.joined()))
        let absent = Set(zip(heads, try reader.positions(of: heads)).filter { $0.1 == nil }.map(\.0))
        for (device, heads) in ack.heads where heads.contains(where: absent.contains) {
          elsewhere[device, default: []].append(ack.device)
        }
      }
    }
  }
}
