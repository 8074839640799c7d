import CivilTime
import EventLog
import EventStorage
import FollowUpKit
import Foundation
import Synchronization
import TestSupport

/// A search in a folder of its own, at a time that stands where it is put: Friday 20 November 2026, 09:00 in Chicago.
final class SearchFolder {
  let folder: TemporaryFolder
  let clock = TestClock(1_795_186_800_000)
  let search: JobSearch

  init(seed: UInt64 = 1) throws {
    folder = try TemporaryFolder(inMemory: true)
    search = try JobSearch(
      creatingAt: folder.file("search.db"),
      environment: JobSearch.Environment(
        store: clock.environment(seed: seed), zones: TestZones.rules, zone: try TestZones.zone("America/Chicago")))
  }

  deinit { try? search.close() }

  /// Moves the clock on.
  func wait(seconds: Int64) { clock.milliseconds += seconds * 1_000 }

  /// What an export writes, as text.
  func exported(_ format: ExportFormat, asOf moment: HybridTimestamp? = nil) throws -> String {
    var bytes: [UInt8] = []
    try search.export(format, asOf: moment) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Cancels a task from within the work that it awaits. The work waits only until the task is known, which is at once: a test
/// that waited for another one's turn would hold a thread that all of them share.
final class Canceller: Sendable {
  private let action = Mutex<(@Sendable () -> Void)?>(nil)

  func set(_ action: @escaping @Sendable () -> Void) { self.action.withLock { $0 = action } }

  func cancel() {
    while true {
      if let action = action.withLock({ $0 }) { return action() }
      usleep(1_000)
    }
  }
}
