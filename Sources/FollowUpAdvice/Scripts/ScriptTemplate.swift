import FollowUp

/// The text of a script with the names of facts in it.
///
///     Hello[ {contact!}], this is {my_name}.
///     [We met on {interview_day}.|I applied on {applied_day}.]
///
/// - `{fact}` is the fact. Where it is not recorded, its whole line is left out, and the person is asked for it.
/// - `[ … ]` is left out silently when a fact in it is not recorded; with `|` in it, the first part that can be said
///   is. Brackets may stand within brackets.
/// - `{fact!}` within brackets is asked for where it is not recorded, whatever is said instead.
/// - `{?name}` within brackets prints nothing: they are left out when the fact is not known or the question's answer is
///   no (``ScriptQuestion``); with `{?!name}` when it is.
/// - A backslash takes the next character as it is; at the end of a line it joins the next line to it, without the
///   white space at its beginning. A line that begins with `#` is a remark.
package struct ScriptTemplate: Hashable, Sendable {
  indirect enum Node: Hashable, Sendable {
    case text(String)
    case fact(ScriptFact, isAsked: Bool)
    case test(Condition, isWanted: Bool)
    case choice([[Node]])
  }

  enum Condition: Hashable, Sendable {
    case fact(ScriptFact)
    case question(ScriptQuestion)
  }

  struct Line: Hashable, Sendable {
    let indent: Int
    let nodes: [Node]
  }

  /// What the template's file is called.
  package let file: String
  let lines: [Line]

  /// The largest template, in bytes.
  package static let bytesMax = 64 << 10
  /// How deep brackets may stand within each other.
  package static let depthMax = 8

  /// All facts that the template names, in the order of ``ScriptFact``.
  package var facts: [ScriptFact] {
    var found: Set<ScriptFact> = []
    var rest = lines.flatMap(\.nodes)
    while let node = rest.popLast() {
      switch node {
      case .fact(let fact, _): found.insert(fact)
      case .choice(let parts): rest += parts.flatMap(\.self)
      case .text, .test: break
      }
    }
    return ScriptFact.allCases.filter(found.contains)
  }

  /// The built-in template of a kind.
  ///
  /// - Throws: ``TemplateProblem`` never does happen; a test reads them all.
  package static func builtIn(_ kind: ScriptKind) throws(TemplateProblem) -> ScriptTemplate {
    try ScriptTemplate(parsing: builtInText(kind), file: "\(kind.fileStem).txt")
  }

  /// The text of a built-in template, for a person to copy and change.
  package static func builtInText(_ kind: ScriptKind) -> [UInt8] {
    switch kind {
    case .switchboard: PackageResources.switchboard_txt
    case .directLine: PackageResources.direct_line_txt
    case .voicemail: PackageResources.voicemail_txt
    case .email: PackageResources.email_txt
    case .insider: PackageResources.insider_txt
    case .thankYou: PackageResources.thank_you_txt
    case .filled: PackageResources.filled_txt
    case .pending: PackageResources.pending_txt
    case .postponed: PackageResources.postponed_txt
    case .callbackPromised: PackageResources.callback_promised_txt
    }
  }
}

/// Why a template cannot be used: in which file and line, what is wrong, and what would be right.
public struct TemplateProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the file is called.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// What is wrong, and the way out.
  public let reason: String

  /// `voicemail.txt:3: there is no fact “my_nam”; did you mean my_name?`
  public var description: String { "\(file):\(line): \(reason)" }
}
