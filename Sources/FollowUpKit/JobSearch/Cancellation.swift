import Synchronization

/// Whether something was called off; for one task to say and another thread to hear.
final class Cancellation: Sendable {
  private let isCancelled = Mutex(false)

  func cancel() { isCancelled.withLock { $0 = true } }

  /// - Throws: `CancellationError` once it was called off.
  func check() throws { if isCancelled.withLock({ $0 }) { throw CancellationError() } }
}
