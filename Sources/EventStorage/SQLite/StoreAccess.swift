import EventLog
import GRDB
import Synchronization

/// One access to a store, as long as it lasts: a call of `read`, `write` or `ingest`.
///
/// What a closure was given is only valid within that closure and on its thread. SQLite's statements would otherwise be
/// used by two at once, which nobody can catch; so each use asks here first, and is refused with an error.
///
/// Unchecked, for the compiler cannot see that `isOpen` is only touched by the thread that the access is of.
final class StoreAccess: @unchecked Sendable {
  private let path: String
  private let thread = Platform.threadNumber
  private var isOpen = true

  fileprivate init(_ path: String) { self.path = path }

  /// - Throws: ``StoreError`` with ``StoreError/Code/misuse`` when the access is over, or another thread's.
  func check() throws {
    guard thread == Platform.threadNumber, isOpen else {
      throw StoreError(
        .misuse, path,
        "a reader or writer of the store was used outside its closure, or on another thread; use it "
          + "within that closure, or read again")
    }
  }

  fileprivate func end() { isOpen = false }

  /// Runs `body` as an access to a connection of its own, which is in nobody's way.
  static func lasting<Result>(_ path: String, _ body: (StoreAccess) throws -> Result) rethrows -> Result {
    let access = StoreAccess(path)
    defer { access.end() }
    return try body(access)
  }
}

/// Who is at the store now: so a call within a call, and one after the store was closed, is an error and no trap.
final class StoreGate: Sendable {
  private struct State {
    var isClosed = false
    /// The threads that are in an access.
    var threads: Set<UInt> = []
  }

  private let path: String
  private let state = Mutex(State())

  init(_ path: String) { self.path = path }

  /// - Throws: ``StoreError`` with ``StoreError/Code/closed`` when the store was closed.
  func checkOpen() throws {
    if state.withLock({ $0.isClosed }) { throw StoreError(.closed, path, "the store is closed; open it again") }
  }

  /// - Throws: ``StoreError``, with ``StoreError/Code/closed`` or ``StoreError/Code/misuse``, when nobody may come in from
  ///   here.
  func check() throws {
    let thread = Platform.threadNumber
    try checkOpen()
    if state.withLock({ $0.threads.contains(thread) }) {
      throw StoreError(
        .misuse, path,
        "the store was called from inside its own read, write or ingest closure; use the reader or writer that the "
          + "closure was given")
    }
  }

  /// Runs `body` as an access.
  func within<Result>(_ body: (StoreAccess) throws -> Result) throws -> Result {
    // It may have been closed while this one waited for its turn.
    try check()
    let access = StoreAccess(path)
    let thread = Platform.threadNumber
    _ = state.withLock { $0.threads.insert(thread) }
    defer {
      access.end()
      _ = state.withLock { $0.threads.remove(thread) }
    }
    return try body(access)
  }

  /// Lets nobody in from now on.
  ///
  /// - Returns: false where that was so before.
  func close() -> Bool {
    state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
  }
}
