import GRDB
import GRDBSQLite
import Synchronization

/// How much work SQLite may do in a database that is somebody else's: much more than any store of its size takes, and an
/// end to what has none, such as pages that lead to each other round and round.
final class ReadingLimit: Sendable {
  private let rest: Atomic<Int>

  /// Steps of SQLite's machine between two looks at the limit.
  private static let stride = 10_000
  private static let stepsLeast = 100_000_000
  /// All of `verify` takes about half a step for each byte of a store.
  private static let stepsPerByte = 20

  private init(bytes: Int64) {
    let (steps, overflow) = Int(clamping: bytes).multipliedReportingOverflow(by: Self.stepsPerByte)
    rest = Atomic((overflow ? .max / 2 : steps) / Self.stride + Self.stepsLeast / Self.stride)
  }

  private var isReached: Bool { rest.load(ordering: .relaxed) < 0 }

  /// - Returns: whether the work may go on.
  private func takeStride() -> Bool { rest.subtract(1, ordering: .relaxed).newValue >= 0 }

  /// Limits what a connection does from now on.
  ///
  /// - Parameter bytes: the size of the database.
  static func set(_ db: Database, bytes: Int64) {
    let limit = ReadingLimit(bytes: bytes)
    // The connection keeps the function, and with it the limit, as long as it may ask for it.
    db.add(function: DatabaseFunction("followup_reading_limit", argumentCount: 0) { _ in limit.isReached })
    sqlite3_progress_handler(
      db.sqliteConnection, CInt(stride),
      { limit in
        guard let limit else { return 0 }
        return Unmanaged<ReadingLimit>.fromOpaque(limit).takeUnretainedValue().takeStride() ? 0 : 1
      }, Unmanaged.passUnretained(limit).toOpaque())
  }
}
