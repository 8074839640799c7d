import CivilTime
import FollowUp
import FollowUpAdvice
import Foundation
import Testing

/// `docs/PLAYBOOKS.md` has the rules and the steps that the program has.
///
/// `FOLLOWUP_WRITE=1 swift test --filter PlaybooksPageTests` writes both tables anew; the words about them are a person's.
@Suite struct PlaybooksPageTests {
  private static let path =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    + "/docs/PLAYBOOKS.md"

  @Test func theTablesOfThePageAreThoseOfTheProgram() throws {
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let updated = Self.updated(page, ["rules": Self.rules(Rule.all), "playbooks": try Self.playbooks()])
    if ProcessInfo.processInfo.environment["FOLLOWUP_WRITE"] != nil {
      return try Data(updated.utf8).write(to: URL(fileURLWithPath: Self.path))
    }
    for change in updated.components(separatedBy: "\n").difference(from: page.components(separatedBy: "\n")) {
      let text =
        switch change {
        case .insert(_, let line, _): "lacks: \(line)"
        case .remove(_, let line, _): "has what the program does not say: \(line)"
        }
      Issue.record(
        "docs/PLAYBOOKS.md \(text); FOLLOWUP_WRITE=1 swift test --filter PlaybooksPageTests writes the tables anew")
    }
    #expect(page.components(separatedBy: "\n| 28 | ").count == 2 && page.contains("<!-- playbooks -->"))
  }

  /// The third column of a record type's row is its fields, in their order; types that share a row share the fields.
  @Test func thePageHasEveryRecordTypeWithItsFields() throws {
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    var seen: [String] = []
    for line in page.components(separatedBy: "\n") where line.hasPrefix("| `") {
      let columns = line.components(separatedBy: " | ").map { $0.matches(of: /`([a-z_]+)`/).map { String($0.1) } }
      guard columns.count == 3, let types = columns.first,
        types.contains(where: { type in RecordSchema.all.contains { $0.type.rawValue == type } })
      else { continue }
      for type in types {
        seen.append(type)
        #expect(RecordSchema.of(RecordType(rawValue: type))?.fields.map(\.name) == columns[2], "\(type)")
      }
    }
    #expect(seen == RecordSchema.all.map(\.type.rawValue))
  }

  @Test func aChangedRuleAndAChangedStepAreFound() throws {
    let rules = Self.rules([Rule.all[0]])
    let page = "a\n<!-- rules -->\n\(rules.joined(separator: "\n"))\n<!-- end -->\nb\n"
    #expect(Self.updated(page, ["rules": rules]) == page)
    #expect(Self.updated(page.replacing("S1", with: "S3"), ["rules": rules]) == page)
    #expect(rules.last == "| 1 | S1 S2 | an interview closes | \(Rule.all[0].then) |")

    let yaml = try #require(PlaybookShelf.builtInText("martin"))
    let martin = try Playbook(yaml: yaml, file: "martin.yaml")
    #expect(Self.cell(martin, .event(.promise)) == "call, bd 1, not on Monday")
    #expect(Self.cell(martin, .firstTry) == "call, bd 2, not on Monday, 2 tries †")
    let other = try Playbook(
      yaml: yaml.replacing("    tries: 2", with: "    tries: 3"), file: "martin.yaml")
    #expect(Self.cell(other, .firstTry) == "call, bd 2, not on Monday, 3 tries †")
  }

  private static func updated(_ page: String, _ tables: [String: [String]]) -> String {
    var lines: [String] = []
    var isInside = false
    for line in page.components(separatedBy: "\n") {
      if line == "<!-- end -->" { isInside = false }
      if !isInside { lines.append(line) }
      if line.hasPrefix("<!-- "), let table = tables[String(line.dropFirst(5).prefix { $0 != " " })] {
        isInside = true
        lines += table
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func rules(_ rules: [Rule]) -> [String] {
    ["| # | From | When | Then |", "| --- | --- | --- | --- |"]
      + rules.map { "| \($0.number) | \($0.sources.joined(separator: " ")) | \($0.when) | \($0.then) |" }
  }

  // MARK: - The steps

  private static func playbooks() throws -> [String] {
    let all = try PlaybookShelf.builtIn.map { name in
      try Playbook(yaml: try #require(PlaybookShelf.builtInText(name)), file: name)
    }
    func row(_ head: String, _ cell: (Playbook) -> String) -> String {
      "| \(([head] + all.map(cell)).joined(separator: " | ")) |"
    }
    var lines = [
      row("After") { "`\($0.name)` \($0.source)" }, row("---") { _ in "---" },
      row("own channel") { $0.channel.rawValue },
    ]
    let events: [(name: String, event: Playbook.Event)] = [
      ("permission", .permission), ("refusal, and P", .refusal), ("P", .promise), ("I", .interview),
      ("word from them", .incoming), ("A", .applied), ("L", .lead),
    ]
    for event in events { lines.append(row(event.name) { cell($0, .event(event.event)) }) }
    lines.append(row("the first try") { cell($0, .firstTry) })
    lines.append(row("stop") { stop($0.stop) })
    return lines
  }

  /// The steps that follow a trigger, each with what follows it.
  private static func cell(_ playbook: Playbook, _ trigger: Playbook.Trigger) -> String {
    let steps = playbook.steps(after: trigger)
    let own = steps.map { step in words(step, trigger) }.joined(separator: "; else ")
    let following = steps.map { cell(playbook, .step($0.name)) }.filter { !$0.isEmpty }
    return ([own] + following).joined(separator: "; then ")
  }

  private static func words(_ step: Playbook.Step, _ trigger: Playbook.Trigger) -> String {
    let whom =
      switch step.to {
      case .hiringManager: " the hiring manager"
      default: ""
      }
    var parts = [(step.channel == .askInsider ? "ask inside" : step.channel.rawValue) + whom, wait(step.wait)]
    if case .step = trigger, step.countsFrom == .stepBefore { parts[1] += " from the rung before" }
    if let beside = step.interviewWait { parts.append("and \(wait(beside)) from I") }
    for day in step.neverOn.sorted(by: { $0.rawValue < $1.rawValue }) { parts.append("not on \("\(day)".capitalized)") }
    if step.onOtherWeekday { parts.append("another weekday") }
    switch step.condition {
    case .recruiterWrittenFirst: parts.append("if the recruiter was written to first")
    case .messageLeft: parts.append("if a message was left")
    case nil: break
    }
    switch step.tries {
    case nil: parts.append("any number of tries")
    case 1: break
    case let tries?: parts.append("\(tries) tries")
    }
    return parts.joined(separator: ", ") + mark(step.sources)
  }

  private static func wait(_ wait: Playbook.Wait) -> String {
    if wait.to == 0 { return "from that day" }
    let days = wait.from == wait.to ? "\(wait.from)" : "\(wait.from) to \(wait.to)"
    return wait.isInWorkingDays ? "bd \(days)" : "\(days) days"
  }

  private static func stop(_ stop: Playbook.Stop) -> String {
    var ends: [String] = []
    if let last = stop.afterLastTry { ends.append("\(wait(last)) after the last try") }
    if let first = stop.afterFirstTry { ends.append("\(wait(first)) after the first") }
    let which = ends.count == 2 ? (stop.isLater ? ", whichever is later" : ", whichever is sooner") : ""
    let name = stop.name.split(separator: "_").joined(separator: " ")
    return
      "\(name): \(ends.joined(separator: ", "))\(which)\(stop.goesOn ? ", and tries go on" : "")\(mark(stop.sources))"
  }

  private static func mark(_ sources: [String]) -> String { sources.contains("ours") ? " †" : "" }
}
