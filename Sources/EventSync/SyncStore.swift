import EventLog
import EventStorage

/// One moment of a store, as far as syncing looks at it.
package protocol SyncView {
  func outline() throws -> LogOutline
  func places(of hashes: [EventHash]) throws -> [EventPlace?]
  func hash(at place: EventPlace) throws -> EventHash?
  func appendLines(of piece: LogOutline.Piece, to bytes: inout [UInt8], limit: Int) throws -> Int64
  func ownDevices() throws -> Set<DeviceID>
  func waiting() throws -> [StoreStatus.Waiting]
  func clockReading(wallMilliseconds: Int64) throws -> HybridTimestamp?
  func folder(place: String) throws -> FolderMemory?
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

  func remember(_ memory: FolderMemory, former: FolderMemory?) throws
  func writerState(claims: [EventClaim]) throws -> StoreWriterState
  func folderPlace(realPath: String) -> String
  var wallMilliseconds: Int64 { get }
}

extension EventStore: SyncStore {
  package func view<Result>(_ body: (any SyncView) throws -> Result) throws -> Result { try read { try body($0) } }

  package func takeIn(
    _ sources: [any LineSource], isKept: Bool, former: FolderMemory?, progress: ((IngestReport) -> Void)?,
    then body: (any SyncView) throws -> FolderMemory?
  ) throws -> IngestReport {
    try ingest(sources, isKept: isKept, progress: progress) { outcome, _ in
      if let memory = try body(outcome.reader) { try outcome.remember(memory, former: former) }
    }
  }
}
