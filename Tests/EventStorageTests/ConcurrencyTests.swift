import EventLog
import TestSupport
import Testing

@testable import EventStorage

/// Several that use one store at once.
@Suite struct ConcurrencyTests {
  @Test func twoWritersOnOneFileWriteOneLog() async throws {
    let bench = try Workbench()
    let first = try #require(try bench.open().set(["n": JSONValue(integer: -1)]).device)
    try await withThrowingTaskGroup(of: [WriteReceipt].self) { group in
      for writer in 0..<2 {
        group.addTask {
          let store = try bench.open()
          let record = RecordID(high: 1, low: UInt64(writer))
          return try (0..<200).map { try store.set(["n": JSONValue(integer: $0)], of: record) }
        }
      }
      for try await receipts in group {
        #expect(receipts.allSatisfy { $0.device == first && $0.minting == nil && $0.events.count == 1 })
      }
    }
    let store = try bench.open()
    let lines = try store.lines()
    #expect(lines.map(\.seq) == Array(1...401))
    #expect(zip(lines, lines.dropFirst()).allSatisfy { $1.prev == $0.hash && $1.seen == [] })
    let stamps = lines.compactMap(\.hlc)
    #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $0 < $1 })
    #expect(try store.status().devices.map(\.heads.count) == [1])
    #expect(store.anchorFile.read()?.seq == 401)
    #expect(try store.fields(of: RecordID(high: 1, low: 0)) == ["n": "199"])
    #expect(try store.digest() == MergedLog(lines).digest)
    #expect(try store.problems() == [])
  }

  @Test func manyMakeOneStoreAtOnce() async throws {
    let bench = try Workbench()
    let receipts = try await withThrowingTaskGroup(of: WriteReceipt.self) { group in
      for writer in 0..<6 {
        group.addTask {
          try bench.open().set(["n": JSONValue(integer: writer)], of: RecordID(high: 1, low: UInt64(writer)))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(receipts.count(where: { $0.minting == .first }) == 1)
    #expect(Set(receipts.map(\.device)).count == 1)
    let store = try bench.open()
    #expect(try store.lines().map(\.seq) == Array(1...6))
    #expect(try store.state().count == 6)
    #expect(try store.problems() == [])
  }

  /// Each command writes both records alike; nobody may see one without the other.
  @Test func readersSeeOneMoment() async throws {
    let bench = try Workbench()
    let writer = try bench.open()
    func write(_ number: Int) throws {
      _ = try writer.append(
        [Workbench.record, Workbench.second].map { Draft(record: $0, set: ["n": JSONValue(integer: number)]) })
    }
    try write(-1)
    try await withThrowingTaskGroup(of: Int.self) { group in
      group.addTask {
        for number in 0..<150 {
          _ = try writer.append(
            [Workbench.record, Workbench.second].map { Draft(record: $0, set: ["n": JSONValue(integer: number)]) })
        }
        return 0
      }
      for _ in 0..<2 {
        group.addTask {
          let reader = try bench.open()
          var last = -1
          var reads = 0
          while last < 149 {
            let (first, second, digest, events) = try reader.read { reader in
              let first = try reader.record(Workbench.record)?["n"]
              let digest = try reader.digest()
              return (first, try reader.record(Workbench.second)?["n"], digest, try reader.status().events)
            }
            let number = try #require(first?.number.map { Int($0) })
            #expect(first == second)
            #expect(events == Int64(number + 2) * 2)
            var expected = DigestBuilder()
            for record in [Workbench.record, Workbench.second] {
              expected.add(line: Array("{\"fields\":{\"n\":\(number)},\"record\":\"\(record)\"}".utf8))
            }
            #expect(digest == expected.finalize())
            #expect(number >= last)
            last = number
            reads += 1
          }
          return reads
        }
      }
      for try await reads in group { #expect(reads >= 0) }
    }
  }
}
