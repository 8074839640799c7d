import CivilTime
import EventLog
import FollowUpKit
import Foundation
import Synchronization
import TestSupport
import Testing

/// What a client gets of exports without the program.
@Suite struct JobSearchExportTests {
  private func folder() throws -> SearchFolder {
    let folder = try SearchFolder()
    try folder.search.open("Acme", "Engineer", at: "2 nov")
    folder.wait(seconds: 60)
    try folder.search.record("call", on: "acme", words: ["voicemail"], at: "mon")
    return folder
  }

  @Test func aLogGivesTheSameStateElsewhere() throws {
    let one = try folder()
    let two = try SearchFolder(seed: 2)
    let log = one.folder.file("log.jsonl")
    try Data(one.exported(.log).utf8).write(to: URL(fileURLWithPath: log))
    try two.search.merge([log])
    #expect(try two.exported(.state) == one.exported(.state))
    #expect(try one.exported(.state).contains("voicemail"))
  }

  @Test func tablesCountTheirRows() throws {
    let folder = try folder()
    var text = ""
    let report = try folder.search.export(.csv(.timeline)) { text += String(decoding: $0, as: UTF8.self) }
    // The day of sending is a row of the timeline too.
    #expect(report.rows == 2 && report.notices.isEmpty)
    #expect(text.contains("voicemail") && text.contains("Acme"))
    #expect(try folder.exported(.json([.contacts])) == "{\n\"contacts\":[],\n\"schema\":1\n}\n")
    let calendar = try folder.exported(.calendar)
    #expect(calendar.hasPrefix("BEGIN:VCALENDAR\r\n") && calendar.contains("Acme"))
  }

  @Test func anExportIsAsItWasThen() throws {
    let folder = try folder()
    let moment = try #require(HybridTimestamp(milliseconds: folder.clock.milliseconds, counter: .max))
    folder.wait(seconds: 86_400 * 30)
    try folder.search.open("Tidewater", "Educator")
    let then = try folder.exported(.csv(.applications), asOf: moment)
    #expect(then.contains("Acme") && !then.contains("Tidewater"))
    let now = try folder.exported(.csv(.applications))
    #expect(now.contains("Acme") && now.contains("Tidewater"))
    // What is advised is what was advised then.
    let row = try #require(then.split(separator: "\r\n").last)
    #expect(!now.contains(row))
  }

  @Test func aProofSaysWhatItCovers() throws {
    let folder = try folder()
    let report = try folder.search.export(.proof(ProofOptions(from: "1 nov"))) { _ in }
    #expect(report.rows == 2)
    let first = try #require(CivilDate("2026-11-01"))
    let today = try #require(CivilDate("2026-11-20"))
    #expect(report.notices == [.period(from: first, through: nil, today: today)])
    #expect(throws: ExportProblem.reversedPeriod(from: today, through: first)) {
      try folder.exported(.proof(ProofOptions(from: "today", through: "1 nov")))
    }
    #expect(throws: ExportProblem.self) { try folder.exported(.proof(ProofOptions(from: "smarch"))) }
  }

  @Test func aCancelledExportEndsBeforeTheNextPiece() async throws {
    let folder = try folder()
    for _ in 0..<4 {
      try await folder.search.record("note", on: "acme", words: [String(repeating: "long ", count: 8_000)])
    }
    let search = folder.search
    let pieces = Mutex(0)
    try await search.export(.state) { _ in pieces.withLock { $0 += 1 } }
    #expect(pieces.withLock { $0 } > 1)
    pieces.withLock { $0 = 0 }
    let canceller = Canceller()
    let task = Task {
      try await search.export(.state) { _ in
        pieces.withLock { $0 += 1 }
        canceller.cancel()
      }
    }
    canceller.set { task.cancel() }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(pieces.withLock { $0 } == 1)
  }

  @Test func aReportIsOnePage() async throws {
    let folder = try folder()
    try await folder.search.open("Tidewater Garden", "Educator")
    let page = String(decoding: try await folder.search.report(), as: UTF8.self)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("Tidewater Garden"))
    let new = try SearchFolder()
    let empty = String(decoding: try await new.search.report(), as: UTF8.self)
    #expect(empty.hasPrefix("<!DOCTYPE html>") && !empty.contains("Tidewater Garden"))
  }
}
