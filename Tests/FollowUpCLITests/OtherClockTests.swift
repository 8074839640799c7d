import CivilTime
import EventLog
import FollowUp
import Foundation
import TestSupport
import Testing

@testable import FollowUpCLI

/// Times of other places, and of other rules, as every page shows them.
@Suite struct OtherClockTests {
  private static let now = "2026-12-01T09:00:00-06:00"

  /// A person in Chicago with interviews in Berlin (Friday 16:00) and Tokyo (Monday 09:00).
  private func laptop() throws -> Desktop {
    let desktop = try Desktop()
    desktop.done("open", "Spree", "Engineer", "--now", Self.now)
    desktop.done("open", "Sumida", "Engineer", "--now", Self.now)
    log(desktop, "spree", "2026-12-04T16:00:00+01:00", "Europe/Berlin")
    log(desktop, "sumida", "2026-12-07T09:00:00+09:00", "Asia/Tokyo")
    return desktop
  }

  private func log(_ desktop: Desktop, _ application: String, _ at: String, _ tz: String) {
    desktop.done("log", "interview", application, "--set", "at=\(at)", "--set", "tz=\(tz)", "--now", Self.now)
  }

  private func entries(_ desktop: Desktop, _ now: String, days: String = "30") -> [[String: JSONValue]] {
    let result = desktop.run("agenda", "--days", days, "--json", "--now", now)
    return (result.json["agenda"]?.array ?? []).map { one in
      Dictionary((one.object ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }.filter { $0["kind"] == "interview" }
  }

  @Test func theAgendaIsOnTheReadersClock() throws {
    let desktop = try laptop()
    let text = desktop.done("agenda", "--days", "30", "--now", Self.now)
    let lines = text.split(separator: "\n").map(String.init)
    let friday = try #require(lines.firstIndex(of: "Fri 2026-12-04"))
    #expect(lines[friday...].contains("  09:00        Interview: Spree — Engineer (16:00 in Europe/Berlin)"), "\(text)")
    let sunday = try #require(lines.firstIndex(of: "Sun 2026-12-06"))
    #expect(
      lines[sunday...].contains("  18:00        Interview: Sumida — Engineer (Mon 09:00 in Asia/Tokyo)"), "\(text)")
    let entries = entries(desktop, Self.now)
    #expect(entries.map { $0["on"]?.string } == ["2026-12-04", "2026-12-06"])
    #expect(entries.map { $0["at"]?.string } == ["2026-12-04T16:00:00+01:00", "2026-12-07T09:00:00+09:00"])
    #expect(entries.map { $0["at_own"]?.string } == ["2026-12-04T09:00:00-06:00", "2026-12-06T18:00:00-06:00"])
    #expect(entries.map { $0["tz"]?.string } == ["Europe/Berlin", "Asia/Tokyo"])
  }

  /// On the reader's Sunday, which is their Monday.
  @Test func anHourBeforeItStillStands() throws {
    let desktop = try laptop()
    #expect(entries(desktop, "2026-12-06T17:00:00-06:00", days: "1").count == 1)
  }

  @Test func everyPageSaysBothClocks() throws {
    let desktop = try laptop()
    let berlin = "Fri 2026-12-04 09:00 (16:00 in Europe/Berlin)"
    let tokyo = "Sun 2026-12-06 18:00 (Mon 09:00 in Asia/Tokyo)"
    for page in [["show"], ["why"]] {
      #expect(desktop.run(arguments: page + ["spree", "--now", Self.now]).out.contains(berlin), "\(page)")
      #expect(desktop.run(arguments: page + ["sumida", "--now", Self.now]).out.contains(tokyo), "\(page)")
    }
    #expect(desktop.done("who", "spree", "--now", Self.now).contains(berlin))
    #expect(desktop.done("who", "sumida", "--now", Self.now).contains(tokyo))
    let lane = desktop.run("show", "sumida", "--timeline", "--json", "--now", Self.now)
    let marks = try #require(lane.json["marks"]?.array).compactMap(\.object)
    let interview = try #require(marks.first { $0.contains { $0.name == "kind" && $0.value == "interview" } })
    let members = Dictionary(interview.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    #expect(members["on"] == "2026-12-06")
    #expect(members["at"] == "2026-12-07T09:00:00+09:00")
    #expect(members["at_own"] == "2026-12-06T18:00:00-06:00")
    let page = desktop.folder + "/report.html"
    desktop.done("report", "-o", page, "--now", Self.now)
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("Interview, 18:00 (Mon 09:00 in Asia/Tokyo)"))
  }

  /// What was recorded in New York is read in Berlin once the person has moved.
  @Test func entriesFromBeforeAMoveAreOnTheNewClock() throws {
    let desktop = try Desktop()
    desktop.done("open", "Acme", "Engineer", "--now", Self.now)
    log(desktop, "acme", "2026-12-04T20:00:00-06:00", "America/Chicago")
    desktop.done("setting", "tz", "Europe/Berlin")
    #expect(entries(desktop, Self.now).map { $0["at_own"]?.string } == ["2026-12-05T03:00:00+01:00"])
    #expect(
      desktop.done("show", "acme", "--now", Self.now).contains("Sat 2026-12-05 03:00 (Fri 20:00 in America/Chicago)"))
  }

