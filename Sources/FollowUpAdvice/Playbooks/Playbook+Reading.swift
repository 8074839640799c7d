import CivilTime
import EventLog
import FollowUp

extension Playbook {
  /// Reads a playbook's file, and checks all that can be checked without an application: names, triggers, waits,
  /// channels, addressees, windows, and that every chain of steps has an end.
  ///
  /// - Parameters:
  ///   - yaml: the text of the file.
  ///   - file: its name, for messages.
  /// - Throws: ``PlaybookProblem``, which names the line.
  package init(yaml: String, file: String) throws(PlaybookProblem) {
    var map = try YAMLMap(YAMLText.root(yaml, file: file), file: file, what: "a playbook")
    let what = "the playbook"
    let (name, nameLine) = try map.text("playbook", what)
    guard Self.isName(name) else {
      throw map.problem(nameLine, "a playbook's name has lower-case letters, digits and hyphens, such as my-martin")
    }
    let (versionText, versionLine) = try map.text("version", what)
    guard let version = Int(versionText), (1...1_000_000).contains(version) else {
      throw map.problem(versionLine, "version must be a whole number from 1, not \(versionText)")
    }
    let (title, _) = try map.text("title", what, limit: 200)
    let (source, sourceLine) = try map.text("source", what)
    try Self.checkSource(source, sourceLine, map)
    let (channelText, channelLine) = try map.text("channel", what)
    let channel = try map.choice(channelText, channelLine, "channel", as: Channel.self)
    let windows = try Self.readWindows(&map)
    let (stepsLine, stepsNode) = try map.need("steps", what)
    guard case .sequence(let nodes) = stepsNode, !nodes.isEmpty, nodes.count <= 64 else {
      throw map.problem(stepsLine, "steps must list 1 to 64 steps, each beginning with - name: …")
    }
    var steps: [Step] = []
    for node in nodes { steps.append(try Self.readStep(YAMLMap(node, file: file, what: "a step"), own: channel)) }
    let (_, stopNode) = try map.need("stop", what)
    let stop = try Self.readStop(YAMLMap(stopNode, file: file, what: "stop"))
    try map.finish("a playbook")
    try Self.check(steps, stop, file)
    self.init(
      name: name, version: version, title: title, source: source, channel: channel, windows: windows, steps: steps,
      stop: stop)
  }

  /// Whether a text may be the name of a playbook: 1 to 40 small letters, digits and hyphens, a letter first.
  package static func isName(_ text: some StringProtocol) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, (0x61...0x7a).contains(first), bytes.count <= 40 else { return false }
    return bytes.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isStepName(_ text: String) -> Bool {
    !text.contains("-") && isName(text.split(separator: "_", omittingEmptySubsequences: false).joined(separator: "-"))
  }

  private static func readWindows(_ map: inout YAMLMap) throws(PlaybookProblem) -> WindowPlan {
    let (_, node) = try map.need("windows", "the playbook")
    var windows = try YAMLMap(node, file: map.file, what: "windows")
    let alternating = try spans("alternating", &windows)
    guard !alternating.isEmpty else { throw windows.problem(nil, "windows needs at least one under alternating") }
    let otherwise = try spans("otherwise", &windows)
    let avoided = try spans("avoided", &windows)
    for window in alternating + otherwise {
      guard let bad = avoided.first(where: { $0.span.overlaps(window.span) }) else { continue }
      throw windows.problem(
        window.line,
        "the window \(window.span) overlaps an hour to avoid, \(bad.span); move the window, or remove that hour")
    }
    let (rules, sources) = try provenance(&windows, "windows")
    try windows.finish("windows")
    return WindowPlan(
      alternating: alternating.map(\.span), otherwise: otherwise.map(\.span), avoided: avoided.map(\.span),
      rules: rules, sources: sources)
  }

  private static func spans(
    _ key: String, _ map: inout YAMLMap
  ) throws(PlaybookProblem) -> [(span: ClockSpan, line: Int)] {
    var spans: [(span: ClockSpan, line: Int)] = []
    for (text, line) in try map.texts(key) ?? [] {
      guard let span = ClockSpan(text) else {
        throw map.problem(line, "\(text) is not a time span; write it like 08:00-08:30, with the end after the start")
      }
      spans.append((span, line))
    }
    return spans
  }

