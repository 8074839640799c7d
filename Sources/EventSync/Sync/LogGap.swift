import EventLog
import EventStorage

/// Consecutive events of one device that are missing, though lines wait for them or something speaks of them.
package struct LogGap: Sendable, Equatable {
  /// The device whose events they are.
  package let device: DeviceID
  /// The events; where only the last is known to be missing, it alone.
  package let seqs: ClosedRange<Int64>
  /// The hash of the last of them.
  package let lastHash: EventHash
  /// How many lines wait for them.
  package let waiting: Int
  /// Whether another event with the last one's seq is here: then the device has two branches, or one of the two was
  /// changed.
  package let hasOther: Bool

  /// The gaps of a log.
  ///
  /// - Parameters:
  ///   - accepted: the last accepted event of each device.
  ///   - waiting: what waits, in order of devices and seqs.
  ///   - ends: ends of logs of which something speaks and which are not accepted.
  static func all(accepted: [DeviceID: Int64], waiting: [WaitingEvent], ends: [EventPosition]) -> [LogGap] {
    let known = Set(waiting.map(\.position.hash))
    var present: [DeviceID: RangeSet<Int64>] = accepted.mapValues { $0 >= 1 ? RangeSet(1..<$0 + 1) : RangeSet() }
    for one in waiting.map(\.position) { present[one.device, default: RangeSet()].insert(seqs: one.seq...one.seq) }
    var lines: [EventHash: Int] = [:]
    var rootOf: [EventHash: EventHash] = [:]
    var missing: [EventPosition] = []
    for one in waiting {
      let root = known.contains(one.prev) ? rootOf[one.prev] ?? one.prev : one.prev
      rootOf[one.position.hash] = root
      if lines.updateValue((lines[root] ?? 0) + 1, forKey: root) == nil, !known.contains(one.prev) {
        missing.append(EventPosition(device: one.position.device, seq: one.position.seq - 1, hash: one.prev))
      }
    }
    var told = Set(missing.map(\.hash))
    for end in ends where !known.contains(end.hash) && told.insert(end.hash).inserted { missing.append(end) }
    return missing.filter { $0.seq >= 1 }.map { one in
      let here = present[one.device] ?? RangeSet()
      let gap = here.gap(endingAt: one.seq)
      return LogGap(
        device: one.device, seqs: gap ?? one.seq...one.seq, lastHash: one.hash, waiting: lines[one.hash] ?? 0,
        hasOther: gap == nil)
    }.sorted { ($0.device, $0.seqs.upperBound, $0.lastHash) < ($1.device, $1.seqs.upperBound, $1.lastHash) }
  }
}

/// A gap, and who had the events when they last said something.
package struct MissingEvents: Sendable, Equatable {
  /// By what it is known that somebody has had an event.
  package enum Sign: String, Sendable {
    /// It said so in a shared folder.
    case ack
    /// An event of its own names the missing one, or one after it.
    case seen
    /// A file of a shared folder has them in its name.
    case file
    /// It wrote them.
    case writer
  }

  /// Somebody, or a file, that has had them.
  package struct Holder: Sendable, Equatable {
    /// The device; nil for a file.
    package let device: DeviceID?
    /// How it is known.
    package let sign: Sign
    /// When it said so, by its own clock.
    package let hlc: HybridTimestamp?
    /// The file, within its folder.
    package let path: String?
    /// Whether it has had all of them; false where it is only known to be further than what is here.
    package let isSure: Bool
  }

  /// The events that are missing.
  package let gap: LogGap
  /// The latest first; the device that wrote them is the last.
  package let holders: [Holder]

  /// What is missing from one moment of a store, and who had it.
  ///
  /// - Parameters:
  ///   - reader: the moment of the store.
  ///   - ends: ends of logs of which something speaks that is not in the store.
  ///   - acks: what devices say that they have.
  ///   - files: the segments that are known of, as paths within their folder.
  package static func all(
    _ reader: StoreReader, ends: [EventPosition] = [], acks: [FolderAck], files: [String] = []
  ) throws -> [MissingEvents] {
    var accepted: [DeviceID: Int64] = [:]
    for branch in try reader.outline().branches {
      accepted[branch.device] = max(accepted[branch.device] ?? 0, branch.lastSeq)
    }
    let waiting = try reader.waitingEvents()
    let unknown = zip(ends, try reader.positions(of: ends.map(\.hash))).filter { $0.1 == nil }.map(\.0)
    guard !waiting.isEmpty || !unknown.isEmpty else { return [] }
    let byDevice = Dictionary(grouping: waiting, by: \.position.device)
    let witnesses = try reader.witnesses()
    let claimed = Array(Set(acks.flatMap { $0.heads.values.joined() }))
    let absent = Set(zip(claimed, try reader.positions(of: claimed)).filter { $0.1 == nil }.map(\.0))
    let seqOf = Dictionary(waiting.map { ($0.position.hash, $0.position.seq) }, uniquingKeysWith: { $1 })
    let names = files.compactMap { path in SegmentName(path: path).map { (path: path, name: $0) } }
    return try LogGap.all(accepted: accepted, waiting: waiting, ends: unknown).map { gap in
      var holders: [Holder] = []
      for ack in acks {
        let heads = ack.heads[gap.device] ?? []
        let isSure = heads.contains { $0 == gap.lastHash || seqOf[$0] ?? 0 > gap.seqs.upperBound }
        guard isSure || heads.contains(where: { absent.contains($0) && seqOf[$0] == nil }) else { continue }
        holders.append(Holder(device: ack.device, sign: .ack, hlc: ack.hlc, path: nil, isSure: isSure))
      }
      let after = (byDevice[gap.device] ?? []).lazy.filter { $0.position.seq > gap.seqs.upperBound }.prefix(
        witnessesMax)
      for hash in [gap.lastHash] + after.map(\.position.hash) {
        for witness in try witnesses.all(of: hash)
        where !holders.contains(where: { $0.device == witness.device && $0.isSure }) {
          holders.append(Holder(device: witness.device, sign: .seen, hlc: witness.hlc, path: nil, isSure: true))
        }
      }
      for (path, name) in names
      where name.device == gap.device && name.first <= gap.seqs.upperBound
        && name.last >= gap.seqs.lowerBound
      {
        let isSure = name.first <= gap.seqs.lowerBound && name.last >= gap.seqs.upperBound
        holders.append(Holder(device: nil, sign: .file, hlc: nil, path: path, isSure: isSure))
      }
      holders.sort { ($0.hlc ?? .least, $0.path ?? "") > ($1.hlc ?? .least, $1.path ?? "") }
      holders.removeAll { $0.device == gap.device }
      holders.append(Holder(device: gap.device, sign: .writer, hlc: nil, path: nil, isSure: true))
      return MissingEvents(gap: gap, holders: holders)
    }
  }

  /// So many of the lines that wait are looked for among what others have seen.
  private static let witnessesMax = 100
}