  @Test func allInterviewsAheadStandEverywhere() throws {
    let desktop = try laptop()
    log(desktop, "spree", "2026-12-09T11:00:00+01:00", "Europe/Berlin")
    #expect(entries(desktop, Self.now).count == 3)
    for page in [["who"], ["why"]] {
      let text = desktop.run(arguments: page + ["spree", "--now", Self.now]).out
      #expect(text.contains("Fri 2026-12-04 09:00") && text.contains("Wed 2026-12-09 04:00"), "\(text)")
    }
    let page = desktop.folder + "/report.html"
    desktop.done("report", "-o", page, "--now", Self.now)
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("Interview, 09:00 (16:00") && html.contains("Interview, 04:00 (11:00"))
  }

  /// Vancouver keeps its summer time since 2026: what was agreed on as 10:00 stays 10:00.
  @Test func aWallTimeFollowsTheRulesOfToday() throws {
    let desktop = try Desktop()
    desktop.zone = "America/Vancouver"
    desktop.zoneRules = TestZones.old
    desktop.done("open", "Acme", "Engineer", "--now", Self.now)
    log(desktop, "acme", "2026-12-03T10:00:00-08:00", "America/Vancouver")
    #expect(entries(desktop, Self.now).map { $0["at_own"]?.string } == ["2026-12-03T10:00:00-08:00"])
    desktop.zoneRules = TestZones.new
    #expect(entries(desktop, Self.now).map { $0["at_own"]?.string } == ["2026-12-03T10:00:00-07:00"])
    // From Toronto it is an hour earlier than the offset says.
    desktop.done("setting", "tz", "America/Toronto")
    #expect(entries(desktop, Self.now).map { $0["at_own"]?.string } == ["2026-12-03T12:00:00-05:00"])
  }

  @Test func doctorMendsOffsetsThatTodaysRulesDoNotAllow() throws {
    let desktop = try Desktop()
    desktop.zone = "America/Vancouver"
    desktop.zoneRules = TestZones.old
    desktop.done("open", "Acme", "Engineer", "--now", Self.now)
    log(desktop, "acme", "2026-12-03T10:00:00-08:00", "America/Vancouver")
    // Of an hour that the clock shows twice, either offset is right.
    log(desktop, "acme", "2027-10-31T02:30:00+01:00", "Europe/Berlin")
    log(desktop, "acme", "2027-10-31T02:30:00+02:00", "Europe/Berlin")
    desktop.done(
      "log", "promise", "acme", "--set", "by=2026-12-10T15:00:00-08:00", "--set", "tz=America/Vancouver", "--now",
      Self.now)
    func commands() -> [String] {
      (desktop.run("doctor", "--json").json["findings"]?.array ?? []).compactMap { one in
        let members = Dictionary((one.object ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        return members["code"] == "offset-outdated" ? members["command"]?.string : nil
      }
    }
    #expect(commands().isEmpty)
    desktop.zoneRules = TestZones.new
    let found = commands()
    #expect(found.count == 2)
    for command in found {
      _ = desktop.run(arguments: command.split(separator: " ").dropFirst().map { $0.filter { !"'\"".contains($0) } })
    }
    #expect(commands().isEmpty)
    let mended = entries(desktop, Self.now).first
    #expect(mended?["at"] == "2026-12-03T10:00:00-07:00")
    #expect(mended?["tz"] == "America/Vancouver")
  }

  /// A clock can be named behind the hour, for whatever has one, and both are said back.
  @Test func anotherClockCanBeNamed() throws {
    let desktop = try laptop()
    func recorded(_ arguments: String...) throws -> (at: String?, tz: String?, text: String) {
      let result = desktop.run(arguments: arguments + ["--json", "--now", Self.now])
      #expect(result.status == 0, "\(arguments): \(result.err)")
      let set = result.json["recorded"]?.array?.first?["set"]
      return ((set?["at"] ?? set?["by"])?.string, set?["tz"]?.string, result.err)
    }
    let pacific = try recorded("log", "interview", "spree", "second", "--at", "fri 10:00 PT", "--ahead")
    #expect(pacific.at == "2026-12-04T10:00:00-08:00" && pacific.tz == "America/Los_Angeles")
    #expect(
      desktop.done("agenda", "--now", Self.now).contains(
        "12:00        Interview: Spree — Engineer (10:00 in America/Los_Angeles)"))
    let by = try recorded("log", "call", "sumida", "spoke", "--at", "today 8:00 ET")
    #expect(by.at == "2026-12-01T08:00:00-05:00")
    desktop.done("edit", "spree", "tz=Europe/Berlin")
    let theirs = try recorded("log", "interview", "spree", "second", "--at", "mon 15:00 their time", "--ahead")
    #expect(theirs.at == "2026-12-07T15:00:00+01:00" && theirs.tz == "Europe/Berlin")
    let unknown = desktop.run(
      "log", "interview", "sumida", "--at", "mon 15:00 their time", "--ahead", "--now", Self.now)
    #expect(unknown.status == 2 && unknown.err.contains("their time zone is not known"))
    let several = desktop.run("log", "call", "spree", "--at", "today 8:00 CST", "--now", Self.now)
    #expect(several.status == 2 && several.err.contains("America/Chicago") && several.err.contains("Asia/Shanghai"))
    #expect(desktop.done("script", "spree", "--now", Self.now).isEmpty == false)
  }

  /// An hour for an interview is meant where the application is.
  @Test func anHourIsMeantInTheApplicationsZone() throws {
    let desktop = try Desktop()
    desktop.done("open", "Spree", "Engineer", "--now", Self.now)
    desktop.done("edit", "spree", "tz=Europe/Berlin")
    let echo = desktop.done("log", "interview", "spree", "--ahead", "--at", "tue 10:00", "--now", Self.now)
    #expect(echo.contains("Tue 2026-12-08 03:00 (10:00 in Europe/Berlin)"), "\(echo)")
    #expect(entries(desktop, Self.now).map { $0["at"]?.string } == ["2026-12-08T10:00:00+01:00"])
    // What happened is told on one's own clock.
    let call = desktop.done("log", "call", "spree", "--at", "today 8:00", "--now", Self.now)
    #expect(call.contains("08:00 -06:00"), "\(call)")
  }

  /// Whatever the zones, every page means the same moment.
  @Test(arguments: 0..<UInt64(12))
  func everyPageMeansTheSameMoment(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let zones = [
      "America/Chicago", "America/Vancouver", "Europe/Berlin", "Asia/Tokyo", "Asia/Kolkata", "Australia/Lord_Howe",
      "Pacific/Kiritimati", "America/St_Johns", "Africa/Casablanca",
    ]
    let desktop = try Desktop()
    let own = try TestZones.zone(zones.randomElement(using: &random) ?? "UTC")
    desktop.done("setting", "tz", own.name)
    desktop.done("open", "Acme", "Engineer", "--now", Self.now)
    let place = try TestZones.zone(zones.randomElement(using: &random) ?? "UTC")
    // Ahead by a week to two months, on a quarter of an hour.
    let seconds = 1_796_774_400 + Int64.random(in: 0..<5_000, using: &random) * 900
    let theirs = try #require(place.time(at: seconds))
    log(desktop, "acme", theirs.text, place.name)
    let expected = try #require(own.time(at: seconds))
    let entry = try #require(entries(desktop, Self.now, days: "90").first)
    #expect(entry["at_own"]?.string == expected.text, "seed \(seed)")
    #expect(entry["on"]?.string == expected.local.date.text, "seed \(seed)")
    let shown = "\(expected.local.date.echo) \(expected.local.time)"
    for page in [["show"], ["why"], ["who"]] {
      let text = desktop.run(arguments: page + ["acme", "--now", Self.now]).out
      #expect(text.contains(shown), "seed \(seed), \(page): \(shown) is not in \(text)")
      if expected.local != theirs.local {
        #expect(text.contains("\(theirs.local.time) in \(place.name)"), "seed \(seed), \(page): \(text)")
      }
    }
    let lane = desktop.run("show", "acme", "--timeline", "--json", "--now", Self.now)
    #expect(lane.out.contains("\"at_own\":\"\(expected.text)\""), "seed \(seed)")
    let plain = desktop.done("agenda", "--plain", "--days", "90", "--now", Self.now)
    #expect(plain.contains("\(expected.local.date)\t\(expected.local.time)\tinterview"), "seed \(seed): \(plain)")
    let calendar = desktop.folder + "/a.ics"
    desktop.done("export", "--format", "ics", "-o", calendar, "--now", Self.now)
    let ics = try String(contentsOfFile: calendar, encoding: .utf8)
    let stamp = theirs.local.description.filter { $0.isNumber } + "00"
    #expect(
      ics.contains("DTSTART;TZID=\(place.name):\(stamp.prefix(8))T\(stamp.suffix(6))"), "seed \(seed): \(stamp) \(ics)")
  }
}
