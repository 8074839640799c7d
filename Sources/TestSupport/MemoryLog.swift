import EventLog
import EventStorage

/// The accepted and waiting events of a store in memory, as branches (FORMAT 1): a value, so that it can be copied, compared
/// and put back. The state is left to ``MergedLog``.
package struct MemoryLog: Hashable, Sendable {
  package struct Branch: Hashable, Sendable {
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

  package private(set) var branches: [Branch] = []
  package private(set) var positions: [EventHash: LogPosition] = [:]
  package private(set) var waiting: [EventHash: EventLine] = [:]

  package init() {}

  package var accepted: [EventLine] { branches.flatMap(\.lines) }

  /// Whether a line is here, accepted or waiting.
  package func holds(_ hash: EventHash) -> Bool { positions[hash] != nil || waiting[hash] != nil }

  /// Takes in a line, and what has waited for it.
  package mutating func accept(_ line: EventLine) -> Outcome {
    let outcome = attach(line)
    guard outcome == .accepted, !waiting.isEmpty else { return outcome }
    var woken = [line.hash]
    while let hash = woken.popLast() {
      for next in waiting.values.filter({ $0.prev == hash }).sorted(by: { $0.hash < $1.hash }) {
        waiting[next.hash] = nil
        if attach(next) == .accepted { woken.append(next.hash) }
      }
    }
    return outcome
  }

  private mutating func attach(_ line: EventLine) -> Outcome {
    if holds(line.hash) { return .known }
    if line.seq == 1 {
      append(line, to: nil, parent: nil)
      return .accepted
    }
    guard let position = positions[line.prev] else {
      waiting[line.hash] = line
      return .waiting
    }
    guard branches[position.branch].device == line.device, position.seq == line.seq - 1 else {
      return .refused("prev names another event")
    }
    if branches[position.branch].lastSeq == position.seq {
      append(line, to: position.branch, parent: nil)
    } else {
      append(line, to: nil, parent: position.branch)
    }
    return .accepted
  }

  private mutating func append(_ line: EventLine, to branch: Int?, parent: Int?) {
    if let branch {
      branches[branch].lines.append(line)
    } else {
      branches.append(Branch(device: line.device, parent: parent, firstSeq: line.seq, lines: [line]))
    }
    positions[line.hash] = LogPosition(branch: branch ?? branches.count - 1, seq: line.seq)
  }

  package var outline: LogOutline {
    LogOutline(
      branches: branches.map {
        LogOutline.Branch(
          device: $0.device, parent: $0.parent, firstSeq: $0.firstSeq, lastSeq: $0.lastSeq,
          head: $0.lines.last?.hash ?? .zero)
      })
  }

  package func line(at position: LogPosition) -> EventLine? {
    guard branches.indices.contains(position.branch) else { return nil }
    let index = position.seq - branches[position.branch].firstSeq
    return index >= 0 && index < branches[position.branch].lines.count
      ? branches[position.branch].lines[Int(index)] : nil
  }
}
