import GRDB
import Synchronization

/// How long is waited for another program that has a database locked: the one busy handler, of every connection.
///
/// A command opens several connections, and one after the other would wait its whole time. So a wait that begins right
/// after one that ended in vain ends at once, as a part of it.
package final class LockWait: Sendable {
  /// The most that is waited for one lock.
  package let seconds: Double
  /// Called once in each wait that goes on for ``longWaitMilliseconds``.
  package let onLongWait: (@Sendable () -> Void)?
  private let endedInVain = Mutex<ContinuousClock.Instant?>(nil)

  /// After so long somebody should be told that it waits, and for what.
  static let longWaitMilliseconds = 2_000
  /// A wait that begins so soon after one that ended in vain goes on from it.
  private static let restSeconds = 1.0

  /// Waits for so many seconds at most.
  package init(seconds: Double = 20, onLongWait: (@Sendable () -> Void)? = nil) {
    self.seconds = seconds
    self.onLongWait = onLongWait
  }

  var busyMode: Database.BusyMode { .callback { self.waits(attempt: $0) } }

  /// Waits a little, unless it has been long enough.
  ///
  /// - Parameter attempt: how often the same lock was asked for before.
  /// - Returns: whether to ask for it again.
  func waits(attempt: Int) -> Bool {
    let waited = Self.milliseconds(before: attempt)
    if attempt == 0 {
      let isSpent = endedInVain.withLock { ended in ended.map { ContinuousClock.now - $0 < .seconds(Self.restSeconds) }
      }
      if isSpent == true { return endInVain() }
    }
    guard Double(waited) < seconds * 1_000 else { return endInVain() }
    let next = Self.milliseconds(before: attempt + 1)
    if waited < Self.longWaitMilliseconds, next >= Self.longWaitMilliseconds { onLongWait?() }
    Platform.sleep(milliseconds: UInt32(next - waited))
    return true
  }

  private func endInVain() -> Bool {
    endedInVain.withLock { $0 = .now }
    return false
  }

  /// A short lock is met again soon, a long one is asked for ten times in a second.
  private static let first = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50]
  private static let later = 100

  /// How long was waited before an attempt.
  private static func milliseconds(before attempt: Int) -> Int {
    first.prefix(attempt).reduce(0, +) + max(0, attempt - first.count) * later
  }

  /// Runs `body` again as long as it finds the database locked: SQLite answers some calls with busy without asking the
  /// handler, such as two processes' for write-ahead logging in a new store.
  func retrying<Result>(_ body: () throws -> Result) throws -> Result {
    var attempt = 0
    while true {
      do { return try body() } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        guard waits(attempt: attempt) else { throw error }
        attempt += 1
      }
    }
  }
}
