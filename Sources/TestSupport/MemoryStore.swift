import EventLog
import EventStorage
import EventSync

/// What a store in memory keeps in its database: a value, so a clone is a copy, and a restore puts an old one back.
package struct MemoryStoreState: Hashable, Sendable {
  package var log = MemoryLog()
  /// As which device it writes at a place, and the last event that it wrote there.
  package var writers: [String: EventPosition] = [:]
  package var ownDevices: Set<DeviceID> = []
  /// Heads that an own event has named already.
  package var named: Set<EventHash> = []
  package var folders: [String: FolderMemory] = [:]

  package init() {}

  package func hash(into hasher: inout Hasher) {
    hasher.combine(log.positions.count)
    hasher.combine(Set(log.positions.keys))
    hasher.combine(Set(log.waiting.keys))
    hasher.combine(writers)
    for (place, folder) in folders.sorted(by: { $0.key < $1.key }) {
      hasher.combine(place)
      hasher.combine(Set(folder.files.keys))
      hasher.combine(folder.acks.count)
    }
  }
}

/// A store in memory with the rules of FORMAT 1 and 6, for many short histories. Whether the real one follows the same
/// rules is shown by running a share of them on that.
package final class MemoryStore: SimulatedStore {
  package var state = MemoryStoreState()
  /// Outside the database: it does not come along when that is copied, nor go back when that is restored.
  package var anchor: EventPosition?
  package let place: String
  package var process: SimulatedProcess?
  private let clock: TestClock
  private var random: SeededGenerator

  package init(place: String, clock: TestClock, seed: UInt64) {
    self.place = place
    self.clock = clock
    random = SeededGenerator(seed: seed)
  }

  // MARK: SyncStore

  package var wallMilliseconds: Int64 { clock.milliseconds }

  package func locationID(ofRealPath path: String) -> String { "\(place) \(path)" }

  package func view<Result>(_ body: (any SyncView) throws -> Result) throws -> Result {
    try body(MemoryView(state: state))
  }

  package func takeIn(
    _ sources: [any LineSource], isKept: Bool, former: FolderMemory?, progress: ((IngestReport) -> Void)?,
    then body: (any SyncView) throws -> FolderMemory?
  ) throws -> IngestReport {
    var new = state
    var report = IngestReport()
    let before = new.log.positions.count
    for source in sources {
      while let batch = try source.nextBatch() {
        for number in batch.overlong { source.noteRefusal(line: number, reason: "too long") }
        for line in batch.lines {
          report.lines += 1
          if let hash = line.hash, new.log.positions[hash] != nil { continue }
          do {
            let event = try EventLine(reading: Array(batch.bytes[line.range]))
            if case .refused = new.log.accept(event) {
              source.noteRefusal(line: line.number, reason: "refused")
              report.refused += 1
            }
          } catch {
            source.noteRefusal(line: line.number, reason: "refused")
            report.refused += 1
          }
        }
      }
    }
    report.accepted = new.log.positions.count - before
    report.waiting = new.log.waiting.count
    if let memory = try body(MemoryView(state: new)) { new.folders[memory.locationID] = memory }
    if isKept { state = new }
    return report
  }

  package func remember(_ memory: FolderMemory, former: FolderMemory?) throws {
    state.folders[memory.locationID] = memory
  }

  package func writerState(claims: [EventClaim]) throws -> StoreWriterState {
    let (writer, minting) = try establish(claims)
    return StoreWriterState(device: writer.device, minting: minting)
  }

  // MARK: Identity

  /// Finds or mints the identity by the rules of FORMAT 6, and remembers it.
  private func establish(_ claims: [EventClaim]) throws -> (EventPosition, DeviceMinting?) {
    func save(_ writer: EventPosition, _ reason: DeviceMinting?) throws {
      guard reason != nil else { return }
      try process?.step()
      state.writers[place] = writer
      state.ownDevices.insert(writer.device)
      try process?.step()
    }
    func mint(_ reason: DeviceMinting) throws -> (EventPosition, DeviceMinting?) {
      let device = DeviceID.version7(milliseconds: clock.milliseconds, random: &random)
      let writer = EventPosition(before: device)
      try process?.step()
      // Before the commit: a copy made from now on has no anchor that fits.
      anchor = writer
      try save(writer, reason)
      return (writer, reason)
    }
    guard var writer = state.writers[place] else { return try mint(state.ownDevices.isEmpty ? .first : .moved) }
    guard let anchor else { return try mint(.moved) }
    var minting: DeviceMinting?
    if anchor.device != writer.device {
      writer = EventPosition(before: anchor.device)
      minting = .moved
    }
    if anchor.seq > 0, state.log.positions[anchor.hash] == nil { return try mint(.restored) }
    if isBranched(writer, claims) { return try mint(.branched) }
    try save(writer, minting)
    return (writer, minting)
  }

  private func isBranched(_ writer: EventPosition, _ claims: [EventClaim]) -> Bool {
    claims.contains {
      $0.device == writer.device && $0.seq >= max(writer.seq, 1)
        && ($0.seq > writer.seq || $0.hashPrefix != writer.hash.prefix)
    }
      || state.log.outline.branches.contains {
        $0.device == writer.device && $0.lastSeq >= writer.seq
          && !($0.head == writer.hash && $0.lastSeq == writer.seq)
      } || state.log.waiting.values.contains { $0.device == writer.device && $0.seq >= writer.seq }
  }

  // MARK: SimulatedStore

  package func write(_ record: RecordID, _ set: [String: JSONValue]) throws -> EventLine {
    var (writer, _) = try establish([])
    let heads = state.log.outline.branches.map(\.head).filter { $0 != writer.hash && !state.named.contains($0) }
    let absorbed = state.log.accepted.compactMap(\.hlc).filter {
      HybridClock.isAbsorbed($0, wallMilliseconds: clock.milliseconds)
    }
    let line = try EventLine(
      writing: Event(
        device: writer.device, hlc: try HybridClock.next(after: absorbed.max(), wallMilliseconds: clock.milliseconds),
        prev: writer.hash, record: record, seen: heads.prefix(LineScanner.countMax).sorted(), seq: writer.seq + 1,
        set: set.map { Assignment($0.key, $0.value) }))
    try process?.step()
    writer.seq += 1
    writer.hash = line.hash
    _ = state.log.accept(line)
    state.named.formUnion(heads)
    state.named.insert(line.prev)
    state.writers[place] = writer
    try process?.step()
    if let current = anchor, current.device == writer.device, current.seq < writer.seq { anchor = writer }
    try process?.step()
    return line
  }

  package var accepted: [EventLine] { state.log.accepted }
  package var waitingCount: Int { state.log.waiting.count }
  package var ownDevices: Set<DeviceID> { state.ownDevices }
  package func digest() -> EventHash { MergedLog(state.log.accepted).digest }
  package func close() {}
}

