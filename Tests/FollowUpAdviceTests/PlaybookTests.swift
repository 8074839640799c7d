import EventLog
import FollowUp
import FollowUpAdvice
import TestSupport
import Testing

/// Playbooks as files: that ours are whole, that numbers come from them, and what is said of bad ones.
@Suite struct PlaybookTests {
  static func text(_ name: String) throws -> String { try #require(PlaybookShelf.builtInText(name)) }

  @Test(arguments: PlaybookShelf.builtIn) func everyBuiltInPlaybookIsWhole(_ name: String) throws {
    let playbook = try Playbook(yaml: Self.text(name), file: "\(name).yaml")
    #expect(playbook.name == name)
    #expect(playbook.version == 1)
    for step in playbook.steps {
      #expect(!step.rules.isEmpty && !step.sources.isEmpty && step.reason.count > 20, "\(step.name)")
    }
    #expect(
      playbook.source == ["martin": "S0", "collegegrad": "S1", "quast": "S2", "three-tips": "S3", "phone": "S4"][name]
        ?? "ours")
  }

  @Test func thePlaybooksAreThoseOfTheContract() {
    #expect(PlaybookShelf.builtIn == ["martin", "collegegrad", "quast", "three-tips", "phone", "balanced"])
    #expect(PlaybookShelf.defaultName == "balanced")
    #expect(PlaybookShelf.builtInText("nobody") == nil)
  }

  /// A person copies one, changes its numbers, and the advice changes, for all or for one application.
  @Test func aCopyWithOtherNumbersGivesOtherAdvice() throws {
    let yaml = try Self.text("martin")
      .replacing("playbook: martin", with: "playbook: my-martin")
      .replacing("trigger: promise\n    wait: 1 working day", with: "trigger: promise\n    wait: 4 working days")
      .replacing("tries: 2", with: "tries: 6").replacing("\nchannel: call", with: "\nchannel: email")
      .replacing("\"08:00-08:30\"", with: "\"11:00-11:45\"")
    let draft = try PlaybookShelf.draft(yaml: yaml, file: "my-martin.yaml")
    #expect(draft.record == PlaybookShelf.recordID("my-martin"))
    var bench = Workbench()
    bench.interview("2026-10-06")
    bench.log("promise", "2026-10-06", ["by": "2026-10-09"])
    bench.records.append(RecordState(id: draft.record, values: draft.set))
    let all = try #require(try bench.next("my-martin", "2026-10-15T07:00:00-04:00").first)
    #expect(all.playbook == "my-martin")
    #expect(all.notBefore == day("2026-10-15"))
    #expect(all.tryLimit == 7)
    #expect(all.window?.span.description == "11:00–11:45")

    bench.put(1, "application", ["company": "Acme", "applied_on": "2026-09-28", "playbook": "my-martin"])
    // Its own channel is named once; the call after a promise stays a call.
    #expect(all.action == .call)
    var applied = Workbench()
    applied.records.append(RecordState(id: draft.record, values: draft.set))
    #expect(try applied.next("my-martin", "2026-10-12T07:00:00-04:00").first?.action == .email)

    let one = try #require(try bench.next("quast", "2026-10-15T07:00:00-04:00").first)
    #expect(line(one) == line(all))
  }

  @Test func anUnknownOrDamagedPlaybookIsDoubtedAndTheUsualOneTaken() throws {
    var bench = Workbench(applied: "2026-09-28", ["playbook": "nobody"])
    bench.interview("2026-10-06")
    let advice = try #require(try bench.next("martin", "2026-10-13T07:00:00-04:00").first)
    #expect(advice.playbook == "martin")
    #expect(advice.doubts.contains { $0.text.contains("the playbook nobody cannot be used") })

    bench.records.append(
      RecordState(
        id: PlaybookShelf.recordID("mine"),
        values: ["type": "playbook", "name": "mine", "text": "playbook: mine\nversion: x"]))
    let other = try #require(try bench.next("mine", "2026-10-13T07:00:00-04:00").first)
    #expect(other.playbook == "balanced")
  }

  @Test func ofTwoRecordsForOneNameTheSharedOneWins() throws {
    let yaml = try Self.text("phone").replacing("playbook: phone", with: "playbook: mine")
    let shared = RecordState(
      id: PlaybookShelf.recordID("mine"), values: ["type": "playbook", "name": "mine", "text": JSONValue(yaml)])
    let other = RecordState(id: id(7), values: ["type": "playbook", "name": "mine", "text": "nothing"])
    for own in [[shared, other], [other, shared]] {
      var shelf = PlaybookShelf(own: own)
      #expect(shelf.names == PlaybookShelf.builtIn + ["mine"])
      #expect(try shelf.playbook("mine").title == "Ask permission, then call once a week")
      #expect(shelf.text("mine") == yaml)
    }
    // What is built in stays as it is, whatever the log says.
    let forged = RecordState(
      id: PlaybookShelf.recordID("phone"), values: ["type": "playbook", "name": "phone", "text": "nothing"])
    #expect(PlaybookShelf(own: [forged]).text("phone") == PlaybookShelf.builtInText("phone"))
    #expect(throws: PlaybookProblem.self) { try PlaybookShelf.draft(yaml: Self.text("phone"), file: "x.yaml") }
  }

