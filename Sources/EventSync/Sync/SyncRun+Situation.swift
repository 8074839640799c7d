import EventLog
import EventStorage

extension SyncRun {
  /// The names that speak of events: another copy of this store may write as the same device (FORMAT 6).
  func claims(_ listing: FolderListing) -> [EventClaim] {
    (listing.logs.compactMap(\.name) + listing.placeholders.map(\.name)).map {
      EventClaim(device: $0.device, seq: $0.last, hashPrefix: $0.hashPrefix)
    }
  }

  func situation(_ listing: FolderListing, _ view: any SyncView) throws -> SyncSituation {
    var situation = SyncSituation(
      outline: try view.outline(), ownDevices: try view.ownDevices(), staleDevices: [],
      isListingComplete: listing.isComplete)
    situation.staleDevices = staleDevices(situation.outline, listing)
    var locator = SegmentLocator(view: view, outline: situation.outline)
    let named = listing.logs.compactMap { file in file.name.map { (file, $0) } }
    let heads = named.map { memory.files[$0.0.path]?.head }
    let places = try view.places(of: heads.map { $0 ?? .zero })
    for (index, (file, name)) in named.enumerated() {
      if heads[index] != nil {
        // A whole file whose events wait here holds nothing that this store could write.
        guard let last = places[index] else { continue }
        situation.whole.append(
          SyncSituation.Whole(path: file.path, name: name, last: last, size: file.entry.size))
      } else if let last = try locator.place(of: name) {
        let known = memory.files[file.path]
        let since = known?.sinceMilliseconds ?? now
        situation.partial.append(
          SyncSituation.Partial(
            path: file.path, name: name, last: last,
            wasSoBefore: wasSoBefore(file.path, file.entry),
            isOld: known != nil && since < now && apart(since) >= 7 * Self.dayMilliseconds))
      } else {
        lacking.insert(file.path)
        if !wasSoBefore(file.path, file.entry) { situation.arriving.append(name) }
      }
    }
    for file in listing.placeholders {
      guard let last = try locator.place(of: file.name) else {
        lacking.insert(file.path)
        situation.arriving.append(file.name)
        continue
      }
      situation.promised.append(
        SyncSituation.Whole(path: file.name.path, name: file.name, last: last, size: 0))
    }
    try findLost(listing, view, &situation)
    return situation
  }

  /// Whether the last sync found a file as it is now, and not whole.
  func wasSoBefore(_ path: String, _ entry: FolderEntry) -> Bool {
    former?.files[path].map { $0.stands(entry) && $0.head == nil } ?? false
  }

  /// Files that were whole at the last sync, and are gone or are not whole any more.
  func findLost(_ listing: FolderListing, _ view: any SyncView, _ situation: inout SyncSituation) throws {
    let present = Set(listing.logs.map(\.path))
    var missing: [(path: String, file: FolderMemory.File, head: EventHash)] = []
    for (path, file) in former?.files ?? [:] {
      guard let head = file.head, !present.contains(path) || memory.files[path]?.head != head else { continue }
      missing.append((path, file, head))
    }
    guard !missing.isEmpty else { return }
    for ((path, file, _), last) in zip(missing, try view.places(of: missing.map(\.head))) {
      guard let name = SegmentName(path: path), let last else { continue }
      let lost = SyncSituation.Whole(path: path, name: name, last: last, size: 0)
      if file.isGone { situation.lostBefore.append(lost) } else { situation.lost.append(lost) }
    }
  }

  /// Devices of which the folder has no ack dated within 30 days either side of now.
  func staleDevices(_ outline: LogOutline, _ listing: FolderListing) -> Set<DeviceID> {
    let present = Set(listing.acks.map(\.name.device))
    return Set(outline.chains.map(\.device)).filter { device in
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
  private let chains: [DeviceID: [Int]]?
  /// What was found of devices with branches: of each device and seq the events of all of them.
  private var known: [DeviceID: [Int64: [Int64: EventPlace]]] = [:]

  init(view: any SyncView, outline: LogOutline) {
    self.view = view
    self.outline = outline
    chains =
      outline.chains.count > Self.fewChains
      ? Dictionary(grouping: outline.chains.indices) { outline.chains[$0].device } : nil
  }

  /// So many are gone through at any time.
  private static let fewChains = 32

  /// - Returns: nil when the name speaks of an event that is not here.
  mutating func place(of name: SegmentName) throws -> EventPlace? {
    guard let chains else {
      for (chain, part) in outline.chains.enumerated()
      where part.device == name.device && (part.firstSeq...part.lastSeq).contains(name.last) {
        let place = EventPlace(chain: chain, seq: name.last)
        if try view.hash(at: place)?.prefix == name.hashPrefix { return place }
      }
      return nil
    }
    if let found = known[name.device]?[name.last] { return found[name.hashPrefix] }
    var found: [Int64: EventPlace] = [:]
    for chain in chains[name.device] ?? []
    where (outline.chains[chain].firstSeq...outline.chains[chain].lastSeq).contains(name.last) {
      let place = EventPlace(chain: chain, seq: name.last)
      if let prefix = try view.hash(at: place)?.prefix, found[prefix] == nil { found[prefix] = place }
    }
    known[name.device, default: [:]][name.last] = found
    return found[name.hashPrefix]
  }
}
