import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice

/// What a call recorded, and what comes next.
public struct Recorded: Sendable {
  /// The records that were made or changed; empty where there was nothing to write.
  public let records: [RecordID]
  /// The step by which `JobSearch.undo` takes all of it back.
  public let step: StepID
  /// What was recorded, a line each, with the dates as they were understood: read it back to the person.
  public let lines: [String]
  /// What the person should know besides, a sentence each.
  public let remarks: [String]
  /// The next step of the application that it concerns; nil where it concerns none, or nothing more is to be done.
  public let next: Advice?
}

/// Recording. Each call is one transaction, on the disk before it returns, and one step for undo.
extension JobSearch {
  /// Begins an application.
  ///
  /// - Parameters:
  ///   - company: the employer.
  ///   - role: the position; empty where it is not known.
  ///   - isLead: whether it was found and not applied to yet.
  ///   - at: when, as a person says it; nil is today.
  ///   - fields: other fields as text, by name.
  /// - Throws: `CommandProblem` for words that are not understood; `StoreError`.
  @discardableResult
  public func open(
    _ company: String, _ role: String = "", isLead: Bool = false, at: String? = nil, fields: [String: String] = [:]
  ) throws -> Recorded {
    let new = OpenApplication(company: company, role: role, isLead: isLead, at: at, details: fields)
    return try record { query in
      query.result(ofNew: try new.drafted(id: query.newRecord(), context: query.fieldContext()))
    }
  }

  /// Begins an application; see the twin that blocks.
  ///
  /// - Parameters:
  ///   - company: the employer.
  ///   - role: the position; empty where it is not known.
  ///   - isLead: whether it was found and not applied to yet.
  ///   - at: when, as a person says it; nil is today.
  ///   - fields: other fields as text, by name.
  /// - Throws: `CommandProblem` for words that are not understood; `StoreError`; `CancellationError`.
  @discardableResult
  public func open(
    _ company: String, _ role: String = "", isLead: Bool = false, at: String? = nil, fields: [String: String] = [:]
  ) async throws -> Recorded {
    try await away { try self.open(company, role, isLead: isLead, at: at, fields: fields) }
  }

  /// Records what happened: a call, an e-mail, an interview, a promise, an answer …
  ///
  /// - Parameters:
  ///   - kind: what, as `followup log` spells it: `call`, `interview`, `thank-you`.
  ///   - application: as a person names it.
  ///   - words: how it went, or what was said: `voicemail`, `pending`.
  ///   - at: when, as a person says it; nil is today.
  ///   - isAhead: whether `at` lies ahead, so that a weekday is the next one.
  ///   - by: the day or time that they named, as a person says it.
  ///   - contact: the other person, by name or short id.
  ///   - note: anything worth keeping.
  /// - Throws: ``JobSearchError`` for names, `CommandProblem` for other words that are not understood; `StoreError`.
  @discardableResult
  public func record(
    _ kind: String, on application: String, words: [String] = [], at: String? = nil, isAhead: Bool = false,
    by: String? = nil, contact: String? = nil, note: String? = nil
  ) throws -> Recorded {
    try record { query in
      let application = try query.application(named: application)
      let entry = LogEntry(
        kind: kind, application: application.id, words: words, at: at, by: by, note: note,
        contact: try contact.map { try query.contact(named: $0).id }, atDirection: isAhead ? .future : .past,
        zone: application.tz.flatMap { try? query.zones.zone($0) })
      return query.result(ofNew: try entry.drafted(id: query.newRecord(), context: query.fieldContext()))
    }
  }

  /// Records what happened; see the twin that blocks.
  ///
  /// - Parameters:
  ///   - kind: what, as `followup log` spells it: `call`, `interview`, `thank-you`.
  ///   - application: as a person names it.
  ///   - words: how it went, or what was said: `voicemail`, `pending`.
  ///   - at: when, as a person says it; nil is today.
  ///   - isAhead: whether `at` lies ahead, so that a weekday is the next one.
  ///   - by: the day or time that they named, as a person says it.
  ///   - contact: the other person, by name or short id.
  ///   - note: anything worth keeping.
  /// - Throws: ``JobSearchError``; `CommandProblem`; `StoreError`; `CancellationError`.
  @discardableResult
  public func record(
    _ kind: String, on application: String, words: [String] = [], at: String? = nil, isAhead: Bool = false,
    by: String? = nil, contact: String? = nil, note: String? = nil
  ) async throws -> Recorded {
    try await away {
      try self.record(
        kind, on: application, words: words, at: at, isAhead: isAhead, by: by, contact: contact, note: note)
    }
  }

  /// Records a person.
  ///
  /// - Parameters:
  ///   - name: the person's name.
  ///   - application: an application whose employer the person works for, as a person names it.
  ///   - fields: other fields as text, by name: `role`, `phone`, `email`.
  /// - Throws: ``JobSearchError``; `CommandProblem`; `StoreError`.
  @discardableResult
  public func addContact(
    _ name: String, at application: String? = nil, fields: [String: String] = [:]
  ) throws -> Recorded {
    try record { query in
      var fields = fields
      if let application, fields["company"] == nil {
        fields["company"] = try query.application(named: application).company
      }
      let new = NewContact(name: name, details: fields)
      return query.result(ofNew: try new.drafted(id: query.newRecord(), context: query.fieldContext()))
    }
  }

