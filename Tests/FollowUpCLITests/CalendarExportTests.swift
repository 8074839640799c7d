import Foundation
import Testing

@testable import FollowUpCLI

/// `export --format ics`
@Suite struct CalendarExportTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  private func calendar(_ desktop: Desktop, _ now: String) -> String {
    let result = desktop.run("export", "--format", "ics", "--now", now)
    #expect(result.status == 0, "\(result.err)")
    return result.out
  }

  /// `FOLLOWUP_WRITE=1 swift test --filter CalendarExportTests` writes the file anew; it is then to be read.
  @Test func theCalendarOfAStoryOnTheMorningOfTheSecondCall() throws {
    let text = calendar(try .story("s0-martin", until: "2026-10-14"), "2026-10-15T07:00:00-05:00")
    let file = Self.fixtures.appending(path: "calendars/s0-martin.ics")
    if ProcessInfo.processInfo.environment["FOLLOWUP_WRITE"] != nil { try Data(text.utf8).write(to: file) }
    let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let expected = golden.split(separator: "\r\n", omittingEmptySubsequences: false)
    let found = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(found.count == expected.count)
    if let number = zip(found, expected).enumerated().first(where: { $1.0 != $1.1 })?.offset {
      #expect(found[number] == expected[number], "s0-martin.ics:\(number + 1)")
    }
  }

  @Test func theSameLogGivesTheSameBytesOnEveryLaptop() throws {
    for story in ["s1-collegegrad", "s2-quast", "s4-phone"] {
      let one = try Desktop.story(story)
      let first = calendar(one, "2026-10-20T09:00:00-04:00")
      #expect(first == calendar(one, "2026-10-20T09:00:00-04:00"))
      // Another machine, in another zone, at another time, which got the devices' logs one after the other.
      let other = try Desktop()
      other.zone = "Asia/Tokyo"
      other.wallMilliseconds += 86_400_000 * 40
      let lines = one.run("export").out.split(separator: "\n").map(String.init)
      for part in 0..<3 {
        let some = lines.enumerated().filter { $0.offset % 3 == part }.map(\.element)
        let file = try other.file("part\(part).jsonl", some.joined(separator: "\n") + "\n")
        #expect([0, 3].contains(other.run("merge", file).status))
      }
      #expect(calendar(other, "2026-10-20T09:00:00-04:00") == first)
      #expect(first.contains("STATUS:CANCELLED"))
    }
  }

  @Test func fieldsThatCannotBeReadNeitherStopNorBendIt() throws {
    let desktop = try Desktop()
    desktop.done("setting", "tz", "America/Chicago")
    desktop.done("open", "Acme\tGmbH; Söhne, \\n", "<script>alert(1)</script>", "--lead")
    desktop.done("contact", "add", "Ann\u{7}\u{202e}", "--company", "Acme\tGmbH; Söhne, \\n")
    let acme = try #require(desktop.run("list", "--json").json["applications"]?.array?.first?["id"]?.string)
    desktop.done("log", "interview", acme, "--at", "2026-11-24")
    let log = desktop.run("export").out
    let file = try desktop.file("log.jsonl", log)
    #expect(desktop.run("merge", file).status == 0)
    let text = calendar(desktop, "2026-11-21T09:00:00-06:00")
    #expect(text.contains("SUMMARY:Interview: Acme GmbH\\; Söhne\\, \\\\n"))
    #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\r" && $0 != "\n" })
  }

  @Test func anEmptyStoreIsAnEmptyCalendar() throws {
    let desktop = try Desktop()
    desktop.done("setting", "tz", "America/Chicago")
    let text = calendar(desktop, "2026-11-21T09:00:00-06:00")
    #expect(text.hasPrefix("BEGIN:VCALENDAR\r\n"))
    #expect(!text.contains("VEVENT"))
    #expect(!text.contains("VTIMEZONE"))
  }

  @Test func aFileIsReplacedAndItsLinesAreTold() throws {
    let desktop = try Desktop.story("s0-martin", until: "2026-10-14")
    let path = desktop.folder + "/search.ics"
    let told = desktop.run("export", "--format", "ics", "-o", path, "--now", "2026-10-15T07:00:00-05:00")
    #expect(told.status == 0)
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    #expect(told.out.contains("\(text.utf8.count) bytes"))
    #expect(text.hasSuffix("END:VCALENDAR\r\n"))
  }
}
