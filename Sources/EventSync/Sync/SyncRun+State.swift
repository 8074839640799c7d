import EventLog
import EventStorage

extension SyncRun {
  /// The names that speak of events: another copy of this store may write as the same device (FORMAT 6).
  func claims(_ listing: FolderListing) -> [EventClaim] {
    (listing.logs.compactMap(\.name) + listing.placeholders.map(\.name)).map {
      EventClaim(device: $0.device, seq: $0.last, hashPrefix: $0.hashPrefix)
    }
  }

  func state(_ listing: FolderListing, _ view: any SyncView) throws -> SyncState {
    var state = SyncState(
      outline: try view.outline(), ownDevices: try view.ownDevices(), staleDevices: [],
      isListingComplete: listing.isComplete)
    state.staleDevices = staleDevices(state.outline, listing)
    var locator = SegmentLocator(view: view, outline: state.outline)
    let named = listing.logs.compactMap { file in file.name.map { (file, $0) } }
    let heads = named.map { memory.files[$0.0.path]?.head }
    let positions = try view.positions(of: heads.map { $0 ?? .zero })
    for (index, (file, name)) in named.enumerated() {
      if heads[index] != nil {
        // A whole file whose events wait here holds nothing that this store could write.
        guard let last = positions[index] else { continue }
        state.whole.append(
          SyncState.Whole(path: file.path, name: name, last: last, size: file.entry.size))
      } else if let last = try locator.position(of: name) {
        let known = memory.files[file.path]
        let since = known?.sinceMilliseconds ?? now
        state.partial.append(
          SyncState.Partial(
            path: file.path, name: name, last: last,
            wasSoBefore: wasSoBefore(file.path, file.entry),
            isOld: known != nil && since < now && apart(since) >= 7 * Self.dayMilliseconds))
      } else {
        lacking.insert(file.path)
        if !wasSoBefore(file.path, file.entry) { state.arriving.append(name) }
      }
    }
    for file in listing.placeholders {
      guard let last = try locator.position(of: file.name) else {
        lacking.insert(file.path)
        state.arriving.append(file.name)
        continue
      }
      state.promised.append(
        SyncState.Whole(path: file.name.path, name: file.name, last: last, size: 0))
    }
    try findLost(listing, view, &state)
    return state
  }

  /// Whether the last sync found a file as it is now, and not whole.
  func wasSoBefore(_ path: String, _ entry: FolderEntry) -> Bool {
    former?.files[path].map { $0.stands(entry) && $0.head == nil } ?? false
  }

  /// Files that were whole at the last sync, and are gone or are not whole any more.
  func findLost(_ listing: FolderListing, _ view: any SyncView, _ state: inout SyncState) throws {
    let present = Set(listing.logs.map(\.path))
    var missing: [(path: String, file: FolderMemory.File, head: EventHash)] = []
    for (path, file) in former?.files ?? [:] {
      guard let head = file.head, !present.contains(path) || memory.files[path]?.head != head else { continue }
      missing.append((path, file, head))
    }
    guard !missing.isEmpty else { return }
    for ((path, file, _), last) in zip(missing, try view.positions(of: missing.map(\.head))) {
      guard let name = SegmentName(path: path), let last else { continue }
      let lost = SyncState.Whole(path: path, name: name, last: last, size: 0)
      if file.isGone { state.lostBefore.append(lost) } else { state.lost.append(lost) }
    }
  }

  /// Devices of which the folder has no ack dated within 30 days either side of now.
  func staleDevices(_ outline: LogOutline, _ listing: FolderListing) -> Set<DeviceID> {
    let present = Set(listing.acks.map(\.name.device))
    return Set(outline.branches.map(\.device)).filter { device in
      guard present.contains(device), let content = memory.acks[device]?.content,
        let said = FolderAck(content: content)?.hlc.milliseconds
      else { return true }
      return apart(said) > 30 * Self.dayMilliseconds
    }
  }
}

/// Finds where the event stands that ends a segment, by the segment's name.
struct SegmentLocator {
  let view: any SyncView
  let outline: LogOutline
  /// The branches of each device; nil where there are few, which are gone through.
  private let branches: [DeviceID: [Int]]?
  /// What was found of devices with branches: of each device and seq the events of all of them.
  private var known: [DeviceID: [Int64: [Int64: LogPosition]]] = [:]

  init(view: any SyncView, outline: LogOutline) {
    self.view = view
    self.outline = outline
    branches =
      outline.branches.count > Self.fewBranches
      ? Dictionary(grouping: outline.branches.indices) { outline.branches[$0].device } : nil
  }

  /// So many are gone through at any time.
  private static let fewBranches = 32

  /// - Returns: nil when the name speaks of an event that is not here.
  mutating func position(of name: SegmentName) throws -> LogPosition? {
    guard let branches else {
      for (branch, part) in outline.branches.enumerated()
      where part.device == name.device && (part.firstSeq...part.lastSeq).contains(name.last) {
        let position = LogPosition(branch: branch, seq: name.last)
        if try view.hash(at: position)?.prefix == name.hashPrefix { return position }
      }
      return nil
    }
    if let found = known[name.device]?[name.last] { return found[name.hashPrefix] }
    var found: [Int64: LogPosition] = [:]
    for branch in branches[name.device] ?? []
    where (outline.branches[branch].firstSeq...outline.branches[branch].lastSeq).contains(name.last) {
      let position = LogPosition(branch: branch, seq: name.last)
      if let prefix = try view.hash(at: position)?.prefix, found[prefix] == nil { found[prefix] = position }
    }
    known[name.device, default: [:]][name.last] = found
    return found[name.hashPrefix]
  }
}
