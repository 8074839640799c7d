import EventLog
import Foundation
import TestSupport
import Testing

/// The small case in full: two laptops, three events each, every order in which they can write, read and publish, and at
/// most one process killed at any of its writes, by a search that meets each state once. Store and folder are in memory.
///
/// In `make test` either each laptop begins one sync on the way, and one process may be killed, or each begins two and none
/// is; with FOLLOWUP_SOAK each begins two and one may be killed. From each end four whole syncs follow.
@Suite struct EveryInterleavingTests {
  private static let isSoak = ProcessInfo.processInfo.environment["FOLLOWUP_SOAK"] != nil

  @Test func everyOrderWithOneProcessKilled() throws {
    var search = Search()
    try search.run(from: SmallWorld(events: 3, syncs: Self.isSoak ? 2 : 1, crashes: 1))
    print("every order with one process killed: \(search)")
    #expect(search.visited.count > 10_000 && search.ends.count > 1_000)
  }

  @Test func everyOrderOfTwoSyncsEach() throws {
    var search = Search()
    try search.run(from: SmallWorld(events: Self.isSoak ? 3 : 2, syncs: 2, crashes: 0))
    print("every order of two syncs each: \(search)")
    #expect(search.visited.count > 5_000 && search.ends.count > 500)
  }

  private struct Search: CustomStringConvertible {
    var visited: Set<SmallWorld> = []
    var ends: Set<SmallWorld> = []
    var steps = 0
    /// How many events there are in the end.
    private var events = 0
    private var lines: [UInt64: Set<EventHash>] = [:]
    private var syncs: [[SmallWorld: SmallWorld]] = [[:], [:]]

    var description: String { "\(visited.count) states, \(steps) steps, \(ends.count) ends" }

    mutating func run(from start: SmallWorld) throws {
      events = start.events[0] + start.events[1]
      var open = [start]
      visited = [start]
      while let world = open.popLast() {
        let published = eventsInFolder(world)
        for next in try world.successors() {
          steps += 1
          guard visited.insert(next).inserted else { continue }
          // No moment without the events in the folder, and no device minted but the first.
          try #require(eventsInFolder(next).isSuperset(of: published))
          try #require(next.stores.allSatisfy { $0.ownDevices.count <= 1 })
          open.append(next)
        }
        if world.isAtRest, ends.insert(world.settled).inserted { try check(world.settled) }
      }
    }

    /// The faults have stopped: four syncs each, and then silence.
    private mutating func check(_ end: SmallWorld) throws {
      var world = end
      for _ in 1...4 {
        for laptop in 0..<2 { world = try synced(world, laptop) }
      }
      let accepted = world.stores.map { Set($0.log.accepted.map(\.hash)) }
      try #require(accepted[0] == accepted[1])
      try #require(accepted[0].count == events)
      try #require(world.stores.allSatisfy { $0.log.waiting.isEmpty && $0.ownDevices.count == 1 })
      try #require(MergedLog(world.stores[0].log.accepted).digest == MergedLog(world.stores[1].log.accepted).digest)
      let image = world.image
      for laptop in 0..<2 { world = try synced(world, laptop) }
      try #require(world.image == image)
    }

    private mutating func synced(_ world: SmallWorld, _ laptop: Int) throws -> SmallWorld {
      if let known = syncs[laptop][world] { return known }
      let next = try world.synced(laptop)
      syncs[laptop][world] = next
      return next
    }

    private mutating func eventsInFolder(_ world: SmallWorld) -> Set<EventHash> {
      var result: Set<EventHash> = []
      for (path, node) in world.image.nodes where path.hasSuffix(".jsonl") {
        if lines[node.inode] == nil {
          lines[node.inode] = Set(node.bytes.split(separator: 0x0a).map { EventHash(of: $0) })
        }
        result.formUnion(lines[node.inode] ?? [])
      }
      return result
    }
  }
}
