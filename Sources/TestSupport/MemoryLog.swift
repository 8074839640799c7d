import EventLog
import EventStorage

/// The accepted and waiting events of a store in memory, as chains (FORMAT 1): a value, so that it can be copied, compared
/// and put back. The state is left to ``MergedLog``.
package struct MemoryLog: Hashable, Sendable {
  package struct Chain: Hashable, Sendable {
    package let device: DeviceID
    package let parent: Int?
    package let firstSeq: Int64
    package var lines: [EventLine]
    package var lastSeq: Int64 { firstSeq + Int64(lines.count) - 1 }
  }

  package enum Outcome: Equatable {
    case accepted, known, waiting
    case refused(String)
  }

  package private(set) var chains: [Chain] = []
  package private(set) var places: [EventHash: EventPlace] = [:]
  package private(set) var waiting: [EventHash: EventLine] = [:]

  package init() {}

  package var accepted: [EventLine] { chains.flatMap(\.lines) }

  /// Whether a line is here, accepted or waiting.
  package func holds(_ hash: EventHash) -> Bool { places[hash] != nil || waiting[hash] != nil }

  /// Takes in a line, and what has waited for it.
  package mutating func accept(_ line: EventLine) -> Outcome {
    let outcome = place(line)
    guard outcome == .accepted, !waiting.isEmpty else { return outcome }
    var woken = [line.hash]
    while let hash = woken.popLast() {
      for next in waiting.values.filter({ $0.prev == hash }).sorted(by: { $0.hash < $1.hash }) {
        waiting[next.hash] = nil
        if place(next) == .accepted { woken.append(next.hash) }
      }
    }
    return outcome
  }

  private mutating func place(_ line: EventLine) -> Outcome {
    if holds(line.hash) { return .known }
    if line.seq == 1 {
      append(line, to: nil, parent: nil)
      return .accepted
    }
    guard let place = places[line.prev] else {
      waiting[line.hash] = line
      return .waiting
    }
    guard chains[place.chain].device == line.device, place.seq == line.seq - 1 else {
      return .refused("prev names another event")
    }
    if chains[place.chain].lastSeq == place.seq {
      append(line, to: place.chain, parent: nil)
    } else {
      append(line, to: nil, parent: place.chain)
    }
    return .accepted
  }

  private mutating func append(_ line: EventLine, to chain: Int?, parent: Int?) {
    if let chain {
      chains[chain].lines.append(line)
    } else {
      chains.append(Chain(device: line.device, parent: parent, firstSeq: line.seq, lines: [line]))
    }
    places[line.hash] = EventPlace(chain: chain ?? chains.count - 1, seq: line.seq)
  }

  package var outline: LogOutline {
    LogOutline(
      chains: chains.map {
        LogOutline.Chain(
          device: $0.device, parent: $0.parent, firstSeq: $0.firstSeq, lastSeq: $0.lastSeq,
          head: $0.lines.last?.hash ?? .zero)
      })
  }

  package func line(at place: EventPlace) -> EventLine? {
    guard chains.indices.contains(place.chain) else { return nil }
    let index = place.seq - chains[place.chain].firstSeq
    return index >= 0 && index < chains[place.chain].lines.count ? chains[place.chain].lines[Int(index)] : nil
  }
}
