import CivilTime
import EventLog
import FollowUp
import FollowUpAdvice
import Foundation
import TestSupport
import Testing

/// Logs made by chance, looked at after every event and in between: what a subscriber is promised.
///
///     FOLLOWUP_SEED=17 swift test --filter DiaryPropertyTests
@Suite struct DiaryPropertyTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seeds: [UInt64] =
    environment["FOLLOWUP_SEED"].flatMap { UInt64($0) }.map { [$0] }
    ?? Array(1...(environment["FOLLOWUP_SOAK"] == nil ? 4 : 400))

  private struct Moment {
    var minutes: Int64
    /// RFC 3339 in UTC.
    var text: String {
      let milliseconds = minutes * 60_000
      let stamp = HybridTimestamp(milliseconds: milliseconds, counter: 0)?.text ?? ""
      return "\(stamp.prefix(19))Z"
    }
    var day: String { String(text.prefix(10)) }
  }

  /// A log of one or two applications, and the moments at which something was written.
  private func log(_ seed: UInt64) throws -> (Diarist, [Moment]) {
    var random = SeededRandom(seed)
    let playbook = random.pick(["martin", "balanced", "quast", "phone", "three-tips", "collegegrad"])
    var diarist = try Diarist(settings: ["tz": "America/New_York", "playbook": JSONValue(playbook)])
    // 2026-10-01T12:00Z.
    var now = Moment(minutes: 29_848_320)
    var moments: [Moment] = []
    var number: UInt64 = 100
    let applications: [UInt64] = random.chance(50) ? [1] : [1, 2]
    for application in applications { try diarist.open(now.text, application, "Acme \(application)") }
    for _ in 0..<(6 + random.below(8)) {
      now.minutes += Int64(random.pick([3, 200, 700, 1_440, 2_880, 5_000, 9_000]))
      moments.append(now)
      number += 1
      let application = random.pick(applications)
      let ahead = Moment(minutes: now.minutes + Int64(random.below(10) * 1_440 + 300))
      switch random.below(12) {
      case 0, 1:
        let at = random.chance(50) ? ahead.text : ahead.day
        try diarist.log(now.text, number, "interview", of: application, ["at": JSONValue(at)])
      case 2, 3: try diarist.log(now.text, number, "promise", of: application, ["by": JSONValue(ahead.day)])
      case 4...6: try diarist.call(now.text, number, of: application, random.pick(["voicemail", "no_answer", "spoke"]))
      case 7:
        let answer = random.pick(["pending", "offer", "filled"])
        try diarist.log(
          now.text, number, "reply", of: application,
          ["answer": JSONValue(answer), answer == "offer" ? "respond_by" : "new_date": JSONValue(ahead.day)])
      case 8: try diarist.log(now.text, number, "email", of: application, ["direction": "out", "outcome": "sent"])
      case 9 where number > 102: try diarist.write(now.text, number - 1, ["retracted": JSONValue(random.chance(80))])
      case 10: try diarist.write(now.text, application, ["snooze_until": JSONValue(ahead.day)])
      default: try diarist.log(now.text, number, "insider_ask", of: application)
      }
    }
    return (diarist, moments)
  }

  @Test(arguments: seeds) func numbersNeverFallAndRiseExactlyWhenAnEntryWasMoved(seed: UInt64) throws {
    let (diarist, written) = try log(seed)
    var looks = written.map(\.minutes)
    for (one, next) in zip(looks, looks.dropFirst()) where next - one > 60 { looks.append((one + next) / 2) }
    if let last = written.last { looks += [100, 1_000, 8_000, 44_000].map { last.minutes + $0 } }
    var before: [String: DiaryEntry] = [:]
    for minutes in looks.sorted() {
      let now = Moment(minutes: minutes).text
      let diary = try diarist.diary(now)
      var after: [String: DiaryEntry] = [:]
      for entry in diary {
        #expect(
          after.updateValue(entry, forKey: entry.name) == nil, "seed \(seed) at \(now): \(entry.name) comes twice")
      }
      for (name, old) in before {
        guard let new = after[name] else {
          Issue.record("seed \(seed) at \(now): \(Diarist.line(old)) has gone")
          continue
        }
        let wasMoved =
          old.place != new.place || (old.status == .withdrawn) != (new.status == .withdrawn)
        #expect(
          wasMoved ? new.sequence > old.sequence : new.sequence == old.sequence,
          "seed \(seed) at \(now): \(Diarist.line(old)) became \(Diarist.line(new))")
        #expect(new.changed >= old.changed, "seed \(seed) at \(now): \(name)")
      }
      #expect(try diarist.diary(now) == diary, "seed \(seed) at \(now)")
      before = after
    }
    #expect(!before.isEmpty, "seed \(seed)")
  }
}
