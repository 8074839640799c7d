import CivilTime
import FollowUp
import Foundation
import TestSupport
import Testing

@testable import FollowUpFormats

/// The files of Fixtures/import/ics, read here and by another reader (Tests/Peers/icalendar.sh).
@Suite struct PeerTests {
  struct Expected: Decodable {
    struct Event: Decodable, Equatable {
      let uid, summary, location, details, end: String?
      let seconds: Int?
      let start: String
      let occurrences: [String]
    }
    let events: [Event]
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/import/ics")

  private func calendar(_ name: String) throws -> ICalendar {
    ICalendar(reading: try Data(contentsOf: Self.folder.appending(path: "\(name).ics")), file: "\(name).ics")
  }

  private func holidays(_ name: String, _ from: String, _ through: String) throws -> PublicHolidays {
    PublicHolidays(try calendar(name), within: try CivilDate.parse(from)...CivilDate.parse(through), TestZones.rules)
  }

  @Test(arguments: ["germany", "united-states", "edges", "folded-in-characters", "rules"])
  func theOtherReaderReadsTheSame(_ name: String) throws {
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: Self.folder.appending(path: "\(name).json")))
    let range = try CivilDate.parse("2025-01-01")...CivilDate.parse("2031-12-31")
    let calendar = try calendar(name)
    #expect(calendar.refusals == [])
    #expect(calendar.events.count == expected.events.count && !calendar.events.isEmpty)
    for (event, peer) in zip(calendar.events, expected.events) {
      let own = Expected.Event(
        uid: event.uid, summary: event.summary, location: event.location, details: event.details,
        end: event.end?.description, seconds: event.duration.map { $0.days * 86_400 + $0.seconds },
        start: event.start.description,
        occurrences: try #require(event.occurrences(within: range, TestZones.rules)).map { time in
          // The other reader's days are listed without their zone.
          String(time.description.prefix { $0 != "Z" && $0 != " " })
        })
      #expect(own == peer, "\(name): \(peer.summary ?? "")")
    }
  }

  @Test func theGermanHolidaysOf2026() throws {
    let found = try holidays("germany", "2026-01-01", "2026-12-31")
    #expect(found.refusals == [])
    #expect(
      found.days.map { "\($0.date) \($0.name ?? "")" } == [
        "2026-01-01 Neujahr", "2026-03-08 Internationaler Frauentag", "2026-04-03 Karfreitag",
        "2026-04-06 Ostermontag", "2026-05-01 Tag der Arbeit", "2026-05-14 Christi Himmelfahrt",
        "2026-05-25 Pfingstmontag", "2026-10-03 Tag der Deutschen Einheit",
        "2026-12-25 Erster und zweiter Weihnachtstag", "2026-12-26 Erster und zweiter Weihnachtstag",
      ])
  }

  @Test func theAmericanHolidaysOf2028() throws {
    let found = try holidays("united-states", "2028-01-01", "2028-12-31")
    #expect(found.refusals == [])
    #expect(
      found.days.filter { !$0.isObservance }.map { "\($0.date) \($0.name ?? "")" } == [
        "2028-01-01 New Year's Day", "2028-01-17 Birthday of Martin Luther King, Jr.",
        "2028-02-21 Washington's Birthday", "2028-05-29 Memorial Day", "2028-06-19 Juneteenth",
        "2028-07-04 Independence Day", "2028-09-04 Labor Day", "2028-10-09 Columbus Day", "2028-11-11 Veterans Day",
        "2028-11-23 Thanksgiving Day", "2028-12-25 Christmas Day",
      ])
    #expect(found.days.filter(\.isObservance).map(\.date.text) == ["2028-02-14", "2028-11-07"])
  }

  @Test func carriageReturnsEndLines() throws {
    let found = try calendar("carriage-returns")
    #expect(found.refusals == [])
    #expect(found.events.map(\.summary) == ["Ended by carriage returns alone"])
  }

  @Test func whatIsGoodInADamagedFileStays() throws {
    let found = try holidays("damaged", "2026-01-01", "2026-12-31")
    #expect(
      found.days.map { "\($0.date) \($0.name ?? "-")" } == [
        "2026-05-01 Before the damage", "2026-05-03 -", "2026-05-05 A rule by the week", "2026-05-06 After the damage",
      ])
    #expect(found.refusals.map(\.line) == [1, 9, 10, 15, 15, 18, 21, 29, 31, 36])
  }
}

/// The files of Fixtures/import/python-csv, as Python's csv module writes and reads them (Tests/Peers/csv_peer.py).
@Suite struct CSVPeerTests {
  struct Expected: Decodable {
    let delimiter, encoding: String
    let rows: [[String]]
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/import/python-csv")
  private static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".csv") }
    .map { String($0.dropLast(4)) }.sorted()

  @Test func theFilesAreThere() { #expect(Self.names.count > 20) }

  @Test(arguments: names)
  func whatPythonWritesIsRead(_ name: String) throws {
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: Self.folder.appending(path: "\(name).json")))
    let bytes = Array(try Data(contentsOf: Self.folder.appending(path: "\(name).csv")))
    let dialect = try CSVDialect.detected(in: bytes, isWhole: true)
    let encodings: [String: CSVDialect] = [
      "utf-8": CSVDialect(), "utf-8-sig": CSVDialect(hasByteOrderMark: true),
      "cp1252": CSVDialect(encoding: .windows1252),
      "utf-16-le": CSVDialect(encoding: .utf16LittleEndian, hasByteOrderMark: true),
      "utf-16-be": CSVDialect(encoding: .utf16BigEndian, hasByteOrderMark: true),
    ]
    var said = try #require(encodings[expected.encoding])
    said.delimiter = try #require(expected.delimiter.utf8.first)
    #expect(dialect == said)
    let outcome = CSVOutcome.of(bytes, dialect)
    #expect(outcome.refusals == [])
    let scalars = { (rows: [[String]]) in rows.map { $0.map { Array($0.unicodeScalars) } } }
    #expect(scalars(outcome.fields) == scalars(expected.rows))
    var size = 0
    #expect(
      CSVOutcome.of(bytes, dialect) {
        size = size % 17 + 1
        return size
      } == outcome)
  }
}
