import CivilTime
import Foundation
import Testing

/// Answers the questions of Tests/Peers/zones.py: lines of `FOLDER`, `ZONE` and moments, in seconds since 1970, with tabs
/// between; an answer has the offsets in their place.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["FOLLOWUP_ZONE_QUESTIONS"] != nil))
struct ZonePeerTests {
  @Test func theOffsetsThatWereAskedForAreWritten() throws {
    let environment = ProcessInfo.processInfo.environment
    let questions = try #require(environment["FOLLOWUP_ZONE_QUESTIONS"])
    let answers = try #require(environment["FOLLOWUP_ZONE_ANSWERS"])
    var text = ""
    for line in try String(contentsOfFile: questions, encoding: .utf8).split(separator: "\n") {
      let fields = line.split(separator: "\t")
      let clock = try #require(try ZoneDirectory(String(fields[0])).clock(String(fields[1])))
      let offsets = try fields.dropFirst(2).map { String(clock.offsetSeconds(at: try #require(Int64($0)))) }
      text += ([String(fields[0]), String(fields[1])] + offsets).joined(separator: "\t") + "\n"
    }
    try text.write(toFile: answers, atomically: true, encoding: .utf8)
  }
}