  private static func readStep(_ node: YAMLMap, own: Channel) throws(PlaybookProblem) -> Step {
    var map = node
    let (name, nameLine) = try map.text("name", "a step")
    guard isStepName(name) else {
      throw map.problem(nameLine, "a step's name has lower-case letters, digits and underscores, such as call_again")
    }
    let what = "the step \(name)"
    let (triggerText, _) = try map.text("trigger", what)
    let condition: Condition? =
      if let (text, line) = try map.optionalText("if") {
        try map.choice(text, line, "condition", as: Condition.self)
      } else { nil }
    let wait = try readWait("wait", what, &map)
    let interviewWait =
      map.left.contains { $0.key == "interview_wait" } ? try readWait("interview_wait", what, &map) : nil
    let countsFrom: CountsFrom =
      if let (text, line) = try map.optionalText("counts_from") {
        try map.choice(text, line, "day to count from", as: CountsFrom.self)
      } else { .lastTry }
    var neverOn: Set<Weekday> = []
    for (text, line) in try map.texts("never_on") ?? [] {
      guard let weekday = Weekday(name: text) else { throw map.problem(line, "there is no weekday \(text)") }
      neverOn.insert(weekday)
    }
    guard neverOn.count < 7 else { throw map.problem(nil, "\(what) excludes every weekday; leave at least one") }
    let onOtherWeekday = try map.flag("other_weekday")
    let (channelText, channelLine) = try map.text("channel", what)
    // The playbook's own channel is named once, so that a copy changes it in one place.
    let channel =
      channelText == "own" ? own : try map.choice(channelText, channelLine, "channel", as: Channel.self)
    let (toText, toLine) = try map.text("to", what)
    let to = try map.choice(toText, toLine, "addressee", as: AddresseeKind.self)
    let tries = try readTries(&map)
    let (rules, sources) = try provenance(&map, what)
    let (reason, reasonLine) = try map.text("reason", what, limit: 1_000)
    if let unknown = ReasonText.unknownPlaceholder(in: reason) {
      throw map.problem(
        reasonLine,
        "there is no placeholder {\(unknown)}; use one of \(ReasonText.placeholders.joined(separator: ", "))")
    }
    try map.finish(what)
    return Step(
      name: name, line: nameLine, trigger: trigger(triggerText), condition: condition, wait: wait,
      interviewWait: interviewWait, countsFrom: countsFrom, neverOn: neverOn, onOtherWeekday: onOtherWeekday,
      channel: channel, to: to, tries: tries, rules: rules, sources: sources, reason: reason)
  }

  private static func trigger(_ text: String) -> Trigger {
    if text == "first_try" { return .firstTry }
    return Event(rawValue: text).map(Trigger.event) ?? .step(text)
  }

  private static func readTries(_ map: inout YAMLMap) throws(PlaybookProblem) -> Int? {
    guard let (text, line) = try map.optionalText("tries") else { return 1 }
    if text == "open" { return nil }
    guard let tries = Int(text), (1...50).contains(tries) else {
      throw map.problem(line, "tries must be a whole number from 1 to 50, or open; not \(text)")
    }
    return tries
  }

  private static func readStop(_ node: YAMLMap) throws(PlaybookProblem) -> Stop {
    var map = node
    let (name, _) = try map.text("name", "stop")
    let hasLast = map.left.contains { $0.key == "after_last_try" }
    let hasFirst = map.left.contains { $0.key == "after_first_try" }
    guard hasLast || hasFirst else {
      throw map.problem(nil, "stop has neither after_last_try nor after_first_try, so it would never happen; add one")
    }
    let afterLast = hasLast ? try readWait("after_last_try", "stop", &map) : nil
    let afterFirst = hasFirst ? try readWait("after_first_try", "stop", &map) : nil
    var isLater = false
    if let (text, line) = try map.optionalText("whichever") {
      guard text == "later" || text == "sooner" else { throw map.problem(line, "whichever is later or sooner") }
      isLater = text == "later"
    }
    let goesOn = try map.flag("go_on")
    let (rules, sources) = try provenance(&map, "stop")
    let (reason, reasonLine) = try map.text("reason", "stop", limit: 1_000)
    if let unknown = ReasonText.unknownPlaceholder(in: reason) {
      throw map.problem(reasonLine, "there is no placeholder {\(unknown)}")
    }
    try map.finish("stop")
    return Stop(
      name: name, afterLastTry: afterLast, afterFirstTry: afterFirst, isLater: isLater, goesOn: goesOn, rules: rules,
      sources: sources, reason: reason)
  }

  private static func provenance(
    _ map: inout YAMLMap, _ what: String
  ) throws(PlaybookProblem) -> (rules: [Int], sources: [String]) {
    var rules: [Int] = []
    for (text, line) in try map.texts("rules") ?? [] {
      guard let rule = Int(text), Rule.of(rule) != nil else {
        throw map.problem(line, "there is no rule \(text); rules are numbered 1 to \(Rule.all.count)")
      }
      rules.append(rule)
    }
    guard let sources = try map.texts("source"), !sources.isEmpty else {
      throw map.problem(nil, "\(what) has no source; write source: ours if it is not from an article")
    }
    for (text, line) in sources { try checkSource(text, line, map) }
    return (rules, sources.map(\.text))
  }

  private static func checkSource(_ text: String, _ line: Int, _ map: YAMLMap) throws(PlaybookProblem) {
    guard Rule.sources.contains(text) else {
      throw map.problem(line, "there is no source \(text); use one of \(Rule.sources.joined(separator: ", "))")
    }
  }
}
