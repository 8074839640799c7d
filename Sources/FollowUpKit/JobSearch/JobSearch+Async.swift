import Dispatch

extension JobSearch {
  /// Does blocking work away from the cooperative pool.
  ///
  /// - Throws: `CancellationError` when the task was cancelled before the work began; what the work throws.
  func away<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try Task.checkCancellation()
    return try await withCheckedThrowingContinuation { continuation in
      Self.queue.async {
        do { continuation.resume(returning: try work()) } catch { continuation.resume(throwing: error) }
      }
    }
  }

  private static let queue = DispatchQueue(label: "FollowUpKit.JobSearch", attributes: .concurrent)
}
