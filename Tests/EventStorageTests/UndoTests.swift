import EventLog
import TestSupport
import Testing

@testable import EventStorage

/// Taking commands back by writing the former values: a whole command at a time, any number of them, also after a merge.
@Suite struct UndoTests {
  private static func step(_ number: UInt64) -> StepID { StepID(high: 0x7000, low: 0x8000_0000_0000_0000 | number) }

  /// Undoes a command as the program does.
  private static func undo(_ store: EventStore, _ step: StepID) throws -> UndoPlan {
    let plan = try #require(try store.read { try $0.undoPlan(for: step) })
    _ = try store.append(plan.drafts, step: plan.step)
    return plan
  }

  @Test func aCommandIsTakenBackAsAWhole() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["type": "call", "outcome": "voicemail"], step: Self.step(1))
    _ = try store.append(
      [
        Draft(record: Workbench.record, set: ["outcome": "spoke", "note": "n", "type": .null]),
        Draft(record: Workbench.second, set: ["type": "note", "text": "x"]),
        Draft(record: Workbench.second, set: ["text": "y"]),
      ], step: Self.step(2))
    #expect(try store.fields() == ["outcome": "\"spoke\"", "note": "\"n\""])
    let plan = try Self.undo(store, Self.step(2))
    #expect(plan.kept == [])
    #expect(plan.step == Self.step(2).undoing && plan.step.isUndo && !Self.step(2).isUndo)
    #expect(
      Set(plan.drafts) == [
        Draft(record: Workbench.record, set: ["note": .null, "outcome": "voicemail", "type": "call"]),
        Draft(record: Workbench.second, set: ["text": .null, "type": .null]),
      ])
    #expect(
      try store.state() == [
        #"{"fields":{"outcome":"voicemail","type":"call"},"record":"\#(Workbench.record)"}"#,
        #"{"fields":{},"record":"\#(Workbench.second)"}"#,
      ])
    let commands = try store.read { try $0.commands { _, _ in true } }
    #expect(commands.map(\.step) == [plan.step, Self.step(2), Self.step(1)])
    #expect(commands.map(\.isUndone) == [false, true, false])
    #expect(commands.map(\.isUndo) == [true, false, false])
    #expect(commands[1].records == [Workbench.record, Workbench.second])
    // Of what was there before, nothing is gone.
    #expect(try store.lines().count == 6)
    #expect(try store.read { try $0.undoPlan(for: Self.step(9)) } == nil)
  }

  @Test func severalInARowGoBackToTheBeginning() throws {
    let bench = try Workbench()
    let store = try bench.open()
    var states: [[String: String]?] = [try store.fields()]
    for number in 1...6 {
      bench.clock.milliseconds += 1_000
      let fields: [String: JSONValue] = ["x": JSONValue(integer: number), "f\(number % 3)": JSONValue(integer: number)]
      try store.set(fields, step: Self.step(UInt64(number)))
      states.append(try store.fields())
    }
    for number in (1...6).reversed() {
      let plan = try Self.undo(store, Self.step(UInt64(number)))
      #expect(plan.kept == [])
      #expect(try store.fields() ?? [:] == states[number - 1] ?? [:], "undo \(number)")
    }
    #expect(try store.fields() == [:])
    #expect(try store.read { try $0.commands { command, _ in !command.isUndo || command.isUndone } } == [])
    #expect(try store.problems() == [])
  }

  @Test func anUndoIsTakenBackInItsTurn() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["x": "1"], step: Self.step(1))
    try store.set(["x": "2"], step: Self.step(2))
    let first = try Self.undo(store, Self.step(2))
    #expect(try store.fields() == ["x": "\"1\""])
    let second = try Self.undo(store, first.step)
    #expect(second.kept == [] && second.step == first.step.undoing)
    #expect(try store.fields() == ["x": "\"2\""])
    let undone = { (step: StepID) throws -> Bool? in try store.read { try $0.command(step)?.isUndone } }
    #expect(try [undone(Self.step(2)), undone(first.step), undone(second.step)] == [false, true, false])
    // And back once more, and then what was before it.
    _ = try Self.undo(store, second.step)
    #expect(try store.fields() == ["x": "\"1\""])
    #expect(try undone(Self.step(2)) == true)
    _ = try Self.undo(store, Self.step(1))
    #expect(try store.fields() == [:])
  }

  @Test func whatIsNoLongerAsItWasLeftIsKept() throws {
    let bench = try Workbench()
    let store = try bench.open()
    try store.set(["a": "1", "b": "1", "c": "1"], step: Self.step(1))
    try store.set(["a": "2", "b": "2", "c": "2"], step: Self.step(2))
    let own = try #require(try store.lines().first?.device)
    try store.set(["a": "3"], step: Self.step(3))
    // Another device changes b after it has seen all, and c without having seen anything.
    var (later, beside) = (DeviceLog(1), DeviceLog(2))
    let wall = Workbench.wall + 10
    try later.write(Workbench.record, ["b": "4"], at: wall, seen: [try #require(try store.lines().last?.hash)])
    try beside.write(Workbench.record, ["c": "5"], at: wall)
    _ = try store.ingest(lines: (later.lines + beside.lines).bytes)
    let plan = try #require(try store.read { try $0.undoPlan(for: Self.step(2)) })
    #expect(plan.drafts == [])
    #expect(
      plan.kept == [
        UndoPlan.Kept(record: Workbench.record, field: "a", changedBy: [own]),
        UndoPlan.Kept(record: Workbench.record, field: "b", changedBy: [later.device]),
        UndoPlan.Kept(record: Workbench.record, field: "c", changedBy: [beside.device]),
      ])
    // One field that stands is taken back by itself.
    try store.set(["a": "6", "d": "6"], step: Self.step(6))
    try store.set(["a": "7"], step: Self.step(7))
    let partial = try Self.undo(store, Self.step(6))
    #expect(partial.drafts == [Draft(record: Workbench.record, set: ["d": .null])])
    #expect(partial.kept.map(\.field) == ["a"])
    #expect(try store.fields()?["a"] == "\"7\"")
  }

  @Test func afterAMergeOnBothSides() throws {
    let bench = try Workbench()
    let (left, right) = (try bench.open("l.db"), try bench.open("r.db"))
    try left.set(["x": "1", "y": "1"], step: Self.step(1))
    try left.set(["x": "2", "y": "2"], step: Self.step(2))
    _ = try right.ingest([StoreLineSource(path: left.path, into: right)])
    bench.clock.milliseconds += 10
    let changed = try right.set(["y": "right"], step: Self.step(3))
    _ = try left.ingest([StoreLineSource(path: right.path, into: left)])
    let plan = try Self.undo(left, Self.step(2))
    #expect(plan.drafts == [Draft(record: Workbench.record, set: ["x": "1"])])
    #expect(
      plan.kept == [UndoPlan.Kept(record: Workbench.record, field: "y", changedBy: [try #require(changed.device)])])
    // The other side takes the same command back without having heard of it: they agree, and it is no conflict.
    let other = try Self.undo(right, Self.step(2))
    #expect(other.step == plan.step)
    _ = try right.ingest([StoreLineSource(path: left.path, into: right)])
    _ = try left.ingest([StoreLineSource(path: right.path, into: left)])
    #expect(try left.fields() == ["x": "\"1\"", "y": "\"right\""])
    #expect(try right.digest() == left.digest())
    #expect(try left.conflicts() == [])
  }

  @Test func aSettlementIsTakenBackToTheValueThatStood() throws {
    let bench = try Workbench()
    let store = try bench.open()
    var (a, b) = (DeviceLog(1), DeviceLog(2))
    try a.write(Workbench.record, ["x": "a"], at: Workbench.wall)
    try b.write(Workbench.record, ["x": "b"], at: Workbench.wall + 1)
    _ = try store.ingest(lines: (a.lines + b.lines).bytes)
    #expect(try store.conflicts() == [#"x: "b", "a""#])
    try store.set(["x": "a"], step: Self.step(1))
    #expect(try store.conflicts() == [])
    let plan = try Self.undo(store, Self.step(1))
    #expect(plan.drafts == [Draft(record: Workbench.record, set: ["x": "b"])])
    #expect(try store.fields() == ["x": "\"b\""])
    #expect(try store.conflicts() == [])
  }

  @Test func commandsAreListedByDeviceAndUntilEnough() throws {
    let bench = try Workbench()
    let store = try bench.open()
    for number in 1...4 { try store.set(["x": JSONValue(integer: number)], step: Self.step(UInt64(number))) }
    var other = DeviceLog(1)
    try other.write(Workbench.record, ["x": "other"], at: Workbench.wall, step: Self.step(100))
    try other.write(Workbench.record, ["x": "no step"], at: Workbench.wall)
    _ = try store.ingest(lines: other.lines.bytes)
    let own = try store.ownDevices()
    func steps(_ devices: Set<DeviceID>?, _ count: Int) throws -> [StepID] {
      try store.read { try $0.commands(of: devices) { _, found in found < count } }.map(\.step)
    }
    #expect(try steps(nil, 99) == [100, 4, 3, 2, 1].map(Self.step))
    #expect(try steps(own, 99) == [4, 3, 2, 1].map(Self.step))
    #expect(try steps(own, 2) == [4, 3].map(Self.step))
    #expect(try steps([other.device], 99) == [Self.step(100)])
  }

  /// Random commands on two devices, merges and undos: each field of an undone command is what it was before, or named as
  /// kept with whoever changed it.
  @Test func randomUndosDoWhatTheirPlanSays() throws {
    for seed in UInt64(0)..<12 {
      var random = SeededGenerator(seed: seed)
      let bench = try Workbench()
      let stores = [try bench.open("l.db"), try bench.open("r.db")]
      var steps: [StepID] = []
      for round in 0..<30 {
        bench.clock.milliseconds += Int64.random(in: 0...3, using: &random)
        let store = stores[Int.random(in: 0...1, using: &random)]
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
          for (into, from) in [(stores[0], stores[1]), (stores[1], stores[0])] {
            _ = try into.ingest([StoreLineSource(path: from.path, into: into)])
          }
        case 1:
          guard let step = steps.randomElement(using: &random),
            let plan = try store.read({ try $0.undoPlan(for: step) })
          else { continue }
          let before = try store.fields() ?? [:]
          _ = try store.append(plan.drafts, step: plan.step)
          if !plan.drafts.isEmpty { steps.append(plan.step) }
          var expected = before
          for (field, value) in plan.drafts.flatMap(\.set) { expected[field] = value.isNull ? nil : value.description }
          #expect(try store.fields() ?? [:] == expected, "seed \(seed), round \(round)")
          #expect(Set(plan.drafts.flatMap(\.set.keys)).isDisjoint(with: plan.kept.map(\.field)), "seed \(seed)")
          if !plan.drafts.isEmpty, plan.kept.isEmpty {
            #expect(try store.read { try $0.command(step)?.isUndone } == true, "seed \(seed), round \(round)")
          }
        default:
          let step = Self.step(UInt64(round) + 1)
          steps.append(step)
          let fields = ["a", "b", "c"].filter { _ in Bool.random(using: &random) } + ["d"]
          try store.set(
            Dictionary(
              uniqueKeysWithValues: fields.map { ($0, JSONValue(integer: Int.random(in: 0..<3, using: &random))) }),
            step: step)
        }
      }
      for store in stores { #expect(try store.problems() == [], "seed \(seed)") }
    }
  }
}
