import EventLog
import GRDB

/// One command, as its events share a step.
public struct Command: Sendable, Equatable {
  /// The command.
  public let step: StepID
  /// The device that wrote it.
  public let device: DeviceID
  /// When its last event was written.
  public let hlc: HybridTimestamp
  /// The records it assigned to, in order of writing.
  public var records: [RecordID]
  /// Whether an undo that stands has taken it back.
  public let isUndone: Bool
  /// Whether it is itself the undoing of another command.
  public var isUndo: Bool { step.isUndo }
}

/// What undoing a command comes to.
public struct UndoPlan: Sendable, Equatable {
  /// An assignment that is left as it is.
  public struct Kept: Sendable, Equatable {
    /// The record.
    public let record: RecordID
    /// The field that was left, for somebody has changed it since.
    public let field: String
    /// Who has changed it since, when anyone has.
    public let changedBy: [DeviceID]
  }

  /// The step that the undoing is written with: derived from the command's, so that the log tells what undoes what.
  public let step: StepID
  /// The former values, to be written; empty when nothing is left to take back.
  public let drafts: [Draft]
  /// What is no longer as the command left it.
  public let kept: [Kept]
}

extension Identifier where Kind == StepKind {
  /// The step that takes this one back. The same on every device, and told from a person's own by its version.
  package var undoing: StepID { StepID.version5(namespace: self, name: "undo") }

  /// Whether a step takes another one back: only those are derived, of version 5.
  package var isUndo: Bool { high >> 12 & 0xf == 5 }
}

extension StoreReader {
  /// The last commands, newest first.
  ///
  /// - Parameters:
  ///   - devices: only those of these devices; nil for all.
  ///   - isWanted: called for each command with the number found so far; the search ends when it says false.
  public func commands(
    of devices: Set<DeviceID>? = nil, while isWanted: (Command, Int) -> Bool
  ) throws -> [Command] {
    let lines = try RawStatement(db, "SELECT line FROM events WHERE record IS NOT NULL ORDER BY id DESC")
    var undoings: Set<StepID> = []
    var result: [Command] = []
    // The events of a command can have others between them, where a merge put them into the order of their clocks.
    var indexOfStep: [StepID: Int?] = [:]
    // The newest first as they are met; an import has a hundred thousand of them.
    var records: [[RecordID]] = []
    var met: [Set<RecordID>] = []
    func finished() -> [Command] {
      for index in result.indices { result[index].records = records[index].reversed() }
      return result
    }
    while try lines.step() {
      let line = try EventLine(reading: Array(lines.bytes(0)))
      guard let event = line.event, let step = event.step else { continue }
      if let index = indexOfStep[step] {
        if let index, met[index].insert(event.record).inserted { records[index].append(event.record) }
        continue
      }
      if step.isUndo { undoings.insert(step) }
      guard devices?.contains(event.device) ?? true else {
        indexOfStep[step] = .some(nil)
        continue
      }
      let command = Command(
        step: step, device: event.device, hlc: event.hlc, records: [event.record],
        isUndone: Self.isUndone(step, undoings))
      guard isWanted(command, result.count) else { return finished() }
      result.append(command)
      records.append([event.record])
      met.append([event.record])
      indexOfStep[step] = result.count - 1
    }
    return finished()
  }

  /// A command is undone when its undoing is in the log and stands itself.
  private static func isUndone(_ step: StepID, _ undoings: Set<StepID>) -> Bool {
    let undoing = step.undoing
    return undoings.contains(undoing) && !isUndone(undoing, undoings)
  }

  /// The devices that have written in this store.
  public func ownDevices() throws -> Set<DeviceID> {
    let rows = try RawStatement(db, "SELECT device FROM own_devices")
    var devices: Set<DeviceID> = []
    while try rows.step() { if let device = DeviceID(rows.text(0)) { devices.insert(device) } }
    return devices
  }

  /// The command with this step, or nil.
  public func command(_ step: StepID) throws -> Command? {
    // Within the log of their device the events of a command follow each other, so the search ends where that device
    // has an older command.
    var found: Command?
    return try commands { command, _ in
      if let found { return command.device != found.device }
      if command.step == step { found = command }
      return true
    }.first { $0.step == step }
  }

  /// What taking back a command would write: the former value of each field that is still as the command left it.
  ///
  /// - Returns: nil when the log has no such command.
  public func undoPlan(for step: StepID) throws -> UndoPlan? {
    guard let records = try command(step)?.records else { return nil }
    var drafts: [Draft] = []
    var kept: [UndoPlan.Kept] = []
    let reducer = try StateReducer(db, branches: BranchTable(db))
    for record in records {
      let log = try RecordLog(db, record, reducer)
      let own = log.items.filter { $0.event.step == step }
      var set: [String: JSONValue] = [:]
      for field in Set(own.flatMap { $0.event.set.map(\.field) }).sorted() {
        let items = log.items(of: field, undoing: step)
        let standing = RecordLog.last(of: items)
        guard standing.count == 1, let last = standing.first, last.event.step == step else {
          let others = Set(standing.filter { $0.event.step != step }.map(\.event.device))
          kept.append(UndoPlan.Kept(record: record, field: field, changedBy: others.sorted()))
          continue
        }
        let before = items.filter { $0.event.step != step && log.precedes($0, last) }
        // Recorded even where it is the same value, so that the command counts as undone.
        set[field] = RecordLog.last(of: before).first?.value(of: field) ?? .null
      }
      if !set.isEmpty { drafts.append(Draft(record: record, set: set)) }
    }
    return UndoPlan(step: step.undoing, drafts: drafts, kept: kept)
  }
}

extension RecordLog {
  /// The events that assign a field, without the commands that were taken back and those that took them back: so older
  /// commands are as they left them, and can be undone in their turn.
  ///
  /// - Parameter target: the command that is being undone; it counts even if it was taken back or took another back.
  fileprivate func items(of field: String, undoing target: StepID) -> [Item] {
    let assigning = items.filter { $0.value(of: field) != nil }
    let steps = Set(assigning.compactMap(\.event.step))
    func isTakenBack(_ step: StepID) -> Bool { steps.contains(step.undoing) && !isTakenBack(step.undoing) }
    var ignored: Set<StepID> = []
    for step in steps where step != target && step.undoing != target && isTakenBack(step) {
      ignored.formUnion([step, step.undoing])
    }
    return assigning.filter { item in item.event.step.map { !ignored.contains($0) } ?? true }
  }
}
