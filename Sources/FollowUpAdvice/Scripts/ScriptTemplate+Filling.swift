extension ScriptTemplate {
  /// A template with the facts in it.
  struct Filled: Hashable, Sendable {
    let text: String
    /// What the text wants and does not have, each once, in the order in which it is wanted.
    let missing: [ScriptFact]
  }

  /// Puts facts in their places. Lines that lack a fact are left out; so are lines of which nothing stays, and empty
  /// lines where one is there already.
  func filled(with facts: ScriptFacts) -> Filled {
    var missing: [ScriptFact] = []
    var result: [String] = []
    for line in lines {
      let outcome = Self.outcome(of: line.nodes, facts)
      missing += (outcome.missing + outcome.asked).filter { !missing.contains($0) }
      guard outcome.missing.isEmpty else { continue }
      let words = outcome.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if words.isEmpty {
        // What the brackets left out leaves no gap; an empty line of the template's own does, but one only.
        if line.nodes.isEmpty, result.last != "", !result.isEmpty { result.append("") }
      } else {
        result.append(String(repeating: " ", count: line.indent) + words)
      }
    }
    while result.last == "" { result.removeLast() }
    var seen: Set<ScriptFact> = []
    return Filled(text: result.joined(separator: "\n"), missing: missing.filter { seen.insert($0).inserted })
  }

  private struct Outcome {
    var text = ""
    /// Facts without which this cannot be said.
    var missing: [ScriptFact] = []
    /// Facts to ask for although what lacks them was left out.
    var asked: [ScriptFact] = []
    /// Whether a question was answered otherwise than this is meant for.
    var isUnmeant = false
  }

  /// Brackets are at most ``depthMax`` deep, so this goes no deeper.
  private static func outcome(of nodes: [Node], _ facts: ScriptFacts) -> Outcome {
    var outcome = Outcome()
    var wanted: [ScriptFact] = []
    for node in nodes {
      switch node {
      case .text(let text): outcome.text += text
      case .fact(let fact, let isAsked):
        if let value = facts[fact] {
          outcome.text += value
        } else {
          outcome.missing.append(fact)
          if isAsked { wanted.append(fact) }
        }
      case .test(let condition, let isWanted):
        if facts.holds(condition) != isWanted { outcome.isUnmeant = true }
      case .choice(let parts):
        let chosen = choice(of: parts, facts)
        outcome.text += chosen.text
        outcome.asked += chosen.asked
      }
    }
    if !outcome.missing.isEmpty { outcome.asked += wanted }
    return outcome
  }

  private static func choice(of parts: [[Node]], _ facts: ScriptFacts) -> Outcome {
    var asked: [ScriptFact] = []
    for part in parts {
      let outcome = outcome(of: part, facts)
      if outcome.isUnmeant { continue }
      if outcome.missing.isEmpty { return Outcome(text: outcome.text, asked: asked + outcome.asked) }
      asked += outcome.asked
    }
    return Outcome(asked: asked)
  }
}
