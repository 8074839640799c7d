import EventLog
import EventStorage

/// Answers "am I synced?": what each device is known to have of what is here.
///
/// What is known comes from the acks in shared folders and from the events themselves: whoever writes names what they
/// have seen. So it also holds for devices that are met over a stick alone. It is never more than what they had when they
/// last said something.
public struct SyncStanding: Sendable, Equatable {
  /// What is known of one other device.
  public struct Device: Sendable, Equatable {
    /// The device.
    public let device: DeviceID
    /// What it called itself in its last ack.
    public let ackLabel: String?
    /// The latest sign of it, by its own clock: its last event here, or its last ack.
    public let lastSeen: HybridTimestamp?
    /// How many of this store's own events it has.
    public let hasOfMine: Int64
    /// How many own events there are.
    public let mine: Int64
    /// How many of its events are here.
    public let here: Int64
    /// How many of the events here, whoever wrote them, it is not known to have.
    public let lacks: Int64
    /// Whether it has written events that are not here yet.
    public let isAhead: Bool
  }

  /// A shared folder on this machine.
  public struct Folder: Sendable, Equatable {
    /// As the person named it.
    public let path: String
    /// The wall clock at the end of the last sync, in milliseconds since 1970.
    public let syncedMilliseconds: Int64
    /// How many of the events here no whole file of the folder held then.
    public let unpublished: Int64
  }

  /// The other devices, those that lack most first.
  public let devices: [Device]
  /// How many events no other device is known to have.
  public let onlyHere: Int64
  /// The folders of this machine, the one that was synced last first.
  public let folders: [Folder]

  /// Looks at one moment of a store.
  ///
  /// - Parameter store: the store that `reader` reads.
  public init(_ reader: StoreReader, of store: EventStore) throws {
    let outline = try reader.outline()
    let own = try reader.ownDevices()
    var known: [DeviceID: Knowledge] = [:]
    for (chain, reach) in zip(outline.chains, try reader.reach()) {
      known[chain.device, default: Knowledge()].reaches.append(reach)
    }
    for (device, hlc) in try reader.lastWritten() { known[device, default: Knowledge()].see(hlc) }
    for stored in try reader.acks() {
      guard let ack = FolderAck(content: stored.content) else { continue }
      try known[ack.device, default: Knowledge()].add(ack, reader, outline)
    }
    var theirs = Array(repeating: SeqSet(), count: outline.chains.count)
    let ranges = outline.chains.map { $0.firstSeq...$0.lastSeq }
    func count(_ sets: [SeqSet], where condition: (LogOutline.Chain) -> Bool) -> Int64 {
      outline.chains.indices.reduce(0) { sum, chain in
        guard condition(outline.chains[chain]) else { return sum }
        let missing = sets[chain].missing(from: ranges[chain]).reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 }
        return sum + ranges[chain].upperBound - ranges[chain].lowerBound + 1 - missing
      }
    }
    let everything = ranges.map { SeqSet([$0]) }
    let all = count(everything) { _ in true }
    let mine = count(everything) { own.contains($0.device) }
    devices = known.filter { !own.contains($0.key) }.map { device, knowledge in
      let sets = knowledge.sets(outline)
      for chain in theirs.indices { for range in sets[chain].ranges { theirs[chain].insert(range) } }
      return Device(
        device: device, ackLabel: knowledge.label, lastSeen: knowledge.lastSeen,
        hasOfMine: count(sets) { own.contains($0.device) }, mine: mine,
        here: count(everything) { $0.device == device }, lacks: all - count(sets) { _ in true },
        isAhead: knowledge.isAhead)
    }.sorted { ($1.lacks, $0.device) < ($0.lacks, $1.device) }
    onlyHere = all - count(theirs) { _ in true }
    folders = try reader.folders().filter {
      $0.place == store.folderPlace(realPath: Platform.realPath($0.path) ?? $0.path)
    }.compactMap { folder in
      guard let memory = try reader.folder(place: folder.place) else { return nil }
      var sets = Array(repeating: SeqSet(), count: outline.chains.count)
      for (path, file) in memory.files where !file.isGone {
        guard let head = file.head, let name = SegmentName(path: path), let last = try reader.places(of: [head])[0]
        else { continue }
        for piece in outline.pieces(upTo: last, from: name.first) { sets[piece.chain].insert(piece.seqs) }
      }
      return Folder(
        path: folder.path, syncedMilliseconds: folder.syncedMilliseconds ?? 0,
        unpublished: all - count(sets) { _ in true })
    }
  }
}

/// What is known of what one device has.
private struct Knowledge {
  var reaches: [[Int64]] = []
  var places: [EventPlace] = []
  var label: String?
  var lastSeen: HybridTimestamp?
  var isAhead = false
  private var labelled: Int64 = 0

  mutating func see(_ hlc: HybridTimestamp) { lastSeen = max(lastSeen ?? hlc, hlc) }

  mutating func add(_ ack: FolderAck, _ reader: StoreReader, _ outline: LogOutline) throws {
    see(ack.hlc)
    if ack.n >= labelled { (label, labelled) = (ack.label, ack.n) }
    for (device, hashes) in ack.heads {
      for place in try reader.places(of: hashes) {
        if let place {
          places.append(place)
        } else if device == ack.device {
          isAhead = true
        }
      }
    }
  }

  /// For each chain the seqs that it has.
  func sets(_ outline: LogOutline) -> [SeqSet] {
    var sets = Array(repeating: SeqSet(), count: outline.chains.count)
    var ends = places
    for reach in reaches {
      for (chain, seq) in reach.enumerated() where seq > 0 { ends.append(EventPlace(chain: chain, seq: seq)) }
    }
    for end in ends {
      for piece in outline.pieces(upTo: end, from: 1) { sets[piece.chain].insert(piece.seqs) }
    }
    return sets
  }
}
