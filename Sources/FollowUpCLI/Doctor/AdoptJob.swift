import CivilTime
import EventLog
import EventStorage
import EventSync
import FollowUp
import FollowUpKit

/// One run of `doctor --adopt`: shows what is recorded anew, asks, and writes, in one transaction and one step.
struct AdoptJob {
  let session: Session
  /// The device, as the person names it.
  let device: String
  let isDryRun: Bool
  /// Nobody is asked.
  let isAgreed: Bool

  func run() throws {
    if isDryRun || (session.ask != nil && !isAgreed) {
      let store = try session.openStore()
      let (plan, lines) = try session.read(store) { query in
        let plan = try self.plan(query)
        return (plan, try self.lines(plan, query))
      }
      try store.close()
      guard !isDryRun, !plan.drafts.isEmpty else { return print(plan, lines, isWritten: false) }
      for line in lines { session.out.line(line) }
      guard try isConfirmed(plan) else { return session.say("nothing was written") }
    }
    var adopted: AdoptionPlan?
    var shown: [String] = []
    let store = try session.openStore()
    defer { try? store.close() }
    let step = session.newStep()
    let (_, receipt) = try store.write { writer in
      let query = try session.query(try writer.reader())
      let plan = try self.plan(query)
      shown = try self.lines(plan, query)
      adopted = plan
      for draft in plan.drafts { try writer.append(draft, step: step) }
    }
    session.explain(receipt.minting)
    if let adopted { print(adopted, shown, isWritten: true) }
  }

  private func isConfirmed(_ plan: AdoptionPlan) throws -> Bool {
    session.out.flush()
    let answer = session.ask?("Record \(Plural.of(plan.adopted.count, "event")) again? [y/N]") ?? ""
    return ["y", "yes"].contains(trim(answer).lowercased())
  }

  private func plan(_ query: QueryContext) throws -> AdoptionPlan {
    try query.reader.adoptionPlan(of: try found(query))
  }

  /// The device: one of those whose lines wait.
  private func found(_ query: QueryContext) throws -> DeviceID {
    let devices = try query.reader.waiting().map(\.device)
    let wanted = device.lowercased()
    if let id = DeviceID(wanted), devices.contains(id) { return id }
    var matches = devices.filter { query.snapshot.label(of: $0)?.lowercased() == wanted }
    if matches.isEmpty, wanted.utf8.count >= ShortID.digitsMin {
      matches = devices.filter { $0.text.hasSuffix(wanted) }
    }
    if matches.count == 1, let only = matches.first { return only }
    guard !devices.isEmpty else { throw CommandFailure("no line waits for another event; nothing to adopt") }
    throw CommandFailure(
      matches.isEmpty
        ? "no device called \"\(device)\" has waiting lines; these have:"
        : "\"\(device)\" matches all of these; type the end of the id",
      choices: (matches.isEmpty ? devices : matches).map {
        "\($0.text)  \(query.snapshot.label(of: $0) ?? "(no name)")"
      }
    )
  }

  /// What is recorded anew, and what stays, a line each.
  private func lines(_ plan: AdoptionPlan, _ query: QueryContext) throws -> [String] {
    var states: [RecordID: RecordState] = [:]
    func state(_ id: RecordID) throws -> RecordState {
      if let state = states[id] { return state }
      let state = try query.reader.record(id) ?? RecordState(id: id)
      states[id] = state
      return state
    }
    var lines: [String] = []
    for one in plan.adopted {
      let before = try state(one.record)
      let changes = query.changes(Draft(record: one.record, set: one.set), to: before)
      var after = before
      for (field, value) in one.set { after.values[field] = value.isNull ? nil : value }
      states[one.record] = after
      lines.append("event \(one.seq), \(query.time(one.hlc)): \(query.title(after)): \(changes)")
    }
    for one in plan.kept {
      let title = query.title(try state(one.record))
      lines.append(
        "\(title): \(one.field) stays as \(query.snapshot.name(of: one.by)) has set it since, and not "
          + (one.value.isNull ? "cleared" : one.value.displayed))
    }
    return lines
  }

  private func print(_ plan: AdoptionPlan, _ lines: [String], isWritten: Bool) {
    switch session.format {
    case .json:
      session.printJSON([
        (name: "device", value: JSONValue(plan.device.text)), (name: "dry_run", value: JSONValue(!isWritten)),
        (
          name: "adopted",
          value: JSONValue(
            array: plan.adopted.map { one in
              JSONValue(object: [
                (name: "event", value: JSONValue(one.hash.text)),
                (name: "seq", value: JSONValue(integer: Int(one.seq))),
                (name: "record", value: JSONValue(one.record.text)),
                (name: "set", value: JSONValue(object: one.set.map { (name: $0, value: $1) })),
              ])
            })
        ),
        (
          name: "kept",
          value: JSONValue(
            array: plan.kept.map { one in
              JSONValue(object: [
                (name: "record", value: JSONValue(one.record.text)), (name: "field", value: JSONValue(one.field)),
                (name: "value", value: one.value), (name: "by", value: JSONValue(one.by.text)),
              ])
            })
        ),
        (name: "known", value: JSONValue(integer: plan.known)),
        (name: "opaque", value: JSONValue(integer: plan.opaque)),
      ])
    case .plain:
      for one in plan.adopted {
        session.out.record([
          one.hash.text, "\(one.seq)", one.record.text,
          JSONValue(object: one.set.map { (name: $0, value: $1) }).description,
        ])
      }
    case .text:
      // At a terminal they were shown before the question.
      if !isWritten || session.ask == nil || isAgreed { for line in lines { session.out.line(line) } }
      let count = plan.adopted.count
      if count == 0 {
        session.out.line(
          plan.known > 0
            ? "nothing left to adopt: the waiting lines were adopted before, or are older than the current values"
            : "nothing was adopted: the current values are later")
      } else {
        session.out.line(
          "\(isWritten ? "recorded" : "would record") \(Plural.of(count, "event")) of device \(plan.device.text) again")
        if isWritten { session.hint("followup undo takes it back") }
      }
      if plan.opaque > 0 {
        session.hint("\(Plural.of(plan.opaque, "line")) from a newer release: update this program to adopt them")
      }
    }
  }
}
