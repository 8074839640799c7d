import FollowUpAdvice

/// A playbook of any text.
enum PlaybookChecks {
  static func check(_ input: [UInt8]) throws {
    let text = String(decoding: input, as: UTF8.self)
    do {
      let playbook = try Playbook(yaml: text, file: "input.yaml")
      try expect(Playbook.isName(playbook.name), "a playbook whose name is none: \(playbook.name)")
      try expect(!playbook.steps.isEmpty, "a playbook without steps")
      let again = try Playbook(yaml: text, file: "input.yaml")
      try expect(again == playbook, "read again, it is another one")
    } catch let problem as PlaybookProblem {
      try expect(!problem.description.isEmpty, "no reason")
    }
  }
}

/// A script template of any bytes.
enum ScriptChecks {
  static func check(_ input: [UInt8]) throws {
    do {
      let template = try ScriptTemplate(parsing: input, file: "input.txt")
      try expect(Set(template.facts).count == template.facts.count, "a fact twice")
      let again = try ScriptTemplate(parsing: input + [0x0a], file: "input.txt")
      try expect(again.facts == template.facts, "with a line end behind it, it is another one")
    } catch let problem as TemplateProblem {
      let lines = 1 + input.count { $0 == 0x0a }
      try expect((1...lines).contains(problem.line) && !problem.reason.isEmpty, "a problem of no line: \(problem)")
    }
  }
}
