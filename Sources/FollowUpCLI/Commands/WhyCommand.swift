import ArgumentParser
import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// `why APP`
struct WhyCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Explain the advice: the facts from the log, the rules and their sources.")

  @Argument(help: "The application.", completion: .applications) var application: String
  @OptionGroup var options: GlobalOptions
  static let isPaged = true

  func run(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    try store.read { reader in
      let application = try session.query(reader).application(self.application)
      let query = try session.adviceReader(reader)
      let why = query.advisor.why(
        try query.records(of: application), others: try query.assessments(), closed: try query.closed())
      print(application, why, query.advisor.now, session)
    }
  }

  private func print(_ application: Application, _ why: Explanation, _ now: Now, _ session: Session) {
    switch session.format {
    case .json:
      session.printJSON(
        [
          (name: "application", value: JSONValue(application.id.text)),
          (name: "company", value: AdviceJSON.text(application.company)),
          (name: "role", value: AdviceJSON.text(application.role)),
          (name: "playbook", value: AdviceJSON.text(why.playbook?.name)),
          (name: "version", value: why.playbook.map { JSONValue(integer: $0.version) } ?? .null),
          (name: "stage", value: JSONValue(why.status.stage.rawValue)),
        ] + RecordJSON.silence(why.status.isOpen ? why.status.silence : nil) + [
          (name: "facts", value: JSONValue(array: why.status.facts.map(AdviceJSON.fact))),
          (name: "chain", value: JSONValue(array: why.chain.map { JSONValue($0) })),
          (name: "advice", value: JSONValue(array: why.advice.map(AdviceJSON.value))),
          (name: "rules", value: JSONValue(array: why.rules.map(Self.json))),
          (name: "doubts", value: JSONValue(array: why.doubts.map { JSONValue($0.text) })),
        ])
    case .plain:
      let out = session.out
      for fact in why.status.facts { out.record(["fact", fact.record.text, fact.at?.text ?? "", fact.text]) }
      for sentence in why.chain { out.record(["chain", sentence]) }
      for advice in why.advice { out.record(["advice", advice.action.rawValue, advice.on?.text ?? "", advice.reason]) }
      for rule in why.rules { out.record(["rule", "\(rule.number)", rule.sources.joined(separator: " "), rule.then]) }
      for doubt in why.doubts { out.record(["doubt", doubt.text]) }
    case .text: printText(application, why, now, session.out)
    }
  }

  private func printText(_ application: Application, _ why: Explanation, _ now: Now, _ out: Output) {
    out.paragraph("\(application.title)  [\(ShortID.shortID(application.id))]", .bold)
    if !why.status.facts.isEmpty {
      heading("What the log says", out)
      for fact in why.status.facts { out.paragraph("\(fact.text)  [\(ShortID.shortID(fact.record))]", indent: 2) }
    }
    heading("What follows from it", out)
    for sentence in why.chain { out.paragraph(sentence, indent: 2) }
    heading("So", out)
    if why.advice.isEmpty { out.line("  Nothing to do for this one.") }
    for advice in why.advice { AdviceText(advice: advice, words: AdviceFormatter(now: now)).print(out, indent: 2) }
    if !why.rules.isEmpty {
      heading("Rules", out)
      for rule in why.rules {
        out.paragraph("Rule \(rule.number), \(rule.when): \(rule.then)", indent: 2)
        for source in rule.sources { out.paragraph(Self.source(source), indent: 6, .dim) }
      }
      let cited = Set(why.rules.flatMap(\.sources))
      let further = Set(why.advice.flatMap(\.sources)).subtracting(cited).sorted()
      for source in further { out.paragraph("Also from \(Self.source(source))", indent: 2, .dim) }
    }
    if !why.doubts.isEmpty {
      heading("Doubtful", out)
      for doubt in why.doubts { out.paragraph(doubt.text, indent: 2, .warning) }
    }
  }

  private func heading(_ text: String, _ out: Output) {
    out.line()
    out.line(text, .bold)
  }

  /// `S0: C. Martin, “…”`; what no article says is ours.
  private static func source(_ source: String) -> String {
    source == "ours"
      ? "this program's own choice (ours), not from an article" : "\(source): \(Rule.title(ofSource: source))"
  }

  private static func json(_ rule: Rule) -> JSONValue {
    JSONValue(object: [
      (name: "rule", value: JSONValue(integer: rule.number)), (name: "when", value: JSONValue(rule.when)),
      (name: "then", value: JSONValue(rule.then)),
      (
        name: "sources",
        value: JSONValue(
          array: rule.sources.map { source in
            JSONValue(object: [
              (name: "source", value: JSONValue(source)),
              (name: "title", value: JSONValue(Rule.title(ofSource: source))),
            ])
          })
      ),
    ])
  }
}
