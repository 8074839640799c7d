import EventLog
import TestSupport
import Testing

@testable import EventStorage

/// The log's clock among devices whose own clocks are wrong (FORMAT 3).
@Suite struct ClockTests {
  private static let day: Int64 = 86_400_000
  private static let wall = Workbench.wall

  private static func next(_ store: EventStore) throws -> String {
    try #require(try store.line(try store.set(["own": "x"]).events.first)?.hlc).text
  }

  private static func text(_ milliseconds: Int64, _ counter: UInt16 = 0) throws -> String {
    try #require(HybridTimestamp(milliseconds: milliseconds, counter: counter)).text
  }

  @Test func devicesThatAreAheadAreNamed() throws {
    let bench = try Workbench()
    let store = try bench.open()
    var (level, edge, ahead, far, late) = (DeviceLog(1), DeviceLog(2), DeviceLog(3), DeviceLog(4), DeviceLog(5))
    try level.write(Workbench.record, ["x": "1"], at: Self.wall - 1_000)
    try edge.write(Workbench.record, ["x": "2"], at: Self.wall + Self.day, counter: .max)
    try ahead.write(Workbench.record, ["x": "3"], at: Self.wall + Self.day + 1)
    try far.write(Workbench.record, ["x": "4"], at: Self.wall + 5_000 * Self.day)
    try far.write(Workbench.record, ["x": "5"], at: Self.wall + 4_000 * Self.day)
    try late.write(Workbench.record, ["x": "6"], at: Self.wall)
    try late.write(Workbench.record, ["x": "7"], at: Self.wall + 9 * Self.day)
    // No date at all is not ahead of anything.
    let unreal = try EventLine(
      writing: Event(
        device: DeviceLog(6).device, hlc: try #require(HybridTimestamp("9999-99-99T99:99:99.999Z-ffff")), prev: .zero,
        record: Workbench.record, seq: 1, set: [Assignment("x", "8")]))
    let lines = level.lines + edge.lines + ahead.lines + far.lines + [late.lines[1], unreal]
    let report = try store.ingest(lines: lines.bytes)
    #expect(
      report.devicesAhead == [
        ahead.device: try #require(ahead.lines[0].hlc), far.device: try #require(far.lines[0].hlc),
      ])
    // Told when it is accepted, not when it comes.
    let woken = try store.ingest(lines: [late.lines[0].bytes])
    #expect(woken.accepted == 2)
    #expect(woken.devicesAhead == [late.device: try #require(late.lines[1].hlc)])
    #expect(try store.ingest(lines: lines.bytes).devicesAhead == [:])
    // The greatest that counts is the one exactly 24 h ahead.
    #expect(try Self.next(store) == Self.text(Self.wall + Self.day + 1))
    #expect(try store.problems() == [])
  }

  @Test func whoIsAheadWinsUntilSomebodyHasHeardOfIt() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["x": "own"])
    var ahead = DeviceLog(1)
    try ahead.write(Workbench.record, ["x": "ahead"], at: Self.wall + 400 * Self.day)
    _ = try store.ingest(lines: ahead.lines.bytes)
    #expect(try store.fields() == ["x": "\"ahead\""])
    #expect(try store.conflicts() == [#"x: "ahead", "own""#])
    #expect(try Self.next(store) == Self.text(Self.wall, 1))
    #expect(try store.fields() == ["own": "\"x\"", "x": "\"ahead\""])
    try store.set(["x": "corrected"])
    #expect(try store.fields()?["x"] == "\"corrected\"")
    #expect(try store.conflicts() == [])
    #expect(try store.digest() == MergedLog(store.lines()).digest)
  }

  /// Within the day that the limit falls into, each event has to be looked at.
  @Test func onTheDayOfTheLimitEventsAreToldApart() throws {
    // 2026-05-29T12:00:00Z, so the limit is noon of the next day.
    let noon: Int64 = 1_780_056_000_000
    let limit = noon + Self.day
    let rows: [(stamps: [(Int64, UInt16)], next: String)] = [
      ([(limit - 60_000, 3), (limit + 60_000, 0)], try Self.text(limit - 60_000, 4)),
      ([(limit, .max), (limit + 1, 0)], try Self.text(limit + 1)),
      ([(limit, 7), (limit + 1, 0)], try Self.text(limit, 8)),
      ([(limit + 1, 0)], try Self.text(noon)),
      ([(noon - 5, 0), (limit + 1, 0)], try Self.text(noon)),
      ([(noon + 5, 1), (limit + 1, 0)], try Self.text(noon + 5, 2)),
      ([(noon + 5, 1), (limit + 1, 0), (limit + 3 * Self.day, 0), (noon + 6, 0)], try Self.text(noon + 6, 1)),
      ([(limit - 60_000, 3), (limit + Self.day, 0)], try Self.text(limit - 60_000, 4)),
      // Later in the log, earlier by the clock.
      ([(limit - 1, 3), (limit - 2, 9), (limit + 2, 0), (limit + 1, 0)], try Self.text(limit - 1, 4)),
    ]
    for (number, row) in rows.enumerated() {
      let bench = try Workbench()
      bench.clock.milliseconds = noon
      let store = try bench.open()
      for (index, stamp) in row.stamps.enumerated() {
        var log = DeviceLog(UInt64(index) + 1)
        try log.write(Workbench.record, ["x": JSONValue(integer: index)], at: stamp.0, counter: stamp.1)
        _ = try store.ingest(lines: log.lines.bytes)
      }
      #expect(try Self.next(store) == row.next, "row \(number)")
      #expect(try store.problems() == [], "row \(number)")
    }
  }

  @Test func aClockThatIsSetBackGoesOnAfterTheLog() throws {
    let bench = try Workbench()
    var store = try bench.open()
    try store.set(["x": "1"])
    bench.clock.milliseconds -= 3_600_000
    #expect(try Self.next(store) == Self.text(Self.wall, 1))
    try store.close()
    store = try bench.open()
    #expect(try Self.next(store) == Self.text(Self.wall, 2))
    // By more than a day: what is written counts as the future, and is not gone on from.
    bench.clock.milliseconds = Self.wall - 2 * Self.day
    #expect(try Self.next(store) == Self.text(Self.wall - 2 * Self.day))
    #expect(try store.conflicts() == [])
    // Nearly at the end of time everything counts.
    bench.clock.milliseconds = 253_402_300_799_000
    #expect(try Self.next(store) == "9999-12-31T23:59:59.000Z-0000")
    #expect(try Self.next(store) == "9999-12-31T23:59:59.000Z-0001")
    #expect(try store.problems() == [])
  }
}
