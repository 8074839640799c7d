import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import Foundation
import TestSupport
import Testing

/// Compares the advice on every day of the five stories, by all six playbooks, with Fixtures/stories/advice.
///
/// `FOLLOWUP_WRITE=1 swift test --filter StoryAdviceTests` writes the files anew; what changed is then to be read
/// against PLAYBOOKS, line by line.
@Suite struct StoryAdviceTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/stories")

  static let stories = ["s0-martin", "s1-collegegrad", "s2-quast", "s3-three-tips", "s4-phone"]

  /// The lines of a story.
  static func lines(_ story: String) throws -> [EventLine] {
    let data = try Data(contentsOf: folder.appending(path: "\(story).jsonl"))
    return try data.split(separator: UInt8(ascii: "\n")).map { try EventLine(reading: Array($0)) }
  }

  /// What the log said at a moment: what was written until then, by the merge rule.
  static func states(_ lines: [EventLine], at now: String) throws -> [RecordState] {
    let time = try OffsetTime.parse(now)
    let limit = Int64(time.secondsSince1970) * 1_000
    let merged = MergedLog(lines.filter { ($0.hlc?.milliseconds ?? 0) <= limit })
    return merged.survivors.map { record, fields in
      var state = RecordState(id: record)
      for (field, survivors) in fields {
        if let value = survivors.first?.value, !value.isNull { state.values[field] = value }
        if Set(survivors.map(\.value)).count > 1 { state.conflicts.insert(field) }
      }
      return state
    }
  }

  /// The records with another playbook in the settings.
  static func following(_ playbook: String, _ states: [RecordState]) -> [RecordState] {
    states.filter { $0["type"]?.string != "setting" || $0["name"]?.string != "playbook" } + [
      RecordState(
        id: SettingAssignment.recordID("playbook"),
        values: ["type": "setting", "name": "playbook", "value": JSONValue(playbook)])
    ]
  }

  /// Every morning at seven, on the person's clock, from the first day to the second after the last.
  static func days(_ lines: [EventLine]) throws -> [String] {
    let stamps = lines.compactMap { $0.hlc?.milliseconds }.sorted()
    let zone = try #require(try Settings(states(lines, at: "2027-01-01T00:00:00Z")).zone(TestZones.rules))
    let first = try #require(stamps.first.flatMap { zone.time(at: $0 / 1_000) }).local.date
    let last = try #require(stamps.last.flatMap { zone.time(at: $0 / 1_000) }).local.date
    let seven = try #require(WallTime(hour: 7, minute: 0))
    return try (0...(first.days(until: last) + 2)).map { day in
      let date = try #require(first.adding(days: day))
      return try #require(zone.resolve(CivilDateTime(date: date, time: seven))).time.text
    }
  }

  @Test(arguments: stories) func theAdviceOfEveryDayIsTheGoldenOne(_ story: String) throws {
    let lines = try Self.lines(story)
    var journal = AdviceJournal(story)
    for now in try Self.days(lines) {
      let states = try Self.states(lines, at: now)
      var advice: [String: [String]] = [:]
      for playbook in PlaybookShelf.builtIn {
        let followed = Self.following(playbook, states)
        advice[playbook] = allNext(followed, try makeAdvisor(followed, now)).map { line($0) }
      }
      journal.add(try OffsetTime.parse(now).local.date.echo, advice)
    }
    let text = journal.finished
    let file = Self.folder.appending(path: "advice/\(story).txt")
    if ProcessInfo.processInfo.environment["FOLLOWUP_WRITE"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let found = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(found.count == expected.count)
    // The first difference says enough.
    if let number = zip(found, expected).enumerated().first(where: { $1.0 != $1.1 })?.offset {
      #expect(found[number] == expected[number], "\(story).txt:\(number + 1)")
    }
  }

  @Test func aDayIsListedOnlyWhereItsAdviceChanges() {
    var journal = AdviceJournal("a story")
    var all = Dictionary(uniqueKeysWithValues: PlaybookShelf.builtIn.map { ($0, ["wait"]) })
    journal.add("Mon", all)
    journal.add("Tue", all)
    all["quast"] = ["call", "close"]
    all["phone"] = []
    journal.add("Wed", all)
    all["martin"] = ["call", "close"]
    journal.add("Thu", all)
    journal.add("Fri", all)
    #expect(
      journal.finished.split(separator: "\n").dropFirst(2) == [
        "Mon", "  all: wait", "Wed", "  quast: call", "    close", "  phone: nothing", "Thu", "  martin: call",
        "    close", "through Fri",
      ])
  }
}

/// The advice of a story as it is kept: what a playbook says holds until the day on which it says something else, so
/// that the text determines the advice of every day.
private struct AdviceJournal {
  private var text: String
  private var latest: [String: [String]] = [:]
  private var day = ""

  init(_ story: String) {
    text = """
      # What is advised at 7:00 on each day of \(story), by each playbook. Dates are month and day.
      # What a playbook advises stands at the day on which it changes, and holds until its next change.

      """
  }

  /// Adds the next day, with the lines of each playbook.
  mutating func add(_ day: String, _ advice: [String: [String]]) {
    self.day = day
    var groups: [(playbooks: [String], lines: [String])] = []
    for playbook in PlaybookShelf.builtIn where latest[playbook] != advice[playbook] {
      let lines = advice[playbook] ?? []
      if let index = groups.firstIndex(where: { $0.lines == lines }) {
        groups[index].playbooks.append(playbook)
      } else {
        groups.append((playbooks: [playbook], lines: lines))
      }
    }
    latest = advice
    guard !groups.isEmpty else { return }
    text += "\(day)\n"
    for (playbooks, lines) in groups {
      let names = playbooks.count == PlaybookShelf.builtIn.count ? "all" : playbooks.joined(separator: " ")
      text += "  \(names): \(lines.first ?? "nothing")\n"
      for line in lines.dropFirst() { text += "    \(line)\n" }
    }
  }

  /// The text, which ends with the last day.
  var finished: String { text + "through \(day)\n" }
}
