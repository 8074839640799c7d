import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// `conflicts`: what was written on two devices before they met.
struct ConflictsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflicts", abstract: "Show fields that devices set differently, and settle them.",
    subcommands: [ConflictsList.self, ConflictsSettle.self], defaultSubcommand: ConflictsList.self)
}

/// `conflicts [list]`
struct ConflictsList: FollowupCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the conflicts.")

  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    guard let store = try session.openStoreIfAny() else {
      if session.format == .json { session.printJSON([(name: "conflicts", value: JSONValue(array: []))]) }
      return
    }
    defer { try? store.close() }
    try session.read(store) { query in
      let conflicts = try query.reader.conflicts()
      switch session.format {
      case .json:
        session.printJSON([(name: "conflicts", value: JSONValue(array: conflicts.map { Self.json($0, query) }))])
      case .plain:
        for conflict in conflicts {
          for side in conflict.sides {
            session.out.record([
              conflict.record.text, conflict.field, side.value.description, side.hlc.text, side.device.text,
            ])
          }
        }
      case .text:
        for conflict in conflicts { try printText(conflict, session, query) }
        if conflicts.isEmpty { session.say("No conflicts.") }
      }
    }
  }

  private static func json(_ conflict: Conflict, _ query: QueryContext) -> JSONValue {
    let sides = conflict.sides.map { side in
      JSONValue(object: [
        (name: "value", value: side.value),
        (name: "device", value: JSONValue(side.device.text)),
        (name: "label", value: RecordJSON.label(side.device, query.snapshot)),
        (name: "hlc", value: JSONValue(side.hlc.text)),
        (name: "hash", value: JSONValue(side.hash.text)),
      ])
    }
    return JSONValue(object: [
      (name: "record", value: JSONValue(conflict.record.text)),
      (name: "field", value: JSONValue(conflict.field)),
      (name: "value", value: conflict.sides.first?.value ?? .null),
      (name: "others", value: JSONValue(array: conflict.sides.dropFirst().map(\.value))),
      (name: "sides", value: JSONValue(array: sides)),
    ])
  }

  private func printText(_ conflict: Conflict, _ session: Session, _ query: QueryContext) throws {
    let state = try query.reader.record(conflict.record) ?? RecordState(id: conflict.record)
    let id = ShortID.shortID(conflict.record)
    session.out.line([(query.title(state), .bold), (": \(conflict.field)  [\(id)]", .plain)])
    var table = Table()
    for (index, side) in conflict.sides.enumerated() {
      let value = query.displayed(side.value, of: conflict.field, in: state)
      table.add([
        String(index + 1), query.time(side.hlc), query.snapshot.name(of: side.device),
        value + (index == 0 ? "  (the value now)" : ""),
      ])
    }
    table.print(to: session.out, indent: 2, wrapsLast: true)
    session.hint("  settle: followup conflicts settle \(id) \(conflict.field) --take N, or --value TEXT")
  }
}

/// `conflicts settle RECORD FIELD`
struct ConflictsSettle: FollowupCommand {
  static let configuration = CommandConfiguration(commandName: "settle", abstract: "Settle a conflict.")

  @Argument(help: "The record's short id, or an application.", completion: .conflicts) var record: String
  @Argument(help: "The field.", completion: .conflictFields) var field: String
  @Option(help: ArgumentHelp("Take the value with this number, as followup conflicts lists them.", valueName: "n"))
  var take: Int?
  @Option(parsing: .unconditional, help: "Take another value.") var value: String?
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if (take == nil) == (value == nil) { throw ValidationError("Give either --take N or --value TEXT.") }
  }

  func run(_ session: Session) throws {
    try session.record { query, _ in
      let state = try query.record(record)
      guard let conflict = try query.reader.conflicts().first(where: { $0.record == state.id && $0.field == field })
      else {
        throw CommandFailure("\(query.title(state)): \(field) is not in conflict; followup conflicts lists what is")
      }
      let draft: Draft
      if let take {
        guard take >= 1, take <= conflict.sides.count else {
          throw CommandFailure(
            "--take \(take): there are \(conflict.sides.count) values, 1 to \(conflict.sides.count)",
            status: ExitStatus.wrongUsage)
        }
        draft = Draft(record: state.id, set: [field: conflict.sides[take - 1].value])
      } else {
        let drafted = try EditCommands.edit(
          state, ["\(field)=\(value ?? "")"], context: query.fieldContext(allowUnknown: true))
        draft = drafted.drafts.first ?? Draft(record: state.id, set: [:])
      }
      let now = draft.set[field] ?? .null
      return CommandResult(
        drafts: [draft],
        lines: ["settled: \(query.title(state)): \(field) is \(query.displayed(now, of: field, in: state))"])
    }
  }
}

extension QueryContext {
  /// A value of a field for reading.
  func displayed(_ value: JSONValue, of field: String, in state: RecordState) -> String {
    if value.isNull { return "(none)" }
    var one = RecordState(id: state.id, values: [:])
    one.values["type"] = state["type"]
    one.values["tz"] = state["tz"]
    one.values[field] = value
    return readings(one).first { $0.name == field }?.displayed ?? value.displayed
  }
}
