import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice
import FollowUpReport

/// Gathers what a report shows: open applications wholly and one at a time, of closed ones only what the sums need.
package struct ReportReader {
  private let query: AdviceReader
  private let template: OwnTemplate

  /// A reader of one moment of a store.
  ///
  /// - Parameter template: the person's own script templates.
  package init(_ query: AdviceReader, template: @escaping OwnTemplate) {
    self.query = query
    self.template = template
  }

  /// What the report shows.
  package func model() throws -> ReportModel {
    var builder = ReportBuilder(advisor: query.advisor, settings: query.settings)
    for application in try query.open() { builder.add(open: try query.records(of: application)) }
    try addClosed(to: &builder)
    return builder.model(accepted: try query.closed()) { advice in (try? sheets(advice)) ?? [] }
  }

  /// What the report of a store shows in which nothing is recorded.
  package static func empty(_ advisor: Advisor, _ settings: Settings) -> ReportModel {
    ReportBuilder(advisor: advisor, settings: settings).model(accepted: []) { _ in [] }
  }

  private func addClosed(to builder: inout ReportBuilder) throws {
    var applications: [Application] = []
    var records: [RecordID: [RecordState]] = [:]
    let own = RecordType.application.rawValue
    try query.reader.forEachState(
      ofTypes: ReportBuilder.types + [own],
      fields: ReportBuilder.fields + ["company", "role", "applied_on", "closed_on", "closed_reason"]
    ) { state in
      guard !state.isRetracted else { return }
      if let application = Application(state) {
        if application.isClosed { applications.append(application) }
      } else if let id = state["application"]?.string.flatMap({ RecordID($0) }) {
        records[id, default: []].append(state)
      }
    }
    for application in applications.sorted(by: { $0.id < $1.id }) {
      builder.add(closed: application, records: records[application.id] ?? [])
    }
  }

  /// What to say or to write, as `script` would print it, and what they may answer.
  private func sheets(_ advice: Advice) throws -> [CallSheet] {
    guard let kind = AdviceFormatter.scriptKind(advice), let subject = advice.subjects.first,
      let application = try query.reader.record(subject.application).flatMap(Application.init)
    else { return [] }
    let records = try query.records(of: application)
    let status = query.advisor.status(of: records)
    let source = advice.playbook.flatMap { try? query.advisor.playbook($0) }?.source ?? ""
    return try ([kind] + kind.branches).map { kind in
      let facts = ScriptFacts(
        status, contacts: records.contacts, settings: query.settings, kind: kind,
        addressee: advice.to.first.map { .contact($0.contact) } ?? .advised(advice.addresseeKind),
        manner: .of(source: source, tryNumber: advice.tryNumber ?? 1))
      // A template of the person's own that is bad keeps nobody from calling; script says what is wrong with it.
      if let own = try? template(kind) { return CallSheet(kind, facts: facts, template: own) }
      return try CallSheet(kind, facts: facts)
    }
  }
}
