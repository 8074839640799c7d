import EventLog
import EventStorage

/// One moment of a store, as far as syncing looks at it.
package protocol SyncView {
  /// The shape of the log.
  func outline() throws -> LogOutline
  /// Where events stand; nil for each that is not accepted here.
  func positions(of hashes: [EventHash]) throws -> [LogPosition?]
  /// The hash of the event at a place; nil when there is none.
  func hash(at position: LogPosition) throws -> EventHash?
  /// Appends the lines of a piece, each with its LF, as far as `limit` bytes go. Returns how many lines that were.
  func appendLines(of piece: LogOutline.Piece, to bytes: inout [UInt8], limit: Int) throws -> Int64
  /// The devices as which this store has written at its place.
  func ownDevices() throws -> Set<DeviceID>
  /// What waits, by the event that is missing.
  func waiting() throws -> [StoreStatus.Waiting]
  /// What the log's clock would read now (FORMAT 3); nil before the first event.
  func clockReading(wallMilliseconds: Int64) throws -> HybridTimestamp?
  /// What is remembered of a folder; nil when it was never synced with.
  func folder(locationID: String) throws -> FolderMemory?
}

extension StoreReader: SyncView {}

/// What syncing asks of a store: the database of ``EventStore``, or one in memory, for tests that try every order.
package protocol SyncStore: AnyObject {
  /// Reads from one consistent moment.
  func view<Result>(_ body: (any SyncView) throws -> Result) throws -> Result

  /// Takes lines in, and remembers what `body` gives back in the same transaction.
  ///
  /// - Parameter isKept: false takes everything back afterwards.
  func takeIn(
    _ sources: [any LineSource], isKept: Bool, former: FolderMemory?, progress: ((IngestReport) -> Void)?,
    then body: (any SyncView) throws -> FolderMemory?
  ) throws -> IngestReport

  /// Remembers a folder, in a transaction of its own.
  func remember(_ memory: FolderMemory, former: FolderMemory?) throws
  /// As which device the store writes, given the names of segments that claim its events; mints one where it must
  /// (FORMAT 6).
  func writerState(claims: [EventClaim]) throws -> StoreWriterState
  /// What tells this folder on this machine from others, for what is remembered of it.
  func locationID(ofRealPath path: String) -> String
  /// The wall clock, in milliseconds since 1970.
  var wallMilliseconds: Int64 { get }
}

extension EventStore: SyncStore {
  /// Reads from one consistent moment.
  package func view<Result>(_ body: (any SyncView) throws -> Result) throws -> Result { try read { try body($0) } }

  /// Takes lines in, and remembers what `body` gives back in the same transaction.
  package func takeIn(
    _ sources: [any LineSource], isKept: Bool, former: FolderMemory?, progress: ((IngestReport) -> Void)?,
    then body: (any SyncView) throws -> FolderMemory?
  ) throws -> IngestReport {
    try ingest(sources, isKept: isKept, progress: progress) { outcome, _ in
      if let memory = try body(outcome.reader) { try outcome.remember(memory, former: former) }
    }
  }
}