  /// Records a person; see the twin that blocks.
  ///
  /// - Parameters:
  ///   - name: the person's name.
  ///   - application: an application whose employer the person works for, as a person names it.
  ///   - fields: other fields as text, by name: `role`, `phone`, `email`.
  /// - Throws: ``JobSearchError``; `CommandProblem`; `StoreError`; `CancellationError`.
  @discardableResult
  public func addContact(
    _ name: String, at application: String? = nil, fields: [String: String] = [:]
  ) async throws -> Recorded {
    try await away { try self.addContact(name, at: application, fields: fields) }
  }

  /// Sets fields of a record.
  ///
  /// - Parameters:
  ///   - record: an application or a contact as a person names it, or the identifier of any record.
  ///   - assignments: `FIELD=VALUE` each; `FIELD=` clears one.
  /// - Throws: ``JobSearchError``; `CommandProblem`; `StoreError`.
  @discardableResult
  public func edit(_ record: String, _ assignments: [String]) throws -> Recorded {
    try self.record { query in
      let state = try query.record(named: record)
      let names = PlaybookShelf(own: try query.reader.records(ofType: PlaybookShelf.recordType)).names
      return query.result(
        ofEdit: try EditCommands.edit(state, assignments, context: query.fieldContext(), playbooks: names), to: state)
    }
  }

  /// Sets fields of a record; see the twin that blocks.
  ///
  /// - Parameters:
  ///   - record: an application or a contact as a person names it, or the identifier of any record.
  ///   - assignments: `FIELD=VALUE` each; `FIELD=` clears one.
  /// - Throws: ``JobSearchError``; `CommandProblem`; `StoreError`; `CancellationError`.
  @discardableResult
  public func edit(_ record: String, _ assignments: [String]) async throws -> Recorded {
    try await away { try self.edit(record, assignments) }
  }

  /// Closes an application today; its history stays, and `edit` opens it again.
  ///
  /// - Parameters:
  ///   - application: as a person names it.
  ///   - reason: why.
  /// - Throws: ``JobSearchError``; `StoreError`.
  @discardableResult
  public func close(_ application: String, reason: String? = nil) throws -> Recorded {
    try record { query in
      let application = try query.application(named: application)
      let draft = EditCommands.close(application.id, on: query.now.today, reason: reason)
      return query.result(ofChange: draft, to: application.state)
    }
  }

  /// Closes an application today; see the twin that blocks.
  ///
  /// - Parameters:
  ///   - application: as a person names it.
  ///   - reason: why.
  /// - Throws: ``JobSearchError``; `StoreError`; `CancellationError`.
  @discardableResult
  public func close(_ application: String, reason: String? = nil) async throws -> Recorded {
    try await away { try self.close(application, reason: reason) }
  }

  /// Takes back what one call recorded, by recording the former values again; what somebody has changed since stays.
  ///
  /// - Parameter step: what to take back; nil is the last of this store's own steps that still stands.
  /// - Returns: the records whose fields were taken back; empty where nothing was.
  /// - Throws: `StoreError`.
  @discardableResult
  public func undo(_ step: StepID? = nil) throws -> [RecordID] {
    try store.write { writer -> [RecordID] in
      let reader = try writer.reader()
      var last = step
      if last == nil {
        _ = try reader.commands(of: try reader.ownDevices()) { command, _ in
          if !command.isUndone, !command.isUndo { last = command.step }
          return last == nil
        }
      }
      guard let last, let plan = try reader.undoPlan(for: last) else { return [] }
      if plan.drafts.count > 1 { try writer.expect(events: plan.drafts.count) }
      for draft in plan.drafts { try writer.append(draft, step: plan.step) }
      return plan.drafts.map(\.record)
    }.0
  }

  /// Takes back what one call recorded; see the twin that blocks.
  ///
  /// - Parameter step: what to take back; nil is the last of this store's own steps that still stands.
  /// - Returns: the records whose fields were taken back; empty where nothing was.
  /// - Throws: `StoreError`; `CancellationError`.
  @discardableResult
  public func undo(_ step: StepID? = nil) async throws -> [RecordID] { try await away { try self.undo(step) } }

  // MARK: -

  private func record(_ body: (QueryContext) throws -> CommandResult) throws -> Recorded {
    let (result, _, step) = try recorder().record(query: { try self.query($0) }, body: { query, _ in try body(query) })
    return Recorded(
      records: result.drafts.map(\.record), step: step, lines: result.lines, remarks: result.remarks,
      next: try store.read { try nextStep(result.drafts.map(\.record), $0) })
  }

  /// Writes what this search records.
  func recorder() -> Recorder {
    let environment = environment
    return Recorder(
      store: store, zones: environment.zones, machineZone: { environment.zone },
      newStep: { environment.store.newIdentifier() })
  }

  /// The next step of the one application that some records are, or belong to.
  private func nextStep(_ records: [RecordID], _ reader: StoreReader) throws -> Advice? {
    let owners = try AdviceReader.applications(of: records, reader)
    guard owners.count == 1, let id = owners.first, let application = try reader.record(id).flatMap(Application.init)
    else { return nil }
    return try adviceReader(reader).advice(on: application).first
  }
}

extension QueryContext {
  /// The record that a person names: an application or a contact by name, any record by its identifier.
  func record(named said: String) throws -> RecordState {
    if case .found(let application) = match(application: said) { return application.state }
    let byID = try records(withID: said)
    if byID.count == 1, let only = byID.first { return only }
    if case .found(let contact) = match(contact: said) { return contact.state }
    return try application(named: said).state
  }
}
