import ArgumentParser
import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// `compare APP`
struct CompareCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare the next step that each playbook gives for an application.",
    discussion: "Compares the six built-in playbooks, unless --playbook names others. Waiting is not shown as a step.")

  @Argument(help: "The application.", completion: .applications) var application: String
  @Option(
    name: .customLong("playbook"), help: ArgumentHelp("A playbook to compare; repeat for each one.", valueName: "name"),
    completion: .playbooks)
  var names: [String] = []
  @OptionGroup var options: GlobalOptions

  func run(_ session: Session) throws {
    let store = try session.openStore()
    defer { try? store.close() }
    try store.read { reader in
      let application = try session.query(reader).application(self.application)
      let query = try session.adviceReader(reader)
      let comparisons = query.advisor.compare(
        try query.records(of: application), playbooks: names.isEmpty ? PlaybookShelf.builtIn : names)
      print(application, comparisons, query.advisor.now, session)
      if comparisons.contains(where: { $0.problem != nil }) { session.status = ExitStatus.needsPerson }
    }
  }

  private func print(
    _ application: Application, _ comparisons: [Comparison], _ now: Now, _ session: Session
  ) {
    switch session.format {
    case .json:
      let list = comparisons.map { comparison in
        JSONValue(
          object: [(name: "playbook", value: JSONValue(comparison.playbook))] + AdviceJSON.members(comparison.advice)
            + [(name: "problem", value: AdviceJSON.text(comparison.problem?.description))])
      }
      session.printJSON([(name: "comparisons", value: JSONValue(array: list))])
    case .plain:
      for comparison in comparisons {
        let advice = comparison.advice
        session.out.record([
          comparison.playbook, advice?.action.rawValue ?? "", advice?.to.map(\.name).joined(separator: ", ") ?? "",
          advice?.notBefore?.text ?? "", advice?.notAfter?.text ?? "", advice?.on?.text ?? "",
          advice?.window.map { "\($0.span)" } ?? "", Self.attempt(advice), comparison.problem?.description ?? "",
        ])
      }
    case .text:
      let out = session.out
      out.paragraph("\(application.title)  [\(ShortID.shortID(application.id))]", .bold)
      var table = Table()
      table.add(["playbook", "next step", "from", "to", "window", "try", "by"], .dim)
      for comparison in comparisons { table.add(Self.cells(comparison)) }
      table.print(to: out, indent: 2)
      for problem in comparisons.compactMap(\.problem) { out.paragraph("\(problem)", .warning) }
      if comparisons.allSatisfy({ $0.advice == nil && $0.problem == nil }) {
        out.line("It is closed or decided, so no playbook has a step for it; followup next shows what is due.")
        return
      }
      session.hint("followup playbook use NAME --app \(ShortID.shortID(application.id)) follows one of them")
    }
  }

  private static func cells(_ comparison: Comparison) -> [String] {
    guard let advice = comparison.advice else {
      return [comparison.playbook, comparison.problem == nil ? "none" : "?"]
    }
    let step = [advice.action.words, advice.to.map(\.name).joined(separator: ", ")].filter { !$0.isEmpty }
    let isOneDay = advice.notBefore == advice.notAfter
    return [
      comparison.playbook, step.joined(separator: " "), advice.notBefore?.echo ?? "",
      isOneDay ? "" : advice.notAfter?.echo ?? "open", advice.window.map { "\($0.span)" } ?? "", attempt(advice),
      advice.sources.joined(separator: " "),
    ]
  }

  private static func attempt(_ advice: Advice?) -> String {
    guard let number = advice?.tryNumber else { return "" }
    return "\(number)" + (advice?.tryLimit.map { " of \($0)" } ?? "")
  }
}
