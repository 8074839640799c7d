import ArgumentParser
import EventLog
import EventStorage
import FollowUp
import FollowUpKit

/// `undo [COUNT]`
struct UndoCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Undo the last commands, each as a whole.",
    discussion: """
      Takes back commands that were run on this store; fields changed since then keep their new values. Nothing is \
      deleted: undo records the former values again.
      """)

  @Argument(help: "The number of commands.") var count: Int?
  @Option(help: ArgumentHelp("Undo the command with this id, as --list shows it.", valueName: "id")) var step: String?
  @Flag(help: "List the last commands.") var list = false
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if let count, count < 1 || count > 1_000 { throw ValidationError("COUNT must be 1 to 1000.") }
    if count != nil, step != nil { throw ValidationError("COUNT and --step cannot be combined; choose one.") }
  }

  func run(_ session: Session) throws {
    if list { return try printList(session) }
    let store = try session.openStore()
    defer { try? store.close() }
    var applications: Set<RecordID> = []
    let (undone, receipt) = try store.write { writer -> [Undone] in
      let steps = try chosen(try session.query(try writer.reader()))
      var undone: [Undone] = []
      for step in steps {
        let query = try session.query(try writer.reader())
        guard let plan = try query.reader.undoPlan(for: step) else { continue }
        undone.append(try Undone(step, plan, query))
        // Before it is taken back: afterwards a record may belong to nothing any more. Of an import nobody asks.
        if plan.drafts.count <= Self.lookedAtMax {
          applications.formUnion(try AdviceReader.applications(of: plan.drafts.map(\.record), query.reader))
        }
        if plan.drafts.count > 1 { try writer.expect(events: plan.drafts.count) }
        for draft in plan.drafts { try writer.append(draft, step: plan.step) }
      }
      return undone
    }
    session.explain(receipt.minting)
    if !receipt.events.isEmpty { session.trace.hasRecorded = true }
    print(undone, session.nextStep(store) { _ in applications }, session)
  }

  private static let lookedAtMax = 8

  /// The steps to take back, newest first.
  private func chosen(_ query: QueryContext) throws -> [StepID] {
    if let step {
      let wanted = step.lowercased()
      if let id = StepID(wanted), try query.reader.command(id) != nil { return [id] }
      let found = try query.reader.commands { _, found in found < 1_000 }.filter {
        wanted.utf8.count >= 6 && $0.step.text.filter { $0 != "-" }.hasSuffix(wanted)
      }
      guard found.count <= 1 else {
        throw CommandFailure("several ids end in \"\(step)\"; type more digits", choices: found.map(\.step.text))
      }
      guard let only = found.first else {
        throw CommandFailure("no command has the id \"\(step)\"; followup undo --list shows the last ones")
      }
      return [only.step]
    }
    let wanted = count ?? 1
    var found: [StepID] = []
    _ = try query.reader.commands(of: try query.reader.ownDevices()) { command, _ in
      if !command.isUndone, !command.isUndo { found.append(command.step) }
      return found.count < wanted
    }
    guard !found.isEmpty else {
      throw CommandFailure("nothing to undo: every command that was run here is already taken back")
    }
    return Array(found.prefix(wanted))
  }

  private func print(_ undone: [Undone], _ next: NextStep?, _ session: Session) {
    switch session.format {
    case .json:
      session.printJSON([
        (name: "undone", value: JSONValue(array: undone.map(\.json))),
        (name: "next", value: next?.advice.map(AdviceJSON.value) ?? .null),
      ])
    case .plain:
      for one in undone {
        session.out.record([one.step.text, one.lines.joined(separator: "; "), one.keptLines.joined(separator: "; ")])
      }
    case .text:
      for one in undone {
        for line in one.lines { session.out.line(line) }
        for line in one.keptLines { session.out.line(line) }
        if one.lines.isEmpty {
          session.out.line("nothing to take back from: \(one.title)")
          session.hint("to undo an older command: followup undo --step ID; followup undo --list shows the ids")
        }
      }
      if let next { session.out.line("next: \(next.line)") }
    }
  }

  private func printList(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    try session.read(store) { query in
      let wanted = count ?? 20
      let commands = try query.reader.commands(of: try query.reader.ownDevices()) { _, found in found < wanted }
      let lines = try commands.map { try Undone.title(of: $0.step, $0.records, query) }
      switch session.format {
      case .json:
        let list = zip(commands, lines).map { command, line in
          JSONValue(object: [
            (name: "step", value: JSONValue(command.step.text)),
            (name: "device", value: JSONValue(command.device.text)),
            (name: "hlc", value: JSONValue(command.hlc.text)),
            (name: "records", value: JSONValue(array: command.records.map { JSONValue($0.text) })),
            (name: "undone", value: JSONValue(command.isUndone)),
            (name: "undo", value: JSONValue(command.isUndo)),
            (name: "title", value: JSONValue(line)),
          ])
        }
        session.printJSON([(name: "commands", value: JSONValue(array: list))])
      case .plain:
        for (command, line) in zip(commands, lines) {
          session.out.record([
            command.step.text, command.device.text, command.hlc.text,
            command.isUndone ? "undone" : command.isUndo ? "undo" : "stands", line,
          ])
        }
      case .text:
        var table = Table()
        // Undoings are told by what they took back.
        for (command, line) in zip(commands, lines) where !command.isUndo || command.isUndone {
          let mark = command.isUndone ? "taken back" : ""
          table.add(
            [String(command.step.text.suffix(12)), query.time(command.hlc), mark, line],
            command.isUndone ? .dim : .plain)
        }
        table.print(to: session.out, wrapsLast: true)
      }
    }
  }
}
