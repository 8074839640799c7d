import EventLog
import GRDB
import Synchronization

/// What changed in a store: for a user interface that shows it.
public struct StoreChange: Sendable, Equatable {
  /// The records whose fields may have changed.
  public let records: Set<RecordID>
  /// How many events the store holds now.
  public let events: Int64
}

/// Tells the watchers of one store that something was committed in this process.
final class ChangeHub: Sendable {
  private struct State {
    var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
    var next = 0
    var isFinished = false
  }

  private let state = Mutex(State())

  /// A stream that gets an element for each signal; signals that come before the last one was taken are one.
  func watch() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    state.withLock { state in
      guard !state.isFinished else {
        continuation.finish()
        return
      }
      let number = state.next
      state.next += 1
      state.watchers[number] = continuation
      continuation.onTermination = { [weak self] _ in
        _ = self?.state.withLock { $0.watchers.removeValue(forKey: number) }
      }
    }
    return stream
  }

  func signal() {
    let watchers = state.withLock { Array($0.watchers.values) }
    for watcher in watchers { watcher.yield() }
  }

  func finish() {
    let watchers = state.withLock { state in
      state.isFinished = true
      defer { state.watchers = [:] }
      return Array(state.watchers.values)
    }
    for watcher in watchers { watcher.finish() }
  }
}

extension EventStore {
  /// The changes from now on: which records changed, in this process or in any other that writes to the file.
  ///
  /// What this process commits arrives at once; what others commit is found by asking the file now and then, for
  /// SQLite has no notice between processes. Changes that come faster than they are taken are joined.
  ///
  ///     for await change in store.changes() { refresh(change.records) }
  ///
  /// - Parameter pollMilliseconds: how often the file is asked for what other processes wrote.
  public func changes(pollMilliseconds: Int = 500) -> AsyncStream<StoreChange> {
    let signals = hub.watch()
    let start = (try? read { try $0.lastEvent() }) ?? 0
    let (stream, continuation) = AsyncStream.makeStream(of: StoreChange.self)
    let poll = Task { [weak self] in
      while !Task.isCancelled, self != nil {
        try? await Task.sleep(for: .milliseconds(pollMilliseconds))
        self?.hub.signal()
      }
    }
    let task = Task { [weak self] in
      var last = start
      for await _ in signals {
        guard let self else { break }
        guard let (change, event) = (try? read({ try $0.changes(after: last) })) ?? nil else { continue }
        last = event
        continuation.yield(change)
      }
      continuation.finish()
    }
    continuation.onTermination = { _ in
      poll.cancel()
      task.cancel()
    }
    return stream
  }
}

extension StoreReader {
  /// The number of the last event that was accepted.
  func lastEvent() throws -> Int64 { try Int64.fetchOne(db, sql: "SELECT max(id) FROM events") ?? 0 }

  /// What changed after an event; nil when nothing did.
  func changes(after event: Int64) throws -> (StoreChange, Int64)? {
    let last = try lastEvent()
    guard last > event else { return nil }
    let uuids = try String.fetchSet(
      db,
      sql: """
        SELECT r.uuid FROM events e JOIN records r ON r.id = e.record WHERE e.id > ?1
        UNION SELECT r.uuid FROM revisions v JOIN records r ON r.id = v.record WHERE v.event > ?1
        """, arguments: [event])
    return (StoreChange(records: Set(uuids.compactMap { RecordID($0) }), events: last), last)
  }
}
