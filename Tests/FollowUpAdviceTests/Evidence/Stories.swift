import EventLog
import FollowUp
import Foundation

/// The stories of Fixtures/, for the tests of evidence.
enum Stories {
  static let names = ["s0-martin", "s1-collegegrad", "s2-quast", "s3-three-tips", "s4-phone"]

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/stories")

  /// The records of a story; its lines stand in order, so the last assignment wins.
  static func records(_ story: String) throws -> [RecordState] {
    let data = try Data(contentsOf: folder.appending(path: "\(story).jsonl"))
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
}
