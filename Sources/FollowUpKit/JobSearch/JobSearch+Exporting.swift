import EventLog
import EventStorage
import FollowUpReport

/// The history and what follows from it, for other programs and for people.
extension JobSearch {
  /// Writes the log, its state, tables, a calendar or a proof of the search, piece by piece: memory does not grow with it.
  ///
  /// - Parameters:
  ///   - format: what is written.
  ///   - moment: the last moment of the log that counts; nil is the present.
  ///   - put: takes the next piece: whole lines, valid until it returns.
  /// - Throws: ``ExportProblem``; `StoreError`; what `put` throws.
  @discardableResult
  public func export(
    _ format: ExportFormat, asOf moment: HybridTimestamp? = nil,
    to put: (UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws -> ExportReport {
    var notices: [ExportNotice] = []
    let exporter = Exporter(
      of: store, asOf: moment, query: { try self.query($0, at: moment) },
      adviceReader: { try self.adviceReader($0, at: moment) }, template: { _ in nil }, notify: { notices.append($0) })
    let rows = try exporter.write(format, to: put)
    return ExportReport(rows: rows, notices: notices)
  }

  /// Writes the log, its state, tables, a calendar or a proof of the search; see the twin that blocks.
  ///
  /// When the task is cancelled, the export ends before the next piece. `put` is called on a queue of the search's own.
  ///
  /// - Parameters:
  ///   - format: what is written.
  ///   - moment: the last moment of the log that counts; nil is the present.
  ///   - put: takes the next piece: whole lines, valid until it returns.
  /// - Throws: ``ExportProblem``; `StoreError`; what `put` throws; `CancellationError`.
  @discardableResult
  public func export(
    _ format: ExportFormat, asOf moment: HybridTimestamp? = nil,
    to put: @escaping @Sendable (UnsafeBufferPointer<UInt8>) throws -> Void
  ) async throws -> ExportReport {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      try await away {
        try self.export(format, asOf: moment) { piece in
          try cancellation.check()
          try put(piece)
        }
      }
    } onCancel: {
      cancellation.cancel()
    }
  }

  /// A page of HTML on the whole search: today, a timeline for each application, totals. It needs no network and no script.
  ///
  /// - Returns: the page, in UTF-8.
  /// - Throws: `StoreError`.
  public func report() throws -> [UInt8] {
    let model = try store.read { try ReportReader(adviceReader($0), template: { _ in nil }).model() }
    return ReportPage(model).bytes
  }

  /// A page of HTML on the whole search; see the twin that blocks.
  ///
  /// - Returns: the page, in UTF-8.
  /// - Throws: `StoreError`; `CancellationError`.
  public func report() async throws -> [UInt8] { try await away { try self.report() } }
}
