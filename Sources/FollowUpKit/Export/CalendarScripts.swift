import FollowUp
import FollowUpAdvice

/// What to say or to write, for the entries of a calendar.
final class CalendarScripts {
  private let template: OwnTemplate
  private let notify: (ExportNotice) -> Void
  private var templates: [ScriptKind: ScriptTemplate?] = [:]

  /// - Parameters:
  ///   - template: the person's own templates.
  ///   - notify: told of a template that cannot be used.
  init(template: @escaping OwnTemplate, notify: @escaping (ExportNotice) -> Void) {
    self.template = template
    self.notify = notify
  }

  /// The words for a piece of advice; nil where nothing is said or written.
  func text(_ advice: Advice, _ log: ApplicationLog, _ query: AdviceReader) -> String? {
    guard let kind = AdviceFormatter.scriptKind(advice), let template = chosen(kind) else { return nil }
    let source = advice.playbook.flatMap { try? query.advisor.playbook($0) }?.source ?? ""
    let book = ContactBook(log.people)
    let status = query.advisor.status(of: ApplicationRecords(log.application, records: log.records, contacts: book))
    let facts = ScriptFacts(
      status, contacts: book, settings: query.settings, kind: kind,
      addressee: advice.to.first.map { .contact($0.contact) } ?? .advised(advice.addresseeKind),
      manner: .of(source: source, tryNumber: advice.tryNumber ?? 1))
    let text = CallSheet(kind, facts: facts, template: template).text
    return text.isEmpty ? nil : text
  }

  /// The person's own template, else the built-in one.
  private func chosen(_ kind: ScriptKind) -> ScriptTemplate? {
    if let known = templates[kind] { return known }
    var own: ScriptTemplate?
    do { own = try template(kind) } catch { notify(.badTemplate("\(error)")) }
    let chosen = own ?? (try? ScriptTemplate.builtIn(kind))
    templates[kind] = .some(chosen)
    return chosen
  }
}
