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
    /// The files that were not whole then, and whose events are not here.
    public let notes: [FolderNote]
  }

  /// The other devices, those that lack most first.
  public let devices: [Device]
  /// How many events no other device is known to have.
  public let onlyHere: Int64
  /// The folders of this machine, the one that was synced last first.
  public let folders: [Folder]

  /// Looks at one moment of a store.
  ///
  /// - Parameters:
  ///   - reader: the moment.
  ///   - store: the store that `reader` reads.
  public init(_ reader: StoreReader, of store: EventStore) throws {
    let outline = try reader.outline()
    let own = try reader.ownDevices()
    var known: [DeviceID: Knowledge] = [:]
    var here: [DeviceID: Int64] = [:]
    for (number, branch) in outline.branches.enumerated() {
      known[branch.device, default: Knowledge()].branches.append(number)
      here[branch.device, default: 0] += branch.count
    }
    for (device, hlc) in try reader.lastWritten() { known[device, default: Knowledge()].see(hlc) }
    let acks = try reader.acks().compactMap { FolderAck(content: $0.content) }
    let named = Array(Set(acks.flatMap { $0.heads.values.joined() }))
    let positions = Dictionary(uniqueKeysWithValues: zip(named, try reader.positions(of: named)))
    for ack in acks { known[ack.device, default: Knowledge()].add(ack, positions) }
    let all = here.values.reduce(0, +)
    let mine = own.reduce(0) { $0 + (here[$1] ?? 0) }
    let heads = try reader.headVersions()
    // For each branch how many events a past holds, and how many of them are own ones.
    func count(_ number: Int, _ seq: Int64) -> SIMD2<Int64> {
      let branch = outline.branches[number]
      let count = max(0, min(seq, branch.lastSeq) - branch.firstSeq + 1)
      return SIMD2(count, own.contains(branch.device) ? count : 0)
    }
    var sums = VersionVectorSums(zero: SIMD2<Int64>(), add: { $0 &+= $1 }, value: count)
    var theirs = VersionVector()
    // In order of arrival, in which each past mostly grows out of one before it.
    let others = known.filter { !own.contains($0.key) }.sorted { $0.value.firstBranch < $1.value.firstBranch }
    devices = try others.map { device, knowledge in
      let past = try knowledge.past(heads, outline)
      theirs.formUnion(past)
      let sum = sums.sum(past)
      return Device(
        device: device, ackLabel: knowledge.label, lastSeen: knowledge.lastSeen, hasOfMine: sum[1], mine: mine,
        here: here[device] ?? 0, lacks: all - sum[0], isAhead: knowledge.isAhead)
    }.sorted { ($1.lacks, $0.device) < ($0.lacks, $1.device) }
    onlyHere = all - sums.sum(theirs)[0]
    folders = try reader.folders().filter {
      $0.locationID == store.locationID(ofRealPath: Platform.realPath($0.path) ?? $0.path)
    }.compactMap { folder in
      guard let memory = try reader.folder(locationID: folder.locationID) else { return nil }
      var files: [(name: SegmentName, head: EventHash)] = []
      for (path, file) in memory.files where !file.isGone {
        if let head = file.head, let name = SegmentName(path: path) { files.append((name, head)) }
      }
      var sets = Array(repeating: RangeSet<Int64>(), count: outline.branches.count)
      for (file, last) in zip(files, try reader.positions(of: files.map(\.head))) {
        guard let last else { continue }
        for piece in outline.pieces(upTo: last, from: file.name.first) { sets[piece.branch].insert(seqs: piece.seqs) }
      }
      var unpublished: Int64 = 0
      for (branch, set) in zip(outline.branches, sets) {
        unpublished += set.missing(from: branch.firstSeq...branch.lastSeq).seqCount
      }
      return Folder(
        path: folder.path, syncedMilliseconds: folder.syncedMilliseconds ?? 0, unpublished: unpublished,
        notes: try memory.notes(reader).map(\.note))
    }
  }
}

extension LogOutline.Branch {
  /// How many events it has.
  fileprivate var count: Int64 { lastSeq - firstSeq + 1 }
}

/// What is known of what one device has.
private struct Knowledge {
  /// Those that it wrote.
  var branches: [Int] = []
  /// What it says that it has, with what comes before that in the same log.
  private var positions: [LogPosition] = []
  private(set) var label: String?
  private(set) var lastSeen: HybridTimestamp?
  private(set) var isAhead = false
  private var labelled: Int64 = 0

  var firstBranch: Int { branches.first ?? .max }

  mutating func see(_ hlc: HybridTimestamp) { lastSeen = max(lastSeen ?? hlc, hlc) }

  /// - Parameter known: where the events stand that acks name; nil for what is not here.
  mutating func add(_ ack: FolderAck, _ known: [EventHash: LogPosition?]) {
    see(ack.hlc)
    if ack.n >= labelled { (label, labelled) = (ack.label, ack.n) }
    for (device, hashes) in ack.heads {
      for hash in hashes {
        if let position = known[hash] ?? nil {
          positions.append(position)
        } else if device == ack.device {
          isAhead = true
        }
      }
    }
  }

  /// All that it has: what it had seen when it wrote, and what it says.
  func past(_ heads: HeadVersions, _ outline: LogOutline) throws -> VersionVector {
    var past = VersionVector()
    for branch in branches { past.formUnion(try heads.past(of: branch)) }
    for position in positions {
      var next: LogPosition? = position
      // What it has of a branch it has of those that this one branched from.
      while let position = next, outline.branches.indices.contains(position.branch),
        past[position.branch] < position.seq
      {
        past[position.branch] = position.seq
        let branch = outline.branches[position.branch]
        next = branch.parent.map { LogPosition(branch: $0, seq: branch.firstSeq - 1) }
      }
    }
    return past
  }
}
