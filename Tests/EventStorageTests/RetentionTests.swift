import EventLog
import Foundation
import TestSupport
import Testing

@testable import EventStorage

/// Which backups are kept, by a table and by what must hold for any.
@Suite struct RetentionTests {
  /// Seconds since 1970 on the person's clock.
  private static func seconds(_ text: String) throws -> Int64 {
    try #require(HybridTimestamp("\(text):00.000Z-0000")?.milliseconds) / 1_000
  }

  private static let days = [
    "2024-12-31T23:59", "2025-01-01T00:00", "2025-12-31T08:00", "2026-10-30T12:15", "2026-11-14T12:15",
    "2026-11-15T12:15",  // a Sunday
    "2026-11-16T12:15",  // a Monday
    "2026-11-19T12:15", "2026-11-20T12:15", "2026-11-20T18:00", "2026-11-20T23:59", "2026-11-21T00:00",
  ]

  @Test(arguments: [
    (RetentionPolicy(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), (RetentionPolicy(last: 1), [11]),
    (RetentionPolicy(last: 3), [9, 10, 11]), (RetentionPolicy(last: 99), Array(0...11)),
    // Days that have none take no place.
    (RetentionPolicy(daily: 1), [11]), (RetentionPolicy(daily: 3), [7, 10, 11]),
    (RetentionPolicy(daily: 5), [5, 6, 7, 10, 11]),
    // Monday to Sunday.
    (RetentionPolicy(weekly: 2), [5, 11]), (RetentionPolicy(weekly: 3), [3, 5, 11]),
    (RetentionPolicy(monthly: 3), [2, 3, 11]), (RetentionPolicy(yearly: 2), [2, 11]),
    (RetentionPolicy(yearly: 9), [0, 2, 11]), (RetentionPolicy(daily: 2, weekly: 2, monthly: 2), [3, 5, 10, 11]),
    (RetentionPolicy(last: 2, yearly: 3), [0, 2, 10, 11]), (RetentionPolicy(last: -4), Array(0...11)),
  ]) func aTable(policy: RetentionPolicy, kept: [Int]) throws {
    let reasons = policy.reasons(try Self.days.map(Self.seconds))
    #expect(reasons.indices.filter { !reasons[$0].isEmpty } == kept)
  }

  @Test func theReasonsAreTold() throws {
    let reasons = RetentionPolicy(last: 1, daily: 2, weekly: 1, monthly: 1, yearly: 2)
      .reasons(try Self.days.map(Self.seconds))
    #expect(reasons[11] == [.last, .daily, .weekly, .monthly, .yearly])
    #expect(reasons[10] == [.daily])
    #expect(reasons[2] == [.yearly])
    #expect(RetentionPolicy().reasons([5]) == [[.all]])
    #expect(RetentionPolicy(daily: 1).reasons([]).isEmpty)
  }

  @Test func whatMustHoldForAny() {
    for seed in 0..<400 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let span = ([3_600, 3_456_000, 172_800_000, 1 << 50] as [Int64]).randomElement(using: &random) ?? 1
      let times = (0..<Int.random(in: 1...40, using: &random)).map { _ in Int64.random(in: -span...span, using: &random)
      }
      func count() -> Int { Int.random(in: 0...6, using: &random) }
      let policy = RetentionPolicy(last: count(), daily: count(), weekly: count(), monthly: count(), yearly: count())
      let reasons = policy.reasons(times)
      let kept = times.indices.filter { !reasons[$0].isEmpty }
      // The newest is always kept.
      let newest = times.indices.max { (times[$0], $0) < (times[$1], $1) }
      #expect(kept.contains(newest ?? -1), "seed \(seed)")
      // No more than was asked for, and once more does nothing.
      let most = policy.last + policy.daily + policy.weekly + policy.monthly + policy.yearly
      if !policy.isEmpty { #expect(kept.count <= max(1, most), "seed \(seed)") }
      #expect(policy.reasons(kept.map { times[$0] }).allSatisfy { !$0.isEmpty }, "seed \(seed)")
      // Asking for more keeps more, and the order of the list says nothing.
      var more = policy
      if !policy.isEmpty {
        more.daily += 1
        more.last += 1
        let wider = more.reasons(times)
        #expect(kept.allSatisfy { !wider[$0].isEmpty }, "seed \(seed)")
      }
      if Set(times).count == times.count {
        let order = times.indices.shuffled(using: &random)
        let shuffled = policy.reasons(order.map { times[$0] })
        #expect(
          Dictionary(uniqueKeysWithValues: zip(order, shuffled))
            == Dictionary(uniqueKeysWithValues: zip(times.indices, reasons)), "seed \(seed)")
      }
    }
  }

  @Test func namesAreReadAsTheyAreWritten() throws {
    let device = try #require(DeviceID("01a1fc65-add5-7854-910a-703389354f76"))
    let milliseconds = try #require(HybridTimestamp("2026-11-21T09:40:12.000Z-0000")?.milliseconds)
    func text(_ label: String?, _ number: Int = 1) -> String? {
      BackupName(milliseconds: milliseconds + 999, label: label, device: device, number: number)?.text
    }
    #expect(text("Kitchen laptop") == "followup-2026-11-21T094012Z-kitchen-laptop-354f76.db")
    #expect(text(nil) == "followup-2026-11-21T094012Z-354f76.db")
    #expect(text("  Ünï/../é\u{1F600}\u{0} ") == "followup-2026-11-21T094012Z-n-354f76.db")
    #expect(text("a", 12) == "followup-2026-11-21T094012Z-a-354f76-12.db")
    #expect(text(String(repeating: "ab-", count: 99))?.utf8.count ?? 0 < 80)
    #expect(BackupName(milliseconds: .max, label: nil, device: nil) == nil)
    #expect(BackupName(milliseconds: -1, label: nil, device: nil)?.text == "followup-1969-12-31T235959Z-000000.db")
    for label in [nil, "kitchen", "a-b-c", "abcdef", "12"] {
      for number in [1, 2, 9_999] {
        let name = BackupName(milliseconds: milliseconds, label: label, device: device, number: number)
        #expect(name != nil && name.flatMap { BackupName($0.text) } == name)
      }
    }
    for foreign in [
      "", "followup.db", "followup-2026-11-21T094012Z.db", "followup-2026-11-21T094012Z-354f7.db",
      "followup-2026-02-30T094012Z-354f76.db", "followup-2026-11-21T094012Z-354F76.db",
      "followup-2026-11-21T094012Z-354f76.db.gz", "followup-2026-11-21T094012Z--354f76.db",
      "followup-2026-11-21T094012Z-354f76-1.db", "followup-2026-11-21T094012Z-354f76-02.db",
      "Followup-2026-11-21T094012Z-354f76.db", "followup-2026-11-21T094012Z-A-354f76.db", "followup-é-354f76.db",
      ".followup-2026-11-21T094012Z-354f76.db", String(repeating: "followup-", count: 99) + ".db",
    ] { #expect(BackupName(foreign) == nil, "\(foreign)") }
    let names = [text("b"), text("b", 2), text("b", 10)].compactMap { $0.flatMap { BackupName($0) } }
    #expect(names.sorted() == names && names.count == 3)
  }
}