  /// What is changed in martin's file, the line that is named, and a word of the reason.
  static let faults: [(old: String, new: String, at: String, word: String)] = [
    ("wait: 10 working days", "wait: -3 working days", "wait: -3", "negative"),
    ("wait: 10 working days", "wait: 900 working days", "wait: 900", "longer than 365"),
    ("wait: 10 working days", "wait: 99999999999999999999 days", "wait: 9999", "write it like"),
    ("wait: 5 to 8 working days", "wait: 8 to 5 working days", "wait: 8 to 5", "ends before it begins"),
    ("wait: 10 working days", "wait: soon", "wait: soon", "write it like"),
    ("trigger: applied", "trigger: aplied", "name: after_application", "not a step here"),
    (
      "channel: call\n    to: interviewer\n    tries", "channel: telegraph\n    to: interviewer\n    tries",
      "telegraph", "no channel"
    ),
    ("    to: interviewer\n    tries", "    to: nobody\n    tries", "to: nobody", "no addressee"),
    ("tries: 2", "tries: 0", "tries: 0", "1 to 50"),
    ("tries: 2", "tries: 2\n    colour: red", "colour: red", "no key colour"),
    ("trigger: first_try", "trigger: call_again", "name: call_again", "waits for itself"),
    ("name: call_again", "name: after_promise", "call_again|name: after_promise", "already exists on line"),
    ("never_on: [monday]", "never_on: [funday]", "funday", "no weekday"),
    ("rules: [20]", "rules: [29]", "rules: [29]", "no rule 29"),
    ("source: [S0, ours]", "source: [S9]", "source: [S9]", "no source S9"),
    ("{last_try} has", "{yesterday} has", "reason: >-", "no placeholder {yesterday}"),
    ("\"08:00-08:30\"", "\"09:00-09:30\"", "09:00-09:30", "hour to avoid"),
    ("\"08:00-08:30\"", "\"08:30-08:00\"", "08:30-08:00", "not a time span"),
    ("version: 1", "version: one", "version: one", "whole number"),
    ("playbook: martin", "playbook: Mar tin", "playbook: Mar", "lower-case letters"),
    ("    trigger: lead\n", "    trigger: applied\n", "", "always comes first"),
    ("stop:", "stop: [", "", "not valid YAML"),
    ("version: 1", "version: 1\nversion: 2", "", "appears twice"),
  ]

  @Test(arguments: faults.indices) func aFaultIsNamedByItsFileAndLine(_ index: Int) throws {
    let fault = Self.faults[index]
    let text = try Self.text("martin")
    #expect(text.contains(fault.old), "\(fault.old)")
    let yaml = text.replacing(fault.old, with: fault.new, maxReplacements: 1)
    let problem = #expect(throws: PlaybookProblem.self) { try Playbook(yaml: yaml, file: "mine.yaml") }
    let found = try #require(problem)
    #expect(found.reason.contains(fault.word), "\(found)")
    #expect(found.description.hasPrefix("mine.yaml:"))
    let line = try #require(found.line)
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    if let sought = fault.at.split(separator: "|").last, !sought.isEmpty {
      let matching = lines.indices.filter { lines[$0].contains(sought) }.map { $0 + 1 }
      #expect(matching.contains(line), "\(found), sought on \(matching)")
    }
  }

  @Test func aMissingStepTriggerOrStopIsNamed() throws {
    let text = try Self.text("martin")
    func problem(_ yaml: String) -> PlaybookProblem? {
      do throws(PlaybookProblem) {
        _ = try Playbook(yaml: yaml, file: "mine.yaml")
        return nil
      } catch { return error }
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let start = try #require(lines.firstIndex { $0.contains("name: after_lead") })
    let end = try #require(lines[start...].firstIndex { $0.isEmpty })
    let withoutLead = (lines[..<start] + lines[(end + 1)...]).joined(separator: "\n")
    #expect(problem(withoutLead)?.reason.contains("no step has the trigger lead") == true)
    let withoutStop = lines[..<(try #require(lines.firstIndex(of: "stop:")))].joined(separator: "\n")
    #expect(problem(withoutStop)?.reason.contains("has no stop") == true)
    let withoutTrigger = lines.filter { !$0.contains("trigger: lead") }.joined(separator: "\n")
    #expect(problem(withoutTrigger)?.reason.contains("the step after_lead has no trigger") == true)
    let cycle = text.replacing("trigger: first_try", with: "trigger: second", maxReplacements: 1).replacing(
      "\n\nstop:",
      with:
        "\n\n  - name: second\n    trigger: call_again\n    wait: 1 day\n    channel: call\n    to: interviewer\n    source: ours\n    reason: again\n\nstop:"
    )
    #expect(problem(cycle)?.reason.contains("waits for itself") == true)
    for bad in ["", "just words", "- a\n- b", "playbook: x", "\u{0}", "a: &b [*b]", "? [a]\n: b"] {
      #expect(problem(bad) != nil, "\(bad)")
    }
    #expect(problem(String(repeating: "[", count: 60_000))?.reason.contains("brackets") == true)
    #expect(problem(String(repeating: "- ", count: 30_000))?.reason.contains("1,000") == true)
    #expect(problem(String(repeating: "a: b\n", count: 20_000))?.reason.contains("64 KiB") == true)
  }

  /// No text, however mangled, traps or is taken for a playbook with absurd numbers.
  @Test(arguments: 0..<40) func mangledFilesAreRefusedOrWhole(_ seed: UInt64) throws {
    var random = SeededRandom(seed)
    var bytes = Array(try Self.text(PlaybookShelf.builtIn[Int(seed) % 6]).utf8)
    for _ in 0..<(1 + random.below(6)) {
      let index = random.below(bytes.count)
      switch random.below(3) {
      case 0: bytes[index] = UInt8(random.below(128))
      case 1: bytes.remove(at: index)
      default: bytes.insert(contentsOf: Array("-9 [{:\n".utf8), at: index)
      }
    }
    do throws(PlaybookProblem) {
      let playbook = try Playbook(yaml: String(decoding: bytes, as: UTF8.self), file: "x.yaml")
      for step in playbook.steps { #expect((0...365).contains(step.wait.from) && step.wait.to <= 365) }
    } catch { #expect(!error.reason.isEmpty) }
  }
}
