import EventLog
import EventStorage
import EventSync
import Foundation

/// A store of a simulated laptop: in memory or a real one.
package protocol SimulatedStore: SyncStore {
  /// Writes one event; once this returns it is acknowledged.
  func write(_ record: RecordID, _ set: [String: JSONValue]) throws -> EventLine
  /// All accepted events.
  var accepted: [EventLine] { get throws }
  /// How many lines wait.
  var waitingCount: Int { get throws }
  var ownDevices: Set<DeviceID> { get throws }
  func digest() throws -> EventHash
  func close() throws
}

/// A real store, on a file system that keeps nothing.
package final class RealStore: SimulatedStore {
  package let path: String
  package let environment: StoreEnvironment
  private var store: EventStore

  package init(path: String, environment: StoreEnvironment) throws {
    self.path = path
    self.environment = environment
    store = try EventStore(creatingAt: path, environment: environment, connections: .single)
  }

  /// Copies the database to a file, as a backup or a clone does that stops the program first.
  package func copyDatabase(to file: String) throws {
    try store.close()
    try? FileManager.default.removeItem(atPath: file)
    try FileManager.default.copyItem(atPath: path, toPath: file)
    store = try EventStore(openingAt: path, environment: environment, connections: .single)
  }

  /// Puts a copy of the database in the place of this one.
  package func replaceDatabase(by file: String) throws {
    try store.close()
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    try FileManager.default.copyItem(atPath: file, toPath: path)
    store = try EventStore(openingAt: path, environment: environment, connections: .single)
  }

  package func write(_ record: RecordID, _ set: [String: JSONValue]) throws -> EventLine {
    let receipt = try store.append([Draft(record: record, set: set)])
    let device = receipt.device
    // Its line is the last one of its branch.
    guard let hash = receipt.events.last,
      let line = try accepted.last(where: { $0.device == device && $0.hash == hash })
    else { throw StoreError(.io, path, "the event that was written is not there") }
    return line
  }

  package var accepted: [EventLine] {
    get throws {
      var log: [UInt8] = []
      try store.read { try $0.exportLog { log += $0 } }
      return try log.split(separator: 0x0a).map { try EventLine(reading: Array($0)) }
    }
  }

  package var waitingCount: Int { get throws { try store.read { try $0.waiting().reduce(0) { $0 + Int($1.lines) } } } }
  package var ownDevices: Set<DeviceID> { get throws { try store.read { try $0.ownDevices() } } }
  package func digest() throws -> EventHash { try store.read { try $0.digest() } }
  package func close() throws { try store.close() }

  // MARK: SyncStore

  package func view<Result>(_ body: (any SyncView) throws -> Result) throws -> Result { try store.view(body) }

  package func takeIn(
    _ sources: [any LineSource], isKept: Bool, former: FolderMemory?, progress: ((IngestReport) -> Void)?,
    then body: (any SyncView) throws -> FolderMemory?
  ) throws -> IngestReport {
    try store.takeIn(sources, isKept: isKept, former: former, progress: progress, then: body)
  }

  package func remember(_ memory: FolderMemory, former: FolderMemory?) throws {
    try store.remember(memory, former: former)
  }

  package func writerState(claims: [EventClaim]) throws -> StoreWriterState { try store.writerState(claims: claims) }
  package func locationID(ofRealPath path: String) -> String { store.locationID(ofRealPath: path) }
  package var wallMilliseconds: Int64 { store.wallMilliseconds }
}

/// A store as a process sees it that may die: a crash falls before each commit, and after it before the process learns
/// of it.
package final class MortalStore: SyncStore {
  private let base: any SimulatedStore
  private let process: SimulatedProcess

  package init(_ base: any SimulatedStore, _ process: SimulatedProcess) {
    self.base = base
    self.process = process
  }

  package func view<Result>(_ body: (any SyncView) throws -> Result) throws -> Result {
    try process.check()
    return try base.view(body)
  }

  package func takeIn(
    _ sources: [any LineSource], isKept: Bool, former: FolderMemory?, progress: ((IngestReport) -> Void)?,
    then body: (any SyncView) throws -> FolderMemory?
  ) throws -> IngestReport {
    try process.check()
    let report = try base.takeIn(sources, isKept: isKept, former: former, progress: progress) { view in
      let memory = try body(view)
      try process.step()
      return memory
    }
    try process.step()
    return report
  }

  package func remember(_ memory: FolderMemory, former: FolderMemory?) throws {
    try process.step()
    try base.remember(memory, former: former)
    try process.step()
  }

  package func writerState(claims: [EventClaim]) throws -> StoreWriterState {
    try process.check()
    return try base.writerState(claims: claims)
  }

  package func locationID(ofRealPath path: String) -> String { base.locationID(ofRealPath: path) }
  package var wallMilliseconds: Int64 { base.wallMilliseconds }
}
