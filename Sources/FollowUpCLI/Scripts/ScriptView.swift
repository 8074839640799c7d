import EventLog
import FollowUp
import FollowUpAdvice

/// A call sheet with the sheets for what they may answer, as `script` prints it.
struct ScriptView {
  /// One sheet, and where its template is from.
  struct Sheet {
    let sheet: CallSheet
    /// The person's own template; nil for the built-in one.
    let path: String?
    /// The command that records how it went.
    let outcome: String
  }

  let application: Application
  let facts: ScriptFacts
  let sheets: [Sheet]

  /// What is missing on any of the sheets, each question once.
  var missing: [MissingFact] {
    var seen: Set<String> = []
    return sheets.flatMap(\.sheet.missing).filter { seen.insert($0.command).inserted }
  }

  func print(_ session: Session) {
    switch session.format {
    case .json: printJSON(session)
    case .plain: printPlain(session.out)
    case .text: printText(session.out)
    }
    guard session.format != .json else { return }
    for fact in missing { session.say("followup: missing: \(fact)") }
    if let first = sheets.first {
      session.hint("Then record how it went: \(first.outcome)\(first.sheet.kind.otherwise)")
    }
  }

  // MARK: Text

  private func printText(_ out: Output) {
    for (index, sheet) in sheets.enumerated() {
      if index > 0 { out.line() }
      let title = sheet.sheet.kind.title
      out.paragraph(index == 0 ? "\(title): \(application.title)" : title, .bold)
      for line in sheet.sheet.text.split(separator: "\n", omittingEmptySubsequences: false) {
        let indent = line.prefix { $0 == " " }.count + 2
        let words = String(line.drop { $0 == " " })
        // A command stays in one line, so that it can be copied.
        if words.contains("followup ") {
          out.line(String(repeating: " ", count: indent) + words)
        } else {
          out.paragraph(words, indent: words.isEmpty ? 0 : indent)
        }
      }
    }
  }

  private func printPlain(_ out: Output) {
    for sheet in sheets {
      let kind = sheet.sheet.kind.rawValue
      out.record(["sheet", kind, sheet.sheet.kind.title])
      for line in sheet.sheet.text.split(separator: "\n", omittingEmptySubsequences: false) {
        out.record(["line", kind, String(line)])
      }
      out.record(["outcome", kind, sheet.outcome])
    }
    for fact in missing { out.record(["missing", fact.fact.rawValue, fact.question, fact.command]) }
  }

  // MARK: JSON

  private func printJSON(_ session: Session) {
    let branches = sheets.dropFirst().map { JSONValue(object: Self.members($0)) }
    session.printJSON(
      [
        (name: "application", value: JSONValue(application.id.text)),
        (name: "company", value: RecordJSON.text(application.company)),
        (name: "role", value: RecordJSON.text(application.role)),
        (name: "to", value: RecordJSON.person(facts.contact)),
        (name: "former", value: RecordJSON.person(facts.former)),
      ] + (sheets.first.map(Self.members) ?? []) + [(name: "branches", value: JSONValue(array: branches))])
  }

  private static func members(_ sheet: Sheet) -> [(name: String, value: JSONValue)] {
    let kind = sheet.sheet.kind
    let missing = sheet.sheet.missing.map { fact in
      JSONValue(object: [
        (name: "fact", value: JSONValue(fact.fact.rawValue)), (name: "question", value: JSONValue(fact.question)),
        (name: "command", value: JSONValue(fact.command)),
      ])
    }
    return [
      (name: "kind", value: JSONValue(kind.rawValue)), (name: "title", value: JSONValue(kind.title)),
      (name: "text", value: JSONValue(sheet.sheet.text)), (name: "missing", value: JSONValue(array: missing)),
      (name: "template", value: RecordJSON.text(sheet.path)),
      (name: "rules", value: JSONValue(array: kind.rules.map { JSONValue(integer: $0) })),
      (name: "sources", value: JSONValue(array: kind.sources.map { JSONValue($0) })),
      (name: "outcome", value: JSONValue(sheet.outcome)),
    ]
  }
}

extension ScriptKind {
  /// What else may come of a call.
  fileprivate var otherwise: String {
    switch self {
    case .switchboard, .directLine: "  (or voicemail, no-answer, screened)"
    default: ""
    }
  }
}
