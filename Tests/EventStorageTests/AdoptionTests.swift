import EventLog
import Foundation
import TestSupport
import Testing

@testable import EventStorage

/// What waits for lost events, recorded anew.
@Suite struct AdoptionTests {
  private static func adopt(_ device: DeviceID, in store: EventStore) throws -> AdoptionPlan {
    var plan: AdoptionPlan?
    _ = try store.write { writer in
      let found = try writer.reader().adoptionPlan(of: device)
      for draft in found.drafts { try writer.append(draft, step: StepID(high: 1, low: 2)) }
      plan = found
    }
    return try #require(plan)
  }

  /// A phone whose second event is lost.
  private static func phone() throws -> DeviceLog {
    var phone = DeviceLog(1)
    try phone.write(Workbench.record, ["type": "call", "note": "first"], at: Workbench.wall)
    try phone.write(Workbench.record, ["note": "lost", "gone": "yes"], at: Workbench.wall + 1_000)
    try phone.write(Workbench.record, ["note": "third", "outcome": "voicemail"], at: Workbench.wall + 2_000)
    try phone.write(Workbench.second, ["type": "note", "text": "fourth"], at: Workbench.wall + 3_000)
    try phone.write(Workbench.record, ["note": "fifth"], at: Workbench.wall + 4_000)
    return phone
  }

  @Test func whatIsLaterIsTakenOnce() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let phone = try Self.phone()
    bench.clock.milliseconds = Workbench.wall + 2_500
    _ = try store.ingest(lines: [phone.lines[0], phone.lines[2], phone.lines[3], phone.lines[4]].bytes)
    // Set here after the third event and before the fifth.
    try store.set(["outcome": "spoke", "note": "mine"])
    bench.clock.milliseconds = Workbench.wall + 9_000
    let plan = try Self.adopt(phone.device, in: store)
    #expect(
      plan.adopted.map(\.seq) == [4, 5] && plan.adopted.map(\.hash) == [phone.lines[3].hash, phone.lines[4].hash])
    #expect(plan.kept.map(\.field) == ["outcome"] && plan.known == 0 && plan.opaque == 0)
    let fields = try #require(try store.fields())
    #expect(fields["note"] == "\"fifth\"" && fields["outcome"] == "\"spoke\"")
    #expect(fields[AdoptionPlan.field] == "[\"\(phone.lines[4].hash.text)\"]")
    #expect(try store.fields(of: Workbench.second)?["text"] == "\"fourth\"")
    #expect(try store.conflicts() == [] && store.problems() == [])
    let digest = try store.digest()
    let again = try Self.adopt(phone.device, in: store)
    #expect(again.adopted == [] && again.drafts == [] && again.known == 2)
    #expect(try store.digest() == digest)
  }

  /// The lost event turns up: both stand, what was adopted is no conflict, and nobody else sees another state.
  @Test func whatTurnsUpLaterBreaksNothing() throws {
    let bench = try Workbench()
    let store = try bench.open()
    let phone = try Self.phone()
    _ = try store.ingest(lines: [phone.lines[0], phone.lines[2], phone.lines[3], phone.lines[4]].bytes)
    bench.clock.milliseconds = Workbench.wall + 9_000
    #expect(try Self.adopt(phone.device, in: store).adopted.map(\.seq) == [3, 4, 5])
    let before = try store.fields()
    let report = try store.ingest(lines: [phone.lines[1].bytes])
    #expect(report.accepted == 4 && report.waiting == 0)
    #expect(try store.conflicts() == [] && store.problems() == [])
    #expect(try store.fields() == before?.merging(["gone": "\"yes\""]) { $1 })
    #expect(try store.digest() == MergedLog(try store.lines()).digest)
    // What was lost at the end and is later than what was adopted stands beside it: a conflict, and nothing is lost.
    var late = phone
    try late.write(Workbench.record, ["note": "sixth"], at: Workbench.wall + 5_000)
    _ = try store.ingest(lines: [late.lines[5].bytes])
    #expect(try store.conflicts() == ["note: \"fifth\", \"sixth\""])
  }

  @Test func twoDevicesThatAdoptTheSameAgree() throws {
    let bench = try Workbench()
    let phone = try Self.phone()
    let lines = [phone.lines[0], phone.lines[2], phone.lines[3], phone.lines[4]]
    let (a, b) = (try bench.open("a.db"), try bench.open("b.db"))
    for store in [a, b] {
      _ = try store.ingest(lines: lines.bytes)
      #expect(try Self.adopt(phone.device, in: store).adopted.count == 3)
    }
    _ = try a.ingest(lines: b.lines().bytes)
    _ = try b.ingest(lines: a.lines().bytes)
    #expect(try a.digest() == b.digest() && a.conflicts() == [])
    #expect(try Self.adopt(phone.device, in: a).drafts == [])
  }

  @Test func manyFieldsAndOtherDevices() throws {
    let bench = try Workbench()
    let store = try bench.open()
    var phone = DeviceLog(1)
    try phone.write(Workbench.record, ["a": "x"], at: Workbench.wall)
    let fields = Dictionary(uniqueKeysWithValues: (0..<256).map { ("f\($0)", JSONValue(integer: $0)) })
    try phone.write(Workbench.record, fields, at: Workbench.wall + 1)
    _ = try store.ingest(lines: [phone.lines[1].bytes])
    #expect(try Self.adopt(DeviceLog(7).device, in: store).drafts == [])
    #expect(try Self.adopt(phone.device, in: store).drafts.count == 2)
    #expect(try store.fields()?.count == 257)
    #expect(try Self.adopt(phone.device, in: store).drafts == [])
  }

  /// By random histories: a second run adopts nothing, and what comes later never gives another state than the rule.
  @Test func adoptionKeepsToTheRule() throws {
    let first = ProcessInfo.processInfo.environment["FOLLOWUP_SEED"].flatMap { UInt64($0) } ?? 1
    for seed in first..<first + 25 {
      var random = SeededGenerator(seed: seed)
      let bench = try Workbench()
      let store = try bench.open()
      let all = try RandomHistory(seed: seed).lines
      let some = all.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
      _ = try store.ingest(lines: some.bytes)
      for device in Set(try store.read { try $0.waiting().map(\.device) }) {
        _ = try Self.adopt(device, in: store)
        #expect(try Self.adopt(device, in: store).drafts == [], "seed \(seed)")
      }
      #expect(try store.problems() == [], "seed \(seed)")
      _ = try store.ingest(lines: all.bytes)
      #expect(try store.digest() == MergedLog(try store.lines()).digest, "seed \(seed)")
      #expect(try store.problems() == [], "seed \(seed)")
    }
  }
}
