/// The merge rule as a pure function over a set of event lines (FORMAT 1 and 3): the reference that the storage is held
/// against.
///
///     let merged = MergedLog(lines)
///     merged.digest
///
/// It is written to be read, not to be fast: pasts are sets of events, and everything is held in memory.
public struct MergedLog: Sendable {
  /// An assignment that is in no other one's past.
  public struct Survivor: Hashable, Sendable {
    /// What was assigned; null clears the field.
    public let value: JSONValue
    /// The writer's clock.
    public let hlc: HybridTimestamp
    /// The writer.
    public let device: DeviceID
    /// The event that assigned it.
    public let hash: EventHash
  }

  /// The accepted events, predecessors first.
  public private(set) var accepted: [EventLine] = []
  /// Well-formed lines whose predecessor is not accepted.
  public private(set) var waiting: Set<EventHash> = []
  /// Lines whose `prev` names an accepted event that cannot stand before them.
  public private(set) var refused: Set<EventHash> = []
  /// For each record and field the survivors, the last writer's first.
  public private(set) var survivors: [RecordID: [String: [Survivor]]] = [:]
  /// For each accepted event its place in ``accepted``.
  private var indexOf: [EventHash: Int] = [:]
  /// For each accepted event the events in its past, as bits.
  private var pasts: [[UInt64]] = []

  /// The merge of some lines, in any order; repeats are harmless.
  ///
  /// - Parameters:
  ///   - lines: the event lines.
  ///   - moment: the state as of then: only assignments of events with a stamp up to it count, while causality is taken
  ///     over the whole log (FORMAT 3); nil for the present.
  public init(_ lines: some Sequence<EventLine>, asOf moment: HybridTimestamp? = nil) {
    accept(lines)
    reach()
    survive(upTo: moment ?? .greatest)
  }

  private mutating func accept(_ lines: some Sequence<EventLine>) {
    var candidates: [EventHash: [EventLine]] = [:]
    var known: Set<EventHash> = []
    for line in lines where known.insert(line.hash).inserted { candidates[line.prev, default: []].append(line) }
    waiting = known
    var open = candidates[.zero] ?? []
    while let line = open.popLast() {
      waiting.remove(line.hash)
      indexOf[line.hash] = accepted.count
      accepted.append(line)
      for next in candidates[line.hash] ?? [] {
        if next.device == line.device, next.seq == line.seq + 1 {
          open.append(next)
        } else {
          waiting.remove(next.hash)
          refused.insert(next.hash)
        }
      }
    }
  }

  /// Follows `prev` and `seen` through accepted events.
  private mutating func reach() {
    let words = (accepted.count + 63) / 64
    pasts = Array(repeating: [], count: accepted.count)
    for start in accepted.indices {
      var stack = [start]
      while let index = stack.last {
        guard pasts[index].isEmpty else {
          stack.removeLast()
          continue
        }
        let before = ([accepted[index].prev] + accepted[index].seen).compactMap { indexOf[$0] }
        let missing = before.filter { pasts[$0].isEmpty }
        guard missing.isEmpty else {
          stack += missing
          continue
        }
        var past = [UInt64](repeating: 0, count: words)
        for other in before {
          past[other / 64] |= 1 << UInt64(other % 64)
          for word in 0..<words { past[word] |= pasts[other][word] }
        }
        pasts[index] = past
        stack.removeLast()
      }
    }
  }

  private mutating func survive(upTo moment: HybridTimestamp) {
    var assignments: [RecordID: [String: [(index: Int, value: JSONValue)]]] = [:]
    for (index, line) in accepted.enumerated() {
      guard let event = line.event, event.hlc <= moment else { continue }
      for assignment in event.set {
        assignments[event.record, default: [:]][assignment.field, default: []].append((index, assignment.value))
      }
    }
    for (record, fields) in assignments {
      for (field, all) in fields {
        survivors[record, default: [:]][field] =
          all.filter { one in !all.contains { isPast(one.index, of: $0.index) } }
          .compactMap { one in
            accepted[one.index].event.map {
              Survivor(value: one.value, hlc: $0.hlc, device: $0.device, hash: accepted[one.index].hash)
            }
          }
          .sorted { ($0.hlc, $0.device, $0.hash) > ($1.hlc, $1.device, $1.hash) }
      }
    }
  }

  private func isPast(_ one: Int, of other: Int) -> Bool { pasts[other][one / 64] >> UInt64(one % 64) & 1 == 1 }

  /// Whether an accepted event lies in the past of another one.
  public func isPast(_ one: EventHash, of other: EventHash) -> Bool {
    guard let one = indexOf[one], let other = indexOf[other] else { return false }
    return isPast(one, of: other)
  }

  /// The fields in conflict: two or more survivors whose values differ.
  public var conflicts: [(record: RecordID, field: String, survivors: [Survivor])] {
    survivors.flatMap { record, fields in
      fields.filter { Set($0.value.map(\.value)).count > 1 }.map { (record, $0.key, $0.value) }
    }.sorted { ($0.record, $0.field) < ($1.record, $1.field) }
  }

  /// The accepted events without an accepted successor.
  public var heads: Set<EventHash> {
    Set(accepted.map(\.hash)).subtracting(accepted.map(\.prev))
  }

  /// How many accepted events this release does not understand.
  public var opaqueCount: Int { accepted.count { $0.event == nil } }

  /// The state lines, each without its LF, in order of records (FORMAT 3).
  public var stateLines: [[UInt8]] {
    survivors.sorted { $0.key < $1.key }.map { record, fields in
      let values = fields.compactMap { field, survivors in
        survivors.first.flatMap { $0.value.isNull ? nil : (name: field, value: $0.value) }
      }
      return JSONValue(object: [
        (name: "fields", value: JSONValue(object: values)), (name: "record", value: JSONValue(record.text)),
      ]).canonical
    }
  }

  /// The state digest (FORMAT 3).
  public var digest: EventHash {
    var digest = DigestBuilder()
    for line in stateLines { digest.add(line: line) }
    return digest.finalize()
  }
}
