import GRDB

extension Database {
  /// Runs `body` in one transaction that holds others off writing from its beginning, and ends it on every way out: it is
  /// committed when `body` returns, and taken back when `body` or the commit throws.
  ///
  /// - Parameter isKept: false takes everything back when `body` returns, too.
  func immediate<Result>(isKept: Bool = true, _ body: () throws -> Result) throws -> Result {
    try transaction(.immediate, isKept ? .commit : .rollback, body)
  }

  /// Runs `body` at one moment of the database; what it writes, into temporary tables, is taken back.
  func atOneMoment<Result>(_ body: () throws -> Result) throws -> Result {
    try transaction(.deferred, .rollback, body)
  }

  private func transaction<Result>(
    _ kind: TransactionKind, _ completion: TransactionCompletion, _ body: () throws -> Result
  ) throws -> Result {
    var result: Result?
    try inTransaction(kind) {
      result = try body()
      return completion
    }
    // It is set where nothing was thrown.
    guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT, message: "the transaction did not end") }
    return result
  }
}
