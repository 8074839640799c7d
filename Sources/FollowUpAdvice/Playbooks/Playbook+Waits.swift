import EventLog

extension Playbook {
  /// The longest wait that a playbook may have, in days.
  static let longestWaitDays = 365

  /// Reads `5 to 8 working days`, `2 working days`, `21 days` or `none`.
  static func readWait(_ key: String, _ what: String, _ map: inout YAMLMap) throws(PlaybookProblem) -> Wait {
    let (text, line) = try map.text(key, what)
    if text == "none" { return Wait(from: 0, to: 0) }
    let form = "write it like 2 working days, 5 to 8 working days, 21 days or none"
    var words = text.split(separator: " ").map(String.init)
    guard let unit = words.popLast(), unit == "days" || unit == "day" else {
      throw map.problem(line, "\(key) of \(what) is \(text); \(form)")
    }
    let isInWorkingDays = words.last == "working"
    if isInWorkingDays { words.removeLast() }
    guard words.count == 1 || (words.count == 3 && words[1] == "to"), let from = words.first.flatMap({ Int($0) }),
      let to = words.last.flatMap({ Int($0) })
    else { throw map.problem(line, "\(key) of \(what) is \(text); \(form)") }
    guard from >= 0, to >= 0 else {
      throw map.problem(line, "\(key) of \(what) is negative; use none or a positive wait")
    }
    guard from <= to else { throw map.problem(line, "\(key) of \(what) ends before it begins; swap the numbers") }
    guard to <= longestWaitDays else {
      throw map.problem(line, "\(key) of \(what) is longer than \(longestWaitDays) days; use less")
    }
    return Wait(from: from, to: to, isInWorkingDays: isInWorkingDays)
  }

  /// What no single step shows: names that stand twice, triggers that lead nowhere, events that nothing follows, and
  /// chains without an end.
  static func check(_ steps: [Step], _ stop: Stop, _ file: String) throws(PlaybookProblem) {
    func problem(_ line: Int, _ reason: String) -> PlaybookProblem {
      PlaybookProblem(file: file, line: line, reason: reason)
    }
    var byName: [String: Step] = [:]
    for step in steps {
      guard step.name != "first_try", Event(rawValue: step.name) == nil else {
        throw problem(step.line, "\(step.name) is the name of a trigger; give the step another name")
      }
      if let former = byName.updateValue(step, forKey: step.name) {
        throw problem(step.line, "the step \(step.name) already exists on line \(former.line); rename one of them")
      }
    }
    for step in steps {
      guard case .step(let name) = step.trigger else { continue }
      guard byName[name] != nil else {
        let events = (["first_try"] + Event.allCases.map(\.rawValue)).joined(separator: ", ")
        throw problem(
          step.line,
          "the step \(step.name) waits for \(name), which is not a step here; name a step, or one of \(events)")
      }
      var seen: Set<String> = [step.name]
      var next = step.trigger
      while case .step(let before) = next {
        guard seen.insert(before).inserted else {
          throw problem(
            step.line, "the step \(step.name) waits for itself through \(before); give one of them another trigger")
        }
        next = byName[before]?.trigger ?? .firstTry
      }
    }
    for group in Dictionary(grouping: steps, by: \.trigger).values where group.count > 1 {
      let ordered = group.sorted { $0.line < $1.line }
      for step in ordered.dropLast() where step.condition == nil {
        throw problem(
          ordered[1].line, "the step \(ordered[1].name) has the trigger of \(step.name), which always comes first")
      }
      guard Set(group.map(\.tries)).count == 1, Set(group.map(\.channel)).count == 1 else {
        throw problem(ordered[1].line, "steps of one trigger have the same channel and the same tries")
      }
    }
    for event in Event.allCases where !steps.contains(where: { $0.trigger == .event(event) && $0.condition == nil }) {
      throw problem(1, "no step has the trigger \(event.rawValue); add one, so that there is advice in that case too")
    }
    if steps.allSatisfy({ $0.tries != nil }), stop.afterLastTry == nil,
      !steps.contains(where: { $0.trigger == .firstTry })
    {
      throw problem(1, "nothing follows the first try; add a step with trigger: first_try, or after_last_try to stop")
    }
  }
}