/// One moment of a store in memory.
private struct MemoryView: SyncView {
  let state: MemoryStoreState

  func outline() -> LogOutline { state.log.outline }
  func positions(of hashes: [EventHash]) -> [LogPosition?] { hashes.map { state.log.positions[$0] } }
  func hash(at position: LogPosition) -> EventHash? { state.log.line(at: position)?.hash }
  func ownDevices() -> Set<DeviceID> { state.ownDevices }
  func folder(locationID: String) -> FolderMemory? { state.folders[locationID] }

  func appendLines(of piece: LogOutline.Piece, to bytes: inout [UInt8], limit: Int) -> Int64 {
    var count: Int64 = 0
    for seq in piece.seqs {
      guard let line = state.log.line(at: LogPosition(branch: piece.branch, seq: seq)),
        bytes.count + line.bytes.count + 1 <= limit
      else { break }
      bytes += line.bytes + [0x0a]
      count += 1
    }
    return count
  }

  func waiting() -> [StoreStatus.Waiting] {
    Dictionary(grouping: state.log.waiting.values, by: \.device).map { device, lines in
      StoreStatus.Waiting(
        device: device, lines: lines.count, missingSeq: (lines.map(\.seq).min() ?? 1) - 1)
    }.sorted { $0.device < $1.device }
  }

  func clockReading(wallMilliseconds: Int64) -> HybridTimestamp? {
    let wall = HybridTimestamp(milliseconds: wallMilliseconds, counter: 0)
    let absorbed = state.log.accepted.compactMap(\.hlc).filter {
      HybridClock.isAbsorbed($0, wallMilliseconds: wallMilliseconds)
    }
    return [wall, absorbed.max()].compactMap(\.self).max()
  }
}
