import EventLog
import FollowUp
import Foundation
import TestSupport
import Testing

/// The stories of Fixtures/, written by another hand from the same page: the catalogue must fit all of them.
@Suite struct StoriesTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/stories")

  static let stories = ["s0-martin", "s1-collegegrad", "s2-quast", "s3-three-tips", "s4-phone"]

  /// The records of a story; its lines stand in order, so the last assignment wins.
  func records(_ story: String) throws -> [RecordState] {
    let data = try Data(contentsOf: Self.folder.appending(path: "\(story).jsonl"))
    var states: [RecordID: RecordState] = [:]
    for line in data.split(separator: UInt8(ascii: "\n")) {
      guard let event = try EventLine(reading: Array(line)).event else { continue }
      for assignment in event.set {
        states[event.record, default: RecordState(id: event.record)].values[assignment.field] =
          assignment.value.isNull ? nil : assignment.value
      }
    }
    return states.values.sorted { $0.id < $1.id }
  }

  @Test(arguments: stories)
  func everyFieldIsKnownAndOfItsKind(_ story: String) throws {
    let records = try records(story)
    #expect(!records.isEmpty)
    let types = Dictionary(uniqueKeysWithValues: records.map { ($0.id, RecordType(of: $0)) })
    for record in records {
      let type = try #require(RecordType(of: record))
      #expect(type.isKnown)
      for reading in FieldReading.fields(of: record) { #expect(reading.isKnown && reading.isWellTyped, "\(reading)") }
      for (field, value) in record.values {
        #expect(throws: Never.self) {
          try Validator.check(type: type, field: field, value: value, zones: TestZones.rules) { types[$0] ?? nil }
        }
      }
    }
  }

  @Test(arguments: stories)
  func everyApplicationHasAStageAndIsFound(_ story: String) throws {
    let records = try records(story)
    let settings = Settings(records)
    #expect(try settings.zone(TestZones.rules) != nil)
    let applications = Application.all(in: records)
    #expect(!applications.isEmpty)
    for application in applications {
      let stage = try status(of: application, records, "2026-12-31").stage
      #expect(application.isClosed ? stage == .closed : stage != .closed)
      #expect(ApplicationFinder.find(application.title, in: applications) == .found(application))
    }
  }
}
