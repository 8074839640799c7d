import EventLog
import FollowUp

/// A script with the facts of the log in it: what to say or to write.
///
///     let sheet = CallSheet(.voicemail, facts: facts)
///     for fact in sheet.missing { say(fact.description) }
public struct CallSheet: Hashable, Sendable {
  /// What it is for.
  public let kind: ScriptKind
  /// The text, with nothing in the place of what is missing.
  public let text: String
  /// What is missing, with a question and a command for each.
  public let missing: [MissingFact]
  /// What the template's file is called.
  public let template: String

  /// A sheet from a person's own template.
  package init(_ kind: ScriptKind, facts: ScriptFacts, template: ScriptTemplate) {
    let filled = template.filled(with: facts)
    var seen: Set<String> = []
    self.kind = kind
    text = filled.text
    // Several facts may be answered by one command: who the contact is, say.
    missing = filled.missing.map { facts.asking(for: $0) }.filter { seen.insert($0.command).inserted }
    self.template = template.file
  }

  /// A sheet from the built-in template.
  ///
  /// - Throws: ``TemplateProblem`` never does happen; a test reads them all.
  public init(_ kind: ScriptKind, facts: ScriptFacts) throws(TemplateProblem) {
    self.init(kind, facts: facts, template: try ScriptTemplate.builtIn(kind))
  }
}
