import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import Foundation
import TestSupport
import Testing

/// The five stories day by day, by all six playbooks, against Fixtures/stories/advice.
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
    var text = "# What is advised at 7:00 on each day of \(story), by each playbook. Dates are month and day.\n"
    for now in try Self.days(lines) {
      let states = try Self.states(lines, at: now)
      text += "\n\(try OffsetTime.parse(now).local.date.echo)\n"
      for playbook in PlaybookShelf.builtIn {
        let followed = Self.following(playbook, states)
        let advice = allNext(followed, try makeAdvisor(followed, now))
        for (index, advice) in advice.enumerated() {
          let name = index == 0 ? playbook : ""
          text += "  \(name.padding(toLength: 12, withPad: " ", startingAt: 0)) \(line(advice))\n"
        }
      }
    }
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
}
